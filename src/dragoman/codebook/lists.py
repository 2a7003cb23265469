"""The word lists: names of states, groups, bodies, companies, systems and persons, and the common nouns of each domain.

All of it is data (``lists/*.yml``). A list file says its ``kind``; names stand under ``entries`` or under ``groups`` of
entries that share fields (state, sector, maker ...). An entry is ``key: [name, alias, ...]`` or, with more to say,
``key: {name: ..., aliases: [...], ...}``; its id is ``<kind>:<key>`` and stays when the name changes.

A user's own lists lie in the folders named by the environment variable ``DRAGOMAN_LISTS`` (several are separated as in
``PATH``): new ids add entries, known ids gain aliases and have the given fields replaced.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dragoman.codebook.ambiguous import Ambiguous, Sense, has_word
from dragoman.errors import DragomanError

FOLDER = Path(__file__).parent / "lists"
VARIABLE = "DRAGOMAN_LISTS"
NAME_KINDS = ("state", "group", "body", "company", "system", "person")
WORD_KINDS = ("items", "titles", "publishers", "ambiguous")


@dataclass(frozen=True, slots=True)
class Entry:
    """A name the lists know.

    ``id`` is ``<kind>:<key>`` (``state:rs``), ``name`` the common English name, ``aliases`` all other spellings,
    ``state`` the id of the state it belongs to (its own parent for a territory), ``extra`` what its kind adds:
    a state's demonyms, capital and currency; a body's ``sort``; a company's ``sector``; a system's ``sort``, ``class``
    and ``maker``; a person's ``offices`` (of type Office) and ``surnames`` that stand for it alone.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    state: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person held: ``start`` and ``end`` are years (None: not dated, or still held)."""

    title: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Surface:
    """One spelling to look for. ``how``: name, alias, plural, demonym, capital, metonym, adjective or
    surname."""

    text: str
    entry: Entry
    how: str


@dataclass(frozen=True, slots=True)
class PublisherKind:
    """A kind of publisher and what reveals it.

    ``grade`` is its default Admiralty letter (A reliable ... E unreliable, F cannot be judged); ``names`` are
    publishers of the kind, ``words`` stand in the names of others of it, ``hosts`` are endings of web addresses.
    """

    kind: str
    grade: str
    label: str
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lists:
    """All word lists.

    ``entries`` by id; ``items`` by domain (arms, surveillance, ...); ``titles`` by group (``person``, ``office``,
    ``body_head``, ``reference.company`` ...), both in British and American spelling;
    ``publishers`` in order of precedence; ``ambiguous`` by spelling; ``own`` what the user's folders give: the id of
    the entry with the spelling.
    """

    entries: Mapping[str, Entry]
    items: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, tuple[str, ...]]
    publishers: tuple[PublisherKind, ...]
    ambiguous: Mapping[str, Ambiguous]
    own: frozenset[tuple[str, str]] = frozenset()

    def of(self, kind: str) -> tuple[Entry, ...]:
        """All entries of a kind, in the order of the lists."""
        return tuple(e for e in self.entries.values() if e.kind == kind)

    def get(self, id: str | None) -> Entry | None:
        """The entry with this id, or None."""
        return None if id is None else self.entries.get(id)

    def find(self, text: str, kind: str | None = None) -> Entry | None:
        """The entry written so (name or alias, exactly), or None; of several kinds, the first of ``NAME_KINDS``."""
        found = [e for e in self._by_name.get(text, ()) if kind in (None, e.kind)]
        return min(found, key=lambda e: NAME_KINDS.index(e.kind), default=None)

    def surfaces(self) -> Iterator[Surface]:
        """Every spelling that may stand for an entry in a text, for one pass over it: an ambiguous one too that no
        entry has as its own, by its commonest meaning."""
        seen: set[str] = set()
        for entry in self.entries.values():
            for surface in _surfaces(entry):
                seen.add(surface.text)
                yield surface
        for term in self.ambiguous.values():
            meant = self.get(term.default or next((s.means for s in term.senses if s.means), None))
            if meant is not None and term.term not in seen:
                yield Surface(term.term, meant, "capital" if meant.extra.get("capital") == term.term else "alias")

    def meaning(self, term: str, before: str, after: str, default: str | None) -> str | None:
        """What a spelling stands for in its sentence: ``default`` unless it is listed as ambiguous."""
        known = self.ambiguous.get(term)
        return known.meaning(before, after) if known else default

    def throughout(self, term: str, whole: str) -> str | None:
        """What an ambiguous spelling stands for in a report by words elsewhere in it, or None: they do not tell, or the
        report names what the spelling stands for as a rule."""
        known = self.ambiguous.get(term)
        usual = self.get(known.default) if known is not None else None
        if known is None or usual is None:
            return None
        names = (*usual.names, str(usual.extra.get("capital", usual.name)))
        return None if any(n != term and has_word(whole, n) for n in names) else known.throughout(whole)

    @property
    def _by_name(self) -> Mapping[str, tuple[Entry, ...]]:
        cached = self.__dict__.get("_names")
        if cached is None:
            cached = _by_name(self.entries.values())
            object.__setattr__(self, "_names", cached)
        return cached


