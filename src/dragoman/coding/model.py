"""The model coder: a small encoder says which types a sentence claims, where, and which candidates fill the slots.

It chooses among candidates that the reading found; it writes no text of its own. The encoder runs as int8 ONNX, the
light heads as plain matrix products; ``training/`` holds how both were made.
"""

import json
import multiprocessing
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.codebook.types import MODALITIES, ORDER, STATUSES
from dragoman.coding.arguments import phrase
from dragoman.coding.claim import Claim, Coding, Drop, Span
from dragoman.coding.encode import FOLDER, Encoded, encode
from dragoman.coding.fields import item_text
from dragoman.coding.relations import ELSEWHERE, UNKNOWN, main_token, relations
from dragoman.coding.settle import settle
from dragoman.coding.units import (
    BEFORE,
    HERE,
    KINDS,
    PREFIX,
    Candidate,
    Told,
    Unit,
    features,
    parties_here,
    units,
)
from dragoman.reading import Reading

Array = NDArray[np.float32]
SLOTS = ("actor", "recipient", "place", "attribution", "time", "quantity", "money")
BATCH = 16
MOST = 6
PEOPLED = frozenset(
    (
        "public_opinion",
        "security_incident",
        "statement_support",
        "statement_concern",
        "interest_or_aim",
        "sanction_or_control",
    )
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a type, a further announcing word of it, or a slot counts.

    Those in ``model.json`` were chosen on reports not trained on (``training/tune.py``).
    """

    type: float = 0.5
    again: float = 0.6
    slot: tuple[float, ...] = (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5)
    second: tuple[float, float] = (0.5, 0.5)
    """What a further actor, and a further recipient, must reach: the first one counts sooner."""
    trust: float = 0.0
    """Where the rules found both sides, they are believed unless the model is at least so sure of its own."""
    alone: bool = False
    """Whether a claim of the rules counts that the model holds for out of the question."""
    item: float = 0.3
    weak: float = 0.15
    agreed: float = 0.2


@dataclass
class Proposal:
    """A claim as the model proposes it: type and announcing token, with probabilities for every label and slot."""

    unit: Unit
    type: str
    probability: float
    trigger: tuple[int, int]
    status: Array
    modality: Array
    slots: dict[str, list[tuple[float, Candidate]]]
    item: tuple[str, int, int] | None
    first: bool = True
    word: float = 1.0


def threads() -> int:
    """Threads for the encoder: ``DRAGOMAN_THREADS``, else one in a worker process and up to four in a process alone."""
    told = os.environ.get("DRAGOMAN_THREADS", "")
    if told.isdigit() and int(told) > 0:
        return int(told)
    return 1 if multiprocessing.parent_process() is not None else min(4, os.cpu_count() or 1)


def _thresholds(told: dict[str, Any]) -> Thresholds:
    """Thresholds from ``model.json``; those it does not name keep their defaults."""
    known: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
    return Thresholds(**known)


class Model:
    """The encoder session and the heads' matrices."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # in a worker beside others, and where the user says so, one thread; the result is the same with any number
        options.intra_op_num_threads = threads()
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        with np.load(folder / "heads.npz") as heads:
            self.heads: dict[str, Array] = {k: heads[k] for k in heads.files}
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.thresholds = _thresholds(about.get("thresholds", {}))

    def hidden(self, encoded: list[Encoded]) -> list[Array]:
        """Token vectors of each unit; units of like length run together."""
        out: list[Array] = [np.zeros((0, 0), dtype=np.float32)] * len(encoded)
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            longest = max(len(encoded[i].ids) for i in chosen)
            ids = np.zeros((len(chosen), longest), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, i in enumerate(chosen):
                ids[row, : len(encoded[i].ids)] = encoded[i].ids
                mask[row, : len(encoded[i].ids)] = 1
            result = self.session.run(None, {"ids": ids, "mask": mask})[0]
            for row, i in enumerate(chosen):
                out[i] = result[row, : len(encoded[i].ids)]
        return out

    def linear(self, name: str, x: Array) -> Array:
        """One layer of a head."""
        out: Array = x @ self.heads[f"{name}.weight"].T + self.heads[f"{name}.bias"]
        return out


@lru_cache(maxsize=2)
def load_model(folder: Path = FOLDER) -> Model:
    """The shipped model, loaded once per process."""
    return Model(folder)


def available(folder: Path = FOLDER) -> bool:
    """Whether the model's files are there."""
    return (folder / "encoder.onnx").exists() and (folder / "heads.npz").exists()


def gelu(x: Array) -> Array:
    """The exact GELU (Hendrycks and Gimpel 2016), by an error function good to 1e-7."""
    z = np.abs(x) / np.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * z)
    erf = 1.0 - (
        ((((1.061405429 * t - 1.453152027) * t) + 1.421413741) * t - 0.284496736) * t + 0.254829592
    ) * t * np.exp(-z * z)
    out: Array = (0.5 * x * (1.0 + np.sign(x) * erf)).astype(np.float32)
    return out


def sigmoid(x: Array) -> Array:
    """The logistic function."""
    return (1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)


def softmax(x: Array) -> Array:
    """Probabilities over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    out: Array = (e / e.sum(-1, keepdims=True)).astype(np.float32)
    return out


def propose(reading: Reading, states: dict[str, str], model: Model, floor: float | None = None) -> list[Proposal]:
    """All claims the model holds for likely enough, sentence by sentence."""
    all_units = [u for u in units(reading, states) if u.sentence.kind != "headline"]
    encoded = encode(all_units)
    out: list[Proposal] = []
    told = Told()
    for unit, code, hidden in zip(all_units, encoded, model.hidden(encoded), strict=True):
        found = _unit(unit, code, hidden, model, model.thresholds.type if floor is None else floor, told)
        sure = [p for p in found if p.probability >= model.thresholds.type]
        told.take((p.type, *_parties(p, model.thresholds)) for p in sure)
        out += found
    return out


def _unit(unit: Unit, code: Encoded, hidden: Array, model: Model, floor: float, told: Told) -> list[Proposal]:
    triggers = model.linear("trigger_out", gelu(model.linear("trigger_in", hidden)))
    here = code.segments == HERE
    masked = np.where(here[:, None], triggers, -1e4)
    top = masked.max(0)
    types = sigmoid(top + np.log(np.exp(masked - top).sum(0)) + model.heads["sentence_bias"])
    spans = [(c, s) for c in unit.candidates if (s := code.span(c.segment, c.start, c.end)) is not None]
    out = []
    for t in np.nonzero(types >= floor)[0]:
        for n, (span, probability, word) in enumerate(
            _peaks(sigmoid(masked[:, t]), float(types[t]), code, model.thresholds.again)
        ):
            made = _proposal(unit, code, hidden, model, int(t), probability, span, spans, told)
            made.first, made.word = n == 0, word
            out.append(made)
    return out


def _peaks(words: Array, sentence: float, code: Encoded, again: float) -> list[tuple[tuple[int, int], float, float]]:
    """The announcing words of one type: the likeliest, and any other that stands apart and is likely by itself."""
    left = words.copy()
    out: list[tuple[tuple[int, int], float, float]] = []
    while True:
        i = int(left.argmax())
        if out and left[i] < again:
            return out
        a, b = i, i + 1
        while a > 0 and words[a - 1] >= max(0.3, words[i] * 0.5) and code.segments[a - 1] == HERE:
            a -= 1
        while b < len(words) and words[b] >= max(0.3, words[i] * 0.5) and code.segments[b] == HERE:
            b += 1
        if not out or all(b <= s - 3 or a >= e + 3 for (s, e), _, _ in out):
            out.append(((a, b), sentence, float(words[i])))
        left[max(0, a - 2) : b + 2] = 0
        if len(out) >= 4:
            return out


def _proposal(
    unit: Unit,
    code: Encoded,
    hidden: Array,
    model: Model,
    t: int,
    probability: float,
    span: tuple[int, int],
    spans: list[tuple[Candidate, tuple[int, int]]],
    told: Told,
) -> Proposal:
    pivot = hidden[span[0] : span[1]].mean(0)
    kind = model.heads["type_vector.weight"][t]
    inner = gelu(model.linear("stage_in", np.concatenate([pivot, kind])[None]))
    related = _related(unit, int(code.starts[span[0]]), int(code.ends[span[1] - 1]), spans)
    slots = _slots(hidden, model, pivot, kind, (span[0] + span[1] - 1) / 2, spans, related, told, ORDER[t])
    item = _item(unit, code, hidden, model, pivot, kind)
    return Proposal(
        unit,
        ORDER[t],
        probability,
        (int(code.starts[span[0]]), int(code.ends[span[1] - 1])),
        softmax(model.linear("status_out", inner))[0],
        softmax(model.linear("modality_out", inner))[0],
        slots,
        item,
    )


def _related(unit: Unit, start: int, end: int, spans: list[tuple[Candidate, tuple[int, int]]]) -> list[int]:
    """How each candidate stands to the announcing word in the parse."""
    trigger = main_token(unit.doc, start, end)
    labels = relations(unit.doc, trigger) if trigger is not None else None
    out = []
    for candidate, _ in spans:
        token = main_token(unit.doc, candidate.start, candidate.end) if candidate.segment == HERE else None
        out.append(
            ELSEWHERE
            if candidate.segment != HERE
            else labels[token.i]
            if labels is not None and token is not None
            else UNKNOWN
        )
    return out


def _slots(
    hidden: Array,
    model: Model,
    pivot: Array,
    kind: Array,
    centre: float,
    spans: list[tuple[Candidate, tuple[int, int]]],
    related: list[int],
    told: Told,
    type_: str,
) -> dict[str, list[tuple[float, Candidate]]]:
    if not spans:
        return {}
    rows = []
    many = parties_here(tuple(c for c, _ in spans))
    for (candidate, (a, b)), relation in zip(spans, related, strict=True):
        vector = hidden[a:b].mean(0)
        gap = ((a + b) / 2 - centre) / 20
        order = np.array(
            [np.clip(gap, -3, 3), float(gap > 0), *features(candidate, many, told, type_)], dtype=np.float32
        )
        rows.append(
            np.concatenate(
                [
                    pivot,
                    vector,
                    pivot * vector,
                    kind,
                    model.heads["kind_vector.weight"][KINDS.index(candidate.kind)],
                    model.heads["segment_vector.weight"][candidate.segment],
                    model.heads["relation_vector.weight"][relation],
                    order,
                ]
            )
        )
    scores = sigmoid(model.linear("role_out", gelu(model.linear("role_in", np.stack(rows)))))
    out: dict[str, list[tuple[float, Candidate]]] = {}
    for row, (candidate, _) in enumerate(spans):
        for slot in slots_of(candidate):
            out.setdefault(slot, []).append((float(scores[row, SLOTS.index(slot)]), candidate))
    return {k: sorted(v, key=lambda x: (-x[0], x[1].segment != HERE, x[1].start)) for k, v in out.items()}


def slots_of(candidate: Candidate) -> tuple[str, ...]:
    """The slots a candidate may fill."""
    if candidate.kind in ("time", "money"):
        return (candidate.kind,)
    if candidate.kind == "number":
        return ("quantity",)
    out: list[str] = []
    if candidate.party and candidate.kind != "system":
        out += ["attribution"] if candidate.kind == "speaker" else ["actor", "recipient", "attribution"]
    if candidate.place and candidate.segment != PREFIX:
        out.append("place")
    return tuple(out)


def _item(
    unit: Unit, code: Encoded, hidden: Array, model: Model, pivot: Array, kind: Array
) -> tuple[str, int, int] | None:
    here = np.nonzero(code.segments == HERE)[0]
    if not len(here):
        return None
    rows = np.concatenate([np.tile(pivot, (len(here), 1)), hidden[here], np.tile(kind, (len(here), 1))], 1)
    scores = sigmoid(model.linear("item_out", gelu(model.linear("item_in", rows)))[:, 0])
    return _best_phrase(
        unit, {int(i): float(s) for i, s in zip(here, scores, strict=True)}, code, model.thresholds.item
    )


def _best_phrase(unit: Unit, scores: dict[int, float], code: Encoded, floor: float) -> tuple[str, int, int] | None:
    """The noun phrase that the item's words lie in: with the highest mean over its words, longer ones preferred."""
    doc = unit.doc
    per_token = [
        max(
            (s for i, s in scores.items() if code.starts[i] < t.idx + len(t.text) and code.ends[i] > t.idx), default=0.0
        )
        for t in doc
    ]
    best: tuple[float, Any] | None = None
    for token in doc:
        if token.pos_ not in ("NOUN", "PROPN", "NUM") and not (token.pos_ == "VERB" and token.tag_ == "VBG"):
            continue
        if token.dep_ == "compound" and token.head.i == token.i + 1 and token.head.pos_ in ("NOUN", "PROPN"):
            continue
        left, right = phrase(token)
        inside = [per_token[i] for i in range(left, right) if doc[i].pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "VERB")]
        if not inside:
            continue
        value = sum(inside) / len(inside) * min(1.0, 0.75 + 0.1 * len(inside)) + 0.1 * per_token[token.i]
        if best is None or value > best[0]:
            best = (value, token)
    if best is None or best[0] < floor:
        return None
    return item_text(best[1])


