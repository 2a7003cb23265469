"""Parties that no list knows, by how they are written: runs of capitalised words, and kinds of people and of bodies."""

import calendar
import re
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.coding.arguments import phrase
from dragoman.reading.names import NO_PARTY
from dragoman.reading.parsed import text_of
from dragoman.reading.persons import TITLE_WORDS, TITLES_ONLY

Token = Any
Offsets = tuple[int, int]
CAP = r"[A-ZÀ-ÞŠŽČĆĐİŞ][\w&.’'+-]*"
JOIN = r"(?:of|for|and|the|de|del|della|da|do|dos|la|el|al|bin|ibn|van|von|&)"
DATES = rf"(?:{'|'.join((*calendar.month_name[1:], *calendar.day_name))})"
RUN = re.compile(rf"(?!{DATES}\b){CAP}(?:\s(?:(?:{JOIN}\s){{1,2}})?(?!{DATES}\b){CAP})*")
"""Capitalised words, joined by the small words that stand inside names."""
AND = re.compile(r"\s(?:and|&)\s(?:the\s)?")
OWNED = re.compile(r"['’]s\s")
ACCREDITED = re.compile(
    r"\b(?:ambassador|envoy|consul|commissioner|representative|delegate|mission|attach[ée]|visit|emissary)\w*\s(?:to|in)\s(?:the\s)?$",
    re.I,
)
"""After such words a state's name ends where it ends: "the Chinese Ambassador to Zimbabwe Lin Lin"."""
MOST_RUNS, MOST_KINDS = 8, 6
LONGEST = 8
NOT_OPENING = frozenset(("ADP", "DET", "PRON", "SCONJ", "CCONJ", "ADV", "VERB", "AUX", "PART", "INTJ", "NUM"))
"""Words that open a sentence with a capital and are no part of the name after them."""
OWNER = re.compile(r"(?:['’]s?)$")
WHO = frozenset(
    """activist adviser advisor airline ally analyst applicant army authority bank bidder border-guard broadcaster cadet
    campaigner captain carrier child citizen civilian clansman coalition colonel commander committee community company
    conscript consortium contractor cooperative court creditor crew critic customer defector delegate delegation
    democrat detainee developer diplomat dissident diver doctor donor driver embassy emigrant employee engineer
    executive exile expatriate expert exporter farmer fighter firm fisher fisherman forces founder gang gendarme
    general girl government graduate group guard hacker hospital immigrant importer inspector instructor insurgent
    intelligence investigator investor islander journalist judge laboratory lawmaker lawyer leader legislator lender
    lobby manager manufacturer marine mechanic medic mercenary merchant militant military militia miner minister
    minority mission monitor mp municipality national nationalist navy neighbour neighbor newspaper ngo nun nurse
    observer officer official operator opponent opposition organisation organization owner paratrooper parent
    parliamentarian party passenger patient peacekeeper people pilot pirate police policeman politician population
    prisoner professional programmer prosecutor protester provider publisher recruit refugee regulator reporter
    representative republican researcher resident respondent responder rebel sailor scholar school scientist senator
    separatist service settler shareholder shop smuggler soldier specialist student supplier supporter surgeon suspect
    teacher technician tourist trader traffickers trainee trainer tribe troop troops union university user vendor
    veteran victim villager volunteer voter watchdog widow witness woman worker writer youth""".split()
)
"""What people and bodies are called that act or are acted on without a name."""

COLLECTIVE = frozenset("opposition police military army navy population intelligence parliament minority".split())


def named(doc: Any, known: Iterable[Offsets]) -> Iterator[Offsets]:
    """Offsets of capitalised runs in a sentence, but for those inside a ``known`` name.

    A run with "and" in it is offered whole and in its parts: whether "Import and Export" is one, only sense can tell.
    """
    held = sorted(known)
    seen: set[Offsets] = set()
    printed: str = text_of(doc)
    for match in RUN.finditer(printed):
        whole = _from_head(*_within(doc, printed, *match.span()), held)
        cut = list(_owned(printed, *_past_state(printed, *whole, held), held))
        parts = [p for owned in cut for p in _parts(printed, *owned)]
        if len(parts) == 1 or _inside(cut[0], held):  # "South Korea's KT" is no name
            whole = parts[-1]
        apart = len(parts) > 1 and all(_inside(part, held) for part in parts)
        for start, end in parts if apart else dict.fromkeys((whole, *parts)):
            text = printed[start:end]
            if (
                len(text) < 2
                or len(text.split()) > LONGEST
                or (start, end) in seen
                or _inside((start, end), held)
                or text.startswith("Government")
                or _no_party(text, start, held)
                or (" " not in text and _at(doc, start).pos_ not in ("PROPN", "X") and not text.isupper())
            ):
                continue
            if len(seen) >= MOST_RUNS:
                return
            seen.add((start, end))
            yield start, end


