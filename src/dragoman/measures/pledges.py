"""Pledged, agreed, delivered: what became of each deal, unit by unit, without adding anything up."""

from collections.abc import Iterable
from typing import Any

from dragoman.matching.event import Finding, Value
from dragoman.matching.facets import DEALS
from dragoman.matching.things import counted, plural
from dragoman.measures import facts as f
from dragoman.measures.definitions import DEFINITIONS
from dragoman.measures.facts import Fact, Facts
from dragoman.measures.measure import Apart, Figure, Measure, Row, ids

AGREED = frozenset({"agreed", "under_way"})
STEPS = (("pledged", f.PLEDGED), ("agreed", AGREED), ("delivered", f.DELIVERED))
"""Columns and the stages they stand for; what is under way was agreed and has not all arrived."""
_PROMISED = ("asserted", "planned")


def pledges(facts: Facts) -> Measure:
    """One row a deal and unit (or currency); a deal without any number has one row, with its stage."""
    apart, rows, used = Apart(), [], []
    for fact in facts.between():
        if fact.type not in DEALS:
            continue
        if f.is_use(fact.claims):
            apart.add(f.USE, fact.id)
            continue
        if not any(c.modality in _PROMISED for c in fact.claims):
            apart.add(f.ALLEGED if any(c.modality == "alleged" for c in fact.claims) else f.NOT_SO, fact.id)
            continue
        used.append(fact)
        rows += list(_rows(fact))
    return Measure(DEFINITIONS["pledges"], tuple(rows), apart.by_reason(), ids(x.id for x in used if x.disputed))


def _rows(fact: Fact) -> Iterable[Row]:
    keys = {"deal": fact.event.title, "stage": fact.status or "announced", "year": str(fact.year or f.UNDATED)}
    findings = [*f.quantities(fact), *(x for x in fact.event.findings if x.slot == "money")]
    told = [row for finding in findings for row in _of_unit(fact, finding, keys)]
    if told:
        yield from told
        return
    empty = {step: Figure(None, "units", (fact.id,)) for step, _ in STEPS}
    yield Row(keys | {"of": "no amount told"}, empty | {"share": Figure(None, "percent", (fact.id,))})


def _of_unit(fact: Fact, finding: Finding, keys: dict[str, str]) -> Iterable[Row]:
    for currency in sorted({str(v.value["currency"]) for v in finding.values}) if finding.slot == "money" else [""]:
        values = {step: _value(fact, finding, stages, currency) for step, stages in STEPS}
        if not any(values.values()):
            continue
        unit = currency or _unit(finding, next(str(v.value["unit"]) for v in values.values() if v))
        figures = {step: _figure(value, unit, fact) for step, value in values.items()}
        yield Row(keys | {"of": unit}, figures | {"share": _share(figures, fact)})


def _unit(finding: Finding, told: str) -> str:
    """What is counted: the unit as told, or the kind of thing where that does not say it ("the number", "units")."""
    kind = finding.slot.partition(":")[2]
    return told if counted(told) or not counted(kind) else plural(kind)


def _value(fact: Fact, finding: Finding, stages: frozenset[str], currency: str) -> Value | None:
    """The best value told of a step. A plan is a pledge whatever stage it lies at: six to be delivered by December."""
    of = [v for v in finding.values if not currency or v.value["currency"] == currency]
    planned = {c.id for c in fact.claims if c.modality == "planned"}
    asserted = {c.id for c in fact.claims if c.modality == "asserted"}
    if stages is f.PLEDGED:
        fits = [v for v in of if planned & set(v.claims) or (v.stage in stages and asserted & set(v.claims))]
    else:
        fits = [v for v in of if v.stage in stages and asserted & set(v.claims)]
    return next((v for v in fits if v.value == finding.best), None) or max(
        fits, key=lambda v: (len(v.sources), -f.number_of(v.value)), default=None
    )


def _figure(value: Value | None, unit: str, fact: Fact) -> Figure:
    if value is None:
        return Figure(None, unit, (fact.id,))
    told: dict[str, Any] = value.value
    note = str(told.get("approx", "")).replace("_", " ")
    return Figure(f.number_of(told), unit, (fact.id,), note)


def _share(figures: dict[str, Figure], fact: Fact) -> Figure:
    due = figures["agreed"].value or figures["pledged"].value
    came = figures["delivered"].value
    value = 100 * came / due if came is not None and due else None
    return Figure(value, "percent", (fact.id,))
