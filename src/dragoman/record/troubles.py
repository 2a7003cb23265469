"""What databases say when they cannot, and what a user can do about it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from dragoman.errors import DragomanError

NOT_A_RECORD = "give the file that `dragoman build --record FILE` wrote"
_AGAIN = "run the same command again: what was finished is kept"
_WAIT = "wait until the other command that writes to it has ended"
_SIGN_IN = "give user and password in the address, in PGPASSWORD or in ~/.pgpass"
_SERVER = "start the server (systemctl start postgresql, or pg_ctl start), or correct host and port in --record postgresql://..."

_REMEDIES = (
    # SQLite
    ("locked", _WAIT),
    ("database or disk is full", f"make room on the disk and {_AGAIN}"),
    ("disk I/O error", f"see that the disk is there and has room, then {_AGAIN}"),
    ("readonly", "make the file and its folder writable"),
    ("unable to open", "see that the file and its folder may be read and written"),
    ("not a database", NOT_A_RECORD),
    ("malformed", "restore it from a copy, or build it again from its reports"),
    # PostgreSQL, in the words of the server and of libpq
    ("lock timeout", _WAIT),
    ("password", _SIGN_IN),
    ("authentication failed", _SIGN_IN),
    ("no pg_hba.conf entry", _SIGN_IN),
    ("role ", _SIGN_IN),
    ("database \"", "make the database with: createdb NAME"),
    ("read-only transaction", "give the address of a server that may be written to"),
    ("No space left", f"make room on the server's disk and {_AGAIN}"),
    ("could not extend file", f"make room on the server's disk and {_AGAIN}"),
    ("could not write", f"make room on the server's disk and {_AGAIN}"),
    ("permission denied", "let the user make tables: GRANT ALL ON SCHEMA public TO NAME"),
    ("too many clients", f"let other programs end their connections, then {_AGAIN}"),
    ("connection slots", f"let other programs end their connections, then {_AGAIN}"),
    ("starting up", f"wait a moment and {_AGAIN}"),
    ("shutting down", f"see that the server runs, then {_AGAIN}"),
    ("server closed the connection", f"see that the server runs, then {_AGAIN}"),
    ("terminating connection", f"see that the server runs, then {_AGAIN}"),
    ("the connection is closed", f"see that the server runs, then {_AGAIN}"),
    ("connection is lost", f"see that the server runs, then {_AGAIN}"),
    ("recovery mode", f"wait a moment and {_AGAIN}"),
    ("Connection refused", _SERVER),
    ("No such file or directory", _SERVER),
    ("timeout expired", _SERVER),
    ("could not translate host name", _SERVER),
    ("failed to resolve host", _SERVER),
    ("connection failed", _SERVER),
)  # fmt: skip
"""Words of a message and what to do, the first that are there."""
_NO_RIGHT = "42501"
_OF_DATA = ("22", "54")
"""Classes of SQLSTATE that blame a value (a NUL in a text, a name too long for an index), not the database."""


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turns what a database says of itself into a DragomanError about the record called ``name``.

    What it says about a value or a statement goes through as it is: that is a fault of a report or of the program.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:  # of a connection without SQLAlchemy around it
        if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError | sqlite3.ProgrammingError):
            raise
        raise DragomanError(f"the record cannot be used: {error}", name, remedy(str(error))) from error
    except exc.DBAPIError as error:
        if _is_of_data(error) or (isinstance(error, exc.ProgrammingError) and _state(error) != _NO_RIGHT):
            raise
        said = said_by(error)
        raise DragomanError(f"the record cannot be used: {said}", name, remedy(said)) from error


def said_by(error: exc.DBAPIError) -> str:
    """What the driver says, on one line and without the hints that are made for its own terminal."""
    lines = [line.strip() for line in str(error.orig).splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(("Is the server running", "Multiple connection attempts"))]
    said = " ".join(dict.fromkeys(kept[:2])) or type(error.orig).__name__
    return re.sub(r"\[Errno -?\d+\] ", "", said)


def remedy(said: str) -> str:
    """What to do about a message."""
    known = (what for words, what in _REMEDIES if words in said)
    return next(known, "restore it from a copy, or build it again from its reports")


def _is_of_data(error: exc.DBAPIError) -> bool:
    return isinstance(error, exc.IntegrityError | exc.DataError) or _state(error)[:2] in _OF_DATA


def _state(error: exc.DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
