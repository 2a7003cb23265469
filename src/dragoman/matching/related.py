"""Claims of other events that bear on an event: a refusal to confirm it, a fear denied, an instalment before it.

A refusal is its own happening (type ``legal_oversight``) and is not joined to what it is silent about; but that the
press counts 36 guns and the minister will not say how many is a disagreement a reader looks for. It is a finding of the
slot ``confirmation`` on the event, which cites the refusal. The same holds for a stated worry and its denial.
"""

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dragoman.matching.blocks import Ints
from dragoman.matching.event import Finding, Value
from dragoman.matching.events import Groups
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


@dataclass(frozen=True, slots=True)
class Bearing:
    """The claims of a record that may bear on other events, by their places in canonical order."""

    silent: Sequence[int]
    """Of legal oversight, and worries: by report, in the order of the reports."""
    uses: Sequence[int]
    """Told as fact, of incidents, uses and misuses: what a worry may have foreseen."""
    numbered: Sequence[int]
    """Second, third (...) missions, batches or drafts."""


def bears(f: Facets) -> tuple[bool, bool, bool]:
    """In which of the three a claim belongs."""
    use = f.type == "security_incident" or "use" in f.kinds
    return (
        f.type in ("legal_oversight", "statement_concern"),
        use and f.type not in ("statement_concern", "legal_oversight") and f.modality == "asserted",
        bool(_numbered(f)),
    )


class Heard(Protocol):
    """All claims, by their places in canonical order, with their groups."""

    @property
    def facets(self) -> Sequence[Facets]:
        """What is compared of each."""

    @property
    def groups(self) -> Groups:
        """The groups."""

    @property
    def group_of(self) -> Sequence[int]:
        """The group of each."""

    def told(self, place: int) -> Told:
        """A claim with all that is known of it."""

    def beside(self, place: int) -> Sequence[int]:
        """The places of the claims of its report."""


class _Nearby:
    """The claims of one report by what they tell."""

    def __init__(self, heard: Heard, place: int) -> None:
        self.heard = heard
        self.report = heard.facets[place].report
        self.places = sorted(heard.beside(place))
        self.by_word: defaultdict[str, list[int]] = defaultdict(list)
        """Deeds by each telling word and system of their items."""
        self.denied: defaultdict[str, list[int]] = defaultdict(list)
        """Denials by each word of their items."""
        self.by_group: defaultdict[int, list[int]] = defaultdict(list)
        deeds: list[tuple[int, int]] = []
        for at in self.places:
            f = heard.facets[at]
            self.by_group[heard.group_of[at]].append(at)
            if f.type in DEEDS and f.status != "considered":
                deeds.append((f.start, heard.group_of[at]))
                for word in f.content | f.bases:
                    self.by_word[word].append(at)
            if f.modality == "negated":
                for word in f.topic:
                    self.denied[word].append(at)
        self.deeds = sorted(deeds)
        """Where each deed stands, and its group."""

    def of(self, group: int) -> list[Told]:
        """The claims of a group that are of this report."""
        return [self.heard.told(at) for at in self.by_group[group]]


_Uses = Mapping[tuple[str, str], Sequence[int]]
"""Uses and misuses told as fact, by a state and a telling word."""
Order = tuple[int, int, int]
"""Where a finding stands among those on one group, of which the first is kept: group and place of the claim that it
comes from, and its number among those that come from it."""


def confirmations(heard: Heard, bearing: Bearing) -> Iterator[tuple[int, Order, Finding]]:
    """By the index of a group: the findings that what it tells is not confirmed, or denied though feared."""
    uses = _uses(heard, bearing)
    nearby: _Nearby | None = None
    for place in bearing.silent:
        one = heard.told(place)
        if nearby is None or nearby.report != one.claim.report:
            nearby = _Nearby(heard, place)
        found = _on_silence(one, nearby) if one.claim.type == "legal_oversight" else _on_worry(one, nearby, uses)
        for number, (group, finding) in enumerate(found):
            yield group, (heard.group_of[place], place, number), finding


def _on_silence(one: Told, nearby: _Nearby) -> Iterator[tuple[int, Finding]]:
    refusal = _refusal(one)
    if not refusal:
        return
    named = _silent_on(one, nearby)
    for other in named or [at for at in _told_before(one, nearby) if _may_be_of(one, nearby.of(at))]:
        finding = _unconfirmed(one, nearby.of(other), refusal)
        if finding is not None:
            yield other, finding
            if not named:
                return  # a silence that names nothing is on one deed, the nearest that others tell


def _on_worry(one: Told, nearby: _Nearby, uses: _Uses) -> Iterator[tuple[int, Finding]]:
    heard = nearby.heard
    for other in _feared(one, nearby):
        members = heard.groups.members(other)
        denied = [heard.told(at) for at in members if heard.facets[at].modality == "negated"]
        yield other, _feared_and_denied(one, denied)
    for other, come in _come_true(one, heard, uses):
        yield other, _feared_and_come(one, come)


def _uses(heard: Heard, bearing: Bearing) -> _Uses:
    found: defaultdict[tuple[str, str], Ints] = defaultdict(lambda: array("i"))
    if any("use" in heard.facets[at].kinds for at in bearing.silent):
        for at in bearing.uses:
            f = heard.facets[at]
            for state in f.states:
                for word in f.content:
                    found[state, word].append(at)
    return found


