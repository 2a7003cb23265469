"""Who supplies, gives and lends: shares and concentration, by recipient and window of years."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.measures import facts as f
from dragoman.measures.definitions import DEFINITIONS
from dragoman.measures.facts import Fact, Facts
from dragoman.measures.measure import Apart, Figure, Measure, Row, hhi, ids

TYPES: Mapping[str, frozenset[str]] = {
    "suppliers": frozenset(
        {"arms_transfer", "technology_transfer", "surveillance_deployment", "digital_infrastructure"}
    ),
    "donors": frozenset({"military_aid", "civil_aid", "training_education"}),
    "lenders": frozenset({"finance"}),
}
"""Which types each measure of shares is about."""
COUNT, MONEY = "count", "money"
WINDOW = 5
"""Years in a window, as in SIPRI's fact sheets on arms transfers."""
ALL = "all"


@dataclass(frozen=True, slots=True)
class Part:
    """What one event adds for one recipient: to each of ``who`` an equal part of ``weight`` (in ``unit``)."""

    to: str
    window: str
    unit: str
    who: tuple[str, ...]
    weight: float
    event: str


def shares(facts: Facts, measure: str, by: str = COUNT, window: int = WINDOW) -> Measure:
    """Shares of ``suppliers``, ``donors`` or ``lenders`` in what each recipient state gets, with the HHI.

    ``by`` is ``count`` (of events) or ``money`` (a row for each currency: nothing is converted); ``window`` is the
    number of years, 0 for one window over all years.
    """
    apart = Apart()
    parts: list[Part] = []
    counted = []
    for fact in facts.toward():
        if fact.type not in TYPES[measure] and not f.quoted_sum(fact):
            continue
        reason = f.why_not(fact, f.FIRM) or _nobody(fact)
        made = [] if reason else list(_parts(fact, facts, by, window))
        if reason or not made:
            apart.add(reason or f.NO_AMOUNT, fact.id)
            continue
        counted.append(fact)
        parts += made
    rows = _rows(parts, facts, "events" if by == COUNT else "amount")
    return Measure(
        DEFINITIONS[measure], rows, apart.by_reason(), ids(fact.id for fact in counted if fact.disputed)
    )


def _nobody(fact: Fact) -> str | None:
    if not fact.actor_states:
        return f.NO_ACTOR
    if not fact.recipient_states:
        return f.NO_RECIPIENT
    return f.AT_HOME if set(fact.actor_states) == set(fact.recipient_states) else None


def _parts(fact: Fact, facts: Facts, by: str, window: int) -> Iterable[Part]:
    weight, unit = 1.0, "events"
    if by == MONEY:
        told = f.amount(fact, "money", f.FIRM)
        if told is None:
            return
        weight, unit = f.number_of(told.value), str(told.value["currency"])
    for to in fact.recipient_states:
        givers = tuple(s for s in fact.actor_states if s != to)
        if givers and (not facts.about or to in facts.about):
            yield Part(to, window_of(fact.year, window), unit, givers, weight, fact.id)


def window_of(year: int | None, years: int) -> str:
    """The window a year lies in (``2015-2019``), ``all years`` for 0 years, ``undated`` where there is none."""
    if years == 0:
        return "all years"
    if year is None:
        return f.UNDATED
    first = year - year % years
    return str(first) if years == 1 else f"{first}-{first + years - 1}"


def _rows(parts: Iterable[Part], facts: Facts, column: str) -> tuple[Row, ...]:
    groups: defaultdict[tuple[str, str, str], list[Part]] = defaultdict(list)
    for part in parts:
        groups[facts.name(part.to), part.window, part.unit].append(part)
    rows: list[Row] = []
    for (to, window, unit), members in sorted(groups.items()):
        keys = {"to": to, "window": window} | ({} if unit == "events" else {"currency": unit})
        rows += _group(keys, members, facts, column, unit)
    return tuple(rows)


def _group(keys: Mapping[str, str], parts: list[Part], facts: Facts, column: str, unit: str) -> list[Row]:
    each: defaultdict[str, float] = defaultdict(float)
    under: defaultdict[str, list[str]] = defaultdict(list)
    for part in parts:
        for who in part.who:
            each[who] += part.weight / len(part.who)
            under[who].append(part.event)
    total = sum(each.values())
    of_all = ids(p.event for p in parts)
    portions = [value / total for value in each.values()] if total else []
    summary = {
        column: Figure(total, unit, of_all),
        "share": Figure(100.0, "percent", of_all),
        "hhi": Figure(hhi(portions), "HHI", of_all),
    }
    ordered = sorted(each.items(), key=lambda e: (-e[1], facts.name(e[0])))
    return [Row({**keys, "who": ALL}, summary)] + [
        Row(
            {**keys, "who": facts.name(who)},
            {
                column: Figure(value, unit, ids(under[who])),
                "share": Figure(100 * value / total if total else None, "percent", ids(under[who])),
            },
        )
        for who, value in ordered
    ]
