"""A record beside SIPRI's register, row by row: what both have, what only one has, and where their figures differ.

A deal of the register and an event of the record are about one thing where supplier and recipient are the same states,
the names or kinds of the weapons agree, and their years lie no more than ``APART`` from each other. Several events (an
order, a delivery) may belong to one deal. Neither side is changed, and neither is held to be right.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from dragoman.matching import known
from dragoman.matching.facets import ItemFacets, item_facets
from dragoman.measures.facts import DEPLOYED, FIRM, Fact, Facts, gather, number_of, quantities, why_not, year_of
from dragoman.record import Record
from dragoman.running.imports.register import Deal

APART = 1
"""Years: reports and registers often differ by one on when an order was signed."""
TYPES = frozenset({"arms_transfer", "military_aid"})
BOTH, ONLY_RECORD, ONLY_REGISTER = "both", "record only", "SIPRI only"
_ORDERED = frozenset({"agreed"})


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison. ``differences`` say in words where the figures of both sides do not agree; ``events``
    are ids of the record, ``line`` is where the deal stands in the register."""

    side: str
    supplier: str
    recipient: str
    record: str
    register: str
    record_years: tuple[int, ...]
    register_years: tuple[int, ...]
    ordered: tuple[int | None, int | None]
    delivered: tuple[int | None, int | None]
    differences: tuple[str, ...]
    events: tuple[str, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class _Told:
    """An event of the record as the register would have it: ``item`` with what was counted, ``shown`` without."""

    fact: Fact
    item: str
    shown: str
    ordered: frozenset[int]
    delivered: frozenset[int]
    years: tuple[int, ...]


def compare(record: Record, deals: Sequence[Deal]) -> list[Compared]:
    """The comparison, by supplier and recipient; first what both have, then what one has.

    What lies outside the register's own scope (another supplier than its only one, say) is left out.
    """
    facts = gather(record.matching(), record.claims())
    told = [_told(fact) for fact in facts.all if _counts(fact)]
    states = [(_states(deal.supplier), _states(deal.recipient)) for deal in deals]
    told = [t for t in told if _in_scope(t.fact, states)]
    by_pair: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, sides in enumerate(states):
        for pair in product(*sides):
            by_pair[pair].append(number)
    matched: defaultdict[int, list[_Told]] = defaultdict(list)
    alone = []
    for one in told:
        best = _best(one, deals, by_pair)
        if best is None:
            alone.append(one)
        else:
            matched[best].append(one)
    rows = [_row(deal, matched.get(number, []), facts) for number, deal in enumerate(deals)]
    rows += [_unknown(one, facts) for one in alone]
    order = (BOTH, ONLY_RECORD, ONLY_REGISTER)
    return sorted(rows, key=lambda r: (r.supplier, r.recipient, order.index(r.side), r.record_years + r.register_years))


def _counts(fact: Fact) -> bool:
    """Whether an event is a deal as the register counts them: an order at least, told as fact, between two states."""
    two = bool(fact.actor_states and fact.recipient_states)
    return fact.type in TYPES and two and why_not(fact, FIRM) is None


def _told(fact: Fact) -> _Told:
    counted = (str(v.value.get("unit", "")) for f in quantities(fact) for v in f.values)
    named = dict.fromkeys(claim.item for claim in fact.claims if claim.item)
    items = named | dict.fromkeys(filter(None, counted))
    years = {year_of(time) for _, time, _ in fact.event.stages} | {fact.year}
    return _Told(
        fact, "; ".join(items), "; ".join(named or items), frozenset(_numbers(fact, _ORDERED)),
        frozenset(_numbers(fact, DEPLOYED)),
        tuple(sorted(year for year in years if year is not None)),
    )  # fmt: skip


def _numbers(fact: Fact, stages: frozenset[str]) -> Iterator[int]:
    for finding in quantities(fact):
        yield from (int(number_of(v.value)) for v in finding.values if v.stage in stages)


@lru_cache(maxsize=4096)
def _state(name: str) -> str:
    """The id of the state a register names; the name itself where the lists do not know it (or it is no state)."""
    entry = known.party(name.rstrip("* "))
    return entry.id if entry else name


def _states(names: str) -> tuple[str, ...]:
    """The states of a cell: SIPRI names one, `dragoman export sipri` all that a deal is of."""
    return tuple(_state(name.strip()) for name in names.split(";"))


def _in_scope(fact: Fact, states: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> bool:
    """A register of one supplier's or one recipient's trade says nothing of others'."""
    suppliers, recipients = ({state for sides in states for state in sides[side]} for side in (0, 1))
    if len(suppliers) == 1 and not suppliers & set(fact.actor_states):
        return False
    return len(recipients) != 1 or bool(recipients & set(fact.recipient_states))


def _best(told: _Told, deals: Sequence[Deal], by_pair: dict[tuple[str, str], list[int]]) -> int | None:
    """The deal that an event fits best, the first of equals."""
    found = [
        (score, -number)
        for supplier in told.fact.actor_states
        for recipient in told.fact.recipient_states
        for number in by_pair.get((supplier, recipient), ())
        if (score := _likeness(told, deals[number])) > 0
    ]
    return -max(found)[1] if found else None


def _likeness(told: _Told, deal: Deal) -> float:
    """0 for two things; else the more, the more of name, kind, years and numbers agree."""
    distance = min((abs(a - b) for a in told.years for b in deal.years), default=None)
    if distance is not None and distance > APART:
        return 0
    alike = max((_same_thing(item_facets(item), deal) for item in told.item.split("; ")), default=0.0)
    numbers = {deal.ordered, deal.delivered} & (told.ordered | told.delivered)
    return alike and alike + (0.2 if numbers else 0) + (0.1 if distance == 0 else 0)


def _same_thing(item: ItemFacets, deal: Deal) -> float:
    """2 for the same named system, 1 for a thing of one kind where one side gives no name, 0 for others."""
    theirs, kind = item_facets(deal.designation), item_facets(deal.description)
    if item.bases & theirs.bases:
        return 2
    if item.marks and theirs.marks:
        return 0
    return 1 if item.content & (theirs.content | kind.content) else 0


def _row(deal: Deal, told: Sequence[_Told], facts: Facts) -> Compared:
    ordered = frozenset[int]().union(*(t.ordered for t in told))
    delivered = frozenset[int]().union(*(t.delivered for t in told))
    return Compared(
        side=BOTH if told else ONLY_REGISTER, supplier=_name(deal.supplier, facts),
        recipient=_name(deal.recipient, facts), record="; ".join(dict.fromkeys(t.shown or t.fact.type for t in told)),
        register=" ".join(filter(None, (deal.designation, deal.description))),
        record_years=tuple(sorted({year for t in told for year in t.years})), register_years=deal.years,
        ordered=(_figure(ordered, deal.ordered), deal.ordered),
        delivered=(_figure(delivered, deal.delivered), deal.delivered),
        differences=tuple(_differences(deal, told, ordered, delivered)),
        events=tuple(t.fact.id for t in told), line=deal.line,
    )  # fmt: skip


def _figure(ours: frozenset[int], theirs: int | None) -> int | None:
    """The register's figure where the record has it too, else the record's highest."""
    return theirs if theirs in ours else max(ours, default=None)


def _differences(
    deal: Deal, told: Sequence[_Told], ordered: frozenset[int], delivered: frozenset[int]
) -> Iterator[str]:
    for what, ours, theirs in (("ordered", ordered, deal.ordered), ("delivered", delivered, deal.delivered)):
        if ours and theirs is not None and theirs not in ours:
            doubt = " (uncertain)" if what in deal.uncertain else ""
            yield f"{what}: record {' or '.join(map(str, sorted(ours)))}, SIPRI {theirs}{doubt}"
    years = {year_of(time) for t in told for status, time, _ in t.fact.event.stages if status in DEPLOYED} - {None}
    if years and deal.delivery_years and not years & set(deal.delivery_years):
        said = ", ".join(str(year) for year in sorted(year for year in years if year is not None))
        yield f"delivered in: record {said}, SIPRI {', '.join(map(str, deal.delivery_years))}"


def _unknown(told: _Told, facts: Facts) -> Compared:
    return Compared(
        side=ONLY_RECORD, supplier="; ".join(map(facts.name, told.fact.actor_states)),
        recipient="; ".join(map(facts.name, told.fact.recipient_states)), record=told.shown or told.fact.event.title,
        register="", record_years=told.years, register_years=(), ordered=(max(told.ordered, default=None), None),
        delivered=(max(told.delivered, default=None), None), differences=(), events=(told.fact.id,), line=None,
    )  # fmt: skip


def _name(name: str, facts: Facts) -> str:
    return "; ".join(map(facts.name, _states(name)))
