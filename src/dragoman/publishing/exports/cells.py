"""Lists, quantities and sums in one cell of a spreadsheet, as a person writes them, and back again.

``Serbia; China`` is a list, ``about 1,000 cameras; 800 locations`` are quantities, ``at least EUR 3,000,000 to
4,000,000`` a sum. A name that holds a semicolon or a quotation mark is written as a JSON string.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

_MARKS = {"about": "about ", "at_least": "at least ", "at_most": "at most "}
_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?"
_QUANTITY = re.compile(rf"(?P<mark>about |at least |at most )?(?P<value>{_NUMBER})(?: (?P<unit>.*))?\Z", re.DOTALL)
_MONEY = re.compile(
    rf"(?P<mark>about |at least |at most )?(?P<currency>[A-Z]{{3}}) (?P<amount>{_NUMBER})(?: to (?P<max>{_NUMBER}))?\Z"
)


def listed(values: Iterable[str]) -> str:
    """Texts as one cell."""
    return "; ".join(json.dumps(v, ensure_ascii=False) if _ambiguous(v) else v for v in values)


def unlisted(cell: str) -> list[str]:
    """The texts of a cell, empty ones left out. ``listed`` undone; ValueError for a broken JSON string."""
    found: list[str] = []
    decoder = json.JSONDecoder()
    at = 0
    while at < len(cell):
        if cell[at].isspace() or cell[at] == ";":
            at += 1
        elif cell[at] == '"':
            value, at = decoder.raw_decode(cell, at)
            found.append(str(value))
        else:
            end = cell.find(";", at)
            end = len(cell) if end < 0 else end
            found.append(cell[at:end].strip())
            at = end
    return [value for value in found if value]


def quantities(values: Iterable[dict[str, Any]]) -> str:
    """Quantities in the manual's form as one cell."""
    return listed(f"{_MARKS.get(q.get('approx') or '', '')}{_figure(q['value'])} {q['unit']}".rstrip() for q in values)


def unquantities(cell: str) -> list[dict[str, Any]]:
    """The quantities of a cell in the manual's form; ValueError for what is none."""
    found = []
    for part in unlisted(cell):
        match = _QUANTITY.match(part)
        if match is None:
            raise ValueError(f"{part!r} is no quantity: write a number and a unit, as in 'about 1,000 cameras'")
        made = {"value": _parsed(match["value"]), "unit": match["unit"] or ""}
        found.append(made | _approx(match["mark"]))
    return found


def money(value: dict[str, Any] | None) -> str:
    """A sum in the manual's form as one cell."""
    if value is None:
        return ""
    upper = f" to {_figure(value['max'])}" if value.get("max") is not None else ""
    return f"{_MARKS.get(value.get('approx') or '', '')}{value['currency']} {_figure(value['amount'])}{upper}"


def unmoney(cell: str) -> dict[str, Any] | None:
    """The sum of a cell in the manual's form, None for an empty one; ValueError for what is none."""
    if not cell.strip():
        return None
    match = _MONEY.match(cell.strip())
    if match is None:
        raise ValueError(f"{cell!r} is no sum: write currency and amount, as in 'EUR 3,000,000'")
    made = {"amount": _parsed(match["amount"]), "currency": match["currency"]}
    return made | ({"max": _parsed(match["max"])} if match["max"] else {}) | _approx(match["mark"])


def _ambiguous(text: str) -> bool:
    return not text or text != text.strip() or ";" in text or '"' in text


def _figure(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def _parsed(text: str) -> float | int:
    number = float(text.replace(",", ""))
    return int(number) if number.is_integer() else number


def _approx(mark: str | None) -> dict[str, str]:
    return {"approx": mark.strip().replace(" ", "_")} if mark else {}
