"""What a record holds one by one: for what goes through all of it, more than memory has room for."""

from collections.abc import Iterator

from sqlalchemy import select

from dragoman.coding.claim import Claim
from dragoman.record import rows
from dragoman.record.record import Record
from dragoman.record.tables import claims, reports
from dragoman.sources.report import Report

_CLAIMS = 500
"""Claims that are fetched at once."""
_REPORTS = 2
"""Reports that are fetched at once: a text may have two million characters."""


def each_claim(record: Record) -> Iterator[Claim]:
    """The claims that count, by report and place in it, without the places their slots were read from."""
    found = select(claims).where(claims.c.current).order_by(claims.c.report, claims.c.start, claims.c.end, claims.c.id)
    with record._reading() as connection:
        for some in connection.execute(found.execution_options(yield_per=_CLAIMS)).partitions():
            yield from rows.claims_of(some, ())


def each_report(record: Record) -> Iterator[tuple[str, Report]]:
    """All reports with their ids, in the order of these."""
    found = select(reports).order_by(reports.c.id)
    with record._reading() as connection:
        for row in connection.execute(found.execution_options(yield_per=_REPORTS)):
            yield row.id, rows.report_of(row)
