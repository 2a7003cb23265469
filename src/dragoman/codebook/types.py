"""The 21 types of the coding manual as data: definition, standard, role names, frames and examples, one YAML file a
type.

A frame says which words announce a happening and which grammatical function fills which role, for verbs and nouns
alike.
Functions: ``subject`` (the one who does it: active subject or "by" of a passive), ``object``, ``iobj``, ``possessive``,
``modifier`` (an adjective or name before the noun), ``self`` (the announcing noun itself), ``origin`` (whose the item
is said
to be: "Chinese drones", "made by Norinco"), ``above`` (who has the subject do it: "Serbia asked Huawei to build") or
a preposition (``to``, ``from``,
``for``, ``with``, ``between``, ``of``, ``against``, ``on`` ...), ``clause`` (the infinitive or that-clause it takes)
or ``inside`` (any
party named within the item); a dot looks further down (``clause.with``: the with-phrase of that clause). The first
function that holds a party, or all of them where
the frame says ``collect: true``, fills the role.

A user's own types lie in the folders named by the environment variable ``DRAGOMAN_TYPES`` (several are separated as in
``PATH``); one with the name of a type of the project takes its place.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dragoman.errors import DragomanError

FOLDER = Path(__file__).parent / "types"
VARIABLE = "DRAGOMAN_TYPES"
STATUSES = ("considered", "announced", "agreed", "under_way", "completed", "operational", "suspended", "cancelled")
MODALITIES = ("asserted", "planned", "alleged", "hypothetical", "negated")
NEEDS = (
    "item",
    "actor",
    "recipient",
    "party",
    "two_parties",
    "number",
    "money",
    "name",
    "percent",
    "negation",
    "date",
    "person",
    "clause",
    "asked",
    "company",
    "force",
)
FRAME_KEYS = frozenset(
    """verbs nouns adjectives phrases actor recipient item needs without with status modality collect domains weight
    company_acts fixed people nationals""".split()
)
TYPE_KEYS = frozenset(
    "type title family definition standard intensity symmetric roles domains stage frames examples notes".split()
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of announcing a type. ``words`` are lemmas, a verb may carry its particle ("hand over"), a noun what
    modifies it
    ("credit line"); ``pos`` is verb, noun or adjective. ``company_acts`` lets a company and the state it deals with
    change
    places where the grammar has the state as actor ("the ministry's contract with the firm"). ``needs`` lists what
    must be there, ``domains`` the domains of things (``lists/items.yml``) that the item must
    belong to, ``without`` words that rule it out when they stand in its arguments; ``status`` what the past tense of
    it says;
    ``fixed`` keeps status and modality whatever the grammar ("would not confirm" is a refusal that took place);
    ``people`` takes
    those asked in a poll as actor, not their state; ``nationals`` takes "Serbian students" as recipients for their
    state."""

    type: str
    pos: str
    words: tuple[str, ...]
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    status: str | None = None
    modality: str | None = None
    collect: bool = False
    weight: float = 1.0
    company_acts: bool = False
    fixed: bool = False
    people: bool = False
    nationals: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of the codebook with the claims it holds (none: a near miss)."""

    text: str
    claims: tuple[Mapping[str, Any], ...]
    context: str = ""
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Type:
    """One of the types that say what is coded."""

    name: str
    title: str
    family: str
    definition: str
    standard: str
    symmetric: bool
    intensity: float
    """How cooperative (positive) or hostile (negative) a happening of this type is, on PLOVER's scale of -10 to 10."""
    roles: Mapping[str, str]
    domains: tuple[str, ...]
    frames: tuple[Frame, ...]
    examples: tuple[Example, ...] = ()
    own: bool = False
    """Whether it is of a user's own folder."""


@dataclass(frozen=True)
class Codebook:
    """All types by name, in the manual's order."""

    types: Mapping[str, Type]
    by_word: Mapping[tuple[str, str], tuple[Frame, ...]] = field(default_factory=dict)

    def frames(self, lemma: str, pos: str) -> tuple[Frame, ...]:
        """The frames a lemma announces as ``verb``, ``noun`` or ``adjective``."""
        return self.by_word.get((lemma, pos), ())


ORDER = """arms_transfer military_aid technology_transfer surveillance_deployment digital_infrastructure finance
civil_aid
training_education military_exercise police_cooperation visit_meeting agreement sanction_or_control statement_support
statement_concern legal_oversight security_incident public_opinion published_statistic force_development
interest_or_aim""".split()


def own_folders() -> tuple[Path, ...]:
    """The folders that ``DRAGOMAN_TYPES`` names, whether they are there or not."""
    return tuple(Path(p) for p in os.environ.get(VARIABLE, "").split(os.pathsep) if p)


