"""How well one coding agrees with another: the figures of the coding manual.

``claim``: type and sentence agree. ``core``: actors and recipients agree too. A field, over the claims that carry it:
right values of those given (precision) and of those due (recall), where values of claims that did not pair count as
wrong. ``paired:`` gives the same over claims that paired, so how well fields are filled once a claim is found.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.measures.figures import Figures
from dragoman.measures.likeness import (
    FIELDS,
    LABELS,
    LISTS,
    Coded,
    agrees,
    agrees_on_parties,
    as_list,
    count,
    matched,
)
from dragoman.measures.mistakes import CAUSES, NONE, Error, claim_errors, field_errors, mistaken_for
from dragoman.measures.pairing import pair

TABLES = ("field", "type", "report")
_TYPE = "type:"
_PAIRED = "paired:"


@dataclass(frozen=True, slots=True)
class Scores:
    """The outcome of one comparison.

    ``figures`` by name (``claim``, ``core``, fields, ``paired:<field>``, ``type:<type>``); ``reports`` claim and core
    figures of each report; ``confusion`` how often a gold type (first) was predicted as a type (second), ``-`` standing
    for nothing on that side; ``missing`` and ``unscored`` name reports only one of the folders has.
    """

    figures: Mapping[str, Figures]
    reports: Mapping[str, Mapping[str, Figures]]
    errors: tuple[Error, ...]
    confusion: Mapping[tuple[str, str], int]
    missing: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()

    def as_json(self) -> dict[str, dict[str, Any]]:
        """Every figure under its name, as ``--json`` prints it."""
        return {name: figures.as_json() for name, figures in self.figures.items()}

    def table(self, by: str = "field") -> list[dict[str, Any]]:
        """Rows by ``field``, ``type`` or ``report``, the first key naming the row. DragomanError for another table."""
        if by == "field":
            rows = [(name, self.figures[name]) for name in ("claim", "core", *FIELDS)]
            return [{"field": name, **figures.as_json(), "paired": self._paired(name)} for name, figures in rows]
        if by == "type":
            types = sorted((n, f) for n, f in self.figures.items() if n.startswith(_TYPE))
            return [{"type": name.removeprefix(_TYPE), **figures.as_json()} for name, figures in types]
        if by == "report":
            return [
                {"report": name, **figures["claim"].as_json(), "core": figures["core"].f1}
                for name, figures in self.reports.items()
            ]
        raise DragomanError(f"no table by {by!r}", remedy=f"choose one of {', '.join(TABLES)}")

    def causes(self) -> list[dict[str, Any]]:
        """How many errors each cause stands behind, with what it means."""
        counts = Counter((error.kind, error.cause) for error in self.errors)
        order = [(kind, cause) for kind in ("miss", "extra", "field") for cause in CAUSES]
        return [
            {"kind": kind, "cause": cause, "errors": counts[kind, cause], "meaning": CAUSES[cause]}
            for kind, cause in order
            if counts[kind, cause]
        ]

    def _paired(self, name: str) -> float | None:
        figures = self.figures.get(_PAIRED + name)
        return None if figures is None else figures.f1


def score(gold: Path, predicted: Path) -> Scores:
    """Compare a folder of predicted claims with a folder of gold claims, each one ``<report>.jsonl`` a report.

    A report that ``predicted`` lacks counts as coded with no claim; one that ``gold`` lacks is left out. DragomanError
    where a folder is missing, gold holds no reports, or a line is not a claim.
    """
    for folder in (gold, predicted):
        if not folder.is_dir():
            raise DragomanError("no such folder", str(folder), "name a folder of .jsonl files, one a report")
    files = {path.name: path for path in sorted(gold.glob("*.jsonl"))}
    others = {path.name: path for path in sorted(predicted.glob("*.jsonl"))}
    if not files:
        raise DragomanError("no .jsonl files", str(gold), "name a folder of coded reports, one .jsonl file each")
    codings = {
        path.stem: (read_claims(path, complete=True), read_claims(others[name]) if name in others else [])
        for name, path in files.items()
    }
    return compare(
        codings,
        missing=tuple(Path(name).stem for name in files if name not in others),
        unscored=tuple(Path(name).stem for name in others if name not in files),
    )


def compare(
    codings: Mapping[str, tuple[Sequence[Coded], Sequence[Coded]]],
    missing: tuple[str, ...] = (),
    unscored: tuple[str, ...] = (),
) -> Scores:
    """Scores of (gold, predicted) claims by report, in the order given."""
    total: dict[str, Figures] = {}
    reports: dict[str, Mapping[str, Figures]] = {}
    errors: list[Error] = []
    confusion: Counter[tuple[str, str]] = Counter()
    for report, (gold, predicted) in codings.items():
        pairs = pair(gold, predicted)
        figures = _figures(gold, predicted, pairs)
        for name, value in figures.items():
            total[name] = total.get(name, Figures()) + value
        reports[report] = {name: figures[name] for name in ("claim", "core")}
        errors.extend(claim_errors(report, gold, predicted, pairs))
        for i, j in pairs:
            errors.extend(field_errors(report, gold[i], predicted[j]))
        confusion.update(_confusion(gold, predicted, pairs))
    return Scores(total, reports, tuple(errors), dict(sorted(confusion.items())), missing, unscored)


def read_claims(path: Path, *, complete: bool = False) -> list[Coded]:
    """The claims of one ``.jsonl`` file; ``complete`` asks each for a quote and a type, as gold must have them.

    DragomanError names the line that is no claim.
    """
    claims: list[Coded] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # splitlines would part a claim at U+2028
    except (OSError, UnicodeDecodeError) as error:
        raise DragomanError(f"not readable: {error}", str(path), "check the file") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            claims.append(_claim(line, f"{path}:{number}", complete))
    return claims


def _claim(line: str, where: str, complete: bool) -> Coded:
    try:
        claim = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DragomanError(f"not JSON: {error}", where, "each line is one claim as a JSON object") from None
    if not isinstance(claim, dict):
        raise DragomanError("not a claim", where, "each line is one claim as a JSON object")
    if complete and not all(isinstance(claim.get(field), str) for field in ("quote", "type")):
        raise DragomanError("a claim without quote or type", where, "see the coding manual")
    return claim


def _figures(gold: Sequence[Coded], predicted: Sequence[Coded], pairs: Sequence[tuple[int, int]]) -> dict[str, Figures]:
    """All figures of one report."""
    both = [(gold[i], predicted[j]) for i, j in pairs]
    core = sum(agrees_on_parties(g, p) for g, p in both)
    figures = {
        "claim": Figures(len(pairs), len(predicted), len(gold)),
        "core": Figures(core, len(predicted), len(gold)),
        **_type_figures(gold, predicted, [g for g, _ in both]),
    }
    for field in FIELDS:
        right = sum(_right(field, g, p) for g, p in both)
        if field in LABELS:  # over pairs alone: every claim has a status, so an unpaired one would only repeat the miss
            figures[field] = Figures(right, len(pairs), len(pairs))
            continue
        figures[field] = Figures(right, count(field, predicted), count(field, gold))
        figures[_PAIRED + field] = Figures(
            right, count(field, (p for _, p in both)), count(field, (g for g, _ in both))
        )
    return figures


def _type_figures(gold: Iterable[Coded], predicted: Iterable[Coded], paired: Iterable[Coded]) -> dict[str, Figures]:
    due = Counter(_TYPE + str(claim["type"]) for claim in gold)
    given = Counter(_TYPE + str(claim.get("type")) for claim in predicted)
    right = Counter(_TYPE + str(claim["type"]) for claim in paired)
    return {name: Figures(right[name], given[name], due[name]) for name in sorted(due | given)}


def _right(field: str, gold: Coded, predicted: Coded) -> int:
    if field in LISTS:
        return matched(field, as_list(gold.get(field)), as_list(predicted.get(field)))
    if field in LABELS:
        return int(gold.get(field) == predicted.get(field))
    return int(agrees(field, gold, predicted))


def _confusion(
    gold: Sequence[Coded], predicted: Sequence[Coded], pairs: Sequence[tuple[int, int]]
) -> Counter[tuple[str, str]]:
    together = [*pairs, *mistaken_for(gold, predicted, pairs)]
    seen_gold, seen_predicted = {i for i, _ in together}, {j for _, j in together}
    counts = Counter((str(gold[i]["type"]), str(predicted[j].get("type"))) for i, j in together)
    counts.update((str(claim["type"]), NONE) for i, claim in enumerate(gold) if i not in seen_gold)
    counts.update((NONE, str(claim.get("type"))) for j, claim in enumerate(predicted) if j not in seen_predicted)
    return counts
