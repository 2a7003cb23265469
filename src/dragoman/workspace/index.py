"""All claims and events as columns in memory: what is found, and how many of each type, party, year and so on.

Built anew when the record has changed. At 100,000 claims a selection with all its counts takes milliseconds, where the
database would take a second.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, reduce
from threading import Lock
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from dragoman.matching.event import Entity
from dragoman.publishing.build import NOT_VOUCHED, UNNAMED
from dragoman.record.columns import Columns
from dragoman.record.dialects import terms
from dragoman.workspace.asking import ALL_OF, GROUPS, ONE_OF, Ask, year_of
from dragoman.workspace.tally import Codes, Column, Many, Mask

KEPT = 200
"""Selections that are remembered, the latest asked for."""
LATEST = 99999999
UNREVIEWED = "open"
"""What stands for no decision where one can choose by decision."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity of kind place is, in degrees."""

    name: str
    kind: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity in a word."""

    id: str
    name: str
    kind: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """An event or a claim as a list shows it."""

    id: str
    type: str
    title: str
    time: str | None
    status: str
    modality: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a filter, how many have it, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, eq=False)
class Counts(Sequence[Count]):
    """The counts of a filter in their order, each made when it is looked at: of thousands of parties a page shows ten.

    ``values`` and ``labels`` are those of the column, ``order`` and ``numbers`` which of them come first, how often.
    """

    values: Sequence[str]
    labels: Sequence[str]
    order: NDArray[np.int64]
    numbers: NDArray[np.int64]
    chosen: Sequence[str]

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, at: int) -> Count: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Count, ...]: ...
    def __getitem__(self, at: int | slice) -> Count | tuple[Count, ...]:
        if isinstance(at, slice):
            pairs = zip(self.order[at].tolist(), self.numbers[at].tolist(), strict=True)
            return tuple(self._made(place, number) for place, number in pairs)
        return self._made(int(self.order[at]), int(self.numbers[at]))

    def __iter__(self) -> Iterator[Count]:
        return iter(self[:])

    def _made(self, place: int, number: int) -> Count:
        return Count(self.values[place], self.labels[place], number, self.values[place] in self.chosen)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The rows that fit, in the order of the listing, and the counts of each filter among them."""

    mask: Mask
    rows: Codes
    counts: Mapping[str, Sequence[Count]]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.rows)


@dataclass(slots=True, eq=False)
class Table:
    """Claims or events: ids, columns to choose by, and the days they cover as numbers (20191128)."""

    ids: Sequence[str]
    one_of: Mapping[str, Column]
    all_of: Mapping[str, Many]
    first: Codes
    last: Codes
    place: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.place = {id: at for at, id in enumerate(self.ids)}

    def fits(self, ask: Ask) -> dict[str, Mask]:
        """For each filter that is used the rows that it lets through; ``""`` is that of the days."""
        found: dict[str, Mask] = {}
        for group in GROUPS:
            if not (chosen := ask.chosen(group)):
                continue
            if group in self.one_of:
                found[group] = self.one_of[group].fits(chosen)
            else:
                found[group] = self.all_of[group].fits(chosen, every=group in ALL_OF)
        begin, end = ask.days
        if begin or end:
            dated = self.first > 0
            found[""] = dated & (self.last >= number(begin, 0)) & (self.first <= number(end, LATEST))
        return found


