"""What people asked in polls believe, beside the aid that is told as fact."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from dragoman.measures import facts as f
from dragoman.measures.definitions import DEFINITIONS
from dragoman.measures.facts import Fact, Facts
from dragoman.measures.measure import Apart, Figure, Measure, Row, ids

AID = frozenset({"military_aid", "civil_aid"})


def opinion(facts: Facts) -> Measure:
    """One row a poll answer, with the aid of the one judged to the state asked up to the poll's year.

    Aid without a date cannot be said to come after the poll, so it counts, and the note says how many events that are.
    """
    apart = Apart()
    aid = [x for x in facts.all if x.type in AID]
    counted = []
    for fact in aid:
        reason = f.why_not(fact, f.FIRM)
        if reason:
            apart.add(reason, fact.id)
        else:
            counted.append(fact)
    for fact in facts.all:
        if f.quoted_sum(fact):
            apart.add(f.STATISTIC, fact.id)
    polls = [x for x in facts.between() if x.type == "public_opinion" and x.status]
    rows = [row for poll in sorted(polls, key=lambda p: (p.year or 0, p.id)) for row in _rows(poll, counted, facts)]
    return Measure(DEFINITIONS["opinion"], tuple(rows), apart.by_reason(), ids(x.id for x in counted if x.disputed))


def _rows(poll: Fact, aid: Sequence[Fact], facts: Facts) -> list[Row]:
    percent = next((x for x in f.quantities(poll) if "percent" in x.slot), None)
    told = f.best_at(percent, poll.claims, f.DELIVERED) if percent else None
    answer = Figure(f.number_of(told.value) if told else None, "percent", (poll.id,))
    return [_row(poll, asked, judged, answer, aid, facts)
            for asked in _asked(poll, facts) for judged in poll.recipient_states]  # fmt: skip


def _asked(poll: Fact, facts: Facts) -> tuple[str, ...]:
    """The states whose people were asked: those of the actor, else the place of the poll."""
    return poll.actor_states or f.state_ids(poll.event.place, facts.entities)


def _row(poll: Fact, asked: str, judged: str, answer: Figure, aid: Sequence[Fact], facts: Facts) -> Row:
    reached = [x for x in aid if asked in x.recipient_states and (None in (x.year, poll.year) or x.year <= poll.year)]  # type: ignore[operator]
    given = [x for x in reached if judged in x.actor_states]
    undated = sum(x.year is None for x in given)
    figures = {
        "answer": answer,
        "aid": Figure(len(given) if reached else None, "events", ids(x.id for x in given),
                      f"{undated} undated" if undated else ""),
        "rank": _rank(judged, reached),
    } | _sums(given)  # fmt: skip
    keys = {
        "asked": facts.name(asked), "judged": facts.name(judged), "year": str(poll.year or f.UNDATED),
        "finding": poll.event.item or poll.event.title,
    }  # fmt: skip
    return Row(keys, figures)


def _rank(judged: str, reached: Sequence[Fact]) -> Figure:
    """The place of a donor among all of that state's donors by events; donors level with it share it."""
    number = Counter(s for x in reached for s in x.actor_states)
    if judged not in number:
        return Figure(None, "rank", ids(x.id for x in reached))
    better = sum(n > number[judged] for n in number.values())
    return Figure(better + 1, "rank", ids(x.id for x in reached), f"of {len(number)} donors")


def _sums(given: Sequence[Fact]) -> dict[str, Figure]:
    """Sums by currency; one figure, missing, where no sum is told."""
    sums: defaultdict[str, float] = defaultdict(float)
    under: defaultdict[str, list[str]] = defaultdict(list)
    for fact in given:
        told = f.amount(fact, "money", f.FIRM)
        if told is not None:
            value: dict[str, Any] = told.value
            sums[str(value["currency"])] += f.number_of(value)
            under[str(value["currency"])].append(fact.id)
    if not sums:
        return {"amount": Figure(None, "amount", ids(x.id for x in given))}
    if len(sums) == 1:
        ((currency, total),) = sums.items()
        return {"amount": Figure(total, currency, ids(under[currency]), f"of {len(given)} events")}
    return {f"amount {c}": Figure(sums[c], c, ids(under[c]), f"of {len(given)} events") for c in sorted(sums)}
