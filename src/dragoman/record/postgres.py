"""A record on a PostgreSQL server (13 or newer), which several machines write to and read from at once.

The same as in SQLite where it can be seen: text is ordered by its code points, words are found by Porter's stems,
without accents and with no stop words, and one transaction at a time writes.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Table,
    and_,
    column,
    create_engine,
    event,
    exc,
    false,
    func,
    select,
    text,
)
from sqlalchemy import table as named_table
from sqlalchemy.dialects import postgresql

from dragoman.errors import DragomanError
from dragoman.record.dialects import WAIT, WRITES, Dialect, as_json, terms

_LOCK = 0x647261676F6D616E
"""Number of the lock that writers take ("dragoman" in ASCII); locks are of one database."""
_CONNECT = 10
"""Seconds until a server that does not answer is given up."""
_PART, _OVERLAP = 20_000, 500
"""Characters of a text that are indexed together, and how many of them again with the next: a list of words holds at
most 1 MB and 16,383 places, and a phrase over the border is found as well."""


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"), json_serializer=as_json, pool_pre_ping=True,
            # Each connection begins with what others have committed; names of parameters are libpq's.
            connect_args={"connect_timeout": _CONNECT, "application_name": "dragoman"} | _asked(url),
        )  # fmt: skip
    except (ImportError, exc.NoSuchModuleError) as error:
        raise DragomanError(
            "PostgreSQL needs the driver psycopg, which is not installed",
            remedy="pip install 'dragoman[postgres]'") from error  # fmt: skip

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        if connection.get_execution_options().get(WRITES):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        else:
            # What one command reads is of one moment, as in SQLite.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    return engine


def _asked(url: URL) -> dict[str, Any]:
    """What the address itself says takes the place of what is set here."""
    return {name: value for name, value in url.query.items() if name in ("connect_timeout", "application_name")}


def _durable(engine: Engine) -> None:
    """A server commits to disk by itself; but what it cannot keep it must be asked for before anything is made."""
    with engine.connect() as connection:
        encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise DragomanError(
            f"the database is in {encoding}, not in UTF-8", engine.url.render_as_string(hide_password=True),
            "make one with: createdb --template template0 --encoding UTF8 NAME")  # fmt: skip


def _search(table: Table, words: str) -> ColumnElement[bool]:
    wanted = terms(words)
    if not wanted:
        return false()
    index = named_table(f"{table.name}_search", column("number", Integer), column("words"))
    return and_(*(
        table.c.number.in_(select(index.c.number).where(
            index.c.words.op("@@")(func.dragoman_query(term.words, term.prefix))))
        for term in wanted
    ))  # fmt: skip


# Words as SQLite's unicode61 takes them: letters and digits in lower case, marks on letters taken away, all else
# between them. ICU's collation says what a letter is, whatever the language of the database.
_PLAIN = r"""
CREATE FUNCTION dragoman_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(
    lower(regexp_replace(normalize(said, NFD), '[\u0300-\u036f]', '', 'g') COLLATE "und-x-icu"),
    '[^[:alnum:]]+', ' ', 'g'))
$$"""

_QUERY = """
CREATE FUNCTION dragoman_query(said text, prefix boolean) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  parts text[] := string_to_array(dragoman_plain(said), ' ');
BEGIN
  IF coalesce(array_length(parts, 1), 0) = 0 OR parts[1] = '' THEN RETURN ''::tsquery; END IF;
  IF prefix THEN parts[array_upper(parts, 1)] := parts[array_upper(parts, 1)] || ':*'; END IF;
  RETURN to_tsquery('dragoman', array_to_string(parts, ' <-> '));
