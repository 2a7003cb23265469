"""PDF files with a text layer: lines with their places, made into paragraphs again."""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from dragoman.sources.decoding import clean
from dragoman.sources.document import Document, Unreadable, one_line

MAX_PAGES = 2_000
MAX_CHARACTERS = 20_000_000
_ENDS = re.compile(r"""[.!?:;]["'”’)\]]*\d{0,3}$""")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|]?", re.I
)
_BROKEN = "\x02\ufffe"  # what PDFium writes for a hyphen that ends a line, instead of the hyphen and the line end
_HYPHENS = "-\u2010" + _BROKEN
_BULLET = re.compile(r"[•‣▪●◦–-]\s|\(?\d{1,2}[.)]\s")
_LAST_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*$")
_FIRST_WORD = re.compile(r"[^\W_]+")
_JUNK_TITLE = re.compile(r"microsoft\s+\w+\s+-|untitled|.*\.(?:docx?|indd|pdf|qxd|pages|tex|odt)$|\W*$|\w{1,3}$", re.I)
# Second parts of compounds that a line end rarely turns into one word ("state-owned", not "stateowned").
_COMPOUNDING = frozenset(
    ("owned", "based", "made", "backed", "built", "funded", "term", "level", "scale", "wide", "related", "sponsored")
)
_LOCK = threading.Lock()  # PDFium is not safe for threads


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text, its box in points from the lower left of the page, and the height of its letters."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


def pdf(data: bytes) -> Document:
    """The text of a PDF, paragraphs parted by blank lines: running heads, feet and page numbers dropped, words broken
    at line ends made whole. The title is the file's own where it is one; its date of creation is no publication date
    (a scan of 1999 may have been made yesterday) and is left alone.
    """
    with _LOCK:
        try:
            with pypdfium2.PdfDocument(data) as document:
                title = document.get_metadata_dict().get("Title")
                pages = _pages(document)
        except pypdfium2.PdfiumError as error:
            raise _refusal(str(error)) from None
    if not any(pages):
        raise Unreadable("a PDF without a text layer, probably a scan", "run OCR on it first (such as ocrmypdf)")
    return Document(text=paragraphs(without_furniture(pages)), title=_title(title))


def _refusal(message: str) -> Unreadable:
    if "password" in message.lower() or "security" in message.lower():
        return Unreadable("an encrypted PDF", "remove its password and save it again")
    return Unreadable("a broken PDF", "save or download it again")


def _title(title: str | None) -> str | None:
    title = one_line(clean(title or ""))
    return None if title is None or _JUNK_TITLE.match(title) else title


def _pages(document: Any) -> list[list[Line]]:
    if len(document) > MAX_PAGES:
        raise Unreadable(f"too long: {len(document)} pages, limit {MAX_PAGES}", "split it")
    pages: list[list[Line]] = []
    room = MAX_CHARACTERS
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue  # one bad page of a readable file
        text = page.get_textpage()
        room -= text.count_chars()
        if room < 0:
            raise Unreadable(f"too long: over {MAX_CHARACTERS} characters", "split it")
        pages.append(_lines(text))
        text.close()
        page.close()
    return pages


def _lines(page: Any) -> list[Line]:
    """The lines of a page in reading order as PDFium gives it."""
    box = pdfium.FS_RECTF()
    lines: list[Line] = []
    letters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []

    def close() -> None:
        text = " ".join(_surrogates("".join(letters)).split())
        if text and boxes:
            lefts, rights, bottoms, tops = zip(*boxes, strict=True)
            bottom, top = median(bottoms), median(tops)
            lines.append(Line(text, min(lefts), max(rights), bottom, top, top - bottom))
        letters.clear()
        boxes.clear()

    for index in range(page.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(page, index))
        if letter in "\r\n":
            close()
            continue
        letters.append(letter)
        # The loose box spans the font's height, so it is the same for "moon" and "Log".
        if not letter.isspace() and pdfium.FPDFText_GetLooseCharBox(page, index, box):
            boxes.append((box.left, box.right, box.bottom, box.top))
        if letter in _BROKEN:
            close()
    close()
    return lines


