"""Opening a record: where it is, whether it is one, and bringing its tables up to date."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, exc, insert, inspect, make_url, select, text

from dragoman.errors import DragomanError
from dragoman.record import custody
from dragoman.record.address import full, is_address
from dragoman.record.dialects import WRITES, dialect
from dragoman.record.tables import about
from dragoman.record.troubles import NOT_A_RECORD, explained

HEAD = "0004"
"""The newest migration; here so that opening a record that is up to date need not load Alembic."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_SQLITE_MAGIC = b"SQLite format 3\0"


def open_engine(where: str | Path, *, create: bool = False) -> tuple[Engine, str]:
    """An engine on the record at ``where`` (a path or a SQLAlchemy URL) and how to call it in messages.

    A record that an older version made is brought up to date. Raises DragomanError where there is none and ``create``
    is not set, where what is there is no record, or where a newer version made it.
    """
    url, name = _locate(where)
    _check_file(url, name, create)
    kind = dialect(url.get_backend_name())
    engine = kind.engine(url)
    try:
        with explained(name):
            if create:
                kind.durable(engine)
            _bring_up_to_date(engine, name, create)
    except BaseException:
        engine.dispose()
        raise
    return engine, name


def _locate(where: str | Path) -> tuple[URL, str]:
    if isinstance(where, str) and is_address(where):
        try:
            url = make_url(full(where))
        except exc.ArgumentError:
            raise DragomanError(
                "is neither a path nor a database address", where, "give a path like dragoman.db"
            ) from None
        return url, url.render_as_string(hide_password=True)
    if not str(where).strip():
        raise DragomanError("no record given", remedy="give a path like dragoman.db")
    return URL.create("sqlite", database=str(where)), str(where)


def _check_file(url: URL, name: str, create: bool) -> None:
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return
    path = Path(str(url.database))
    if path.is_dir():
        raise DragomanError("is a folder, not a record", name, NOT_A_RECORD)
    if not path.exists():
        if not create:
            raise DragomanError("there is no record here", name, "make one with `dragoman build PATH... --record FILE`")
        if not path.parent.is_dir():
            raise DragomanError("the folder for the record does not exist", name, f"make it: mkdir -p {path.parent}")
        return
    try:
        with path.open("rb") as file:
            begins = file.read(len(_SQLITE_MAGIC))
    except OSError as error:
        raise DragomanError(
            f"cannot be read: {(error.strerror or str(error)).lower()}", name, "see that the file may be read"
        ) from error
    if begins != _SQLITE_MAGIC and not (create and not begins):
        raise DragomanError("is not a record" if begins else "is an empty file, not a record", name, NOT_A_RECORD)


def _bring_up_to_date(engine: Engine, name: str, create: bool) -> None:
    with engine.connect() as connection:
        revision = _revision(connection, name)
    if revision == HEAD:
        return
    if revision is None and not create:
        raise DragomanError("is an empty database, not a record", name, NOT_A_RECORD)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        # Another process may have done it between the look and the lock.
        revision = _revision(connection, name)
        if revision != HEAD:
            _migrate(connection, name, revision)


def _revision(connection: Connection, name: str) -> str | None:
    """The migration a record stands at, None for an empty database; raises DragomanError where it is something else."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if not {"about", "alembic_version"} <= tables or _program(connection) != "dragoman":
        raise DragomanError("is a database, but not a record", name, NOT_A_RECORD)
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _program(connection: Connection) -> str | None:
    try:
        return connection.scalar(select(about.c.value).where(about.c.name == "program"))
    except exc.DBAPIError:
        return None


def _migrate(connection: Connection, name: str, revision: str | None) -> None:
    from alembic import command

    config, known = _migrations(connection)
    if revision is not None and revision not in known:
        raise DragomanError("was made by a newer version of Dragoman", name, "update Dragoman, or build a new record")
    command.upgrade(config, "head")
    dialect(connection.dialect.name).settle(connection)
    if revision is None:
        connection.execute(insert(about).values(name="program", value="dragoman"))
    elif not next(custody.entries(connection), None):
        custody.adopt(connection)


def _migrations(connection: Connection) -> tuple[Any, list[str]]:
    """What Alembic runs with, and all migrations there are, the first one first."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config, [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def set_back(where: str | Path, revision: str) -> str:
    """Takes the tables of a record back to an older ``revision``, for an older version of the program.

    What only newer tables hold is lost. Returns the revision it stood at. DragomanError where there is no record, or no
    such revision before the one it stands at.
    """
    url, name = _locate(where)
    _check_file(url, name, create=False)
    engine = dialect(url.get_backend_name()).engine(url)
    try:
        with explained(name), engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            return _set_back(connection, name, revision)
    finally:
        engine.dispose()


def _set_back(connection: Connection, name: str, revision: str) -> str:
    from alembic import command

    stands = _revision(connection, name)
    config, known = _migrations(connection)
    if stands is None or stands not in known:
        raise DragomanError("is no record that this version of Dragoman knows", name, NOT_A_RECORD)
    older = known[: known.index(stands)]
    if revision not in older:
        raise DragomanError(
            f"there is no revision {revision!r} before {stands}, where it stands", name,
            f"one of {', '.join(older)}" if older else "it is at the first one")  # fmt: skip
    command.downgrade(config, revision)
    return stands
