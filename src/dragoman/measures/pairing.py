"""Which predicted claim stands for which gold claim."""

from collections.abc import Sequence

from dragoman.measures.likeness import LABELS, LISTS, VALUES, Coded, agrees, as_list, matched, same_sentence

SAME_TYPE = 10.0
"""More than all fields together can weigh: claims of one type pair before any others."""
A_LABEL = 0.25


def likeness(gold: Coded, predicted: Coded) -> float:
    """How far two claims agree: 10 for the type, 1 for each value, 0.25 for each label."""
    score = SAME_TYPE if gold["type"] == predicted.get("type") else 0.0
    for field in LISTS:
        score += matched(field, as_list(gold.get(field)), as_list(predicted.get(field)))
    score += sum(1 for field in VALUES if agrees(field, gold, predicted))
    return score + sum(A_LABEL for field in LABELS if gold.get(field) == predicted.get(field))


def pair(gold: Sequence[Coded], predicted: Sequence[Coded]) -> list[tuple[int, int]]:
    """Pairs of positions of claims on the same sentence, the likest first; no claim pairs twice.

    Claims less like than two of one type make no pair. (Two of different types that agree on ten values or more would;
    no claim has so many.)
    """
    options = sorted(
        (
            (likeness(g, p), i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(predicted)
            if same_sentence(g["quote"], p.get("quote", ""))
        ),
        key=lambda option: (-option[0], option[1], option[2]),
    )
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    pairs = []
    for value, i, j in options:
        if value >= SAME_TYPE and i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return pairs