END $$"""

_CONFIGURATION = (
    "CREATE TEXT SEARCH DICTIONARY dragoman_stem (TEMPLATE = snowball, Language = porter)",
    'CREATE TEXT SEARCH CONFIGURATION dragoman (PARSER = "default")',
    "ALTER TEXT SEARCH CONFIGURATION dragoman ADD MAPPING FOR "
    "asciiword, word, numword, uint, int, float, sfloat WITH dragoman_stem",
    _PLAIN,
    _QUERY,
)


def _index(table: str, columns: Sequence[str]) -> tuple[str, ...]:
    """A table of the words of each part of each text, and the trigger that keeps it right."""
    index = f"{table}_search"
    learn = "\n".join(
        f"""  said := coalesce(new.{name}, '');
  FOR place IN SELECT generate_series(1, greatest(length(said), 1), {_PART - _OVERLAP}) LOOP
    INSERT INTO {index}(number, words)
      VALUES (new.number, to_tsvector('dragoman', dragoman_plain(substr(said, place, {_PART}))));
  END LOOP;"""
        for name in columns
    )
    # Asked in the function: a condition of the trigger would keep the columns from being altered.
    same = " AND ".join(f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in columns)
    return (
        f"CREATE TABLE {index} (number integer NOT NULL REFERENCES {table}(number) ON DELETE CASCADE, words tsvector)",
        f"CREATE INDEX {index}_words ON {index} USING gin(words)",
        f"CREATE INDEX {index}_number ON {index}(number)",
        f"""CREATE FUNCTION {index}_learn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE said text; place integer;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF {same} THEN RETURN NULL; END IF;
    DELETE FROM {index} WHERE number = old.number;
  END IF;
{learn}
  RETURN NULL;
END $$""",
        f"CREATE TRIGGER {index}_learn AFTER INSERT OR UPDATE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {index}_learn()",
    )


def _append_only(table: str) -> tuple[str, ...]:
    refuse = f"RAISE EXCEPTION '{table} are appended, never changed' USING ERRCODE = 'integrity_constraint_violation'"
    return (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    )


_UNBOUND = (
    ("party_names", "name", True), ("failures", "address", True), ("claim_parties", "name", False),
    ("claim_parties", "folded", False), ("entities", "folded", False), ("aliases", "folded", False),
)  # fmt: skip
"""Columns that hold names as reports write them, and whether they are the primary key: a B-tree takes 2,704 bytes of an
entry, a name may be longer."""


def _hashed(table: str, name: str, primary: bool) -> tuple[str, ...]:
    """An index by hash, which takes a text of any length, in the place of the one there is."""
    old = f"ALTER TABLE {table} DROP CONSTRAINT pk_{table}" if primary else f"DROP INDEX ix_{table}_{name}"
    return old, f"CREATE INDEX {'hash' if primary else 'ix'}_{table}_{name} ON {table} USING hash({name})"


_OTHERWISE = text(
    "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
    "JOIN information_schema.tables t USING (table_schema, table_name) "
    "WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' "
    "AND c.data_type IN ('text', 'character varying') AND c.collation_name IS DISTINCT FROM 'C'"
)


def _settle(connection: Connection) -> None:
    """Text is ordered by its code points, as everywhere else in the program, and not by the rules of a language."""
    for table, name, kind in connection.execute(_OTHERWISE).all():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{name}" TYPE {kind} COLLATE "C"')


DIALECT = Dialect(
    engine=_engine,
    insert=postgresql.insert,
    set_up=(
        *_CONFIGURATION,
        *_index("reports", ("title", "text")),
        *_index("claims", ("quote", "item")),
        *_append_only("judgements"),
        *(statement for unbound in _UNBOUND for statement in _hashed(*unbound)),
    ),
    take_down=(
        "DROP TABLE reports_search, claims_search",
        "DROP FUNCTION reports_search_learn, claims_search_learn, judgements_refuse CASCADE",
        "DROP FUNCTION IF EXISTS custody_refuse",
        "DROP FUNCTION dragoman_query, dragoman_plain",
        "DROP TEXT SEARCH CONFIGURATION dragoman",
        "DROP TEXT SEARCH DICTIONARY dragoman_stem",
    ),
    search=_search,
    durable=_durable,
    append_only=_append_only,
    settle=_settle,
)
