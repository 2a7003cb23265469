"""Statements that are put together once and then run by the database's own driver.

A page asks the same handful of statements every time. SQLAlchemy takes several times as long to get one ready as SQLite
takes to answer it, so it does that once: what it made (the SQL, the order of its parameters, how columns are read) is
kept, and the driver is asked directly.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Engine, Select, bindparam
from sqlalchemy import Dialect as Kind

Rows = list[Any]
"""Rows whose columns are read by name, as those of SQLAlchemy are."""
Execute = Callable[[str, Any], Any]
"""Runs SQL with parameters as the driver takes them and gives a cursor."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement for one kind of database and one number of values."""

    sql: str
    names: tuple[str, ...]
    by_place: bool
    """Whether the driver takes parameters by their place, or by name."""
    row: Callable[[Sequence[Any]], Any]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]
    """Columns whose values the driver leaves for us to read (JSON, booleans), each with what reads it."""

    def run(self, execute: Execute, values: Sequence[Any]) -> Rows:
        """The rows for these values."""
        found = execute(self.sql, values if self.by_place else dict(zip(self.names, values, strict=True)))
        if not self.readers:
            return [self.row(given) for given in found.fetchall()]
        return [self.row(self._read(given)) for given in found.fetchall()]

    def _read(self, given: Sequence[Any]) -> list[Any]:
        read = list(given)
        for at, reader in self.readers:
            read[at] = reader(read[at])
        return read


class Ready:
    """A statement that asks for the rows with any of some values."""

    def __init__(self, make: Callable[[Sequence[BindParameter[Any]]], Select[Any]]) -> None:
        """``make`` puts it together for any number of parameters, each of which stands for one value."""
        self._make = make
        self._made: dict[tuple[str, int], _Made] = {}

    def run(self, kind: Kind, execute: Execute, values: Sequence[Any]) -> Rows:
        """The rows for these values, none where there are no values."""
        if not values:
            return []
        # Rounded up, so that few are made: to look for the last value twice finds nothing twice.
        size = 1 << (len(values) - 1).bit_length()
        made = self._made.get((kind.name, size)) or self._prepared(kind, size)
        return made.run(execute, (*values, *[values[-1]] * (size - len(values))))

    def _prepared(self, kind: Kind, size: int) -> _Made:
        names = tuple(f"value_{at}" for at in range(size))
        statement = self._make([bindparam(name) for name in names])
        compiled = statement.compile(dialect=kind)
        columns = list(statement.selected_columns)
        readers = ((at, _reader(column.type, kind)) for at, column in enumerate(columns))
        row = _row(tuple(column.name for column in columns))
        made = _Made(
            str(compiled), tuple(compiled.positiontup or names), compiled.positional, row,
            tuple((at, reader) for at, reader in readers if reader),
        )  # fmt: skip
        self._made[kind.name, size] = made
        return made


def _reader(type: Any, kind: Kind) -> Callable[[Any], Any] | None:
    if kind.name != "sqlite":
        return None  # a server's driver reads them all by itself
    found: Callable[[Any], Any] | None = type.dialect_impl(kind).result_processor(kind, None)
    return found


def _row(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    plain: Any = namedtuple("Row", names)  # type: ignore[misc]
    # "values" may be a column, so rows are read by this name where that matters, as with SQLAlchemy.
    row: Any = type("Row", (plain,), {"__slots__": (), "_mapping": property(plain._asdict)})
    made: Callable[[Sequence[Any]], Any] = row._make
    return made


@contextmanager
def asking(engine: Engine) -> Iterator[Callable[[Ready, Sequence[Any]], Rows]]:
    """A function that asks one ready statement after the other, all of the same moment of the record."""
    kind = engine.dialect
    if kind.name != "sqlite":  # a server's answer takes longer than all that stands before the driver
        with engine.connect() as asked:
            yield lambda ready, values: ready.run(kind, asked.exec_driver_sql, values)
        return
    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        driver.execute("BEGIN")
        yield lambda ready, values: ready.run(kind, driver.execute, values)
    finally:
        connection.close()  # which ends what was begun
