"""Decisions on claims go along with a package and have the same effect in the other record."""

from pathlib import Path

from test_import_package import differing, out

from dragoman.record import Record
from dragoman.record.deciding import Act
from dragoman.record.review import ACCEPT, CLAIM, CORRECT, REJECT, SPLIT, decided
from dragoman.running import rematch
from dragoman.running.imports import import_package


def test_decisions_on_claims_are_made_again(full: Record, empty: Record, tmp_path: Path) -> None:
    """Rejected, corrected and split claims go along: what counts comes of the coding and the decisions, as before."""
    one, two, three, four = full.claims()
    better = one.with_(item="drones", spans=(), trigger=None)
    acts = [
        Act(CLAIM, one.id, None, CORRECT, decided(one, [better])),
        Act(CLAIM, two.id, None, REJECT, decided(two, [])),
        Act(CLAIM, three.id, None, SPLIT, decided(three, [three.with_(item="T-72s"), three.with_(item="guns")])),
        Act(CLAIM, four.id, None, ACCEPT, decided(four, [four])),
    ]
    full.decide(acts, "ana")
    rematch(full)
    assert sorted(c.item or "" for c in full.claims()) == ["T-72s", "drones", "guns", "radars"]
    import_package(out(full, tmp_path / "one"), empty)
    rematch(empty)
    out(empty, tmp_path / "two")
    assert differing(tmp_path / "one", tmp_path / "two") == []
    assert [c.id for c in empty.claims()] == [c.id for c in full.claims()]
    assert empty.verify().faults == ()
