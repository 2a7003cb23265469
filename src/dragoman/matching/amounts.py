"""When two numbers may be the same figure: rounding, bounds ("at least"), units that count the same, currencies.

Rates are rough averages over years, written from general knowledge and good to about a fifth. They serve only to tell
whether two amounts can be the same, with a wide tolerance; no amount is converted into the record.
"""

import math
from collections.abc import Mapping
from functools import lru_cache

from dragoman.coding.claim import Money, Quantity
from dragoman.matching import known
from dragoman.matching.names import plain, stem
from dragoman.matching.vocabulary import UNIT_KINDS

ABOUT = 0.1
"""How far "about N" reaches, as a share of N."""
CURRENCY_TOLERANCE = 0.25
"""How far converted amounts may lie apart: rates move within a year and texts round."""

Rates = tuple[tuple[int, float], ...]
"""(last year, units per dollar up to it)."""
PER_DOLLAR: Mapping[str, float | Rates] = {
    "USD": 1.0,
    "EUR": ((2002, 1.08), (2014, 0.75), (2030, 0.9)),
    "GBP": ((2008, 0.54), (2015, 0.63), (2030, 0.77)),
    "XDR": 0.72,
    "CHF": 0.95,
    "JPY": 115.0,
    "CNY": ((2005, 8.0), (2008, 7.0), (2012, 6.4), (2030, 6.8)),
    "RUB": ((2013, 30.0), (2015, 55.0), (2021, 67.0), (2030, 85.0)),
    "INR": ((2010, 45.0), (2015, 60.0), (2030, 78.0)),
    "KRW": 1200.0,
    "TRY": ((2013, 1.7), (2017, 3.0), (2020, 6.0), (2021, 8.9), (2022, 16.5), (2023, 24.0), (2030, 34.0)),
    "AUD": 1.4,
    "CAD": 1.3,
    "NZD": 1.5,
    "RSD": 105.0,
    "HUF": 300.0,
    "PLN": 3.9,
    "CZK": 23.0,
    "RON": 4.2,
    "BGN": 1.7,
    "SEK": 9.2,
    "NOK": 8.8,
    "DKK": 6.6,
    "UAH": ((2013, 8.0), (2030, 28.0)),
    "BRL": ((2014, 2.1), (2019, 3.6), (2030, 5.2)),
    "MXN": 18.5,
    "ZAR": 14.5,
    "NGN": ((2015, 160.0), (2022, 380.0), (2030, 1300.0)),
    "KES": 105.0,
    "UGX": ((2010, 1900.0), (2014, 2500.0), (2030, 3650.0)),
    "TZS": ((2012, 1450.0), (2030, 2250.0)),
    "GHS": ((2013, 1.6), (2019, 4.4), (2030, 9.0)),
    "ETB": ((2012, 14.0), (2019, 25.0), (2030, 50.0)),
    "XOF": ((2002, 710.0), (2014, 490.0), (2030, 585.0)),
    "XAF": ((2002, 710.0), (2014, 490.0), (2030, 585.0)),
    "AED": 3.67,
    "SAR": 3.75,
    "QAR": 3.64,
    "ILS": 3.6,
    "SBD": 8.0,
    "PGK": 3.4,
    "FJD": 2.1,
    "PHP": 52.0,
    "IDR": 14000.0,
    "MYR": 4.2,
    "THB": 33.0,
    "VND": 23000.0,
    "SGD": 1.36,
    "HKD": 7.8,
    "TWD": 30.5,
    "PKR": ((2013, 95.0), (2018, 110.0), (2021, 160.0), (2030, 260.0)),
    "BDT": 85.0,
    "LKR": ((2018, 145.0), (2030, 280.0)),
    "KZT": ((2014, 165.0), (2030, 420.0)),
    "AMD": 450.0,
    "GEL": 2.7,
    "AZN": 1.7,
}


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
