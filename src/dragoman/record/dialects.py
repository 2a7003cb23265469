"""All that differs from one database to another: connecting, full-text search, append-only tables.

SQLite is the only one so far; another one is another entry in ``_DIALECTS``.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Engine,
    Select,
    Table,
    column,
    create_engine,
    event,
    false,
    literal_column,
    select,
)
from sqlalchemy import table as named_table
from sqlalchemy.dialects import sqlite

from dragoman.errors import DragomanError

WRITES = "dragoman_writes"
"""Execution option of connections that will write: they take SQLite's write lock at once, and wait for it."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of database: how it is opened, how rows are added unless there, how words are looked up."""

    engine: Callable[[URL], Engine]
    insert: Callable[[Table], Any]
    set_up: tuple[str, ...]
    search: Callable[[Table, str], ColumnElement[bool]]
    durable: Callable[[Engine], None]
    append_only: Callable[[str], tuple[str, ...]]
    """What makes a table refuse every change but more rows."""
    serialise: tuple[str, ...] = ()
    """What makes writers of the log of custody wait for one another, where a write transaction alone does not."""


def dialect(name: str) -> Dialect:
    """The dialect SQLAlchemy calls ``name``; raises DragomanError where records cannot be kept in it."""
    try:
        return _DIALECTS[name]
    except KeyError:
        raise DragomanError(
            f"a record cannot be kept in {name} yet",
            remedy="give the path of a SQLite file, such as dragoman.db") from None


def _sqlite_engine(url: URL) -> Engine:
    # 30 s: how long a command waits while another one writes to the same record.
    engine = create_engine(url, connect_args={"timeout": 30}, json_serializer=_json)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        # SQLAlchemy, not the driver, begins transactions: the driver would leave CREATE TABLE outside of them.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        # With write-ahead logging NORMAL loses nothing when the process dies, and spares a disk sync a report.
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _sqlite_durable(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _sqlite_search(table: Table, words: str) -> ColumnElement[bool]:
    match = fts_query(words)
    if not match:
        return false()
    index = f"{table.name}_search"
    found: Select[tuple[Any]] = select(column("rowid")).select_from(named_table(index)).where(
        literal_column(index).op("MATCH")(match))
    return table.c.number.in_(found)


def fts_query(words: str) -> str:
    """``words`` as FTS5 has it: all must be there; empty where nothing is left to look for."""
    return " AND ".join(_terms(words))


def _terms(words: str) -> Sequence[str]:
    """``words`` as FTS5 strings: "..." is a phrase, ``word*`` a prefix, and nothing a user types is query syntax."""
    terms = []
    for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', words):
        term = (phrase or word).replace("\0", "")
        if re.search(r"\w", term):
            terms.append('"{}"{}'.format(term.rstrip("*"), "*" if term.endswith("*") else ""))
    return terms


def _sqlite_index(table: str, columns: Sequence[str]) -> tuple[str, ...]:
    """An FTS5 index that keeps no second copy of the text, and the triggers that keep it right."""
    names, index = ", ".join(columns), f"{table}_search"
    old, new = (", ".join(f"{row}.{c}" for c in columns) for row in ("old", "new"))
    forget = f"INSERT INTO {index}({index}, rowid, {names}) VALUES ('delete', old.number, {old});"
    learn = f"INSERT INTO {index}(rowid, {names}) VALUES (new.number, {new});"
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table}', content_rowid='number', "
        "tokenize='porter unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {learn} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {forget} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF {names} ON {table} BEGIN {forget} {learn} END",
    )


def _sqlite_append_only(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
        for verb in ("UPDATE", "DELETE"))


_DIALECTS = {
    "sqlite": Dialect(
        engine=_sqlite_engine,
        insert=sqlite.insert,
        # What the first migration runs after its tables. Records were made with it: change it by a new migration only.
        set_up=(
            *_sqlite_index("reports", ("title", "text")),
            *_sqlite_index("claims", ("quote", "item")),
            *_sqlite_append_only("judgements"),
        ),
        search=_sqlite_search,
        durable=_sqlite_durable,
        append_only=_sqlite_append_only,
    ),
}
