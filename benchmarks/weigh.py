"""Fit the weights of evidence in ``dragoman.matching.evidence`` on judged pairs, and print them to be put there.

    python benchmarks/weigh.py [--coder both]

Pairs are those of claims that both tell of a judged happening: coded by hand, and coded by the program where its
claim stands for one of gold. A pair that is listed nowhere counts as of two happenings where it shares a state and
both claims are of one group of reports. A sign whose weight would run against its meaning is left out, so that no
weight rests on chance. The reports of ``gold/matching`` are not fitted on: they measure what comes of it.
"""

import argparse
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from dragoman.coding import DEFAULT_CODER
from dragoman.coding.claim import Claim
from dragoman.matching.entities import find_entities
from dragoman.matching.evidence import never, signs
from dragoman.matching.facets import WORDS_ONLY, Facets, facets
from dragoman.matching.subjects import subjects
from gold_claims import coded, load
from match import DEVELOPMENT, Judged, rows

FOR = frozenset(
    {
        "enough in common",
        "told next to it",
        "same report",
        "same actor",
        "same recipient",
        "same parties",
        "actor in part",
        "recipient in part",
        "parties in part",
        "same kind of thing",
        "same system",
        "same name",
        "same states",
        "same place",
        "same month",
        "same year",
        "same month in two reports",
        "same year in two reports",
        "same number",
        "same sum",
    }
)
"""Signs that can only speak for one happening."""
AGAINST = frozenset(
    {
        "kept apart by rule",
        "other use or kind",
        "another state's",
        "other actor",
        "other recipient",
        "other parties",
        "other kind of thing",
        "no word of the item shared",
        "other place",
        "one lies ahead",
        "one lies ahead, unnamed",
        "other month of one stage",
        "other year of one stage",
        "other sum",
    }
)
"""Signs that can only speak against it. Those in neither may weigh either way."""
RIDGE = 5.0
"""How strongly weights are drawn to zero: signs that are seldom seen weigh little."""
ROUNDS = 30
"""Newton's steps; ten are enough."""

Row = tuple[bool, list[str]]


def main() -> None:
    """Print the weights as Python."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coder", default=DEFAULT_CODER)
    asked = parser.parse_args()
    by_hand, _ = load(*DEVELOPMENT.among)
    gold, reports = load(DEVELOPMENT.reports)
    made, stands_for = coded(gold, reports, asked.coder)
    by_program = {stands_for[claim.id]: claim for claim in made if claim.id in stands_for}
    pairs = [*judged_pairs(DEVELOPMENT, by_hand), *judged_pairs(DEVELOPMENT, by_program, made)]
    print(f"# fitted on {len(pairs)} pairs, {sum(same for same, _ in pairs)} of them of one happening")
    for sign, weight in sorted(fitted(pairs).items(), key=lambda found: -found[1]):
        print(f"    {sign!r}: {weight:.2f},".replace("'", '"') if "'" not in sign else f'    "{sign}": {weight:.2f},')


def judged_pairs(judged: Judged, claims: Mapping[str, Claim], made: list[Claim] | None = None) -> Iterator[Row]:
    """Whether two claims are of one happening, and the signs between them. ``made`` holds all claims of the reports."""
    every = list(claims.values()) if made is None else made
    names = find_entities(every)
    seen = subjects(every, {c.id: facets(c, names) for c in every})
    told = {frozenset((row["a"], row["b"])): bool(row["same"]) for row in rows(judged.folder / "same-event.jsonl")}
    unsure = {frozenset((row["a"], row["b"])) for row in rows(judged.folder / "unsure.jsonl")}
    for one, other in combinations(sorted(claims), 2):
        key, a, b = frozenset((one, other)), seen[claims[one].id], seen[claims[other].id]
        same = told.get(key, False if _two_happenings(one, other, a, b) else None)
        if key not in unsure and same is not None and not never(a, b):
            yield same, signs(a, b)


def _two_happenings(one: str, other: str, a: Facets, b: Facets) -> bool:
    """Whether a pair that no list holds is of two happenings: of statements and aims not all pairs were judged."""
    return one[:3] == other[:3] and bool(a.states & b.states) and not (a.type in WORDS_ONLY and b.type in WORDS_ONLY)


def fitted(pairs: list[Row]) -> dict[str, float]:
    """Weights by logistic regression with a ridge, signs that run against their meaning left out one by one."""
    kept = sorted({sign for _, found in pairs for sign in found})
    while True:
        weights = _regression(pairs, kept)
        wrong = [s for s in kept if (s in FOR and weights[s] < 0) or (s in AGAINST and weights[s] > 0)]
        if not wrong:
            return weights
        kept.remove(max(wrong, key=lambda sign: abs(weights[sign])))


def _regression(pairs: list[Row], kept: list[str]) -> dict[str, float]:
    column = {sign: at for at, sign in enumerate(kept)}
    given = np.zeros((len(pairs), len(kept) + 1))
    given[:, -1] = 1.0
    for row, (_, found) in enumerate(pairs):
        given[row, [column[sign] for sign in found if sign in column]] = 1.0
    same = np.array([float(same) for same, _ in pairs])
    ridge = np.diag([RIDGE] * len(kept) + [1e-3])
    weights = np.zeros(len(kept) + 1)
    for _ in range(ROUNDS):
        odds = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (odds - same) + ridge @ weights
        weights -= np.linalg.solve((given * (odds * (1 - odds))[:, None]).T @ given + ridge, slope)
    return dict(zip([*kept, "always"], map(float, weights), strict=True))


if __name__ == "__main__":
    main()
