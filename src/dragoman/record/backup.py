"""A record saved while it is in use, and brought back: always as one SQLite file, whatever kind of database it is of.

A backup is the record as it was at one moment. It is a record itself: every command reads it. So it is also the way
from a file to a server and back.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Integer, Table, delete, func, insert, select, text

from dragoman.errors import DragomanError
from dragoman.record.record import Counts, Record
from dragoman.record.tables import metadata

_BATCH = 1_000
"""Rows that are copied at a time."""
_NO_BACKUP = "name a file that `dragoman backup` wrote"
_APPENDED = frozenset({"judgements", "custody"})
"""Tables that refuse every change but more rows."""


def backup(record: Record, out: Path) -> Counts:
    """Saves ``record`` to the file ``out``, as a whole or not at all, while others read and write it.

    Returns what the backup holds. DragomanError where ``out`` is there already or cannot be written.
    """
    if out.exists():
        raise DragomanError("is there already", str(out), "name another file")
    with _part(out) as part:
        if record.kind == "sqlite":
            with record.raw() as source, closing(sqlite3.connect(part)) as target:
                source.backup(target)
        else:
            with Record.open(part, create=True) as made, record._reading() as held, made._writing() as saved:
                _copy(held, saved)
        return _checked(part)


def restore(file: Path, where: str | Path, *, replace: bool = False) -> Counts:
    """Brings the backup in ``file`` back to ``where``, in one transaction: who reads meanwhile sees all of it or none.

    Raises DragomanError where ``file`` is no record, or ``where`` holds reports and ``replace`` is not set.
    """
    # A copy is brought up to date where an older version made it; the backup itself stays as it is.
    with _beside(file) as copy, Record.open(where, create=True) as record:
        if record.counts().reports and not replace:
            raise DragomanError("holds reports already", record.name, "restore to another place, or give --replace")
        if record.kind == "sqlite":
            with record.raw() as target, closing(sqlite3.connect(copy)) as source:
                source.backup(target)
        else:
            with Record.open(copy) as saved, saved._reading() as held, record._writing() as target_rows:
                _empty(target_rows)
                _copy(held, target_rows)
                _count_on(target_rows)
        return record.counts()


@contextmanager
def _part(out: Path) -> Iterator[Path]:
    """A file that takes its name when it is whole, and on the disk."""
    part = out.with_name(f".{out.name}.part")
    try:
        if not out.parent.is_dir():
            raise DragomanError("the folder for the backup does not exist", str(out), f"make it: mkdir -p {out.parent}")
        part.unlink(missing_ok=True)
        part.touch()  # where that cannot be done it is of the backup, and no fault of the record
        yield part
        for path in (part, out.parent):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        part.replace(out)
    except (OSError, sqlite3.Error) as error:
        said = (getattr(error, "strerror", None) or str(error)).lower() or type(error).__name__
        remedy = "see that its folder may be written to and the disk has room"
        raise DragomanError(f"cannot be written: {said}", str(out), remedy) from error
    finally:
        for left in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
            left.unlink(missing_ok=True)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A copy of a backup, in the folder for temporary files, opened once to see that it is a record."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        copy = Path(folder) / "backup.db"
        if not file.is_file():
            raise DragomanError("there is no such file", str(file), _NO_BACKUP)
        try:
            shutil.copyfile(file, copy)
            Record.open(copy).close()
        except OSError as error:
            raise DragomanError(f"cannot be read: {(error.strerror or str(error)).lower()}", str(file),
                                "see that the file may be read and the disk has room") from error  # fmt: skip
        except DragomanError as error:
            raise DragomanError(error.what, str(file), _NO_BACKUP) from error
        yield copy


def _checked(part: Path) -> Counts:
    """What a backup holds, once SQLite has looked through all of it."""
    with Record.open(part) as made:
        with made.raw() as connection:
            (said,) = connection.execute("PRAGMA quick_check").fetchone()
        if said != "ok":
            raise DragomanError(f"the backup is damaged: {said}", str(part), "see that the disk is sound")
        return made.counts()


def _copy(source: Connection, target: Connection) -> None:
    """All rows of all tables, those that others refer to first."""
    for table in metadata.sorted_tables:
        if table.name == "about":  # the one table that is not empty in a record that was just made
            target.execute(delete(table))
        rows = source.execute(select(table).execution_options(yield_per=_BATCH))
        for batch in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in batch])


def _empty(target: Connection) -> None:
    """Takes all rows out, also of tables that are only appended to: what comes in their place is a whole record.

    Not by TRUNCATE, after which those who read an older moment would see nothing at all.
    """
    for table in reversed(metadata.sorted_tables):
        guarded = table.name in _APPENDED
        if guarded:
            target.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))
        target.execute(delete(table))
        if guarded:
            target.execute(text(f"ALTER TABLE {table.name} ENABLE TRIGGER USER"))


def _count_on(target: Connection) -> None:
    """Lets a server number new rows after those that were copied."""
    for table in metadata.sorted_tables:
        if (name := _numbered(table)) is not None:
            last = target.scalar(select(func.max(table.c[name])))
            sequence = func.pg_get_serial_sequence(table.name, name)
            target.execute(select(func.setval(sequence, last or 1, last is not None)))


def _numbered(table: Table) -> str | None:
    column = table.autoincrement_column
    return column.name if column is not None and isinstance(column.type, Integer) else None