def code_with_model(reading: Reading, states: dict[str, str], folder: Path = FOLDER) -> Coding:
    """The claims of the model coder, settled by the manual's plain rules (see ``settle``)."""
    model = load_model(folder)
    return claims_of(reading, propose(reading, states, model, floor=model.thresholds.weak), model.thresholds)


def claims_of(reading: Reading, proposals: list[Proposal], limits: Thresholds) -> Coding:
    """Proposals that are sure enough, as claims; the others as drops."""
    claims: list[Claim] = []
    drops: list[Drop] = []
    for proposal in proposals:
        start, end = proposal.unit.sentence.start, proposal.unit.sentence.end
        if proposal.probability < limits.type:
            drops.append(
                Drop(
                    start,
                    end,
                    f"{proposal.type}: the model is too unsure ({proposal.probability:.2f})",
                    proposal.unit.sentence.text[slice(*proposal.trigger)],
                )
            )
            continue
        claims.append(to_claim(reading, proposal, limits))
    settled, unsettled = settle(claims)
    return Coding(settled, (*drops, *unsettled))


def to_claim(reading: Reading, p: Proposal, limits: Thresholds) -> Claim:
    """A proposal with every slot decided."""
    offset = p.unit.sentence.start
    spans: list[tuple[str, Span]] = []

    def take(slot: str, most: int) -> list[Candidate]:
        out = _taken(p, slot, most, limits)
        spans.extend((slot, c.origin) for c in out if c.origin)
        return out

    actors, recipients = _parties(p, limits)
    for slot, names in (("actor", actors), ("recipient", recipients)):
        spans.extend((slot, c.origin) for c in _taken(p, slot, MOST, limits) if c.origin and c.party in names)
    item = p.item
    if item:
        spans.append(("item", (item[1] + offset, item[2] + offset)))
    said = take("attribution", 1)
    sums, when = take("money", 1), take("time", 1)
    return Claim(
        reading.report.id,
        offset,
        p.unit.sentence.end,
        p.unit.sentence.text,
        p.type,
        actors,
        recipients,
        item[0] if item else None,
        tuple(c.value for c in take("quantity", 4)),
        sums[0].value if sums else None,
        when[0].value if when else None,
        tuple(str(c.place) for c in take("place", 4)),
        STATUSES[int(p.status.argmax())],
        MODALITIES[int(p.modality.argmax())],
        said[0].party if said else None,
        (offset + p.trigger[0], offset + p.trigger[1]),
        tuple(sorted(set(spans))),
        "model",
        round(p.probability, 4),
    )


