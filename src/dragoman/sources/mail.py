"""Mail files (EML): the message is a report, and so is each attachment of a type that is read."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr

from dragoman.sources.bundle import is_known, shown_name
from dragoman.sources.dates import written_date
from dragoman.sources.decoding import clean, decode
from dragoman.sources.document import Document, Unreadable, checked_length, one_line
from dragoman.sources.kinds import EML, HTML, LIMITS, TEXT, too_large
from dragoman.sources.origins import cleaned, through
from dragoman.sources.piece import Carrier, Piece
from dragoman.sources.report import Failure

_BOUNDARIES = 2_000
"""Lines that may part the parts of a message."""
_HEADERS = 512 * 1024
"""Longest headers of a message or part, in bytes."""
PARTS = 200
"""How many parts of a message are looked at."""


def messages(carrier: Carrier) -> Iterator[Piece | Failure]:
    """The message and its attachments. The day it was sent is its date, who sent it its publisher."""
    carrier.file.seek(0)
    data = carrier.file.read(LIMITS[EML] + 1)
    if len(data) > LIMITS[EML]:
        raise too_large(len(data), LIMITS[EML])
    _check(data)
    message = email.message_from_bytes(data, policy=email.policy.default.clone(raise_on_defect=False))
    assert isinstance(message, EmailMessage)
    published = written_date(_header(message, "Date") or "")
    publisher = _sender(message)
    body, attached = _parts(message)
    if body is not None:
        number, part = body
        try:
            document = _document(part, f"part={number}")
        except Unreadable as error:  # what hangs on it may be a report all the same
            yield Failure(carrier.at, error.what, error.remedy)
        else:
            title = _header(message, "Subject") or document.title
            document = replace(document, title=title, publisher=publisher, published=published)
            yield Piece(carrier.at, data, media_type=EML, document=document)
    for number, part in attached:
        yield from _attachment(carrier, number, part, publisher, published)
    if body is None and not attached:
        raise Unreadable("a mail without text", "check that it is the report")


def _check(data: bytes) -> None:
    """Refuses a message of more parts, or longer headers, than one has: parsed they take many times their size."""
    parts = data.replace(b"\r", b"").split(b"\n--", _BOUNDARIES + 1)
    if len(parts) > _BOUNDARIES or any(len(part.partition(b"\n\n")[0]) > _HEADERS for part in parts):
        raise Unreadable("a mail with more parts or longer headers than a mail has", "save its text as .txt")


def _parts(message: EmailMessage) -> tuple[tuple[int, EmailMessage] | None, list[tuple[int, EmailMessage]]]:
    """The part that is the text (plain before HTML), and the attachments; parts are counted from 1."""
    walked = [(number, part) for number, part in zip(range(1, PARTS + 1), message.walk(), strict=False)]
    shown: dict[str, tuple[int, EmailMessage]] = {}
    attached: list[tuple[int, EmailMessage]] = []
    inside: set[int] = set()
    for number, part in walked:
        if id(part) in inside or not isinstance(part, EmailMessage):
            continue
        if number > 1 and part.get_content_type() == EML:
            inside |= {id(p) for p in part.walk() if p is not part}
            attached.append((number, part))
        elif _filename(part) or part.get_content_disposition() == "attachment":
            attached.append((number, part))
        elif part.get_content_type() in (TEXT, HTML):
            shown.setdefault(part.get_content_type(), (number, part))
    return shown.get(TEXT) or shown.get(HTML), attached


def _attachment(
    carrier: Carrier, number: int, part: EmailMessage, publisher: str | None, published: str | None
) -> Iterator[Piece | Failure]:
    name = shown_name(_filename(part) or f"part-{number}")
    if part.get_content_type() == EML:
        inner = part.get_payload(0) if part.is_multipart() else part
        data, name = inner.as_bytes() if isinstance(inner, EmailMessage) else b"", f"part-{number}.eml"
    elif is_known(name):
        data = _payload(part)
    else:  # a logo, a signature
        return
    carrier.budget.spend(len(data))
    if data.strip():
        yield Piece(f"{carrier.at}!/{name}", data, name=name, publisher=publisher, published=published)


def _document(part: EmailMessage, place: str) -> Document:
    payload = _payload(part)
    html = part.get_content_type() == HTML
    text = decode(payload, markup=html, charset=part.get_content_charset())
    if text is None:
        raise Unreadable("a mail whose text is in no known encoding", "save its text as .txt")
    made, origins = cleaned(text if html else checked_length(text), place)
    if html:
        from dragoman.sources.page import page

        read = page(made)
        return replace(read, origins=tuple(replace(o, place=place) for o in through(read.origins, origins)))
    return Document(made, origins=origins)


def _payload(part: EmailMessage) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _header(message: EmailMessage, name: str) -> str | None:
    """A header in clean characters; headers of strangers make the library stumble in many ways."""
    try:
        value = message[name]
    except Exception:
        return None
    return one_line(clean(str(value))) if value is not None else None


def _filename(part: EmailMessage) -> str | None:
    try:
        return part.get_filename()
    except Exception:
        return None


def _sender(message: EmailMessage) -> str | None:
    name, address = parseaddr(_header(message, "From") or "")
    return one_line(name) or one_line(address.rpartition("@")[2])
