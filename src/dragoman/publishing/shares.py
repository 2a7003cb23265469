"""Who supplies, gives and lends to whom, as bars: the shares of ``measures.shares``, countable anew in the page.

A share is of all that the record tells a state got, also from states other than the pair looked at; so these bars
follow every filter but that of the pair.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.measures.definitions import DEFINITIONS
from dragoman.measures.facts import Facts
from dragoman.measures.measure import Measure
from dragoman.measures.shares import ALL, shares
from dragoman.publishing.marks import Mark, Marks

MEASURES = ("suppliers", "donors", "lenders")
LEAST = 2
"""Events that a state must have got for its shares to be drawn: a share of one is no share."""
MOST_GIVERS = 6
MOST_RECIPIENTS = 8
TITLES = {
    "suppliers": ("Suppliers", "arms, technology, surveillance and digital infrastructure"),
    "donors": ("Donors", "aid and training, given free of charge"),
    "lenders": ("Lenders and investors", "loans, credits, investment and debt relief"),
}


@dataclass(frozen=True, slots=True)
class Giver:
    """One bar: who gives, and the mark of what it gave; the last one may stand for all who give less."""

    name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Recipient:
    """A state with those it gets from, the largest first; ``whole`` is the mark of all it got.

    ``ahead`` tells that it is one of those drawn where no pair of states is chosen.
    """

    name: str
    whole: Mark
    givers: tuple[Giver, ...]
    ahead: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure: its title, what it covers, its formula, its bars; what was left out of it by reason, and in all."""

    key: str
    title: str
    covers: str
    formula: str
    recipients: tuple[Recipient, ...]
    left_out: tuple[tuple[str, Mark], ...]
    aside: Mark


def computed(facts: Facts) -> tuple[Measure, ...]:
    """The three measures over all years, by number of events."""
    return tuple(shares(facts, name, window=0) for name in MEASURES)


def events_of(measures: Iterable[Measure]) -> frozenset[str]:
    """Ids of the events that enter any of the shares."""
    return frozenset(
        event
        for measure in measures
        for row in measure.rows
        for figure in row.figures.values()
        for event in figure.events
    )


def panels(measures: Iterable[Measure], places: Mapping[str, int], marks: Marks) -> tuple[Panel, ...]:
    """The measures as bars; ``places`` gives the place of each event id on the page."""
    return tuple(panel for m in measures if (panel := _panel(m, places, marks)).recipients)


def _panel(measure: Measure, places: Mapping[str, int], marks: Marks) -> Panel:
    by_state: dict[str, dict[str, frozenset[int]]] = {}
    for row in measure.rows:
        events = frozenset(places[e] for e in row.figures["events"].events if e in places)
        by_state.setdefault(row.keys["to"], {})[row.keys["who"]] = events
    enough = {name: given for name, given in by_state.items() if len(given.get(ALL, ())) >= LEAST}
    order = sorted(enough, key=lambda name: (-len(enough[name][ALL]), name))
    found = tuple(_recipient(n, enough[n], marks, place < MOST_RECIPIENTS) for place, n in enumerate(order))
    name = DEFINITIONS[measure.definition.name].name
    title, covers = TITLES[name]
    left_out = ((why, [places[e] for e in events if e in places]) for why, events in sorted(measure.left_out.items()))
    return Panel(
        name,
        title,
        covers,
        measure.definition.formula,
        found,
        tuple((why, marks.of(events)) for why, events in left_out if events),
        marks.of(places[e] for events in measure.left_out.values() for e in events if e in places),
    )


def _recipient(name: str, given: Mapping[str, frozenset[int]], marks: Marks, ahead: bool) -> Recipient:
    # Where several give together, each counts for an equal part, as in the measure itself.
    together = Counter(event for who, events in given.items() if who != ALL for event in events)
    each = {who: {e: 1 / together[e] for e in events} for who, events in given.items() if who != ALL}
    order = sorted(each, key=lambda who: (-sum(each[who].values()), who))
    givers = [Giver(who, marks.weighted(each[who], wide=True)) for who in order[:MOST_GIVERS]]
    others: dict[int, float] = {}
    for who in order[MOST_GIVERS:]:
        for event, part in each[who].items():
            others[event] = others.get(event, 0.0) + part
    if others:
        givers.append(Giver(f"{len(order) - MOST_GIVERS} others", marks.weighted(others, wide=True)))
    return Recipient(name, marks.of(given[ALL], wide=True), tuple(givers), ahead)
