"""The stretches of a sentence that may fill the slots of a claim: names, references, times, numbers, sums, phrases."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman.coding.fields import Valued, item_text, loose_names, money, place_name, quantities, times, token_at
from dragoman.coding.parties import PARTY_KINDS
from dragoman.coding.unlisted import kinds_of_people, named
from dragoman.reading import Mention, Reading, Sentence
from dragoman.reading.bodies import FORCE_WORD
from dragoman.reading.names import name_index
from dragoman.reading.parsed import starts_of, text_of
from dragoman.reading.speech import ACCORDING, SAY

Token = Any
PREFIX, BEFORE, HERE, FURTHER = 0, 1, 2, 3
"""Where a candidate stands: among the leading parties, in the sentence before, in the sentence itself, further back."""
SEGMENTS = 4
KINDS = (
    "state",
    "nationality",
    "capital",
    "group",
    "body",
    "company",
    "person",
    "place",
    "system",
    "speaker",
    "time",
    "number",
    "money",
    "people",
    "phrase",
    "name",
)
STATES = frozenset(("state", "nationality", "capital"))
OWNED = frozenset(("body", "company", "person"))
PLACE_KINDS = frozenset(("state", "capital", "place", "group", "body", "company"))
MOST_PHRASES = 24
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
UNTHING = re.compile(
    r"^(?:years?|months?|weeks?|days?|hours?|minutes?|decades?|including|following|according|regarding|concerning|millions?|"
    r"billions?|thousands?|hundreds?|dollars?|euros?|yuan|per|percent|cents?|usd|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|-|–)$",
    re.I,
)
"""Words that are never what a claim is about: spans of time, parts of sums, participles that serve as prepositions."""
EMBASSY = re.compile(r"[\w. ]+? (?P<what>embassy|high commission|consulate) in (?P<host>.+)")
KINDLESS = frozenset(("the", "of", "department", "ministry"))
DUAL = re.compile(
    r"\b(?:two|both|sides|each|bilateral\w*|mutual\w*|them|one another|countries|parties|pair|duo)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may fill slots.

    ``segment`` says whether it stands in the sentence, before it or in the prefix; ``at`` is the index of its sentence
    in the reading (-1 for the prefix) and ``start`` and ``end`` are offsets there. ``party``, ``place`` and ``item``
    are the texts it would fill those roles with; ``value`` what a time, quantity or sum would be. ``origin`` are its
    offsets in the report. ``nested``: the sentence names a body, company or person of this very state, which is
    likelier to be the party.
    """

    segment: int
    at: int
    start: int
    end: int
    kind: str
    party: str | None = None
    place: str | None = None
    value: Any = None
    origin: tuple[int, int] | None = None
    state: str | None = None
    reference: bool = False
    dual: bool = False
    subject: bool = False
    nested: bool = False
    item: str | None = None
    guessed: bool = False
    """Whether its state was not told: one of several that a bare "the navy" may belong to."""
    owner: str | None = None
    """The name of the state that a body, company or person belongs to, where that is known."""


def party_name(m: Mention, states: dict[str, str]) -> str:
    """The name a mention has as a party: a demonym or a capital stands for its state."""
    if m.kind in ("nationality", "capital") and m.state:
        return states.get(m.state, m.name)
    return m.name


def in_sentence(reading: Reading, i: int, states: dict[str, str], leading: Sequence[str] = ()) -> Iterator[Candidate]:
    """Every candidate that the sentence to be coded holds itself.

    ``leading`` are ids of the states the report is most about: a bare "the navy" may be any of theirs.
    """
    sentence, doc, amounts, mentions = reading.sentences[i], reading.docs[i], reading.amounts[i], reading.mentions[i]
    here = list(names_of(reading, i, states))
    yield from (replace(c, nested=owns_another(c, here)) for c in here)
    yield from _others(sentence, here, leading, states)
    yield from _speakers(i, sentence, doc, mentions)
    yield from _peoples(i, sentence, doc, mentions)
    taken = [(m.start - sentence.start, m.end - sentence.start) for m in mentions]
    for v in loose_names(doc, taken):
        origin = (v.start + sentence.start, v.end + sentence.start)
        yield Candidate(HERE, i, v.start, v.end, "place", place=v.value, origin=origin)
    sure = [(m.start - sentence.start, m.end - sentence.start) for m in mentions if not _doubtful(m)]
    for start, end in named(doc, sure):
        origin = (start + sentence.start, end + sentence.start)
        yield Candidate(HERE, i, start, end, "name", sentence.text[start:end], origin=origin)
    yield from _values(i, "time", times(amounts), sentence.start)
    yield from _values(i, "money", money(amounts), sentence.start)
    yield from _values(i, "number", quantities(doc, amounts, ranked=True, lengths=True), sentence.start)
    yield from _phrases(i, sentence, doc)


