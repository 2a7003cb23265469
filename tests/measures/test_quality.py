"""The coder against the gold that ships: a change may not push it below the floors in `benchmarks/floors.yml`."""

import json
from pathlib import Path

import pytest

from dragoman.coding import code
from dragoman.measures.floors import check, load_floors
from dragoman.measures.score import score
from dragoman.reading import read
from dragoman.sources import open_reports
from dragoman.sources.report import Report

ROOT = Path(__file__).parents[2]
FLOORS = load_floors(ROOT / "benchmarks" / "floors.yml")


def test_floors_are_set() -> None:
    assert {"claim", "core"} <= set(FLOORS[0].floors)


@pytest.mark.parametrize("floors", FLOORS, ids=lambda f: f.name)
def test_no_figure_falls_below_its_floor(floors, tmp_path: Path) -> None:
    for report in open_reports([ROOT / floors.texts]):
        assert isinstance(report, Report), report
        lines = [json.dumps(c.as_manual(), ensure_ascii=False) for c in code(read(report)).claims]
        (tmp_path / f"{Path(report.address).stem}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    breaches = check(score(ROOT / floors.gold, tmp_path), floors, ROOT)
    assert not breaches, "\n".join(str(b) for b in breaches)
