"""Passages with their claims as numbers: what the network sees, and what it should say."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))
from data import Labelled, same_name, same_time, words
from dragoman.codebook.types import MODALITIES, ORDER, STATUSES
from dragoman.coding.candidates import HERE, Candidate
from dragoman.coding.encode import Encoded, encode
from dragoman.coding.model import SLOTS
from dragoman.coding.propose import described, related, slots_of, spans_of, standing
from dragoman.coding.relations import ELSEWHERE, UNKNOWN
from dragoman.coding.told import FEATURES, Told
from dragoman.coding.units import Unit
from network import ORDERED, Batch

PARTY_SLOTS = ("actor", "recipient", "attribution")


@dataclass
class ClaimExample:
    """One claim: its sentence's row in the passage, labels, and its candidates with what each should fill."""

    raw: dict[str, Any]
    sentence: int
    pivot: tuple[int, int] | None
    weight: float
    spans: list[tuple[int, int]]
    labels: list[tuple[int, int, int]]
    facts: list[tuple[float, ...]]
    members: list[tuple[int, int, int]]
    """(candidate, slot, group): candidates of one value in one slot are a group, right where any of them is chosen."""
    groups: list[tuple[int, float]]


class Example:
    """A passage as numbers."""

    def __init__(self, source: Labelled, told: Told) -> None:
        self.group = source.group
        self.encoded = encode(source.passage)
        self.sentences: list[np.ndarray] = []
        self.types: list[np.ndarray] = []
        self.words: list[np.ndarray] = []
        self.known: list[np.ndarray] = []
        self.claims: list[ClaimExample] = []
        for unit, claims in zip(source.passage.units, source.claims, strict=True):
            if unit.sentence.kind == "headline" and not claims:
                continue
            self._sentence(unit, claims, told)
            told.take((c["type"], *_as_offered(c, unit)) for c in claims)

    def _sentence(self, unit: Unit, claims: list[dict[str, Any]], told: Told) -> None:
        here = self.encoded.sentences == unit.index
        types, known = np.zeros(len(ORDER), dtype=np.float32), np.ones(len(ORDER), dtype=np.float32)
        announced = np.zeros((len(here), len(ORDER)), dtype=np.float32)
        spans = spans_of(unit, self.encoded)
        for claim in claims:
            t = ORDER.index(claim["type"])
            alone = sum(c["type"] == claim["type"] for c in claims) == 1
            types[t] = 1
            pivot = _pivot(claim, unit, self.encoded)
            if pivot is None:
                known[t] = 0
            else:
                announced[pivot[0] : pivot[1], t] = 1
            weight = 1.0 if pivot is not None or alone else 0.0
            self.claims.append(_claim(claim, len(self.sentences), pivot, weight, unit, self.encoded, spans, told))
        self.sentences.append(here)
        self.types.append(types)
        self.words.append(announced)
        self.known.append(known)


def _pivot(claim: dict[str, Any], unit: Unit, encoded: Encoded) -> tuple[int, int] | None:
    word = claim.get("word")
    at = unit.sentence.text.lower().find(word.lower()) if word else -1
    return encoded.span(unit.index, at, at + len(word)) if word and at >= 0 else None


def _claim(
    claim: dict[str, Any],
    sentence: int,
    pivot: tuple[int, int] | None,
    weight: float,
    unit: Unit,
    encoded: Encoded,
    spans: list[tuple[int, tuple[int, int]]],
    told: Told,
) -> ClaimExample:
    if pivot is None:
        relation = [UNKNOWN if unit.candidates[n].segment == HERE else ELSEWHERE for n, _ in spans]
        inside = np.nonzero(encoded.sentences == unit.index)[0]
        centre = (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 1)
    else:
        start, end = int(encoded.starts[pivot[0]]), int(encoded.ends[pivot[1] - 1])
        relation, centre = related(unit, start, end, spans, standing(unit, spans)), pivot
    labels, facts = described(unit, centre, relation, spans, told, claim["type"])
    own: dict[tuple[str, str], int] = {}
    members: list[tuple[int, int, int]] = []
    groups: list[tuple[int, float]] = []
    for row, (n, _) in enumerate(spans):
        c = unit.candidates[n]
        for slot in slots_of(c):
            key = (slot, group_key(slot, c))
            if key not in own:
                own[key] = len(groups)
                groups.append((SLOTS.index(slot), float(label(slot, c, claim))))
            members.append((row, SLOTS.index(slot), own[key]))
    return ClaimExample(claim, sentence, pivot, weight, [s for _, s in spans], labels, facts, members, groups)


def group_key(slot: str, c: Candidate) -> str:
    """What two candidates share that stand for one value of a slot."""
    if slot in PARTY_SLOTS:
        return str(c.party)
    if slot == "place":
        return str(c.place)
    return str(c.value) if slot == "time" else f"{c.at}:{c.start}"


def _as_offered(claim: dict[str, Any], unit: Unit) -> tuple[list[str], list[str]]:
    """A claim's parties spelt as the candidates are, so that later sentences recognise them."""
    names = {c.party for c in unit.candidates if c.party}
    return tuple([next((n for n in names if same_name(n, v)), v) for v in claim[r]] for r in ("actor", "recipient"))  # type: ignore[return-value]


