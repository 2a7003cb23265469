"""A claim seen as what matching compares: parties, their states, words of the item, days, stage, numbers, speaker."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.matching import known
from dragoman.matching.counts import NONE, Counts, counts_in
from dragoman.matching.entities import Names
from dragoman.matching.names import base, designators, plain, words
from dragoman.matching.times import Interval, interval
from dragoman.matching.vocabulary import COUNTED, GENERIC, KINDS, MORE, ORDINALS, ROMAN

FAMILIES = {
    "arms_transfer": "arms",
    "military_aid": "arms",
    "military_exercise": "drill",
    "police_cooperation": "drill",
}
"""Types that tell of one kind of happening; every other type is its own family."""
SYMMETRIC = frozenset({"agreement", "military_exercise", "police_cooperation", "visit_meeting"})
DEALS = frozenset(
    {
        "arms_transfer",
        "military_aid",
        "technology_transfer",
        "surveillance_deployment",
        "digital_infrastructure",
        "finance",
        "civil_aid",
        "training_education",
    }
)
WORDS_ONLY = frozenset(
    {
        "statement_support",
        "statement_concern",
        "interest_or_aim",
        "legal_oversight",
        "public_opinion",
        "published_statistic",
        "security_incident",
        "sanction_or_control",
    }
)
STOCKS = frozenset({"surveillance_deployment", "digital_infrastructure"})
"""Types whose counts tell what is in place by a day, not what came on it."""
SPECIFIC = frozenset({"company", "person", "body", "unknown"})
"""Kinds of parties that act for themselves, as against states and groups."""
LADDER = ("considered", "announced", "agreed", "under_way", "completed", "operational", "suspended", "cancelled")
"""The stages of the manual in their order."""
PLAN = frozenset({"considered", "announced", "agreed"})
DONE = frozenset({"under_way", "completed", "operational"})


_DISMISSED = re.compile(
    r"\b(?:dismiss\w*|reject\w*|refut\w*|baseless|groundless|unfounded|slander\w*|fabricat\w*|nonsense|untrue|not true"
    r"|fake|inaccurate|smear\w*|fairy tales?|no evidence|brushed|contradict\w*|absurd|preposterous|false"
    r"|a lie|lies|untruths?|invent(?:ed|ions?))\b",
    re.I,
)
"""Words that wave a report away as a whole, whatever else the sentence says."""
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied|ying|ials?)|ruled? out)\b", re.I)
_HEARSAY = re.compile(
    r"\b(?:alleg(?:es?|ed|ing|ations?)|accus(?:es|ed|ing|ations?)|according to|report(?:s|ed|edly)|claim(?:s|ed)|"
    r"suspect(?:s|ed)?|charged|rumou?rs?|ha(?:s|d|ve) it|said to|talk of)\b",
    re.I,
)
"""Words of a sentence that hands on what others say."""
_CONDITION = re.compile(r"\b(?:no|not|never|nothing)\b.*\b(?:until|before|unless)\b", re.I | re.S)
"""What is not to come before something else has come."""
_ENDED = re.compile(r"\b(?:no longer|any ?more|any longer)\b", re.I)
"""What has ceased, and so was."""
_SUMMED = re.compile(
    r"\b(?:in (?:all|total)|altogether|a total of|total(?:l?ing|l?ed)|all the|combined|taken together|adds? up to)\b",
    re.I,
)
"""Words of a sentence whose figures are of the whole."""
_CAPITAL = re.compile(r"\b[^\W\d_a-z][\w’'-]*[a-z][\w’'-]*")
"""A word that begins with a capital and is not all capitals."""
HEAD_ENDS = re.compile(r",| \(| with | for | under | needed | adapted | because | to carry | against ")
"""Where the head of an item ends: a system named later is what the item goes with, not what it is."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What is compared of one claim. ``voice`` is who vouches for it in its report: a speaker, or the report.

    ``parties`` are actors and recipients, ``states`` theirs; ``names`` are words of the item that are written as names.
    ``thing``, ``vague`` and ``echoes`` are told by ``subjects``: the kind of thing, whether the item says little, and
    the claims it may then be about, the likeliest first; so is ``around``, the states that its whole report speaks of.
    ``dismissal`` marks a denial that waves a report away, ``denial`` one that says in so many words that it denies,
    ``conditional`` what is not to come before something else or has ceased, ``hearsay`` a sentence that hands on what
    others say, ``sums_up`` one whose figures are of all there is; ``counts`` holds what it says of single numbers.
    """

    id: str
    report: str
    type: str
    family: str
    actors: frozenset[str]
    recipients: frozenset[str]
    actor_states: frozenset[str]
    recipient_states: frozenset[str]
    parties: frozenset[str]
    states: frozenset[str]
    specific: frozenset[str]
    unplaced: frozenset[str]
    topic: frozenset[str]
    content: frozenset[str]
    marks: frozenset[str]
    bases: frozenset[str]
    counted: frozenset[str]
    more: bool
    kinds: frozenset[str]
    start: int
    when: Interval | None
    place: frozenset[str]
    status: str
    modality: str
    quantity: tuple[Quantity, ...]
    money: Money | None
    voice: str
    order: tuple[str, ...]
    dismissal: bool = False
    denial: bool = False
    conditional: bool = False
    hearsay: bool = False
    sums_up: bool = False
    counts: Counts = NONE
    around: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    thing: str = ""
    vague: bool = False
    echoes: tuple[str, ...] = ()

    @property
    def stage(self) -> str:
        """``plan``, ``done`` or the status itself where it is off the ladder."""
        return "plan" if self.status in PLAN else "done" if self.status in DONE else self.status


def facets(claim: Claim, names: Names) -> Facets:
    """The facets of a claim whose names have been resolved."""
    actors = _ids(claim.actor, names)
    recipients = _ids(claim.recipient, names)
    if claim.type in DEALS:
        recipients = _abroad(actors, recipients, names)
    item = item_facets(claim.item)
    named = frozenset(w for p in (*claim.actor, *claim.recipient) for w in words(p))
    content = _one(item.content - named)
    denied = claim.modality == "negated"
    dismissed = denied and bool(_DISMISSED.search(claim.quote))
    return Facets(
        id=claim.id,
        report=claim.report,
        type=claim.type,
        family=FAMILIES.get(claim.type, claim.type),
        actors=actors,
        recipients=recipients,
        actor_states=_states(actors, names),
        recipient_states=_states(recipients, names),
        parties=_one(actors | recipients),
        states=_states(actors | recipients, names),
        specific=_one(frozenset(i for i in actors | recipients if names.entities[i].kind in SPECIFIC)),
        unplaced=frozenset(
            i
            for i in actors | recipients
            if names.entities[i].state is None and names.entities[i].kind in ("company", "person", "body")
        ),
        topic=item.topic,
        content=content,
        names=_names_in(claim.item, claim.quote) & content if claim.item else frozenset(),
        marks=_one(item.marks - named),
        bases=_one(item.bases - named),
        counted=item.counted,
        more=item.more,
        kinds=item.kinds,
        start=claim.start,
        when=interval(claim.time),
        place=frozenset(w for p in claim.place for w in words(p)),
        status=claim.status,
        modality=claim.modality,
        quantity=claim.quantity,
        money=claim.money,
        voice=known.speaker(claim.attribution) if claim.attribution else "",
        order=_order(claim),
        dismissal=dismissed,
        denial=dismissed or (denied and bool(_DENIED.search(claim.quote))),
        conditional=denied and bool(_CONDITION.search(claim.quote) or _ENDED.search(claim.quote)),
        hearsay=not denied and bool(_HEARSAY.search(claim.quote)),
        sums_up=bool(claim.money or claim.quantity) and bool(_SUMMED.search(claim.quote)),
        counts=counts_in(claim.quote) if claim.quantity else NONE,
    )


@lru_cache(maxsize=8_192)
def _capitals(item: str, quote_begins: str) -> frozenset[str]:
    return frozenset(w for m in _CAPITAL.finditer(item) if m[0] != quote_begins for w in words(m[0]))


def _names_in(item: str, quote: str) -> frozenset[str]:
    """Words of an item that are written as names; what begins its sentence is capital for that alone."""
    first = _CAPITAL.search(quote[:40])
    return _one(_capitals(item, first[0] if first else ""))


@dataclass(frozen=True, slots=True)
class ItemFacets:
    """``topic`` all words, ``content`` those that tell apart, ``marks`` named systems, ``counted`` "phase 2"."""

    topic: frozenset[str]
    content: frozenset[str]
    marks: frozenset[str]
    bases: frozenset[str]
    counted: frozenset[str]
    more: bool
    kinds: frozenset[str]


@lru_cache(maxsize=8_192)
def item_facets(item: str | None) -> ItemFacets:
    """What an item's words give for comparison."""
    topic = words(item)
    marks = marks_of(HEAD_ENDS.split(item)[0]) or marks_of(item) if item else frozenset[str]()
    content = frozenset(w for w in topic if _tells(w))
    return ItemFacets(
        topic,
        content,
        marks,
        frozenset(base(m) for m in marks),
        _counted(item),
        bool(topic & MORE),
        topic & KINDS | _use(item),
    )


