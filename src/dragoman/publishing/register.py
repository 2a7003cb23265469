"""The register of systems as a table: what is told to exist, each value with the sentence it was read from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.matching.event import Entity
from dragoman.measures.register import Sourced, System
from dragoman.publishing.build import Pages
from dragoman.publishing.marks import Mark, Marks, Set
from dragoman.publishing.view import Cite
from dragoman.publishing.wording import plain, value_in_words

KINDS = (
    ("surveillance", "Surveillance"),
    ("telecom", "Telecommunications"),
    ("weapon", "Weapons and military equipment"),
    ("institution", "Institutions"),
    ("programme", "Programmes"),
    ("finance", "Finance"),
    ("aid", "Aid"),
)
"""Kinds of ``measures.register`` that are things, in the order shown; agreements, polls and statistics are events."""
_SLOTS = {"counts": "quantity", "money": "money", "sites": "place", "supplier": "actor", "host": "recipient"}


@dataclass(frozen=True, slots=True)
class Told:
    """A value of the register in words, the sentences that state it, and what is not plain fact about it."""

    text: str
    cites: tuple[Cite, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One system: its values slot by slot; ``mark`` holds the events it was told in, ``anchor`` the first of them."""

    name: str
    aliases: str
    anchor: str
    supplier: tuple[Told, ...]
    host: tuple[Told, ...]
    counts: tuple[Told, ...]
    money: tuple[Told, ...]
    sites: tuple[Told, ...]
    legal: tuple[Told, ...]
    incidents: tuple[Told, ...]
    stage: str
    modality: str
    since: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class KindOf:
    """The systems of one kind."""

    key: str
    name: str
    rows: tuple[SystemRow, ...]
    mark: Mark
    count: Set


def systems(
    found: Iterable[System],
    pages: Pages,
    entities: Mapping[str, Entity],
    places: Mapping[str, int],
    marks: Marks,
) -> tuple[KindOf, ...]:
    """The register by kind; ``places`` gives the place of each event id on the page, others are left out."""
    names = {e.id: e.name for e in entities.values()}
    maker = _Maker(pages, names, places, marks)
    kept = [s for s in found if any(event in places for event in s.events)]
    kinds = ((key, name, [maker.row(s) for s in kept if s.kind == key]) for key, name in KINDS)
    return tuple(
        KindOf(
            key,
            name,
            tuple(rows),
            marks.of(event for row in rows for event in row.mark.events),
            marks.counted(f"systems-{key}", (row.mark for row in rows)),
        )
        for key, name, rows in kinds
        if rows
    )


class _Maker:
    def __init__(self, pages: Pages, names: Mapping[str, str], places: Mapping[str, int], marks: Marks) -> None:
        self._pages, self._names, self._places, self._marks = pages, names, places, marks

    def row(self, system: System) -> SystemRow:
        events = [event for event in system.events if event in self._places]
        return SystemRow(
            name=system.name,
            aliases=", ".join(a for a in system.aliases if a.casefold() != system.name.casefold()),
            anchor=f"e-{min(events, key=self._places.__getitem__)}",
            **{slot: self._told(slot, getattr(system, slot), system) for slot in (*_SLOTS, "legal", "incidents")},
            stage=plain(system.stage),
            modality=system.modality,
            since=" / ".join(dict.fromkeys(value_in_words("time", d.value, {}) for d in system.dates)),
            mark=self._marks.of(self._places[event] for event in events),
        )

    def _told(self, slot: str, values: Sequence[Sourced], system: System) -> tuple[Told, ...]:
        """Each different text once, with all its sentences."""
        found: dict[tuple[str, str], list[str]] = {}
        for value in values:
            said = value_in_words(_SLOTS.get(slot, slot), value.value, self._names)
            note = "" if value.modality == "asserted" or slot not in ("counts", "money") else value.modality
            # A number without its stage misleads where not all of it is there yet.
            stage = plain(value.stage) if slot in ("counts", "money") and value.stage != system.stage else ""
            found.setdefault((said, note or stage), []).extend(value.claims)
        return tuple(
            Told(text, tuple(self._pages.cite(c, _SLOTS.get(slot, slot)) for c in dict.fromkeys(claims)), note)
            for (text, note), claims in found.items()
        )
