"""What a report is once it has been taken in, whatever file or page it came as."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Origin:
    """A stretch of a report's text and where it stands in the original.

    ``start`` and ``end`` count characters of the text. ``place`` is the part of the original, written like the fragment
    of an address (``page=3`` of a PDF, ``paragraph=12`` of a Word file), empty where the original has no parts.
    ``source_start`` and ``source_end`` count characters of that part once its bytes are decoded (of a web page: of its
    mark-up). Where both stretches are equally long they correspond character by character.
    """

    start: int
    end: int
    place: str
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Report:
    """One source document.

    ``text`` is the main text without front matter or page furniture; all offsets in the project count its characters.
    ``published`` is an ISO date (``2019-11-29``) or None where the source does not say: relative dates then stay null.
    ``address`` is where it was found (URL or the path as given), ``sha256`` the hash of the bytes as they came,
    ``id`` a hash of ``text``, title, publisher and date, so that the same document always has the same id.
    ``canonical`` is the web address the document gives as its own; ``archive`` where its bytes lie, when not at
    ``address`` itself (``evidence/fetch.warc.gz#<urn:uuid:...>``, ``reports.zip!/a.pdf``); ``retrieved`` the UTC time
    at which they came over the network; ``origins`` where the text stands in the original, in the order of the text.
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
    canonical: str | None = None
    archive: str | None = None
    retrieved: str | None = None
    origins: tuple[Origin, ...] = field(default=(), compare=False, repr=False)

    def where(self, start: int, end: int) -> tuple[Origin, ...]:
        """Where the characters ``start`` to ``end`` of the text stand in the original, one stretch a part and run.

        Of a stretch that corresponds character by character only what is asked for, of others all.
        """
        return tuple(_cut(o, start, end) for o in self.origins if o.start < end and start < o.end)


def _cut(origin: Origin, start: int, end: int) -> Origin:
    if origin.end - origin.start != origin.source_end - origin.source_start:
        return origin
    first, last = max(start, origin.start), min(end, origin.end)
    shift = origin.source_start - origin.start
    return Origin(first, last, origin.place, first + shift, last + shift)


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read: kept as a row, shown in the summary, never a traceback."""

    address: str
    what: str
    remedy: str
    sha256: str | None = None
