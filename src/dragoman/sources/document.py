"""What every reader of a format hands back."""

from dataclasses import dataclass

from dragoman.sources.report import Origin

_LONGEST = 1_000
LONGEST_TEXT = 2_000_000
"""Characters of one report, some 700 pages: more would take over a gibibyte of memory to code and match."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a document that could not be read while the rest could: ``place`` is that of :class:`Origin`."""

    place: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file in clean characters, and what it says of itself.

    ``canonical`` is the web address it gives as its own; ``origins`` where the text stands in what the reader was
    given; ``gaps`` what of it could not be read.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    canonical: str | None = None
    origins: tuple[Origin, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Unreadable(Exception):
    """A file that gives no report: ``what`` and ``remedy`` are those of a Failure. Never leaves the room."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


def checked_length(text: str) -> str:
    """``text``; raises Unreadable where it is more than one report holds."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f"too long: a text of {len(text):,} characters, limit {LONGEST_TEXT:,}", "split it")
    return text


def one_line(text: str | None) -> str | None:
    """A title or name on one line, without markup's line breaks; None where nothing is left.

    Of what is longer than any title the beginning is kept.
    """
    return " ".join((text or "")[: 2 * _LONGEST].split())[:_LONGEST].strip() or None
