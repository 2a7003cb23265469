"""Gold claims of the development reports as claims and reports, for benchmarks and tests (never the unseen groups)."""
# The reports and their gold lie in this repository; seeds and AidData narratives only in the folder shared with it.

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.ids import content_id
from dragoman.measures.pairing import pair
from dragoman.running import own_coder
from dragoman.sources.report import Report

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
UNSEEN = ("g03", "g05", "g08")
FOLDERS = {
    "reports": (ROOT / "gold" / "reports", ROOT / "gold" / "claims"),
    "matching": (ROOT / "gold" / "matching" / "reports", ROOT / "gold" / "matching" / "claims"),
    "seeds": (SHARED / "seeds", SHARED / "gold" / "seeds"),
    "aiddata": (SHARED / "data" / "aiddata" / "texts", SHARED / "gold" / "aiddata"),
}
"""Where texts and claims lie; a folder that is not at hand holds none."""


def load(*folders: str) -> tuple[dict[str, Claim], dict[str, Report]]:
    """Claims by gold id, and reports by report id."""
    claims: dict[str, Claim] = {}
    reports: dict[str, Report] = {}
    for texts, coded in (FOLDERS[folder] for folder in folders):
        for path in sorted(coded.glob("*.jsonl")):
            if path.name.startswith(UNSEEN):
                continue
            report = _report(path.stem, texts)
            reports[report.id] = report
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                claims[row["id"]] = _claim(row, report)
    return claims, reports


def coded(gold: Mapping[str, Claim], reports: Mapping[str, Report], coder: str) -> tuple[list[Claim], dict[str, str]]:
    """What a coder of the project makes of the reports, and from its claims to the gold claims they stand for.

    Claims pair as ``dragoman score`` pairs them: on one sentence, of one type, the likest first.
    """
    code = own_coder(coder)
    claims: list[Claim] = []
    stands_for: dict[str, str] = {}
    for report in reports.values():
        made = code(report).claims
        due = [(id, claim) for id, claim in gold.items() if claim.report == report.id]
        for i, j in pair([claim.as_manual() for _, claim in due], [claim.as_manual() for claim in made]):
            stands_for[made[j].id] = due[i][0]
        claims += made
    return claims, stands_for


def _report(stem: str, folder: Path) -> Report:
    path = next(iter(sorted(folder.glob(f"{stem}.*"))))
    text = path.read_text(encoding="utf-8")
    head = dict(re.findall(r"^(\w+): (.*)$", text.split("---")[1], re.M)) if text.startswith("---") else {}
    body = text.split("---", 2)[2].lstrip() if head else text
    return Report(
        content_id("report", stem),
        body,
        head.get("title"),
        head.get("publisher"),
        head.get("published"),
        path.name,
        "text/plain",
        "en",
        "",
    )


def _claim(row: dict, report: Report) -> Claim:
    start = max(0, report.text.find(row["quote"]))
    quantity = tuple(Quantity(float(q["value"]), q["unit"], q.get("approx")) for q in row["quantity"])
    money = row["money"] and Money(
        float(row["money"]["amount"]), row["money"]["currency"], row["money"].get("max"), row["money"].get("approx")
    )
    same = {k: row[k] for k in ("quote", "type", "item", "time", "status", "modality", "attribution")}
    return Claim(
        report.id,
        start,
        start + len(row["quote"]),
        actor=tuple(row["actor"]),
        recipient=tuple(row["recipient"]),
        quantity=quantity,
        money=money,
        place=tuple(row["place"]),
        coder="gold",
        **same,
    )
