"""Matching measured: same-event F1 and disputes against gold, false joins over records, growth, and a naive baseline.

    python benchmarks/match.py [--quality] [--coded] [--scale] [--sizes 10000,100000]

``--quality`` matches gold claims, ``--coded`` those that the program's default coder makes of the same reports. Seeds,
narratives and records lie in the folder shared with this repository (``DRAGOMAN_SHARED``); what is missing is left out.
``--scale`` varies the records of ``data/aiddata/domain.jsonl``: other years, sums, titles and sites, in a fixed order.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from dragoman.coding import DEFAULT_CODER
from dragoman.coding.claim import Claim, Money
from dragoman.matching import Event, Finding, Matching, match
from dragoman.matching.entities import find_entities
from dragoman.matching.facets import Facets, facets
from dragoman.matching.same import join
from gold_claims import ROOT, SHARED, coded, load


@dataclass(frozen=True)
class Judged:
    """Reports whose claims were judged by hand: where the judgements lie, in which folder of ``gold_claims`` the
    reports, and among which claims those of gold are matched."""

    name: str
    folder: Path
    reports: str
    among: tuple[str, ...]


DEVELOPMENT = Judged("development reports", ROOT / "gold", "reports", ("seeds", "reports", "aiddata"))
OTHERS = Judged("reports judged for matching", ROOT / "gold" / "matching", "matching", ("matching",))
RECORDS = SHARED / "data" / "aiddata" / "domain.jsonl"
NAIVE = 3_000
"""Claims for which all pairs are compared as well."""
FLOWS = (
    ("Loan", "finance"),
    ("Grant", "civil_aid"),
    ("Export", "finance"),
    ("Debt", "finance"),
    ("Scholarship", "training_education"),
    ("technical", "training_education"),
)
STATUSES = {
    "Completion": "completed",
    "Implementation": "under_way",
    "Pipeline: Commitment": "agreed",
    "Pipeline: Pledge": "announced",
    "Cancelled": "cancelled",
    "Suspended": "suspended",
}


def main() -> None:
    """Print the measures asked for, all of them where none is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--coded", action="store_true")
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--sizes", default="10000,100000")
    asked = parser.parse_args()
    every = not (asked.quality or asked.coded or asked.scale)
    for judged in (DEVELOPMENT, OTHERS):
        if asked.quality or every:
            quality(judged)
        if asked.coded or every:
            of_coded(judged)
    if RECORDS.is_file() and (asked.scale or every):
        records()
        scale([int(n) for n in asked.sizes.split(",")])
    elif not RECORDS.is_file():
        print(f"no records to measure scale on in {SHARED} (set DRAGOMAN_SHARED)")


def quality(judged: Judged = DEVELOPMENT, show: bool = True) -> dict[str, float]:
    """Same-event F1 over the judged pairs, and the share of known disagreements found, on gold claims."""
    claims, reports = load(*judged.among)
    outcome = match(list(claims.values()), reports)
    gold_id = {claim.id: id for id, claim in claims.items()}
    print(f"{judged.name}: {len(claims)} gold claims -> {len(outcome.events)} events")
    return _measured(judged, outcome, gold_id, {claim: {id} for claim, id in gold_id.items()}, show)


def of_coded(judged: Judged = DEVELOPMENT, coder: str = DEFAULT_CODER, show: bool = True) -> dict[str, float]:
    """The same on claims that a coder makes of the reports, errors and all.

    Pairs are judged where both claims were found. A disagreement is found where the values of a finding cite the
    sentences on either side of it: its claims may be coded as another type than gold's.
    """
    gold, reports = load(judged.reports)
    claims, stands_for = coded(gold, reports, coder)
    outcome = match(claims, reports)
    print(
        f"{judged.name}: {len(claims)} coded claims ({len(stands_for)} of {len(gold)} in gold) -> "
        f"{len(outcome.events)} events"
    )
    cited = {c.id: {id for id, g in gold.items() if _one_sentence(c, g)} for c in claims}
    return _measured(judged, outcome, stands_for, cited, show)


def _one_sentence(one: Claim, other: Claim) -> bool:
    return one.report == other.report and one.start < other.end and other.start < one.end


def _measured(
    judged: Judged, outcome: Matching, gold_id: Mapping[str, str], cited: Mapping[str, Collection[str]], show: bool
) -> dict[str, float]:
    """Prints and gives the figures. ``gold_id`` tells which gold claim a claim is, ``cited`` which it may stand for."""
    event_of = {gold_id[c]: event.id for event in outcome.events for c in event.claims if c in gold_id}
    right, wrong, missed = _pairs(judged, event_of)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"same event, judged pairs: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (floor 0.75)")
    found, total, other = disagreements(judged, outcome, cited, show)
    print(f"known disagreements found: {found} of {total} ({found / total:.0%}; floor 80 % on gold claims)")
    print(f"disputes that the table does not list: {other}")
    return {"f1": f1, "precision": precision, "recall": recall, "found": found / total, "unlisted": other}


def _pairs(judged: Judged, event_of: Mapping[str, str]) -> tuple[int, int, int]:
    right = wrong = missed = 0
    for row in rows(judged.folder / "same-event.jsonl"):
        if row["a"] not in event_of or row["b"] not in event_of:
            continue
        joined = event_of[row["a"]] == event_of[row["b"]]
        right += joined and row["same"]
        wrong += joined and not row["same"]
        missed += row["same"] and not joined
    return right, wrong, missed


