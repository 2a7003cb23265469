"""Records to import into."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from worlds import coding, report

from dragoman.record import Record
from dragoman.running import rematch


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "empty.db", create=True) as opened:
        yield opened


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Record]:
    """One report with four claims, matched, and a decision that was undone."""
    with Record.open(tmp_path / "full.db", create=True) as opened:
        opened.keep(report(), coding(report()), "both-1-abc")
        names = {"names": ["Serbia", "China"]}
        made = opened.judge("entity", "state:rs", "state:cn", "same", names, reason="a slip", made_by="ana")
        opened.judge("entity", "state:rs", "state:cn", "undo", {"undoes": made}, reason="undone", made_by="ana")
        opened.judge("entity", "state:rs", "state:cn", "different", names, reason="two states", made_by="bo")
        rematch(opened)
        yield opened
