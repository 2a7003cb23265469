"""Parties that no list knows, found by how they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.unlisted import kinds_of_people, named
from dragoman.reading.read import parse

Names = list[str]


def names_in(text: str, known: Names = []) -> Names:  # noqa: B006
    doc = parse([text])[0]
    held = [(text.index(k), text.index(k) + len(k)) for k in known]
    return [text[a:b] for a, b in named(doc, held)]


def kinds_in(text: str, known: Names = []) -> Names:  # noqa: B006
    doc = parse([text])[0]
    held = [(text.index(k), text.index(k) + len(k)) for k in known]
    return [text[a:b] for a, b in kinds_of_people(doc, held)]


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("VIM placed an order with Qods Aviation for twelve kits.", [], "Qods Aviation"),
        (
            "Half of it was built at Karachi Shipyard & Engineering Works.",
            ["Karachi Shipyard"],
            "Karachi Shipyard & Engineering Works",
        ),
        (
            "The mission of the Southern African Development Community packed up.",
            [],
            "Southern African Development Community",
        ),
        (
            "A complaint was filed by Egyptians Abroad for Democracy in Paris.",
            ["Paris"],
            "Egyptians Abroad for Democracy",
        ),
        ("Cables laid by HMN Tech link Karachi to Marseille.", [], "HMN Tech"),
        ("Radios went to the Dar es Salaam Zone Police.", ["Dar es Salaam"], "Dar es Salaam Zone Police"),
    ],
)
def test_a_run_of_capitals_is_offered(text: str, known: Names, found: str) -> None:
    assert found in names_in(text, known)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("China and Huawei signed a memorandum.", ["China", "Huawei"]),
        ("In October the deal was signed.", []),
        ("President Irfaan Ali thanked the donors.", ["Irfaan Ali"]),
        ("The Government of Togo borrowed the money.", ["Togo"]),
        ("The European Court of Human Rights ruled against it.", ["European Court of Human Rights"]),
        ("Surveillance followed a parallel track.", []),
    ],
)
def test_what_is_known_already_or_is_no_name_is_not(text: str, known: Names) -> None:
    assert names_in(text, known) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Half of the price was lent by a pool of French banks.", "French banks"),
        ("Human rights groups had urged him to raise the cases.", "Human rights groups"),
        ("The tools were turned against journalists in India.", "journalists"),
        ("Swedish prosecutors had closed their own file.", "Swedish prosecutors"),
        ("A court convicted a nurse from Kitwe.", "nurse"),
    ],
)
def test_people_and_bodies_told_by_their_kind(text: str, found: str) -> None:
    assert found in kinds_in(text)


def test_a_kind_told_before_is_no_party_of_its_own() -> None:
    assert kinds_in("The company said the operator was satisfied.") == []


@given(st.text(alphabet="AbČ de&.'’and of-", max_size=60))
def test_offsets_lie_within_the_text_and_begin_with_a_capital(text: str) -> None:
    doc = parse([text])[0]
    for start, end in named(doc, ()):
        assert 0 <= start < end <= len(text)
        assert text[start].isupper()


@pytest.mark.parametrize(
    ("text", "known", "found", "never"),
    [
        ("The Chinese Ambassador to Zimbabwe Lin Lin gave it.", ["Zimbabwe"], "Lin Lin", "Zimbabwe Lin Lin"),
        ("Syriza's Giorgos Psychogios asked Greece.", ["Greece"], "Giorgos Psychogios", ""),
        (
            "The Zambia Mobile Works signed with Ghana's Volta Mobile.",
            ["Ghana"],
            "Volta Mobile",
            "Ghana's Volta Mobile",
        ),
        ("Huawei built the Burundi GSM network with Omrith.", ["Burundi"], "Omrith", "Burundi GSM"),
        ("The Inspector General of Police met Omrith.", [], "Omrith", "of Police"),
    ],
)
def test_a_run_is_cut_where_a_name_ends(text: str, known: Names, found: str, never: str) -> None:
    offered = names_in(text, known)
    assert found in offered
    assert never not in offered
