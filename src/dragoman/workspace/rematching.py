"""Events follow people's decisions: matched anew beside the pages, once nobody has decided anything for a moment."""

import multiprocessing
import sys
import threading
import time
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.record import Record
from dragoman.running import rematch

PAUSE = 2.0
"""Seconds without a decision after which matching begins; as many times as it takes for what takes long."""
TIMES = 2.0
BY_ITSELF = 5_000
"""Claims from which on matching gets a process of its own, so that pages stay quick."""


class Rematcher:
    """Matches a record anew some time after it is told of a decision."""

    def __init__(self, where: str | Path, claims: int) -> None:
        """``claims`` is about how many the record holds."""
        self._where, self._claims = where, claims
        self._wanted = threading.Event()
        self._ending = threading.Event()
        self._told = 0.0
        self._took = 0.0
        self.working = False
        self._thread = threading.Thread(target=self._run, name="rematch", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> bool:
        """Whether the events are behind what was decided."""
        return self.working or self._wanted.is_set()

    def decided(self) -> None:
        """Somebody has decided something that may change events."""
        self._told = time.monotonic()
        self._wanted.set()

    def close(self) -> None:
        """Ends; what was decided since the last matching is matched when the record is built or served next."""
        self._ending.set()
        self._wanted.set()
        self._thread.join()

    def now(self) -> None:
        """Matches at once, in this thread."""
        self.working = True
        began = time.monotonic()
        try:
            self._match()
        finally:
            self._took = time.monotonic() - began
            self.working = False

    def _run(self) -> None:
        while not self._ending.is_set():
            self._wanted.wait()
            pause = max(PAUSE, TIMES * self._took)
            if self._ending.wait(max(0.0, self._told + pause - time.monotonic())):
                return
            if time.monotonic() < self._told + pause:
                continue  # somebody decided meanwhile
            self._wanted.clear()
            try:
                self.now()
            except (DragomanError, OSError) as error:
                print(f"dragoman: events could not be matched anew: {error}", file=sys.stderr)

    def _match(self) -> None:
        if self._claims < BY_ITSELF:
            _rematch(self._where)
            return
        process = multiprocessing.get_context("spawn").Process(target=_rematch, args=(self._where,), daemon=True)
        process.start()
        while process.is_alive() and not self._ending.is_set():
            process.join(0.5)
        if process.is_alive():
            process.terminate()


def _rematch(where: str | Path) -> None:
    with Record.open(where) as record:
        rematch(record)
