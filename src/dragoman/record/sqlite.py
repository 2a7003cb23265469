"""A record in one file: SQLite in write-ahead mode, with an FTS5 index that triggers keep right."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

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

from dragoman.record.dialects import WAIT, WRITES, Dialect, as_json, fts_query

TOKENS = "porter unicode61 remove_diacritics 2"
"""How texts are cut into words for looking them up: by their stems, without accents. Records were made with it."""


def _engine(url: URL) -> Engine:
    if url.database and _is_fixed(Path(url.database)):
        fixed = quote(str(Path(url.database).resolve()))
        url = url.set(database=f"file:{fixed}?immutable=1&mode=ro", query={"uri": "true"})
    engine = create_engine(url, connect_args={"timeout": WAIT}, json_serializer=as_json)

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


def _is_fixed(file: Path) -> bool:
    """Whether a record lies where nobody writes (a disk that is mounted read-only), and nothing of it stands in a log
    beside it. SQLite would want to lay files beside it even to read."""
    if not file.is_file() or os.access(file, os.W_OK) or os.access(file.parent, os.W_OK):
        return False
    log = file.with_name(f"{file.name}-wal")
    return not log.exists() or log.stat().st_size == 0


def _durable(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _search(table: Table, words: str) -> ColumnElement[bool]:
    match = fts_query(words)
    if not match:
        return false()
    index = f"{table.name}_search"
    found: Select[tuple[Any]] = select(column("rowid")).select_from(named_table(index)).where(
        literal_column(index).op("MATCH")(match))  # fmt: skip
    return table.c.number.in_(found)


def _index(table: str, columns: Sequence[str]) -> tuple[str, ...]:
    """An FTS5 index that keeps no second copy of the text, and the triggers that keep it right."""
    names, index = ", ".join(columns), f"{table}_search"
    old, new = (", ".join(f"{row}.{c}" for c in columns) for row in ("old", "new"))
    forget = f"INSERT INTO {index}({index}, rowid, {names}) VALUES ('delete', old.number, {old});"
    learn = f"INSERT INTO {index}(rowid, {names}) VALUES (new.number, {new});"
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table}', content_rowid='number', "
        f"tokenize='{TOKENS}')",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {learn} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {forget} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF {names} ON {table} BEGIN {forget} {learn} END",
    )


def _append_only(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
        for verb in ("UPDATE", "DELETE")
    )


DIALECT = Dialect(
    engine=_engine,
    insert=sqlite.insert,
    set_up=(
        *_index("reports", ("title", "text")),
        *_index("claims", ("quote", "item")),
        *_append_only("judgements"),
    ),
    # Triggers go with their tables.
    take_down=("DROP TABLE reports_search", "DROP TABLE claims_search"),
    search=_search,
    durable=_durable,
    append_only=_append_only,
)
