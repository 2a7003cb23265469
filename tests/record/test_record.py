"""What is kept comes back as it was, and in an order that follows from content alone."""

import json
import random
import sqlite3

import pytest
from sqlalchemy import exc, text

from dragoman.coding.claim import Coding
from dragoman.errors import DragomanError
from dragoman.record import Query, Record
from dragoman.sources.report import Failure


def exported(record):
    """Claims and events as bytes."""
    claims = [[c.id, c.report, c.start, c.end, c.as_manual()] for c in record.claims()]
    return json.dumps([claims, repr(record.events()), repr(record.entities())], ensure_ascii=False).encode()


def test_a_report_and_its_coding_come_back_as_they_were(record, make):
    report = make.report()
    coding = make.coding(report)
    record.keep(report, coding, "rules-1")
    assert record.reports() == [report]
    assert record.report(report.id) == report
    assert record.report("report-none") is None
    assert tuple(record.claims()) == coding.claims
    assert tuple(record.drops(report.id)) == coding.drops


def test_a_matching_comes_back_as_it_was(record, make):
    codings = make.fill(record, [make.report(n) for n in range(3)])
    matching = make.matching(codings)
    found = record.matching()
    assert found.entities == tuple(sorted(matching.entities, key=lambda e: e.id))
    assert sorted(found.events, key=lambda e: e.id) == sorted(matching.events, key=lambda e: e.id)
    assert found.parties == matching.parties


def test_a_new_matching_takes_the_place_of_the_old_one(record, make):
    codings = make.fill(record, [make.report(n) for n in range(3)])
    record.keep_matching(make.matching(codings[:1]))
    assert len(record.events()) == 1
    assert record.counts().disputes == 1


def test_a_matching_that_cannot_be_kept_leaves_the_old_one(record, make):
    codings = make.fill(record, [make.report(1)])
    before = record.matching()
    stray = make.matching([make.coding(make.report(99))])  # its claims are in no report of this record
    with pytest.raises(exc.IntegrityError):
        record.keep_matching(stray)
    assert record.matching() == before
    assert len(codings) == 1


def test_two_builds_in_any_order_export_the_same_bytes(tmp_path, make):
    reports = [make.report(n) for n in range(12)]
    exports = set()
    for seed in range(3):
        shuffled = random.Random(seed).sample(reports, len(reports))
        with Record.open(tmp_path / f"{seed}.db", create=True) as record:
            make.fill(record, shuffled)
            exports.add(exported(record))
    assert len(exports) == 1
    assert len(json.loads(exports.pop())[0]) == 36


def test_copies_of_a_report_keep_the_least_address_in_either_order(tmp_path, make):
    one, other = make.report(1, address="a/x.md"), make.report(1, address="b/x.md")
    for number, pair in enumerate(((one, other), (other, one))):
        with Record.open(tmp_path / f"{number}.db", create=True) as record:
            record.keep(pair[0], make.coding(one), "rules-1")
            record.seen(pair[1])
            assert [r.address for r in record.reports()] == ["a/x.md"]


def test_has_asks_for_the_coding_that_holds(record, make):
    report = make.report()
    assert not record.has(report.id, "rules-1")
    record.keep(report, make.coding(report), "rules-1")
    assert record.has(report.id, "rules-1")
    assert not record.has(report.id, "rules-2")
    record.keep(report, make.coding(report), "rules-2")
    assert record.has(report.id, "rules-2")
    assert not record.has(report.id, "rules-1")


def test_recoding_retires_claims_and_going_back_revives_them(record, make):
    report = make.report()
    coding = make.coding(report)
    record.keep(report, coding, "rules-1")
    record.keep(report, Coding(coding.claims[:1]), "rules-2")
    assert tuple(record.claims()) == coding.claims[:1]
    assert record.drops(report.id) == []
    assert record.counts().claims == 1
    record.keep(report, coding, "rules-1")
    assert tuple(record.claims()) == coding.claims


def test_retired_claims_stay_in_the_tables(record, where, make):
    report = make.report()
    record.keep(report, make.coding(report), "rules-1")
    record.keep(report, Coding(()), "rules-2")
    rows = sqlite3.connect(where).execute("SELECT count(*) FROM claims").fetchone()
    assert rows == (3,)


def test_a_coding_that_says_a_thing_twice_is_kept_once(record, make):
    report = make.report()
    claims = make.coding(report).claims
    record.keep(report, Coding((*claims, *claims)), "rules-1")
    assert tuple(record.claims()) == claims


def test_failures_are_replaced_and_go_when_the_report_can_be_read(record, make):
    report = make.report(1)
    record.keep_failure(Failure(report.address, "is empty", "fill it"))
    record.keep_failure(Failure("z.pdf", "is broken", "mend it", "00"))
    record.keep_failure(Failure(report.address, "is broken", "mend it"))
    assert [f.what for f in record.failures()] == ["is broken", "is broken"]
    record.keep(report, make.coding(report), "rules-1")
    assert record.failures() == [Failure("z.pdf", "is broken", "mend it", "00")]


def test_counts(record, make):
    reports = [make.report(n) for n in range(2)]
    make.fill(record, reports)
    counts = record.counts()
    assert (counts.reports, counts.claims, counts.events, counts.disputes, counts.entities) == (2, 6, 2, 2, 3)
    assert counts.types == {"arms_transfer": 4, "surveillance_deployment": 2}
    assert counts.words == sum(len(r.text.split()) for r in reports)
    assert counts.drops == 2


def test_runs_tell_a_build_that_was_cut_short(record):
    record.finish_run(record.begin_run("rules-1"))
    record.begin_run("rules-2")
    assert [(r.coder_version, r.finished is None) for r in record.runs()] == [("rules-1", False), ("rules-2", True)]


def test_judgements_are_appended_never_changed(record):
    row = "INSERT INTO judgements(kind, subject, decision, reason, made_by, made_at) VALUES ('a', 'b', 'c', '', '', '')"
    with record._writing() as connection:
        connection.execute(text(row))
    for statement in ("UPDATE judgements SET decision = 'd'", "DELETE FROM judgements"):
        with pytest.raises(exc.IntegrityError, match="appended, never changed"), record._writing() as connection:
            connection.execute(text(statement))


def test_hostile_text_is_kept_to_the_letter(record, make):
    report = make.report(text="<script>alert('1')</script>'; DROP TABLE reports; -- \u202e\u0007 end, \U0001f600.")
    record.keep(report, Coding(()), "rules-1")
    assert record.report(report.id).text == report.text


def test_disputes_carry_their_event(record, make):
    make.fill(record, [make.report(n) for n in range(3)])
    disputes = record.disputes(Query(limit=2))
    assert len(disputes) == 2
    assert {d.finding.verdict for d in disputes} == {"disputed"}
    assert disputes[0].event in record.events()


def test_two_hands_on_one_record(where, record, make):
    """A reader sees what was finished before, while another connection writes."""
    make.fill(record, [make.report(1)])
    with Record.open(where) as other, record._writing() as connection:
        connection.execute(text("DELETE FROM stages"))
        assert len(other.events()[0].stages) == 2
    assert record.events()[0].stages == ()


def test_a_locked_record_is_a_clear_error(where, record):
    record.close()
    holder = sqlite3.connect(where, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with record._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    with pytest.raises(DragomanError, match=r"locked.*wait until the other command"):
        record.keep_failure(Failure("a", "b", "c"))
    holder.close()
