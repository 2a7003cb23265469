"""Claims of other events that bear on an event: a refusal to confirm it, a fear denied, an instalment before it.

A refusal is its own happening (type ``legal_oversight``) and is not joined to what it is silent about; but that the
press counts 36 guns and the minister will not say how many is a disagreement a reader looks for. It is a finding of the
slot ``confirmation`` on the event, which cites the refusal. The same holds for a stated worry and its denial.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dragoman.matching.event import Finding, Value
from dragoman.matching.events import Group
from dragoman.matching.facets import DEALS, Facets, item_facets
from dragoman.matching.findings import Told
from dragoman.matching.names import words

_REFUSAL = re.compile(
    r"\b(?:refus\w+ to (?:confirm|say|comment|disclose)|declin\w+ to (?:confirm|say|comment|disclose|name|give)|"
    r"not confirm\w*|unconfirmed|no comment|would not (?:confirm|say)|(?:has|have|had|did|does|do) not (?:said|say|"
    r"disclosed?|confirm(?:ed)?|released?|given?|specif\w+|name[ds]?)|"
    r"(?:gives?|gave|named?) no (?:number|figure|quantit)|number\b.*\bnot (?:disclosed|given|released|made public)|"
    r"(?:number|quantit\w+)\b.*\b(?:withheld|undisclosed|secret))",
    re.I,
)
_OTHER_MATTER = re.compile(r"\b(?:audit|law|bill|act|court|case|inquiry|investigation|probe|report|file|vote)\b", re.I)
"""What an item of legal oversight names where its sentence keeps silent only by the way."""
_NUMBER = re.compile(r"\b(?:number|quantit|how many)", re.I)
DEEDS = DEALS | {"force_development"}
"""Types of which a party may keep silent: what is handed over, built, paid for or stationed."""
NEAR = 350
"""Characters before a refusal in which the deed stands that it is about (two or three sentences)."""
ELSE = 3
"""Longer words of a refusal's sentence beyond which it speaks of something itself."""
_OWN_WORDS = words(
    "refusal refused to confirm say comment declined not confirmed unconfirmed no number quantity quantities withheld "
    "undisclosed secret disclosed given released made public shipment purchase sale delivery was were"
)


def confirmations(groups: Sequence[Group], told: Mapping[str, Told]) -> dict[int, Finding]:
    """By the index of a group: the finding that what it tells is not confirmed, or denied though feared."""
    found: dict[int, Finding] = {}
    index = _index(groups)
    deeds = _deeds(groups)
    for made in groups:
        for member in made.members:
            one = told[member.id]
            if one.claim.type == "legal_oversight" and (refusal := _refusal(one)):
                named = _silent_on(one, index, groups)
                for other in named or [at for at in _told_before(one, deeds) if _may_be_of(one, groups[at], told)]:
                    finding = _unconfirmed(one, [told[f.id] for f in groups[other].members], refusal)
                    if finding is not None:
                        found.setdefault(other, finding)
                        if not named:
                            break  # a silence that names nothing is on one deed, the nearest that others tell
            elif one.claim.type == "statement_concern":
                for other in _feared(one, index, groups, told):
                    denied = [told[f.id] for f in groups[other].members if f.modality == "negated"]
                    found.setdefault(other, _feared_and_denied(one, denied))
                for other, come in _come_true(one, index, groups, told):
                    found.setdefault(other, _feared_and_come(one, come))
    return found


def _index(groups: Sequence[Group]) -> dict[tuple[str, str], set[int]]:
    """Groups by a state or party and a telling word."""
    index: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for at, made in enumerate(groups):
        for f in made.members:
            for anchor in f.states | f.parties:
                for word in f.content | f.bases:
                    index[anchor, word].add(at)
            for mark in f.bases:
                index[f.report, mark].add(at)
    return index


def _candidates(one: Told, index: Mapping[tuple[str, str], set[int]], telling: frozenset[str]) -> Iterator[int]:
    anchors = {*one.facets.states, *one.facets.parties, one.facets.report}
    yield from sorted({at for anchor in anchors for word in telling for at in index.get((anchor, word), ())})


def _refusal(one: Told) -> str:
    """The words with which a party keeps silent: the item, or the end of the sentence from the refusal on, or ""."""
    item, quote = one.claim.item or "", one.claim.quote
    if _REFUSAL.search(item):
        return item
    if _OTHER_MATTER.search(item):
        return ""
    found = _REFUSAL.search(quote)
    return quote[found.start() :] if found else ""


