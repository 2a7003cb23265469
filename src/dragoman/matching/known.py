"""The one place where matching asks the word lists: who a name is, whose state, which systems an item names."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dragoman.codebook.lists import Entry, load_lists
from dragoman.matching.names import plain
from dragoman.reading.places import state_of_town

_KINDS = ("state", "group", "body", "company", "person")
_PLURALS = ("men", "women")


@dataclass(frozen=True, slots=True)
class Index:
    """Spellings in plain form: ``names`` of parties, ``adjectives`` of states, ``systems``; ``entries`` by id;
    ``longest``, from the first word of a system's name, how many words its longest name has; ``spelled``, from a plain
    name of a system, the ways it may be written."""

    names: Mapping[str, Entry]
    adjectives: Mapping[str, str]
    capitals: Mapping[str, str]
    """By name those whose name alone tells the state."""
    systems: Mapping[str, Entry]
    entries: Mapping[str, Entry]
    longest: Mapping[str, int]
    spelled: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def index() -> Index:
    """The word lists, indexed once per process."""
    lists = load_lists()
    names: dict[str, Entry] = {}
    adjectives: dict[str, str] = {}
    capitals: dict[str, str] = {}
    systems: dict[str, Entry] = {}
    for entry in sorted(lists.entries.values(), key=lambda e: (_rank(e), e.id)):
        spellings = systems if entry.kind == "system" else names
        for name in entry.names:
            spellings.setdefault(plain(name), entry)
    for surface in lists.surfaces():
        if surface.entry.kind == "state" and surface.how == "demonym":
            adjectives.setdefault(plain(surface.text), surface.entry.id)
        if surface.how == "capital" and state_of_town(surface.text) == surface.entry.id:
            capitals.setdefault(plain(surface.text), surface.entry.id)
    spelled: dict[str, frozenset[str]] = {}
    for name, entry in systems.items():
        listed = {n for n in entry.names if plain(n) == name}
        spelled[name] = frozenset(listed | {name.upper()})
    longest: dict[str, int] = {}
    for name in filter(None, systems):
        words = name.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return Index(names, adjectives, capitals, systems, lists.entries, longest, spelled)


def party(name: str) -> Entry | None:
    """The state, group, body, company or person of this name, or None where the lists do not know it."""
    return index().names.get(plain(name))


def nation(name: str) -> Entry | None:
    """The state that a people noun or adjective stands for (``Serbs``, ``Filipinos``), or None."""
    known = index()
    word = plain(name)
    for form in (word, word.removesuffix("s")):
        if form in known.adjectives:
            return known.entries[known.adjectives[form]]
    return None


@lru_cache(maxsize=65536)
def speaker(name: str) -> str:
    """A key for who speaks, equal for the names of one state, body or person: "India" and "the Indian government"."""
    short = re.sub(r"^government of (?:the )?| (?:government|authorities|officials)$", "", plain(name))
    entry = party(name) or party(short) or nation(short)
    return entry.id if entry else plain(name)


@lru_cache(maxsize=16_384)
def state_of(name: str) -> str | None:
    """The id of the first state whose name or adjective stands in a body's name, or None where none does.

    ``Serbian Ministry of Defence`` and ``Armed Forces of the Philippines`` tell their state; ``Chinese embassy in
    Uganda`` is China's. Without a state its capital tells it, where no other town of note has the name: ``Dar es Salaam
    Zone Police``.
    """
    known = index()
    words = plain(name).split()
    parts = [" ".join(words[at : at + size]) for at in range(len(words)) for size in (5, 4, 3, 2, 1)]
    for part in parts:
        if part in known.adjectives:
            return known.adjectives[part]
        entry = known.names.get(part)
        if entry is not None and entry.kind == "state":
            return entry.id
    return next((known.capitals[part] for part in parts if part in known.capitals), None)


@lru_cache(maxsize=16_384)
def systems_in(item: str) -> frozenset[str]:
    """Ids of the systems an item names, longest names first: ``FK-3 batteries`` gives that of the HQ-22.

    A name of one word without a digit counts only as the list writes it, or in capitals: a patriot is no Patriot and a
    Smart City no SMArt shell.
    """
    known = index().systems
    words = plain(item).split()
    written = frozenset(re.findall(r"\w+", item))
    found = set()
    at = 0
    while at < len(words):
        size = _longest(words, at)
        if size == 1 and words[at].isalpha() and not written & index().spelled[words[at]]:
            size = 0
        if size:
            found.add(known[" ".join(words[at : at + size])].id)
        at += size or 1
    return frozenset(found)


def _longest(words: list[str], at: int) -> int:
    """Words of the longest system name that begins at a word; 0 where none does."""
    longest = index().longest.get(words[at], 0)
    return next((n for n in range(longest, 0, -1) if " ".join(words[at : at + n]) in index().systems), 0)


def system(id: str) -> Entry | None:
    """The listed system with this id."""
    return index().entries.get(id)


def systems_for(text: str, classes: Collection[str]) -> frozenset[str]:
    """Ids of the systems of certain classes (``arms``, ``surveillance`` ...) that a text names."""
    return frozenset(s for s in systems_in(text) if (entry := system(s)) and entry.extra.get("class") in classes)


def sort_of(id: str) -> str:
    """What the lists call a system: ``uav``, ``missile``, ``combat aircraft``; "" where they do not tell."""
    entry = system(id)
    return "" if entry is None else str(entry.extra.get("sort", "")).replace("_", " ")


def spellings(entry: Entry) -> Iterator[str]:
    """All names of an entry."""
    yield from entry.names


def _rank(entry: Entry) -> int:
    return _KINDS.index(entry.kind) if entry.kind in _KINDS else len(_KINDS)
