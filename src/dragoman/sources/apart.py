"""Reading in a process apart: a file that makes its parser crash, run for ever or eat all memory costs itself alone.

A PDF of seven kilobytes can unpack to gigabytes, and PDFium is written in C++. The process apart has a limit on memory
and on time; it is handed bytes and hands back JSON, nothing that could be more than text.
"""

import atexit
import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

from dragoman.sources.document import Document, Gap, Unreadable
from dragoman.sources.kinds import MB
from dragoman.sources.report import Origin

MEMORY = 700 * MB
"""What the process may take, in bytes, the file among it."""
SECONDS = 600
"""Processor time for one file."""
_FILES = 100
"""Files after which a fresh process is taken, whatever an old one has kept."""
_DIED = Unreadable(
    "too much for its parser: it took too long, or more memory than a document needs",
    "print it to a new PDF, split it, or save its text as .txt",
)
_CODE = "from dragoman.sources.apart import serve; serve()"


class Apart:
    """A process that reads, started when it is first needed, and again when it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._files = 0

    def pdf(self, data: bytes) -> Document:
        """The document in a PDF; raises Unreadable, also where the process did not live to tell."""
        with self._lock:
            try:
                answer = json.loads(self._asked(data))
            except (OSError, ValueError):
                self.end()
                raise _DIED from None
        if "what" in answer:
            raise Unreadable(str(answer["what"]), str(answer["remedy"]))
        return _document(answer)

    def end(self) -> None:
        """Ends the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.kill()
        process.wait()

    def _asked(self, data: bytes) -> bytes:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        _send(process.stdin, data)
        return _received(process.stdout)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._files >= _FILES or self._process.poll() is not None):
            self.end()
        if self._process is None:
            self._files = 0
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        self._files += 1
        return self._process


def serve() -> None:
    """What the process apart does: reads files that come in until none comes any more."""
    from dragoman.sources.pdf import pdf

    out = sys.stdout.buffer
    while True:
        try:
            data = _received(sys.stdin.buffer)
        except (OSError, ValueError):
            return
        _limit()
        try:
            answer = asdict(pdf(data))
        except Unreadable as error:
            answer = {"what": error.what, "remedy": error.remedy}
        except MemoryError:
            return
        except Exception as error:
            told = " ".join(f"the parser gave up on it ({type(error).__name__}: {error})".split())[:300]
            answer = {"what": told, "remedy": "save its text as .txt"}
        _send(out, json.dumps(answer).encode())


def _limit() -> None:
    """Sets what the process may take from now on; where the system knows no such limits there is none."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with suppress(OSError, ValueError):
        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, hard))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(8, "big"))
    pipe.write(data)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes:
    size = pipe.read(8)
    if len(size) < 8:
        raise ValueError("the other process has ended")
    data = pipe.read(int.from_bytes(size, "big"))
    if len(data) < int.from_bytes(size, "big"):
        raise ValueError("the other process has ended")
    return data


def _document(answer: dict[str, Any]) -> Document:
    origins = tuple(Origin(**origin) for origin in answer.pop("origins"))
    gaps = tuple(Gap(**gap) for gap in answer.pop("gaps"))
    return Document(**answer, origins=origins, gaps=gaps)


_apart = Apart()
atexit.register(_apart.end)


def pdf_apart(data: bytes) -> Document:
    """The document in a PDF, read by a process apart that all callers share; raises Unreadable."""
    return _apart.pdf(data)
