"""From role heads to parties, by the naming rules of the manual."""

import pytest

from tests.coding.said import parsed, token


@pytest.mark.parametrize(
    ("text", "head", "due"),
    [
        ("Beijing warned Taipei.", "Beijing", ["China"]),
        ("Chinese police arrived.", "police", ["China"]),
        ("The government of Kenya agreed.", "government", ["Kenya"]),
        ("Chinese companies invested.", "companies", []),
        ("Tourists from Japan came.", "Tourists", []),
        ("The Serbian Ministry of Defence signed.", "Ministry", ["Serbian Ministry of Defence"]),
        ("France and Germany agreed.", "France", ["France", "Germany"]),
    ],
)
def test_parties_of_a_head(text: str, head: str, due: list[str]) -> None:
    doc, names = parsed(text)
    assert [p.name for p in names.parties([token(doc, head)])] == due


def test_those_taught_stand_for_their_state_where_asked() -> None:
    doc, names = parsed("China taught 30 Kenyan students.")
    heads = [token(doc, "students")]
    assert names.parties(heads) == []
    assert [p.name for p in names.parties(heads, nationals=True)] == ["Kenya"]


def test_spans_of_parties_point_into_the_text() -> None:
    text = "Huawei sold cameras to Serbia."
    doc, names = parsed(text)
    assert all(text[p.start : p.end] == p.name for p in names.parties([token(doc, "Huawei"), token(doc, "Serbia")]))
