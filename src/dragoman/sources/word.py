"""Word files (DOCX): paragraphs, tables and footnotes, with what was inserted and without what was struck out."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document as open_docx
from docx.oxml.ns import qn
from lxml import etree

from dragoman.sources import bundle
from dragoman.sources.decoding import clean
from dragoman.sources.document import Document, Unreadable, one_line
from dragoman.sources.kinds import MB
from dragoman.sources.report import Origin

_XML = 20 * MB
"""Largest part in XML, in bytes once unpacked: as a tree it takes many times that."""
_UNPACKED = 300 * MB
_BROKEN = Unreadable("a broken Word file", "save it again in Word, or as .txt")
_SKIPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:txbxContent", "w:instrText", "w:delText", "w:pPr", "w:rPr")))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_P, _TBL, _TR, _TC, _T, _BOX = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t", "txbxContent"))
_TEXTS = frozenset([_T, qn("m:t")])
_HOLDERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:customXml")))
_HEADS = ("Title", "Heading1")
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_NOTES = ("footnotes", "endnotes")
_DEPTH = 200
"""How deep elements may lie in one another: tables in tables in text boxes."""


def docx(data: bytes) -> Document:
    """The text of a Word file, paragraphs parted by blank lines, rows of tables with bars between the cells, footnotes
    last. The title is that of its properties, else its first heading. Its dates, of saving, are none of publication.
    """
    _check(data)
    try:
        opened = open_docx(io.BytesIO(data))
        body, about = opened.element.body, opened.core_properties
        title = about.title
    except Exception:  # python-docx raises whatever its parts raise
        raise _BROKEN from None
    text = _Text()
    text.blocks(body)
    for part in opened.part.package.iter_parts():
        if str(part.partname).rpartition("/")[2].removesuffix(".xml") in _NOTES:
            text.notes(part.blob)
    made = "\n\n".join(text.made)
    title = one_line(clean(title or "")) or text.head
    return Document(made, title=title, origins=tuple(text.origins))


class _Text:
    """The text of a document while it is put together, a block at a time, with where it came from."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.origins: list[Origin] = []
        self.head: str | None = None
        """The first paragraph in the style of a title or main heading."""
        self._length = 0
        self._number = 0

    def blocks(self, element: Any, depth: int = 0) -> None:
        """Adds the paragraphs and tables below ``element``, in order."""
        if depth > _DEPTH:
            return
        for child in element:
            if child.tag == _P:
                self._add([self._paragraph(child)])
                for box in _boxes(child):
                    self.blocks(box, depth + 1)
            elif child.tag == _TBL:
                self._add_table(child)
            elif child.tag not in _SKIPPED and child.tag != _FALLBACK:
                self.blocks(child, depth + 1)

    def notes(self, xml: bytes) -> None:
        """Adds the notes of a part that holds foot- or endnotes."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(xml, parser)
        except (etree.XMLSyntaxError, ValueError):
            return
        for note in root:
            if note.get(qn("w:type")) in (None, "normal"):
                self.blocks(note)

    def _paragraph(self, element: Any) -> tuple[str, int]:
        self._number += 1
        text = clean("".join(_shown(element)))
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if self.head is None and style is not None and style.get(qn("w:val")) in _HEADS:
            self.head = one_line(text)
        return text, self._number

    def _add(self, cells: list[tuple[str, int]], join: str = "\n\n") -> None:
        """Adds one block: a paragraph, or the cells of a row, with the numbers of their paragraphs."""
        line, stretches = "", list[tuple[int, str, int, int]]()
        for text, number in cells:
            stripped = text.strip()
            lead = len(text) - len(text.lstrip())
            line += " | " if line or stretches else ""
            stretches.append((len(line), stripped, number, lead))
            line += stripped
        if not any(text for _, text, _, _ in stretches):
            return
        if self.made and join == "\n":
            self.made[-1] += "\n" + line
            start = self._length + 1
        else:
            start = self._length + (2 if self.made else 0)
            self.made.append(line)
        self._length = start + len(line)
        self.origins += [
            Origin(start + at, start + at + len(text), f"paragraph={number}", lead, lead + len(text))
            for at, text, number, lead in stretches if text
        ]  # fmt: skip

    def _add_table(self, table: Any) -> None:
        join = "\n\n"
        for row in _rows(table):
            cells = []
            for cell in row.iterchildren(_TC):
                paragraphs = [self._paragraph(p) for p in cell.iter(_P)]
                # The parts of a cell stand in one line; the place of the first tells where it is.
                joined = " ".join(" ".join(text.split()) for text, _ in paragraphs if text.strip())
                cells.append((joined, paragraphs[0][1] if paragraphs else self._number))
            before = len(self.made), self._length
            self._add(cells, join)
            if (len(self.made), self._length) != before:
                join = "\n"


def _boxes(element: Any, depth: int = 0) -> Iterator[Any]:
    """The text boxes that hang on a paragraph; those in them hang on their own paragraphs."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag != _FALLBACK and depth < _DEPTH:
            yield from _boxes(child, depth + 1)


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, those of tables in its cells left to the cells."""
    for child in table:
        if child.tag == _TR:
            yield child
        elif child.tag in _HOLDERS:
            yield from _rows(child)


def _shown(element: Any, depth: int = 0) -> Iterator[str]:
    """The characters a paragraph shows."""
    for child in element:
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag != _FALLBACK and depth < _DEPTH:
            yield from _shown(child, depth + 1)


def _check(data: bytes) -> None:
    """Refuses a file that unpacks to more than a document can hold, before anything is unpacked."""
    try:
        with bundle.opened(io.BytesIO(data)) as opened:
            infos = opened.infolist()
    except Unreadable as error:
        raise (_BROKEN if error is bundle.BROKEN else error) from None
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _BROKEN from None
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable("a locked Word file", "open it with its password and save it without")
    xml = sum(info.file_size for info in infos if info.filename.lower().endswith((".xml", ".rels")))
    if xml > _XML or sum(info.file_size for info in infos) > _UNPACKED:
        raise Unreadable("a Word file that unpacks like a bomb", "save its text as .txt")