def _use(item: str | None) -> frozenset[str]:
    """What is done with a thing in place is another happening than its coming."""
    return (
        frozenset({"use"})
        if re.match(r"(?:use|footage|misuse)\b|.*\b(?:footage|used (?:to|for|in|against))\b", plain(item or ""))
        else frozenset()
    )


def _tells(word: str) -> bool:
    return not (word in GENERIC or word in ORDINALS or word in ROMAN or word.isdigit() or known.nation(word))


def marks_of(text: str) -> frozenset[str]:
    """Systems and designators a phrase names: ``FK-3`` gives the id of the HQ-22 and all its spellings."""
    systems = known.systems_in(text)
    spelled = frozenset(d for s in systems for n in _names_of(s) for d in designators(n) if _tells_alone(d))
    return systems | designators(text) | spelled


def _tells_alone(designator: str) -> bool:
    """Whether a spelling of a listed system names it outside the list: "22a" of "HQ 22A" would fit others too."""
    return designator[0].isalpha() or len(designator) > 4


def _names_of(system: str) -> tuple[str, ...]:
    entry = known.system(system)
    return () if entry is None else entry.names


def _counted(item: str | None) -> frozenset[str]:
    """``second batch`` -> ``batch 2``; ``phases one to three`` and ``phase II`` likewise."""
    found = set()
    tokens = plain(item or "").split()
    numbers = {**ORDINALS, **ROMAN, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    for at, word in enumerate(tokens):
        noun = word.removesuffix("s")
        if noun in COUNTED:
            for near in (*tokens[max(0, at - 2) : at][::-1], *tokens[at + 1 : at + 2]):
                number = int(near) if near.isdigit() and len(near) < 3 else numbers.get(near)
                if number is not None and (near in ORDINALS or near in tokens[at + 1 : at + 2]):
                    found.add(f"{noun} {number}")
                    break
    return frozenset(found)


def _ids(parties: Sequence[str], names: Names) -> frozenset[str]:
    return _one(frozenset(names.parties[p] for p in parties if p in names.parties))


def _abroad(actors: frozenset[str], recipients: frozenset[str], names: Names) -> frozenset[str]:
    """The recipients without the home state of a company that supplies: a firm's own state is rarely its customer, and
    often stands in the sentence only to say whose firm it is."""
    home = {names.entities[i].state for i in actors if names.entities[i].kind == "company"}
    return _one(recipients - home)


def _states(ids: frozenset[str], names: Names) -> frozenset[str]:
    return _one(frozenset(s for s in (names.entities[i].state for i in ids) if s))


@lru_cache(maxsize=16_384)
def _one(ids: frozenset[str]) -> frozenset[str]:
    """The same set object for equal sets: a hundred thousand claims name a few hundred parties."""
    return ids


def _order(claim: Claim) -> tuple[str, ...]:
    """A sort key from content alone, so that nothing depends on the order claims come in."""
    money = "" if claim.money is None else f"{claim.money.currency}{claim.money.amount:020.2f}"
    counts = " ".join(f"{q.value:015.2f}{q.unit}" for q in claim.quantity)
    return (claim.time or "~", plain(claim.item or ""), counts, money, claim.id)
