"""The log of custody: every change has its entry, and whatever is altered past the program is found and named."""

import hashlib
import json
import shutil
import sqlite3
from dataclasses import replace
from itertools import pairwise

import pytest

from dragoman.coding.claim import Coding
from dragoman.record import Record
from dragoman.sources.report import Origin


@pytest.fixture
def filled(record, make, where):
    """Three reports coded and matched, one decision; closed, so that the file can be tampered with."""
    make.fill(record, [make.report(n) for n in range(3)])
    record.judge(
        "entity", "state:ar", "state:go", "different", {"names": ["Arnor", "Gondor"]}, reason="maps", made_by="ana"
    )
    return record


def tamper(where, *statements):
    """What somebody does who opens the file with another program: triggers are dropped first."""
    with sqlite3.connect(where) as other:
        for name in [row[0] for row in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            other.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert other.execute(statement).rowcount, statement
    other.close()


def faults(where, head=None):
    with Record.open(where) as record:
        return record.verify(head).faults


def test_every_change_has_its_entry(filled):
    log = filled.custody()
    assert [entry.action for entry in log] == ["kept", "coded"] * 3 + ["matched", "judged"]
    assert [entry.number for entry in log] == list(range(1, 9))
    assert log[0].previous == "0" * 64
    assert all(after.previous == before.hash for before, after in pairwise(log))
    first = log[0].details["evidence"]
    assert (first["address"], first["sha256"]) == ("in/000.md", f"{0:064x}")


def test_a_hash_can_be_computed_by_anybody(filled):
    for entry in filled.custody():
        canonical = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
        details = json.dumps(entry.details, **canonical)
        whole = [entry.number, entry.at, entry.action, entry.subject, details, entry.previous]
        assert hashlib.sha256(json.dumps(whole, **canonical).encode()).hexdigest() == entry.hash


def test_an_untouched_record_fits(filled):
    found = filled.verify()
    assert found.faults == ()
    assert (found.entries, found.reports, found.codings, found.judgements) == (8, 3, 3, 1)
    assert found.head == filled.custody()[-1].hash
    assert filled.verify(filled.custody()[2].hash).faults == ()


def test_a_record_stays_whole_through_recoding_copies_and_matching(filled, make):
    report = make.report(1)
    filled.keep(report, Coding(make.coding(report).claims[:1]), "rules-2")
    filled.keep(report, make.coding(report), "rules-1")
    filled.seen(make.report(1, address="a/earlier.md"))
    filled.seen(make.report(1, address="z/later.md"))
    filled.keep_matching(make.matching([make.coding(report)]))
    assert filled.verify().faults == ()
    assert [entry.action for entry in filled.custody(report.id)] == ["kept", "coded", "coded", "coded", "copy", "copy"]


def test_what_is_seen_again_is_noted_once(filled, make):
    before = len(filled.custody())
    for _ in range(3):
        filled.seen(make.report(1))
        filled.seen(make.report(1, address="z/later.md"))
    assert len(filled.custody()) == before + 1


def test_both_kinds_of_database_are_guarded(record, make):
    codings = make.fill(record, [make.report(n) for n in range(2)])
    record.judge("entity", "state:ar", "state:go", "different", {"names": ["A", "G"]}, reason="", made_by="ana")
    assert record.verify().faults == ()
    for statement in ("UPDATE custody SET hash = 'x'", "DELETE FROM custody", "DELETE FROM judgements"):
        with pytest.raises(Exception, match="appended"), record._writing() as connection:
            connection.exec_driver_sql(statement)
    with record._writing() as connection:
        connection.exec_driver_sql("UPDATE reports SET publisher = 'Other Post' WHERE address = 'in/001.md'")
        connection.exec_driver_sql(f"UPDATE claims SET item = 'tanks' WHERE id = '{codings[0].claims[0].id}'")
    assert [fault.entry for fault in record.verify().faults] == [2, 3]


REPORT = "(SELECT id FROM reports WHERE address = 'in/001.md')"


@pytest.mark.parametrize(
    ("statement", "entry", "what"),
    [
        ("UPDATE reports SET text = replace(text, 'nine', 'ten') WHERE address = 'in/001.md'", 3, "its text"),
        ("UPDATE reports SET publisher = 'Other Post' WHERE address = 'in/001.md'", 3, "its text, title, publisher"),
        ("UPDATE reports SET sha256 = 'ff' WHERE address = 'in/001.md'", 3, "the hash of its bytes"),
        ("UPDATE reports SET address = 'in/x.md' WHERE address = 'in/001.md'", 3, "the hash of its bytes"),
        (f"UPDATE claims SET item = 'tanks' WHERE start = 0 AND report = {REPORT}", 4, "a claim or a drop was changed"),
        (f"UPDATE claims SET confidence = 0.1 WHERE start = 0 AND report = {REPORT}", 4, "a claim or a drop"),
        (f"UPDATE drops SET reason = 'none' WHERE report = {REPORT}", 4, "a claim or a drop"),
        (f"DELETE FROM coding_claims WHERE report = {REPORT}", 4, "claims were added or taken out"),
        (f"DELETE FROM codings WHERE report = {REPORT}", 4, "not in the record any more"),
        (f"DELETE FROM reports WHERE id = {REPORT}", 3, "not in the record any more"),
        ("UPDATE findings SET high = 12 WHERE slot = 'quantity'", 7, "events, entities or findings"),
        ("DELETE FROM aliases WHERE alias = 'South Kingdom'", 7, "events, entities or findings"),
        ("UPDATE judgements SET decision = 'same'", 8, "decision 1 is not as it was made"),
        ("DELETE FROM judgements", 8, "decision 1 is not in the record"),
        ("UPDATE custody SET details = '{}' WHERE number = 5", 5, "itself was altered"),
        ("UPDATE custody SET at = '2001-01-01T00:00:00+00:00' WHERE number = 5", 5, "itself was altered"),
        ("UPDATE custody SET hash = 'ff' WHERE number = 5", 5, "itself was altered"),
        ("DELETE FROM custody WHERE number = 4", 5, "taken out"),
        ("DELETE FROM custody WHERE number = 1", 2, "taken out"),
    ],
)
def test_what_is_altered_is_found_at_its_entry(filled, where, statement, entry, what):
    filled.close()
    tamper(where, statement)
    first = faults(where)[0]
    assert first.entry == entry
    assert what in first.what


def rewritten(where, number, details):
    """An entry changed by somebody who knows how its hash is made."""
    with sqlite3.connect(where) as other:
        row = other.execute(
            "SELECT number, at, action, subject, ?, previous FROM custody WHERE number = ?", (details, number)
        ).fetchone()
    whole = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"))
    return (
        f"UPDATE custody SET details = '{details}', hash = '{hashlib.sha256(whole.encode()).hexdigest()}' "
        f"WHERE number = {number}"
    )


def test_an_entry_made_anew_breaks_the_one_after_it(filled, where):
    filled.close()
    tamper(where, rewritten(where, 5, '{"note":"nothing"}'))
    found = faults(where)
    assert [fault.entry for fault in found if "does not follow" in fault.what] == [6]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("INSERT INTO reports(id, text, address, media_type, sha256, words) VALUES ('report-x', 't', 'a', 'm', 's', 1)",
         "report-x has no entry"),
        (f"INSERT INTO codings VALUES ({REPORT}, 'mine-1', 0)", "by mine-1 has no entry"),
        ("INSERT INTO judgements(kind, subject, decision, reason, made_by, made_at) VALUES ('e','s','d','r','m','a')",
         "decision 2 has no entry"),
    ],
)  # fmt: skip
def test_what_is_slipped_in_is_found(filled, where, statement, what):
    filled.close()
    tamper(where, statement)
    (fault,) = faults(where)
    assert fault.entry is None
    assert what in fault.what


