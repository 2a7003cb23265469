"""What the model coder proposes: types and announcing words of a sentence, how likely each candidate fills a slot."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from dragoman.codebook.types import MODALITIES, ORDER, STATUSES
from dragoman.coding.candidates import HERE, KINDS, Candidate
from dragoman.coding.cues import pooled
from dragoman.coding.encode import MARK, NAMES, Encoded, encode
from dragoman.coding.model import SLOTS, Array, Model, sigmoid
from dragoman.coding.proposal import SIDES, Proposal, parties
from dragoman.coding.relations import ELSEWHERE, UNKNOWN, main_token, relations
from dragoman.coding.told import Told
from dragoman.coding.units import Passage, Unit, passages
from dragoman.reading import Reading

MOST_ALIKE = 4
"""Most claims of one type in a sentence."""
LEAST = 0.3
"""How likely a word must be to belong to the announcing words beside it."""
ASKED = np.array([0.01 if slot in (*SIDES, "attribution", "item") else 0.0 for slot in SLOTS], dtype=np.float32)
"""How likely a candidate must be to fill a slot for anybody to ask; of times, places and numbers all are asked for."""
AHEAD = 16
"""Passages that are encoded, or wait for it, while those before them are coded."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Found:
    """An announcing word: type and tokens, how likely the sentence claims the type, and how likely the word does."""

    type: int
    span: Span
    probability: float
    word: float
    first: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage, its tokens, and what the model sees in them (``Model.look``), which may not be there yet."""

    passage: Passage
    code: Encoded
    told: Future[tuple[Array, Array]]


class Looking:
    """A report's passages one after the other; the next few are encoded behind as soon as this is made."""

    def __init__(self, reading: Reading, states: dict[str, str], model: Model) -> None:
        self.model = model
        self._coming = passages(reading, states)
        self._waiting: deque[Seen] = deque()
        self._fill()

    def _fill(self) -> None:
        while len(self._waiting) < AHEAD and (passage := next(self._coming, None)) is not None:
            code = encode(passage)
            self._waiting.append(Seen(passage, code, self.model.look(code)))

    def __iter__(self) -> Iterator[Seen]:
        while self._waiting:
            one = self._waiting.popleft()
            self._fill()
            yield one


def propose(looking: Looking, floor: float | None = None, thinkable: float | None = None) -> list[Proposal]:
    """All claims the model that looks holds for likely enough, sentence by sentence.

    Below ``floor``, down to ``thinkable``, a proposal tells its type alone: what fills its slots is not worked out.
    """
    model = looking.model
    least = model.thresholds.type if floor is None else floor
    lowest = least if thinkable is None else min(least, thinkable)
    out: list[Proposal] = []
    told = Told()
    for seen in looking:
        code = seen.code
        hidden, words = seen.told.result()
        for unit in seen.passage.units:
            if unit.sentence.kind == "headline":
                continue
            announced = _announced(unit, code, words, model, lowest, least)
            found = _proposals(unit, code, hidden, [f for f in announced if f.probability >= least], model, told)
            out += [_bare(unit, code, f) for f in announced if f.first and f.probability < least]
            sure = [p for p in found if p.probability >= model.thresholds.type]
            told.take((p.type, *parties(p, model.thresholds)) for p in sure)
            out += found
    return out


def _proposals(
    unit: Unit, code: Encoded, hidden: Array, found: list[_Found], model: Model, told: Told
) -> list[Proposal]:
    if not found:
        return []
    spans = spans_of(unit, code)
    pivot = np.stack([_mean(hidden, f.span) for f in found])
    types = np.array([f.type for f in found], dtype=np.int64)
    status, modality = model.stages(pivot, types)
    if spans:
        vectors = np.stack([_mean(hidden, span) for _, span in spans])
        mains = standing(unit, spans)
        numbers = []
        for f in found:
            start, end = int(code.starts[f.span[0]]), int(code.ends[f.span[1] - 1])
            stand = related(unit, start, end, spans, mains)
            numbers.append(described(unit, f.span, stand, spans, told, ORDER[f.type]))
        scores = model.filled(
            pivot,
            types,
            np.broadcast_to(vectors, (len(found), *vectors.shape)),
            np.array([labels for labels, _ in numbers], dtype=np.int64),
            np.array([facts for _, facts in numbers], dtype=np.float32),
        )
    words = [(int(code.starts[f.span[0]]), int(code.ends[f.span[1] - 1])) for f in found]
    stages = [pooled(status[n], modality[n], unit.doc, words[n], ORDER[f.type]) for n, f in enumerate(found)]
    return [
        Proposal(
            unit,
            ORDER[f.type],
            f.probability,
            words[n],
            STATUSES[int(stages[n][0].argmax())],
            MODALITIES[int(stages[n][1].argmax())],
            _ranked(scores[n], spans, unit) if spans else {},
            f.first,
            f.word,
        )
        for n, f in enumerate(found)
    ]


def _mean(hidden: Array, span: Span) -> Array:
    """The mean vector of some tokens."""
    a, b = span
    out: Array = hidden[a] if b == a + 1 else hidden[a:b].mean(0)
    return out


