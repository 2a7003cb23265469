"""Reports for the tests of this room, in the project's own words."""

from dragoman.ids import content_id
from dragoman.sources.report import Report


def report(text: str, title: str | None = None, published: str | None = "2024-03-15") -> Report:
    """A report of a text."""
    return Report(content_id("report", text), text, title, "a paper", published, "here", "text/plain", "en", "")
