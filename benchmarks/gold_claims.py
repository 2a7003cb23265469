"""Gold claims of the development reports as claims and reports, for benchmarks and tests (never the unseen groups)."""

import json
import os
import re
from pathlib import Path

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.ids import content_id
from dragoman.sources.report import Report

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
UNSEEN = ("g03", "g05", "g08")
FOLDERS = {"seeds": SHARED / "seeds", "reports": SHARED / "reports", "aiddata": SHARED / "data" / "aiddata" / "texts"}


def load(*folders: str) -> tuple[dict[str, Claim], dict[str, Report]]:
    """Claims by gold id, and reports by report id."""
    claims: dict[str, Claim] = {}
    reports: dict[str, Report] = {}
    for folder in folders:
        for path in sorted((SHARED / "gold" / folder).glob("*.jsonl")):
            if path.name.startswith(UNSEEN):
                continue
            report = _report(path.stem, FOLDERS[folder])
            reports[report.id] = report
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                claims[row["id"]] = _claim(row, report)
    return claims, reports


def _report(stem: str, folder: Path) -> Report:
    path = next(p for p in sorted(folder.glob(f"{stem}.*")))
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
