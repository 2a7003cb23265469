"""What the manual's rules make of the times, places and counts that were chosen."""

from types import SimpleNamespace
from typing import Any

import pytest

from dragoman.coding.candidates import BEFORE, HERE, Candidate
from dragoman.coding.claim import Claim, Quantity
from dragoman.coding.fitting import fitted
from dragoman.coding.proposal import Proposal


def proposal(text: str, **slots: list[tuple[float, Candidate]]) -> Proposal:
    unit: Any = SimpleNamespace(sentence=SimpleNamespace(text=text))
    return Proposal(unit, "agreement", 0.9, (0, 1), "agreed", "asserted", slots)


def claim(text: str, **fields: Any) -> Claim:
    return Claim("report:x", 0, len(text), text, "agreement", ("China",), (), **fields)


def place(text: str, name: str, kind: str = "place", state: str | None = None) -> Candidate:
    start = text.index(name)
    end = start + len(name)
    return Candidate(HERE, 1, start, end, kind, place=name, origin=(start, end), state=state)


def time(value: str, segment: int = HERE) -> Candidate:
    return Candidate(segment, 1 if segment == HERE else 0, 3, 9, "time", value=value, origin=(3, 9))


@pytest.mark.parametrize(
    ("text", "scores", "chosen", "expected"),
    [
        ("It was signed in Abuja and Lagos.", {"Abuja": 0.9, "Lagos": 0.1}, ("Abuja",), ("Abuja", "Lagos")),
        (
            "It is in Abuja, Kano and Lagos.",
            {"Abuja": 0.1, "Kano": 0.9, "Lagos": 0.1},
            ("Kano",),
            ("Abuja", "Kano", "Lagos"),
        ),
        ("It was signed in Abuja while Lagos slept.", {"Abuja": 0.9, "Lagos": 0.1}, ("Abuja",), ("Abuja",)),
        ("It ended at Urumqi, Xinjiang.", {"Urumqi": 0.9, "Xinjiang": 0.9}, ("Urumqi", "Xinjiang"), ("Urumqi",)),
        (
            "It ended at Manica Freight in Harare.",
            {"Manica Freight": 0.9, "Harare": 0.9},
            ("Manica Freight", "Harare"),
            ("Manica Freight",),
        ),
        ("It was signed in Pretoria.", {"Pretoria": 0.45}, (), ("Pretoria",)),
        ("It was sent from Pretoria.", {"Pretoria": 0.45}, (), ()),
        ("It was signed in Pretoria.", {"Pretoria": 0.05}, ("Pretoria",), ()),
    ],
)
def test_places(text: str, scores: dict[str, float], chosen: tuple[str, ...], expected: tuple[str, ...]) -> None:
    found = sorted(((s, place(text, n)) for n, s in scores.items()), key=lambda x: -x[0])
    spans = tuple(("place", c.origin) for _, c in found if c.origin and str(c.place) in chosen)
    made = fitted(claim(text, place=chosen, spans=spans), proposal(text, place=found))
    assert made.place == expected
    assert {text[a:b] for name, (a, b) in made.spans if name == "place"} == set(expected)


def test_a_state_goes_where_a_town_of_it_stays() -> None:
    text = "The notes were exchanged in Beirut, as well as in Lebanon."
    found = [(0.9, place(text, "Beirut")), (0.9, place(text, "Lebanon", "state", "state:lb"))]
    assert fitted(claim(text, place=("Beirut", "Lebanon")), proposal(text, place=found)).place == ("Beirut",)


@pytest.mark.parametrize(
    ("chosen", "scores", "expected"),
    [
        (None, [(0.4, time("2014"))], "2014"),
        (None, [(0.2, time("2014"))], None),
        ("2013", [(0.7, time("2013", BEFORE)), (0.4, time("2014"))], "2014"),
        ("2013", [(0.7, time("2013", BEFORE))], None),
        ("2013", [(0.9, time("2013", BEFORE)), (0.4, time("2014"))], "2013"),
        ("2014", [(0.1, time("2014"))], None),
        ("2014", [], "2014"),
    ],
)
def test_times(chosen: str | None, scores: list[tuple[float, Candidate]], expected: str | None) -> None:
    text = "In 2014 it was signed."
    assert fitted(claim(text, time=chosen), proposal(text, time=scores)).time == expected


def test_each_of_two_things_listed_keeps_its_own_number() -> None:
    text = "It gave six boats and 24 trucks."
    both = (Quantity(6, "boats"), Quantity(24, "trucks"))
    spans = (("quantity", (8, 11)), ("quantity", (22, 24)))
    assert fitted(claim(text, item="boats", quantity=both, spans=spans), proposal(text)).quantity == both[:1]
    assert fitted(claim(text, item="equipment", quantity=both, spans=spans), proposal(text)).quantity == both


def test_things_and_where_they_stand_are_two_numbers() -> None:
    text = "It put up 1,000 cameras in 800 places."
    both = (Quantity(1000, "cameras"), Quantity(800, "places"))
    spans = (("quantity", (10, 15)), ("quantity", (27, 30)))
    assert fitted(claim(text, item="cameras", quantity=both, spans=spans), proposal(text)).quantity == both
