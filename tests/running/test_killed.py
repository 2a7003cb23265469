"""A build that is killed, or stopped with Ctrl-C, keeps what was finished; run again, it ends like any other."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import code, match

from dragoman.record import Record
from dragoman.running import build

SCRIPT = Path(__file__).parent / "killed.py"


@pytest.fixture
def many(tmp_path):
    place = tmp_path / "many"
    place.mkdir()
    for number in range(60):
        text = f"Gondor bought {number} boats from Arnor. It was a long day on the river."
        (place / f"{number:02}.txt").write_text(text)
    return place


def start(folder, record, workers):
    return subprocess.Popen(
        [sys.executable, SCRIPT, folder, record, str(workers)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True,
        # a shell's background jobs are started deaf to Ctrl-C, and so would be what they start
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def finished(process, lines):
    """Waits for ``lines`` reports; returns how many the build said were finished, once it is over."""
    def end(kill):
        kill()
        rest = process.stdout.read().splitlines()
        process.stdout.close()
        process.wait()
        return lines + sum(line.startswith("coding") for line in rest)

    for _ in range(lines):
        process.stdout.readline()
    return end


def exported(record):
    return record.claims(), record.matching(), record.reports()


@pytest.mark.parametrize(
    ("workers", "lines", "wait"), [(1, 0, 0.3), (1, 1, 0.0), (1, 20, 0.003), (1, 60, 0.001), (2, 5, 0.0)])
def test_killed_at_any_moment(many, tmp_path, workers, lines, wait):
    file = tmp_path / "record.db"
    process = start(many, file, workers)
    end = finished(process, lines)
    time.sleep(wait)
    count = end(process.kill)
    with Record.open(file, create=True) as record:
        assert record.counts().reports >= count
        summary = build([many], record, coder=code, version="fake-1", matcher=match)
        assert summary.skipped >= count
        assert summary.new + summary.skipped == 60
        with Record.open(tmp_path / "whole.db", create=True) as whole:
            build([many], whole, coder=code, version="fake-1", matcher=match)
            assert exported(record) == exported(whole)


def test_processes_do_not_outlive_a_killed_build(many, tmp_path):
    process = start(many, tmp_path / "record.db", 2)
    finished(process, 5)(process.kill)
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)  # the build was given a process group of its own
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    pytest.fail("processes of the build were still there after five seconds")


def test_ctrl_c_reaches_all_processes_and_ends_them(many, tmp_path):
    for number in range(60, 600):  # enough for the signal to come in time on any machine
        (many / f"{number}.txt").write_text(f"Gondor bought {number} boats from Arnor. It was a long day on the river.")
    process = start(many, tmp_path / "record.db", 2)
    count = finished(process, 5)(lambda: os.killpg(process.pid, signal.SIGINT))
    assert process.returncode != 0
    with Record.open(tmp_path / "record.db") as record:
        assert count <= record.counts().reports < 600
        assert record.runs()[-1].finished is None
