"""What the model coder looks at: one unit a sentence, with the context before it and the candidates for every slot.

The encoder sees three segments: the parties the report names most, the sentence before, and the sentence itself. Each
candidate is a stretch of one of them: a name (or a reference, standing for what it was resolved to), a time, a number,
a sum of money or an unnamed speaker. The model says of each which slots of a claim it fills; it can add nothing of its
own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
STATES = frozenset(("state", "nationality", "capital", "reference"))
OWNED = frozenset(("body", "company", "person"))
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
    state: str | None = None
    rank: int = 0
    nested: bool = False
    """Whether the sentence names a body, company or person of this very state: then that is likelier the party."""


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
    """Each name once, where it stands nearest: one that the sentence itself names is not offered again from before."""
    sentence, doc, amounts = reading.sentences[i], reading.docs[i], reading.amounts[i]
    here = list(_names(sentence, reading.mentions[i], HERE, states))
    here = [replace(c, nested=_owns_another(c, here)) for c in here]
    owned = {c.state for c in here if c.state and c.kind in OWNED}
    known = {c.party for c in here}
    earlier: list[Candidate] = []
    if previous is not None:
        before = _names(reading.sentences[previous], reading.mentions[previous], BEFORE, states)
        earlier = [replace(c, party=None if c.party in known else c.party, nested=c.state in owned) for c in before]
        yield from (c for c in earlier if c.party or c.place)
        yield from _values("time", times(reading.amounts[previous]), BEFORE, reading.sentences[previous].start)
    known |= {c.party for c in earlier}
    at = 0
    for rank, (name, m) in enumerate(leading):
        if name not in known:
            kind = "state" if m.kind in ("nationality", "capital") else m.kind
            nested = m.state in owned and kind == "state"
            yield Candidate(PREFIX, at, at + len(name), kind, name, None, None, (m.start, m.end), m.state, rank, nested)
        at += len(name) + 3
    yield from here
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


class Told:
    """Who did what to whom so far in the report: a sentence that leaves a party out goes on about those told before."""

    def __init__(self) -> None:
        self.roles: dict[tuple[str, str, str], int] = {}
        self.last: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())

    def take(self, claims: Iterable[tuple[str, Iterable[str], Iterable[str]]]) -> None:
        """Keep in mind the claims of one sentence: type, actors and recipients of each."""
        actors: set[str] = set()
        recipients: set[str] = set()
        for type_, acting, receiving in claims:
            for role, names, here in (("actor", acting, actors), ("recipient", receiving, recipients)):
                for name in names:
                    here.add(name)
                    for key in ((role, type_, name), (role, "", name)):
                        self.roles[key] = self.roles.get(key, 0) + 1
        if actors or recipients:
            self.last = (frozenset(actors), frozenset(recipients))

    def of(self, name: str | None, type_: str) -> tuple[float, ...]:
        """What was told of a party: actor or recipient of this type, of any type, and in the last claims."""
        if not name:
            return (0.0,) * 6
        said = [
            min(3, self.roles.get((role, kind, name), 0)) / 3 for kind in (type_, "") for role in ("actor", "recipient")
        ]
        return (*said, float(name in self.last[0]), float(name in self.last[1]))


def features(candidate: Candidate, parties: int, told: Told, type_: str) -> tuple[float, ...]:
    """Plain facts about a candidate: a state beside its own body, its rank among the report's parties, whether the
    sentence names no party, or only one, and what was told of it before."""
    plain = (float(candidate.nested), candidate.rank / MOST_NAMED, float(parties == 0), float(parties == 1))
    return (*plain, *told.of(candidate.party, type_))


def parties_here(candidates: tuple[Candidate, ...]) -> int:
    """How many parties the sentence itself names."""
    return len({c.party for c in candidates if c.segment == HERE and c.party and c.kind in PARTY_KINDS})


def _owns_another(c: Candidate, here: list[Candidate]) -> bool:
    """Whether a state stands beside a body, company or person of its own."""
    return c.kind in STATES and any(o.kind in OWNED and o.state == c.state and c.state for o in here)


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
                m.state,
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


__all__ = [
    "BEFORE",
    "HERE",
    "KINDS",
    "PREFIX",
    "UNNAMED",
    "Candidate",
    "Unit",
    "features",
    "parties_here",
    "party_name",
    "units",
]