def _bare(unit: Unit, code: Encoded, f: _Found) -> Proposal:
    """What is thinkable, and no more."""
    trigger = (int(code.starts[f.span[0]]), int(code.ends[f.span[1] - 1]))
    return Proposal(unit, ORDER[f.type], f.probability, trigger, STATUSES[0], MODALITIES[0], {}, f.first, f.word)


def _announced(unit: Unit, code: Encoded, logits: Array, model: Model, lowest: float, least: float) -> list[_Found]:
    """Types at least ``lowest`` likely with their announcing words; below ``least`` with the likeliest alone."""
    here = code.tokens(unit.index)
    if here is None:
        return []
    words = logits[here[0] : here[1]]
    top = words.max(0)
    again = min(model.thresholds.again, model.thresholds.figure)
    types = sigmoid(top + np.log(np.exp(words - top).sum(0)) + model.heads["sentence_bias"])
    return [
        _Found(int(t), (here[0] + a, here[0] + b), float(types[t]), word, n == 0)
        for t in np.nonzero(types >= lowest)[0]
        for n, ((a, b), word) in enumerate(
            _peaks(sigmoid(words[:, t]), again, MOST_ALIKE if types[t] >= least else 1)
        )
    ]


def _peaks(words: Array, again: float, most: int) -> list[tuple[Span, float]]:
    """The announcing words of one type: the likeliest, and any other that stands apart and is likely by itself."""
    left = words.copy()
    out: list[tuple[Span, float]] = []
    while len(out) < most:
        i = int(left.argmax())
        if out and left[i] < again:
            break
        a, b = i, i + 1
        while a > 0 and words[a - 1] >= max(LEAST, words[i] * 0.5):
            a -= 1
        while b < len(words) and words[b] >= max(LEAST, words[i] * 0.5):
            b += 1
        if not out or all(b <= s - 3 or a >= e + 3 for (s, e), _ in out):
            out.append(((a, b), float(words[i])))
        left[max(0, a - 2) : b + 2] = 0
    return out


def spans_of(unit: Unit, code: Encoded) -> list[tuple[int, Span]]:
    """The unit's candidates that the passage shows, by their number, with their tokens."""
    found = [
        (n, code.span(NAMES if c.at < 0 else c.at, c.start, c.end))
        for n, c in enumerate(unit.candidates)
        if slots_of(c)
    ]
    return [(n, span) for n, span in found if span is not None]


def described(
    unit: Unit, span: Span, stand: list[int], spans: list[tuple[int, Span]], told: Told, type_: str
) -> tuple[list[tuple[int, int, int]], list[tuple[float, ...]]]:
    """Labels (kind, segment, relation) and facts of each candidate, for one claim with its announcing tokens."""
    labels, facts = [], []
    centre = (span[0] + span[1] - 1) / 2
    for (n, (a, b)), relation in zip(spans, stand, strict=True):
        c = unit.candidates[n]
        gap = ((a + b - 1) / 2 - centre) / 20
        labels.append((KINDS.index(c.kind), c.segment, relation))
        facts.append((*unit.facts[n], *told.about(c, type_), max(-3.0, min(3.0, gap)), float(gap > 0)))
    return labels, facts


def standing(unit: Unit, spans: list[tuple[int, Span]]) -> list[int | None]:
    """The main word of each candidate that stands in the sentence itself, by its number in the parse."""
    out: list[int | None] = []
    for n, _ in spans:
        c = unit.candidates[n]
        token = main_token(unit.doc, c.start, c.end) if c.segment == HERE else None
        out.append(token.i if token is not None else None)
    return out


def related(unit: Unit, start: int, end: int, spans: list[tuple[int, Span]], words: list[int | None]) -> list[int]:
    """How each candidate stands in the parse to the announcing word at these offsets of the sentence.

    ``words`` are the candidates' main words (see ``standing``).
    """
    trigger = main_token(unit.doc, start, end)
    labels = relations(unit.doc, trigger) if trigger is not None else None
    return [
        ELSEWHERE if unit.candidates[n].segment != HERE else UNKNOWN if labels is None or word is None else labels[word]
        for (n, _), word in zip(spans, words, strict=True)
    ]


def _ranked(scores: Array, spans: list[tuple[int, Span]], unit: Unit) -> dict[str, list[tuple[float, Candidate]]]:
    out: dict[str, list[tuple[float, Candidate]]] = {}
    for row, column in np.argwhere(scores >= ASKED).tolist():
        candidate = unit.candidates[spans[row][0]]
        if SLOTS[column] in slots_of(candidate):
            out.setdefault(SLOTS[column], []).append((float(scores[row, column]), candidate))
    return {k: sorted(v, key=lambda x: (-x[0], x[1].segment != HERE, x[1].start)) for k, v in out.items()}


ALWAYS = {"time": ("time",), "money": ("money",), "number": ("quantity",), "speaker": ("attribution",)}


def slots_of(c: Candidate) -> tuple[str, ...]:
    """The slots a candidate may fill."""
    if c.kind in ALWAYS:
        return ALWAYS[c.kind]
    out = ("actor", "recipient", "attribution") if c.party else ()
    return (*out, *(("place",) if c.place else ()), *(("item",) if c.item else ()))


__all__ = ["MARK", "Looking", "Proposal", "described", "propose", "related", "slots_of", "spans_of", "standing"]
