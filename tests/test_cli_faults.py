"""What is given wrongly on the command line is told with what to do, before anything is made or the rest is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman import cli
from dragoman.errors import DragomanError
from dragoman.record import Record
from tests.sources.made import TEXT


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a command in a folder of its own: exit code and what it says on standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    def run_(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["dragoman", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return run_


def test_it_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "dragoman", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("dragoman ")


@pytest.mark.parametrize("command", ["build", "fetch"])
def test_an_unknown_coder_leaves_no_record_behind(run, tmp_path: Path, command: str) -> None:
    what = "a.txt" if command == "build" else "https://a.example/"
    code, said = run(command, what, "--coder", "nobody", "--record", "r.db")
    assert (code, "there is no coder 'nobody'" in said) == (2, True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt"]


def test_a_file_that_may_not_be_read_does_not_end_the_run(run, tmp_path: Path, monkeypatch) -> None:
    barred = tmp_path / "barred.txt"
    barred.write_text("x", encoding="utf-8")
    access, opened = os.access, Path.open

    def open_(path: Path, *given, **more):
        if path.name == barred.name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *given, **more)

    monkeypatch.setattr("os.access", lambda path, mode, **more: Path(path).name != barred.name and access(path, mode))
    monkeypatch.setattr(Path, "open", open_)
    code, said = run("code", "barred.txt", "a.txt", "--out", "c", "--coder", "rules")
    assert (code, said) == (1, "barred.txt: not readable: permission denied (change its permissions)\n")
    assert (tmp_path / "c" / "a.jsonl").is_file()


@pytest.mark.parametrize("form", ["%Q", "day", "%Y", "%d.%m", "%j"])
def test_a_form_that_tells_no_date_is_refused(run, form: str) -> None:
    code, said = run("build", "a.txt", "--dates", form)
    assert code == 2
    assert f"--dates: {form!r} is no form of a date (such as %d/%m/%Y" in said


def test_dates_without_a_column_of_dates_are_told(run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f'text,Day\n"{TEXT}",02/03/2020\n', encoding="utf-8")
    code, said = run("code", "t.csv", "--out", "c", "--dates", "%d/%m/%Y", "--coder", "rules")
    assert code == 1
    assert "t.csv: a table without a column for the dates" in said
    assert "--column published=NAME" in said
    code, said = run(
        "code", "t.csv", "--out", "c", "--dates", "%d/%m/%Y", "--column", "published=Day", "--coder", "rules"
    )
    assert (code, said) == (0, "")


def test_a_pair_that_is_none_is_told_of_its_option(run) -> None:
    Record.open("r.db", create=True).close()
    for command in (["dossier", "--out", "d.html"], ["export", "csl"]):
        code, said = run(*command, "--record", "r.db", "--about", "Mordor")
        assert (code, "--about: the record holds no two states" in said) == (2, True)


def test_a_folder_of_evidence_that_is_not_there_is_told(run) -> None:
    Record.open("r.db", create=True).close()
    assert run("verify", "--record", "r.db", "--evidence", "nowhere") == (
        2, "dragoman: nowhere: there is no such folder (name the one that archived files lie in)\n")  # fmt: skip


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
@pytest.mark.parametrize("command", [["claims"], ["fetch", "http://127.0.0.1:9/"]])
def test_every_command_takes_the_address_of_a_server(run, monkeypatch, scheme: str, command: list[str]) -> None:
    asked = []

    def open_(where, **_):
        asked.append((str(where), where + ""))
        raise DragomanError("asked")

    monkeypatch.setattr(Record, "open", open_)
    monkeypatch.setattr("dragoman.sources.fetching.fetch", lambda *_, **__: _Fetched())
    code, _ = run(*command, "--record", f"{scheme}://ana:secret@127.0.0.1:9/x")
    assert code == 2
    assert asked == [("postgresql://ana:***@127.0.0.1:9/x", "postgresql://ana:secret@127.0.0.1:9/x")]


class _Fetched:
    """As if a page had been had."""

    @property
    def made(self):
        from dragoman.sources import read_file

        return (read_file(Path("a.txt")),)