def own_folders() -> tuple[Path, ...]:
    """The folders that ``DRAGOMAN_LISTS`` names, whether they are there or not."""
    return tuple(Path(p) for p in os.environ.get(VARIABLE, "").split(os.pathsep) if p)


def load_lists(*folders: Path) -> Lists:
    """The project's lists with those of ``folders`` and of ``DRAGOMAN_LISTS`` laid over them; read once per process.

    Raises DragomanError (file, entry, remedy) where a list cannot be read, an entry is malformed, two entries of a kind
    claim one spelling, or an id is named that no list has.
    """
    return _load((FOLDER, *own_folders(), *folders))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Lists:
    builder = _Builder()
    for folder in folders:
        if not folder.is_dir():
            raise DragomanError("no such folder of word lists", str(folder), f"create it or correct {VARIABLE}")
        for path in sorted(folder.glob("*.yml")):
            builder.read(path)
    return builder.lists()


class _Loader(yaml.CSafeLoader):
    """Safe, and a key given twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            seen: set[Any] = set()
            for key, _ in node.value:
                if key.value in seen:
                    problem = f"key {key.value!r} stands twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
                seen.add(key.value)
        return mapping


class _Builder:
    """Gathers the files of all folders, then checks them together."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.origin: dict[str, str] = {}
        self.items: dict[str, tuple[str, ...]] = {}
        self.titles: dict[str, tuple[str, ...]] = {}
        self.publishers: list[PublisherKind] = []
        self.ambiguous: dict[str, Ambiguous] = {}
        self.own: set[tuple[str, str]] = set()

    def read(self, path: Path) -> None:
        data = _parse(path)
        kind = data.get("kind")
        if kind in NAME_KINDS:
            for key, value, shared in _raw_entries(data, path):
                self._add(_entry(kind, key, value, shared, path), path)
        elif kind == "items":
            _extend(self.items, _words(data.get("domains"), path))
        elif kind == "titles":
            _extend(self.titles, _words(data.get("groups"), path))
        elif kind == "publishers":
            self.publishers += [_publisher(k, v, path) for k, v in _mapping(data.get("kinds"), "kinds", path).items()]
        elif kind == "ambiguous":
            terms = _mapping(data.get("terms"), "terms", path)
            self.ambiguous |= {t: _ambiguous(t, v, path) for t, v in terms.items()}
        else:
            raise DragomanError(f"unknown kind of word list {kind!r}", str(path),
                                "begin the file with `kind:` and one of " + ", ".join(NAME_KINDS + WORD_KINDS))

    def _add(self, entry: Entry, path: Path) -> None:
        known = self.entries.get(entry.id)
        if known is not None and Path(self.origin[entry.id]).parent == path.parent:
            raise DragomanError(f"{entry.id} stands twice", f"{self.origin[entry.id]}, {path}",
                                "keep one of them, or give one another key")
        if path.parent != FOLDER:
            self.own |= {(entry.id, surface.text) for surface in _surfaces(entry)}
        self.entries[entry.id] = entry if known is None else _merged(known, entry)
        self.origin[entry.id] = str(path)

    def lists(self) -> Lists:
        self._check_spellings()
        self._check_references()
        return Lists(self.entries, self.items, self.titles, tuple(self.publishers), self.ambiguous,
                     frozenset(self.own))

    def _check_spellings(self) -> None:
        owner: dict[tuple[str, str], str] = {}
        for entry in self.entries.values():
            for name in entry.names:
                other = owner.setdefault((entry.kind, name), entry.id)
                if other != entry.id:
                    raise DragomanError(f"{name!r} is a name of both {other} and {entry.id}", self.origin[entry.id],
                                        "take it from one of them, or list it in a file of kind `ambiguous`")

    def _check_references(self) -> None:
        for entry in self.entries.values():
            for id in _references(entry):
                if id not in self.entries:
                    raise DragomanError(f"{entry.id} names {id}, which no list has", self.origin[entry.id],
                                        "correct the id or add an entry with it")
        for term in self.ambiguous.values():
            for meaning in (term.default, *(s.means for s in term.senses)):
                if meaning is not None and meaning not in self.entries:
                    raise DragomanError(f"the ambiguous name {term.term!r} points to {meaning}, which no list has", "",
                                        "correct the id or add an entry with it")


