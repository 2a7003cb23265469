"""Deliveries of arms in the columns of SIPRI's trade register, so that the two can be laid side by side.

A row is an event: one deal with what was ordered and what was delivered. As in SIPRI's register states trade, what is
uncertain has a question mark in the column beside it, and only orders and deliveries count, no talks (SIPRI Arms
Transfers Database, Sources and methods). The columns of SIPRI's own trend-indicator values stay empty: they are its
estimates. Columns after those lead back to the sources.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.matching import known
from dragoman.matching.event import Finding, Value
from dragoman.matching.facets import item_facets
from dragoman.measures.facts import DEPLOYED, FIRM, Fact, gather, number_of, quantities, why_not, year_of
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import write_csv

COLUMNS = (
    "Recipient", "Supplier", "Year of order", "", "Number ordered", "", "Weapon designation", "Weapon description",
    "Number delivered", "", "Year(s) of delivery", "status", "Comments", "SIPRI TIV per unit",
    "SIPRI TIV for total order", "SIPRI TIV of delivered weapons", "Event", "Sources", "Sentences",
)  # fmt: skip
TYPES = frozenset({"arms_transfer", "military_aid"})
ORDERED = frozenset({"agreed"})


def write(contents: Contents, out: Path) -> None:
    """Writes the register, by recipient, supplier and year of order as SIPRI does."""
    write_csv(out, COLUMNS, sorted(rows(contents), key=lambda row: tuple(str(v or "") for v in (*row[:3], row[16]))))


def rows(contents: Contents) -> Iterator[tuple[Any, ...]]:
    """A row for each deal and each kind of thing that was counted in it."""
    facts = gather(contents.matching, contents.claims)
    for fact in facts.all:
        if fact.type in TYPES and why_not(fact, FIRM) is None and fact.actor_states and fact.recipient_states:
            findings = quantities(fact)
            for counted in findings or (None,):
                yield _row(fact, counted, len(findings) > 1, contents, facts.name)


def _row(fact: Fact, counted: Finding | None, one_of_many: bool, contents: Contents, name: Any) -> tuple[Any, ...]:
    ordered, delivered = _number(counted, ORDERED), _number(counted, DEPLOYED)
    order_year = min(_years(fact, ORDERED), default=None)
    return (
        _listed(map(name, fact.recipient_states)), _listed(map(name, fact.actor_states)),
        order_year, None, *ordered, _designation(fact, counted if one_of_many else None), _description(fact),
        *delivered, _listed(map(str, sorted(_years(fact, DEPLOYED)))), None, _comments(fact, counted),
        None, None, None,
        fact.id, _listed(dict.fromkeys(r.publisher or r.title or r.address for r in contents.sources(fact.event))),
        " ".join(claim.quote for claim in fact.claims),
    )  # fmt: skip


def _number(counted: Finding | None, stages: frozenset[str]) -> tuple[float | int | None, str | None]:
    """The number at one of the stages, and a question mark where it is approximate or in dispute."""
    values = [v for v in counted.values if v.stage in stages] if counted else []
    if counted is None or not values:
        return None, None
    value = next((v for v in values if v.value == counted.best), values[-1])
    number = number_of(value.value)
    doubtful = "approx" in value.value or len({_plain(v) for v in values}) > 1
    return int(number) if number.is_integer() else number, "?" if doubtful else None


def _unit(counted: Finding) -> str:
    units = (value.value.get("unit") for value in counted.values if isinstance(value.value, dict))
    return _listed(dict.fromkeys(unit for unit in units if unit))


def _plain(value: Value) -> float:
    return number_of(value.value)


def _years(fact: Fact, stages: frozenset[str]) -> set[int]:
    found = {year_of(time) for status, time, _ in fact.event.stages if status in stages}
    return {year for year in found if year is not None}


def _designation(fact: Fact, counted: Finding | None) -> str | None:
    """The names of the systems that the word lists know, else the item as told; what was ``counted`` where that is one
    of several things of a deal."""
    items = dict.fromkeys(claim.item for claim in fact.claims if claim.item)
    found = {id for item in items for id in known.systems_in(item)}
    names = sorted(entry.name for id in found if (entry := known.system(id)))
    unit = _unit(counted) if counted else ""
    if unit and not item_facets(unit).topic & item_facets(fact.event.item).topic:
        return unit
    return _listed(names) or fact.event.item


def _description(fact: Fact) -> str | None:
    return _listed(dict.fromkeys(claim.item for claim in fact.claims if claim.item)) or None


def _comments(fact: Fact, counted: Finding | None) -> str | None:
    said = [
        f"stage: {fact.status}" if fact.status else "",
        "given free of charge" if fact.type == "military_aid" else "",
        *(f"{f.slot}: {f.reason}" for f in fact.event.findings if f.verdict == "disputed"),
        f"counted: {_unit(counted)}" if counted else "",
    ]
    return "; ".join(filter(None, said)) or None


def _listed(values: Iterable[str]) -> str:
    return "; ".join(values)
