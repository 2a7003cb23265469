"""PDF files with a text layer: lines with their places, made into paragraphs again."""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median, median_low
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from dragoman.sources.decoding import clean
from dragoman.sources.document import Document, Gap, Unreadable, one_line
from dragoman.sources.layout import APART, Fragment, Line, ordered
from dragoman.sources.origins import shifted
from dragoman.sources.report import Origin

MAX_PAGES = 2_000
MAX_CHARACTERS = 20_000_000
# A number after the stop is that of a note, unless one stands before it too: then it is 5.2.
_ENDS = re.compile(r"""(?:[.!?:;]["'”’)\]]*|(?<!\d)[.!?]["'”’)\]]*\d{1,3})$""")
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
_PICTURE = 0.3
"""Part of a page that pictures cover where it is a scan."""
_AROUND = 60
"""How many lines before and after one tell where its column ends."""
_LOCK = threading.Lock()  # PDFium is not safe for threads


def pdf(data: bytes) -> Document:
    """The text of a PDF, paragraphs parted by blank lines: running heads, feet and page numbers dropped, words broken
    at line ends made whole, columns one after the other, rows of tables with bars between the cells. Pages that are
    pictures of text are named. The title is the file's own where it is one; its date of creation is no publication date
    (a scan of 1999 may have been made yesterday) and is left alone.
    """
    with _LOCK:
        try:
            with pypdfium2.PdfDocument(data) as document:
                title = document.get_metadata_dict().get("Title")
                pages = _pages(document)
        except pypdfium2.PdfiumError as error:
            raise _refusal(str(error)) from None
    scans = [number for number, page in enumerate(pages, 1) if page is None]
    read = [page or [] for page in pages]
    if not any(read):
        raise _without_text(scans, len(pages))
    text, origins = paragraphs(without_furniture(read))
    gaps = (_gap(scans, len(pages)),) if scans else ()
    return Document(text, _title(title), origins=origins, gaps=gaps)


def _without_text(scans: Sequence[int], pages: int) -> Unreadable:
    if scans:
        gap = _gap(scans, pages)
        return Unreadable(f"a scan: {gap.what}", gap.remedy)
    return Unreadable("a PDF without a text layer, probably a scan", "run OCR on it first (such as ocrmypdf)")


def _gap(scans: Sequence[int], pages: int) -> Gap:
    one = len(scans) == 1
    which = f"page {scans[0]} of {pages} is a picture" if one else f"pages {_runs(scans)} of {pages} are pictures"
    return Gap(f"page={scans[0]}", f"{which} of text without a text layer", "run OCR on it first (such as ocrmypdf)")