def _suits(c: Candidate, type_: str) -> bool:
    """A people ("Serbs", "Serbian citizens") is a party of opinions and incidents; elsewhere its state is."""
    return c.kind != "people" or type_ in PEOPLED


def _key(slot: str, c: Candidate) -> str:
    if slot in ("actor", "recipient", "attribution"):
        return str(c.party)
    return str(c.place) if slot == "place" else f"{c.start}"


def _taken(p: Proposal, slot: str, most: int, limits: Thresholds) -> list[Candidate]:
    """The candidates that fill a slot, in the order of the text; each value once."""
    limit = limits.slot[SLOTS.index(slot)]
    further = max(limit, limits.second[slot == "recipient"]) if slot in ("actor", "recipient") else limit
    out: list[Candidate] = []
    seen: set[str] = set()
    for score, c in p.slots.get(slot, ()):
        key = _key(slot, c)
        if score < (further if out else limit) or len(out) >= most or key in seen or not _suits(c, p.type):
            continue
        seen.add(key)
        out.append(c)
    return sorted(out, key=lambda c: c.origin or (0, 0))


def _parties(p: Proposal, limits: Thresholds) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and recipients by name; a party on both sides stays where it is likelier."""
    actors, recipients = ([str(c.party) for c in _taken(p, slot, MOST, limits)] for slot in ("actor", "recipient"))
    score = {(slot, str(c.party)): s for slot in ("actor", "recipient") for s, c in reversed(p.slots.get(slot, []))}
    both = set(actors) & set(recipients)
    acting = [n for n in actors if n not in both or score["actor", n] >= score["recipient", n]]
    return tuple(dict.fromkeys(acting)), tuple(dict.fromkeys(n for n in recipients if n not in acting))


__all__ = [
    "BEFORE",
    "Model",
    "Proposal",
    "Thresholds",
    "available",
    "code_with_model",
    "load_model",
    "propose",
    "to_claim",
]