def _parse(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_bytes(), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        detail = " ".join(str(error).split())
        raise DragomanError(f"not readable as YAML: {detail}", str(path), "correct the line named") from error
    if not isinstance(data, dict):
        raise DragomanError("a word list must be a mapping that begins with `kind:`", str(path), "see docs: word lists")
    return data


def _raw_entries(data: dict[str, Any], path: Path) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    groups = data.get("groups", [])
    if not isinstance(groups, list):
        raise DragomanError("`groups` must be a list", str(path), "write `groups:` with items that hold `entries:`")
    for group in [*groups, {"entries": data.get("entries", {})}]:
        shared = _mapping(group, "groups", path)
        fields = {k: v for k, v in shared.items() if k != "entries"}
        for key, value in _mapping(shared.get("entries"), "entries", path).items():
            yield key, value, fields


def _entry(kind: str, key: Any, value: Any, shared: dict[str, Any], path: Path) -> Entry:
    where = f"{path}: {kind}:{key}"
    if not isinstance(key, str):
        raise DragomanError(f"the key {key!r} is not text", where, 'put it in quotation marks ("no" is a YAML word)')
    fields = dict(shared)
    if isinstance(value, list):
        names = value
    elif isinstance(value, dict):
        fields |= value
        names = [fields.pop("name", None), *(fields.pop("aliases", None) or [])]
    else:
        raise DragomanError("an entry must be [name, alias, ...] or {name: ..., aliases: [...]}", where,
                            "rewrite it so")
    if not names or not all(isinstance(n, str) and n.strip() == n and n for n in names):
        raise DragomanError(f"names must be text, the first the common name: {names!r}", where,
                            "give a name, and put numbers and words such as `no` in quotation marks")
    names = list(with_plain(names))
    if kind == "system":
        names = [form for name in names for form in designation_forms(name)]
    if kind == "person":
        fields["surnames"] = with_plain(_texts(fields.get("surnames"), "surnames", path))
        fields["offices"] = tuple(_office(o, where) for o in _texts(fields.get("offices"), "offices", path))
    state = fields.pop("state", None) or fields.get("parent")
    return Entry(f"{kind}:{key}", kind, names[0], tuple(dict.fromkeys(n for n in names[1:] if n != names[0])),
                 None if state is None else f"state:{state}", fields)


UNDECOMPOSED = str.maketrans("đĐłŁøØıßæðþ", "dDlLoOisadt")
OFFICE = re.compile(r"(?P<title>\D+?)(?: (?P<start>\d{4})(?P<to>/(?P<end>\d{4}|\.\.))?)?")


def with_plain(names: Iterable[str]) -> tuple[str, ...]:
    """Names and, after each, its spelling without accents ("Vučić", "Vucic")."""
    forms = (form for name in names for form in (name, plain_letters(name)))
    return tuple(dict.fromkeys(forms))


def plain_letters(text: str) -> str:
    """A text without the marks on its letters."""
    parts = unicodedata.normalize("NFKD", text.translate(UNDECOMPOSED))
    return "".join(c for c in parts if not unicodedata.combining(c))


DESIGNATION = re.compile(r"(?<![\w-])([A-Z][A-Za-z]{0,3})-(\d{2,4}[A-Z]{0,4})(?![\w-])")


def designation_forms(name: str) -> tuple[str, ...]:
    """A system's name and how else its designation is printed: "S-300", "S300", "S–300" and with a hard hyphen."""
    if not DESIGNATION.search(name):
        return (name,)
    return (name, *(DESIGNATION.sub(rf"\1{dash}\2", name) for dash in ("", "–", "‑")))


def _office(text: str, where: str) -> Office:
    match = OFFICE.fullmatch(text)
    if match is None:
        raise DragomanError(f"the office {text!r} cannot be read", where, "write `title from/to`: `president 2017/..`")
    start = int(match["start"]) if match["start"] else None
    end = start if not match["to"] else None if match["end"] == ".." else int(match["end"])
    if start is not None and end is not None and end < start:
        raise DragomanError(f"the office {text!r} ends before it begins", where, "correct the years")
    return Office(match["title"], start, end)


def _merged(known: Entry, added: Entry) -> Entry:
    names = dict.fromkeys((*added.names, *known.names))
    aliases = tuple(n for n in names if n != added.name)
    return Entry(known.id, known.kind, added.name, aliases, added.state or known.state, {**known.extra, **added.extra})


def _references(entry: Entry) -> Iterator[str]:
    if entry.state:
        yield entry.state
    maker = entry.extra.get("maker")
    if maker:
        yield f"company:{maker}"
    for member in entry.extra.get("members", ()):
        yield f"state:{member}"


def _surfaces(entry: Entry) -> Iterator[Surface]:
    yield Surface(entry.name, entry, "name")
    for alias in entry.aliases:
        yield Surface(alias, entry, "alias")
    if entry.kind == "system":
        for name in entry.names:
            if name[-1].isalnum() and not name.endswith("s"):
                yield Surface(name + "s", entry, "plural")
    for adjective in entry.extra.get("adjectives", ()):
        yield Surface(adjective, entry, "adjective")
    for surname in entry.extra.get("surnames", ()):
        yield Surface(surname, entry, "surname")
    for demonym in entry.extra.get("demonyms", ()):
        yield Surface(demonym, entry, "demonym")
        if plural := plural_demonym(demonym):
            yield Surface(plural, entry, "demonym")
    for metonym in entry.extra.get("metonyms", ()):
        yield Surface(metonym, entry, "metonym")
    if entry.extra.get("capital_stands_for", True):
        capital = entry.extra.get("capital")
        for name in ([capital] if capital else []) + list(entry.extra.get("aliases_capital", ())):
            if name not in entry.names:
                yield Surface(name, entry, "capital")


def plural_demonym(word: str) -> str | None:
    """The regular plural of a people noun ("Serb" -> "Serbs"), or None where the word is an adjective or a plural."""
    if word.endswith(("ese", "ish", "men", "man", "ch", "ss", "s", "o", "Kyrgyz", "Dutch")) and word not in ("Eskimo",):
        return None
    return word + "s"


def _by_name(entries: Any) -> dict[str, tuple[Entry, ...]]:
    index: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        for name in entry.names:
            index[name] = (*index.get(name, ()), entry)
    return index


def _mapping(value: Any, what: str, path: Path) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DragomanError(f"`{what}` must be a mapping, not {type(value).__name__}", str(path),
                            "write `key: value` lines")
    return value


def _texts(value: Any, what: str, path: Path) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        bad = [v for v in value if not isinstance(v, str)] if isinstance(value, list) else value
        raise DragomanError(f"`{what}` must be a list of words, but holds {bad!r}", str(path),
                            "put numbers and the words no, yes, on, off in quotation marks")
    return tuple(dict.fromkeys(value))


def _words(value: Any, path: Path) -> dict[str, tuple[str, ...]]:
    return {key: _texts(words, key, path) for key, words in _mapping(value, "domains", path).items()}


def _extend(into: dict[str, tuple[str, ...]], more: dict[str, tuple[str, ...]]) -> None:
    for key, words in more.items():
        spellings = (s for word in words for s in (word, american(word)))
        into[key] = tuple(dict.fromkeys((*into.get(key, ()), *spellings)))


AMERICAN = {
    "defence": "defense", "offence": "offense", "armour": "armor", "centre": "center", "fibre": "fiber",
    "licence": "license", "programme": "program", "manoeuvre": "maneuver", "isation": "ization", "organis":
    "organiz", "labour": "labor", "harbour": "harbor", "behaviour": "behavior", "favour": "favor", "honour":
    "honor", "calibre": "caliber", "sceptic": "skeptic", "iliser": "ilizer", "itiser": "itizer", "authoris":
    "authoriz", "aeroplane": "airplane", "instalment": "installment", "neighbour": "neighbor", "counsellor":
    "counselor",
}


def american(text: str) -> str:
    """A word or phrase in American spelling (itself where the two agree)."""
    for british, other in AMERICAN.items():
        text = text.replace(british, other)
    return text


def _publisher(kind: str, value: Any, path: Path) -> PublisherKind:
    fields = _mapping(value, kind, path)
    grade = fields.get("grade")
    if grade not in tuple("ABCDEF"):
        raise DragomanError(f"publisher kind {kind!r} has the grade {grade!r}", str(path),
                            "use an Admiralty letter, A to F")
    names, words, hosts = (_texts(fields.get(k), f"{kind}.{k}", path) for k in ("names", "words", "hosts"))
    return PublisherKind(kind, grade, str(fields.get("label", kind)), names, words, hosts)


def _ambiguous(term: str, value: Any, path: Path) -> Ambiguous:
    fields = _mapping(value, term, path)
    senses = []
    for raw in fields.get("readings", ()):
        sense = _mapping(raw, term, path)
        words = (_texts(sense.get(k), f"{term}.{k}", path) for k in ("before", "after", "near", "anywhere"))
        senses.append(Sense(sense.get("means"), *words))
    return Ambiguous(term, fields.get("default"), tuple(senses))
