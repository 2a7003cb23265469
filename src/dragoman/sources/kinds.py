"""What a file is: by its first bytes where they tell, else by the ending of its name."""

import re
import zlib
from pathlib import PurePosixPath

from dragoman.sources.document import Unreadable

MB = 1_000_000
TEXT, MARKDOWN, HTML, PDF = "text/plain", "text/markdown", "text/html", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EML, ZIP, WARC, WACZ, CSV, JSONL = (
    "message/rfc822", "application/zip", "application/warc", "application/wacz", "text/csv", "application/jsonl",
)  # fmt: skip

ENDINGS = {
    "": TEXT, ".txt": TEXT, ".text": TEXT,
    ".md": MARKDOWN, ".markdown": MARKDOWN,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML,
    ".pdf": PDF, ".docx": DOCX, ".eml": EML, ".zip": ZIP,
    ".warc": WARC, ".warc.gz": WARC, ".wacz": WACZ,
    ".csv": CSV, ".tsv": CSV, ".jsonl": JSONL, ".ndjson": JSONL,
}  # fmt: skip
LIMITS = {
    TEXT: 20 * MB, MARKDOWN: 20 * MB, HTML: 20 * MB, PDF: 100 * MB, DOCX: 100 * MB, EML: 50 * MB,
}  # fmt: skip
"""Largest document of each type, in bytes. A report is a few kilobytes of words; what is larger is something else.
Files that hold many documents (ZIP, WARC, WACZ, CSV, JSONL) may be of any size: they are read piece by piece."""
NESTED = 100 * MB
"""Largest file of many documents that lies in another one, in bytes: it is unpacked in memory."""
KINDS = "text, Markdown, HTML, PDF, DOCX, EML, ZIP, WARC, WACZ, CSV and JSONL are read"
HEAD = 4_096
"""How many first bytes are looked at."""

_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MAIL_START = re.compile(rb"(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version): ", re.I)
_ZIPPED = {DOCX, ZIP, WACZ}
_BY_START = {PDF: "a PDF", DOCX: "a Word file (DOCX)", ZIP: "a ZIP file", WACZ: "a WACZ file", WARC: "a WARC file"}
"""Types whose first bytes always tell, so that a name alone does not make one."""


def media_type(name: str, head: bytes) -> str:
    """The type of what begins with ``head`` and is called ``name``; raises Unreadable where it is none that is read."""
    known = ENDINGS.get(ending(name))
    told = told_by(head, known)
    if told and (known or told != ZIP):
        return told
    if known is None:
        raise Unreadable(f"not a format that is read ({ending(name)})", f"{KINDS}: save it as one of these")
    if known in _BY_START and head:
        raise Unreadable(
            f"not {_BY_START[known]}, whatever its name says", "save it again, or give it its right ending"
        )
    return known


def told_by(head: bytes, known: str | None) -> str | None:
    """The type that first bytes tell, whatever it is ``known`` to be by its name or by who sent it; None for none."""
    if b"%PDF-" in head[:1024] and known not in (EML, WARC):
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(head, known)
    if head.startswith(b"WARC/") or _unzipped(head).startswith(b"WARC/"):
        return WARC
    if known is None and _MAIL_START.match(head):
        return EML
    if known not in (MARKDOWN, EML, CSV, JSONL) and _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return HTML
    return None


def _packed(head: bytes, known: str | None) -> str:
    """What a ZIP file is: by its first member, else by its name.

    Raises Unreadable for the file of another office program, whose parts would each be taken for a document.
    """
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    if first == b"mimetype":
        raise Unreadable("an OpenDocument or EPUB file", "save it as DOCX, PDF or text")
    if first in (b"[Content_Types].xml", b"_rels/.rels"):
        if b"word/" in head or known == DOCX:
            return DOCX
        if b"xl/" in head or b"ppt/" in head:
            raise Unreadable("a workbook or slides", "save them as CSV, PDF or text")
    return known if known in _ZIPPED else ZIP


def _unzipped(head: bytes) -> bytes:
    if not head.startswith(b"\x1f\x8b"):
        return b""
    try:
        return zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        return b""


def ending(name: str) -> str:
    """The ending of a file name in small letters; ``.warc.gz`` is one."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name.replace("\\", "/")).suffixes[-2:]]
    both = "".join(suffixes)
    return both if both in ENDINGS else "".join(suffixes[-1:])


def too_large(size: int, limit: int) -> Unreadable:
    """What is said of a document that is over its limit; both in bytes."""
    return Unreadable(f"too large: {size / MB:.0f} MB, limit {limit // MB} MB", "split it, or save the text alone")
