"""Status and modality from tense, auxiliaries, negation and what governs a word."""

import pytest

from dragoman.coding.stage import negated, stage
from tests.coding.said import parsed, token


@pytest.mark.parametrize(
    ("text", "word", "status", "modality"),
    [
        ("Korea sold tanks to Poland.", "sold", "completed", "asserted"),
        ("Korea will sell tanks to Poland.", "sell", "announced", "planned"),
        ("Korea is selling tanks to Poland.", "selling", "under_way", "asserted"),
        ("Tanks are being sold to Poland.", "sold", "under_way", "asserted"),
        ("Korea may sell tanks to Poland.", "sell", "announced", "hypothetical"),
        ("Korea did not sell tanks to Poland.", "sell", "completed", "negated"),
        ("Korea denied that it had sold tanks.", "sold", "completed", "negated"),
        ("Korea refused to sell tanks.", "sell", "completed", "negated"),
        ("Korea reportedly sold tanks to Poland.", "sold", "completed", "alleged"),
        ("Korea plans to sell tanks.", "sell", "announced", "planned"),
        ("Korea wants to sell tanks.", "sell", "considered", "planned"),
        ("Korea announced plans to sell tanks.", "sell", "announced", "planned"),
        ("Korea signed a contract to sell tanks.", "sell", "agreed", "asserted"),
        ("Korea suspended the sale of tanks.", "sale", "suspended", "asserted"),
        ("Korea cancelled the sale of tanks.", "sale", "cancelled", "asserted"),
    ],
)
def test_stage_of_a_happening(text: str, word: str, status: str, modality: str) -> None:
    doc, _ = parsed(text)
    found = stage(token(doc, word), "completed", lasting=False)
    assert (found.status, found.modality) == (status, modality)


def test_no_and_neither_negate() -> None:
    doc, _ = parsed("No tanks were sold to Poland.")
    assert negated(token(doc, "sold"))
