"""One coded claim as a person wrote it -> a claim: checked against the coding manual and found in its report."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from dragoman import edtf
from dragoman.codebook.types import MODALITIES, STATUSES, load_codebook
from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.publishing.exports import cells
from dragoman.sources.report import Report

ASIDE = frozenset({
    "report", "publisher", "published", "title", "coder", "confidence", "id", "start", "end", "counts", "coded",
})  # fmt: skip
"""Columns that exports have and that say nothing of what was coded."""
_YEARLESS = re.compile(r"XXXX(-\d\d){1,2}\Z")


class BadRow(Exception):
    """A row that is no claim: ``what`` is wrong with it and what to do. Never leaves the room."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


def _one_of(known: tuple[str, ...], what: str, value: str) -> str:
    if value not in known:
        near = get_close_matches(value, known, 1)
        raise ValueError(f"there is no {what} {value!r}" + (f", perhaps {near[0]}" if near else ""))
    return value


def _blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _names(value: Any) -> Any:
    return cells.unlisted(value) if isinstance(value, str) else [] if value is None else value


def _quantities(value: Any) -> Any:
    return cells.unquantities(value) if isinstance(value, str) else [] if value is None else value


def _money(value: Any) -> Any:
    return cells.unmoney(value) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Text = Annotated[str | None, BeforeValidator(_blank)]
Approx = Literal["about", "at_least", "at_most"] | None


class _Quantity(BaseModel):
    model_config = ConfigDict(extra="forbid")
    value: float = Field(allow_inf_nan=False)
    unit: str
    approx: Approx = None


class _Money(BaseModel):
    model_config = ConfigDict(extra="forbid")
    amount: float = Field(allow_inf_nan=False)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    max: float | None = Field(default=None, allow_inf_nan=False)
    approx: Approx = None


class _Row(BaseModel):
    """The fields of the coding manual. What a spreadsheet leaves empty takes the manual's usual value."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)
    quote: str = Field(min_length=1)
    type: str
    actor: Names = ()
    recipient: Names = ()
    item: Text = None
    quantity: Annotated[tuple[_Quantity, ...], BeforeValidator(_quantities)] = ()
    money: Annotated[_Money | None, BeforeValidator(_money)] = None
    time: Text = None
    place: Names = ()
    status: Annotated[str | None, BeforeValidator(_blank)] = None
    modality: Annotated[str | None, BeforeValidator(_blank)] = None
    attribution: Text = None

    @field_validator("type")
    @classmethod
    def _type(cls, value: str) -> str:
        return _one_of(tuple(load_codebook().types), "type", value.strip())

    @field_validator("status")
    @classmethod
    def _status(cls, value: str | None) -> str:
        return _one_of(STATUSES, "status", (value or "completed").strip())

    @field_validator("modality")
    @classmethod
    def _modality(cls, value: str | None) -> str:
        return _one_of(MODALITIES, "modality", (value or "asserted").strip())

    @field_validator("time")
    @classmethod
    def _time(cls, value: str | None) -> str | None:
        if value is not None and edtf.days(value) is None and not _YEARLESS.match(value):
            raise ValueError(f"{value!r} is no EDTF time: write 2019, 2019-11, 2019-11-29, 2008/2018 or 2019/..")
        return value


def claim_of(fields: Mapping[str, Any], report: Report, who: str) -> Claim:
    """The claim that a row says ``who`` coded in ``report``; raises BadRow where it is none."""
    try:
        row = _Row.model_validate({name: value for name, value in fields.items() if name not in ASIDE})
    except ValidationError as error:
        raise BadRow(_told(error), "see docs/reference/coding-manual.md for the fields") from None
    start, end = _found(row.quote, report.text, fields.get("start"))
    return Claim(
        report=report.id, start=start, end=end, quote=report.text[start:end], type=row.type, actor=row.actor,
        recipient=row.recipient, item=row.item,
        quantity=tuple(Quantity(q.value, q.unit, q.approx) for q in row.quantity),
        money=Money(row.money.amount, row.money.currency, row.money.max, row.money.approx) if row.money else None,
        time=row.time, place=row.place, status=row.status or "completed", modality=row.modality or "asserted",
        attribution=row.attribution, spans=_spans(row, report.text, start, end), coder=who,
    )  # fmt: skip


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    said = str(first["msg"]).removeprefix("Value error, ")
    known = tuple(_Row.model_fields)
    if first["type"] == "extra_forbidden" and len(first["loc"]) == 1:
        near = get_close_matches(where, known, 1)
        return f"there is no field {where!r}" + (f", perhaps {near[0]}" if near else "")
    return f"{where}: {said}"


def _found(quote: str, text: str, start: Any) -> tuple[int, int]:
    """Where a quote stands: at ``start`` where that is given and right, else where it first stands in the text.

    White space may differ, as it does when somebody copies from a page; the rest is to the letter.
    """
    given = int(start) if isinstance(start, int | str) and str(start).isdecimal() else None
    if given is not None and text.startswith(quote, given):
        return given, given + len(quote)
    at = text.find(quote)
    if at >= 0:
        return at, at + len(quote)
    loose = re.search(r"\s+".join(map(re.escape, quote.split())), text) if quote.strip() else None
    if loose is None:
        shown = quote if len(quote) <= 60 else f"{quote[:60]}..."
        raise BadRow(f"its quote does not stand in the report: {shown!r}", "copy the sentence to the letter")
    return loose.span()


def _spans(row: _Row, text: str, start: int, end: int) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Where the sentence says what was coded, as far as it says it in the same words."""
    found = []
    for field in ("actor", "recipient", "item", "place", "attribution"):
        value = getattr(row, field)
        for said in (value,) if isinstance(value, str) else value or ():
            at = text.find(said, start, end)
            if said and at >= 0:
                found.append((field, (at, at + len(said))))
    return tuple(found)
