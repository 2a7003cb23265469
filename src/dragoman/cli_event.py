"""What `dragoman explain EVENT` prints: an event's life, why its claims are one, what is known of each slot."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from dragoman.cli_app import safe
from dragoman.cli_output import shown
from dragoman.errors import DragomanError
from dragoman.shown import plain_quote

if TYPE_CHECKING:
    from dragoman.coding.claim import Claim
    from dragoman.matching import Event, Finding
    from dragoman.sources.report import Report


def event_lines(record: Path, wanted: str) -> Iterator[Text]:
    """Lines for a terminal. ``wanted`` is an event's id or the beginning of one; DragomanError where it fits none or
    several."""
    from dragoman.matching.voices import Voices
    from dragoman.record import Record

    with Record.open(record) as opened:
        found = [e for e in opened.events() if e.id.startswith(wanted)]
        if len(found) != 1:
            what = f"no event {wanted}" if not found else f"{len(found)} events begin with {wanted}"
            raise DragomanError(what, str(record), "see `dragoman events --format json` for the ids")
        claims = {c.id: c for c in opened.claims()}
        reports = {r.id: r for r in opened.reports()}
        voices = Voices(reports)
        labels = {c: voices.of(claims[c]).label for c in found[0].claims if c in claims}
    yield from _lines(found[0], claims, reports, labels)


def _lines(
    event: "Event", claims: Mapping[str, "Claim"], reports: Mapping[str, "Report"], labels: Mapping[str, str]
) -> Iterator[Text]:
    yield _line(event.title, "bold")
    yield _line(f"{event.id}, {event.type}, {event.status}, {event.modality}, {event.time or 'undated'}")
    yield _line("")
    yield _line("its life", "bold")
    for status, time, claim in event.stages:
        yield _line(f"  {status:<12}{time or 'no date':<14}{claim}  {labels.get(claim, '')}")
        yield _line(f'      "{plain_quote(claims[claim].quote)}"' if claim in claims else "", "dim")
    yield _line("")
    yield _line("why its claims are one", "bold")
    for later, earlier, reason in event.joins:
        yield _line(f"  {later} joined {earlier}: {reason}")
    if not event.joins:
        yield _line("  it has one claim")
    yield _line("")
    yield _line("what is known", "bold")
    for finding in event.findings:
        yield from _finding(finding)


def _finding(finding: "Finding") -> Iterator[Text]:
    from dragoman.matching.information import MEANING

    grade = "" if finding.grade is None else f", information {finding.grade}: {MEANING[finding.grade]}"
    best = f": {shown(finding.best)} ({finding.rule})" if finding.best is not None else ""
    yield _line(f"  {finding.slot}, {finding.verdict}{best}{grade}", "red" if finding.verdict == "disputed" else "")
    if finding.reason:
        yield _line(f"      {finding.reason}")
    for value in finding.values:
        stage = f" at {value.stage}" if value.stage else ""
        yield _line(f"      {shown(value.value)}{stage}: {'; '.join(value.sources)}", "dim")


def _line(text: str, style: str = "") -> Text:
    return Text(safe(text), style=style)
