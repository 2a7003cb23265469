"""Backups are made and brought back while others read and write, from any kind of database to any other."""

import sqlite3
import threading
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.errors import DragomanError
from dragoman.record import Query, Record
from dragoman.record.backup import backup, restore


def contents(record):
    """Everything that can be asked of a record, but for when builds ran."""
    return (
        record.reports(), record.claims(), record.matching(), record.judgements(), record.failures(),
        record.coded_by(), [record.drops(r.id) for r in record.reports()], record.custody(), record.counts(),
    )  # fmt: skip


@pytest.fixture
def full(record, make):
    make.fill(record, [make.report(n) for n in range(4)])
    record.judge("entity", "state:ar", "state:go", "different", {"names": ["Arnor", "Gondor"]}, reason="", made_by="a")
    return record


def place_of(record):
    return record._engine.url.render_as_string(hide_password=False)


def test_there_and_back_is_the_same(full, tmp_path):
    before = contents(full)
    counts = backup(full, tmp_path / "saved.db")
    assert counts == full.counts()
    with Record.open(tmp_path / "saved.db") as saved:
        assert contents(saved) == before
        assert saved.verify().faults == ()
    assert sorted(p.name for p in tmp_path.iterdir() if "saved" in p.name) == ["saved.db"]
    restore(tmp_path / "saved.db", tmp_path / "again.db")
    with Record.open(tmp_path / "again.db") as again:
        assert contents(again) == before


def test_a_record_goes_back_to_what_it_was(full, make, tmp_path):
    before = contents(full)
    backup(full, tmp_path / "saved.db")
    make.fill(full, [make.report(n) for n in range(4, 9)])
    with pytest.raises(DragomanError, match="holds reports already"):
        restore(tmp_path / "saved.db", place_of(full))
    restore(tmp_path / "saved.db", place_of(full), replace=True)
    assert contents(full) == before
    # It goes on from there: numbers, words and the log.
    make.fill(full, [make.report(9)])
    full.judge("entity", "a", "b", "same", {"names": ["a", "b"]}, reason="", made_by="b")
    assert full.verify().faults == ()
    assert len(full.claims(Query(text="drones"))) == 10
    with pytest.raises(Exception, match="appended"), full._writing() as connection:
        connection.exec_driver_sql("DELETE FROM judgements")


@pytest.mark.postgres
def test_from_a_server_to_a_file_and_to_another_server(new_record, make, tmp_path):
    with Record.open(new_record()) as first:
        make.fill(first, [make.report(n) for n in range(3)])
        before = contents(first)
        backup(first, tmp_path / "saved.db")
    second = new_record()
    restore(tmp_path / "saved.db", second)
    with Record.open(second) as again:
        assert contents(again) == before
        assert again.verify().faults == ()


@contextmanager
def writing(place, make, stop):
    """Another hand that keeps reports as fast as it can, and notes them once they are kept."""
    kept, faults = [], []

    def work():
        try:
            with Record.open(place) as other:
                for number in range(1_000, 2_000):
                    report = make.report(number)
                    coding = make.coding(report)
                    other.keep(report, coding, "rules-1")
                    kept.append(report.id)
                    if stop.is_set():
                        return
        except Exception as error:
            faults.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield kept
    finally:
        stop.set()
        thread.join()
    assert faults == []


def test_a_backup_made_while_others_write_is_of_one_moment(full, make, tmp_path):
    stop = threading.Event()
    with writing(place_of(full), make, stop) as kept:
        while len(kept) < 3:
            stop.wait(0.01)
        before = set(kept)
        backup(full, tmp_path / "saved.db")
    with Record.open(tmp_path / "saved.db") as saved:
        there = {r.id for r in saved.reports()}
        assert before <= there
        assert saved.counts().claims == 3 * len(there)
        assert saved.verify().faults == ()


def test_who_reads_while_a_backup_is_brought_back_sees_all_or_none(full, make, tmp_path):
    backup(full, tmp_path / "saved.db")
    make.fill(full, [make.report(n) for n in range(4, 10)])
    seen, stop = [], threading.Event()

    def read():
        with Record.open(place_of(full)) as other:
            while not stop.is_set():
                seen.append((other.counts().reports, other.counts().claims))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        restore(tmp_path / "saved.db", place_of(full), replace=True)
    finally:
        stop.set()
        thread.join()
    assert {reports for reports, _ in seen} <= {4, 10}
    assert {claims for _, claims in seen} <= {12, 30}
    assert full.counts().reports == 4


def test_an_older_backup_is_brought_up_to_date_and_left_as_it_is(full, tmp_path):
    from dragoman.record.opening import set_back

    backup(full, tmp_path / "saved.db")
    set_back(tmp_path / "saved.db", "0003")
    before = (tmp_path / "saved.db").read_bytes()
    restore(tmp_path / "saved.db", tmp_path / "again.db")
    assert (tmp_path / "saved.db").read_bytes() == before
    with Record.open(tmp_path / "again.db") as again:
        assert again.claims() == full.claims()


def test_nothing_is_written_over_and_nothing_half_is_left(full, tmp_path):
    (tmp_path / "there.db").write_text("mine")
    with pytest.raises(DragomanError, match="is there already"):
        backup(full, tmp_path / "there.db")
    assert (tmp_path / "there.db").read_text() == "mine"
    with pytest.raises(DragomanError, match="folder for the backup does not exist"):
        backup(full, tmp_path / "no" / "x.db")


@pytest.mark.parametrize("text", [None, b"", b"a letter", b"SQLite format 3\0" + b"\0" * 5000])
def test_what_is_no_backup_is_refused(where, tmp_path, text):
    if text is not None:
        (tmp_path / "saved.db").write_bytes(text)
    with pytest.raises(DragomanError) as told:
        restore(tmp_path / "saved.db", where)
    assert told.value.remedy
    assert not where.exists()


def test_the_commands(full, tmp_path):
    run = CliRunner().invoke
    done = run(app, ["backup", "--record", place_of(full), "--out", str(tmp_path / "saved.db")])
    assert "4 reports, 12 claims, 4 events saved" in done.output, done.exception
    done = run(app, ["restore", str(tmp_path / "saved.db"), "--record", str(tmp_path / "again.db")])
    assert "4 reports, 12 claims, 4 events brought back" in done.output, done.exception
    done = run(app, ["set-back", "0001", "--record", str(tmp_path / "again.db")])
    assert "back to 0001" in done.output, done.exception
    with sqlite3.connect(tmp_path / "again.db") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


@pytest.mark.parametrize("content", [b"no record at all", b"", b"SQLite format 3\0" + b"\1" * 4096])
def test_what_is_no_backup_is_told_by_the_name_it_was_given(tmp_path, content):
    (tmp_path / "mine.db").write_bytes(content)
    with pytest.raises(DragomanError) as told:
        restore(tmp_path / "mine.db", tmp_path / "again.db")
    assert told.value.where == str(tmp_path / "mine.db")
    assert "dragoman backup" in told.value.remedy
    assert not (tmp_path / "again.db").exists()


def test_a_backup_that_cannot_be_written_is_no_fault_of_the_record(full, tmp_path, monkeypatch):
    def barred(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.touch", barred)
    with pytest.raises(DragomanError) as told:
        backup(full, tmp_path / "saved.db")
    assert (told.value.where, told.value.what) == (str(tmp_path / "saved.db"), "cannot be written: permission denied")
