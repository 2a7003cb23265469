"""The verb of the room: files in, reports or failures out, one at a time."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dragoman.ids import content_id
from dragoman.sources.dates import checked_date
from dragoman.sources.decoding import clean, decode
from dragoman.sources.document import Document, Unreadable
from dragoman.sources.finding import find
from dragoman.sources.language import language_name, language_of
from dragoman.sources.report import Failure, Report

MB = 1_000_000
LIMITS = {"text/plain": 20 * MB, "text/markdown": 20 * MB, "text/html": 20 * MB, "application/pdf": 100 * MB}
"""Largest file of each type, in bytes. A report is a few kilobytes of words; what is larger is something else."""
TYPES = {
    "": "text/plain", ".txt": "text/plain", ".text": "text/plain",
    ".md": "text/markdown", ".markdown": "text/markdown",
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html",
    ".pdf": "application/pdf",
}  # fmt: skip
KINDS = "text (.txt), Markdown (.md), HTML (.html) and PDF (.pdf) are read"
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def open_reports(paths: Iterable[Path | str], published: str | None = None) -> Iterator[Report | Failure]:
    """The reports in ``paths`` (files, folders to any depth), in the order of their paths, each read when asked for.

    ``published`` is the ISO date for reports that do not say when they were published. A source that cannot be read
    becomes a Failure and the rest go on. DragomanError where ``published`` is not a date. What is left out of a folder:
    see :func:`dragoman.sources.find`.
    """
    date = checked_date(published)  # now, not when the first report is asked for
    found = find(paths)
    return (item if isinstance(item, Failure) else _read(item, date) for item in found)


def read_file(path: Path | str, published: str | None = None) -> Report | Failure:
    """The report in one file. ``published`` and errors as in :func:`open_reports`."""
    date = checked_date(published)
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises on a name that is too long
        return Failure(str(path), "a folder, where one file is read", "name a file in it")
    (item,) = find([path])
    return item if isinstance(item, Failure) else _read(item, date)


def _read(path: Path, published: str | None) -> Report | Failure:
    digest = None
    try:
        media_type = _media_type(path)
        data = _bytes(path, LIMITS[media_type])
        digest = hashlib.sha256(data).hexdigest()
        return _report(path, media_type, READERS[media_type](data), digest, published)
    except Unreadable as error:
        return Failure(str(path), error.what, error.remedy, digest)
    except PermissionError:
        return Failure(str(path), "not readable: permission denied", "change its permissions", digest)
    except OSError as error:
        return Failure(str(path), f"not readable: {(error.strerror or str(error)).lower()}", "check the file", digest)
    except Exception as error:  # parsers of other hands meet hostile files here, and one file must not end the run
        what = f"the parser gave up on it ({type(error).__name__}: {error})"
        return Failure(str(path), " ".join(what.split())[:300], "save its text as .txt", digest)


def _report(path: Path, media_type: str, document: Document, digest: str, published: str | None) -> Report:
    text = document.text.strip("\n")
    if not text.strip():
        raise Unreadable("no text in it", "check that it is the report")
    language = language_of(text)
    if language not in (None, "en"):
        raise Unreadable(f"in {language_name(str(language))}; only English is read", "translate it first")
    date = document.published or published
    return Report(
        id=content_id("report", text, document.title, document.publisher, date),
        text=text, title=document.title, publisher=document.publisher, published=date,
        address=str(path), media_type=media_type, language=language, sha256=digest,
    )  # fmt: skip


def _media_type(path: Path) -> str:
    """What the file is: by its first bytes where they tell, else by its ending."""
    with path.open("rb") as file:
        head = file.read(4096)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    known = TYPES.get(path.suffix.lower())
    if known != "text/markdown" and _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "text/html"
    if known is None:
        raise Unreadable(f"not a format that is read ({path.suffix})", f"{KINDS}: save it as one of these")
    if known == "application/pdf" and head:
        raise Unreadable("not a PDF, whatever its name says", "save it again, or give it its right ending")
    return known


def _bytes(path: Path, limit: int) -> bytes:
    size = path.stat().st_size
    if size > limit:  # asked before a byte is read
        raise Unreadable(f"too large: {size / MB:.0f} MB, limit {limit // MB} MB", "split it, or save the text alone")
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if not data.strip():
        raise Unreadable("empty file", "put the report's text in it, or leave it out")
    return data[:limit]


def _text(data: bytes, *, markup: bool = False) -> str:
    text = decode(data, markup=markup)
    if text is None:
        raise Unreadable("not text: a binary file", KINDS)
    return clean(text)


def _plain(data: bytes) -> Document:
    from dragoman.sources.plain import plain_text

    return plain_text(_text(data))


def _markdown(data: bytes) -> Document:
    from dragoman.sources.plain import markdown

    return markdown(_text(data))


def _page(data: bytes) -> Document:
    from dragoman.sources.page import page

    return page(_text(data, markup=True))


def _pdf(data: bytes) -> Document:
    from dragoman.sources.pdf import pdf

    return pdf(data)


READERS: dict[str, Callable[[bytes], Document]] = {
    "text/plain": _plain, "text/markdown": _markdown, "text/html": _page, "application/pdf": _pdf,
}  # fmt: skip
"""The reader of each type, imported on use: a page parser costs a second that a folder of text files need not pay."""