Deeds = Mapping[str, Sequence[tuple[int, int]]]
"""By report, in its order: where a claim of a deed stands, and the index of its group."""


def _deeds(groups: Sequence[Group]) -> Deeds:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, made in enumerate(groups):
        for f in made.members:
            if f.type in DEEDS and f.status != "considered":
                found[f.report].append((f.start, at))
    return {report: sorted(told) for report, told in found.items()}


def _told_before(one: Told, deeds: Deeds) -> list[int]:
    """The deeds told shortly before a refusal that names none ("Yerevan declined to comment on this as well"), the
    nearest first."""
    if len(one.facets.content - _OWN_WORDS) > 1:
        return []
    near = [at for start, at in deeds.get(one.claim.report, ()) if 0 <= one.claim.start - start <= NEAR]
    return list(dict.fromkeys(reversed(near)))


def _may_be_of(one: Told, deed: Group, told: Mapping[str, Told]) -> bool:
    """Whether a silence that names no deed can be on one told before: its sentence says little else, or shares a word
    with that of the deed."""
    said = item_facets(one.claim.quote).content - _OWN_WORDS
    said -= frozenset(w for name in (*one.claim.actor, *one.claim.recipient) for w in words(name))
    said = frozenset(w for w in said if len(w) > 4)
    if len(said) <= ELSE:
        return True
    return any(said & words(told[f.id].claim.quote) for f in deed.members if f.report == one.claim.report)


def _silent_on(one: Told, index: Mapping[tuple[str, str], set[int]], groups: Sequence[Group]) -> list[int]:
    """The deeds of the same report that a refusal is about: those that share a system or most of its telling words."""
    telling = (one.facets.content | one.facets.bases) - _OWN_WORDS
    chosen = []
    for at in _candidates(one, index, telling):
        deeds = [
            f
            for f in groups[at].members
            if f.report == one.facets.report and f.type in DEEDS and f.status != "considered"
        ]
        if any((one.facets.bases & f.bases) or telling & f.content for f in deeds):
            chosen.append(at)
    return chosen


def _concerns(silent: Told, deed: Told) -> bool:
    """Whether a deed is the silent party's, or one of its state; another's it need not confirm. Of two systems of
    unlike names it is silent on the one it names."""
    mine, theirs = silent.facets, deed.facets
    if mine.bases and theirs.bases and not mine.bases & theirs.bases:
        item = silent.claim.item or ""
        if not any(word.capitalize() in item for word in mine.content & theirs.content):
            return False
    return not mine.states or bool(mine.parties & theirs.parties or mine.states & theirs.states)


def _unconfirmed(silent: Told, deed: Sequence[Told], refusal: str) -> Finding | None:
    """What others report and the silent party will not confirm; None where nobody else reports it."""
    number = bool(_NUMBER.search(refusal))
    deed = [t for t in deed if t.facets.report == silent.facets.report and _concerns(silent, t)]
    reporting = [
        t
        for t in deed
        if (t.claim.modality in ("asserted", "alleged") and t.voice.key[1] != silent.voice.key[1])
        or (t.claim.modality in ("asserted", "alleged") and not t.claim.attribution)
    ]
    if number:
        reporting = [t for t in reporting if t.claim.quantity]
    reporting = [t for t in reporting if not set(silent.claim.actor) & {t.claim.attribution}]
    if not reporting or not silent.claim.actor:
        return None
    who = " and ".join(silent.claim.actor)
    what = "a number that " if number else "what "
    return Finding(
        "confirmation",
        "disputed",
        _values(reporting, [silent], "reported", "not confirmed"),
        "reported",
        rule="the report stands until it is confirmed or denied",
        reason=f"{reporting[0].voice.label} reports {what}{who} would not confirm",
    )


def _feared(
    one: Told, index: Mapping[tuple[str, str], set[int]], groups: Sequence[Group], told: Mapping[str, Told]
) -> list[int]:
    """Happenings that another denies in the same report, their items the very thing a worry is about."""
    return [
        at
        for at in _candidates(one, index, one.facets.content)
        if any(
            f.modality == "negated" and _alike(one.facets, f) >= 0.6 and _speaks_for_another(one, told[f.id])
            for f in groups[at].members
        )
    ]