def _surrogates(text: str) -> str:
    """Characters beyond U+FFFF come as two halves; halves alone are dropped."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Pages without page numbers and without first and last lines that come again elsewhere but for their number."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in _edges(page)})
    often = 2 if len(pages) < 6 else 3
    running = {shape for shape, count in seen.items() if count >= often}
    return [_stripped(page, running) for page in pages]


def _edges(page: Sequence[Line], depth: int = 2) -> list[Line]:
    ordered = sorted(page, key=lambda line: -line.top)
    return ordered if len(ordered) <= 2 * depth else [*ordered[:depth], *ordered[-depth:]]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _stripped(page: Sequence[Line], running: set[str]) -> list[Line]:
    furniture = {
        id(line) for line in _edges(page) if _shape(line) in running or _PAGE_NUMBER.fullmatch(line.text.strip())
    }
    return [line for line in page if id(line) not in furniture]


def paragraphs(pages: Sequence[Sequence[Line]]) -> str:
    """The lines of all pages as paragraphs parted by blank lines."""
    vocabulary = Counter(
        word for page in pages for line in page for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", line.text.casefold())
    )
    pitch = _pitch(pages)
    made: list[list[str]] = []
    for page in pages:
        for number, group in enumerate(_grouped(page, pitch)):
            texts = [line.text for line in group]
            if number == 0 and made and _runs_on(made[-1][-1], texts[0]):
                made[-1].extend(texts)
            else:
                made.append(texts)
    joined = (clean(join_lines(lines, vocabulary)).strip() for lines in made)
    return "\n\n".join(text for text in joined if text)


def _runs_on(last: str, first: str) -> bool:
    """Whether a paragraph goes on: its last line ends no sentence and the next begins in small letters."""
    return not _ENDS.search(last) and (first[:1].islower() or last[-1:] in _HYPHENS)


def _grouped(page: Sequence[Line], pitch: float) -> list[list[Line]]:
    if not page:
        return []
    right_margin = max(line.right for line in page)
    groups = [[page[0]]]
    for before, line in pairwise(page):
        if _begins(before, line, pitch, right_margin):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _pitch(pages: Iterable[Sequence[Line]]) -> float:
    """The usual distance from line to line of a document, in points."""
    pairs = [pair for page in pages for pair in pairwise(page)]
    steps = [a.bottom - b.bottom for a, b in pairs if 0 < a.bottom - b.bottom < 3 * a.size]
    return median_low(steps) if steps else 0.0


def _begins(before: Line, line: Line, pitch: float, right_margin: float) -> bool:
    """Whether ``line`` begins a paragraph: a gap, another size, a bullet, an indent or short line after an end."""
    step = before.bottom - line.bottom
    if step < -pitch:  # the next column: text runs on unless a sentence ended
        return not _runs_on(before.text, line.text)
    if step > 1.35 * pitch > 0 or abs(before.size - line.size) > 0.18 * max(before.size, line.size):
        return True
    if _BULLET.match(line.text):
        return True
    ended = bool(_ENDS.search(before.text))
    indented = line.left - before.left > 0.8 * line.size
    short = right_margin - before.right > 0.2 * (right_margin - before.left)
    return ended and (indented or short)


def join_lines(lines: Iterable[str], vocabulary: Counter[str]) -> str:
    """Lines of one paragraph as running text; a word broken over a line end is made whole.

    ``vocabulary`` counts the document's words: a compound the document writes with its hyphen elsewhere keeps it.
    """
    text = ""
    for line in lines:
        if not text:
            text = line
        elif text[-1] in _HYPHENS and text[-2:-1].isalnum():
            text = _mended(text[:-1], line, vocabulary)
        else:
            text = f"{text} {line}"
    return text


def _mended(head: str, line: str, vocabulary: Counter[str]) -> str:
    first, last = _FIRST_WORD.match(line), _LAST_WORD.search(head)
    if not first or not last:
        return f"{head}- {line}"
    start, end = last.group().casefold(), first.group().casefold()
    # "China-/Serbia" and "CH-/92A" are compounds; "coopera-/tion" is one word unless the document says otherwise.
    compound = not line[0].islower() or head[-1].isdigit() or end in _COMPOUNDING
    if vocabulary[start + end]:
        compound = False
    elif vocabulary[f"{start}-{end}"]:
        compound = True
    return f"{head}{'-' if compound else ''}{line}"
