"""A record and a folder of reports to build it from."""

import pytest

from dragoman.record import Record


@pytest.fixture
def record(tmp_path):
    with Record.open(tmp_path / "record.db", create=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path):
    """Six reports, one a sentence."""
    place = tmp_path / "in"
    place.mkdir()
    for number in range(6):
        text = f"Gondor bought {number} boats from Arnor.\n\nThe boats sail on the great river."
        (place / f"{number}.txt").write_text(text, encoding="utf-8")
    return place
