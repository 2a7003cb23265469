"""What a report is once it has been taken in, whatever file or page it came as."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """One source document.

    ``text`` is the main text without front matter or page furniture; all offsets in the project count its characters.
    ``published`` is an ISO date (``2019-11-29``) or None where the source does not say: relative dates then stay null.
    ``address`` is where it was found (URL or the path as given), ``sha256`` the hash of the bytes as they came,
    ``id`` a hash of ``text``, title, publisher and date, so that the same document always has the same id.
    """

    id: str
    text: str
    title: str | None
    publisher: str | None
    published: str | None
    address: str
    media_type: str
    language: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read: kept as a row, shown in the summary, never a traceback."""

    address: str
    what: str
    remedy: str
    sha256: str | None = None
