"""`dragoman verify`: what fits, what does not, and which entry is the first."""

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.record import Record

TEXT = "Gondor ordered nine drones from Arnor.\n\nThe drones were delivered in June 2020."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run_(*words: str):
        return CliRunner().invoke(app, list(words))

    Path("in").mkdir()
    Path("in/a.txt").write_text(TEXT)
    Path("in/b.txt").write_text(TEXT.replace("nine", "six"))
    assert run_("build", "in", "--record", "r.db", "--coder", "rules").exit_code == 0
    return run_


def tamper(statement: str) -> None:
    with sqlite3.connect("r.db") as other:
        for name in [row[0] for row in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            other.execute(f"DROP TRIGGER {name}")
        assert other.execute(statement).rowcount
    other.close()


def test_an_untouched_record(run):
    done = run("verify", "--record", "r.db")
    assert done.exit_code == 0, done.output
    assert "2 reports, 2 codings, 0 decisions" in done.stdout
    assert "2 as read" in done.stdout
    with Record.open("r.db") as record:
        assert f"the last with the hash {record.head()}" in done.stdout


def test_a_changed_text_is_named_with_its_entry(run):
    tamper("UPDATE reports SET text = replace(text, 'nine', 'ten')")
    done = run("verify", "--record", "r.db")
    assert done.exit_code == 1
    assert "entry 1 (" in done.stderr
    assert "its text, title, publisher or date was changed" in done.stderr
    assert "everything" not in done.stdout


def test_a_changed_file_is_named(run):
    Path("in/a.txt").write_text(TEXT + " And more.")
    done = run("verify", "--record", "r.db")
    assert done.exit_code == 1
    assert "in/a.txt: the file is not the one that was read" in done.stderr


def test_files_that_are_gone_are_told_and_looked_for(run):
    Path("in").rename("moved")
    done = run("verify", "--record", "r.db")
    assert done.exit_code == 0
    assert "2 not found here" in done.stdout
    assert "the files of 2 reports could not be looked at" in done.stdout
    assert "2 as read" in run("verify", "--record", "r.db", "--evidence", "moved").stdout


def test_a_head_noted_before(run):
    with Record.open("r.db") as record:
        head = record.head()
    assert run("verify", "--record", "r.db", "--head", head).exit_code == 0
    done = run("verify", "--record", "r.db", "--head", "f" * 64)
    assert done.exit_code == 1
    assert "cut off or written anew" in done.stderr


def test_the_custody_of_one_report(run):
    done = run("verify", "--record", "r.db", "--custody", "in/a.txt", "--format", "json")
    kept, coded = json.loads(done.stdout)
    assert (kept["action"], coded["action"]) == ("kept", "coded")
    assert kept["details"]["evidence"]["address"] == "in/a.txt"
    assert "in/a.txt, SHA-256 " in run("verify", "--record", "r.db", "--custody", kept["subject"]).stdout
    done = run("verify", "--record", "r.db", "--custody", "nothing")
    assert "there is no report 'nothing'" in str(done.exception)
