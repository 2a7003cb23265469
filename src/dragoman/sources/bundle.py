"""ZIP files: read in memory, member by member. Nothing is ever written to disk, so names in it can lead nowhere."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from dragoman.sources.document import Unreadable
from dragoman.sources.kinds import ENDINGS, HEAD, LIMITS, MB, NESTED, ending, media_type, too_large
from dragoman.sources.piece import Carrier, Piece
from dragoman.sources.report import Failure

MEMBERS = 100_000
_DIRECTORY = 16 * MB
"""Largest list of members, in bytes: it is read as a whole."""
_RATIO = 1_000
"""How many times its packed size a member may have (words rarely pass 20), where it is over a megabyte."""
BROKEN = Unreadable("a broken ZIP file", "download or make it again")
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, KeyError, OSError, NotImplementedError)


def members(carrier: Carrier) -> Iterator[Piece | Failure]:
    """The documents in a ZIP file, in the order of their names. What lies in one is judged as in a folder."""
    with opened(carrier.file) as bundle:
        wanted = sorted((info for info in bundle.infolist() if _is_document(info)), key=lambda info: info.filename)
        for info in wanted:
            address = f"{carrier.at}!/{shown_name(info.filename)}"
            try:
                data = content(bundle, info, carrier)
            except Unreadable as error:
                yield Failure(address, error.what, error.remedy)
            else:
                yield Piece(address, data, name=info.filename)
    if not wanted:
        raise Unreadable("a ZIP file without a document", "put text, HTML, PDF or Word files in it")


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """``file`` as a ZIP file; raises Unreadable where it is none, or is made to exhaust who opens it."""
    _check_directory(file)
    try:
        bundle = zipfile.ZipFile(file)
    except _ERRORS:
        raise BROKEN from None
    if len(bundle.infolist()) > MEMBERS:
        raise Unreadable(f"a ZIP file of over {MEMBERS:,} members", "split it")
    return bundle


def content(bundle: zipfile.ZipFile, info: zipfile.ZipInfo, carrier: Carrier) -> bytes:
    """The bytes of a member; raises Unreadable where they are broken, locked, too many or of no type that is read."""
    if info.flag_bits & 1:
        raise Unreadable("locked with a password", "unpack it with its password")
    try:
        with bundle.open(info) as member:
            head = member.read(HEAD)
            limit = LIMITS.get(media_type(info.filename, head), NESTED)
            if info.file_size > limit:
                raise too_large(info.file_size, limit)
            if info.file_size > max(_RATIO * info.compress_size, MB):
                raise Unreadable(
                    f"packed {info.file_size // max(info.compress_size, 1):,} times, like a bomb",
                    "unpack it yourself, if you trust it",
                )
            carrier.budget.spend(info.file_size)
            data = head + member.read(limit)  # zipfile itself hands out no more than the size it declares
    except Unreadable:
        raise
    except (*_ERRORS, RuntimeError, MemoryError):
        raise Unreadable("broken in its ZIP file", "download or make the ZIP file again") from None
    if not data.strip():
        raise Unreadable("empty file", "put the report's text in it, or leave it out")
    return data


def shown_name(name: str) -> str:
    """The name of a member without what would lead out of the ZIP file, had it been a path."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return "/".join(parts) or "?"


def _is_document(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(shown_name(info.filename)).parts
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    kind = stat.S_IFMT(info.external_attr >> 16)
    ordinary = not info.is_dir() and kind in (0, stat.S_IFREG)  # a link in a ZIP file leads nowhere good
    return ordinary and not hidden and parts[-1].lower() != "readme.md"


def is_known(name: str) -> bool:
    """Whether a name ends like a type that is read."""
    return ending(name) in ENDINGS


def _check_directory(file: BinaryIO) -> None:
    """Refuses a ZIP file by the size of its list of members, which zipfile would read as a whole."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(size - 65_557, 0))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise BROKEN
    directory = struct.unpack("<L", tail[at + 12 : at + 16])[0]
    wide = at - 76  # of a ZIP64 file: 20 bytes of a locator after 56 that tell the size
    if wide >= 0 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        directory = struct.unpack("<Q", tail[wide + 40 : wide + 48])[0]
    if directory > _DIRECTORY:
        raise Unreadable("a ZIP file with a list of members like a bomb", "unpack it yourself, if you trust it")
    file.seek(0)
