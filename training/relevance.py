"""Train the sentence gate (``src/dragoman/reading/relevance.npz``) on coded reports and on pages about other things.

    python training/relevance.py [--folders DIR ...] [--elsewhere DIR] [--out FILE]

Its limits are set on reports kept out of its training (every fifth): the lowest share of claims lost wins over speed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))
from torch.nn import functional as F

from data import overlap, sources
from dragoman.reading.names import name_index
from dragoman.reading.relevance import BUCKETS, FILE, TELLING, hashed
from dragoman.reading.sentences import split

ROOT = Path(__file__).parent.parent
LOST = 0.003
"""Share of the sentences with a claim that may be lost on pages about our matters."""
LOST_ELSEWHERE = 0.3
"""The same on pages that seem to be about something else."""
PAGES_LOST = 0.005
"""Share of the reports about our matters that may be taken for something else."""


Row = tuple[int, np.ndarray, bool]


def rows_of(number: int, text: str, title: str | None, quotes: list[str]) -> list[Row]:
    """(report, buckets, whether it holds a claim) of a report's sentences."""
    index = name_index()
    out = []
    for s in split(text, title):
        if s.kind == "furniture":
            continue
        holds = any(overlap(q, s.text) >= 0.7 for q in quotes)
        out.append((number, hashed(s.text, index.find(s.text)), holds))
    return out


def fit(rows: list[Row], epochs: int = 3) -> tuple[np.ndarray, float]:
    """Weights and bias by stochastic gradient descent stopped early."""
    torch.manual_seed(3)
    bag = torch.nn.EmbeddingBag(BUCKETS, 1, mode="sum", sparse=True)
    torch.nn.init.zeros_(bag.weight)
    bias = torch.nn.Parameter(torch.zeros(1))
    fast = torch.optim.SparseAdam(bag.parameters(), lr=0.01)
    slow = torch.optim.Adam([bias], lr=0.02)
    rng = np.random.default_rng(3)
    for _ in range(epochs):
        order = rng.permutation(len(rows))
        for at in range(0, len(order), 64):
            chosen = [rows[i] for i in order[at : at + 64]]
            ids = torch.as_tensor(np.concatenate([c[1] for c in chosen]))
            starts = torch.as_tensor(np.cumsum([0, *(len(c[1]) for c in chosen[:-1])]))
            wanted = torch.tensor([float(c[2]) for c in chosen])
            loss = F.binary_cross_entropy_with_logits(bag(ids, starts)[:, 0] + bias, wanted)
            fast.zero_grad()
            slow.zero_grad()
            loss.backward()
            fast.step()
            slow.step()
    return bag.weight.detach().numpy()[:, 0].copy(), float(bias)


def limits(odds: dict[int, list[tuple[float, bool]]]) -> tuple[float, float, float]:
    """From unseen reports: the limit for sentences of pages about our matters, elsewhere, and what parts the two."""
    held = np.array([o for rows in odds.values() for o, holds in rows if holds])
    tops = np.array([np.mean(sorted((o for o, _ in rows), reverse=True)[:TELLING]) for rows in odds.values() if rows])
    return (
        float(np.quantile(held, LOST)),
        float(np.quantile(held, LOST_ELSEWHERE)),
        float(np.quantile(tops, PAGES_LOST)),
    )


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folders", nargs="*", type=Path, default=[ROOT / "training" / "reports"])
    ap.add_argument("--gold", type=Path, default=ROOT / "gold")
    ap.add_argument("--elsewhere", type=Path, default=ROOT / "training" / "elsewhere")
    ap.add_argument("--held-out", nargs="*", default=["g03", "g05", "g08"])
    ap.add_argument("--out", type=Path, default=FILE)
    args = ap.parse_args()
    pages: list[list[Row]] = []
    for _, report, claims in sources(args.folders, args.gold, tuple(args.held_out)):
        pages.append(rows_of(len(pages), report.text, report.title, [str(c["quote"]) for c in claims]))
    ours = len(pages)
    for path in sorted(args.elsewhere.glob("*.txt")):
        pages.append(rows_of(len(pages), path.read_text(encoding="utf-8"), None, []))
    kept_out = [p for n, p in enumerate(pages) if n % 5 == 4]
    weights, bias = fit([r for n, p in enumerate(pages) if n % 5 != 4 for r in p])
    odds = {
        rows[0][0]: [(float(weights[ids].sum()) + bias, holds) for _, ids, holds in rows]
        for rows in kept_out
        if rows and rows[0][0] < ours
    }
    limit, elsewhere, about = limits(odds)
    print(f"{ours} reports, {len(pages) - ours} other pages; limits {limit:.2f} {elsewhere:.2f}, about {about:.2f}")
    report_on(kept_out, weights, bias, (limit, elsewhere, about), ours)
    weights, bias = fit([r for p in pages for r in p])
    told = np.array([bias, limit, elsewhere, about], dtype=np.float32)
    np.savez_compressed(args.out, weights=weights.astype(np.float16), limits=told)


def report_on(pages: list[list[Row]], weights: np.ndarray, bias: float, told: tuple[float, ...], ours: int) -> None:
    """Print what the gate would leave out of the pages kept out of its training."""
    from dragoman.reading.relevance import Relevance

    gate = Relevance(weights, bias, *told)
    counts: dict[str, list[int]] = {"ours": [0, 0, 0, 0], "elsewhere": [0, 0, 0, 0]}
    for rows in pages:
        if not rows:
            continue
        chosen = gate.chosen([float(weights[ids].sum()) + bias for _, ids, _ in rows])
        c = counts["ours" if rows[0][0] < ours else "elsewhere"]
        c[0] += len(rows)
        c[1] += sum(chosen)
        c[2] += sum(holds for _, _, holds in rows)
        c[3] += sum(holds and not ok for (_, _, holds), ok in zip(rows, chosen, strict=True))
    for name, (sentences, looked, holding, lost) in counts.items():
        print(f"{name:10} {looked} of {sentences} sentences looked at; {lost} of {holding} with a claim lost")


if __name__ == "__main__":
    main()
