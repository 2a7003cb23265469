"""Projects and sums in the columns of AidData's Global Chinese Development Finance Dataset (TUFF 3.0), for any donor.

A row is an event about money, aid, or a network or camera project with a price. What TUFF leaves out of sums (pledges,
umbrella agreements, what was called off) has "No" under ``Recommended For Aggregates``, with the reason beside it.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.matching.event import Finding
from dragoman.measures.facts import FIRM, UMBRELLA, Fact, Facts, amount, gather, why_not, year_of
from dragoman.publishing.exports.codes import alpha3
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import write_csv
from dragoman.publishing.wording import safe_link

COLUMNS = (
    "AidData Record ID", "Recommended For Aggregates", "Why Not", "Umbrella", "Financier Country", "Recipient",
    "Recipient ISO-3", "Commitment Year", "Implementation Start Year", "Completion Year", "Title", "Description",
    "Status", "Intent", "Flow Type", "Amount (Original Currency)", "Amount Upper Bound", "Original Currency",
    "Amount Estimated", "Funding Agencies", "Direct Receiving Agencies", "Location", "Sources", "Source URLs",
    "Staff Comments",
)  # fmt: skip
ALWAYS = frozenset({"finance", "civil_aid", "military_aid", "training_education"})
WITH_MONEY = frozenset({"digital_infrastructure", "surveillance_deployment", "technology_transfer", "agreement"})
STATUS = {
    "considered": "Pipeline: Pledge", "announced": "Pipeline: Pledge", "agreed": "Pipeline: Commitment",
    "under_way": "Implementation", "completed": "Completion", "operational": "Completion",
    "suspended": "Suspended", "cancelled": "Cancelled",
}  # fmt: skip
FLOWS = (
    (r"debt (?:relief|forgiveness|cancellation|write)|(?:cancel\w*|relief|forg[ai]v\w+) .*\bdebt", "Debt forgiveness"),
    (r"reschedul|restructur|refinanc", "Debt rescheduling"),
    (r"\bloan|\blen[dt]|credit|financ|borrow", "Loan"),
    (r"scholarship|stud(?:y|ent)", "Scholarships/training in the donor country"),
    (r"\btrain|course|technical assistance|expert", "Free-standing technical assistance"),
    (r"\bgrant|donat|gift|free of charge|gave|aid\b|assistance", "Grant"),
)
"""Words of a sentence and the flow type they tell, the first that is there."""
_FLOWS = tuple((re.compile(words, re.IGNORECASE), flow) for words, flow in FLOWS)
VAGUE = "Vague TBD"
INTENT = {"civil_aid": "Development", "military_aid": "Military", "training_education": "Development"}
_MONEY = "money"


def write(contents: Contents, out: Path) -> None:
    """Writes the table, in the order of the events."""
    write_csv(out, COLUMNS, rows(contents))


def rows(contents: Contents) -> Iterator[tuple[Any, ...]]:
    """A row for each project."""
    facts = gather(contents.matching, contents.claims)
    for fact in facts.all:
        money = next((f for f in fact.event.findings if f.slot == _MONEY), None)
        if fact.type in ALWAYS or (fact.type in WITH_MONEY and money is not None):
            yield _row(fact, money, contents, facts)


def _row(fact: Fact, money: Finding | None, contents: Contents, facts: Facts) -> tuple[Any, ...]:
    reason = why_not(fact, FIRM)
    told = amount(fact, _MONEY, FIRM) if money else None
    value = told.value if told else (money.best if money and isinstance(money.best, dict) else {})
    states = [s for s in fact.recipient_states if s.startswith("state:")]
    return (
        fact.id, "No" if reason else "Yes", reason, "Yes" if reason == UMBRELLA else "No",
        _listed(map(facts.name, fact.actor_states)), _listed(map(facts.name, fact.recipient_states)),
        _listed(filter(None, map(alpha3, states))), _year(fact, {"agreed"}), _year(fact, {"under_way"}),
        _year(fact, {"completed", "operational"}), fact.event.title, " ".join(c.quote for c in fact.claims),
        STATUS.get(fact.event.status), INTENT.get(fact.type, "Mixed"), flow_type(fact),
        _figure(value.get("amount")), _figure(value.get("max")), value.get("currency"),
        "Yes" if value.get("approx") else "No",
        _parties(fact.event.actor, contents), _parties(fact.event.recipient, contents),
        _listed(map(contents.name, fact.event.place)),
        _listed(dict.fromkeys(r.publisher or r.title or r.address for r in contents.sources(fact.event))),
        _listed(filter(None, (safe_link(r.address) for r in contents.sources(fact.event)))), _comments(fact),
    )  # fmt: skip


def flow_type(fact: Fact) -> str:
    """AidData's flow type, from the words of the sentences; aid of which nothing else is told is a grant."""
    said = " ".join((*(c.item or "" for c in fact.claims), *(c.quote for c in fact.claims)))
    found = next((flow for words, flow in _FLOWS if words.search(said)), None)
    if fact.type in ("civil_aid", "military_aid") and found in (None, "Loan") and not re.search(r"\bloan", said, re.I):
        return "Grant"
    return found or VAGUE


def _figure(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _year(fact: Fact, stages: set[str]) -> int | None:
    years = (year_of(time) for status, time, _ in fact.event.stages if status in stages)
    return min((year for year in years if year is not None), default=None)


def _parties(ids: Iterable[str], contents: Contents) -> str:
    """The bodies and companies among parties: AidData names agencies apart from states."""
    named = (contents.entities.get(id) for id in ids)
    return _listed(e.name for e in named if e is not None and e.kind not in ("state", "place"))


def _comments(fact: Fact) -> str | None:
    return "; ".join(f"{f.slot}: {f.reason}" for f in fact.event.findings if f.verdict == "disputed") or None


def _listed(values: Iterable[str]) -> str:
    return "; ".join(values)