def _shares(heard: Heard, group: int, one: Told, telling: frozenset[str], likely: Iterable[int]) -> bool:
    """Whether a claim of a group shares a party or state and a telling word with one, or, of its report, a system."""
    anchors = one.facets.states | one.facets.parties

    def does(at: int) -> bool:
        f = heard.facets[at]
        if anchors & (f.states | f.parties) and telling & (f.content | f.bases):
            return True
        return f.report == one.facets.report and bool(telling & f.bases)

    return any(map(does, likely)) or any(map(does, heard.groups.members(group)))


def _refusal(one: Told) -> str:
    """The words with which a party keeps silent: the item, or the end of the sentence from the refusal on, or ""."""
    item, quote = one.claim.item or "", one.claim.quote
    if _REFUSAL.search(item):
        return item
    if _OTHER_MATTER.search(item):
        return ""
    found = _REFUSAL.search(quote)
    return quote[found.start() :] if found else ""


def _told_before(one: Told, nearby: _Nearby) -> list[int]:
    """The deeds told shortly before a refusal that names none ("Yerevan declined to comment on this as well"), the
    nearest first."""
    if len(one.facets.content - _OWN_WORDS) > 1:
        return []
    first = bisect_left(nearby.deeds, (one.claim.start - NEAR,))
    last = bisect_left(nearby.deeds, (one.claim.start + 1,))
    return list(dict.fromkeys(group for _, group in reversed(nearby.deeds[first:last])))


def _may_be_of(one: Told, deed: Sequence[Told]) -> bool:
    """Whether a silence that names no deed can be on one told before in its report: its sentence says little else, or
    shares a word with that of the deed."""
    said = item_facets(one.claim.quote).content - _OWN_WORDS
    said -= frozenset(w for name in (*one.claim.actor, *one.claim.recipient) for w in words(name))
    said = frozenset(w for w in said if len(w) > 4)
    if len(said) <= ELSE:
        return True
    return any(said & words(t.claim.quote) for t in deed)


def _silent_on(one: Told, nearby: _Nearby) -> list[int]:
    """The deeds of the same report that a refusal is about: those that share a system or most of its telling words."""
    heard, telling = nearby.heard, (one.facets.content | one.facets.bases) - _OWN_WORDS
    chosen: defaultdict[int, list[int]] = defaultdict(list)
    for at in sorted({at for word in telling | one.facets.bases for at in nearby.by_word.get(word, ())}):
        f = heard.facets[at]
        if (one.facets.bases & f.bases) or telling & f.content:
            chosen[heard.group_of[at]].append(at)
    return sorted(group for group, likely in chosen.items() if _shares(heard, group, one, telling, likely))


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
    """What others report in its report and the silent party will not confirm; None where nobody else reports it."""
    number = bool(_NUMBER.search(refusal))
    deed = [t for t in deed if _concerns(silent, t)]
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


def _feared(one: Told, nearby: _Nearby) -> list[int]:
    """Happenings that another denies in the same report, their items the very thing a worry is about."""
    heard = nearby.heard
    near = sorted({at for word in one.facets.topic for at in nearby.denied.get(word, ())})
    alike = (at for at in near if _alike(one.facets, heard.facets[at]) >= 0.6)
    groups = {heard.group_of[at] for at in alike if _speaks_for_another(one, heard.told(at))}
    return sorted(group for group in groups if _shares(heard, group, one, one.facets.content, ()))


def _come_true(one: Told, heard: Heard, uses: _Uses) -> Iterator[tuple[int, list[Told]]]:
    """Uses and misuses that a later report tells as fact, and that a worry about a use foresaw."""
    if "use" not in one.facets.kinds:
        return
    found = {at for state in one.facets.states for word in one.facets.content for at in uses.get((state, word), ())}
    later = [at for at in sorted(found) if one.voice.published < heard.told(at).voice.published]
    for group in sorted({heard.group_of[at] for at in later}):
        yield group, [heard.told(at) for at in later if heard.group_of[at] == group]


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


def successions(heard: Heard, bearing: Bearing) -> Iterator[tuple[int, Finding]]:
    """By the index of a group that is a second (third, ...) mission, batch or draft: what came before it."""
    first: dict[int, int] = {}
    for at in sorted(bearing.numbered):
        first.setdefault(heard.group_of[at], at)
    index = _of_one_kind(heard, first.values())
    for group, at in sorted(first.items()):
        later = heard.facets[at]
        alike = {before for word in later.content for before in index.get((later.type, later.states, word), ())}
        for before in sorted(alike, key=lambda b: (heard.group_of[b], b)):
            if heard.group_of[before] != group and _precedes(heard.facets[before], later):
                yield group, _succession(heard.told(before), heard.told(at))
                break


_Kind = tuple[str, frozenset[str], str]


def _of_one_kind(heard: Heard, numbered: Iterable[int]) -> Mapping[_Kind, Sequence[int]]:
    """The claims that share type, states and a telling word with one of the numbered ones, by these."""
    asked = (heard.facets[at] for at in numbered)
    found: dict[_Kind, Ints] = {(f.type, f.states, word): array("i") for f in asked if f.states for word in f.content}
    for at, f in enumerate(heard.facets) if found else ():
        for word in f.content if f.states else ():
            if (f.type, f.states, word) in found:
                found[f.type, f.states, word].append(at)
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