def load_codebook(*folders: Path) -> Codebook:
    """The types that ship with the project, with those of ``DRAGOMAN_TYPES`` and of ``folders`` over them; read once
    per process.

    Raises DragomanError naming file, place and remedy where a file does not fit or a folder is missing.
    """
    return _load((FOLDER, *own_folders(), *map(Path, folders)))


@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...]) -> Codebook:
    types: dict[str, Type] = {}
    for folder in folders:
        if not folder.is_dir():
            raise DragomanError("no such folder of types", str(folder), f"create it or correct {VARIABLE}")
        for path in sorted(folder.glob("*.yml")):
            loaded = _type(path)
            types[loaded.name] = loaded
    ordered = sorted(types.values(), key=lambda t: (ORDER.index(t.name) if t.name in ORDER else len(ORDER), t.name))
    by_word: dict[tuple[str, str], list[Frame]] = {}
    for kind in ordered:
        for frame in kind.frames:
            for key in dict.fromkeys(word.split()[0 if frame.pos == "verb" else -1] for word in frame.words):
                by_word.setdefault((key, frame.pos), []).append(frame)
    return Codebook({t.name: t for t in ordered}, {k: tuple(v) for k, v in by_word.items()})


def _type(path: Path) -> Type:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DragomanError(
            f"not readable as YAML: {' '.join(str(error).split())}", str(path), "correct the line named"
        ) from error
    if not isinstance(data, dict) or "type" not in data:
        raise DragomanError(
            "a type file is a mapping that begins with `type:`", str(path), "see docs/how-to/add-a-type.md"
        )
    _only(data, TYPE_KEYS, path, "type")
    name = data["type"]
    domains = tuple(data.get("domains", ()))
    frames = tuple(f for raw in data.get("frames", ()) for f in _frames(name, raw, domains, path))
    examples = tuple(_example(raw, path) for raw in data.get("examples", ()))
    return Type(
        name,
        str(data.get("title", name)),
        str(data.get("family", "")),
        " ".join(str(data.get("definition", "")).split()),
        str(data.get("standard", "")),
        bool(data.get("symmetric")),
        float(data.get("intensity", 0)),
        data.get("roles") or {},
        domains,
        frames,
        examples,
        path.parent != FOLDER,
    )


def _only(data: Mapping[str, Any], known: frozenset[str], path: Path, what: str) -> None:
    for key in data:
        if key not in known:
            raise DragomanError(f"unknown key {key!r} in a {what}", str(path), "known: " + ", ".join(sorted(known)))


def _frames(name: str, raw: Mapping[str, Any], domains: tuple[str, ...], path: Path) -> list[Frame]:
    _only(raw, FRAME_KEYS, path, "frame")
    out = []
    for key, pos in (("verbs", "verb"), ("nouns", "noun"), ("adjectives", "adjective")):
        if words := _list(raw.get(key)):
            out.append(
                Frame(
                    name,
                    pos,
                    words,
                    _list(raw.get("actor")),
                    _list(raw.get("recipient")),
                    _list(raw.get("item")),
                    _checked(_list(raw.get("needs")), NEEDS, path, "needs"),
                    _list(raw.get("domains")) or domains,
                    _list(raw.get("with")),
                    _list(raw.get("without")),
                    _one(raw.get("status"), STATUSES, path),
                    _one(raw.get("modality"), MODALITIES, path),
                    bool(raw.get("collect")),
                    float(raw.get("weight", 1)),
                    bool(raw.get("company_acts")),
                    bool(raw.get("fixed")),
                    bool(raw.get("people")),
                    bool(raw.get("nationals")),
                )
            )
    if not out:
        raise DragomanError("a frame names its `verbs`, `nouns` or `adjectives`", str(path), f"add one to {dict(raw)}")
    return out


def _list(value: Any) -> tuple[str, ...]:
    return () if value is None else tuple(map(_word, value)) if isinstance(value, list) else (_word(value),)


def _word(value: Any) -> str:
    """YAML reads the prepositions and particles ``on`` and ``off`` as truth values."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def _one(value: Any, known: tuple[str, ...], path: Path) -> str | None:
    return _checked((value,), known, path, "status or modality")[0] if value is not None else None


def _checked(values: tuple[str, ...], known: tuple[str, ...], path: Path, what: str) -> tuple[str, ...]:
    for value in values:
        if value not in known:
            raise DragomanError(f"{what} {value!r} is not known", str(path), "one of " + ", ".join(known))
    return values


def _example(raw: Mapping[str, Any], path: Path) -> Example:
    if "text" not in raw:
        raise DragomanError("an example has a `text` and its `claims`", str(path), f"add them to {dict(raw)}")
    return Example(
        " ".join(str(raw["text"]).split()),
        tuple(raw.get("claims") or ()),
        " ".join(str(raw.get("context", "")).split()),
        raw.get("published"),
    )
