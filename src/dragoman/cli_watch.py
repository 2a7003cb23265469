"""The command that follows feeds and folders: watch."""

import contextlib
import logging
import re
import signal
import time
from collections.abc import Callable, Iterator
from itertools import chain
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_app import (
    DEFAULT_CODER,
    DEFAULT_RECORD,
    CoderName,
    ColumnNames,
    DateForm,
    Published,
    RecordFile,
    Workers,
    app,
    plural,
    safe,
    say,
)
from dragoman.cli_fetch import EVIDENCE, Allow, EvidenceFolder
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.sources.watching import Happening, Watch

LOG = "watch.log"
_LOG_SIZE, _LOG_FILES = 10_000_000, 5
_INTERRUPTED = 130
_SHORTEST = 60.0
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@app.command(
    epilog="Example:  dragoman watch https://example.org/feed.xml inbox/ --record serbia.db   or   "
    "dragoman watch https://example.org/feed.xml --once"
)
def watch(
    sources: Annotated[
        list[str], typer.Argument(help="Feeds (RSS, Atom; or pages that link to one) and folders.", metavar="SOURCE")
    ],
    record: RecordFile = DEFAULT_RECORD,
    evidence: EvidenceFolder = EVIDENCE,
    every: Annotated[
        str, typer.Option(help="How long between two looks at a feed: 90s, 15m, 2h, 1d.", metavar="TIME")
    ] = "15m",
    once: Annotated[bool, typer.Option("--once", help="Look once and end, for a timetable such as cron's.")] = False,
    pause: Annotated[
        float, typer.Option(help="Seconds between two requests to one host, at least.", min=0.0, metavar="SECONDS")
    ] = 2.0,
    published: Published = None,
    coder: CoderName = DEFAULT_CODER,
    workers: Workers = 1,
    column: ColumnNames = None,
    dates: DateForm = None,
    allow: Allow = None,
) -> None:
    """Follow feeds and folders: what is new is archived, read and coded into a record, until Ctrl-C.

    It does what robots.txt asks of robots, keeps a pause between requests, and asks only for what has changed. A text
    is taken once, however often it comes again under other dates and addresses. What fails is tried again, later each
    time. Everything is told here and in watch.log in the folder of the evidence. It goes on where it was cut off. Exit
    code 1 with --once where something went wrong.
    """
    from dragoman.sources import Columns
    from dragoman.sources.addresses import Allowed
    from dragoman.sources.dates import checked_date
    from dragoman.sources.polite import Manners
    from dragoman.sources.transport import Web
    from dragoman.sources.watching import Settings, Watch

    settings = Settings(_seconds(every), checked_date(published), Columns.parsed(column or (), dates))
    with Web(Allowed.parsed(allow or [])) as web, _log(evidence) as tell, _ended_by_a_signal():
        watcher = Watch(sources, evidence, web, settings=settings, manners=Manners(web, pause), tell=tell)
        try:
            with contextlib.closing(watcher):
                _follow(watcher, record, coder, workers, once)
        except KeyboardInterrupt:
            say("ended; the same command goes on from here")
            raise typer.Exit(_INTERRUPTED) from None


def _follow(watcher: "Watch", record: Path, coder: str, workers: int, once: bool) -> None:
    from dragoman.sources.watching import minutes

    while True:
        came = _build(watcher, record, coder, workers)
        watcher.finish()
        if once:
            if not came:
                say(f"nothing new; there is something to do again in {minutes(watcher.pause())}")
            if watcher.failed:
                raise typer.Exit(1)
            return
        time.sleep(watcher.pause())


def _build(watcher: "Watch", record: Path, coder: str, workers: int) -> bool:
    """Codes what a round gives; where it gives nothing the record is not touched. Returns whether there was any."""
    made = watcher.round()
    first = next(made, None)
    if first is None:
        return False
    from dragoman.record import Record
    from dragoman.running import build_from, coder_version, own_coder

    with Record.open(record, create=True) as opened:
        summary = build_from(
            chain([first], made), opened, workers=workers, coder=own_coder(coder), version=coder_version(coder)
        )
        head = opened.head()
    counts = summary.counts
    held = f"{plural(counts.reports, 'report')}, {plural(counts.claims, 'claim')}, {plural(counts.events, 'event')}"
    say(f"{record}: {plural(summary.new, 'report')} new; {held}; log of custody {head[:16]}...")
    return True


def _seconds(text: str) -> float:
    """A time as ``15m``; raises DragomanError where it is none, or too short for manners."""
    match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([smhd]?)", text.strip().lower())
    seconds = float(match[1]) * _SECONDS[match[2] or "s"] if match else 0.0
    if seconds < _SHORTEST:
        raise DragomanError(f"{text!r} is no time of a minute or more", "--every", "such as 15m, 2h or 1d")
    return seconds


@contextlib.contextmanager
def _log(folder: Path) -> "Iterator[Callable[[Happening], None]]":
    """Tells of what happens on the terminal and in a file, which is kept from growing without end."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / LOG, maxBytes=_LOG_SIZE, backupCount=_LOG_FILES, encoding="utf-8")
    except OSError as error:
        raise DragomanError(
            f"nothing can be written here: {(error.strerror or str(error)).lower()}", str(folder), "name another folder"
        ) from error

    def tell(happening: "Happening") -> None:
        line = safe(f"{happening.at}  {happening.what:<10}  {happening.address}  {happening.detail}".rstrip())
        handler.emit(logging.LogRecord("watch", logging.INFO, "", 0, line, None, None))
        say(line)

    try:
        yield tell
    finally:
        handler.close()


@contextlib.contextmanager
def _ended_by_a_signal() -> Iterator[None]:
    """Ends on SIGTERM as on Ctrl-C: with everything kept."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