def _runs(numbers: Sequence[int]) -> str:
    """``2, 5-7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _refusal(message: str) -> Unreadable:
    if "password" in message.lower() or "security" in message.lower():
        return Unreadable("an encrypted PDF", "remove its password and save it again")
    return Unreadable("a broken PDF", "save or download it again")


def _title(title: str | None) -> str | None:
    title = one_line(clean(title or ""))
    return None if title is None or _JUNK_TITLE.match(title) else title


def _pages(document: Any) -> list[list[Line] | None]:
    """The lines of each page; None for one that is a picture of text."""
    if len(document) > MAX_PAGES:
        raise Unreadable(f"too long: {len(document)} pages, limit {MAX_PAGES}", "split it")
    pages: list[list[Line] | None] = []
    room = MAX_CHARACTERS
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            pages.append([])  # one bad page of a readable file
            continue
        text = page.get_textpage()
        room -= text.count_chars()
        if room < 0:
            raise Unreadable(f"too long: over {MAX_CHARACTERS} characters", "split it")
        lines = ordered(_fragments(text), number + 1)
        pages.append(None if not lines and _is_picture(page) else lines)
        text.close()
        page.close()
    return pages


def _is_picture(page: Any) -> bool:
    """Whether pictures cover a good part of a page."""
    width, height = page.get_size()
    covered = 0.0
    for number, picture in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        left, bottom, right, top = picture.get_bounds()
        covered += max(right - left, 0) * max(top - bottom, 0)
        if number > 1_000:
            break
    return bool(covered > _PICTURE * width * height)


def _fragments(page: Any) -> list[Fragment]:
    """The letters of a page that stand together, in the order they were drawn."""
    box = pdfium.FS_RECTF()
    made: list[Fragment] = []
    letters: list[tuple[int, str, tuple[float, float, float, float] | None]] = []
    line = 0

    def close() -> None:
        text = _clean(" ".join(_surrogates("".join(letter for _, letter, _ in letters)).split()))
        boxes = [b for _, _, b in letters if b]
        if text and boxes:
            lefts, rights, bottoms, tops = zip(*boxes, strict=True)
            bottom, top = median(bottoms), median(tops)
            first, last = letters[0][0], letters[-1][0] + 1
            made.append(Fragment(text, min(lefts), max(rights), bottom, top, top - bottom, line, first, last))
        letters.clear()

    edge: tuple[float, float, float, float] | None = None
    for index in range(page.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(page, index))
        if letter in "\r\n":
            close()
            line, edge = line + 1, None
            continue
        # The loose box spans the font's height, so it is the same for "moon" and "Log".
        found = None
        if not letter.isspace() and pdfium.FPDFText_GetLooseCharBox(page, index, box):
            found = (box.left, box.right, box.bottom, box.top)
            if edge and _is_apart(edge, found):
                close()
            edge = found
        letters.append((index, letter, found))
        if letter in _BROKEN:
            close()
            line, edge = line + 1, None
    close()
    return made


def _is_apart(edge: tuple[float, float, float, float], found: tuple[float, float, float, float]) -> bool:
    """Whether a letter stands apart from the one before it: a gap no word space has, or another line."""
    height = max(edge[3] - edge[2], 1.0)
    return found[0] - edge[1] > APART * height or found[1] < edge[0] - height


def _clean(text: str) -> str:
    """Clean characters, but for the mark of a hyphen at the end, which :func:`joints` still needs."""
    return clean(text[:-1]) + text[-1] if text[-1:] in _BROKEN and text else clean(text)


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


def paragraphs(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[Origin, ...]]:
    """The lines of all pages as paragraphs parted by blank lines, and where they stand: page and characters on it."""
    vocabulary = Counter(
        word for page in pages for line in page for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", line.text.casefold())
    )
    pitch = _pitch(pages)
    made: list[list[Line]] = []
    for page in pages:
        for number, group in enumerate(_grouped(page, pitch)):
            if number == 0 and made and _runs_on(made[-1][-1], group[0]):
                made[-1].extend(group)
            else:
                made.append(group)
    text, origins = "", list[Origin]()
    for lines in made:
        paragraph, found = _joined(lines, vocabulary)
        if paragraph:
            text += "\n\n" if text else ""
            origins += shifted(found, len(text))
            text += paragraph
    return text, tuple(origins)


def _joined(lines: Sequence[Line], vocabulary: Counter[str]) -> tuple[str, list[Origin]]:
    """The lines of one paragraph as running text, those of a table one below the other."""
    text, origins = "", list[Origin]()
    for line in lines:
        cut_off, between = (0, "") if not text else (0, "\n") if line.row else joint(text, line.text, vocabulary)
        text = text[: len(text) - cut_off] + between
        start = len(text)
        text += line.text
        for at, part in line.parts:
            end = start + at + len(part.text)
            origins.append(Origin(start + at, end, f"page={line.page}", part.first, part.last))
    text = text.rstrip(_BROKEN)
    return text, [replace(o, end=min(o.end, len(text))) for o in origins]


def _runs_on(last: Line, first: Line) -> bool:
    """Whether a paragraph goes on: its last line ends no sentence and the next begins in small letters."""
    if last.row or first.row:
        return False
    return not _ENDS.search(last.text) and (first.text[:1].islower() or last.text[-1:] in _HYPHENS)


def _grouped(page: Sequence[Line], pitch: float) -> list[list[Line]]:
    if not page:
        return []
    groups = [[page[0]]]
    for number, (before, line) in enumerate(pairwise(page)):
        around = page[max(number - _AROUND, 0) : number + _AROUND]
        if _begins(before, line, pitch, _right_margin(before, around)):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _right_margin(line: Line, around: Sequence[Line]) -> float:
    """Where lines that begin where a line does end: the margin of its column, whatever few go further."""
    column = sorted(other.right for other in around if abs(other.left - line.left) < 3 * line.size)
    return column[int(0.75 * (len(column) - 1))] if len(column) >= 4 else max(other.right for other in around)


def _pitch(pages: Iterable[Sequence[Line]]) -> float:
    """The usual distance from line to line of a document, in points."""
    pairs = [pair for page in pages for pair in pairwise(page)]
    steps = [a.bottom - b.bottom for a, b in pairs if 0 < a.bottom - b.bottom < 3 * a.size]
    return median_low(steps) if steps else 0.0


def _begins(before: Line, line: Line, pitch: float, right_margin: float) -> bool:
    """Whether ``line`` begins a paragraph: a gap, another size, a bullet, two lines half empty, an indent or short line
    after an end."""
    if before.row or line.row:
        return not (before.row and line.row)
    step = before.bottom - line.bottom
    if step < -pitch:  # the next column: text runs on unless a sentence ended
        return not _runs_on(before, line)
    if step > 1.35 * pitch > 0 or abs(before.size - line.size) > 0.18 * max(before.size, line.size):
        return True
    if _BULLET.match(line.text):
        return True
    if min(_room(before, right_margin), _room(line, right_margin)) > 0.4 and not line.text[:1].islower():
        return True  # rows of a table without gaps, lines of a list: nobody breaks running text there
    indented = line.left - before.left > 0.8 * line.size
    return bool(_ENDS.search(before.text)) and (indented or _room(before, right_margin) > 0.2)


def _room(line: Line, right_margin: float) -> float:
    """Which share of its column a line leaves empty at its end."""
    return (right_margin - line.right) / max(right_margin - line.left, 1.0)


def join_lines(lines: Iterable[str], vocabulary: Counter[str]) -> str:
    """Lines of one paragraph as running text; a word broken over a line end is made whole.

    ``vocabulary`` counts the document's words: a compound the document writes with its hyphen elsewhere keeps it.
    """
    text = ""
    for line in lines:
        cut_off, between = joint(text, line, vocabulary) if text else (0, "")
        text = text[: len(text) - cut_off] + between + line
    return text


def joint(text: str, line: str, vocabulary: Counter[str]) -> tuple[int, str]:
    """How a line joins the text before it: how many characters of that go, and what comes between."""
    if text[-1] not in _HYPHENS or not text[-2:-1].isalnum():
        return 0, " "
    head = text[:-1]
    first, last = _FIRST_WORD.match(line), _LAST_WORD.search(head[-200:])
    if not first or not last:
        return 1, "- "
    start, end = last.group().casefold(), first.group().casefold()
    # "China-/Serbia" and "CH-/92A" are compounds; "coopera-/tion" is one word unless the document says otherwise.
    compound = not line[0].islower() or head[-1].isdigit() or end in _COMPOUNDING
    if vocabulary[start + end]:
        compound = False
    elif vocabulary[f"{start}-{end}"]:
        compound = True
    return 1, "-" if compound else ""
