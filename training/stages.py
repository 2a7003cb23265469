"""Train the second opinion on status and modality (``src/dragoman/coding/cues.npz``) on coded reports.

    python training/stages.py [--folders DIR ...] [--test DIR] [--out FILE]

A few minutes on one core, most of them parsing. Prints how often it is right on reports it was not trained on, which it
uses for nothing else.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))
from torch.nn import functional as F

import coded
from dragoman.codebook.types import MODALITIES, STATUSES
from dragoman.coding.cues import FILE, Cues, checksums, cues
from dragoman.reading.read import BATCH, language_model

ROOT = Path(__file__).parent.parent
LEAST_OFTEN = 2
"""A cue of fewer claims tells nothing."""
SIZE, RATE, DECAY = 256, 0.003, 1e-5
Row = tuple[list[str], int, int]


def rows_of(folders: list[Path]) -> Iterator[Row]:
    """Cues, status and modality of every claim whose announcing words are marked."""
    claims: list[tuple[str, int, dict[str, Any]]] = []
    for path in (p for folder in folders for p in sorted(folder.glob("*.coded"))):
        _, _, gold, mistakes = coded.read(path)
        for claim in gold if not mistakes else ():
            word = claim.get("word")
            at = claim["quote"].lower().find(word.lower()) if word else -1
            if at >= 0:
                claims.append((claim["quote"], at, claim))
    parses = language_model().pipe((quote for quote, _, _ in claims), batch_size=BATCH, disable=["ner"])
    for doc, (_, at, claim) in zip(parses, claims, strict=True):
        told = cues(doc, at, at + len(claim["word"]), claim["type"])
        yield told, STATUSES.index(claim["status"]), MODALITIES.index(claim["modality"])


def fit(rows: list[Row], epochs: int) -> Cues:
    """Weights by Adam with a falling rate, rounded to a byte each; prints the losses as it goes."""
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    counts = Counter(cue for told, _, _ in rows for cue in told)
    known = np.unique(checksums(cue for cue, many in counts.items() if many >= LEAST_OFTEN))
    place = {int(checksum): n for n, checksum in enumerate(known)}
    ids = [np.array([place[c] for c in checksums(told).tolist() if c in place]) for told, _, _ in rows]
    wanted = torch.tensor([(status, modality) for _, status, modality in rows])
    bag = torch.nn.EmbeddingBag(len(known), len(STATUSES) + len(MODALITIES), mode="sum")
    torch.nn.init.zeros_(bag.weight)
    optimizer = torch.optim.Adam(bag.parameters(), lr=RATE)
    steps = epochs * -(-len(rows) // SIZE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: 1 - s / steps)
    for epoch in range(epochs):
        order, total = rng.permutation(len(rows)), 0.0
        for at in range(0, len(rows), SIZE):
            chosen = order[at : at + SIZE]
            starts = np.cumsum([0, *(len(ids[i]) for i in chosen[:-1])])
            out = bag(torch.as_tensor(np.concatenate([ids[i] for i in chosen])), torch.as_tensor(starts))
            right = wanted[torch.as_tensor(chosen)]
            status, modality = out.split([len(STATUSES), len(MODALITIES)], 1)
            loss = F.cross_entropy(status, right[:, 0]) + F.cross_entropy(modality, right[:, 1])
            optimizer.zero_grad()
            (loss + DECAY * bag.weight.square().sum()).backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(chosen) / len(rows)
        print(f"epoch {epoch + 1}/{epochs} loss {total:.3f}", file=sys.stderr, flush=True)
    fitted = bag.weight.detach().numpy()
    scale = float(np.abs(fitted).max() / 127)
    return Cues(known, np.rint(fitted / scale).astype(np.int8), scale)


def right(rows: list[Row], fitted: Cues) -> tuple[float, float]:
    """The share of claims whose status, and whose modality, the cues alone tell."""
    found = np.stack([fitted.total(told) for told, _, _ in rows])
    status, modality = (np.array([row[k] for row in rows]) for k in (1, 2))
    many = len(STATUSES)
    return (
        float((found[:, :many].argmax(1) == status).mean()),
        float((found[:, many:].argmax(1) == modality).mean()),
    )


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folders", nargs="*", type=Path, default=[ROOT / "training" / "reports"])
    ap.add_argument("--test", type=Path, default=ROOT / "training" / "tuning")
    ap.add_argument("--epochs", type=int, default=7)
    ap.add_argument("--out", type=Path, default=FILE)
    args = ap.parse_args()
    rows = list(rows_of(args.folders))
    fitted = fit(rows, args.epochs)
    np.savez_compressed(args.out, known=fitted.known, weights=fitted.weights, scale=np.float32(fitted.scale))
    status, modality = right(list(rows_of([args.test])), fitted)
    print(f"{len(rows)} claims, {len(fitted.known)} cues; on others status {status:.3f}, modality {modality:.3f}")


if __name__ == "__main__":
    main()
