"""The fields of a claim as a person writes them in a form, and as they are read out of selected words.

Lists are parted by semicolons. A number stands before its unit ("at least 1,000 cameras; 800 sites"), a sum with its
currency's letters ("about USD 5.2 million"), a time is EDTF. What is written is read back as it was.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from babel.numbers import list_currencies

from dragoman.codebook.lists import load_lists
from dragoman.codebook.types import MODALITIES, STATUSES, load_codebook
from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.edtf import days
from dragoman.errors import DragomanError
from dragoman.publishing.wording import number

NAMES = ("actor", "recipient", "place")
TEXTS = ("item", "attribution")
CHOICES: Mapping[str, tuple[str, ...]] = {"status": STATUSES, "modality": MODALITIES}
ALL = ("type", "actor", "recipient", "item", "quantity", "money", "time", "place", "status", "modality", "attribution")
SELECTABLE = ("actor", "recipient", "item", "quantity", "money", "time", "place", "attribution")
"""Fields that words of the report can be put into."""
LONGEST = 500
_APPROX = {"about": "about", "at least": "at_least", "at most": "at_most"}
_WORDS = {coded: words for words, coded in _APPROX.items()}
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMBER = r"(?P<{0}>\d[\d,]*(?:\.\d+)?)(?: (?P<{0}_scale>thousand|million|billion|trillion))?"
_MARK = r"(?:(?P<approx>about|at least|at most) )?"
_QUANTITY = re.compile(rf"{_MARK}{_NUMBER.format('value')} (?P<unit>\S.*)\Z", re.I)
_RANGE = f"{_NUMBER.format('amount')}(?: to {_NUMBER.format('max')})?"
_MONEY = re.compile(rf"{_MARK}(?P<before>[A-Z]{{3}} )?{_RANGE}(?P<after> [A-Z]{{3}})?\Z")
_YEARLESS = re.compile(r"XXXX-(?:0[1-9]|1[0-2])(?:-\d\d)?\Z")


@dataclass(frozen=True, slots=True)
class Selected:
    """Words of a report as a field takes them, or ``fault``: why it cannot."""

    value: str
    fault: str = ""


def types() -> tuple[str, ...]:
    """The types that a claim may have, the user's own among them."""
    return tuple(load_codebook().types)


def written(claim: Claim) -> dict[str, str]:
    """Each field of a claim as a form shows it."""
    found = {name: "; ".join(getattr(claim, name)) for name in NAMES}
    found |= {name: getattr(claim, name) or "" for name in (*TEXTS, "time", "type", "status", "modality")}
    found["quantity"] = "; ".join(f"{_approx(q.approx)}{number(q.value)} {q.unit}" for q in claim.quantity)
    found["money"] = _sum(claim.money) if claim.money else ""
    return found


def read(form: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a form as a claim has them; DragomanError names the first that makes no sense."""
    given = {name: " ".join(form.get(name, "").split()) for name in ALL}
    for name, text in given.items():
        if len(text) > LONGEST or not text.isprintable():
            raise _wrong(name, text[:40], f"at most {LONGEST} characters on one line")
    found: dict[str, Any] = {name: _list(given[name]) for name in NAMES}
    found |= {name: given[name] or None for name in TEXTS}
    found["quantity"] = tuple(_quantity(part) for part in _list(given["quantity"]))
    found["money"] = _money(given["money"]) if given["money"] else None
    found["time"] = _time(given["time"]) if given["time"] else None
    for name, known in (*CHOICES.items(), ("type", types())):
        if given[name] not in known:
            raise _wrong(name, given[name], "choose one of the list")
        found[name] = given[name]
    return found


def selected(field: str, words: str, published: str | None = None) -> Selected:
    """Words of a report as a field takes them: names in their common form, numbers, sums and times as they are read.

    ``published`` is the report's date, from which "last month" counts.
    """
    said = " ".join(words.split()).strip(" ,.;:()[]\"'“”‘’")
    if not said:
        return Selected("", "nothing is selected")
    if field in ("actor", "recipient", "attribution"):
        return Selected(_common_name(said))  # a capital stands for its government here, but not where it is a place
    if field == "quantity":
        return _read_quantity(said)
    if field == "money":
        return _read_money(said)
    if field == "time":
        return _read_time(said, published)
    return Selected(said)


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _quantity(text: str) -> Quantity:
    match = _QUANTITY.match(text)
    if match is None:
        raise _wrong("quantity", text, "write a number and what it counts: about 1,000 cameras")
    unit = {"%": "percent"}.get(match["unit"], match["unit"])
    return Quantity(_value(match, "value"), unit, _APPROX.get((match["approx"] or "").lower()))


def _money(text: str) -> Money:
    match = _MONEY.match(text)
    currency = ((match["before"] or match["after"] or "").strip()) if match else ""
    if match is None or currency not in list_currencies():
        raise _wrong("money", text, "write the currency's three letters and the sum: about USD 5.2 million")
    top = _value(match, "max") if match["max"] else None
    return Money(_value(match, "amount"), currency, top, _APPROX.get((match["approx"] or "").lower()))


def _time(text: str) -> str:
    if days(text) is None and not _YEARLESS.match(text):
        raise _wrong("time", text, "write an EDTF time: 2019, 2019-11, 2019-11-29, 2019/.., 2008/2018, 2020-21")
    return text


def _wrong(field: str, text: str, remedy: str) -> DragomanError:
    return DragomanError(f"{text!r} is no {field}", field, remedy)


def _value(match: re.Match[str], name: str) -> float:
    scale = _SCALES.get((match[f"{name}_scale"] or "").lower(), 1)
    return round(float(match[name].replace(",", "")) * scale, 6)


def _approx(coded: str | None) -> str:
    return f"{_WORDS[coded]} " if coded in _WORDS else ""


def _sum(money: Money) -> str:
    top = f" to {number(money.max)}" if money.max is not None else ""
    return f"{_approx(money.approx)}{money.currency} {number(money.amount)}{top}"


@cache
def _known_names() -> Mapping[str, str]:
    """From every spelling of the word lists to the common name it stands for."""
    return {surface.text: surface.entry.name for surface in load_lists().surfaces()}


def _common_name(said: str) -> str:
    known = _known_names()
    bare = said.removeprefix("the ").removeprefix("The ")
    for text in (said, bare, bare.removesuffix("'s").removesuffix("’s")):
        if text in known:
            return known[text]
    return bare


def _read_quantity(said: str) -> Selected:
    from dragoman.reading.numbers import find_numbers

    found = next(iter(find_numbers(said)), None)
    if found is None:
        return Selected("", f"there is no number in “{said}”")
    after = said[found.end :].strip(" ,.;:")
    percent = re.match(r"%|per ?cent\b", after)
    unit = "percent" if percent else after
    if not unit:
        return Selected("", "select the number with what it counts")
    return Selected(f"{_approx(found.approx)}{number(found.value)} {unit}")


def _read_money(said: str) -> Selected:
    from dragoman.reading.money import find_money

    found = next(iter(find_money(said)), None)
    if found is None:
        return Selected("", f"there is no sum of money in “{said}”")
    return Selected(_sum(Money(found.amount, found.currency, found.max, found.approx)))


def _read_time(said: str, published: str | None) -> Selected:
    from dragoman.reading.times import Anchor, find_times

    try:
        anchor = Anchor(date.fromisoformat(published or ""))
    except ValueError:
        anchor = Anchor(None)
    found = next(iter(find_times(said, anchor)), None)
    return Selected(found.edtf) if found else Selected("", f"“{said}” tells no time that is known")