def _no_party(text: str, start: int, held: Iterable[Offsets]) -> bool:
    """Whether a run says nothing, but for a state at its head, that is not a technique or an office: "Burundi GSM"."""
    end = max((b for a, b in held if a == start and b < start + len(text)), default=start)
    rest = text[end - start :].strip()
    return NO_PARTY.fullmatch(rest) is not None or (end > start and TITLES_ONLY.fullmatch(rest) is not None)


def _past_state(text: str, start: int, end: int, held: Iterable[Offsets]) -> Offsets:
    """A run without the state at its head that somebody is accredited to."""
    for a, b in held:
        if a == start and b < end and text[b] == " " and ACCREDITED.search(text, 0, a):
            return b + 1, end
    return start, end


def _owned(text: str, start: int, end: int, held: Iterable[Offsets]) -> Iterator[Offsets]:
    """ "South Korea's KT" apart: the owner and what is named as its own."""
    known = list(held)
    at = start
    for match in OWNED.finditer(text, start, end):
        if _inside((at, match.start()), known) or text[at : match.start()].isupper() or " " in text[match.end() : end]:
            yield at, match.start()
            at = match.end()
    yield at, end


def _from_head(start: int, end: int, held: Iterable[Offsets]) -> Offsets:
    """A run that begins within a known name, from that name's beginning: "[Dar es] Salaam Zone Police"."""
    return next(((a, end) for a, b in held if a < start < b < end), (start, end))


def _inside(one: Offsets, held: Iterable[Offsets]) -> bool:
    return any(a <= one[0] and one[1] <= b for a, b in held)


def _parts(text: str, start: int, end: int) -> Iterator[Offsets]:
    at = start
    for match in AND.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    yield at, end


def _at(doc: Any, start: int) -> Token:
    return doc.char_span(start, start + 1, alignment_mode="expand")[0]


def _within(doc: Any, printed: str, start: int, end: int) -> Offsets:
    """A run without what only begins the sentence, and without the ``'s`` of an owner."""
    while start < end:
        word = _at(doc, start)
        if word.pos_ not in NOT_OPENING or word.is_upper:
            break
        rest = re.match(rf"\S+\s+(?:{JOIN}\s+)*", printed[start:end])
        if rest is None:
            return end, end
        start += rest.end()
    if match := TITLE_WORDS.match(printed[start:end]):
        start += match.end()
        if re.match(rf"{JOIN}\s", printed[start:end]):  # "Inspector General of Police"
            return end, end
    text = OWNER.sub("", printed[start:end]).rstrip(".,;:_")
    return start, start + len(text)


def kinds_of_people(doc: Any, taken: Iterable[Offsets]) -> Iterator[Offsets]:
    """Offsets of noun phrases, without article and number, that tell people or bodies by their kind: "French banks"."""
    held = list(taken)
    many = 0
    for token in doc:
        if token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() not in WHO or token.dep_ == "compound":
            continue
        if _inside((token.idx, token.idx + len(token.text)), held) or not _several(token):
            continue
        left, _ = phrase(token)
        while left < token.i and (
            doc[left].pos_ in ("DET", "PUNCT", "PRON", "NUM", "CCONJ", "ADV", "PART") or doc[left].dep_ == "poss"
        ):
            left += 1
        many += 1
        if many > MOST_KINDS:
            return
        yield doc[left].idx, token.idx + len(token.text)


def _several(token: Token) -> bool:
    """Whether a noun tells of several, of one not named before, or of one that a name belongs to."""
    if token.tag_ in ("NNS", "NNPS") or token.lemma_.lower() in COLLECTIVE:
        return True
    return any(
        (c.dep_ == "det" and c.lower_ in ("a", "an"))
        or (c.dep_ in ("amod", "compound", "nmod") and (c.pos_ == "PROPN" or c.text[:1].isupper()))
        for c in token.children
    )
