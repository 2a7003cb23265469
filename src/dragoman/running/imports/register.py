"""SIPRI's trade register as it is downloaded -> deals.

Two layouts are read: one row a deal ("Number ordered", "Year(s) of delivery") and, from 2023 on, one row a deal and
year of delivery ("SIPRI AT Database ID", "Delivery year"), whose rows are added up. Lines above the header are skipped.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.running.imports.tabular import read_csv

COLUMNS = {
    "id": ("sipri at database id", "deal id"),
    "supplier": ("supplier", "seller"),
    "recipient": ("recipient", "buyer"),
    "designation": ("weapon designation", "designation"),
    "description": ("weapon description", "description"),
    "ordered": ("number ordered", "no. ordered"),
    "order_year": ("year of order", "order date", "year(s) of order"),
    "delivered": ("number delivered", "numbers delivered", "no. delivered"),
    "delivery_years": ("year(s) of delivery", "year(s) of deliveries", "delivery year"),
    "status": ("status",),
    "comments": ("comments",),
}
"""What each column is called, in lower case."""
_NEEDED = ("supplier", "recipient", "designation")
_YEAR = re.compile(r"\d{4}")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Deal:
    """A row of the register. ``line`` is where it stands; ``uncertain`` names the figures that have a question mark."""

    line: int
    supplier: str
    recipient: str
    designation: str
    description: str
    ordered: int | None
    order_year: int | None
    delivered: int | None
    delivery_years: tuple[int, ...]
    uncertain: frozenset[str]
    status: str
    comments: str
    id: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        """All its years, in order."""
        return tuple(sorted({*self.delivery_years, *((self.order_year,) if self.order_year else ())}))


def is_header(row: Sequence[str]) -> bool:
    """Whether a row is the header of a register."""
    named = {cell.strip().lower() for cell in row}
    return all(named & set(COLUMNS[column]) for column in _NEEDED)


def read_register(path: Path) -> list[Deal]:
    """The deals of a register, in its order. DragomanError where ``path`` is none."""
    at: dict[str, int] = {}
    deals: list[Deal] = []
    for line, row in read_csv(path):
        if not at and is_header(row):
            at = _places(row)
        elif at and any(cell.strip() for cell in row) and _cell(row, at, "supplier"):
            deals.append(_deal(line, row, at))
    if not at:
        raise DragomanError("is no trade register", str(path), "it needs the columns Supplier, Recipient, Designation")
    return _added(deals)


def _places(header: Sequence[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in header]
    found = {column: next((names.index(n) for n in known if n in names), -1) for column, known in COLUMNS.items()}
    marks = {
        # The question mark stands in the nameless column after a figure, or in one of its own.
        f"{column}?": at + 1 if at + 1 < len(names) and (not names[at + 1] or "is estimate" in names[at + 1]) else -1
        for column, at in found.items()
        if at >= 0
    }
    return {column: at for column, at in (found | marks).items() if at >= 0}


def _cell(row: Sequence[str], at: Mapping[str, int], column: str) -> str:
    place = at.get(column, -1)
    return row[place].strip() if 0 <= place < len(row) else ""


def _deal(line: int, row: Sequence[str], at: Mapping[str, int]) -> Deal:
    cells = {column: _cell(row, at, column) for column in COLUMNS}
    figures = ("ordered", "order_year", "delivered", "delivery_years")
    marked = {name for name in figures if _cell(row, at, f"{name}?") in ("?", "Yes", "yes")}
    # Older files put uncertain figures in brackets.
    marked |= {name for name in figures if "?" in cells[name] or "(" in cells[name]}
    years = [int(year) for year in _YEAR.findall(cells["order_year"])]
    return Deal(
        line=line, supplier=cells["supplier"], recipient=cells["recipient"], designation=cells["designation"],
        description=cells["description"], ordered=_number(cells["ordered"]), order_year=min(years, default=None),
        delivered=_number(cells["delivered"]), delivery_years=_years(cells["delivery_years"]),
        uncertain=frozenset(marked), status=cells["status"], comments=cells["comments"], id=cells["id"],
    )  # fmt: skip


def _number(cell: str) -> int | None:
    found = _NUMBER.search(cell.replace(",", ""))
    return int(found[0]) if found else None


def _years(cell: str) -> tuple[int, ...]:
    """The years of a list ("2012; 2013") or a range ("2012-2014")."""
    found: set[int] = set()
    for part in re.split(r"[;,]", cell):
        years = sorted(int(year) for year in _YEAR.findall(part))
        found.update(range(years[0], years[-1] + 1) if years and years[-1] - years[0] < 100 else years)
    return tuple(sorted(found))


def _added(deals: Iterable[Deal]) -> list[Deal]:
    """Deals that stand in several rows, one a year of delivery, as one each."""
    found: dict[str, Deal] = {}
    for deal in deals:
        key = deal.id or f"line {deal.line}"
        known = found.get(key)
        found[key] = deal if known is None else _sum(known, deal)
    return list(found.values())


def _sum(one: Deal, other: Deal) -> Deal:
    numbers = [n for n in (one.delivered, other.delivered) if n is not None]
    return replace(
        one,
        delivered=sum(numbers) if numbers else None,
        delivery_years=tuple(sorted({*one.delivery_years, *other.delivery_years})),
        uncertain=one.uncertain | other.uncertain,
    )
