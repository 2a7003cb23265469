"""Whom a poll asked, as the report calls them."""

import pytest

from dragoman.coding.people import home_peoples, people_of, those_asked
from tests.coding.said import coded, parsed, reading_of, token


@pytest.mark.parametrize(
    ("demonyms", "people"),
    [
        (("Serbian", "Serb", "Serbs"), "Serbs"),
        (("Armenian",), "Armenians"),
        (("Chinese",), "Chinese"),
        (("Swiss",), "Swiss"),
        ((), None),
    ],
)
def test_people_are_called_by_a_plural_of_their_demonyms(demonyms: tuple[str, ...], people: str | None) -> None:
    assert people_of(demonyms) == people


@pytest.mark.parametrize(
    ("text", "head", "people"),
    [
        ("Some 40 per cent of Kenyan voters agree.", "cent", ["Kenyan voters"]),
        ("Most Kenyans agree.", "Kenyans", ["Kenyans"]),
        ("Some farmers agree.", "farmers", []),
    ],
)
def test_those_asked_are_named_with_their_nationality(text: str, head: str, people: list[str]) -> None:
    doc, names = parsed(text)
    assert [p.name for p in those_asked([token(doc, head)], names)] == people


def test_a_dateline_tells_whose_people_are_meant() -> None:
    reading = reading_of("NAIROBI - China and China alone spoke of China today.\n\nIn Kenya it rained.")
    assert home_peoples(reading)[0] == ("state:ke", "Kenyans")


def test_unnamed_respondents_are_those_asked_before() -> None:
    claims = coded(
        "In a survey, 60 per cent of Kenyan adults trusted China. Some 20 per cent of respondents feared Japan."
    ).claims
    assert [(c.type, c.actor, c.recipient) for c in claims] == [
        ("public_opinion", ("Kenyan adults",), ("China",)),
        ("public_opinion", ("Kenyan adults",), ("Japan",)),
    ]
