"""How much of AidData's hand-coded records the coder finds in their narratives (`make bench-aiddata`).

    python benchmarks/aiddata.py [domain.jsonl] [--coder NAME] [--held-out FILE] [--misses N]

Of the records whose coded value is marked as supported by the text: is the amount with its currency among the amounts
of the claims, the recipient among the recipients (or the state of one), the year among the times, and does the furthest
stage of the project's claims give the record's status? Reads the narrative alone, never the title. The data is
AidData's Global Chinese Official Finance Dataset 1.0 (ODC-By 1.0) and is not part of the project.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from dragoman.codebook.lists import load_lists
from dragoman.coding import Claim, code
from dragoman.coding.claim import Money
from dragoman.coding.settle import SYMMETRIC
from dragoman.ids import content_id
from dragoman.matching import known
from dragoman.reading import Reading, read
from dragoman.reading.places import state_of_town
from dragoman.sources.report import Report

DEFAULT = Path(__file__).parent.parent.parent / "shared" / "data" / "aiddata" / "domain.jsonl"
PROJECT = frozenset(
    """arms_transfer military_aid technology_transfer surveillance_deployment digital_infrastructure finance civil_aid
    training_education agreement military_exercise police_cooperation""".split()
)
STATUS = {
    "considered": "Pipeline: Pledge",
    "announced": "Pipeline: Pledge",
    "agreed": "Pipeline: Commitment",
    "under_way": "Implementation",
    "completed": "Completion",
    "operational": "Completion",
    "suspended": "Suspended",
    "cancelled": "Cancelled",
}
SIGNED = {
    (type_, status): "agreed"
    for type_ in ("agreement", "finance")
    for status in ("under_way", "completed", "operational")
}
"""An agreement in force and a loan given commit; they complete no project: what they pay for is a claim of its own."""
NUMBERED = re.compile(r"(?:\bID|\b[Pp]rojects?|#)\s?(?:ID)?s?\s?[#:]?\s?#?\s?(\d{2,6})\b")
FURTHEST = ("considered", "announced", "agreed", "under_way", "completed", "operational", "suspended", "cancelled")
NAMES = {
    "Congo, Democratic Republic of the": "Democratic Republic of the Congo",
    "Congo, Dem. Rep.": "Democratic Republic of the Congo",
    "Congo, Rep.": "Republic of the Congo",
    "Cote D'Ivoire": "Ivory Coast",
    "Cote d'Ivoire": "Ivory Coast",
    "Cote d`Ivoire": "Ivory Coast",
    "Kyrgyz Republic": "Kyrgyzstan",
    "Lao People's Democratic Republic": "Laos",
    "Timor-Leste": "East Timor",
    "Viet Nam": "Vietnam",
    "Myanmar": "Myanmar",
    "Cabo Verde": "Cape Verde",
    "Macedonia, FYR": "North Macedonia",
    "Micronesia, Federated States of": "Micronesia",
}
CURRENCIES = {"D": "NAD"}
"""Codes of the data that are no currency's: what it has of "N$" is the D of "Namibia dollars"."""


def project_status(claims: list[Claim]) -> str | None:
    """The record's status from the claims: the furthest stage asserted of what is given, lent, built or agreed."""
    asserted = [c for c in claims if c.type in PROJECT and c.modality in ("asserted", "alleged")]
    stages = {SIGNED.get((c.type, c.status), c.status) for c in asserted}
    planned = [c for c in claims if c.type in PROJECT and c.modality in ("planned", "hypothetical")]
    if "cancelled" in stages:
        return STATUS["cancelled"]
    if "suspended" in stages and not stages & {"completed", "operational"}:
        return STATUS["suspended"]
    reached = [s for s in FURTHEST if s in stages and s not in ("suspended", "cancelled")]
    if reached:
        return STATUS[reached[-1]]
    return STATUS["announced"] if planned else None


def of_project(claims: list[Claim], number: str) -> list[Claim]:
    """The claims whose sentence does not point to another project of the data by its number ("see Project ID# 794")."""
    own = [c for c in claims if not any(told != number for told in NUMBERED.findall(c.quote))]
    return own if any(c.type in PROJECT for c in own) else claims


def belonging(reading: Reading) -> dict[str, str]:
    """The names of bodies, companies, persons and towns that the reader gives a state to, each with its name."""
    lists = load_lists()
    owned = {}
    for m in (m for ms in reading.mentions for m in ms if m.kind in ("body", "company", "person", "place")):
        owned[m.name] = lists.get(m.state or (state_of_town(m.name) if m.kind == "place" else None))
    return {name: state.name for name, state in owned.items() if state is not None}


