"""What a claim is: the fields of the coding manual, each with the offsets it came from."""

from dataclasses import dataclass, field, replace
from typing import Any

from dragoman.ids import content_id

Span = tuple[int, int]
"""Start and end, in characters of the report's text."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; ``approx`` is ``about``, ``at_least``, ``at_most`` or None."""

    value: float
    unit: str
    approx: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in full units of an ISO 4217 currency; ``max`` is the upper end of a range."""

    amount: float
    currency: str
    max: float | None = None
    approx: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one sentence says happened, is happening, will, may or did not happen.

    Field names and meanings are the coding manual's. ``start`` and ``end`` are the offsets of ``quote`` in the report's
    text; ``spans`` holds for each field the offsets its values were read from (which may lie in an earlier sentence,
    where a reference was resolved); ``trigger`` is the announcing word; ``coder`` says who coded it (``rules``,
    ``model``, a person); ``confidence`` is between 0 and 1.
    """

    report: str
    start: int
    end: int
    quote: str
    type: str
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    item: str | None = None
    quantity: tuple[Quantity, ...] = ()
    money: Money | None = None
    time: str | None = None
    place: tuple[str, ...] = ()
    status: str = "completed"
    modality: str = "asserted"
    attribution: str | None = None
    trigger: Span | None = None
    spans: tuple[tuple[str, Span], ...] = ()
    coder: str = "rules"
    confidence: float = 1.0
    id: str = field(default="")

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", content_id("claim", self.report, self.start, self.end, self.as_manual()))

    def with_(self, **changes: Any) -> "Claim":
        """A copy with some fields changed and the id computed anew."""
        return replace(self, id="", **changes)

    def as_manual(self) -> dict[str, Any]:
        """The claim as the coding manual writes it (one line of a ``.jsonl`` file, without the id)."""
        return {
            "quote": self.quote,
            "type": self.type,
            "actor": list(self.actor),
            "recipient": list(self.recipient),
            "item": self.item,
            "quantity": [_without_none(value=_number(q.value), unit=q.unit, approx=q.approx) for q in self.quantity],
            "money": None
            if self.money is None
            else _without_none(
                amount=_number(self.money.amount),
                currency=self.money.currency,
                max=None if self.money.max is None else _number(self.money.max),
                approx=self.money.approx,
            ),
            "time": self.time,
            "place": list(self.place),
            "status": self.status,
            "modality": self.modality,
            "attribution": self.attribution,
        }


@dataclass(frozen=True, slots=True)
class Drop:
    """Something that was found but made no claim, with the reason: what ``dragoman explain`` shows."""

    start: int
    end: int
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """What a coder made of one report."""

    claims: tuple[Claim, ...]
    drops: tuple[Drop, ...] = ()


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _without_none(**values: Any) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None}
