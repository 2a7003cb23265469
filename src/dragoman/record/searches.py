"""Searches that people keep, to see what is new since they last looked."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select, update

from dragoman.ids import content_id
from dragoman.record.record import Record
from dragoman.record.tables import searches as table


@dataclass(frozen=True, slots=True)
class Search:
    """A search: ``query`` as parameters of an address, ``seen`` when somebody last looked at what it finds (UTC)."""

    id: str
    name: str
    query: str
    made_by: str
    made_at: str
    seen: str


def save(record: Record, name: str, query: str, made_by: str) -> str:
    """Keeps a search and returns its id; one that is kept already keeps its own."""
    id = content_id("search", name, query)
    now = _now()
    row = {"id": id, "name": name, "query": query, "made_by": made_by, "made_at": now, "seen": now}
    with record._writing() as connection:
        if connection.scalar(select(table.c.id).where(table.c.id == id)) is None:
            connection.execute(insert(table).values(row))
    return id


def searches(record: Record) -> list[Search]:
    """All searches, by name."""
    with record._reading() as connection:
        found = connection.execute(select(table).order_by(table.c.name, table.c.id))
        return [Search(**row._mapping) for row in found]


def search(record: Record, id: str) -> Search | None:
    """The search with this id."""
    return next((s for s in searches(record) if s.id == id), None)


def forget(record: Record, id: str) -> None:
    """Keeps a search no longer."""
    with record._writing() as connection:
        connection.execute(delete(table).where(table.c.id == id))


def see(record: Record, id: str) -> None:
    """Notes that what a search finds has been looked at."""
    with record._writing() as connection:
        connection.execute(update(table).where(table.c.id == id).values(seen=_now()))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
