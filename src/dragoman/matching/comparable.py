"""Which two figures may be set against each other at all: of one thing, whole against whole, of one time.

What is left out here is what human coders' claims showed to be no dispute: "the first two landed" beside "four were
delivered", Chinese beside Cambodian soldiers, killed beside missing, a count that grew between two reports, a voice
that tells the parts and the whole.
"""

from collections.abc import Sequence

from dragoman.coding.claim import Quantity
from dragoman.matching import known
from dragoman.matching.amounts import is_total, same_quantity, unit_key
from dragoman.matching.facets import STOCKS
from dragoman.matching.names import plain, stem
from dragoman.matching.said import Said
from dragoman.matching.times import interval
from dragoman.matching.vocabulary import FATES, PARTS

GROWING = 60
"""Days between two reports after which a larger count of what is installed is a later one."""
GROWING_UNDATED = 180
"""The same for what is delivered, where no day is told."""


def of_one_thing(one: Said, other: Said) -> bool:
    """Whether two numbers count the same: not the soldiers of two nations, nor the killed and the missing."""
    for kinds in (_nations, _fates):
        mine, theirs = kinds(one), kinds(other)
        if mine and theirs and not mine & theirs:
            return False
    return True


def _nations(said: Said) -> frozenset[str]:
    """Whose people are counted, by the unit, else by the item ("Portuguese advisers")."""
    words = plain(said.compared.unit).split()
    found = frozenset(nation.id for word in words if (nation := known.nation(word)))
    if found or said.unit != "people":
        return found
    return frozenset(nation.id for word in said.facets.topic if (nation := known.nation(word)))


def _fates(said: Said) -> frozenset[str]:
    return frozenset(word for word in map(stem, plain(said.compared.unit).split()) if word in FATES)


def figure(said: Said) -> float:
    """The number of a quantity or a sum."""
    return float(said.compared.value if isinstance(said.compared, Quantity) else said.compared.amount)


def sums_up(one: Said, other: Said) -> bool:
    """Whether the larger of two figures is one of all there is, which the other does not say of itself."""
    small, large = sorted((one, other), key=figure)
    return large.facets.sums_up and not small.facets.sums_up


def is_part(one: Said, other: Said) -> bool:
    """Whether one of two numbers counts a part: "446 of 1,756", the first of them, a variant, a single one."""
    if counts_part(one) or counts_part(other):
        return True
    small, large = sorted((one, other), key=figure)
    if len(small.facets.states) > 1 and _nations(small) and not _nations(large):
        return True  # the soldiers of one nation among all who took part
    if small.facets.topic & PARTS - large.facets.topic:
        return True
    if small.facets.marks > large.facets.marks and large.facets.marks:
        return True
    return small.compared.value == 1 and small.facets.report != large.facets.report


def counts_part(said: Said) -> bool:
    """Whether a number counts a part by its own sentence ("of which 446", "a first lot of 20")."""
    return isinstance(said.compared, Quantity) and (said.compared.value in said.facets.counts.parts or _of_which(said))


def _of_which(said: Said) -> bool:
    """Whether the claim counts more of the same beside this number."""
    mine = said.compared
    return any(
        q.value > mine.value and unit_key(q.unit) == said.unit and not is_total(q.unit) for q in said.facets.quantity
    )


def grown(one: Said, other: Said) -> bool:
    """Whether two counts of what has come are one that grew: the later report tells the larger.

    Who counts cameras in place tells of the day of his report where he names no other; so does who counts what was
    delivered "so far". A count "by" a day holds for that day.
    """
    small, large = sorted((one, other), key=figure)
    if small.facets.stage != "done" or large.facets.stage != "done":
        return False
    a, b = small.facets.when, large.facets.when
    if a is not None and b is not None:
        return b.text.startswith("../") and a.last < b.last
    before, after = interval(small.voice.published or None), interval(large.voice.published or None)
    if before is None or after is None or after.first < before.first:
        return False
    return before.gap(after) >= (GROWING if small.facets.type in STOCKS else GROWING_UNDATED)


def reconciled(one: Said, other: Said, said: Sequence[Said]) -> bool:
    """Whether one of two voices also tells what the other does: the same value, or parts that add up to it."""
    if one.voice.key == other.voice.key or "negated" in (one.facets.modality, other.facets.modality):
        return False
    return any(_also_told(other, one, said) for one, other in ((one, other), (other, one)))


def _also_told(value: Said, by: Said, said: Sequence[Said]) -> bool:
    theirs = [
        s
        for s in said
        if s.voice.key == by.voice.key
        and s.facets.modality == by.facets.modality
        and s.facets.status in (by.facets.status, value.facets.status)
    ]
    if any(s.value == value.value for s in theirs):
        return True
    if not isinstance(value.compared, Quantity):
        return False
    parts = {s.compared.value for s in theirs}
    return len(parts) > 1 and same_quantity(Quantity(sum(parts), value.compared.unit), value.compared)
