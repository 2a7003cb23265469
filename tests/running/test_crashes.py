"""Whatever breaks in the middle of a build, no finished report is lost, no event is half there, the next run ends."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fakes import code, match
from tests.server import Server, new_server

from dragoman.errors import DragomanError
from dragoman.record import Record
from dragoman.running import build

SCRIPT = Path(__file__).parent / "killed_often.py"
ROUNDS = 50
SEED = 20261122

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "record.db")
    return str(request.getfixturevalue("new_record")())


def written(folder: Path, number: int, words: int = 0) -> Path:
    """So many reports, each followed by so many words that no two of them share."""
    folder.mkdir()
    for n in range(number):
        more = " ".join(f"w{n}x{w:05}" for w in range(words))
        (folder / f"{n:03}.txt").write_text(f"Gondor bought {n} boats from Arnor. It was a long day. {more}", "utf-8")
    return folder


def run(folder: Path, record: Record, **options: object) -> object:
    return build([folder], record, coder=code, version="fake-1", matcher=match, **options)


def whole(place: str | Path, folder: Path) -> None:
    """The next run completes: everything is there, once, and as a build that nothing happened to makes it."""
    with Record.open(place, create=True) as record:
        run(folder, record)
        number = len(list(folder.iterdir()))
        counts = record.counts()
        assert (counts.reports, counts.claims, counts.events) == (number, number, number)
        assert record.verify().faults == ()
        assert record.runs()[-1].finished


# kill -9


@pytest.mark.slow
@pytest.mark.parametrize("place", BOTH, indirect=True)
def test_killed_at_fifty_random_moments(tmp_path: Path, place: str) -> None:
    folder = written(tmp_path / "in", ROUNDS + 12)
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), place, str(ROUNDS), str(SEED)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == ROUNDS
    ever: set[str] = set()
    for outcome in rounds:
        ever |= set(outcome["finished"])
        assert outcome["wrong"] == []
        assert ever <= set(outcome["reports"])
        assert outcome["events"] >= 12  # those of the last matching that came to its end
    # Moments before, between and after the reports were hit: the test tests something.
    assert sum(outcome["killed"] for outcome in rounds) > ROUNDS / 2
    assert len({len(outcome["finished"]) for outcome in rounds}) > 5
    with Record.open(place) as record:
        build([folder], record, coder=code, version="fake-last", matcher=match)
        assert (record.counts().reports, record.counts().events) == (ROUNDS + 12, ROUNDS + 12)


# A disk that is full or read-only


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A disk of its own at ``folder``, with a function that mounts it anew with other options."""
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and os.geteuid() == 0 and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if not made:
        pytest.skip("a disk can be mounted only by root, and not in every container")
    try:
        yield (
            lambda options: (
                subprocess.run([str(mount), "-o", f"remount,{options}", str(folder)], capture_output=True, check=True)
                and None
            )
        )
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def test_a_full_disk(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", 60, words=4_000)
    with disk(tmp_path / "disk", "1500k") as remount:
        place = tmp_path / "disk" / "record.db"
        finished: list[str] = []
        with pytest.raises(DragomanError) as told, Record.open(place, create=True) as record:
            run(folder, record, on_progress=lambda progress: finished.append(progress.current))
        assert "full" in told.value.what or "I/O" in told.value.what
        assert "the same command again" in told.value.remedy
        assert 0 < len(finished) < 60
        remount("size=40m")
        with Record.open(place) as record:
            assert set(finished) <= {report.address for report in record.reports()}
            assert record.counts().claims == record.counts().reports
            assert record.verify().faults == ()
        whole(place, folder)


def test_a_read_only_disk(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", 5)
    with disk(tmp_path / "disk", "10m") as remount:
        place = tmp_path / "disk" / "record.db"
        with Record.open(place, create=True) as record:
            run(folder, record)
        (folder / "more.txt").write_text("Gondor bought 9 boats from Arnor.", encoding="utf-8")
        remount("ro")
        with Record.open(place) as record:
            assert record.counts().events == 5  # it can be read
            with pytest.raises(DragomanError, match="readonly") as told:
                run(folder, record)
        assert told.value.remedy == "make the file and its folder writable"
        with pytest.raises(DragomanError, match="cannot be used"):
            Record.open(tmp_path / "disk" / "new.db", create=True)
        remount("rw")
        whole(place, folder)


# A server that goes away


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that a test may stop."""
    made = new_server(quick=False)
    yield made
    made.stop("immediate")
    shutil.rmtree(made.home, ignore_errors=True)


def cut(folder: Path, place: str, after: int, stop: Callable[[], object]) -> tuple[DragomanError, list[str]]:
    """A build during which ``stop`` is called after so many reports: what it says, and what it said was finished."""
    finished: list[str] = []

    def tell(progress: object) -> None:
        finished.append(progress.current)  # type: ignore[attr-defined]
        if len(finished) == after:
            stop()

    with pytest.raises(DragomanError) as told, Record.open(place, create=True) as record:
        run(folder, record, on_progress=tell)
    return told.value, finished


@pytest.mark.slow
@pytest.mark.postgres
def test_a_server_that_crashes(own_server: Server, tmp_path: Path) -> None:
    """As if its machine had lost power: it recovers from its log, which holds every report that was finished."""
    folder, place = written(tmp_path / "in", 30), own_server.database()
    error, finished = cut(folder, place, 12, lambda: own_server.stop("immediate"))
    assert "the same command again" in error.remedy or "start the server" in error.remedy
    assert len(finished) == 12
    with pytest.raises(DragomanError, match="start the server"):
        Record.open(place)
    own_server.start()
    with Record.open(place) as record:
        assert set(finished) <= {report.address for report in record.reports()}
        assert record.verify().faults == ()
    whole(place, folder)


def sever(server: Server, place: str) -> None:
    """Ends all connections to a database, as a network or an administrator may."""
    name = place.partition("@/")[2].partition("?")[0]
    others = f"FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    server.run("psql", "-h", str(server.home), "-U", "postgres", "-c", f"SELECT pg_terminate_backend(pid) {others}")


@pytest.mark.postgres
def test_a_connection_cut_between_two_reports(server: Server, new_record: Callable[[], str], tmp_path: Path) -> None:
    """The build takes a new one and goes on."""
    folder, place = written(tmp_path / "in", 10), new_record()
    with Record.open(place) as record:
        summary = run(folder, record, on_progress=lambda p: sever(server, place) if p.done == 4 else None)
    assert summary.new == 10  # type: ignore[attr-defined]
    whole(place, folder)


@pytest.mark.postgres
def test_a_connection_cut_within_a_report(server: Server, new_record: Callable[[], str], tmp_path: Path) -> None:
    """Nothing of that report is there, and the next run brings it."""
    folder, place = written(tmp_path / "in", 10), new_record()

    class Cut(Record):
        def _keep_coding(self, connection: Any, report: str, *rest: Any) -> None:
            super()._keep_coding(connection, report, *rest)
            if len(finished) == 4:
                sever(server, place)

    finished: list[str] = []
    with pytest.raises(DragomanError) as told, Cut.open(place) as record:
        run(folder, record, on_progress=lambda progress: finished.append(progress.current))
    assert "the same command again" in told.value.remedy
    with Record.open(place) as record:
        assert [report.address for report in record.reports()] != []
        assert {report.address for report in record.reports()} == set(finished)
        assert record.counts().claims == 4
    whole(place, folder)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_servers_disk_is_full(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", 40, words=4_000)
    # Not under pytest's own folder, which other users than its own may not enter.
    home = Path(tempfile.mkdtemp(prefix="dragoman-disk-"))
    home.chmod(0o755)
    with disk(home / "disk", "150m"):
        (home / "disk" / "data").mkdir()
        made = new_server(data=home / "disk" / "data", quick=False)
        try:
            place = made.database()
            Record.open(place, create=True).close()
            ballast = home / "disk" / "ballast"
            free = shutil.disk_usage(home / "disk").free
            ballast.write_bytes(b"\0" * (free - 3_000_000))
            finished: list[str] = []
            with pytest.raises(DragomanError) as told, Record.open(place) as record:
                run(folder, record, on_progress=lambda progress: finished.append(progress.current))
            assert "run the same command again" in told.value.remedy or "start the server" in told.value.remedy
            assert 0 < len(finished) < 40
            ballast.unlink()
            made.stop("immediate")  # it may have ended itself: without room for its log it has to
            made.start()
            with Record.open(place) as record:
                assert set(finished) <= {report.address for report in record.reports()}
                assert record.verify().faults == ()
            whole(place, folder)
        finally:
            made.stop("immediate")
    shutil.rmtree(home, ignore_errors=True)


# Several at once


@pytest.mark.parametrize("place", BOTH, indirect=True)
def test_two_builds_at_once(tmp_path: Path, place: str) -> None:
    """Of the same reports, by two processes: each report is there once, and every claim of it."""
    folder = written(tmp_path / "in", 30)
    Record.open(place, create=True).close()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            with Record.open(place) as record:
                run(folder, record, on_progress=lambda progress: time.sleep(0.002))
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    whole(place, folder)
