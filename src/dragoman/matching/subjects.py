"""What a claim is about where its item says little: read from its own sentence, else from what its report told before.

"Six CH-92A drones entered service. They had landed two days earlier. A journal wrote of nine aircraft." A coder may
give the second claim no item and the third a bare one; a reader knows that all three are about the CH-92A. So, of
claims of the families that move, build or agree on things:

1. a system named right before or after the item in the sentence belongs to the item ("CAESAR" of "self-propelled
   howitzers");
2. where an item names nothing of its family ("power connection" of cameras), what the claim counts or its sentence
   names tells the kind of thing;
3. a claim whose item is missing, broad ("the system"), bare ("the drones") or beside the point echoes the claims of
   its family told nearest before it, else right after it. Echoes make joins possible; they bar none.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from dragoman.coding.claim import Claim
from dragoman.matching import known
from dragoman.matching.facets import HEAD_ENDS, Facets, marks_of
from dragoman.matching.names import base, plain, words
from dragoman.matching.things import DOMAINS, counted, things_in
from dragoman.matching.vocabulary import KINDS, SCHEMES, STOP

REACH = 900
"""Characters that an echo looks back (about six sentences)."""
AHEAD = 500
"""Characters it looks ahead where nothing stands before."""
BESIDE = 4
"""Words beside an item among which a system's name belongs to it."""
OFFERED = 8
"""Claims that one may echo: the nearest."""
_APPOSED = re.compile(
    r"(?:,| [(\u201c\"]|,? (?:called|named|dubbed)) ?[\u201c\"]?((?:[A-Z][\w-]*|\d[\w-]*)(?: [A-Z\d][\w-]*){0,3})"
)
"""A name behind a comma or in brackets."""
_SCHEME = re.compile(r"\b(safe|smart) cit(?:y|ies)\b", re.I)
_NEW = re.compile(r"\b(?:an?|another|new)\s+(?:[\w-]+\s+){0,2}$", re.I)
"""What stands before a thing that a sentence brings in as new."""
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_NUMBERS = {**{word: n for n, word in enumerate(_WORDS)}, "half a dozen": 6, "a dozen": 12, "twenty": 20}
_NUMBER = r"(\d[\d,]*|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")\b"
_MORE = re.compile(
    rf"\b(?:further|additional|another) {_NUMBER}|\b{_NUMBER} (?:more|further|additional)\b(?! than)", re.I
)
"""What tells that a number comes on top of one told before."""


def subjects(claims: Sequence[Claim], seen: Mapping[str, Facets]) -> dict[str, Facets]:
    """The facets of claims, by id, with what their sentences and their reports tell of the thing each is about."""
    by_report: defaultdict[tuple[str, str], list[Facets]] = defaultdict(list)
    around = _around(seen.values())
    found = {id: replace(f, around=around[f.report]) for id, f in seen.items()}
    for claim in claims:
        mine = found[claim.id]
        if mine.family in DOMAINS:
            found[claim.id] = _in_sentence(claim, mine)
        elif mine.family == "security_incident":
            found[claim.id] = replace(mine, vague=claim.modality == "negated" and len(mine.content) <= 1)
        else:
            continue
        by_report[claim.report, mine.family].append(found[claim.id])
    for told in by_report.values():
        if len(told) > 1:
            told.sort(key=lambda f: (f.start, f.id))
            _echo(told, found)
        for one in told:
            if found[one.id].thing:
                found[one.id] = _told_units(found[one.id])
    return found


