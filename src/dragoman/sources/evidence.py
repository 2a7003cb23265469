"""What was fetched, kept as it came: WARC files in a folder, a record a response, with its time and its SHA-256.

The hash of a body is that in ``WARC-Payload-Digest``; any tool for WARC can check it (``warcio check FILE``).
"""

import base64
import hashlib
import io
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self
from urllib.parse import urlsplit, urlunsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dragoman import __version__
from dragoman.errors import DragomanError
from dragoman.sources.columns import Columns
from dragoman.sources.piece import Carrier, Piece
from dragoman.sources.report import Failure
from dragoman.sources.transport import Response
from dragoman.sources.webarchive import records

_STEP = 65_536
_UNFRAMED = "X-Crawler-Transfer-Encoding"
"""How ``Transfer-Encoding`` is kept: the body is archived without its chunks."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a response was archived: the file, where its records begin in it, and its place as of a Report."""

    path: Path
    start: int
    archive: str
    sha256: str


class Evidence:
    """A folder of archives, and the file in it that this run writes to, made when there is something to write."""

    def __init__(self, folder: Path, purpose: str = "fetch") -> None:
        self.folder, self._purpose = folder, purpose
        self.path: Path | None = None
        self._file: BinaryIO | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; a later response goes into a new one."""
        if self._file is not None:
            self._file.close()
        self._file = self.path = None

    def keep(self, response: Response, about: Mapping[str, str] | None = None) -> Kept:
        """Archives a response with the request for it; ``about`` is what is known of it from elsewhere (a feed): title,
        date, publisher, via. It is on the disk when this returns; raises DragomanError where that cannot be."""
        with self._written() as start:
            name = f"<urn:uuid:{_uuid()}>"
            if about:
                self._write_about(name, response, about)
            self._write_response(name, response)
            self._write_request(name, response)
        assert self.path is not None
        return Kept(self.path, start, f"{self.path}#{name.strip('<>')}", response.sha256)

    def read(self, kept: Kept) -> Iterator[Piece | Failure]:
        """What was archived, read back from the disk: the page, or nothing where it is of no type that is read."""
        with kept.path.open("rb") as file:
            for piece in records(Carrier(file, str(kept.path), Columns()), start=kept.start, none=True):
                if isinstance(piece, Failure) or piece.archive == kept.archive:
                    yield piece
                    return

    @contextmanager
    def _written(self) -> Iterator[int]:
        """Writes all that is written inside, or nothing; gives where it begins."""
        start = None
        try:
            if self._file is None:
                self._begin()
            assert self._file is not None
            start = self._file.tell()
            yield start
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            if self._file is not None and start is not None:
                with suppress(OSError):
                    self._file.seek(start)
                    self._file.truncate()
            what = f"nothing can be archived here: {(error.strerror or str(error)).lower()}"
            remedy = "see that the folder may be written to and the disk has room"
            raise DragomanError(what, str(self.path or self.folder), remedy) from error

    def _begin(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        self.path = self.folder / f"{self._purpose}-{now}-{secrets.token_hex(3)}.warc.gz"
        self._file = self.path.open("xb")
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        info = {"software": f"Dragoman/{__version__}", "format": "WARC File Format 1.1", "robots": self._purpose}
        self._writer.write_record(self._writer.create_warcinfo_record(self.path.name, info))

    def _write_response(self, name: str, response: Response) -> None:
        headers = [(_UNFRAMED if key.lower() == "transfer-encoding" else key, value) for key, value in response.headers]
        http = StatusAndHeaders(f"{response.status} {response.reason}".strip(), headers, protocol="HTTP/1.1")
        told = {"WARC-Record-ID": name, "WARC-Date": response.when}
        if response.ip:
            told["WARC-IP-Address"] = response.ip
        payload = bytes.fromhex(response.sha256)
        told["WARC-Payload-Digest"] = f"sha256:{_base32(payload)}"
        http.compute_headers_buffer()
        told["WARC-Block-Digest"] = f"sha256:{_base32(_block_digest(http.headers_buff, response.body))}"
        self._writer.write_record(
            self._writer.create_warc_record(
                response.address,
                "response",
                payload=response.body,
                length=response.size,
                http_headers=http,
                warc_headers_dict=told,
            )
        )
        response.body.seek(0)

    def _write_request(self, name: str, response: Response) -> None:
        parts = urlsplit(response.address)
        line = urlunsplit(("", "", parts.path, parts.query, ""))
        http = StatusAndHeaders(f"{line} HTTP/1.1", [("Host", parts.netloc), *response.asked], protocol="GET")
        self._write("request", response, {"WARC-Concurrent-To": name}, b"", http)

    def _write_about(self, name: str, response: Response, about: Mapping[str, str]) -> None:
        """What is known of a response, before it, so that whoever reads from the beginning knows it by then."""
        fields = {"title": "dc.title", "date": "dc.date", "publisher": "dc.publisher", "via": "via"}
        lines = [f"{fields[key]}: {' '.join(value.split())}\r\n" for key, value in about.items() if key in fields]
        self._write("metadata", response, {"WARC-Concurrent-To": name}, "".join(lines).encode("utf-8", "replace"))

    def _write(
        self, kind: str, response: Response, told: dict[str, str], body: bytes, http: StatusAndHeaders | None = None
    ) -> None:
        self._writer.write_record(
            self._writer.create_warc_record(
                response.address,
                kind,
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=http,
                warc_headers_dict={"WARC-Record-ID": f"<urn:uuid:{_uuid()}>", "WARC-Date": response.when} | told,
            )
        )


def _block_digest(headers: bytes, body: BinaryIO) -> bytes:
    digest = hashlib.sha256(headers)
    while part := body.read(_STEP):
        digest.update(part)
    body.seek(0)
    return digest.digest()


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode()


def _uuid() -> str:
    from uuid import uuid4

    return str(uuid4())
