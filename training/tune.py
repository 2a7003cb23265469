"""Choose the model coder's thresholds on reports it was not trained on, and write them into ``model.json``.

    python training/tune.py [--model DIR] [--tuning DIR]

Coordinate ascent over a small grid, on claim F1 plus core F1 plus the paired F1 of each slot, with a floor on claim
precision. The tuning reports (``training/tuning``) are used for nothing else, and no figure is reported on them.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import coded
from data import report_of
from dragoman.coding.both import combine_proposals
from dragoman.coding.decide import claims_of
from dragoman.coding.ground import ground
from dragoman.coding.model import SLOTS, Model, Thresholds
from dragoman.coding.proposal import Proposal
from dragoman.coding.propose import Looking, propose
from dragoman.coding.rules import code_with_rules, states_by_id
from dragoman.measures.score import Scores, compare
from dragoman.reading import Reading, read
from dragoman.sources.report import Report

ROOT = Path(__file__).parent.parent
LEAST_PRECISION = 0.72
GRID = {
    "type": [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7],
    "again": [0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8],
    "figure": [0.35, 0.45, 0.55, 0.65, 1.01],
    "custom": [0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8],
    "kin": [0.0, 0.5, 1.0, 1.5],
    "agreed": [0.15, 0.2, 0.3, 0.4],
    "trust": [0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01],
    "alone": [0.0, 0.002, 0.005, 0.01, 0.02, 0.05, 1.01],
    "spare": [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 1.01],
}
SLOT_GRID = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7]


class Case:
    """One report of the tuning set: its gold, its rule claims and everything the model would propose."""

    def __init__(self, name: str, report: Report, gold: list[dict[str, Any]], model: Model) -> None:
        self.name, self.gold = name, gold
        self.reading: Reading = read(report)
        self.rules = code_with_rules(self.reading)
        model.thresholds = replace(model.thresholds, again=min(GRID["again"]))
        looking = Looking(self.reading, dict(states_by_id()), model)
        self.proposals: list[Proposal] = propose(looking, floor=0.1, thinkable=0.002)

    def claims(self, limits: Thresholds, both: bool) -> list[dict[str, Any]]:
        """The claims at these thresholds, as the manual writes them."""
        coding = (
            combine_proposals(self.reading, self.rules, self.proposals, limits)
            if both
            else claims_of(self.reading, [p for p in self.proposals if p.probability >= limits.weak], limits)
        )
        return [c.as_manual() for c in ground(self.reading.report.text, coding.claims).claims]


def case_of(path: Path, model: Model) -> Case:
    """A coded report as a case."""
    front, body, gold, mistakes = coded.read(path)
    if mistakes:
        raise SystemExit("\n".join(mistakes))
    return Case(path.stem, report_of(path.stem, front, body), gold, model)


def measure(cases: list[Case], limits: Thresholds, both: bool) -> Scores:
    """The score over the tuning set."""
    return compare({c.name: (c.gold, c.claims(limits, both)) for c in cases})


def value(scores: Scores) -> float:
    """What is maximised."""
    figures = scores.as_json()
    total = (
        2 * figures["claim"]["f1"]
        + 2 * figures["core"]["f1"]
        + 0.4
        * sum(
            figures[s]["f1"]
            for s in ("actor", "recipient", "item", "place", "time", "quantity", "money", "attribution")
        )
    )
    return total - 5 * max(0.0, LEAST_PRECISION - figures["claim"]["precision"])


def tune(cases: list[Case], limits: Thresholds, both: bool, rounds: int = 2) -> Thresholds:
    """Coordinate ascent: one threshold at a time, each at its best value, a few times over."""
    best = value(measure(cases, limits, both))
    for _ in range(rounds):
        for name, grid in [*GRID.items(), *((s, SLOT_GRID) for s in SLOTS)]:
            for number in grid:
                tried = _with(limits, name, number)
                got = value(measure(cases, tried, both))
                if got > best + 1e-6:
                    best, limits = got, tried
        print(f"{best:.4f} {limits}", file=sys.stderr)
    return limits


def _with(limits: Thresholds, name: str, number: float) -> Thresholds:
    if name in SLOTS:
        slots = list(limits.slot)
        slots[SLOTS.index(name)] = number
        return replace(limits, slot=tuple(slots))
    return replace(limits, **{name: number})


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", type=Path, default=ROOT / "src" / "dragoman" / "coding" / "model")
    ap.add_argument("--tuning", type=Path, default=ROOT / "training" / "tuning")
    ap.add_argument("--rounds", type=int, default=2)
    args = ap.parse_args()
    model = Model(args.model)
    cases = [case_of(path, model) for path in sorted(args.tuning.glob("*.coded"))]
    limits = tune(cases, Thresholds(), both=True, rounds=args.rounds)
    about = json.loads((args.model / "model.json").read_text(encoding="utf-8"))
    about["thresholds"] = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(limits).items()}
    (args.model / "model.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for both in (False, True):
        figures = measure(cases, limits, both).as_json()
        print(
            "both " if both else "model",
            {k: figures[k]["f1"] for k in ("claim", "core", "actor", "recipient", "item", "time", "place")},
            "precision",
            figures["claim"]["precision"],
        )


if __name__ == "__main__":
    main()
