"""What went wrong, by cause: where to look first to make a coder better."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.measures.likeness import (
    LABELS,
    PARTIES,
    SAME,
    VALUES,
    Coded,
    as_list,
    same_name,
    same_sentence,
    unmatched,
    words,
)
from dragoman.measures.pairing import likeness

CAUSES = {
    "no frame": "the sentence holds a claim, and nothing was predicted on it",
    "wrong frame": "something was predicted on the sentence, but of another type",
    "boundary": "claims of the sentence were found, but fewer or more than it holds",
    "uncoded sentence": "a claim was predicted on a sentence that holds none",
    "role not found": "a party is due, and none is given",
    "role swapped": "a party stands in the other role",
    "reference": "the party's name is not in the sentence: it had to be resolved from another",
    "name": "another party, or another name for it, is given",
    "role too many": "a party is given that is not due",
    "number": "a quantity is missing, wrong or too many",
    "money": "an amount of money is missing, wrong or too many",
    "time": "a time is missing, wrong or too many",
    "place": "a place is missing, wrong or too many",
    "item": "an item is missing, wrong or too many",
    "attribution": "the one who says so is missing, wrong or too many",
    "status": "another stage of the ladder",
    "modality": "another modality",
}
"""Every cause with what it means, in the order tables show them."""
NONE = "-"
"""Stands for the missing side in the table of types."""
QUOTE_LENGTH = 160
_OTHER_ROLE = dict(zip(PARTIES, reversed(PARTIES), strict=True))
_CAUSE_OF_LIST = {"quantity": "number", "place": "place"}


@dataclass(frozen=True, slots=True)
class Error:
    """One mistake. ``kind`` is ``miss`` (a gold claim not found), ``extra`` (a predicted claim too many) or ``field``.

    ``gold`` and ``predicted`` are the types of a miss or an extra (None where that side is missing), of a field the
    value due and the value given; ``type`` is the gold claim's type where there is one, else the predicted.
    """

    report: str
    kind: str
    cause: str
    type: str
    quote: str
    field: str | None = None
    gold: Any = None
    predicted: Any = None

    def __str__(self) -> str:
        """The mistake on one line."""
        head = f"{self.kind:5}  {self.cause}  {self.report}  {self.type}"
        if self.kind == "field":
            head += f"  {self.field}: {_shown(self.gold)} due, {_shown(self.predicted)} given"
        elif self.gold and self.predicted:
            head += f" taken for {self.predicted}"
        return " ".join(f"{head}: {self.quote[:QUOTE_LENGTH]}".split("\n"))


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values())
    return "nothing" if value is None else str(value)


def mistaken_for(
    gold: Sequence[Coded], predicted: Sequence[Coded], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Claims left over on the same sentence, gold with predicted: one was taken for the other."""
    left_gold, left_predicted = _left(gold, predicted, pairs)
    options = sorted(
        (-likeness(gold[i], predicted[j]), i, j)
        for i in left_gold
        for j in left_predicted
        if same_sentence(gold[i]["quote"], predicted[j].get("quote", ""))
    )
    taken: list[tuple[int, int]] = []
    for _, i, j in options:
        if all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken


def claim_errors(
    report: str, gold: Sequence[Coded], predicted: Sequence[Coded], pairs: Sequence[tuple[int, int]]
) -> Iterator[Error]:
    """Claims missed and claims too many, in the order of the texts; a claim of the wrong type counts once."""
    left_gold, left_predicted = _left(gold, predicted, pairs)
    confused = dict(mistaken_for(gold, predicted, pairs))
    for i in left_gold:
        type_, quote = str(gold[i]["type"]), str(gold[i]["quote"])
        if i in confused:
            other = str(predicted[confused[i]].get("type"))
            yield Error(report, "miss", "wrong frame", type_, quote, gold=type_, predicted=other)
        else:
            touched = any(same_sentence(quote, claim.get("quote", "")) for claim in predicted)
            yield Error(report, "miss", "boundary" if touched else "no frame", type_, quote, gold=type_)
    for j in left_predicted:
        if j not in confused.values():
            type_, quote = str(predicted[j].get("type")), str(predicted[j].get("quote", ""))
            touched = any(same_sentence(claim["quote"], quote) for claim in gold)
            cause = "boundary" if touched else "uncoded sentence"
            yield Error(report, "extra", cause, type_, quote, predicted=type_)


def field_errors(report: str, gold: Coded, predicted: Coded) -> Iterator[Error]:
    """What two claims that paired do not agree on, value by value."""
    type_, quote = str(gold["type"]), str(gold["quote"])
    for field in (*PARTIES, *_CAUSE_OF_LIST):
        missing, extra = unmatched(field, as_list(gold.get(field)), as_list(predicted.get(field)))
        for due, given in _side_by_side(missing, extra):
            cause = _CAUSE_OF_LIST.get(field) or _cause_of_party(field, due, given, gold, predicted)
            yield Error(report, "field", cause, type_, quote, field, due, given)
    for field in VALUES:
        due, given = gold.get(field) or None, predicted.get(field) or None
        if (due or given) and not (due and given and SAME[field](due, given)):
            yield Error(report, "field", field, type_, quote, field, due, given)
    for field in LABELS:
        if gold.get(field) != predicted.get(field):
            yield Error(report, "field", field, type_, quote, field, gold.get(field), predicted.get(field))


def _left(
    gold: Sequence[Coded], predicted: Sequence[Coded], pairs: Sequence[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    paired_gold, paired_predicted = {i for i, _ in pairs}, {j for _, j in pairs}
    return (
        [i for i in range(len(gold)) if i not in paired_gold],
        [j for j in range(len(predicted)) if j not in paired_predicted],
    )


def _side_by_side(missing: Sequence[Any], extra: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Missing and extra values in pairs, None where one side has run out."""
    for n in range(max(len(missing), len(extra))):
        yield (missing[n] if n < len(missing) else None), (extra[n] if n < len(extra) else None)


def _cause_of_party(field: str, due: Any, given: Any, gold: Coded, predicted: Coded) -> str:
    other = _OTHER_ROLE[field]
    if due is None:
        swapped = any(same_name(given, name) for name in as_list(gold.get(other)))
        return "role swapped" if swapped else "role too many"
    if any(same_name(due, name) for name in as_list(predicted.get(other))):
        return "role swapped"
    if not words(due) <= words(gold["quote"]):
        return "reference"
    return "name" if given is not None else "role not found"
