"""What the model coder looks at: one unit a sentence, with the context before it and the candidates for every slot.

The encoder sees three segments: the parties the report names most, the sentence before, and the sentence itself. Each
candidate is a stretch of one of them: a name (or a reference, standing for what it was resolved to), a time, a number,
a sum of money or an unnamed speaker. The model says of each which slots of a claim it fills; it can add nothing of its
own.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.coding.fields import Valued, money, quantities, times, token_at, unlisted_places
from dragoman.coding.parties import PARTY_KINDS, UNNAMED
from dragoman.reading import Amounts, Mention, Reading, Sentence
from dragoman.reading.speech import ACCORDING, SAY

Token = Any
PREFIX, BEFORE, HERE = 0, 1, 2
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
    "reference",
    "speaker",
    "time",
    "number",
    "money",
    "people",
)
MOST_NAMED = 5
PEOPLE = frozenset(
    """citizen voter respondent resident people adult public population student woman man youth soldier user
    journalist activist blogger opposition parent migrant worker fisherman villager taxpayer consumer official
    lawmaker""".split()
)
PLACE_KINDS = frozenset(("state", "capital", "place", "group", "body", "company"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may fill slots. ``segment`` and offsets say where it stands in that segment's text; ``party`` and
    ``place`` are the names it would fill those roles with; ``value`` what a time, quantity or sum would be."""

    segment: int
    start: int
    end: int
    kind: str
    party: str | None = None
    place: str | None = None
    value: Any = None
    origin: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence as the model sees it."""

    index: int
    sentence: Sentence
    doc: Any
    prefix: str
    before: str
    candidates: tuple[Candidate, ...]


def units(reading: Reading, states: dict[str, str]) -> Iterator[Unit]:
    """The units of a report's sentences that may be coded, in order."""
    leading = _most_named(reading, states)
    previous: int | None = None
    for i, (sentence, doc) in enumerate(zip(reading.sentences, reading.docs, strict=True)):
        if sentence.kind == "furniture" or doc is None:
            continue
        prefix = " ; ".join(name for name, _ in leading)
        yield Unit(
            i,
            sentence,
            doc,
            prefix,
            reading.sentences[previous].text if previous is not None else "",
            tuple(_candidates(reading, i, previous, leading, states)),
        )
        previous = i


def _most_named(reading: Reading, states: dict[str, str]) -> list[tuple[str, Mention]]:
    counts: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for mentions in reading.mentions:
        for m in mentions:
            if m.kind in PARTY_KINDS and m.how != "reference":
                name = party_name(m, states)
                counts[name] += 1
                first.setdefault(name, m)
    ranked = sorted(counts, key=lambda n: (-counts[n], first[n].start))
    return [(n, first[n]) for n in ranked[:MOST_NAMED]]


def party_name(m: Mention, states: dict[str, str]) -> str:
    """The name a mention has as a party: a demonym or a capital stands for its state."""
    if m.kind in ("nationality", "capital") and m.state:
        return states.get(m.state, m.name)
    return m.name


def _candidates(
    reading: Reading, i: int, previous: int | None, leading: list[tuple[str, Mention]], states: dict[str, str]
) -> Iterator[Candidate]:
    at = 0
    for name, m in leading:
        yield Candidate(PREFIX, at, at + len(name), m.kind, name, None, None, (m.start, m.end))
        at += len(name) + 3
    if previous is not None:
        yield from _names(reading.sentences[previous], reading.mentions[previous], BEFORE, states)
        yield from _values("time", times(reading.amounts[previous]), BEFORE, reading.sentences[previous].start)
    sentence, doc, amounts = reading.sentences[i], reading.docs[i], reading.amounts[i]
    yield from _names(sentence, reading.mentions[i], HERE, states)
    yield from _speakers(sentence, doc, reading.mentions[i])
    yield from _peoples(sentence, doc, reading.mentions[i])
    taken = [(m.start - sentence.start, m.end - sentence.start) for m in reading.mentions[i]]
    for v in unlisted_places(doc, taken):
        yield Candidate(
            HERE, v.start, v.end, "place", None, v.value, None, (v.start + sentence.start, v.end + sentence.start)
        )
    yield from _values("time", times(amounts), HERE, sentence.start)
    yield from _values("money", money(amounts), HERE, sentence.start)
    yield from _numbers(doc, amounts, sentence)


def _names(
    sentence: Sentence, mentions: tuple[Mention, ...], segment: int, states: dict[str, str]
) -> Iterator[Candidate]:
    for m in mentions:
        kind = "reference" if m.how == "reference" else m.kind
        party = party_name(m, states) if m.kind in PARTY_KINDS or m.kind == "place" else None
        place = (
            None
            if m.how == "reference" or m.kind not in PLACE_KINDS
            else (m.text if m.kind in ("capital", "place") else m.name)
        )
        if party or place or m.kind == "system":
            yield Candidate(
                segment,
                m.start - sentence.start,
                m.end - sentence.start,
                kind,
                party or (m.name if m.kind == "system" else None),
                place,
                None,
                (m.start, m.end),
            )


def _values(kind: str, values: list[Valued], segment: int, offset: int) -> Iterator[Candidate]:
    for v in values:
        yield Candidate(segment, v.start, v.end, kind, None, None, v.value, (v.start + offset, v.end + offset))


def _numbers(doc: Any, amounts: Amounts, sentence: Sentence) -> Iterator[Candidate]:
    yield from _values("number", quantities(doc, amounts, ranked=True), HERE, sentence.start)


def _peoples(sentence: Sentence, doc: Any, mentions: tuple[Mention, ...]) -> Iterator[Candidate]:
    """A people as such, for polls and the like: "Serbs", "Serbian citizens", "young Kenyans"."""
    for m in mentions:
        if m.kind != "nationality":
            continue
        token = token_at(doc, m.start - sentence.start)
        if token is None:
            continue
        if (
            token.head.lemma_.lower() in PEOPLE
            and token.dep_ in ("amod", "compound", "nmod")
            and token.head.i - token.i <= 2
        ):
            end = token.head.idx + len(token.head.text)
            yield Candidate(
                HERE, token.idx, end, "people", doc.text[token.idx : end], None, None, (m.start, end + sentence.start)
            )
        elif m.text.endswith(("s", "ese", "men")) and token.dep_ not in ("amod", "compound", "nmod"):
            yield Candidate(
                HERE, m.start - sentence.start, m.end - sentence.start, "people", m.text, None, None, (m.start, m.end)
            )


def _speakers(sentence: Sentence, doc: Any, mentions: tuple[Mention, ...]) -> Iterator[Candidate]:
    """Unnamed speakers: "some reports", "officials", "two sources familiar with the talks"."""
    heads: list[Token] = []
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_ in SAY:
            heads += [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
            heads += [o for c in token.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"]
    for match in ACCORDING.finditer(doc.text):
        if (token := token_at(doc, min(match.end(), len(doc.text) - 1))) is not None:
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
        if span[0].pos_ == "DET" or not span[0].ent_type_:
            text = text[:1].lower() + text[1:]
        yield Candidate(HERE, span.start_char, span.end_char, "speaker", text, None, None, (start, end))


__all__ = ["BEFORE", "HERE", "KINDS", "PREFIX", "UNNAMED", "Candidate", "Unit", "party_name", "units"]