class Index:
    """The record at one moment, for searching."""

    def __init__(self, columns: Columns, words: Callable[[str], Sequence[int]]) -> None:
        """``words`` gives the numbers of the claims that hold all of some words."""
        self.version = columns.version
        self._words = words
        self._kept: OrderedDict[tuple[str, Ask], Found] = OrderedDict()
        self._hits: OrderedDict[str, Mask] = OrderedDict()
        self._ranks: dict[tuple[str, str], tuple[list[str], Codes]] = {}
        self._lock = Lock()
        self.entries = {e.id: Entry(e.id, e.name, e.kind, e.state) for e in columns.entities}
        self.places = {
            e.id: Place(e.name, e.kind, e.latitude, e.longitude) for e in columns.entities
        }  # states have coordinates, too
        _Loader(self, columns).load()

    events: Table
    claims: Table
    heads: Sequence[Head]
    numbers: Codes
    """Of the claims, row by row."""
    event_of: Codes
    """Row of the event of each claim, -1 for none."""
    row_of: Codes
    """Row of the claim with each number, -1 for none that counts."""
    confidence: Any
    added: Any
    """When each claim came in, in seconds since 1970; 0 where that was before records noted it."""
    disputed: Mask
    """Of the events, row by row: whether sources disagree about a slot."""
    _by_event: Codes
    """Rows of claims in the order of their events."""
    _event_begins: Codes
    """Where those of each event begin there; one more at the end."""

    def entity(self, id: str) -> Entity:
        """An entity without its aliases; KeyError where there is none."""
        entry, place = self.entries[id], self.places[id]
        return Entity(id, entry.kind, entry.name, (), entry.state, place.latitude, place.longitude)

    def alike(self, row: int) -> Codes:
        """The other events of an event's type that tell of all its parties; none where it has no party."""
        parties = self.events.all_of["party"]
        shared = [parties.rows_of(id) for id in parties.of_row(row)]
        if not shared:
            return parties.rows[:0]
        found: Codes = reduce(partial(np.intersect1d, assume_unique=True), sorted(shared, key=len))
        types = self.events.one_of["type"].codes
        kept: Mask = (types[found] == types[row]) & (found != row)
        return found[kept]

    def label(self, group: str, value: str) -> str:
        """What a value of a filter is called."""
        entry = self.entries.get(value) if group in ("party", "place") else None
        return entry.name if entry else value

    def told(self) -> dict[str, int]:
        """In how many events each party, place or system is told of."""
        found: dict[str, int] = {}
        for group in ("party", "place"):
            column = self.events.all_of[group]
            numbers = np.bincount(column.codes, minlength=len(column.values)).tolist()
            for value, number in zip(column.values, numbers, strict=True):
                found[value] = max(number, found.get(value, 0))
        return found

    def head_of(self, events: Iterable[str]) -> dict[str, Head]:
        """The events with these ids that there are, as lists show them."""
        return {id: self.heads[self.events.place[id]] for id in events if id in self.events.place}

    def find(self, kind: str, ask: Ask) -> Found:
        """The ``events`` or ``claims`` that fit. Raises DragomanError for an impossible time."""
        with self._lock:
            if (kind, ask) in self._kept:
                self._kept.move_to_end((kind, ask))
                return self._kept[kind, ask]
        found = self._find(kind, ask)
        with self._lock:
            self._kept[kind, ask] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def hits(self, words: str) -> Mask:
        """The claims that hold all words."""
        looked_for = list(dict.fromkeys(map(str, terms(words))))
        if not looked_for:
            return np.zeros(len(self.claims.ids), np.bool_)
        return _all((self._holding(term) for term in looked_for), len(self.claims.ids))

    def _holding(self, term: str) -> Mask:
        """The claims that hold a word or phrase. People look for the same words in other company."""
        with self._lock:
            if term in self._hits:
                self._hits.move_to_end(term)
                return self._hits[term]
        mask = self._hits_of(term)
        with self._lock:
            self._hits[term] = mask
            while len(self._hits) > KEPT:
                self._hits.popitem(last=False)
        return mask

    def _hits_of(self, words: str) -> Mask:
        numbers = np.array(self._words(words), np.int64)
        rows = self.row_of[numbers[numbers < len(self.row_of)]]
        mask = np.zeros(len(self.claims.ids), np.bool_)
        mask[rows[rows >= 0]] = True
        return mask

    def best_claims(self, events: Iterable[int], words: str, most: int) -> dict[int, list[int]]:
        """For each event up to ``most`` of its claims (numbers) that hold the words."""
        hits = self.hits(words)
        return {
            event: [n for n in numbers if hits[self.row_of[n]]][:most]
            for event, numbers in self.claims_of(events).items()
        }

    def claims_of(self, events: Iterable[int]) -> dict[int, list[int]]:
        """The claims (numbers) of each of these events, in the order of their ids."""
        found: dict[int, list[int]] = {}
        for event in events:
            own = self._by_event[self._event_begins[event] : self._event_begins[event + 1]]
            found[event] = self.numbers[own].tolist()
        return found

    def _find(self, kind: str, ask: Ask) -> Found:
        table = self.events if kind == "events" else self.claims
        masks = table.fits(ask)
        if ask.q:
            masks["q"] = self._hit(kind, ask.q)
        whole = _all(masks.values(), len(table.ids))
        rows = _rows(whole)
        counts: dict[str, Sequence[Count]] = {}
        for group in GROUPS:
            others = rows
            if group in ONE_OF and group in masks:
                others = _rows(_all((mask for name, mask in masks.items() if name != group), len(table.ids)))
            counts[group] = self._counts(table, group, others, ask.chosen(group))
        return Found(whole, rows, counts)

    def _hit(self, kind: str, words: str) -> Mask:
        hits = self.hits(words)
        if kind == "claims":
            return hits
        mask = np.zeros(len(self.events.ids), np.bool_)
        events = self.event_of[hits]
        mask[events[events >= 0]] = True
        return mask

    def _counts(self, table: Table, group: str, rows: Codes, chosen: Sequence[str]) -> Sequence[Count]:
        columns: Mapping[str, Column | Many] = table.one_of if group in table.one_of else table.all_of
        column = columns[group]
        numbers = column.counts(rows)
        labels, ranks = self._ranked(table, group, column.values)
        places = [at for value in chosen if (at := column.code_of(value)) is not None]
        some = np.union1d(np.flatnonzero(numbers), places).astype(np.int64) if places else np.flatnonzero(numbers)
        # The last key comes first: what is chosen, then what most have, then by name; years in their order.
        keys: list[Any] = [] if group == "year" else [-numbers[some]]
        keys += [~np.isin(some, places)] if places and keys else []
        order = some[np.lexsort((ranks[some], *keys))]
        found = Counts(column.values, labels, order, numbers[order], chosen)
        if len(places) == len(chosen):
            return found
        unknown = tuple(Count(v, self.label(group, v), 0, True) for v in chosen if column.code_of(v) is None)
        return tuple(sorted((*unknown, *found), key=_by_year if group == "year" else _by_count))

    def _ranked(self, table: Table, group: str, values: Sequence[str]) -> tuple[list[str], Codes]:
        """What the values of a filter are called, and which comes before which where they are as many."""
        name = ("events" if table is self.events else "claims", group)
        if name not in self._ranks:
            labels = [self.label(group, value) for value in values]
            key = (lambda at: _year(values[at])) if group == "year" else (lambda at: (labels[at], values[at]))
            ranks = np.empty(len(values), np.int32)
            ranks[sorted(range(len(values)), key=key)] = np.arange(len(values), dtype=np.int32)
            self._ranks[name] = labels, ranks
        return self._ranks[name]


