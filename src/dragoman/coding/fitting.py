"""What the manual's own rules say of the times, places and counts that were chosen for a claim.

The model weighs each candidate by itself. How the chosen ones stand to each other it does not see: that the finest
of "Urumqi, Xinjiang" counts, that what "Abuja and Lagos" lists stands together, that "6 boats and 24 trucks" are two
things. How sure it must be depends on where a candidate stands: of those in the sentence itself after "in" or "at" more
than half are right well below what is asked of the others (measured on 1,100 claims of reports unseen in training).
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from dragoman.coding.candidates import HERE, Candidate
from dragoman.coding.claim import Claim
from dragoman.coding.proposal import Proposal
from dragoman.reading.places import locate

OUT_OF_QUESTION = 0.3
"""A rule's value that the model holds for less likely than this is no value of the claim."""
TIME_HERE = 0.35
TIME_AWAY = 0.8
PLACE_AFTER_IN = 0.4
LISTED_PLACE = 0.02
MOST_LISTED = 12
WHERE = re.compile(
    r"\b(?:in|at|across|throughout|near|off|outside|around|within|inside|along|on)\s+"
    r"(?:(?:the|a|an|central|downtown|nearby|both|northern|southern|eastern|western"
    r"|city|cities|towns?|ports?|capital|of) )*$",
    re.I,
)
"""What stands before a place where something happens."""
AND = re.compile(r",? (?:and|as well as) (?:in |at |the )?|, (?:in |at |the )?")
LAST_AND = re.compile(r",? (?:and|as well as) ")
GOES_ON = re.compile(r"(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)*,? and (?:in |at )?[A-Z]")
CHAIN = re.compile(r",? (?:in|near|outside) (?:the )?(?:(?:district|city|town|province|suburb) of )?|, ?(?:the )?")
COUNTED_LIST = re.compile(r"(?:,|,? and|, plus) (?:about |some |around |over )?$")
WORD = re.compile(r"[a-z]{3,}")
Scored = tuple[float, Candidate]


def all_fitted(told: Iterable[tuple[Claim, Proposal]]) -> list[tuple[Claim, Proposal]]:
    """Claims with what the model made of their sentences, each put right (``fitted``)."""
    return [(fitted(claim, proposal), proposal) for claim, proposal in told]


def fitted(claim: Claim, proposal: Proposal) -> Claim:
    """A claim with its time, places and quantities put right; ``proposal`` is what the model made of its sentence."""
    for slot in ("time", "place", "quantity"):
        claim = _without_unlikely(claim, slot, proposal.slots.get(slot, []))
    return _own_counts(_where(_when(claim, proposal), proposal))


def _value(slot: str, c: Candidate) -> Any:
    return str(c.place) if slot == "place" else c.value


def _same(slot: str, one: Any, other: Any) -> bool:
    return bool(one.value == other.value) if slot == "quantity" else bool(one == other)


def _listed(claim: Claim, slot: str) -> tuple[Any, ...]:
    given = getattr(claim, slot)
    return given if isinstance(given, tuple) else () if given is None else (given,)


def _with(claim: Claim, slot: str, values: tuple[Any, ...], found: list[Scored]) -> Claim:
    """The claim with these values of a slot, and the offsets they were read from."""
    before = _listed(claim, slot)
    gone = [v for v in before if v not in values]
    lost = {c.origin for _, c in found if any(_same(slot, _value(slot, c), v) for v in gone)}
    new = [v for v in values if v not in before]
    origins: list[tuple[int, int]] = []
    for value in new:
        at = next((c.origin for _, c in found if c.origin and _same(slot, _value(slot, c), value)), None)
        origins += [at] if at else []
    spans = {s for s in claim.spans if s[0] != slot or s[1] not in lost} | {(slot, o) for o in origins}
    kept: Any = values if slot in ("place", "quantity") else next(iter(values), None)
    return claim.with_(**{slot: kept, "spans": tuple(sorted(spans))})


def _without_unlikely(claim: Claim, slot: str, found: list[Scored]) -> Claim:
    """Without what a rule put in and the model, which weighed it too, holds for out of the question."""
    values = _listed(claim, slot)
    kept = []
    for value in values:
        scores = [s for s, c in found if _same(slot, _value(slot, c), value)]
        if not scores or max(scores) >= OUT_OF_QUESTION:
            kept.append(value)
    return claim if len(kept) == len(values) else _with(claim, slot, tuple(kept), found)