def disagreements(
    judged: Judged, outcome: Matching, cited: Mapping[str, Collection[str]], show: bool = True
) -> tuple[int, int, int]:
    """Known disagreements found, how many there are, and disputes of the reports that no row lists."""
    known = rows(judged.folder / "disagreements.jsonl")
    listed: set[tuple[str, str]] = set()
    found = 0
    for row in known:
        hits = [(e, f) for e in outcome.events for f in e.findings if _tells(f, row, cited)]
        good = [(e, f) for e, f in hits if f.verdict == "disputed" or row["kind"] == "superseded"]
        listed |= {(e.id, f.slot) for e, f in hits}
        found += bool(good)
        verdicts = ", ".join(f"{f.slot} {f.verdict}" for _, f in good)
        if show:
            print(f"  {'found ' if good else 'missed'} {row['group']} {row['slot']}: {verdicts}")
    others = [
        (e, f)
        for e in outcome.events
        for f in e.findings
        if f.verdict == "disputed" and (e.id, f.slot) not in listed and _of_reports(e, cited)
    ]
    if show:
        for event, finding in others:
            print(f"  not listed: {event.title}: {finding.slot}: {finding.reason}")
    return found, len(known), len(others)


def _tells(finding: Finding, row: dict, cited: Mapping[str, Collection[str]]) -> bool:
    """Whether two values of a disputed or superseded finding stand for the two sides of a known disagreement."""
    if finding.verdict not in ("disputed", "superseded"):
        return False
    one, other = (
        {i for i, v in enumerate(finding.values) if any(set(row[side]) & set(cited[c]) for c in v.claims)}
        for side in ("one", "other")
    )
    return any(i != j for i in one for j in other)


def _of_reports(event: Event, cited: Mapping[str, Collection[str]]) -> bool:
    """Whether an event is of the development reports (gold ids of AidData's narratives begin with an a)."""
    return any(not any(id.startswith("a") for id in cited[c]) for c in event.claims)


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def records() -> int:
    """Joins of different projects of different recipient states over the records shuffled together (must be none)."""
    varied = rows(RECORDS)
    claims = [_claim(row, f"record-{i}") for i, row in enumerate(varied)]
    recipient = {c.id: row["record"]["recipient"] for c, row in zip(claims, varied, strict=True)}
    random.Random(7).shuffle(claims)
    outcome = match(claims, {})
    false = sum(len({recipient[c] for c in e.claims}) > 1 for e in outcome.events)
    print(f"{len(claims)} records -> {len(outcome.events)} events; events with two recipient states: {false}")
    return false


def scale(sizes: Iterable[int]) -> None:
    """Seconds and memory of matching varied records, beside comparing all pairs of 3,000 of them."""
    records = rows(RECORDS)
    naive = _varied(records, NAIVE)
    start = time.perf_counter()
    match(naive, {})
    ours = time.perf_counter() - start
    names = find_entities(naive)
    seen = [facets(c, names) for c in naive]
    start = time.perf_counter()
    joins = _all_pairs(seen)
    print(
        f"{NAIVE} claims: {ours:.1f} s; all pairs compared, without findings: "
        f"{time.perf_counter() - start:.1f} s ({joins} joins)"
    )
    times: list[tuple[int, float, float]] = []
    for size in sizes:
        claims = _varied(records, size)
        wall, processor = time.perf_counter(), time.process_time()
        outcome = match(claims, {})
        times.append((size, time.perf_counter() - wall, time.process_time() - processor))
        mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size} claims -> {len(outcome.events)} events: {times[-1][1]:.1f} s, of them {times[-1][2]:.1f} s of "
            f"processor, peak {mib:.0f} MiB",
            flush=True,
        )
    if len(times) > 1:
        print(
            f"growth from {times[0][0]} to {times[-1][0]}: {times[-1][2] / times[0][2]:.1f} times the processor's "
            f"seconds, {times[-1][1] / times[0][1]:.1f} times the clock's (limit 12 for a tenfold)"
        )


def _all_pairs(seen: list[Facets]) -> int:
    return sum(join(a, b) is not None for a, b in combinations(seen, 2))


def _claim(row: dict, report: str) -> Claim:
    record = row["record"]
    type_ = next((t for flow, t in FLOWS if flow.lower() in (record["flow"] or "").lower()), "digital_infrastructure")
    money = Money(float(record["amount"]), record["currency"]) if record["amount"] and record["currency"] else None
    return Claim(
        report,
        0,
        len(row["title"]),
        row["title"],
        type_,
        (record["donor"],),
        (record["recipient"],),
        row["title"],
        (),
        money,
        record["year"] or None,
        (),
        STATUSES.get(record["status"], "completed"),
    )


def _varied(rows: list[dict], size: int) -> list[Claim]:
    """Claims made by varying records: every other year, sum, site and wording, each in a report of its own."""
    chance = random.Random(size)
    words = (
        "phase",
        "northern",
        "district",
        "hospital",
        "railway",
        "port",
        "ministry",
        "campus",
        "border",
        "airport",
        "cloud",
        "rural",
        "metro",
        "stadium",
        "power",
        "water",
        "bridge",
        "customs",
        "archive",
        "museum",
    )
    made = []
    for i in range(size):
        row = rows[chance.randrange(len(rows))]
        claim = _claim(row, f"report-{i}")
        tokens = claim.quote.split()
        chance.shuffle(tokens)
        item = " ".join([*tokens[: max(2, len(tokens) - 2)], chance.choice(words), chance.choice(words)])
        year = str(chance.randrange(2000, 2024)) if chance.random() < 0.9 else None
        money = claim.money and Money(round(claim.money.amount * chance.uniform(0.2, 5), -3), claim.money.currency)
        made.append(claim.with_(item=item, time=year, money=money))
    return made


if __name__ == "__main__":
    main()
