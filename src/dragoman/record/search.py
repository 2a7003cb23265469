"""Full-text search as pages need it: which claims hold the words, and where in a text the words stand."""

import re
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import CursorResult, func, select, text

from dragoman.record.dialects import fts_query
from dragoman.record.ready import Ready
from dragoman.record.record import Record
from dragoman.record.sqlite import TOKENS
from dragoman.record.tables import claims, reports

OPEN, CLOSE = "\x02", "\x03"
"""What stands around the words that were found. A report's text holds no control characters; pages escape all else."""
AROUND = 28
"""Words of a snippet of a report."""

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is one of the words looked for."""

_SQLITE_CLAIMS = text("SELECT rowid FROM claims_search WHERE claims_search MATCH :match")
_SQLITE_COUNT = text("SELECT count(*) FROM reports_search WHERE reports_search MATCH :match")
_SQLITE_REPORTS = text(
    "SELECT r.id, r.title, r.publisher, r.published, "
    "snippet(reports_search, 1, :open, :close, '…', :around) AS marked "
    "FROM reports_search JOIN reports r ON r.number = reports_search.rowid "
    "WHERE reports_search MATCH :match ORDER BY rank, r.id LIMIT :limit OFFSET :offset"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A claim as a list shows it: its sentence in pieces, where it stands, and how it was coded."""

    id: str
    report: str
    start: int
    end: int
    type: str
    status: str
    modality: str
    time: str | None
    confidence: float
    coder: str
    review: str | None
    title: str | None
    publisher: str | None
    published: str | None
    sentence: Pieces


@dataclass(frozen=True, slots=True)
class ReportHit:
    """A report that holds the words, with a place where it does."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    snippet: Pieces


def claim_numbers(record: Record, words: str) -> Sequence[int]:
    """Numbers of the claims whose sentence or item holds all ``words``, those that no longer count among them."""
    with record._reading() as connection:
        if connection.dialect.name == "sqlite":
            # The index alone answers, without a look at each of the claims.
            return _numbers(connection.execute(_SQLITE_CLAIMS, {"match": match})) if (match := fts_query(words)) else ()
        return _numbers(connection.execute(select(claims.c.number).where(record._dialect.search(claims, words))))


# Made once, like those of ``lookup``. The columns stand in the order of the fields of ``Quoted``.
_QUOTED = Ready(
    lambda numbers: select(
        claims.c.number, claims.c.quote, claims.c.item, *(claims.c[field.name] for field in fields(Quoted)[:11]),
        reports.c.title, reports.c.publisher, reports.c.published,
    ).join(reports, reports.c.id == claims.c.report).where(claims.c.number.in_(numbers))
)  # fmt: skip


def quoted(record: Record, numbers: Sequence[int], words: str = "") -> dict[int, Quoted]:
    """The claims with these numbers, their sentences cut where ``words`` begin and end."""
    with record._asking() as ask:
        found = ask(_QUOTED, numbers)
    match = fts_query(words) if record.kind == "sqlite" else ""
    marks = highlighted([tuple(row[:3]) for row in found], match) if match else {}
    return {number: _quoted(given, marks.get(number), words) for number, *given in found}


def _quoted(row: Sequence[Any], found: Pieces | None, words: str) -> Quoted:
    quote, _, *given = row
    return Quoted(*(*given, found or pieces(marked(quote, words) if words else quote)))


_MARK = "SELECT rowid, highlight(said, 0, ?, ?) FROM said WHERE said MATCH ?"


class _Marker(threading.local):
    """A database in memory that marks words as that of the record does, one a thread.

    To have the record's own index mark some rows takes ten times as long: it looks through all that hold the words.
    """

    def __init__(self) -> None:
        self._memory = sqlite3.connect(":memory:", isolation_level=None)
        self._memory.execute(f"CREATE VIRTUAL TABLE said USING fts5(quote, item, tokenize='{TOKENS}')")

    def mark(self, rows: Sequence[tuple[int, str, str | None]], match: str) -> list[tuple[int, str]]:
        """Number and marked sentence of the rows that match."""
        run = self._memory.execute
        run("BEGIN")
        try:
            self._memory.executemany("INSERT INTO said (rowid, quote, item) VALUES (?, ?, ?)", rows)
            return run(_MARK, (OPEN, CLOSE, match)).fetchall()
        finally:
            run("ROLLBACK")


_MARKER = _Marker()


def highlighted(rows: Sequence[tuple[int, str, str | None]], match: str) -> dict[int, Pieces]:
    """The sentences of some claims (number, sentence, item) in pieces, of those that hold what FTS5 calls ``match``."""
    return {number: pieces(found) for number, found in _MARKER.mark(rows, match)}


def found_reports(record: Record, words: str, limit: int, offset: int = 0) -> tuple[int, list[ReportHit]]:
    """How many reports hold all ``words`` in title or text, and some of them, on SQLite the best match first."""
    with record._reading() as connection:
        if connection.dialect.name == "sqlite":
            if not (match := fts_query(words)):
                return 0, []
            total = connection.execute(_SQLITE_COUNT, {"match": match}).scalar()
            given: dict[str, Any] = {"open": OPEN, "close": CLOSE, "match": match, "around": AROUND}
            rows = connection.execute(_SQLITE_REPORTS, given | {"limit": limit, "offset": offset})
            return int(total or 0), [_hit(r, r.marked) for r in rows]
        fits = record._dialect.search(reports, words)
        total = connection.scalar(select(func.count()).select_from(reports).where(fits))
        rows = connection.execute(select(reports).where(fits).order_by(reports.c.id).limit(limit).offset(offset))
        return int(total or 0), [_hit(r, _excerpt(marked(r.text, words))) for r in rows]


def marked(said: str, words: str) -> str:
    """``said`` with marks around words that begin like those looked for: for databases that mark none themselves."""
    stems = {re.sub(r"(?:ies|ing|ed|es|s)\Z", "", word) for word in re.findall(r"\w+", words.casefold())} - {""}
    if not stems:
        return said
    beginning = "|".join(map(re.escape, sorted(stems, key=len, reverse=True)))
    return re.sub(rf"\b(?:{beginning})\w*", lambda m: f"{OPEN}{m[0]}{CLOSE}", said, flags=re.IGNORECASE)


def pieces(marked: str) -> Pieces:
    """A text with marks as its pieces; a mark without its partner is dropped."""
    found: list[tuple[str, bool]] = []
    for at, part in enumerate(marked.split(OPEN)):
        inside, closed, after = part.partition(CLOSE)
        if at and closed:
            found += [(inside, True), (after.replace(CLOSE, ""), False)]
        else:
            found.append((part.replace(CLOSE, ""), False))
    return tuple((part, hit) for part, hit in found if part)


def _excerpt(marked: str) -> str:
    """Some words before and after the first mark."""
    before, mark, after = marked.partition(OPEN)
    tail = before.split(" ")[-AROUND // 2 :]
    head = after.split(" ")[:AROUND]
    return f"{'…' if len(tail) < before.count(' ') else ''}{' '.join(tail)}{mark}{' '.join(head)}…"


def _hit(row: Any, said: str) -> ReportHit:
    return ReportHit(row.id, row.title, row.publisher, row.published, pieces(said))


def _numbers(found: CursorResult[Any]) -> Sequence[int]:
    return found.scalars().all()