def _when(claim: Claim, proposal: Proposal) -> Claim:
    """A time told in the sentence itself sooner than one told elsewhere."""
    found = proposal.slots.get("time", [])
    score, chosen = next(((s, c) for s, c in found if c.value == claim.time), (1.0, None))
    if chosen is not None and chosen.segment != HERE and score < TIME_AWAY:
        claim = _with(claim, "time", (), found)
    here = next((c for s, c in found if c.segment == HERE and s >= TIME_HERE), None)
    return _with(claim, "time", (here.value,), found) if claim.time is None and here is not None else claim


def _where(claim: Claim, proposal: Proposal) -> Claim:
    """The places: all that are listed together, of a chain the finest."""
    found = proposal.slots.get("place", [])
    here: dict[str, tuple[float, Candidate]] = {}
    for score, c in found:
        if c.segment == HERE:
            here.setdefault(str(c.place), (score, c))
    if not here:
        return claim
    text = proposal.unit.sentence.text
    names = list(claim.place)
    if not names:
        names = [n for n, (s, c) in here.items() if s >= PLACE_AFTER_IN and WHERE.search(text[: c.start])][:1]
    names = _all_listed(names, here, text)
    names = _finest(names, here, text)
    return claim if names == list(claim.place) else _with(claim, "place", tuple(names), found)


def _all_listed(names: list[str], here: dict[str, tuple[float, Candidate]], text: str) -> list[str]:
    """With "Lagos" what "in Abuja and Lagos" names beside it."""
    likely = sorted((c.start, c.end, n, c.kind) for n, (s, c) in here.items() if s >= LISTED_PLACE)
    runs: list[list[tuple[int, int, str, str]]] = []
    for one in likely:
        if runs and AND.fullmatch(text[runs[-1][-1][1] : one[0]]) and runs[-1][-1][3] == one[3]:
            runs[-1].append(one)
        elif not runs or one[0] >= runs[-1][-1][1]:
            runs.append([one])
    out = list(names)
    for run in runs:
        joined = LAST_AND.search(text[run[0][1] : run[-1][0]]) if len(run) > 1 else None
        if (
            joined
            and len(run) <= MOST_LISTED
            and WHERE.search(text[: run[0][0]])
            and {n for *_, n, _ in run} & {*names}
        ):
            out += [n for *_, n, _ in run if n not in out]
    return out if len(out) == len(names) else sorted(out, key=lambda n: here[n][1].start if n in here else -1)


def _finest(names: list[str], here: dict[str, tuple[float, Candidate]], text: str) -> list[str]:
    """Without what only says where the place before it lies."""
    out = list(names)
    placed = sorted((here[n][1] for n in names if n in here), key=lambda c: c.start)
    for one, other in pairwise(placed):
        if one.end > other.start or not CHAIN.fullmatch(text[one.end : other.start]):
            continue
        wide = one.kind in ("state", "group") and other.kind not in ("state", "group")
        listed = "," in text[one.end : other.start] and GOES_ON.match(text, other.end)
        drop = str((one if wide else other).place)
        if not listed and drop in out and len(out) > 1:
            out.remove(drop)
    states = {str(c.place): str(c.state).removeprefix("state:") for c in placed if c.kind == "state" and c.state}
    for name, code in states.items():
        others = [locate(str(c.place), (code,)) for c in placed if c.kind != "state" and str(c.place) in out]
        if name in out and any(p is not None and p.kind == "town" and p.state == code for p in others):
            out.remove(name)
    return out


def _own_counts(claim: Claim) -> Claim:
    """Of "6 boats and 24 trucks" the number of the claim's own item, where it has one: each is a claim of its own."""
    counts = [q for q in claim.quantity if q.unit not in ("percent", "rank", "km")]
    item = {*WORD.findall((claim.item or "").lower())}
    if len(counts) < 2 or not item:
        return claim
    own = [q for q in counts if {*WORD.findall(str(q.unit).lower())} & item]
    if not own or len(own) == len(counts):
        return claim
    spans = sorted(span for name, span in claim.spans if name == "quantity")
    between = [claim.quote[: b - claim.start] for _, (b, _) in pairwise(spans)]
    if len(spans) != len(claim.quantity) or not all(COUNTED_LIST.search(text) for text in between):
        return claim
    return claim.with_(quantity=tuple(q for q in claim.quantity if q in own or q not in counts))
