"""The main line, end to end: reports in, a record of claims and events out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from dragoman.coding.claim import Claim
from dragoman.errors import DragomanError
from dragoman.matching.event import Matching
from dragoman.record import Counts, Record
from dragoman.record.progress import note
from dragoman.record.settling import settled
from dragoman.record.streams import each_claim, each_report
from dragoman.running import room
from dragoman.running.crew import Outcome, outcomes
from dragoman.running.one import Coder, code_report, coded, coder_version, failed
from dragoman.sources import Columns, find, open_reports
from dragoman.sources.report import Failure, Report

NOTED_EVERY = 1.0
"""Seconds between two notes of progress in the record."""
Matcher = Callable[[Sequence[Claim], Mapping[str, Report]], Matching]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is. ``current`` is the address last dealt with; ``stage`` is ``coding`` or ``matching``."""

    stage: str
    done: int
    total: int
    current: str = ""
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did, and how much the record holds after it.

    ``new``, ``skipped`` and ``failures`` are of this build (a copy of a report that is kept counts as skipped);
    ``counts`` is of the whole record; ``seconds`` is wall time.
    """

    new: int
    skipped: int
    failures: tuple[Failure, ...]
    counts: Counts
    seconds: float


def build(
    paths: Iterable[Path | str],
    record: Record,
    *,
    published: str | None = None,
    columns: Columns | None = None,
    workers: int = 1,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    coder: Coder = code_report,
    version: str | None = None,
    matcher: Matcher | None = None,
) -> Summary:
    """Codes the reports in ``paths`` (files and folders) into ``record`` and matches all its claims into events.

    Reports that the record has, coded by the same ``version`` of the coder, are skipped. Each finished report is kept
    at once: a build that is interrupted goes on where it was when it is run again. A report that cannot be read or
    coded becomes a failure of the record. ``published`` is the ISO date of reports that tell none, ``columns`` says
    what is what in tables. Raises DragomanError where nothing can be done at all: a bad date, a coder that fails on any
    text, a record that cannot be written.
    """
    paths = list(paths)
    sources = open_reports(paths, published, columns)  # tells of a bad date before a run is begun
    return build_from(
        sources, record, total=len(find(paths)), workers=workers, on_progress=on_progress, coder=coder,
        version=version, matcher=matcher)


def build_from(
    sources: Iterable[Report | Failure],
    record: Record,
    *,
    total: int = 0,
    workers: int = 1,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    coder: Coder = code_report,
    version: str | None = None,
    matcher: Matcher | None = None,
) -> Summary:
    """As :func:`build`, of reports that are already open; ``total`` is how many there will be, as far as is known."""
    began = monotonic()
    version = version or coder_version()
    run = record.begin_run(version)
    tell = _Told(record, run, on_progress)
    work = _Work(record, coder, version, total, tell)
    for outcome in outcomes(sources, coder, workers, work.wants):
        work.keep(outcome)
    tell(Progress("matching", work.done, work.total, failed=len(work.failures)))
    if record.counts().claims >= room.MANY:
        room.put_away()
    rematch(record, matcher)
    record.finish_run(run)
    return Summary(work.new, work.skipped, tuple(work.failures), record.counts(), monotonic() - began)


def rematch(record: Record, matcher: Matcher | None = None) -> None:
    """Matches all claims of a record anew, as people's judgements have it now, in the place of the matching before.

    What is matched so far stays where it cannot: DragomanError for want of memory, or of room for temporary files.
    """
    from dragoman.matching import matched

    if matcher is not None:
        reports = {report.id: report for report in record.reports()}
        record.keep_matching(settled(matcher(record.claims(), reports), record.preferences()))
        return
    identities, happenings = record.identities(), record.happenings()
    try:
        with matched(each_claim(record), each_report(record), identities, happenings) as found:
            record.keep_matching(settled(found, record.preferences()))
    except MemoryError as error:
        raise DragomanError(
            f"memory is too small to match {record.counts().claims} claims", record.name,
            "close other programs, or build records of fewer reports; every report is kept") from error


class _Told:
    """Tells of progress whoever asked for it, and now and then the record, for those who look at it meanwhile."""

    def __init__(self, record: Record, run: int, on_progress: Callable[[Progress], None]) -> None:
        self._record, self._run, self._on_progress = record, run, on_progress
        self._noted = 0.0

    def __call__(self, progress: Progress) -> None:
        self._on_progress(progress)
        if progress.stage == "coding" and monotonic() - self._noted < NOTED_EVERY:
            return
        self._noted = monotonic()
        p = progress
        note(self._record, self._run, p.stage, p.done, p.total, p.failed, p.current)


class _Work:
    """The tally of one build."""

    def __init__(
        self, record: Record, coder: Coder, version: str, total: int, on_progress: Callable[[Progress], None],
    ) -> None:
        self.record, self.coder, self.version = record, coder, version
        self.total, self._on_progress = total, on_progress
        self.new = self.skipped = self.done = 0
        self.failures: list[Failure] = []
        self._asked: set[str] = set()

    def wants(self, report: Report) -> bool:
        """Whether a report is still to be coded; of copies in one build only the first is."""
        first = report.id not in self._asked
        self._asked.add(report.id)
        return first and not self.record.has(report.id, self.version)

    def keep(self, outcome: Outcome) -> None:
        """Puts an outcome into the record and counts it."""
        failure = outcome.failure or self._kept(outcome)
        if failure is not None:
            if outcome.report is not None and not self.new:
                self._check_coder()
            self.record.keep_failure(failure)
            self.failures.append(failure)
        self.done += 1
        total = max(self.total, self.done)
        self._on_progress(Progress("coding", self.done, total, outcome.address, len(self.failures)))

    def _kept(self, outcome: Outcome) -> Failure | None:
        report, coding = outcome.report, outcome.coding
        if report is None:
            return None
        if coding is None:
            self.record.seen(report)
            self.skipped += 1
            return None
        try:
            self.record.keep(report, coding, self.version)
        except DragomanError:
            raise  # the record itself is in trouble: nothing more can be kept
        except Exception as error:
            return failed(report, error)
        self.new += 1
        return None

    def _check_coder(self) -> None:
        """Tells a coder that cannot work at all (a model is missing) from a report that it stumbles over."""
        probe = coded(_PROBE, self.coder)
        if isinstance(probe, Failure):
            raise DragomanError(
                f"no report can be coded: {probe.what.removeprefix('could not be coded: ')}",
                remedy="see `dragoman doctor`")


_PROBE = Report("report-probe", "It rained.", None, None, None, "", "text/plain", "en", "")
