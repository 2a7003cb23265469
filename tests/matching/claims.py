"""Claims and reports for the tests, in the project's own words."""

from typing import Any

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.sources.report import Report


def claim(report: str = "r1", type: str = "arms_transfer", start: int = 0, **fields: Any) -> Claim:
    """A claim; ``quantity`` may be given as ``(6, "drones")`` or with an approximation as third."""
    quantity = tuple(Quantity(float(q[0]), q[1], *q[2:]) for q in fields.pop("quantity", ()))
    money = fields.pop("money", None)
    names = {k: tuple(fields.pop(k, ())) for k in ("actor", "recipient", "place")}
    quote = fields.pop("quote", "A sentence.")
    return Claim(
        report,
        start,
        start + len(quote),
        quote,
        type,
        quantity=quantity,
        money=money and Money(*money),
        **names,
        **fields,
    )


def drones(report: str = "r1", count: int | None = 6, **fields: Any) -> Claim:
    """China delivers CH-92A drones to Serbia."""
    quantity = () if count is None else ((count, "drones"),)
    base: dict[str, Any] = {"actor": ["China"], "recipient": ["Serbia"], "item": "CH-92A drones", "quantity": quantity}
    return claim(report, **{**base, **fields})


def report(id: str, text: str = "", publisher: str | None = None, published: str | None = None) -> Report:
    """A report by a publisher named after its id."""
    return Report(
        id,
        text or f"Text of {id}.",
        None,
        publisher or f"publisher {id}",
        published,
        f"{id}.txt",
        "text/plain",
        "en",
        "",
    )
