"""All claims and reports of a record as matching goes through them: put aside on disk, fetched where needed."""

import pickle
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

import numpy as np

from dragoman.coding.claim import Claim
from dragoman.matching.blocks import Ints, Keys, Numbers
from dragoman.matching.copies import Copies
from dragoman.matching.entities import Names
from dragoman.matching.event import Event, Finding
from dragoman.matching.events import Groups
from dragoman.matching.facets import facets
from dragoman.matching.findings import Told
from dragoman.matching.related import Bearing, Order, bears
from dragoman.matching.seen import Claims, Seen, Store
from dragoman.matching.subjects import subjects
from dragoman.matching.voices import Voices
from dragoman.sources.report import Report

AT_HAND = 4_096
"""Claims with all that is known of them that are kept as objects, those asked for last."""


class Reports(Mapping[str, Report]):
    """Reports without their texts, and which of them are copies; they come in the order of their ids."""

    def __init__(self, store: Store, reports: Iterable[tuple[str, Report]]) -> None:
        self._store = store
        self._size = 0
        self._at = lru_cache(maxsize=AT_HAND)(self._fetched)
        store.do("CREATE TABLE reports (place INTEGER PRIMARY KEY, id BLOB, day TEXT, told BLOB, first INTEGER)")
        copies = Copies()
        for place, (id, report) in enumerate(reports):
            copies.add(report.text)
            self._size += 1
            told = pickle.dumps((id, report.title, report.publisher, report.published, report.address))
            row = (place, _key(id), report.published or "9999", told, place)
            store.do("INSERT INTO reports VALUES (?, ?, ?, ?, ?)", row)
        store.do("CREATE UNIQUE INDEX of_report ON reports (id)")
        self._find_copies(copies)

    def _find_copies(self, copies: Copies) -> None:
        rank = array("i", bytes(4 * self._size))
        for at, (place,) in enumerate(self._store.do("SELECT place FROM reports ORDER BY day, id")):
            rank[place] = at
        firsts = enumerate(copies.firsts(rank))
        self._store.add(
            "UPDATE reports SET first = ? WHERE place = ?", ((first, at) for at, first in firsts if first != at)
        )

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        return (pickle.loads(told)[0] for (told,) in self._store.do("SELECT told FROM reports ORDER BY place"))

    def __getitem__(self, id: str) -> Report:
        return self._at(id)[0]

    def first(self, id: str) -> str:
        """The report that one's text is counted as."""
        return self._at(id)[1]

    def _fetched(self, id: str) -> tuple[Report, str]:
        found = self._store.do(
            "SELECT mine.told, other.told FROM reports AS mine JOIN reports AS other ON other.place = mine.first "
            "WHERE mine.id = ?",
            (_key(id),),
        ).fetchone()
        if found is None:
            raise KeyError(id)
        (_, title, publisher, published, address), (first, *_) = map(pickle.loads, found)
        return Report(id, "", title, publisher, published, address, "", None, ""), first


