"""Entities that may be one, for a person to decide: with a score and the reason, which names and which letters.

Only entities sharing the beginning of a telling word, or an acronym, are compared, so that the work grows with the
number of entities. Two that the lists know are never asked about: the lists have decided.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from dragoman.matching.event import Entity
from dragoman.matching.identity import Identity, find, resolved
from dragoman.matching.names import normal

LEAST = 0.7
"""Score below which two names are not asked about."""
BLOCK = 40
"""Entities sharing one key beyond which the key tells nothing."""
LETTERS = 0.88
"""Share of letters two names must have in common to differ by a slip."""
_KINDS = frozenset({"body", "company", "person", "group", "unknown", "place"})
_COMMON = frozenset(
    "ministry minister department office agency national state company group international general president the and "
    "for of in union armed forces police government republic united court party".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Are ``one`` and ``other`` the same? ``score`` is between 0 and 1; ``reason`` says what speaks for it."""

    one: Entity
    other: Entity
    score: float
    reason: str

    @property
    def pair(self) -> frozenset[str]:
        """The two ids."""
        return frozenset((self.one.id, self.other.id))


def questions(
    entities: Collection[Entity], decided: Sequence[Identity] = (), least: float = LEAST
) -> tuple[Question, ...]:
    """What to ask, the likeliest first; what was decided, or follows from it, is not asked again."""
    asked = [q for pair in _candidates(entities) if (q := _question(*pair)) and q.score >= least]
    known = _Known(decided, {e.id: e for e in entities})
    ordered = sorted(asked, key=lambda q: (-q.score, q.one.id, q.other.id))
    return tuple(q for q in ordered if not known.answers(q))


class _Known:
    """What follows from decisions: same as the same is the same, same as the different is different."""

    def __init__(self, decided: Sequence[Identity], entities: Mapping[str, Entity]) -> None:
        pairs = [(i.same, pair) for i in decided if (pair := resolved(i, entities))]
        self._root: dict[str, str] = {}
        for same, (one, other) in pairs:
            if same:
                self._root[find(self._root, other)] = find(self._root, one)
        self._apart = {frozenset(find(self._root, id) for id in pair) for same, pair in pairs if not same}

    def answers(self, question: Question) -> bool:
        roots = frozenset(find(self._root, id) for id in question.pair)
        return len(roots) == 1 or roots in self._apart


def _candidates(entities: Collection[Entity]) -> Iterable[tuple[Entity, Entity]]:
    blocks: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in sorted(entities, key=lambda e: e.id):
        if entity.kind in _KINDS:
            for key in _keys(entity):
                blocks[key].append(entity)
    pairs = {
        (one.id, other.id): (one, other)
        for members in blocks.values()
        if len(members) <= BLOCK
        for one, other in combinations(members, 2)
    }
    return [pairs[key] for key in sorted(pairs) if _may_be_one(*pairs[key])]


def _keys(entity: Entity) -> set[str]:
    keys: set[str] = set()
    for name in (entity.name, *entity.aliases):
        words = normal(name).split()
        keys |= {word[:4] for word in words if word not in _COMMON and len(word) > 2}
        keys |= {"acronym " + "".join(words), "acronym " + _initials(words)}
    return keys


def _may_be_one(one: Entity, other: Entity) -> bool:
    if ":" in one.id and ":" in other.id:
        return False
    if "place" in (one.kind, other.kind) and one.kind != other.kind:
        return False
    if one.kind != other.kind and "unknown" not in (one.kind, other.kind):
        return False
    return not (one.state and other.state and one.state != other.state)


def _question(one: Entity, other: Entity) -> Question | None:
    """The question with the pair of names that speaks for it most."""
    place = one.kind == "place"
    found = [
        (*told, mine, theirs)
        for mine in (one.name, *one.aliases)
        for theirs in (other.name, *other.aliases)
        if (told := _alike(normal(mine), normal(theirs), place))
    ]
    if not found:
        return None
    score, reason, mine, theirs = max(found, key=lambda f: (f[0], f[2] == one.name, f[3] == other.name, f[2], f[3]))
    via = [f'its alias "{said}"' for said, e in ((mine, one), (theirs, other)) if said != e.name]
    return Question(one, other, round(score, 3), reason + (f" (by {' and '.join(via)})" if via else ""))


@lru_cache(maxsize=65536)
def _alike(one: str, other: str, place: bool) -> tuple[float, str] | None:
    """A score and a reason for two names in their normal form, None where nothing speaks for their being one."""
    mine, theirs = one.split(), other.split()
    if not mine or not theirs:
        return None
    if one == other:
        return 0.99, "the same name but for accents, case or legal form"
    if sorted(mine) == sorted(theirs):
        return 0.95, "the same words in another order"
    letters = Levenshtein.normalized_similarity(one, other)
    if letters >= LETTERS and not _numbers(mine) ^ _numbers(theirs):
        return letters, f"they differ by {_edits(one, other)}"
    if place:
        return None
    for short, words in ((one, theirs), (other, mine)):
        if 3 <= len(short) <= 8 and len(words) > 2 and short == _initials(words):
            return 0.85, f'"{short.upper()}" is made of the initials of the other'
    return _held(mine, theirs)


def _held(mine: list[str], theirs: list[str]) -> tuple[float, str] | None:
    """One name all of whose words stand in the other: a surname, a ministry without its state."""
    shorter, longer = sorted((mine, theirs), key=len)
    if not set(shorter) < set(longer) or not set(shorter) - _COMMON or _numbers(longer) != _numbers(shorter):
        return None
    share = len(" ".join(shorter)) / len(" ".join(longer))
    if len(shorter) == 1 and (len(shorter[0]) < 4 or shorter[0] != longer[-1] or len(longer) > 3):
        return None  # a first name or a single adjective tells too little
    return 0.65 + 0.3 * share, f'all words of "{" ".join(shorter)}" stand in the other'


def _numbers(words: Iterable[str]) -> set[str]:
    return {word for word in words if any(c.isdigit() for c in word)}


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "in"))


def _edits(one: str, other: str) -> str:
    """The letters in which two names differ: ``"l" left out``, ``"s" for "z"``."""
    said = []
    for edit in Levenshtein.editops(one, other):
        old, new = one[edit.src_pos : edit.src_pos + 1], other[edit.dest_pos : edit.dest_pos + 1]
        said.append(
            {"delete": f'"{old}" left out', "insert": f'"{new}" added', "replace": f'"{new}" for "{old}"'}[edit.tag]
        )
    return f"{len(said)} letter{'s' if len(said) > 1 else ''}: {', '.join(said)}"
