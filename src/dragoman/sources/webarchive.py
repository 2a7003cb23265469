"""Web archives: WARC files, read record by record, and WACZ files, which are ZIP files of them."""

import contextlib
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from email.message import Message
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import DecompressingBufferedReader

from dragoman.sources import bundle
from dragoman.sources.addresses import web_address
from dragoman.sources.dates import written_date
from dragoman.sources.document import Unreadable
from dragoman.sources.kinds import DOCX, EML, ENDINGS, HTML, LIMITS, MARKDOWN, MB, PDF, TEXT, ending, too_large
from dragoman.sources.piece import Budget, Carrier, Piece
from dragoman.sources.report import Failure

PAGES = {
    "text/html": HTML, "application/xhtml+xml": HTML, "text/plain": TEXT, "text/markdown": MARKDOWN,
    "application/pdf": PDF, DOCX: DOCX,
}  # fmt: skip
"""Types that may be a report. Pictures, scripts and styles of a crawl are furniture and passed over."""
_HEADERS = MB
"""Longest head of a record, in bytes."""
_LINE = 65_536
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z", re.ASCII)
_PAGES_LIST = 16 * MB
_ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
_CUT = Failure("", "the archive is cut short or broken here", "download or make it again; what came before was read")


def records(
    carrier: Carrier, pages: frozenset[str] | None = None, *, start: int = 0, none: bool = False
) -> Iterator[Piece | Failure]:
    """The pages in a WARC file, in its order. ``pages`` are the addresses that count, None for all; ``start`` is where
    the first record begins, in bytes; ``none`` tells that there may be no page.

    The hash of each is of the body of the response as it was archived, that in ``WARC-Payload-Digest``.
    """
    carrier.file.seek(start)
    reader = _Guarded(carrier.file, carrier.budget)
    archive = WARCIterator(carrier.file, check_digests=True)
    archive.reader = reader
    about: dict[str, dict[str, str]] = {}
    number = found = 0
    rest: Any = None
    piece: Piece | Failure | None = None
    while True:
        reader.heads, reader.begun = 0, False
        try:
            with contextlib.redirect_stderr(io.StringIO()):  # warcio tells there of lengths that are wrong
                record = next(archive, None)
                if record is None or _unread(rest) or _headless(record):
                    break
                rest = record.raw_stream
                piece = _piece(record, carrier, about, pages)
        except Unreadable as error:
            yield Failure(_here(carrier, number + 1), error.what, error.remedy)
            return
        except Exception:  # warcio raises whatever its parts raise: a cut or altered file, or none of the kind
            if number == 0:
                raise Unreadable("a broken WARC file", "download or make it again") from None
            yield Failure(_here(carrier, number + 1), _CUT.what, _CUT.remedy)
            return
        number += 1
        if piece is not None:
            found += 1
            yield piece
    if reader.cut or _unread(rest) or _headless(record) or (record is None and reader.begun):
        if number == 0:
            raise Unreadable("a broken WARC file", "download or make it again")
        if not isinstance(piece, Failure):  # which has told of it
            yield Failure(_here(carrier, number + reader.cut), _CUT.what, _CUT.remedy)
    elif not found and pages is None and not none:
        raise Unreadable("a WARC file without a page", "see that it holds responses of text, HTML, PDF or Word")


def wacz(carrier: Carrier) -> Iterator[Piece | Failure]:
    """The pages that a WACZ file lists, from the archives in it; each archive has to have the hash the file gives."""
    with bundle.opened(carrier.file) as opened:
        names = sorted(name for name in opened.namelist() if name.startswith("archive/") and not name.endswith("/"))
        if not names:
            raise Unreadable("a WACZ file without an archive", "download or make it again")
        pages, hashes = _pages(opened), _hashes(opened)
        for name in names:
            at = f"{carrier.at}!/{bundle.shown_name(name)}"
            try:
                _check_hash(opened, name, hashes.get(name), carrier.budget)
                with opened.open(name) as file:
                    part = Carrier(cast(BinaryIO, file), at, carrier.columns, carrier.budget, carrier.depth + 1)
                    yield from records(part, pages)
            except Unreadable as error:
                yield Failure(at, error.what, error.remedy)
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
                yield Failure(at, "broken in its WACZ file", "download or make it again")


