"""What the claims of an event say of each slot: the values, who says each, which is best, and by which rule.

Rules that choose the best value, in this order; the first that decides is named in the finding:

- ``later stage`` or ``later date``: history, not dispute; the last value stands.
- ``majority of independent sources``.
- ``better source``: the higher Admiralty grade (after AidData's ranking of sources, TUFF 3.0).
- ``most precise``: of values that agree, the one with the most digits or the finest date.
- ``lower figure``: where nothing decides between numbers, the lower (UCDP codes its best estimate conservatively).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.matching import open_ends
from dragoman.matching.amounts import bounds, is_total, unit_key
from dragoman.matching.comparable import counts_part
from dragoman.matching.disputes import Verdict, backs, judge
from dragoman.matching.event import Finding, Value
from dragoman.matching.facets import LADDER, Facets
from dragoman.matching.information import independent, information
from dragoman.matching.names import designators, plain, stem
from dragoman.matching.restated import restated
from dragoman.matching.said import Said
from dragoman.matching.times import interval
from dragoman.matching.vocabulary import EXTENTS
from dragoman.matching.voices import Voice


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with its facets, its voice, and its places by the names of their entities."""

    claim: Claim
    facets: Facets
    voice: Voice
    places: tuple[str, ...] = ()


def find(told: Sequence[Told]) -> tuple[Finding, ...]:
    """The findings of one event, one a slot that any of its claims fills, in a fixed order of slots."""
    slots: dict[str, list[Said]] = defaultdict(list)
    for one in told:
        for slot, said in _sayings(one):
            slots[slot].append(said)
    sources = independent([one.voice for one in told if one.claim.modality == "asserted"])
    findings = [
        _finding(slot, said, sources)
        for slot, said in sorted(slots.items(), key=lambda s: (_SLOTS.index(s[0].split(":")[0]), s[0]))
    ]
    return tuple(findings)


_SLOTS = ("happened", "status", "quantity", "total", "money", "time", "place", "item", "extent")


def _sayings(one: Told) -> Iterable[tuple[str, Said]]:
    claim = one.claim

    def say(value: Any, compared: Any = None, unit: str = "") -> Said:
        key = json.dumps(value, sort_keys=True, ensure_ascii=False)
        return Said(value, value if compared is None else compared, one.facets, one.voice, unit, key)

    denied_number = claim.modality == "negated" and (claim.quantity or claim.money)
    if not denied_number:
        yield "happened", say(claim.modality)
    if claim.modality not in ("negated", "hypothetical"):
        yield "status", say(claim.status)
    for q, told in zip(claim.quantity, one.facets.quantity, strict=True):
        slot = "total" if is_total(q.unit) else "quantity"
        unit = unit_key(told.unit)
        said = say(_as_json(value=_number(q.value), unit=q.unit, approx=q.approx), q, unit)
        yield f"{slot}:{unit}", _put_right(said, q.value, one.facets.counts.refused)
    for m in filter(None, (claim.money, restated(claim))):
        yield "money", say(_as_json(amount=_number(m.amount), currency=m.currency, max=m.max, approx=m.approx), m)
    for time in open_ends.times(claim):
        yield "time", say(time, interval(time))
    for place in one.places:
        yield "place", say(place)
    if (extent := extent_of(claim)) is not None:
        yield "extent", say(extent)
    for item in open_ends.items(claim):
        yield "item", say(item)


def _put_right(said: Said, value: float, refused: Collection[float]) -> Said:
    """A number of a sentence that puts one right ("nine, not six"): told to be wrong, or told in its stead."""
    if not refused:
        return said
    modality = "negated" if value in refused else said.facets.modality
    if modality == "negated" and value not in refused:
        modality = "asserted"
    return replace(said, facets=replace(said.facets, modality=modality))


def extent_of(claim: Claim) -> str | None:
    """How much of a named system was moved where a noun says it: ``one battery``, ``several batteries``."""
    if claim.quantity or claim.status not in ("completed", "under_way", "operational") or not designators(claim.item):
        return None
    for word in plain(claim.item or "").split():
        if stem(word) in EXTENTS:
            return f"one {word}" if stem(word) == word else f"several {word}"
    return None