class _Loader:
    """Makes the columns of an index."""

    def __init__(self, index: Index, columns: Columns) -> None:
        self._index, self._columns = index, columns

    def load(self) -> None:
        """Fills the index."""
        index, given = self._index, self._columns
        events = sorted(given.events, key=lambda e: (-number(e.earliest or e.latest, 0), e.id))
        claims = sorted(given.claims, key=lambda c: (-number(c.earliest or c.latest, 0), c.id))
        place = {event.id: at for at, event in enumerate(events)}
        event_of = {row.claim: place[row.event] for row in given.event_claims if row.event in place}
        index.event_of = np.array([event_of.get(c.id, -1) for c in claims], np.int32)
        index._by_event = np.argsort(index.event_of, kind="stable").astype(np.int32)
        each = np.arange(len(events) + 1, dtype=np.int32)
        index._event_begins = np.searchsorted(index.event_of[index._by_event], each).astype(np.int32)
        index.numbers = np.array([c.number for c in claims], np.int32)
        index.row_of = np.full(int(index.numbers.max(initial=0)) + 1, -1, np.int32)
        index.row_of[index.numbers] = np.arange(len(claims), dtype=np.int32)
        index.confidence = np.array([c.confidence for c in claims], np.float32)
        index.added = np.array([seconds(c.added) for c in claims], np.float64)
        publishers = {r.id: r.publisher or UNNAMED for r in given.reports}
        told_by = [publishers.get(c.report, UNNAMED) for c in claims]
        certainty = self._certainty(events, place, told_by)
        told = {row.event for row in given.findings if row.verdict == "disputed"}
        index.disputed = np.array([e.id in told for e in events], np.bool_)
        index.heads = [
            Head(e.id, e.type, e.title, e.time, e.status, e.modality, c) for e, c in zip(events, certainty, strict=True)
        ]
        index.events = self._events(events, place, certainty, claims, told_by)
        index.claims = self._claims(claims, certainty, told_by)

    def _certainty(self, events: Sequence[Any], place: Mapping[str, int], told_by: Sequence[str]) -> list[str]:
        """As ``publishing.build.certainty``, for all events at once."""
        verdicts = [{"": False, "disputed": False} for _ in events]
        for row in self._columns.findings:
            if row.event not in place:
                continue
            verdict = verdicts[place[row.event]]
            verdict["disputed"] |= row.verdict == "disputed"
            if row.slot == "happened":
                verdict["happened"] = verdict.get("happened", False) or row.verdict == "agreed"
        sources: list[set[str]] = [set() for _ in events]
        for event, source in zip(self._index.event_of.tolist(), told_by, strict=True):
            if event >= 0:
                sources[event].add(source)
        return [
            NOT_VOUCHED.get(event.modality)
            or ("disputed" if v["disputed"] else "several" if v.get("happened", len(s) > 1) else "one")
            for event, v, s in zip(events, verdicts, sources, strict=True)
        ]

    def _events(
        self, events: Sequence[Any], place: Mapping[str, int], certainty: list[str], claims: Sequence[Any],
        told_by: Sequence[str],
    ) -> Table:  # fmt: skip
        size = len(events)
        of_claims = list(zip(self._index.event_of.tolist(), claims, told_by, strict=True))
        rows = [(place[r.event], r.role, r.entity) for r in self._columns.event_entities if r.event in place]
        return Table(
            ids=[e.id for e in events],
            one_of=_columns(events) | {"certainty": Column.of(certainty)},
            all_of={
                "party": Many.of(size, ((at, entity) for at, role, entity in rows if role != "place")),
                "place": Many.of(size, ((at, entity) for at, role, entity in rows if role == "place")),
                "source": Many.of(size, ((at, source) for at, _, source in of_claims if at >= 0)),
                "review": Many.of(size, ((at, c.review or UNREVIEWED) for at, c, _ in of_claims if at >= 0)),
            },
            **_days(events),
        )

    def _claims(self, claims: Sequence[Any], certainty: Sequence[str], told_by: Sequence[str]) -> Table:
        size, row_of = len(claims), self._index.row_of
        known = {row.name: row.entity for row in self._columns.party_names}
        parties = (
            (int(row_of[r.number]), known.get(r.name, r.name)) for r in self._columns.claim_parties
            if r.number < len(row_of)
        )  # fmt: skip
        sure = (certainty[at] if at >= 0 else None for at in self._index.event_of.tolist())
        return Table(
            ids=[c.id for c in claims],
            one_of=_columns(claims) | {
                "certainty": Column.of(sure), "review": Column.of(c.review or UNREVIEWED for c in claims)},
            all_of={
                "party": Many.of(size, parties),
                "place": Many.of(size, ((at, known.get(p, p)) for at, c in enumerate(claims) for p in c.place)),
                "source": Many.of(size, enumerate(told_by)),
            },
            **_days(claims),
        )  # fmt: skip


