"""The gold that ships is whole: every report has its claims, every quote is in its report, values are the manual's."""

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.sources import Report, read_file

GOLD = Path(__file__).parents[1] / "gold"
STATUSES = "considered announced agreed under_way completed operational suspended cancelled".split()
MODALITIES = "asserted planned alleged hypothetical negated".split()
REPORTS = sorted(path for path in (GOLD / "reports").glob("*.md") if path.name != "README.md")


def claims(stem: str) -> list[dict[str, Any]]:
    lines = (GOLD / "claims" / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_report_is_coded_and_every_coding_has_its_report() -> None:
    assert {path.stem for path in REPORTS} == {path.stem for path in (GOLD / "claims").iterdir()}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem[:4])
def test_claims_stand_in_their_report(path: Path) -> None:
    report = read_file(path)
    assert isinstance(report, Report)
    assert report.title
    assert report.publisher
    assert report.published
    coded = claims(path.stem)
    assert coded
    assert [claim["quote"] for claim in coded if claim["quote"] not in report.text] == []
    assert len({claim["id"] for claim in coded}) == len(coded)
    assert {claim["status"] for claim in coded} <= set(STATUSES)
    assert {claim["modality"] for claim in coded} <= set(MODALITIES)


def test_the_card_counts_right() -> None:
    card = (GOLD / "README.md").read_text(encoding="utf-8")
    total = sum(len(claims(path.stem)) for path in REPORTS)
    assert f"{len(REPORTS)} short reports" in card
    assert f"{total} claims" in card
