"""`dragoman review` and `dragoman sources` as a user meets them; decisions survive coding and matching anew."""

import io
import json
import re
import sqlite3
import sys

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from dragoman import cli
from dragoman.coding.claim import Coding
from dragoman.matching import match
from dragoman.record import Record, opening
from dragoman.running import rematch
from tests.matching.claims import drones, report

ONE = drones(actor=["Orthanc Optics Works"], quote="Orthanc Optics Works sent six drones.")
OTHER = drones(actor=["Ortanc Optics Works"], start=60, quote="Ortanc Optics Works sent them \x1b[31mnow.")
NEAR = drones(actor=["Dale Shipyard Works"], start=120, item="boats", count=None)
NEARER = drones(actor=["Dale Shipyards Works"], start=180, item="barges", count=None)


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "small.db"
    with Record.open(path, create=True) as opened:
        opened.keep(report("r1"), Coding((ONE, OTHER, NEAR, NEARER)), "test")
        rematch(opened)
    return path


@pytest.fixture
def dragoman(monkeypatch, capsys):
    def run(*words: object, answers: str = "", fails: bool = False) -> str:
        monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        written = capsys.readouterr()
        assert bool(ended.value.code) is fails
        return written.err if fails else written.out

    return run


def parties(path) -> dict[str, str]:
    with Record.open(path) as opened:
        return opened.matching().parties


def asked(dragoman, path, *more: str) -> list[str]:
    return [q["one"] for q in json.loads(dragoman("review", "--list", "--format", "json", "--record", path, *more))]


def test_the_same_becomes_one_at_once_and_stays_so_when_coded_and_matched_anew(dragoman, record) -> None:
    out = dragoman("review", "--record", record, "--as", "ana", answers="s\ns\n")
    assert "1 letter" in out
    assert "Orthanc Optics Works sent six drones." in out
    assert "\x1b" not in out
    assert "matched anew" in out
    assert parties(record)["Orthanc Optics Works"] == parties(record)["Ortanc Optics Works"]
    with Record.open(record) as opened:
        opened.keep(report("r1"), Coding((ONE, OTHER)), "newer")
        rematch(opened)
    assert parties(record)["Orthanc Optics Works"] == parties(record)["Ortanc Optics Works"]
    assert asked(dragoman, record) == []


def test_undo_takes_the_last_answer_back_also_in_a_later_session(dragoman, record) -> None:
    dragoman("review", "--record", record, answers="s\nq\n")
    assert parties(record)["Orthanc Optics Works"] == parties(record)["Ortanc Optics Works"]
    out = dragoman("review", "--record", record, answers="z\nq\n")
    assert "undone: " in out
    assert parties(record)["Orthanc Optics Works"] != parties(record)["Ortanc Optics Works"]
    assert len(asked(dragoman, record)) == 2
    assert "nothing to undo" in dragoman("review", "--record", record, answers="z\nq\n")


def test_undo_in_one_session_asks_again(dragoman, record) -> None:
    out = dragoman("review", "--record", record, answers="d\nz\ns\nq\n")
    assert out.count("1 of 2") == 2
    assert parties(record)["Orthanc Optics Works"] == parties(record)["Ortanc Optics Works"]


def test_different_is_not_asked_again_skipped_is_and_unsure_on_request(dragoman, record) -> None:
    dragoman("review", "--record", record, answers="d\nk\n")
    assert len(asked(dragoman, record)) == 1
    dragoman("review", "--record", record, answers="u\n")
    assert asked(dragoman, record) == []
    assert len(asked(dragoman, record, "--unsure")) == 1


def test_an_answer_that_is_none_is_asked_for_again_and_the_end_of_input_ends(dragoman, record) -> None:
    assert "answer with one of these letters" in dragoman("review", "--record", record, answers="maybe\n")
    with Record.open(record) as opened:
        assert opened.judgements() == []


def test_decisions_are_appended_with_who_when_and_why_and_cannot_be_changed(dragoman, record) -> None:
    dragoman("review", "--record", record, "--as", "ana", answers="s\nz\nq\n")
    with Record.open(record) as opened:
        made, undone = opened.judgements()
        assert opened.identities() == ()
    assert (made.decision, made.made_by, undone.decision) == ("same", "ana", "undo")
    assert undone.value == {"undoes": made.number}
    assert "1 letter" in made.reason
    assert made.made_at.startswith("20")
    with sqlite3.connect(record) as raw, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        raw.execute("UPDATE judgements SET decision = 'different'")


