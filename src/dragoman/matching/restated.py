"""A sum that a sentence gives in a second currency: "CNY 448.9 million, which is around 100 million US dollars"."""

import re

from dragoman.coding.claim import Claim, Money

_SCALES = {"thousand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9}
_WORDS = {
    "us dollar": "USD",
    "u.s. dollar": "USD",
    "dollar": "USD",
    "euro": "EUR",
    "pound sterling": "GBP",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rouble": "RUB",
    "ruble": "RUB",
    "yen": "JPY",
}
_SIGNS = {
    "US$": "USD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "USD ": "USD",
    "EUR ": "EUR",
    "CNY ": "CNY",
    "RMB ": "CNY",
    "GBP ": "GBP",
}
_OWN = r"(?P<own>\d[\d,]*(?:\.\d+)?)\s*(?P<own_scale>thousand|million|billion|bn|m)?\b[\w .]{0,24}?,?\s*"
_HEDGE = r"(?:some|about|around|roughly|approximately|nearly|almost|close to|just over|just under)"
_EQUATES = _OWN + r"(?:(?:which is|equivalent to|equal to|worth|or|that is|=|\()\s*" + rf"{_HEDGE}?|(?<=, ){_HEDGE})\s*"
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>thousand|million|billion|bn|m)?\b"
_AFTER = re.compile(_EQUATES + _NUMBER + r"\s+(?P<word>" + "|".join(re.escape(w) for w in _WORDS) + r")s?\b", re.I)
_BEFORE = re.compile(_EQUATES + r"(?P<sign>" + "|".join(re.escape(s) for s in _SIGNS) + ")" + _NUMBER, re.I)


def restated(claim: Claim) -> Money | None:
    """The sum in another currency that the claim's sentence equates with the claim's own; None where it gives none."""
    if claim.money is None:
        return None
    for pattern in (_AFTER, _BEFORE):
        for found in pattern.finditer(claim.quote):
            groups = found.groupdict()
            if not _same(_amount(groups["own"], groups["own_scale"]), claim.money.amount):
                continue
            currency = _WORDS[groups["word"].lower()] if groups.get("word") else _SIGNS[groups["sign"].upper()]
            amount = _amount(groups["number"], groups["scale"])
            if currency != claim.money.currency:
                return Money(
                    amount,
                    currency,
                    None,
                    "about" if re.search(_HEDGE, found[0], re.I) else None,
                )
    return None


def _amount(number: str, scale: str | None) -> float:
    return float(number.replace(",", "")) * _SCALES.get((scale or "").lower(), 1.0)


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 0.01 * max(a, b)