def _unread(stream: Any) -> bool:
    """Whether the file ended before a record had all the bytes that its head tells of; warcio says nothing of it."""
    return getattr(stream, "limit", 0) > 0


def _headless(record: Any) -> bool:
    """Whether the file ended within the head of a record: each has to tell its length (WARC 1.1, section 5)."""
    return record is not None and not (record.rec_headers.get_header("Content-Length") or "").strip().isdecimal()


def _piece(
    record: Any, carrier: Carrier, about: dict[str, dict[str, str]], pages: frozenset[str] | None
) -> Piece | Failure | None:
    """The page in a record; None for what is no page."""
    kind, uri = record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""
    if kind == "metadata":
        _note(record, about)
    if kind not in ("response", "resource") or not uri.startswith(("http://", "https://")):
        return None
    if pages is not None and _plain(uri) not in pages:
        return None
    http = record.http_headers if kind == "response" else None
    if kind == "response" and (http is None or http.get_statuscode() != "200"):
        return None
    told = (http.get_header("Content-Type") if http else record.rec_headers.get_header("Content-Type")) or ""
    media_type, charset = content_type(told)
    kind = PAGES.get(media_type) or _by_name(media_type, uri)
    if kind is None:
        return None
    name = (record.rec_headers.get_header("WARC-Record-ID") or "")[:200]
    address = web_address(uri)
    if address is None:
        return Failure(f"{carrier.at}#{name.strip('<>')}", "not from an address of the web", "archive it again")
    try:
        raw, data = _bytes(record, http, LIMITS[kind])
    except Unreadable as error:
        return Failure(address, error.what, error.remedy)
    said = about.pop(name, {})
    return Piece(
        address=address,
        data=data,
        media_type=kind,
        charset=charset,
        archive=f"{carrier.at}#{name.strip('<>')}",
        retrieved=_time(record.rec_headers.get_header("WARC-Date")),
        title=said.get("title"),
        publisher=said.get("publisher") or host(uri),
        published=written_date(said["date"]) if "date" in said else None,
        website=True,
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def _by_name(media_type: str, uri: str) -> str | None:
    """The type by the ending of an address, where the server knew none."""
    if media_type not in ("application/octet-stream", "binary/octet-stream", "application/x-download"):
        return None
    kind = ENDINGS.get(ending(urlsplit(uri).path) or "?")
    return kind if kind in LIMITS and kind != EML else None


def _bytes(record: Any, http: Any, limit: int) -> tuple[bytes, bytes]:
    """The body of a response as archived, and unpacked."""
    encoding = (http.get_header("Content-Encoding") or "").strip().lower() if http else ""
    if encoding not in _ENCODINGS:
        raise Unreadable(f"packed in a way that is not unpacked ({encoding[:20]})", "archive it without packing")
    raw = record.raw_stream.read(limit + 1)
    if len(raw) > limit:
        raise too_large(int(record.length or len(raw)), limit)
    if len(raw) < record.payload_length:
        raise Unreadable("cut short in its archive", "download or make the archive again")
    if any("block digest failed" in problem for problem in record.digest_checker.problems):
        raise Unreadable("not what its archive says it is: the digest differs", "download the archive again")
    record.raw_stream = io.BytesIO(raw)
    if encoding == "x-gzip":
        http.replace_header("Content-Encoding", "gzip")
    data = record.content_stream().read(limit + 1)
    if len(data) > limit:
        raise Unreadable(f"unpacks to more than {limit // MB} MB, like a bomb", "save its text alone")
    return raw, data


def _note(record: Any, about: dict[str, dict[str, str]]) -> None:
    """Keeps what a metadata record says of the response it stands beside (``dc.title``, ``dc.date``...)."""
    of = record.rec_headers.get_header("WARC-Concurrent-To") or record.rec_headers.get_header("WARC-Refers-To")
    if not of or len(about) >= 1_000:
        return
    text = record.raw_stream.read(_LINE).decode("utf-8", "replace")
    pairs = (line.partition(":")[::2] for line in text.splitlines())
    about[of] = {
        name.strip().lower().removeprefix("dc."): value.strip()
        for name, value in pairs
        if name.strip().lower() in ("dc.title", "dc.date", "dc.publisher")
    }


def content_type(header: str) -> tuple[str, str | None]:
    """The media type in small letters and the character set that a ``Content-Type`` header tells."""
    message = Message()
    message["Content-Type"] = " ".join(header.split())[:300] or "application/octet-stream"
    try:
        charset = message.get_content_charset()
    except (ValueError, LookupError):
        charset = None
    return message.get_content_type(), charset


def host(address: str) -> str | None:
    """The host of a web address without ``www.``: who publishes there, where the page does not say."""
    try:
        name = urlsplit(address).hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None


def _time(text: str | None) -> str | None:
    """A time as WARC writes it; None for anything else."""
    return text if text and _TIME.fullmatch(text) else None


def _plain(address: str) -> str:
    return address.partition("#")[0].rstrip("/")


def _here(carrier: Carrier, number: int) -> str:
    return f"{carrier.at}#record={number}"


def _pages(opened: zipfile.ZipFile) -> frozenset[str] | None:
    """The addresses of the pages a WACZ file lists; None where it lists none."""
    found = set()
    for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
        for line in _small(opened, name).splitlines():
            entry = _json(line)
            if isinstance(entry.get("url"), str):
                found.add(_plain(entry["url"]))
    return frozenset(found) or None


def _hashes(opened: zipfile.ZipFile) -> dict[str, str]:
    resources = _json(_small(opened, "datapackage.json")).get("resources")
    listed = [r for r in resources if isinstance(r, Mapping)] if isinstance(resources, list) else []
    return {str(r.get("path")): str(r.get("hash")) for r in listed if r.get("hash")}


def _check_hash(opened: zipfile.ZipFile, name: str, told: str | None, budget: Budget) -> None:
    budget.spend(opened.getinfo(name).file_size)
    if told is None or not told.startswith("sha256:"):
        return
    with opened.open(name) as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    if found != told.removeprefix("sha256:").lower():
        raise Unreadable("not what its WACZ file says it is: the SHA-256 differs", "download it again")


def _small(opened: zipfile.ZipFile, name: str) -> bytes:
    """A member that is read as a whole; empty where it is missing, broken or larger than such a list may be."""
    try:
        if opened.getinfo(name).file_size > _PAGES_LIST:
            return b""
        return opened.read(name)
    except (KeyError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return b""


def _json(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


class _Guarded(DecompressingBufferedReader):  # type: ignore[misc]
    """warcio's reader with limits: on the length of a line, on the head of a record, on what all of it unpacks to."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        super().__init__(file)
        self.heads = 0
        self.begun = False
        """Whether a line with anything on it was read since this was last set: the head of another record."""
        self.cut = False
        """Whether the file ended within a packed record, where warcio only sees the end of the file."""
        self._budget, self._spent = budget, 0

    def close_decompressor(self) -> None:
        self.cut = self.decompressor is not None and not self.decompressor.eof
        super().close_decompressor()

    def read(self, length: int | None = None) -> bytes:
        data: bytes = super().read(length)
        self._spend()
        return data

    def readline(self, length: int | None = None) -> bytes:
        if length is not None and length <= 64:  # the head of a chunk
            short: bytes = super().readline(length)
            return short
        line: bytes = super().readline(_LINE if length is None else min(length, _LINE))
        self.heads += len(line)
        self.begun = self.begun or bool(line.strip())
        if self.heads > _HEADERS or (len(line) >= _LINE and not line.endswith(b"\n")):
            raise Unreadable("a record with a head like a bomb", "download or make the archive again")
        self._spend()
        return line

    def _spend(self) -> None:
        self._budget.spend(max(self.num_read - self._spent, 0))
        self._spent = self.num_read
