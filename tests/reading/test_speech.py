"""Cues of speech and of what nobody vouches for."""

import pytest

from dragoman.reading.speech import ACCORDING, ALLEGED, SAY


@pytest.mark.parametrize(
    "text", ["According to the ministry", "as reported by the daily", "citing two officials", "Data from SIPRI show"]
)
def test_cues_of_a_speaker(text: str) -> None:
    assert ACCORDING.search(text)


@pytest.mark.parametrize(
    "text", ["reportedly", "Rumours say", "it is believed that", "some reports", "unconfirmed", "apparently"]
)
def test_cues_of_hearsay(text: str) -> None:
    assert ALLEGED.search(text)


@pytest.mark.parametrize("text", ["They signed it.", "He reported for duty.", "The report was read."])
def test_plain_telling_is_neither(text: str) -> None:
    assert not ALLEGED.search(text)
    assert not ACCORDING.search(text)


def test_verbs_of_saying_are_lemmas() -> None:
    assert {"say", "announce", "deny"} <= SAY
    assert not any(w.endswith("ing") for w in SAY)