def _columns(rows: Sequence[Any]) -> dict[str, Column]:
    return {
        "type": Column.of(r.type for r in rows),
        "status": Column.of(r.status for r in rows),
        "modality": Column.of(r.modality for r in rows),
        "year": Column.of((r.earliest or r.latest or "")[:4] or None for r in rows),
    }


def _days(rows: Sequence[Any]) -> dict[str, Codes]:
    """First and last day, an open end being as far as can be; both 0 where no day is told."""
    dated = [(number(r.earliest, 1), number(r.latest, LATEST)) if r.earliest or r.latest else (0, 0) for r in rows]
    return {
        "first": np.array([first for first, _ in dated], np.int32),
        "last": np.array([last for _, last in dated], np.int32),
    }


def seconds(time: str | None) -> float:
    """An ISO time in seconds since 1970, 0 for none."""
    return datetime.fromisoformat(time).timestamp() if time else 0.0


def number(day: str | None, none: int) -> int:
    """An ISO date as a number that sorts like it: 20191128."""
    return int(day.replace("-", "")) if day else none


def _rows(mask: Mask) -> Codes:
    return np.flatnonzero(mask).astype(np.int32)


def _all(masks: Iterable[Mask], size: int) -> Mask:
    found = np.ones(size, np.bool_)
    for mask in masks:
        found &= mask
    return found


def _by_count(count: Count) -> tuple[bool, int, str]:
    return not count.chosen, -count.count, count.label


def _by_year(count: Count) -> tuple[int, str]:
    return _year(count.value)


def _year(value: str) -> tuple[int, str]:
    return -(year_of(value) or 0), value