def examples_of(source: list[Labelled]) -> list[Example]:
    """Examples in the order of the reports, each knowing what was told before it in its report."""
    out: list[Example] = []
    told, report = Told(), ""
    for one in source:
        if one.report != report:
            told, report = Told(), one.report
        out.append(Example(one, told))
    return out


def label(slot: str, candidate: Candidate, claim: dict[str, Any]) -> float:
    """Whether a candidate fills a slot of a claim."""
    if slot in PARTY_SLOTS:
        values = claim[slot] if slot != "attribution" else [claim[slot]] if claim[slot] else []
        return any(same_name(v, candidate.party) for v in values)
    if slot == "place":
        return any(
            same_name(v, candidate.place)
            or (
                words(v) & words(candidate.place)
                and len(words(v) & words(candidate.place)) / min(len(words(v)), len(words(candidate.place))) >= 0.5
            )
            for v in claim["place"]
        )
    if slot == "time":
        return bool(claim["time"]) and same_time(claim["time"], candidate.value)
    if slot == "quantity":
        return any(abs(float(q["value"]) - candidate.value.value) < 1e-6 for q in claim["quantity"])
    if slot == "item":
        return same_item(claim["item"], candidate.item) if claim["item"] else 0.0
    money = claim["money"]
    return (
        bool(money)
        and money["currency"] == candidate.value.currency
        and abs(money["amount"] - candidate.value.amount) <= 0.01 * max(1.0, money["amount"])
    )


def same_item(a: object, b: object) -> float:
    """How well a phrase tells an item: 1 where it holds a good part of it, less where the score would just let it pass."""
    x, y = words(a), words(b)
    if not x & y or len(x & y) / min(len(x), len(y)) < 0.5:
        return 0.0
    return 1.0 if len(x & y) / len(x) >= 0.34 else 0.6


def batch_of(examples: list[Example]) -> Batch:
    """Pad and flatten examples."""
    longest = max(len(e.encoded.ids) for e in examples)
    n = len(examples)
    ids, mask = (np.zeros((n, longest), dtype=np.int64) for _ in range(2))
    rows: list[int] = []
    here: list[np.ndarray] = []
    words_: list[np.ndarray] = []
    claims: list[ClaimExample] = []
    sentence_of: list[int] = []
    for i, e in enumerate(examples):
        size = len(e.encoded.ids)
        ids[i, :size], mask[i, :size] = e.encoded.ids, 1
        claims += e.claims
        sentence_of += [len(rows) + c.sentence for c in e.claims]
        rows += [i] * len(e.sentences)
        here += [np.pad(s, (0, longest - size)) for s in e.sentences]
        words_ += [np.pad(w, ((0, longest - size), (0, 0))) for w in e.words]
    many = max((len(c.spans) for c in claims), default=1) or 1
    pivots = np.zeros((len(claims), longest), dtype=np.float32)
    spans = np.zeros((len(claims), many, 2), dtype=np.int64)
    spans[..., 1] = 1
    labels = np.zeros((len(claims), many, 3), dtype=np.int64)
    facts = np.zeros((len(claims), many, FEATURES + ORDERED), dtype=np.float32)
    present = np.zeros((len(claims), many), dtype=np.float32)
    members: list[tuple[int, int, int, int]] = []
    groups: list[tuple[int, int, float]] = []
    for k, c in enumerate(claims):
        if c.pivot:
            pivots[k, c.pivot[0] : c.pivot[1]] = 1.0 / (c.pivot[1] - c.pivot[0])
        if c.spans:
            size = len(c.spans)
            spans[k, :size], labels[k, :size], facts[k, :size], present[k, :size] = c.spans, c.labels, c.facts, 1
        members += [(k, row, slot, len(groups) + g) for row, slot, g in c.members]
        groups += [(k, slot, value) for slot, value in c.groups]
    tensor = torch.as_tensor
    whole = [e for e in examples if e.sentences]
    return Batch(
        tensor(ids),
        tensor(mask),
        tensor(rows, dtype=torch.long),
        tensor(np.array(here)).bool(),
        tensor(np.concatenate([e.types for e in whole])),
        tensor(np.array(words_)),
        tensor(np.concatenate([e.known for e in whole])),
        tensor(sentence_of, dtype=torch.long),
        tensor([ORDER.index(c.raw["type"]) for c in claims], dtype=torch.long),
        tensor(pivots),
        tensor([c.weight for c in claims], dtype=torch.float),
        tensor([STATUSES.index(c.raw["status"]) for c in claims], dtype=torch.long),
        tensor([MODALITIES.index(c.raw["modality"]) for c in claims], dtype=torch.long),
        tensor(spans),
        tensor(labels),
        tensor(facts),
        tensor(present),
        torch.tensor(members, dtype=torch.long).reshape(-1, 4),
        torch.tensor([g[0] for g in groups], dtype=torch.long),
        torch.tensor([g[1] for g in groups], dtype=torch.long),
        torch.tensor([g[2] for g in groups], dtype=torch.float),
    )


__all__ = ["Example", "batch_of", "examples_of"]
