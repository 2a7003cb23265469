"""From bytes to clean text: which encoding it is, and what of it is text."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

# Longest first: the mark of UTF-32 little-endian begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I
)
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, bidirectional overrides (they make a text read other than it is written), zero-width marks, noncharacters.
DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]"
)
# Quotation marks and dashes of Windows-1252 that were once read as Latin-1.
MISREAD = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0) if n != 0x85}
_NEAR = 0.02
_CENTRAL_EUROPEAN = re.compile(r"[a-zà-ÿ]iæ\b")
"""How surnames in -ić (Windows-1250) look when read as Windows-1252."""
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1b\x85")
_MAX_CONTROLS = 0.05
"""A text may hold stray control bytes; a file with more than this share of them is not text."""


def decode(data: bytes, *, markup: bool = False, charset: str | None = None) -> str | None:
    """The text of ``data``, or None where it is no text in any known encoding.

    A byte order mark decides, then NULs that tell UTF-16, UTF-8 where it fits (declarations are wrong more often), in
    markup what the page declares, then what its carrier (a server, a mail) said (``charset``), where the bytes fit it,
    and last charset-normalizer's guess.
    Characters stay as they are: :func:`clean` comes after.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace")
    if _is_binary(data):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared(data) if markup else None
    if declared:
        return data.decode(declared, errors="replace")
    told = _usable(charset)
    if told:
        try:
            return data.decode(told)
        except UnicodeDecodeError:
            pass
    return _guessed(data)


def clean(text: str) -> str:
    """``text`` in NFC, with ``\\n`` line ends and without NUL, control, bidirectional and zero-width characters."""
    return unicodedata.normalize("NFC", DROPPED.sub("", BREAKS.sub("\n", text.translate(MISREAD))))


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    return _usable(match.group(1).decode("ascii")) if match else None


def _usable(charset: str | None) -> str | None:
    """The codec of a declared character set; None for what is none."""
    if not charset:
        return None
    try:
        name = codecs.lookup(charset).name
        b"a".decode(name, "replace")  # refuses codecs that are not text encodings (hex, zlib)
    except (LookupError, ValueError, UnicodeError):
        return None
    # The web's rule: a page that says Latin-1 means Windows-1252; one that says UTF-16 in ASCII cannot be.
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, None if name.startswith(("utf-16", "utf-32")) else name)


def _wide(data: bytes) -> str | None:
    """``utf-16-le`` or ``-be`` where nearly every second byte is NUL: Latin text in UTF-16 without its mark."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0 : half * 2 : 2].count(0), sample[1 : half * 2 : 2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:65536]
    controls = sum(1 for byte in sample if byte < 32 and byte not in _TEXT_CONTROLS)
    return controls > _MAX_CONTROLS * len(sample)


def _guessed(data: bytes) -> str | None:
    guesses = from_bytes(data)
    best = guesses.best()
    if best is None:
        return None
    # English in an old encoding is mostly ASCII and a few curly quotes, which fit a dozen code pages alike: where the
    # Windows one does not read worse than the best, it is by far the likeliest.
    western = [g for g in guesses if "cp1252" in g.could_be_from_charset and g.chaos <= best.chaos + _NEAR]
    if not western:
        return str(best)
    text = data.decode("cp1252", errors="replace")
    return data.decode("cp1250", errors="replace") if _CENTRAL_EUROPEAN.search(text) else text
