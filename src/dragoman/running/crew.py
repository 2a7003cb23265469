"""Coding many reports, in this process or in several, with the outcomes always in the order of the reports."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from dragoman.coding.claim import Coding
from dragoman.running.one import Coder, coded
from dragoman.sources.report import Failure, Report

AHEAD = 4
"""Reports that wait for each process: enough to keep it busy, few enough to keep memory small."""
AT_ONCE = 1_000_000
"""Characters of reports that wait beyond one for each process: what is coded of them waits with them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: coded, failed, or (neither ``coding`` nor ``failure``) not wanted."""

    address: str
    report: Report | None = None
    coding: Coding | None = None
    failure: Failure | None = None


def outcomes(
    sources: Iterable[Report | Failure], coder: Coder, workers: int = 1, wanted: Callable[[Report], bool] | None = None,
) -> Iterator[Outcome]:
    """The outcome for each of ``sources``, in their order; reports that are not ``wanted`` are passed through uncoded.

    With more than one worker, each is a process of its own; one that dies costs the report it was coding, no other.
    """
    want = wanted or (lambda report: True)
    if workers <= 1:
        for source in sources:
            yield _outcome(source, coded(source, coder) if isinstance(source, Report) and want(source) else None)
        return
    crew = _Crew(coder, workers)
    try:
        yield from _spread(sources, crew, workers, want)
    finally:
        crew.dismiss()


def _spread(
    sources: Iterable[Report | Failure], crew: "_Crew", workers: int, want: Callable[[Report], bool],
) -> Iterator[Outcome]:
    waiting: deque[tuple[Report | Failure, Future[Coding | Failure] | None]] = deque()
    for source in sources:
        waiting.append((source, crew.submit(source) if isinstance(source, Report) and want(source) else None))
        while _are_enough(waiting, workers) or (waiting and _is_ready(waiting[0][1])):
            yield _collected(*waiting.popleft(), crew)
    while waiting:
        yield _collected(*waiting.popleft(), crew)


def _are_enough(waiting: Collection[tuple[Report | Failure, object]], workers: int) -> bool:
    if len(waiting) <= workers:
        return False
    characters = sum(len(source.text) for source, _ in waiting if isinstance(source, Report))
    return len(waiting) > workers * AHEAD or characters > AT_ONCE


def _is_ready(future: Future[Coding | Failure] | None) -> bool:
    return future is None or future.done()


def _collected(source: Report | Failure, future: Future[Coding | Failure] | None, crew: "_Crew") -> Outcome:
    if future is None or isinstance(source, Failure):
        return _outcome(source, None)
    return _outcome(source, crew.result(source, future))


def _outcome(source: Report | Failure, made: Coding | Failure | None) -> Outcome:
    if isinstance(source, Failure):
        return Outcome(source.address, failure=source)
    if isinstance(made, Failure):
        return Outcome(source.address, source, failure=made)
    return Outcome(source.address, source, made)


class _Crew:
    """A pool of processes that is made anew when one of them dies."""

    def __init__(self, coder: Coder, workers: int) -> None:
        self._coder, self._workers = coder, workers
        self._pool = self._new(workers)

    def submit(self, report: Report) -> Future[Coding | Failure]:
        try:
            return self._pool.submit(_code, report)
        except BrokenProcessPool:
            self._pool = self._new(self._workers)
            return self._pool.submit(_code, report)

    def result(self, report: Report, future: Future[Coding | Failure]) -> Coding | Failure:
        try:
            return future.result()
        except BrokenProcessPool:
            # Any report in the pool may have brought it down: alone in a process, only the culprit does so again.
            return self._alone(report)

    def dismiss(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _alone(self, report: Report) -> Coding | Failure:
        with self._new(1) as pool:
            try:
                return pool.submit(_code, report).result()
            except BrokenProcessPool:
                return Failure(
                    report.address, "the process that coded it died, perhaps for want of memory",
                    "split the report, or run with fewer workers", report.sha256)

    def _new(self, workers: int) -> ProcessPoolExecutor:
        # Fresh processes: a forked one would share the open record of this one.
        return ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(self._coder,))


_coder: Coder | None = None


def _start(coder: Coder) -> None:
    global _coder
    _coder = coder
    # Ctrl-C reaches every process of a terminal; the first one alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever: nobody is left to end it."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _code(report: Report) -> Coding | Failure:
    assert _coder is not None, "the process was started without its coder"
    return coded(report, _coder)
