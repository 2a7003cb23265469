"""All claims as one CSV file that a person can read and edit, and `dragoman import` takes in again."""

from collections.abc import Iterator
from pathlib import Path

from dragoman.coding.claim import Claim
from dragoman.publishing.exports import cells
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import write_csv

COLUMNS = (
    "report", "publisher", "published", "title", "quote", "type", "actor", "recipient", "item", "quantity", "money",
    "time", "place", "status", "modality", "attribution", "coder", "confidence", "start", "end", "id",
)  # fmt: skip


def write(contents: Contents, out: Path) -> None:
    """Writes a row for each claim, by report and place in it."""
    write_csv(out, COLUMNS, _rows(contents))


def _rows(contents: Contents) -> Iterator[tuple[str | float | None, ...]]:
    for claim in contents.claims:
        report = contents.report.get(claim.report)
        about = (report.publisher, report.published, report.title) if report else (None, None, None)
        yield (claim.report, *about, *_fields(claim))


def _fields(claim: Claim) -> tuple[str | float | None, ...]:
    manual = claim.as_manual()
    return (
        claim.quote, claim.type, cells.listed(claim.actor), cells.listed(claim.recipient), claim.item,
        cells.quantities(manual["quantity"]), cells.money(manual["money"]), claim.time, cells.listed(claim.place),
        claim.status, claim.modality, claim.attribution, claim.coder, claim.confidence, claim.start, claim.end,
        claim.id,
    )  # fmt: skip
