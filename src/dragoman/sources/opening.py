"""The verb of the room: files in, reports or failures out, one at a time."""

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from dragoman.ids import content_id
from dragoman.sources.addresses import same_site
from dragoman.sources.columns import Columns
from dragoman.sources.dates import checked_date
from dragoman.sources.decoding import DROPPED, clean, decode
from dragoman.sources.document import Document, Unreadable, checked_length
from dragoman.sources.finding import find
from dragoman.sources.kinds import (
    CSV,
    DOCX,
    EML,
    HEAD,
    HTML,
    JSONL,
    KINDS,
    LIMITS,
    MARKDOWN,
    NESTED,
    PDF,
    TEXT,
    WACZ,
    WARC,
    ZIP,
    media_type,
    told_by,
    too_large,
)
from dragoman.sources.language import language_name, language_of
from dragoman.sources.origins import cleaned, cut, through
from dragoman.sources.piece import DEEPEST, Carrier, Piece, Unpacker
from dragoman.sources.report import Failure, Report

_ODD = re.compile(rf"{DROPPED.pattern}|[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_LONGEST_MESSAGE = 500


def open_reports(
    paths: Iterable[Path | str], published: str | None = None, columns: Columns | None = None
) -> Iterator[Report | Failure]:
    """The reports in ``paths`` (files, folders to any depth), in the order of their paths, each read when asked for.

    A file of many documents (ZIP, WARC, WACZ, CSV, JSONL, a mail with attachments) gives a report for each.
    ``published`` is the ISO date for reports that do not say when they were published, ``columns`` says what is what in
    tables. A source that cannot be read becomes a Failure and the rest go on. DragomanError where ``published`` is not
    a date. What is left out of a folder: see :func:`dragoman.sources.find`.
    """
    date = checked_date(published)  # now, not when the first report is asked for
    found = find(paths)
    return (_told(made) for item in found for made in _opened(item, date, columns or Columns()))


def read_file(path: Path | str, published: str | None = None, columns: Columns | None = None) -> Report | Failure:
    """The report in one file, or the one report in a file of many; parameters and errors as in :func:`open_reports`."""
    date = checked_date(published)
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises on a name that is too long
        return Failure(str(path), "a folder, where one file is read", "name a file in it")
    (item,) = find([path])
    made = [_told(one) for one in _first(_opened(item, date, columns or Columns()), 2)]
    reports = [one for one in made if isinstance(one, Report)]
    if len(reports) > 1:
        return Failure(str(path), "a file of several reports, where one is read", "unpack it and name one of them")
    return (reports or made)[0]


def pieces(path: Path | str, columns: Columns | None = None) -> Iterator[Piece | Failure]:
    """The documents in a file with their bytes and hashes, not yet read; those in files in it too."""
    for item in find([path]):
        yield from [item] if isinstance(item, Failure) else _pieces_of(item, columns or Columns())


def read_piece(piece: Piece, published: str | None = None) -> Iterator[Report | Failure]:
    """The report in a piece, and what of it could not be read. ``published`` is for one that tells no date."""
    try:
        kind = _kind(piece)
        document = piece.document or _document(piece, kind)
        yield _report(piece, kind, document, published)
        for gap in document.gaps:
            yield Failure(f"{piece.address}#{gap.place}", gap.what, gap.remedy, piece.sha256)
    except Unreadable as error:
        yield Failure(piece.address, error.what, error.remedy, piece.sha256)
    except Exception as error:  # parsers of other hands meet hostile files here, and one file must not end the run
        what = f"the parser gave up on it ({type(error).__name__}: {error})"
        yield Failure(piece.address, " ".join(what.split())[:300], "save its text as .txt", piece.sha256)


def _told(one: Report | Failure) -> Report | Failure:
    """What is handed on, with nothing in its addresses and messages that no database keeps and no terminal should see:
    names of files and members are a stranger's."""
    if isinstance(one, Report):
        if _ODD.search(one.address) or _ODD.search(one.archive or ""):
            archive = None if one.archive is None else _ODD.sub(_UNKNOWN, one.archive)
            return replace(one, address=_ODD.sub(_UNKNOWN, one.address), archive=archive)
        return one
    what = clean(one.what)[:_LONGEST_MESSAGE]
    return replace(one, address=_ODD.sub(_UNKNOWN, one.address), what=" ".join(what.split()))


def _first(made: Iterator[Report | Failure], number: int) -> Iterator[Report | Failure]:
    """Up to ``number`` reports, and the failures before the last of them."""
    for one in made:
        yield one
        number -= isinstance(one, Report)
        if not number:
            return


def _opened(item: Path | Failure, published: str | None, columns: Columns) -> Iterator[Report | Failure]:
    if isinstance(item, Failure):
        yield item
        return
    for piece in _pieces_of(item, columns):
        yield from [piece] if isinstance(piece, Failure) else read_piece(piece, published)


def _pieces_of(path: Path, columns: Columns) -> Iterator[Piece | Failure]:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            kind = media_type(path.name, head)
            if not head.strip() and len(head) < HEAD:
                raise Unreadable("empty file", "put the report's text in it, or leave it out")
            if kind in UNPACKERS:
                yield from _unpacked(kind, Carrier(file, str(path), columns))
            else:
                yield Piece(str(path), _bytes(path, LIMITS[kind]), name=path.name)
    except Unreadable as error:
        yield Failure(str(path), error.what, error.remedy)
    except PermissionError:
        yield Failure(str(path), "not readable: permission denied", "change its permissions")
    except OSError as error:
        yield Failure(str(path), f"not readable: {(error.strerror or str(error)).lower()}", "check the file")


def _unpacked(kind: str, carrier: Carrier) -> Iterator[Piece | Failure]:
    """The documents in a file of many, and in files of many among them."""
    empty = True
    try:
        for piece in UNPACKERS[kind](carrier):
            empty = False
            yield from [piece] if isinstance(piece, Failure) else _unpacked_further(piece, carrier)
        if empty:
            raise Unreadable("nothing to read in it", "see that it holds what it should")
    except Unreadable as error:
        yield Failure(carrier.at, error.what, error.remedy)
    except OSError:
        raise
    except Exception as error:  # as in read_piece
        what = f"the parser gave up on it ({type(error).__name__}: {error})"
        yield Failure(carrier.at, " ".join(what.split())[:300], "unpack it, and give what is in it")


def _unpacked_further(piece: Piece, carrier: Carrier) -> Iterator[Piece | Failure]:
    if piece.document is not None:
        yield piece
        return
    try:
        kind = piece.media_type or media_type(piece.name, piece.data[:HEAD])
    except Unreadable as error:
        yield Failure(piece.address, error.what, error.remedy, piece.sha256)
        return
    if kind not in UNPACKERS:
        yield piece
    elif carrier.depth + 1 >= DEEPEST:
        yield Failure(piece.address, f"lies in {DEEPEST} other files", "unpack them", piece.sha256)
    elif len(piece.data) > NESTED:
        refusal = too_large(len(piece.data), NESTED)
        yield Failure(piece.address, refusal.what, refusal.remedy, piece.sha256)
    else:
        inner = Carrier(io.BytesIO(piece.data), piece.address, carrier.columns, carrier.budget, carrier.depth + 1)
        for made in _unpacked(kind, inner):
            yield made if isinstance(made, Failure) else _told_by(made, piece)


def _told_by(made: Piece, carrier: Piece) -> Piece:
    """A piece out of another one, which may say what the inner one does not."""
    return replace(
        made, publisher=made.publisher or carrier.publisher, published=made.published or carrier.published,
        retrieved=made.retrieved or carrier.retrieved,
    )  # fmt: skip


def _kind(piece: Piece) -> str:
    """The type of a document: by its first bytes, by what its carrier said, by its name."""
    head = piece.data[:HEAD]
    if piece.media_type is None:
        return media_type(piece.name or piece.address, head)
    told = told_by(head, piece.media_type) if piece.document is None else None
    return told if told in LIMITS else piece.media_type


def _document(piece: Piece, kind: str) -> Document:
    limit = LIMITS[kind]
    if len(piece.data) > limit:
        raise too_large(len(piece.data), limit)
    if not piece.data.strip():
        raise Unreadable("empty file", "put the report's text in it, or leave it out")
    if kind in READERS:
        return READERS[kind](piece.data)
    text = decode(piece.data, markup=kind == HTML, charset=piece.charset)
    if text is None:
        raise Unreadable("not text: a binary file", KINDS)
    made, origins = cleaned(text if kind == HTML else checked_length(text))
    document = TEXT_READERS[kind](made)
    return replace(document, origins=through(document.origins, origins))


def _report(piece: Piece, kind: str, document: Document, published: str | None) -> Report:
    text = checked_length(document.text.strip("\n"))
    if not text.strip():
        raise Unreadable("no text in it", "check that it is the report")
    language = language_of(text)
    if language not in (None, "en"):
        raise Unreadable(f"in {language_name(str(language))}; only English is read", "translate it first")
    start = len(document.text) - len(document.text.lstrip("\n"))
    title, publisher = document.title or piece.title, document.publisher or piece.publisher
    date = document.published or piece.published or published
    return Report(
        id=content_id("report", text, title, publisher, date),
        text=text, title=title, publisher=publisher, published=date,
        address=piece.address, media_type=kind, language=language, sha256=piece.sha256,
        canonical=_canonical(piece, document), archive=piece.archive, retrieved=piece.retrieved,
        origins=cut(document.origins, start, start + len(text)),
    )  # fmt: skip


def _canonical(piece: Piece, document: Document) -> str | None:
    """The address a document gives as its own, unless it was found on the web at another site, and so lies."""
    if document.canonical and piece.website and not same_site(document.canonical, piece.address):
        return None
    return document.canonical


def _bytes(path: Path, limit: int) -> bytes:
    size = path.stat().st_size
    if size > limit:  # asked before a byte is read
        raise too_large(size, limit)
    with path.open("rb") as file:
        return file.read(limit + 1)[:limit]


def _plain(text: str) -> Document:
    from dragoman.sources.plain import plain_text

    return plain_text(text)


def _markdown(text: str) -> Document:
    from dragoman.sources.plain import markdown

    return markdown(text)


def _page(text: str) -> Document:
    from dragoman.sources.page import page

    return page(text)


def _pdf(data: bytes) -> Document:
    from dragoman.sources.apart import pdf_apart

    return pdf_apart(data)


def _docx(data: bytes) -> Document:
    from dragoman.sources.word import docx

    return docx(data)


def _zip(carrier: Carrier) -> Iterator[Piece | Failure]:
    from dragoman.sources.bundle import members

    return members(carrier)


def _warc(carrier: Carrier) -> Iterator[Piece | Failure]:
    from dragoman.sources.webarchive import records

    return records(carrier)


def _wacz(carrier: Carrier) -> Iterator[Piece | Failure]:
    from dragoman.sources.webarchive import wacz

    return wacz(carrier)


def _csv(carrier: Carrier) -> Iterator[Piece | Failure]:
    from dragoman.sources.rows import csv_rows

    return csv_rows(carrier)


def _jsonl(carrier: Carrier) -> Iterator[Piece | Failure]:
    from dragoman.sources.rows import json_lines

    return json_lines(carrier)


def _eml(carrier: Carrier) -> Iterator[Piece | Failure]:
    from dragoman.sources.mail import messages

    return messages(carrier)


# All are imported on use: a page parser costs a second that a folder of text files need not pay.
TEXT_READERS: dict[str, Callable[[str], Document]] = {TEXT: _plain, MARKDOWN: _markdown, HTML: _page}
"""The reader of each type that is text: it is given clean characters."""
READERS: dict[str, Callable[[bytes], Document]] = {PDF: _pdf, DOCX: _docx}
"""The reader of each other type: it is given bytes."""
UNPACKERS: dict[str, Unpacker] = {ZIP: _zip, WARC: _warc, WACZ: _wacz, CSV: _csv, JSONL: _jsonl, EML: _eml}
"""What opens each type of file that holds many documents."""
