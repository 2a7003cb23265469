"""When two numbers may be the same figure: rounding, bounds ("at least"), units that count the same, currencies."""

import math
from functools import lru_cache

from dragoman.coding.claim import Money, Quantity
from dragoman.matching import known
from dragoman.matching.names import plain, stem
from dragoman.matching.rates import PER_DOLLAR
from dragoman.matching.vocabulary import UNIT_KINDS

ABOUT = 0.1
"""How far "about N" reaches, as a share of N."""
CURRENCY_TOLERANCE = 0.25
"""How far converted amounts may lie apart: rates move within a year and texts round."""


@lru_cache(maxsize=65536)
def unit_key(unit: str) -> str:
    """What a unit counts: "Chinese policemen", "officers" and "Serbs" all count people, "cameras in total" cameras,
    "F-16s" aircraft."""
    words = [stem(w) for w in plain(unit).replace(" in total", "").split()]
    for word in reversed(words):
        for kind, members in UNIT_KINDS.items():
            if word in members:
                return kind
    last = unit.split()[-1] if unit.split() else ""
    if last[:1].isupper() and known.nation(last):
        return "people"
    if (sort := _sort(unit, last)) and sort != unit:
        return unit_key(sort)
    return words[-1] if words else ""


def _sort(unit: str, last: str) -> str:
    """What the systems are that a unit names without a noun ("F-16s": combat aircraft; not "S-300 batteries"), where
    the lists tell one sort of them."""
    if not any(c.isdigit() for c in last) and not known.systems_in(last.removesuffix("s")):
        return ""
    sorts = {known.sort_of(system) for name in (unit, unit.removesuffix("s")) for system in known.systems_in(name)}
    return sorts.pop() if len(sorts) == 1 else ""


def is_total(unit: str) -> bool:
    """Whether the unit says that the number is a whole ("cameras in total")."""
    return plain(unit).endswith("in total")


@lru_cache(maxsize=65536)
def bounds(value: float, approx: str | None, upper: float | None = None) -> tuple[float, float]:
    """The lowest and highest number that a figure as written may stand for."""
    if approx == "at_least":
        return value * 0.98, math.inf
    if approx == "at_most":
        return -math.inf, value * 1.02
    slack = abs(value) * ABOUT if approx == "about" else rounding(value)
    return value - slack, (value if upper is None else upper) + slack


def rounding(value: float) -> float:
    """Half of the last digit that is not zero, where a figure is round: 66,000,000 reaches 500,000 either way.

    No more than five per cent: "1,000" is not read as anything from 500 to 1,500.
    """
    if value < 100 and float(value).is_integer():
        return 0.0
    text = repr(value)
    if "." in text and not text.endswith(".0") and "e" not in text:
        return 0.5 / float(10 ** len(text.split(".")[1]))
    whole = str(int(value))
    zeros = len(whole) - len(whole.rstrip("0"))
    return min(0.05 * value, 0.5 * 10**zeros) if zeros >= 2 else 0.0


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities of one unit can be the same number."""
    return _overlap(bounds(a.value, a.approx), bounds(b.value, b.approx))


def same_money(a: Money, b: Money, year: int | None = None) -> bool:
    """Whether two amounts can be the same; of currencies without a known rate, yes."""
    if a.currency == b.currency:
        return same_digits(a, b)
    mine, theirs = rates(a.currency, year), rates(b.currency, year)
    low, high = bounds(a.amount, _not_about(a), a.max)
    low2, high2 = bounds(b.amount, _not_about(b), b.max)
    wide = 1 + CURRENCY_TOLERANCE
    return not (mine and theirs) or any(
        _overlap((low / one / wide, high / one * wide), (low2 / other, high2 / other))
        for one in mine
        for other in theirs
    )


def same_digits(a: Money, b: Money) -> bool:
    """Whether two sums are one number, whatever their currencies."""
    return _overlap(bounds(a.amount, a.approx, a.max), bounds(b.amount, b.approx, b.max))


def _not_about(money: Money) -> str | None:
    """How a sum is hedged; "about" is left out, since the tolerance for rates is wider than what it grants."""
    return None if money.approx == "about" else money.approx


def mistaken_currency(a: Money, b: Money, year: int | None = None) -> bool:
    """Whether the same number stands with two currencies of unlike worth: one of them is a mistake."""
    return a.currency != b.currency and not same_money(a, b, year) and same_digits(a, b)


def rates(currency: str, year: int | None) -> tuple[float, ...]:
    """Units of a currency per US dollar in a year (in any, where none is given); empty if not in the table."""
    known = PER_DOLLAR.get(currency, ())
    if isinstance(known, float):
        return (known,)
    if year is None:
        return tuple(per for _, per in known)
    return tuple([per for last, per in known if year <= last][:1])


def _overlap(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]
