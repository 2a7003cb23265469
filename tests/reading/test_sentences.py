"""Where sentences begin and end, and which are furniture."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.sentences import split

CASES = [
    ("Dr. Smith met Gen. Jones. They spoke.", ["Dr. Smith met Gen. Jones.", "They spoke."]),
    ("It went to the U.S. Navy in May. It sailed.", ["It went to the U.S. Navy in May.", "It sailed."]),
    ("They met in the U.S. The talks failed.", ["They met in the U.S.", "The talks failed."]),
    ("It cost $5.2 million. Nobody paid.", ["It cost $5.2 million.", "Nobody paid."]),
    ('He said: "We will pay." She did not.', ['He said: "We will pay."', "She did not."]),
    ("Is it ready? No! It is not.", ["Is it ready?", "No!", "It is not."]),
    ("J. K. Rahman signed. So did A. Bello.", ["J. K. Rahman signed.", "So did A. Bello."]),
    ("Article No. 5 applies. Ask nobody.", ["Article No. 5 applies.", "Ask nobody."]),
    ("- First item of the list.\n- Second item of the list.", ["First item of the list.", "Second item of the list."]),
    ("One line\nbroken in two. Another one.", ["One line\nbroken in two.", "Another one."]),
]


@pytest.mark.parametrize(("text", "sentences"), CASES)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [s.text for s in split(text)] == sentences


@pytest.mark.parametrize(
    "text",
    [
        "Photo: Ministry of Defence",
        "Read also: Ten drones for the army",
        "Subscribe to our newsletter for more.",
        "All rights reserved.",
        "Published: 5 May 2021",
        "By Anna Kovacs",
        "The views expressed here are those of the author.",
    ],
)
def test_furniture(text: str) -> None:
    assert {s.kind for s in split(text)} == {"furniture"}


def test_headlines_and_bullets() -> None:
    sentences = split("# Cameras for Arnor\n\nThey came in May.\n\n- Ten cameras were given.", "Cameras for Arnor")
    assert [s.kind for s in sentences] == ["headline", "body", "bullet"]


BULLET = re.compile(r"\s*(?:[-*]|\(?\d{1,2}[.)]|\(?[a-z][.)])?\s*")


@given(st.text(alphabet="abc ABC.!?\"'()-*\n\t1 $", max_size=150))
def test_sentences_stand_in_order_and_nothing_but_white_space_and_bullets_is_lost(text: str) -> None:
    sentences = split(text)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert all(s.text == s.text.strip() for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    ends = [0, *(s.end for s in sentences)]
    starts = [*(s.start for s in sentences), len(text)]
    for a, b in zip(ends, starts, strict=True):
        assert all(BULLET.fullmatch(line) for line in text[a:b].split("\n")), text[a:b]


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    split(text)