def _come_true(
    one: Told, index: Mapping[tuple[str, str], set[int]], groups: Sequence[Group], told: Mapping[str, Told]
) -> Iterator[tuple[int, list[Told]]]:
    """Uses and misuses that a later report tells as fact, and that a worry about a use foresaw."""
    if "use" not in one.facets.kinds:
        return
    for at in _candidates(one, index, one.facets.content):
        come = [
            told[f.id]
            for f in groups[at].members
            if (f.type == "security_incident" or "use" in f.kinds)
            and f.type not in ("statement_concern", "legal_oversight")
            and f.modality == "asserted"
            and one.facets.states & f.states
            and one.facets.content & f.content
            and one.voice.published < told[f.id].voice.published
        ]
        if come:
            yield at, come


def _feared_and_come(worry: Told, come: Sequence[Told]) -> Finding:
    who = " and ".join(worry.claim.actor) or worry.voice.label
    return Finding(
        "confirmation",
        "superseded",
        _values([worry], come, "feared", "told"),
        "told",
        rule="a later report tells what was feared",
        reason=f"voiced as a concern by {who}, told to have come by {come[0].voice.label}",
    )


def _alike(one: Facets, other: Facets) -> float:
    """The share of all words of two items that both have."""
    union = one.topic | other.topic
    return len(one.topic & other.topic) / len(union) if union else 0.0


def _speaks_for_another(worry: Told, denial: Told) -> bool:
    """Whether a denial of the same report stands in another sentence and is not the worrier's own."""
    return (
        worry.claim.report == denial.claim.report
        and worry.claim.start != denial.claim.start
        and bool(denial.claim.attribution)
        and denial.claim.attribution not in worry.claim.actor
    )


def _feared_and_denied(worry: Told, no: Sequence[Told]) -> Finding:
    who = " and ".join(worry.claim.actor) or worry.voice.label
    return Finding(
        "confirmation",
        "disputed",
        _values([worry], no, "feared", "denied"),
        "denied",
        rule="a denial stands against a fear",
        reason=f"voiced as a concern by {who}, denied by {no[0].voice.label}",
    )


def successions(groups: Sequence[Group], told: Mapping[str, Told]) -> dict[int, Finding]:
    """By the index of a group that is a second (third, ...) mission, batch or draft: what came before it."""
    index: defaultdict[tuple[str, frozenset[str], str], set[int]] = defaultdict(set)
    for at, made in enumerate(groups):
        for f in made.members:
            for word in f.content if f.states else ():
                index[f.type, f.states, word].add(at)
    found: dict[int, Finding] = {}
    for at, made in enumerate(groups):
        later = next((f for f in made.members if _numbered(f)), None)
        if later is None:
            continue
        alike = (index.get((later.type, later.states, word), ()) for word in later.content)
        for before in sorted({b for groups_of in alike for b in groups_of} - {at}):
            earlier = next((f for f in groups[before].members if _precedes(f, later)), None)
            if earlier is not None:
                found[at] = _succession(told[earlier.id], told[later.id])
                break
    return found


def _numbered(f: Facets) -> dict[str, int]:
    return {noun: int(n) for noun, n in (c.split() for c in f.counted) if int(n) > 1}


def _precedes(f: Facets, later: Facets) -> bool:
    """Whether a claim tells the instalment before: one number lower, or none, and not on a later day."""
    if f.type != later.type or f.states != later.states or not later.content or not f.content:
        return False
    numbers = dict(c.split() for c in f.counted)
    if any(int(numbers.get(noun, 1)) != n - 1 for noun, n in _numbered(later).items()):
        return False
    if f.when and later.when and f.when.first >= later.when.first:
        return False
    return len(f.content & later.content) / min(len(f.content), len(later.content)) >= 0.6


def _succession(earlier: Told, later: Told) -> Finding:
    values = tuple(Value(t.claim.item, (t.claim.id,), (t.voice.label,), t.claim.status) for t in (earlier, later))
    return Finding(
        "succession",
        "superseded",
        values,
        later.claim.item,
        rule="later instalment",
        reason=f"{later.claim.item} follows {earlier.claim.item}",
    )


def _values(one: Sequence[Told], other: Sequence[Told], said: str, unsaid: str) -> tuple[Value, ...]:
    return tuple(
        Value(value, tuple(sorted(t.claim.id for t in ones)), tuple(sorted({t.voice.label for t in ones})))
        for value, ones in ((said, one), (unsaid, other))
    )
