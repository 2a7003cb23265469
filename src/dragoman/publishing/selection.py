"""Which events a dossier is about: a pair of states, or the whole record."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from dragoman.codebook.lists import load_lists
from dragoman.errors import DragomanError
from dragoman.matching.event import Entity, Event, Matching
from dragoman.publishing.wording import FAMILY_OF, listed

Pair = tuple[str, str]
COOPERATION = ("transfers", "together")
"""The families of types that are cooperation; what is said against and about is not."""
_DASH = "\N{WORD JOINER}–\N{WORD JOINER}"
"""An en dash at which no line breaks."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen events: ``core`` ids are about the pair itself, the others are told beside them in the same reports.

    ``pairs`` counts what each pair of states does together in the whole record, most frequent first.
    """

    events: tuple[Event, ...]
    core: frozenset[str]
    pair: tuple[str, str] | None
    heading: str
    pairs: tuple[tuple[Pair, int], ...]


@dataclass(frozen=True, slots=True)
class PairEvents:
    """The events of one pair of states, by id: ``core`` between the two, ``beside`` of one of them in the same reports.

    ``cooperation`` counts the core events that are transfers or done together.
    """

    pair: Pair
    core: frozenset[str]
    beside: frozenset[str]
    cooperation: int

    @property
    def name(self) -> str:
        """``China and Serbia``."""
        return f"{self.pair[0]} and {self.pair[1]}"


class States:
    """From a party to the state it stands for: itself, the state of a body or company, or none."""

    def __init__(self, matching: Matching) -> None:
        self._entities = {e.id: e for e in matching.entities}
        self._by_name = {e.name.casefold(): e for e in matching.entities if e.kind == "state"}
        for entity in matching.entities:
            if entity.kind == "state":
                for alias in entity.aliases:
                    self._by_name.setdefault(alias.casefold(), entity)

    def of(self, party: str) -> str | None:
        """Name of the state behind an entity id, or None."""
        entity = self._entities.get(party)
        if entity is None:
            return None
        if entity.kind == "state":
            return entity.name
        return self._named(entity)

    def of_event(self, event: Event) -> tuple[str, ...]:
        """Names of the states behind the parties of an event, sorted."""
        return tuple(sorted({name for p in (*event.actor, *event.recipient) if (name := self.of(p))}))

    def find(self, name: str) -> str | None:
        """The common name of a state that a user named, or None where the record has no such state."""
        found = self._by_name.get(name.strip().casefold())
        return found.name if found else None

    def _named(self, entity: Entity) -> str | None:
        if not entity.state:
            return None
        found = self._entities.get(entity.state) or self._by_name.get(entity.state.casefold())
        listed = None if found else load_lists().get(entity.state)
        return found.name if found else listed.name if listed else entity.state


def select(matching: Matching, reports_of: dict[str, frozenset[str]], about: str | None) -> Selection:
    """The events for ``about`` (``"China-Serbia"``), or all of them.

    ``reports_of`` gives the reports behind each event id. With a pair, events between the two come first; an event with
    only one of them is kept where a report tells it beside one between the two. Raises ``DragomanError`` for a name the
    record does not hold, or a pair it holds nothing of.
    """
    states = States(matching)
    of_event = {event.id: states.of_event(event) for event in matching.events}
    pairs = _pairs(matching.events, of_event)
    if about is None:
        core = frozenset(of_event)
        return Selection(matching.events, core, None, _heading(pairs), pairs)
    pair = _parse(about, states)
    core = frozenset(event for event, found in of_event.items() if set(pair) <= set(found))
    if not core:
        raise DragomanError(
            f"no event between {pair[0]} and {pair[1]}",
            "--about",
            "leave the pair out to see all of the record, or name one of its pairs: "
            + ", ".join(f"{a}-{b}" for (a, b), _ in pairs[:5]),
        )
    told = frozenset().union(*(reports_of.get(event, frozenset()) for event in core))
    kept = tuple(
        event
        for event in matching.events
        if event.id in core or (set(pair) & set(of_event[event.id]) and reports_of.get(event.id, frozenset()) & told)
    )
    return Selection(kept, core, pair, f"{pair[0]} and {pair[1]}", pairs)


def every_pair(matching: Matching, reports_of: dict[str, frozenset[str]]) -> tuple[PairEvents, ...]:
    """All pairs of states that any event names, those that do most together first.

    ``reports_of`` gives the reports behind each event id, as for ``select``.
    """
    states = States(matching)
    of_event = {event.id: states.of_event(event) for event in matching.events}
    core: defaultdict[Pair, set[str]] = defaultdict(set)
    together: Counter[Pair] = Counter()
    told_in: defaultdict[str, set[Pair]] = defaultdict(set)
    for event in matching.events:
        for pair in combinations(of_event[event.id], 2):
            core[pair].add(event.id)
            together[pair] += FAMILY_OF.get(event.type) in COOPERATION
            for report in reports_of.get(event.id, ()):
                told_in[report].add(pair)
    beside: defaultdict[Pair, set[str]] = defaultdict(set)
    for event in matching.events:
        for pair in {p for report in reports_of.get(event.id, ()) for p in told_in[report]}:
            if set(pair) & set(of_event[event.id]) and event.id not in core[pair]:
                beside[pair].add(event.id)
    found = (PairEvents(p, frozenset(core[p]), frozenset(beside[p]), together[p]) for p in core)
    return tuple(sorted(found, key=lambda p: (-p.cooperation, -len(p.core), p.pair)))


def _parse(about: str, states: States) -> Pair:
    for place in [i for i, c in enumerate(about) if c in "-–—/,"]:
        left, right = states.find(about[:place]), states.find(about[place + 1 :])
        if left and right and left != right:
            return left, right
    raise DragomanError(
        f"the record holds no two states named in {about!r}",
        "--about",
        'write two states with a hyphen, as in "China-Serbia"',
    )


def _pairs(events: tuple[Event, ...], of_event: dict[str, tuple[str, ...]]) -> tuple[tuple[Pair, int], ...]:
    """Pairs of states by number of events that are cooperation; by all their events where none is."""
    cooperation: Counter[Pair] = Counter()
    together: Counter[Pair] = Counter()
    for event in events:
        found = of_event[event.id]
        for i, first in enumerate(found):
            for second in found[i + 1 :]:
                together[first, second] += 1
                if FAMILY_OF.get(event.type) in COOPERATION:
                    cooperation[first, second] += 1
    return tuple(sorted((cooperation or together).items(), key=lambda kv: (-kv[1], kv[0])))


def _heading(pairs: tuple[tuple[Pair, int], ...]) -> str:
    """Up to three pairs that make up most of the record."""
    if not pairs:
        return "The record"
    most = [pair for pair, n in pairs[:3] if n * 4 >= pairs[0][1]]
    return listed((f"{a}{_DASH}{b}" for a, b in most))
