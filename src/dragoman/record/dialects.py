"""All that differs from one database to another: connecting, full-text search, append-only tables.

Each kind has a module of its own, loaded on use; ``Dialect`` is what they all offer.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sqlalchemy import URL, ColumnElement, Connection, Engine, Table

from dragoman.errors import DragomanError

WRITES = "dragoman_writes"
"""Execution option of connections that will write: one at a time writes to a record, the others wait."""
WAIT = 30
"""Seconds that a command waits while another one writes to the same record."""
_MODULES = {"sqlite": "dragoman.record.sqlite", "postgresql": "dragoman.record.postgres"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of database: how it is opened, how rows are added unless there, how words are looked up."""

    engine: Callable[[URL], Engine]
    insert: Callable[[Table], Any]
    set_up: tuple[str, ...]
    """What the first migration runs after its tables. Records were made with it: change it by a new migration only."""
    take_down: tuple[str, ...]
    """What undoes ``set_up``, before the tables go."""
    search: Callable[[Table, str], ColumnElement[bool]]
    durable: Callable[[Engine], None]
    append_only: Callable[[str], tuple[str, ...]]
    """What makes a table refuse every change but more rows."""
    settle: Callable[[Connection], None] = lambda connection: None
    """What has to be put right after each migration."""


def dialect(name: str) -> Dialect:
    """The dialect SQLAlchemy calls ``name``; raises DragomanError where records cannot be kept in it."""
    if name not in _MODULES:
        raise DragomanError(
            f"a record cannot be kept in {name}",
            remedy="give the path of a SQLite file, such as dragoman.db, or the address of a PostgreSQL database",
        ) from None
    found: Dialect = import_module(_MODULES[name]).DIALECT
    return found


def as_json(value: Any) -> str:
    """How values are written into JSON columns."""
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand side by side; of the last one only the beginning where ``prefix`` is set."""

    words: str
    prefix: bool

    def __str__(self) -> str:
        """The same as a user may write it."""
        return f'"{self.words}{"*" if self.prefix else ""}"'


def terms(words: str) -> Sequence[Term]:
    """What a user looks for: "..." is a phrase, ``word*`` a beginning, and nothing they type is query syntax."""
    found = []
    for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', words):
        term = (phrase or word).replace("\0", "")
        if re.search(r"\w", term):
            found.append(Term(term.rstrip("*"), term.endswith("*")))
    return found


def fts_query(words: str) -> str:
    """``words`` as SQLite's FTS5 has it: all must be there; empty where nothing is left to look for."""
    return " AND ".join('"{}"{}'.format(term.words, "*" if term.prefix else "") for term in terms(words))