def test_cut_off_entries_are_found_by_a_head_noted_before(filled, where):
    head = filled.verify().head
    filled.close()
    tamper(where, "DELETE FROM custody WHERE number = 8", "DELETE FROM judgements")
    assert faults(where) == ()  # the chain alone cannot tell
    assert "cut off or written anew" in faults(where, head)[0].what


def test_a_claim_only_an_older_coding_made_is_guarded_too(filled, where, make):
    report = make.report(1)
    filled.keep(report, Coding(make.coding(report).claims[:1]), "rules-2")
    filled.close()
    tamper(where, f"UPDATE claims SET item = 'tanks' WHERE type = 'surveillance_deployment' AND report = {REPORT}")
    (fault,) = faults(where)
    assert fault.entry == 4
    assert "not as it was kept" in fault.what


@pytest.mark.parametrize("statement", ["UPDATE custody SET hash = 'x'", "DELETE FROM custody"])
def test_the_log_cannot_be_changed_with_the_triggers_in_place(filled, where, statement):
    filled.close()
    with sqlite3.connect(where) as other, pytest.raises(sqlite3.IntegrityError, match="appended"):
        other.execute(statement)
    other.close()


def test_a_record_of_before_the_log_is_adopted(tmp_path, filled, where):
    filled.close()
    old = tmp_path / "old.db"
    shutil.copyfile(where, old)
    with sqlite3.connect(old) as other:
        other.executescript(
            "DROP TABLE custody; DROP TABLE report_origins; ALTER TABLE reports DROP COLUMN canonical;"
            "ALTER TABLE reports DROP COLUMN archive; ALTER TABLE reports DROP COLUMN retrieved;"
            "UPDATE alembic_version SET version_num = '0003'"
        )
    other.close()
    with Record.open(old) as record:
        log = record.custody()
        assert [entry.action for entry in log] == ["kept", "coded"] * 3 + ["judged", "matched"]
        assert {entry.details["note"] for entry in log} == {"was there before the log began"}
        assert record.verify().faults == ()


def test_evidence_and_origins_come_back_as_they_were_kept(record, make):
    report = replace(
        make.report(1),
        canonical="https://gondor.example/a",
        archive="evidence/a.warc.gz#<urn:uuid:1>",
        retrieved="2026-11-22T10:00:00Z",
        origins=(Origin(0, 10, "page=1", 5, 15), Origin(10, 30, "page=2", 0, 24)),
    )
    record.keep(report, make.coding(report), "rules-1")
    (kept,) = record.reports()
    assert kept == report
    assert record.origins(report.id) == report.origins
    assert report.where(8, 12) == (Origin(8, 10, "page=1", 13, 15), Origin(10, 30, "page=2", 0, 24))
    record.seen(replace(report, address="a", archive=None, origins=()))
    assert record.report(report.id).archive is None
    assert record.origins(report.id) == ()
    assert record.verify().faults == ()
