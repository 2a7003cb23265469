"""`dragoman watch`: from feeds and folders into a record, with a log, ended and gone on with."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.record import Record
from tests.sources.made import PAGE, TEXT
from tests.sources.server import Site, serving, status

FEED = '<rss version="2.0"><channel><title>The Gondor Post</title><item><link>/a</link></item></channel></rss>'


@pytest.fixture
def site() -> Iterator[Site]:
    pages = {
        "/robots.txt": ("text/plain", b""),
        "/feed": ("application/rss+xml", FEED.encode()),
        "/a": ("text/html", PAGE.encode()),
    }
    with serving(Site(pages)) as served:
        yield served


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("inbox").mkdir()

    def run_(*words: str):
        options = ["--once", "--record", "r.db", "--coder", "rules", "--pause", "0", "--allow", "127.0.0.1"]
        return CliRunner().invoke(app, ["watch", *words, *options])

    return run_


def test_a_feed_and_a_folder_go_into_a_record(run, site):
    Path("inbox/a.txt").write_text(TEXT)
    done = run(f"{site.address}/feed", "inbox")
    assert done.exit_code == 0, done.output
    with Record.open("r.db") as record:
        assert sorted(report.address for report in record.reports()) == [f"{site.address}/a", "inbox/a.txt"]
        assert record.verify().faults == ()
        assert record.head()[:16] in done.stderr
    log = Path("evidence/watch.log").read_text().splitlines()
    assert [line.split()[1] for line in log] == ["polled", "new", "new"]
    assert all(line in done.stderr for line in log)


def test_a_round_without_news_leaves_the_record_alone(run, site):
    run(f"{site.address}/feed")
    before = Path("r.db").read_bytes()
    done = run(f"{site.address}/feed")
    assert done.exit_code == 0
    assert "nothing new; there is something to do again in 15 min" in done.stderr
    assert Path("r.db").read_bytes() == before


def test_what_goes_wrong_shows_in_the_exit_code(run, site):
    site.pages["/feed"] = status(500)
    done = run(f"{site.address}/feed")
    assert done.exit_code == 1
    assert "failed" in Path("evidence/watch.log").read_text()
    assert not Path("r.db").exists()


@pytest.mark.parametrize("every", ["5s", "soon", "-1", "0m"])
def test_a_time_that_is_none_or_too_short(run, every):
    done = run("inbox", "--every", every)
    assert "no time of a minute or more" in str(done.exception)


@pytest.mark.slow
def test_it_ends_when_told_to_and_lets_go_of_everything(run, site, tmp_path):
    command = [sys.executable, "-m", "dragoman.cli", "watch", f"{site.address}/feed", "--record", "r.db"]
    options = ["--coder", "rules", "--allow", "127.0.0.1", "--pause", "0"]
    process = subprocess.Popen([*command, *options], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    for line in process.stderr:
        if "log of custody" in line:
            break
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 130
    assert "goes on from here" in process.stderr.read()
    assert run(f"{site.address}/feed").exit_code == 0
    assert site.paths().count("/a") == 1
