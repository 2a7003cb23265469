"""Fit the heads once more on the encoder as it ships: its int8 vectors, and more reports than the encoder was tuned on.

    python training/refit.py [--folders DIR ...] [--gold DIR] [--net FILE] [--model DIR] [--epochs N]

Minutes, not an hour: the encoder stays as it is. It closes the gap that storing the encoder as int8 leaves, and is the way to
take in further coded reports without training everything anew.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

sys.path.insert(0, str(Path(__file__).parent))
from data import labelled, sources
from dragoman.coding.model import Model
from labels import Example, batch_of, examples_of
from losses import loss_of
from network import Network
from train import BUILT, ROOT, base_weights, save_heads, told_of


def refit(net: Network, examples: list[Example], vectors: list[np.ndarray], epochs: int, size: int = 12) -> Network:
    """Train the heads alone on ready-made token vectors."""
    torch.manual_seed(11)
    random.seed(11)
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.99))
    steps = epochs * (len(examples) // size + 1)
    optimizer = torch.optim.AdamW(heads, lr=6e-4, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: max(0.0, 1 - s / steps))
    net.train()
    began = time.time()
    for epoch in range(epochs):
        total: dict[str, float] = {}
        order = sorted(range(len(examples)), key=lambda i: len(examples[i].encoded.ids) + random.random() * 60)
        batches = [order[i : i + size] for i in range(0, len(order), size)]
        random.shuffle(batches)
        for indices in batches:
            batch = batch_of([examples[i] for i in indices])
            hidden = torch.zeros(*batch.ids.shape, vectors[0].shape[1])
            for row, i in enumerate(indices):
                hidden[row, : len(vectors[i])] = torch.as_tensor(vectors[i], dtype=torch.float)
            loss, parts = loss_of(net, batch, hidden)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(heads, 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(net)
            for key, value in parts.items():
                total[key] = total.get(key, 0) + value / len(batches)
        told = " ".join(f"{k} {v:.3f}" for k, v in total.items())
        print(f"epoch {epoch + 1}/{epochs} {time.time() - began:.0f}s {told}", file=sys.stderr, flush=True)
    fitted: Network = mean.module
    return fitted.eval()


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folders", nargs="*", type=Path, default=[ROOT / "training" / "reports"])
    ap.add_argument("--gold", type=Path, default=ROOT / "gold")
    ap.add_argument("--held-out", nargs="*", default=["g03", "g05", "g08"])
    ap.add_argument("--net", type=Path, default=BUILT / "net.pt", help="what train.py left behind")
    ap.add_argument("--model", type=Path, default=ROOT / "src" / "dragoman" / "coding" / "model")
    ap.add_argument("--epochs", type=int, default=5)
    args = ap.parse_args()
    examples = [e for e in examples_of(labelled(sources(args.folders, args.gold, tuple(args.held_out)))) if e.sentences]
    vectors = [v.astype(np.float16) for v in Model(args.model).hidden([e.encoded for e in examples])]
    net = Network(base_weights())
    net.load_state_dict(torch.load(args.net, weights_only=True))
    net = refit(net, examples, vectors, args.epochs)
    save_heads(net, args.model)
    about = json.loads((args.model / "model.json").read_text(encoding="utf-8"))
    about["heads"] = told_of(examples)
    (args.model / "model.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
