"""A build killed at any moment loses no finished report and leaves a record that opens."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.record import Record

HERE = Path(__file__).parent

BUILD = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("world", sys.argv[1])
world = importlib.util.module_from_spec(spec)
spec.loader.exec_module(world)
from dragoman.record import Record
print("begun", flush=True)
with Record.open(sys.argv[2], create=True) as record:
    for number in range(100_000):
        report = world.make_report(number)
        coding = world.make_coding(report)
        record.keep(report, coding, "rules-1")
        print(report.id, flush=True)
        if number % 5 == 4:
            record.keep_matching(world.make_matching([coding]))
"""


def kill_after(where, lines, wait):
    """Kills a build ``wait`` seconds after its ``lines``-th line; returns the ids of the reports it had finished."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, str(HERE / "conftest.py"), str(where)], stdout=subprocess.PIPE, text=True)
    read = [process.stdout.readline() for _ in range(lines)]
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    read.extend(process.stdout)
    assert process.wait() == -signal.SIGKILL
    process.stdout.close()
    return {line.strip() for line in read[1:] if line.endswith("\n")}


@pytest.mark.parametrize(("lines", "wait"), [(1, 0.0), (1, 0.15), (2, 0.0), (3, 0.013), (7, 0.004), (30, 0.001)])
def test_kill_9(where, lines, wait):
    finished = kill_after(where, lines, wait)
    with Record.open(where, create=True) as record:
        assert finished <= {report.id for report in record.reports()}
        with record._engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        # All of a report or nothing: none is there without its three claims, and no event without its parts.
        assert record.counts().claims == 3 * record.counts().reports
        assert all(len(event.claims) == len(event.stages) == 2 for event in record.events())


def test_a_killed_build_goes_on(where, make):
    first = kill_after(where, 4, 0.0)
    with Record.open(where, create=True) as record:
        reports = [make.report(n) for n in range(20)]
        left = [r for r in reports if not record.has(r.id, "rules-1")]
        assert 0 < len(left) <= len(reports) - len(first)
        for report in left:
            record.keep(report, make.coding(report), "rules-1")
        assert record.counts().reports >= 20
