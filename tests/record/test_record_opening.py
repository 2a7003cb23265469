"""Only records are opened, older ones are brought up to date, and every refusal says what to do."""

import sqlite3
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from dragoman.errors import DragomanError
from dragoman.record import Query, Record, opening, tables
from dragoman.record.opening import HEAD


def test_the_tables_are_what_the_migrations_make(record):
    with record._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={
            # Of full-text search, and PostgreSQL's in the place of primary keys that are too long for it.
            "include_name": lambda name, kind, _: not (kind in ("table", "index") and (
                "_search" in (name or "") or (name or "").startswith("hash_"))),
            "compare_type": True})
        found = compare_metadata(context, tables.metadata)
    assert found == []


def test_head_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(opening._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_record_is_in_wal_mode_with_foreign_keys(record, where):
    assert sqlite3.connect(where).execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with record._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_opening_again_changes_nothing(where, record, make):
    make.fill(record, [make.report(1)])
    record.close()
    before = where.read_bytes()
    for create in (False, True):
        with Record.open(where, create=create) as again:
            assert again.counts().claims == 3
    assert where.read_bytes() == before


@pytest.mark.parametrize("address", ["sqlite:///{}", "{}"])
def test_path_and_url_open_the_same_record(where, record, make, address):
    make.fill(record, [make.report(1)])
    with Record.open(address.format(where)) as other:
        assert other.counts() == record.counts()


def test_a_record_in_memory():
    with Record.open("sqlite://", create=True) as record:
        assert record.counts().reports == 0


def test_opening_a_record_does_not_load_alembic(where, record):
    record.close()
    code = "import sys; from dragoman.record import Record; Record.open(sys.argv[1]); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, str(where)], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def refusal(where, create=False):
    with pytest.raises(DragomanError) as caught:
        Record.open(where, create=create)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return caught.value


def test_no_file(where):
    error = refusal(where)
    assert "no record here" in error.what
    assert str(where) in error.where
    assert not where.exists()


def test_no_folder(where):
    assert "folder for the record does not exist" in refusal(where.parent / "no" / "x.db", create=True).what


def test_a_folder(tmp_path):
    assert "is a folder" in refusal(tmp_path).what


@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_database(where, create):
    where.write_text("a report, not a record")
    assert refusal(where, create).what == "is not a record"
    assert where.read_text() == "a report, not a record"


def test_an_empty_file_is_no_record_but_may_become_one(where):
    where.touch()
    assert "empty" in refusal(where).what
    with Record.open(where, create=True) as record:
        assert record.counts().reports == 0


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("statement", [
    "CREATE TABLE songs(name)", "CREATE TABLE about(name, value)",
    "CREATE TABLE about(x); CREATE TABLE alembic_version(y)"])
def test_another_programs_database_is_left_alone(where, create, statement):
    with sqlite3.connect(where) as other:
        other.executescript(statement)
    other.close()
    before = where.read_bytes()
    assert "not a record" in refusal(where, create).what
    if not create:
        assert where.read_bytes() == before


def test_a_truncated_record(where, record, make):
    make.fill(record, [make.report(n) for n in range(5)])
    record.close()
    where.write_bytes(where.read_bytes()[:6000])
    with pytest.raises(DragomanError) as caught, Record.open(where) as again:
        again.claims()
    assert caught.value.remedy


def test_a_newer_record(where, record):
    with record._writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    record.close()
    assert "newer version" in refusal(where).what
    assert "newer version" in refusal(where, create=True).what


def test_a_database_that_is_not_known():
    error = refusal("mysql://someone:secret@host/name")
    assert "cannot be kept in" in error.what
    assert "secret" not in str(error)


def test_no_url_and_no_path():
    assert "neither" in refusal("://").what
    assert "no record given" in refusal(" ").what


# Back to an older version


def revisions():
    config = Config()
    config.set_main_option("script_location", str(opening._MIGRATIONS))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def place_of(record):
    return record._engine.url.render_as_string(hide_password=False)


def test_every_migration_goes_down_and_up_again(record, make):
    """What the older tables hold too is the same after each step back and forth."""
    make.fill(record, [make.report(n) for n in range(3)])
    place = place_of(record)
    reports, claims, events = record.reports(), record.claims(), [e.id for e in record.events()]
    record.close()
    for revision in revisions()[-2::-1]:
        assert opening.set_back(place, revision) == HEAD
        with Record.open(place) as again:  # brings it up to date
            assert again.reports() == reports
            assert again.claims() == claims
            assert [e.id for e in again.events()] == events
            assert len(again.claims(Query(text="drones"))) == 6
    with Record.open(place) as again:
        again.judge("entity", "a", "b", "same", {"names": ["a", "b"]}, reason="", made_by="ana")
        assert again.verify().faults == ()


def test_a_revision_that_is_not_older_is_refused(record):
    place = place_of(record)
    for revision in (HEAD, "9999", "", "base"):
        with pytest.raises(DragomanError, match="there is no revision"):
            opening.set_back(place, revision)
    assert opening.set_back(place, revisions()[0]) == HEAD
    with pytest.raises(DragomanError, match="it is at the first one"):
        opening.set_back(place, revisions()[0])


def test_tables_go_down_to_nothing(record):
    from alembic import command

    with record._writing() as connection:
        config, _ = opening._migrations(connection)
        command.downgrade(config, "base")
    with record._reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    with record._writing() as connection:
        command.upgrade(opening._migrations(connection)[0], "head")
        opening.dialect(connection.dialect.name).settle(connection)
    assert record.counts().reports == 0