def _finding(slot: str, said: Sequence[Said], sources: int) -> Finding:
    values = _values(said)
    verdict = judge(slot, said)
    low, high = _range(slot, said)
    best, rule = _best(slot, said, verdict)
    stands = next(s for s in said if s.value == best)
    backing = [s for s in said if backs(slot, stands, s)]
    grade = information(said, verdict.verdict, backing, sources)
    return Finding(slot, verdict.verdict, values, best, low, high, rule, verdict.reason, grade)


def _values(said: Sequence[Said]) -> tuple[Value, ...]:
    """One value for each different thing said at each stage, with all who say it."""
    grouped: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in said:
        grouped[(one.key, one.facets.status)].append(one)
    rows = sorted(grouped.items(), key=lambda g: (LADDER.index(g[0][1]) if g[0][1] in LADDER else len(LADDER), g[0][0]))
    return tuple(
        Value(
            ones[0].value,
            tuple(sorted({o.facets.id for o in ones})),
            tuple(sorted({o.voice.label for o in ones})),
            stage,
        )
        for (_, stage), ones in rows
    )


def _range(slot: str, said: Sequence[Said]) -> tuple[float | None, float | None]:
    figures = [s.compared for s in said if s.facets.modality != "negated"]
    if slot.startswith(("quantity", "total")):
        numbers = [q.value for q in figures if isinstance(q, Quantity)]
    elif slot == "money":
        amounts = [m for m in figures if isinstance(m, Money)]
        if len({m.currency for m in amounts}) != 1:
            return None, None
        numbers = [n for m in amounts for n in (m.amount, m.max) if n is not None]
    else:
        return None, None
    return (min(numbers), max(numbers)) if numbers else (None, None)


def _best(slot: str, said: Sequence[Said], verdict: Verdict) -> tuple[Any, str]:
    """The value to show first, and the rule that chose it."""
    asserted = [s for s in said if s.facets.modality != "negated"] or list(said)
    if len({s.key for s in asserted}) == 1:
        return asserted[0].value, "only value"
    asserted = [s for s in asserted if not counts_part(s)] or asserted
    history = verdict.verdict == "superseded" or slot == "status"
    if history:
        asserted = _most(asserted, _lateness)
        if len({s.key for s in asserted}) == 1:
            return asserted[0].value, verdict.rule or "later stage"
    standing = [s for s in asserted if s.facets.modality == "asserted"] or asserted
    for rule, choose in _RULES:
        chosen = choose(slot, standing)
        if len({s.key for s in chosen}) == 1:
            return chosen[0].value, rule
        standing = chosen
    return min(standing, key=lambda s: s.key).value, "first in order"


def _lateness(said: Said) -> tuple[int, int, str]:
    stage = LADDER.index(said.facets.status) if said.facets.status in LADDER else -1
    return stage, said.facets.when.last if said.facets.when else 0, said.voice.published


def _most(said: Sequence[Said], measure: Callable[[Said], Any]) -> list[Said]:
    top = max(measure(s) for s in said)
    return [s for s in said if measure(s) == top]


def _by_majority(slot: str, said: list[Said]) -> list[Said]:
    votes = Counter(key for key, _ in {(s.key, s.voice.key) for s in said})
    return _most(said, lambda s: votes[s.key])


def _by_grade(slot: str, said: list[Said]) -> list[Said]:
    return _most(said, lambda s: -ord(s.voice.grade))


def _by_precision(slot: str, said: list[Said]) -> list[Said]:
    return _most(said, _precision)


def _precision(said: Said) -> float:
    if isinstance(said.compared, Quantity):
        low, high = bounds(said.compared.value, said.compared.approx)
        return low - high
    if said.facets.when is not None and said.value == said.facets.when.text:
        return -said.facets.when.days
    return float(len(str(said.value))) if isinstance(said.value, str) else 0.0


def _by_lowest(slot: str, said: list[Said]) -> list[Said]:
    def figure(s: Said) -> float:
        value = s.compared
        return -value.value if isinstance(value, Quantity) else -value.amount if isinstance(value, Money) else 0.0

    return _most(said, figure)


_RULES: tuple[tuple[str, Callable[[str, list[Said]], list[Said]]], ...] = (
    ("majority of independent sources", _by_majority),
    ("better source", _by_grade),
    ("most precise", _by_precision),
    ("lower figure", _by_lowest),
)


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _as_json(**fields: Any) -> dict[str, Any]:
    return {k: v for k, v in fields.items() if v is not None}