def _doubtful(m: Mention) -> bool:
    """What the statistical model takes for a product or a people may well be a company or a political party."""
    return m.how == "model" and m.kind in ("system", "nationality")


def in_context(reading: Reading, i: int, states: dict[str, str]) -> Iterator[Candidate]:
    """The candidates that a sentence lends to later ones: its names and its times."""
    yield from names_of(reading, i, states)
    yield from _values(i, "time", times(reading.amounts[i]), reading.sentences[i].start)


def _others(
    sentence: Sentence, here: list[Candidate], leading: Sequence[str], states: dict[str, str]
) -> Iterator[Candidate]:
    """A body named without its state, once more for each other state the report is about."""
    known = name_index().states
    for c in here:
        text = sentence.text[c.start : c.end]
        if c.kind != "body" or not c.party or sentence.text[: c.start].rstrip().endswith(("'s", "’s", "s'", "s’")):
            continue
        if (bank := known.exim.get(c.state or "")) is not None and bank.name == c.party:
            twins = _lenders(text, bank.names, leading)
        else:
            twins = list(_twins(c, text, leading))
        for state, party in twins:
            if state != c.state:
                yield replace(c, party=party, state=state, owner=states.get(state), place=None, guessed=True)


def _lenders(text: str, names: Sequence[str], leading: Sequence[str]) -> list[tuple[str, str]]:
    """The export-import banks that one named by its kind alone ("the Exim Bank") may be, by state."""
    exim = name_index().states.exim
    return [] if text in names or " of " in text else [(s, exim[s].name) for s in leading if s in exim]