def test_a_record_of_the_first_version_is_brought_up_to_date(tmp_path) -> None:
    """A file as the first version left it, with a decision in it: opening gives it all that came later."""
    old = tmp_path / "old.db"
    config = Config()
    config.set_main_option("script_location", str(opening._MIGRATIONS))
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO about VALUES ('program', 'dragoman')"))
        connection.execute(
            text(
                "INSERT INTO judgements (kind, subject, object, decision, value, reason, made_by, made_at) VALUES "
                """('entity', 'a', 'b', 'same', '{"names": ["A", "B"]}', 'alike', 'ana', '2026-01-01T00:00:00+00:00')"""
            )
        )
    engine.dispose()
    with Record.open(old) as opened:
        (judgement,) = opened.judgements()
        assert (judgement.made_by, judgement.key) == ("ana", "entity a b")
        opened.keep(report("r1"), Coding((ONE,)), "test")
        opened.keep_matching(match(opened.claims(), {}))
        assert {f.grade for e in opened.events() for f in e.findings} == {3}
        undone = opened.undo([judgement.number], "bo")
        assert opened.judgements()[-1].number == undone[0]
        assert opened.identities() == ()


def test_sources_are_listed_with_their_letter_and_why(dragoman, record, tmp_path, monkeypatch) -> None:
    (row,) = json.loads(dragoman("sources", "--record", record, "--format", "json"))
    assert (row["publisher"], row["grade"], row["reports"]) == ("publisher r1", "F", 1)
    grades = tmp_path / "grades.yml"
    grades.write_text("publisher r1: C\n", encoding="utf-8")
    monkeypatch.setenv("DRAGOMAN_GRADES", str(grades))
    (row,) = json.loads(dragoman("sources", "--record", record, "--format", "json"))
    assert (row["grade"], row["why"]) == ("C", "set by you")


def test_an_event_is_explained_by_its_id_or_the_beginning_of_it(dragoman, record) -> None:
    with Record.open(record) as opened:
        event = next(e for e in opened.events() if ONE.id in e.claims)
    for wanted in (event.id, event.id[:14]):
        out = dragoman("explain", wanted, "--record", record)
        assert ONE.quote in out
        assert "why its claims are one" in out
        assert "information 3: one source alone" in out
        assert "\x1b[31m" not in out
    assert "no event event-zz" in dragoman("explain", "event-zz", "--record", record, fails=True)


def test_the_reason_of_a_join_is_shown(dragoman, tmp_path) -> None:
    path = tmp_path / "joined.db"
    with Record.open(path, create=True) as opened:
        opened.keep(report("r1"), Coding((drones(status="agreed"), drones(start=40, time="2020-06"))), "test")
        rematch(opened)
        (event,) = opened.events()
    assert "same parties China and Serbia, item CH-92A" in dragoman("explain", event.id, "--record", path)


def test_tables_show_as_much_of_an_id_as_explain_needs(dragoman, tmp_path) -> None:
    path = tmp_path / "two.db"
    with Record.open(path, create=True) as opened:
        opened.keep(report("r1"), Coding((drones(count=6),)), "test")
        opened.keep(report("r2", "Words of another report."), Coding((drones("r2", count=9),)), "test")
        rematch(opened)
        (event,) = opened.events()
    for listing in ("events", "disputes"):
        (shown,) = re.findall(r"event-\w+", dragoman(listing, "--record", path))
        assert len(shown) < len(event.id)
        assert event.title in dragoman("explain", shown, "--record", path)


def test_an_empty_record_says_what_to_do(monkeypatch, capsys, tmp_path) -> None:
    path = tmp_path / "empty.db"
    Record.open(path, create=True).close()
    monkeypatch.setattr(sys, "argv", ["dragoman", "disputes", "--record", str(path)])
    with pytest.raises(SystemExit):
        cli.main()
    assert "dragoman build" in capsys.readouterr().err
