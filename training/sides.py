"""Count what is usual of a claim's two sides in coded reports, and write it to ``src/dragoman/coding/sides.json``.

    python training/sides.py [--folders DIR ...] [--out FILE]

For each type: how often a claim has so many actors and recipients ("1 1"), and of the claims with a known state on both
sides (of an agreement or exercise: of at least two parties) how many are of one state.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from data import sources
from dragoman.coding.settle import SYMMETRIC
from dragoman.coding.sides import FILE, MOST_COUNTED
from dragoman.reading.names import name_index

ROOT = Path(__file__).parent.parent


@cache
def state_of(name: str) -> str | None:
    """The state that a party is or belongs to, by its name alone."""
    opening = [m for m in name_index().find(name) if m.start == 0 and m.state]
    return max(opening, key=lambda m: m.end).state if opening else None


def counted(claims: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By type the counts of both sides, and [of one state, of known states]."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    kin: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for claim in claims:
        left, right = claim["actor"], claim["recipient"]
        counts[claim["type"]][f"{min(MOST_COUNTED, len(left))} {min(MOST_COUNTED, len(right))}"] += 1
        if claim["type"] in SYMMETRIC:
            states = [state_of(name) for name in left]
            known, same = len(states) > 1 and all(states), len(set(states)) == 1
        else:
            one, other = ({state_of(name) for name in names} - {None} for names in (left, right))
            known, same = bool(one and other), bool(one & other)
        kin[claim["type"]][0] += known and same
        kin[claim["type"]][1] += known
    return {t: {"counts": dict(sorted(counts[t].items())), "kin": kin[t]} for t in sorted(counts)}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folders", nargs="*", type=Path, default=[ROOT / "training" / "reports"])
    ap.add_argument("--gold", type=Path, default=ROOT / "gold")
    ap.add_argument("--held-out", nargs="*", default=["g03", "g05", "g08"])
    ap.add_argument("--out", type=Path, default=FILE)
    args = ap.parse_args()
    told = counted(c for *_, claims in sources(args.folders, args.gold, tuple(args.held_out)) for c in claims)
    lines = ",\n".join(f" {json.dumps(type_)}: {json.dumps(one)}" for type_, one in told.items())
    args.out.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    print(f"{sum(sum(one['counts'].values()) for one in told.values())} claims of {len(told)} types")


if __name__ == "__main__":
    main()