def _twins(c: Candidate, text: str, leading: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What "the navy" or "the embassy" would be called as each other state's: by state its name.

    Nothing for a name that is more than its kind: "MMEA" is the Malaysian Maritime Enforcement Agency, nobody else's.
    """
    known, party = name_index().states, str(c.party)
    if (sent := EMBASSY.fullmatch(party)) is not None:
        if text.lower().removeprefix("the ") == sent["what"].lower() and (host := known.at(sent["host"])) is not None:
            for state in leading:  # each is some state's in another
                to = c.state if state == host.id else host.id
                if state in known.owning and to is not None:
                    yield state, f"{known.owning[state]} {sent['what']} in {known.name[to]}"
        return
    for own in (known.owning.get(c.state or ""), known.name.get(c.state or "")):
        if own and party.startswith(f"{own} ") and own not in text:
            what = party.removeprefix(f"{own} ")
            if not _words(text) <= _words(what):
                return
            for state in leading:
                if state in known.owning and (what != "Congress" or state in known.with_congress):
                    yield state, known.body(state, what)
            return
    if FORCE_WORD.fullmatch(text):  # "the army" of a state whose army has a name of its own
        for state in leading:
            if state in known.owning:
                yield state, known.body(state, text)


def _words(text: str) -> set[str]:
    """The telling words of a body's name, in one spelling."""
    plain = (
        text.lower().replace("defense", "defence").replace("coastguard", "coast guard").replace("interior", "internal")
    )
    return set(plain.split()) - KINDLESS


def owns_another(c: Candidate, here: list[Candidate]) -> bool:
    """Whether a state stands beside a body, company or person of its own."""
    return c.kind in STATES and any(o.kind in OWNED and o.state == c.state and c.state for o in here)


def names_of(reading: Reading, i: int, states: dict[str, str]) -> Iterator[Candidate]:
    """The names and references of one sentence, as candidates of its own."""
    sentence, doc = reading.sentences[i], reading.docs[i]
    starts = starts_of(doc) if doc is not None else []
    for m in reading.mentions[i]:
        party = party_name(m, states) if m.kind in PARTY_KINDS or m.kind == "place" else None
        place = _place(m)
        if not (party or place or m.kind == "system"):
            continue
        start, end = m.start - sentence.start, m.end - sentence.start
        reference = m.how == "reference"
        yield Candidate(
            HERE,
            i,
            start,
            end,
            m.kind,
            party,
            place,
            origin=(m.start, m.end),
            state=m.state,
            reference=reference,
            dual=reference and bool(DUAL.search(m.text)),
            subject=bool(starts) and doc[bisect_right(starts, end - 1) - 1].dep_ in SUBJECTS,
            item=m.name if m.kind == "system" else None,
            owner=states.get(m.state or "") if m.kind in OWNED else None,
        )


def _place(m: Mention) -> str | None:
    guessed = m.how == "model" and m.kind in ("person", "system")  # the model's persons are often towns
    if m.how == "reference" or (m.kind not in PLACE_KINDS and not guessed):
        return None
    return place_name(m)


def _phrases(i: int, sentence: Sentence, doc: Any) -> Iterator[Candidate]:
    """Noun phrases, each of which may be what a claim is about."""
    seen: set[tuple[int, int]] = set()
    for token in doc:
        if token.pos_ not in ("NOUN", "PROPN") and not (token.pos_ == "VERB" and token.tag_ == "VBG"):
            continue
        if UNTHING.match(token.text):
            continue
        if token.dep_ == "compound" and token.head.i == token.i + 1 and token.head.pos_ in ("NOUN", "PROPN"):
            continue
        text, start, end = item_text(token)
        if not text or (start, end) in seen or len(seen) >= MOST_PHRASES:
            continue
        seen.add((start, end))
        origin = (start + sentence.start, end + sentence.start)
        yield Candidate(HERE, i, start, end, "phrase", origin=origin, item=text)


def _values(i: int, kind: str, values: list[Valued], offset: int) -> Iterator[Candidate]:
    for v in values:
        origin = (v.start + offset, v.end + offset)
        yield Candidate(HERE, i, v.start, v.end, kind, value=v.value, origin=origin)


def _peoples(i: int, sentence: Sentence, doc: Any, mentions: tuple[Mention, ...]) -> Iterator[Candidate]:
    """A people as such, for polls and the like, and people or bodies told by their kind: "Serbs", "French banks"."""
    for start, end in kinds_of_people(doc, ((m.start - sentence.start, m.end - sentence.start) for m in mentions)):
        own = next((m.state for m in mentions if m.kind in STATES and m.start == start + sentence.start), None)
        origin = (start + sentence.start, end + sentence.start)
        yield Candidate(HERE, i, start, end, "people", _lowered(doc, start, end), origin=origin, state=own)
    for m in mentions:
        if m.kind != "nationality":
            continue
        token = token_at(doc, m.start - sentence.start)
        if (
            token is not None
            and m.text.endswith(("s", "ese", "men"))
            and token.dep_ not in ("amod", "compound", "nmod")
        ):
            start, end = m.start - sentence.start, m.end - sentence.start
            yield Candidate(HERE, i, start, end, "people", m.text, origin=(m.start, m.end), state=m.state)


def _lowered(doc: Any, start: int, end: int) -> str:
    """A phrase as it would stand within a sentence: "Human rights groups" opens one with a capital."""
    text: str = text_of(doc)[start:end]
    first = token_at(doc, start)
    if start or first is None or first.pos_ == "PROPN" or first.ent_type_ in ("NORP", "GPE") or text[1:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def _speakers(i: int, sentence: Sentence, doc: Any, mentions: tuple[Mention, ...]) -> Iterator[Candidate]:
    """Unnamed speakers: "some reports", "officials", "two sources familiar with the talks"."""
    heads: list[Token] = []
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_ in SAY:
            heads += [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
            heads += [o for c in token.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"]
    for match in ACCORDING.finditer(text_of(doc)):
        if (token := token_at(doc, min(match.end(), len(text_of(doc)) - 1))) is not None:
            while token.head.i > token.i and token.dep_ in (
                "det",
                "amod",
                "compound",
                "poss",
                "nummod",
                "case",
                "nmod",
            ):
                token = token.head
            heads.append(token)
    for head in heads:
        if head.pos_ not in ("NOUN", "PROPN"):
            continue
        left = min(
            [
                head.i,
                *(
                    c.left_edge.i
                    for c in head.children
                    if c.i < head.i and c.dep_ in ("amod", "compound", "det", "nummod", "poss")
                ),
            ]
        )
        span = doc[left : head.i + 1]
        start, end = span.start_char + sentence.start, span.end_char + sentence.start
        if any(m.start <= start and end <= m.end for m in mentions):
            continue
        text = span.text
        for article in ("the ", "The "):
            text = text.removeprefix(article)
        if span[0].i == 0 and (
            span[0].pos_ == "DET" or (not span[0].ent_type_ and span[0].pos_ not in ("PROPN", "ADJ"))
        ):
            text = text[:1].lower() + text[1:]
        yield Candidate(HERE, i, span.start_char, span.end_char, "speaker", text, origin=(start, end))