def states_of(names: set[str], owners: dict[str, str]) -> set[str]:
    """The states that these party names are or belong to, by the lists or by what the reader found (``owners``)."""
    lists = load_lists()
    out = {owners[name] for name in names if name in owners}
    for name in names:
        entry = lists.find(name)
        state = lists.get(entry.state if entry is not None and entry.kind != "state" else known.state_of(name))
        out.add(state.name if state is not None else name)
        for other in lists.of("state"):
            if any(
                re.search(rf"\b{re.escape(form)}\b", name)
                for form in (other.name, *(other.extra.get("demonyms") or ())[:2])
            ):
                out.add(other.name)
    return out


def found(
    record: dict[str, Any],
    supported: dict[str, Any],
    claims: list[Claim],
    owners: dict[str, str] | None = None,
    number: str = "",
) -> dict[str, bool]:
    """For each value of a record that its text supports, whether the claims hold it; ``owners`` as in ``states_of``,
    ``number`` the project's own."""
    out: dict[str, bool] = {}
    if supported.get("amount_in_text"):
        out["amount"] = any(c.money and _is_sum(c.money, record["amount"], record["currency"]) for c in claims)
    if supported.get("recipient"):
        wanted = load_lists().find(NAMES.get(record["recipient"], record["recipient"]), "state")
        name = wanted.name if wanted else record["recipient"]
        out["recipient"] = name in states_of(
            {n for c in claims for n in (*c.recipient, *(c.actor if c.type in SYMMETRIC else ()))}, owners or {}
        )
    if supported.get("year"):
        out["year"] = any(_covers(c.time, int(record["year"])) for c in claims if c.time)
    out["status"] = project_status(of_project(claims, number)) == record["status"]
    return out


def _is_sum(money: Money, amount: float, currency: str) -> bool:
    """Whether a claim's money is the record's, or has it for its upper end ("5 million to 10 million dollars")."""
    ends = [end for end in (money.amount, money.max) if end is not None]
    return money.currency == CURRENCIES.get(currency, currency) and any(abs(e - amount) <= 0.01 * amount for e in ends)


def _covers(edtf: str | None, year: int) -> bool:
    years = [int(y) for y in re.findall(r"\b(\d{4})\b", edtf or "")]
    return bool(years) and (year in years or (len(years) == 2 and years[0] <= year <= years[1]))


def cause(what: str, line: dict[str, Any], claims: list[Claim]) -> str:
    """Why a value was missed, as far as the claims tell."""
    if not claims:
        return "no claim at all"
    if what == "status":
        return f"{line['record']['status']} coded as {project_status(of_project(claims, line['id'].split(':')[-1]))}"
    if what == "amount":
        amounts = [c.money for c in claims if c.money]
        if any(abs(m.amount - line["record"]["amount"]) <= 0.01 * line["record"]["amount"] for m in amounts):
            return "currency"
        return "another amount" if amounts else "no amount in any claim"
    if what == "recipient":
        return "another recipient" if any(c.recipient for c in claims) else "no recipient in any claim"
    return "another year" if any(c.time for c in claims) else "no time in any claim"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", nargs="?", type=Path, default=DEFAULT)
    ap.add_argument("--coder", default=None)
    ap.add_argument("--misses", type=int, default=0, help="print the first N misses of each value")
    args = ap.parse_args()
    if not args.data.exists():
        raise SystemExit(f"{args.data}: no such file (AidData's records are not part of the project; give the path)")
    right, due, causes = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    shown: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    for raw in args.data.read_text(encoding="utf-8").splitlines():
        line = json.loads(raw)
        report = Report(
            content_id("report", line["text"]), line["text"], None, None, None, line["id"], "text/plain", "en", ""
        )
        reading = read(report)
        claims = list((code(reading, args.coder) if args.coder else code(reading)).claims)
        statuses[line["record"]["status"]] += 1
        number = line["id"].split(":")[-1]
        for what, ok in found(line["record"], line["supported"], claims, belonging(reading), number).items():
            due[what] += 1
            right[what] += ok
            if not ok:
                causes[what, cause(what, line, claims)] += 1
                if shown[what] < args.misses:
                    shown[what] += 1
                    values = (line["record"].get(k) for k in ("amount", "currency", "recipient", "year", "status"))
                    print(f"{what:10}{line['id']:18}{' '.join(map(str, values))}: {line['text'][:300]}")
    print(f"{'value':12}{'found':>7}{'due':>6}{'share':>8}")
    for what in ("amount", "recipient", "year", "status"):
        print(f"{what:12}{right[what]:7}{due[what]:6}{right[what] / max(1, due[what]):8.1%}")
    commonest, count = statuses.most_common(1)[0]
    print(f"status if always {commonest!r}: {count / max(1, sum(statuses.values())):.1%}\n\nmissed because")
    for (what, why), number in causes.most_common():
        print(f"{number:5}  {what}: {why}")


if __name__ == "__main__":
    main()