def _around(seen: Iterable[Facets]) -> Mapping[str, frozenset[str]]:
    """By report the states that its claims are about."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in seen:
        found[one.report] |= one.states
    sets: dict[frozenset[str], frozenset[str]] = {}
    return {report: sets.setdefault(frozen := frozenset(states), frozen) for report, states in found.items()}


def _told_units(one: Facets) -> Facets:
    """Numbers of "units" as numbers of the thing that the claim is about, unless it counts that already."""
    kinds = {counted(q.unit) for q in one.quantity}
    if "" not in kinds or one.thing in kinds:
        return one
    return replace(one, quantity=tuple(q if counted(q.unit) else replace(q, unit=one.thing) for q in one.quantity))


def _in_sentence(claim: Claim, mine: Facets) -> Facets:
    """The facets with a system that is named beside the item, the kind of thing, and how little the item says."""
    named = mine.marks
    if not named and claim.item:
        named = frozenset(m for m in marks_of(beside(claim.quote, claim.item)) if ":" in m or any(map(str.isdigit, m)))
    own = [t for t in things_in(HEAD_ENDS.split(claim.item)[0], mine.family) if t] if claim.item else []
    if not named and not own and _counts_untold(claim):
        mine = replace(mine, content=frozenset())  # what is counted is not the item: "1,756 were in place", of cameras
    return replace(
        mine,
        kinds=mine.kinds | _told_kind(claim, mine, own),
        marks=named,
        bases=frozenset(map(base, named)),
        more=mine.more or _on_top(claim),
        thing=_thing(claim, mine.family, own, _sort(named, mine.family)),
        vague=not named and _says_little(claim, mine, own),
    )


def beside(quote: str, item: str) -> str:
    """The item with the words beside it in its sentence that no comma and no little word parts from it, or the name
    that stands in apposition to it ("its drone, Pegaz")."""
    at = quote.find(item)
    if at < 0:
        return ""
    rest = quote[at + len(item) :]
    before = _run(reversed(quote[:at].split()), ends_inside=False)
    apposed = _APPOSED.match(rest)
    after = [apposed[1]] if apposed else _run(rest.split(), ends_inside=True) if rest[:1] == " " else []
    return " ".join([*reversed(before), item, *after])


def _run(words: Iterable[str], ends_inside: bool) -> list[str]:
    """Words up to a little word or a comma, which may end the last of them (``ends_inside``) or stand before it."""
    found: list[str] = []
    for word in words:
        stops = word[-1] in ",;:.)"
        if len(found) == BESIDE or plain(word) in STOP or (stops and not ends_inside):
            break
        found.append(word)
        if stops:
            break
    return found


def _thing(claim: Claim, family: str, own: Sequence[str], sort: str) -> str:
    """The kind of thing a claim is about: what its item names, unless it counts something else; what it counts; the
    sort of the systems it names; the one kind that its sentence names; "" where none of these tells."""
    counts = [kind for q in claim.quantity if (kind := counted(q.unit)) and things_in(q.unit, family)]
    if family == "drill":  # people do a drill or a patrol: they are not what it is
        own, counts = [t for t in own if t != "people"], [kind for kind in counts if kind != "people"]
    if own and (own[-1] in counts or not counts):
        return own[-1]
    if counts:
        return counts[0]
    if sort:
        return sort
    said = {thing for thing in things_in(claim.quote, family) if thing and (family != "drill" or thing != "people")}
    return next(iter(said)) if len(said) == 1 else ""


def _told_kind(claim: Claim, mine: Facets, own: Sequence[str]) -> frozenset[str]:
    """The scheme of surveillance, or whether it is a patrol or a drill where the item does not say it but its sentence
    does ("Chinese officers" who patrol)."""
    if mine.type == "surveillance_deployment":
        return _scheme(claim, mine, own)
    if mine.family == "drill" and not mine.kinds:
        said = words(claim.quote) & KINDS
        return said if len(said) == 1 else frozenset()
    return frozenset()


def _scheme(claim: Claim, mine: Facets, own: Sequence[str]) -> frozenset[str]:
    """Which scheme of surveillance a claim is about: by its item, else by the one scheme that its sentence names."""
    if told := mine.topic & SCHEMES:
        return told
    said = frozenset(m[1].casefold() for m in _SCHEME.finditer(claim.quote))
    return said if len(said) == 1 and not own else frozenset()


def _sort(named: Iterable[str], family: str) -> str:
    """The kind of thing that the systems named are, where the lists say it of all of them alike."""
    kinds = {thing for mark in named if ":" in mark for thing in things_in(known.sort_of(mark), family)}
    return next(iter(kinds)) if len(kinds) == 1 else ""


def _on_top(claim: Claim) -> bool:
    """Whether the sentence says of one of the claim's numbers that it comes on top ("half a dozen more")."""
    counts = {q.value for q in claim.quantity}
    return bool(counts) and any(_number(m[1] or m[2]) in counts for m in _MORE.finditer(claim.quote))


def _number(text: str) -> float:
    digits = text.replace(",", "")
    return float(digits) if digits.isdigit() else float(_NUMBERS[text.casefold()])


def _counts_untold(claim: Claim) -> bool:
    """Whether a claim counts things that its sentence leaves to the text before it to name."""
    return any(plain(q.unit) and not counted(q.unit) for q in claim.quantity)


def _says_little(claim: Claim, mine: Facets, own: Sequence[str]) -> bool:
    """Whether an item is missing, broad or bare, or the claim counts things that it leaves to the text to name; what a
    sentence brings in as new ("a network") says enough."""
    if _counts_untold(claim):
        return True
    bare = not mine.content or (len(mine.content) == 1 and bool(own)) or (mine.family == "agreement" and not own)
    return bare and not (claim.item and _NEW.search(claim.quote[: max(0, claim.quote.find(claim.item))]))


def _echo(told: Sequence[Facets], found: dict[str, Facets]) -> None:
    """Gives claims that say little the claims they may be about; in order, so that one may echo an echo."""
    known = list(told)
    for at, one in enumerate(told):
        if not one.vague:
            continue
        before, after = (known[i] for i in range(at - 1, -1, -1)), (known[i] for i in range(at + 1, len(known)))
        offered = _offered(one, before, REACH) or _offered(one, after, AHEAD)
        if not one.thing and one.quantity and len({f.thing for f in offered if f.thing}) > 1:
            continue  # a number of what? two things stand near
        if offered:
            thing = one.thing or offered[0].thing
            kinds = one.kinds or (offered[0].kinds if one.family == "drill" else one.kinds)
            echoes = tuple(f.id for f in offered)
            known[at] = found[one.id] = replace(one, thing=thing, kinds=kinds, echoes=echoes)


def _offered(one: Facets, others: Iterable[Facets], reach: int) -> list[Facets]:
    """The claims nearest to one, the nearest first, that it may be about."""
    near = takewhile(lambda f: abs(one.start - f.start) <= reach, others)
    return list(islice((f for f in near if _fits(one, f)), OFFERED))


def _fits(one: Facets, other: Facets) -> bool:
    """Whether two claims may be about one thing: of one kind, or the first tells no kind and names nothing."""
    if (one.content and (one.thing or len(one.content) > 1)) or (one.thing and other.thing):
        return bool(one.thing) and one.thing == other.thing
    return True