class Firsts(Mapping[str, str]):
    """From each report to the one its text is counted as."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    def __len__(self) -> int:
        return len(self._reports)

    def __iter__(self) -> Iterator[str]:
        return iter(self._reports)

    def __getitem__(self, id: str) -> str:
        return self._reports.first(id)


def _key(id: str) -> bytes:
    return id.encode("utf-8", "surrogatepass")


class Workbench:
    """Claims with their facets by their places in canonical order, and the groups that they make."""

    def __init__(self, store: Store, claims: Claims, reports: Reports, names: Names) -> None:
        """``claims`` have to come report by report."""
        self._store, self._claims, self.names = store, claims, names
        self._voices = Voices(reports, Firsts(reports))
        self.facets = Seen(store)
        self.keys = Keys()
        self._reports = array("i")
        """The first claim of each report, by number."""
        echoes = array("i"), array("i")
        bearing = array("i"), array("i"), array("i")
        for _, some in groupby(enumerate(claims), key=lambda numbered: numbered[1].report):
            self._see(dict(some), echoes, bearing)
        self.facets.settle()
        self._places = self.facets.places()
        self.echoes = self._pairs(*echoes)
        self.bearing = Bearing(*([self._places[number] for number in some] for some in bearing))
        self.groups = Groups()
        self.group_of: Sequence[int] = ()
        self.told = lru_cache(maxsize=AT_HAND)(self._told)

    def _see(self, told: Mapping[int, Claim], echoes: Sequence[Ints], bearing: Sequence[Ints]) -> None:
        """Takes in the claims of one report."""
        number = {claim.id: at for at, claim in told.items()}
        claims = list(told.values())
        self._reports.append(number[claims[0].id])
        seen = subjects(claims, {c.id: facets(c, self.names) for c in claims})
        for at, claim in told.items():
            mine = seen[claim.id]
            self.keys.add(mine)
            for column, value in zip(bearing, bears(mine), strict=True):
                if value:
                    column.append(at)
            for other in mine.echoes:
                echoes[0].append(at)
                echoes[1].append(number[other])
        self.facets.add((at, seen[claim.id]) for at, claim in told.items())

    def _pairs(self, one: Ints, other: Ints) -> Numbers:
        """Pairs of claims by their numbers, as ``i * size + j`` of their places i < j."""
        places = np.array(self._places, np.int64)
        i, j = places[np.array(one, np.int64)], places[np.array(other, np.int64)]
        return np.minimum(i, j) * len(self.facets) + np.maximum(i, j)

    def grouped(self, groups: Groups) -> None:
        """Takes the groups that the claims make."""
        self.groups, self.group_of = groups, groups.of_claims()

    def claim(self, place: int) -> Claim:
        """The claim at a place in canonical order."""
        return self._claims[self.facets.number[place]]

    def _told(self, place: int) -> Told:
        claim, names = self.claim(place), self.names
        places = dict.fromkeys(names.entities[names.places[p]].name for p in claim.place if p in names.places)
        return Told(claim, self.facets[place], self._voices.of(claim), tuple(places))

    def beside(self, place: int) -> Sequence[int]:
        """The places of the claims of its report."""
        at = bisect_right(self._reports, self.facets.number[place])
        end = self._reports[at] if at < len(self._reports) else len(self.facets)
        return self._places[self._reports[at - 1] : end]


class Extra:
    """Findings that other events bear on a group: of those of one kind the first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.do(
            "CREATE TABLE extra (at INTEGER, kind INTEGER, one INTEGER, two INTEGER, three INTEGER, told BLOB, "
            "PRIMARY KEY (at, kind)) WITHOUT ROWID"
        )

    def add(self, kind: int, group: int, order: Order, finding: Finding) -> None:
        """Notes a finding on a group, which is kept unless one of its kind comes before it in order."""
        self._store.do(
            "INSERT INTO extra VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET one = excluded.one, "
            "two = excluded.two, three = excluded.three, told = excluded.told "
            "WHERE (excluded.one, excluded.two, excluded.three) < (one, two, three)",
            (group, kind, *order, pickle.dumps(finding)),
        )

    def of(self, group: int) -> tuple[Finding, ...]:
        """The findings on a group, by their kinds."""
        found = self._store.do("SELECT told FROM extra WHERE at = ? ORDER BY kind", (group,))
        return tuple(pickle.loads(told) for (told,) in found)


class Events:
    """Finished events, by time and id, undated ones last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.do("CREATE TABLE events (time BLOB, id TEXT, told BLOB)")
        store.do("CREATE INDEX of_event ON events (time, id)")

    def add(self, event: Event) -> None:
        """Puts one more with the others."""
        self._store.do("INSERT INTO events VALUES (?, ?, ?)", (_key(event.time or "~"), event.id, pickle.dumps(event)))

    def __iter__(self) -> Iterator[Event]:
        found = self._store.do("SELECT told FROM events INDEXED BY of_event ORDER BY time, id")
        return (pickle.loads(told) for (told,) in found)
