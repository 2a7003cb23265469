"""A report read as a whole: what one layer tells another."""

import pytest

from dragoman.reading import read
from dragoman.sources.report import Report


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("China gave Vanuatu's police 286,000 US dollars.", {"China", "Vanuatu"}),
        ("China lent Namibia 301 million Namibian dollars for scanners.", {"China", "Namibia"}),
        ("The US gave Vanuatu's police $286,000.", {"United States", "Vanuatu"}),
    ],
)
def test_nobody_is_named_by_a_currency(text: str, names: set[str]) -> None:
    found = read(Report("report-x", text, None, None, None, "", "text/plain", "en", "")).mentions
    assert {m.name for ms in found for m in ms if m.kind in ("state", "nationality", "capital")} == names
