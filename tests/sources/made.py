"""Files of each format made for the tests, so that these carry no binary files."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

import docx
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SENTENCE = "Gondor ordered nine drones from Arnor on Thursday, the minister said."
TEXT = f"{SENTENCE}\n\nThe ministry said that six of them were delivered in the spring of the year after."
PAGE = f"<html><head><title>Drones for Gondor</title></head><body><p>{TEXT}</p></body></html>"
LINK = '<link rel="canonical" href="{}">'


def make_docx(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = (), title: str = "") -> bytes:
    """A Word file with paragraphs, and a table after them."""
    made = docx.Document()
    made.core_properties.title = title
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A ZIP file with one member replaced, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, content)
    return out.getvalue()


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def make_mail(text: str = TEXT, attached: Mapping[str, bytes] | None = None, html: str | None = None) -> bytes:
    """A mail from a press office."""
    mail = EmailMessage()
    mail["From"] = "Press Office of Gondor <press@gondor.example>"
    mail["Subject"] = "Drones ordered"
    mail["Date"] = "Fri, 29 Nov 2019 08:00:00 +0100"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, data in (attached or {}).items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def make_warc(
    pages: Mapping[str, tuple[str, bytes]], *, packed: bool = True, status: str = "200 OK", headers: Sequence = ()
) -> bytes:
    """A web archive of addresses with the type and body each gave."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, (media_type, body) in pages.items():
        http = StatusAndHeaders(status, [("Content-Type", media_type), *headers], protocol="HTTP/1.1")
        dated = {"WARC-Date": "2020-01-02T03:04:05Z"}
        writer.write_record(
            writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=http,
                warc_headers_dict=dated,
            )
        )
    return out.getvalue()


def make_wacz(warc: bytes, pages: Sequence[str], digest: str | None = None) -> bytes:
    """A WACZ file of one archive that lists ``pages``."""
    listed = "\n".join(json.dumps(entry) for entry in [{"format": "json-pages-1.0"}, *({"url": p} for p in pages)])
    told = digest or hashlib.sha256(warc).hexdigest()
    resources = [{"name": "data.warc.gz", "path": "archive/data.warc.gz", "hash": f"sha256:{told}"}]
    return make_zip(
        {
            "archive/data.warc.gz": warc,
            "pages/pages.jsonl": listed.encode(),
            "datapackage.json": json.dumps({"profile": "data-package", "resources": resources}).encode(),
        }
    )
