"""How far two coders agree: on claims and fields (F1), and on labels beyond chance (Cohen's kappa, Krippendorff).

Claims pair as in ``score``; F1 favours neither coder. Kappa and alpha are taken over claims that
paired, so they say how alike coders label what both saw; what only one saw is in the F1 of claims. For ``type`` claims
of unlike types on one sentence pair too. Intervals are percentile bootstraps over reports (Efron 1979): reports, not
claims, are drawn, since claims of one report are not independent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import DragomanError
from dragoman.measures.figures import Figures
from dragoman.measures.likeness import FIELDS, LABELS, Coded
from dragoman.measures.mistakes import mistaken_for
from dragoman.measures.pairing import pair
from dragoman.measures.score import compare, read_claims

SHARES = ("claim", "core", *FIELDS[: -len(LABELS)])
"""What agrees by F1."""
LABELLED = ("type", *LABELS)
"""What agrees by kappa and alpha."""
DRAWS = 1000
SEED = 20111
"""Fixed, so that two runs give one interval."""
CONFIDENCE = 0.95

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient: ``measure`` (f1, kappa, alpha) of ``what``; ``value`` None where it is not defined; ``low`` and
    ``high`` bound its interval (None with fewer than two reports); ``units`` counts the claims or values compared."""

    what: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    units: int

    def as_json(self) -> dict[str, Any]:
        """The coefficient with its interval."""
        return {"what": self.what, "measure": self.measure, "value": self.value, "low": self.low, "high": self.high,
                "units": self.units}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreements:
    """All coefficients; ``reports`` both coded; ``only_one`` names reports that one of them lacks."""

    rows: tuple[Agreement, ...]
    reports: tuple[str, ...]
    only_one: tuple[str, ...] = ()


def agree(one: Path, other: Path, draws: int = DRAWS, seed: int = SEED) -> Agreements:
    """Compares two folders of ``.jsonl`` files by the reports that both hold.

    DragomanError where a folder is missing, a line is no claim, or they share no report.
    """
    mine, theirs = _read(one), _read(other)
    both = sorted(mine.keys() & theirs.keys())
    if not both:
        raise DragomanError("the two codings share no report", f"{one}, {other}", "name files of one report alike")
    codings = {name: (mine[name], theirs[name]) for name in both}
    return agree_on(codings, tuple(sorted(mine.keys() ^ theirs.keys())), draws, seed)


def _read(folder: Path) -> dict[str, list[Coded]]:
    if not folder.is_dir():
        raise DragomanError("no such folder", str(folder), "name a folder of .jsonl files, one a report")
    return {path.stem: read_claims(path, complete=True) for path in sorted(folder.glob("*.jsonl"))}


def agree_on(
    codings: Mapping[str, tuple[Sequence[Coded], Sequence[Coded]]],
    only_one: tuple[str, ...] = (),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Agreements:
    """Compares two codings of each report."""
    names = sorted(codings)
    figures = [compare({name: codings[name]}).figures for name in names]
    weights = _weights(len(names), draws, seed)
    rows = [_share(what, [f.get(what, Figures()) for f in figures], weights) for what in SHARES]
    for label in LABELLED:
        tables = contingency([_labels(label, *codings[name]) for name in names])
        rows += [_coefficient(label, measure, tables, weights) for measure in ("kappa", "alpha")]
    return Agreements(tuple(rows), tuple(names), only_one)


def _labels(label: str, one: Sequence[Coded], other: Sequence[Coded]) -> list[tuple[str, str]]:
    """The labels that two coders gave the claims they both saw."""
    pairs = pair(one, other)
    if label == "type":
        pairs = [*pairs, *mistaken_for(one, other, pairs)]
    return [(str(one[i].get(label)), str(other[j].get(label))) for i, j in pairs]


def contingency(reports: Sequence[Iterable[tuple[str, str]]]) -> Table:
    """Counts by (report, label of the one, label of the other)."""
    counted = [Counter(pairs) for pairs in reports]
    labels = {label: at for at, label in enumerate(sorted({x for c in counted for two in c for x in two}))}
    tables = np.zeros((len(counted), len(labels), len(labels)))
    for report, counter in enumerate(counted):
        for (a, b), number in counter.items():
            tables[report, labels[a], labels[b]] += number
    return tables


def kappa(table: Table) -> float | None:
    """Cohen's kappa (1960) of a contingency table: (observed - expected) / (1 - expected) agreement.

    None where nothing was labelled, or both used one and the same label throughout (no disagreement was possible).
    """
    total = table.sum()
    if not total:
        return None
    observed = np.trace(table) / total
    expected = float(table.sum(axis=1) @ table.sum(axis=0)) / total**2
    return None if expected >= 1 else float((observed - expected) / (1 - expected))


def alpha(table: Table) -> float | None:
    """Krippendorff's alpha (2004) for two coders, nominal labels, none missing: 1 - observed / expected disagreement.

    With n = 2 x units labels in all, expected disagreement is over pairs drawn without replacement. None where nothing
    was labelled or only one label was used.
    """
    coincidences = table + table.T
    by_label = coincidences.sum(axis=1)
    n = by_label.sum()
    expected = n**2 - float(by_label @ by_label)
    if n < 2 or not expected:
        return None
    observed = n - np.trace(coincidences)
    return float(1 - (n - 1) * observed / expected)


def _weights(reports: int, draws: int, seed: int) -> Table | None:
    """How often each report is drawn, draw by draw; None where there are too few reports to draw from."""
    if reports < 2 or draws < 1:
        return None
    return np.random.default_rng(seed).multinomial(reports, np.full(reports, 1 / reports), size=draws).astype(float)


def _share(what: str, figures: Sequence[Figures], weights: Table | None) -> Agreement:
    counts = np.array([(f.right, f.given, f.due) for f in figures], dtype=float).reshape(-1, 3)
    total = counts.sum(axis=0)
    drawn = [] if weights is None else [_f1(row) for row in weights @ counts]
    return _agreement(what, "f1", _f1(total), drawn, int(total[1] + total[2]))


def _f1(counts: Table) -> float | None:
    """F1 as Dice's coefficient of two sets of values: 2 x right / (given + due)."""
    right, given, due = counts
    return float(2 * right / (given + due)) if given + due else None


def _coefficient(what: str, measure: str, tables: Table, weights: Table | None) -> Agreement:
    compute = {"kappa": kappa, "alpha": alpha}[measure]
    total = tables.sum(axis=0)
    drawn = [] if weights is None else [compute(np.tensordot(row, tables, axes=1)) for row in weights]
    return _agreement(what, measure, compute(total), drawn, int(total.sum()))


def _agreement(
    what: str, measure: str, value: float | None, drawn: Sequence[float | None], units: int
) -> Agreement:
    """Rounds to four places. Draws in which the coefficient is not defined are left out of its interval."""
    defined = [d for d in drawn if d is not None]
    if value is None:
        return Agreement(what, measure, None, None, None, units)
    if not defined:
        return Agreement(what, measure, round(value, 4), None, None, units)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return Agreement(what, measure, round(value, 4), round(float(low), 4), round(float(high), 4), units)
