"""Small PDF files made by hand, so that the tests carry no binary files and every line's place is known."""

from collections.abc import Sequence

PlacedLine = tuple[float, float, float, str]
"""Distance from the left and from the foot of the page, size of the letters (all in points), and the text."""


def make_pdf(
    pages: Sequence[Sequence[PlacedLine]],
    *,
    title: str | None = None,
    encrypted: bool = False,
    scanned: Sequence[int] = (),
) -> bytes:
    """A PDF of A4 pages in Helvetica with the lines where they are told to be; a picture fills the ``scanned`` ones."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        shown = (f"BT /F1 {size} Tf {left} {up} Td ({_escaped(text)}) Tj ET" for left, up, size, text in page)
        picture = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q\n" if number in scanned else ""
        content = picture + "\n".join(shown)
        stream = content.encode("cp1252")
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>".encode()
        )
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    extra = b""
    if title is not None:
        bodies.append(f"<< /Title ({_escaped(title)}) >>".encode("cp1252"))
        extra += f" /Info {len(bodies)} 0 R".encode()
    if encrypted:
        bodies.append(
            b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
        )
        extra += f" /Encrypt {len(bodies)} 0 R /ID [<00> <00>]".encode()
    return _assembled(bodies, extra)


def _assembled(bodies: Sequence[bytes], extra: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(bodies) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    foot = f"trailer << /Size {size} /Root 1 0 R".encode() + extra + f" >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + head + table + foot


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
