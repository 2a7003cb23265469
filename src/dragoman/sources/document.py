"""What every reader of a format hands back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file in clean characters, and what it says of itself."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


class Unreadable(Exception):
    """A file that gives no report: ``what`` and ``remedy`` are those of a Failure. Never leaves the room."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


def one_line(text: str | None) -> str | None:
    """A title or name on one line, without markup's line breaks; None where nothing is left."""
    return " ".join((text or "").split()) or None
