"""How a page is laid out: printed lines in the order they are read, columns one after the other, tables row by row.

A PDF says where letters stand and in which order they were drawn. That order is nearly always the one to read in; it is
not where columns were drawn line by line across the page, or the cells of a table one by one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import mean, median

APART = 0.5
"""How far letters stand apart, in heights of a letter, that may be in two columns: as far as no two words but those of
a badly justified line."""
_SURELY = 1.0
"""How far they do with which a zone of columns begins."""
_GUTTER = 0.4
"""Narrowest white strip between two columns, in heights of a letter."""
_FILLED = 0.55
_WORDS = 3.5
"""Columns of prose are filled to this part of their width, with this many words a line; those of tables rarely are."""
_PROSE_LINES = 4
_MOST = 5_000
"""Fragments of a zone: more than a printed page holds."""
_BAR = " | "
_MARKER = re.compile(r"\W{1,2}|o|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})(?:\.\d{1,3}){0,4}[.):]*", re.I)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Letters that stand together on one line: text, box in points from the lower left of the page, height of a letter,
    which printed line it is in, and the numbers of its first and last character on the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    line: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one row of a table (``row``): its text, its box, and the fragments in it with where their
    texts begin."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    parts: tuple[tuple[int, Fragment], ...] = ()
    row: bool = False
    page: int = 0


def ordered(fragments: Sequence[Fragment], page: int = 0) -> list[Line]:
    """The lines of a page in the order they are read, from its fragments in the order they were drawn."""
    made: list[Line] = []
    at = tried = 0
    while at < len(fragments):
        is_zone = False
        if at >= tried:
            is_zone, tried = _zone(fragments, at)
        if is_zone:
            made += _read_zone(fragments[at:tried], page)
            at = tried
        elif made and not made[-1].row and made[-1].parts[-1][1].line == fragments[at].line:
            made[-1] = _line([*(part for _, part in made[-1].parts), fragments[at]], page)
            at += 1
        else:
            made.append(_line([fragments[at]], page))
            at += 1
    return made


def _line(fragments: Sequence[Fragment], page: int) -> Line:
    parts, text = [], ""
    for fragment in fragments:
        text += " " if text else ""
        parts.append((len(text), fragment))
        text += fragment.text
    return Line(
        text,
        min(f.left for f in fragments),
        max(f.right for f in fragments),
        median(f.bottom for f in fragments),
        median(f.top for f in fragments),
        median(f.size for f in fragments),
        tuple(parts),
        page=page,
    )


# Zones: where text stands beside text


def _beside(one: Fragment, other: Fragment, apart: float = APART) -> bool:
    """Whether two fragments stand side by side, so many heights of a letter apart."""
    size = min(one.size, other.size)
    overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
    return overlap > 0.3 * size and max(one.left, other.left) - min(one.right, other.right) >= apart * size


def _zone(fragments: Sequence[Fragment], at: int) -> tuple[bool, int]:
    """Whether a zone of columns begins at a fragment, and where it ends, or up to where none begins."""
    if at + 1 >= len(fragments) or not _beside(fragments[at], fragments[at + 1], _SURELY):
        return False, at + 1
    columns = _with(_with((), fragments[at]), fragments[at + 1])
    highest = max(fragments[at].top, fragments[at + 1].top)
    end = at + 2
    while end < min(len(fragments), at + _MOST):
        fragment = fragments[end]
        lowest = min(f.bottom for f in fragments[max(at, end - 40) : end])
        if fragment.top < lowest - 1.5 * fragment.size or fragment.bottom > highest:
            break  # neither beside nor right below
        wider = _with(columns, fragment)
        if len(wider) == 1 or (_crosses(fragment, columns) and not _beside(fragments[end - 1], fragment)):
            break
        columns, highest, end = wider, max(highest, fragment.top), end + 1
    rows = len(_baselines(fragments[at:end])) if len(columns) > 1 else 0
    return rows >= 3 or (rows == 2 and len(columns) >= 3), end


@dataclass(frozen=True, slots=True)
class Column:
    """A part of a page's width with white strips beside it, and the lines that have something in it."""

    left: float
    right: float
    lines: frozenset[int]


def _with(columns: Sequence[Column], fragment: Fragment) -> tuple[Column, ...]:
    """The columns once a fragment is added; those it reaches, or all but reaches, become one."""
    reached = [column for column in columns if _reaches(fragment, column)]
    left = min([fragment.left, *(column.left for column in reached)])
    right = max([fragment.right, *(column.right for column in reached)])
    lines = frozenset([_height(fragment)]).union(*(column.lines for column in reached))
    rest = [column for column in columns if column not in reached]
    return tuple(sorted([*rest, Column(left, right, lines)], key=lambda column: column.left))


def _reaches(fragment: Fragment, column: Column) -> bool:
    narrow = _GUTTER * fragment.size
    return column.left - fragment.right < narrow and fragment.left - column.right < narrow


def _crosses(fragment: Fragment, columns: Sequence[Column]) -> bool:
    """Whether a fragment reaches over columns that some line fills both of: then it is no cell."""
    reached = [column for column in columns if _reaches(fragment, column)]
    return any(one.lines & other.lines for one, other in pairwise(reached))


def _height(fragment: Fragment) -> int:
    """The same for fragments that stand on one line, or nearly."""
    return round(fragment.bottom / max(0.7 * fragment.size, 1e-6))


def _columns(zone: Sequence[Fragment]) -> tuple[Column, ...]:
    """The columns of a zone. Two that no line fills both of are one: a heading centred over what is written below."""
    columns: tuple[Column, ...] = ()
    for fragment in zone:
        columns = _with(columns, fragment)
    made: list[Column] = []
    for column in columns:
        if made and not made[-1].lines & column.lines:
            made[-1] = Column(made[-1].left, column.right, made[-1].lines | column.lines)
        else:
            made.append(column)
    return tuple(made)


def _baselines(zone: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments that stand on one line, top line first."""
    made: list[list[Fragment]] = []
    for fragment in sorted(zone, key=lambda f: (-f.bottom, f.left)):
        if made and made[-1][0].bottom - fragment.bottom < 0.35 * fragment.size:
            made[-1].append(fragment)
        else:
            made.append([fragment])
    return made


# Reading a zone


def _read_zone(zone: Sequence[Fragment], page: int) -> list[Line]:
    bounds = _columns(zone)
    columns = [[f for f in zone if _column(f, bounds) == n] for n in range(len(bounds))]
    if _is_list(columns):
        return [_line(list(of_line), page) for of_line in _by_line(zone)]
    if _is_prose(columns):
        return [_line(list(of_line), page) for column in columns for of_line in _by_line(column)]
    return [_row(cells, page) for cells in _rows(zone, bounds)]


def _row(cells: Sequence[Sequence[Fragment]], page: int) -> Line:
    """A row of a table as one line, with bars between its cells; only one that is filled stands alone."""
    filled = [cell for cell in cells if cell]
    if len(filled) == 1:
        return replace(_line([_joined(filled[0])], page), row=True)
    text, parts = "", []
    for number, cell in enumerate(cells):
        text += _BAR if number else ""
        if cell:
            joined = _joined(cell)
            parts.append((len(text), joined))
            text += joined.text
    line = _line([joined for _, joined in parts], page)
    return replace(line, text=text, parts=tuple(parts), row=True)


def _by_line(column: Sequence[Fragment]) -> Iterator[Iterator[Fragment]]:
    for _, of_line in groupby(column, key=lambda f: f.line):
        yield of_line


def _column(fragment: Fragment, bounds: Sequence[Column]) -> int:
    return sum(fragment.left > column.right for column in bounds[:-1])


def _is_list(columns: Sequence[Sequence[Fragment]]) -> bool:
    """Whether the first of two columns holds nothing but the bullets or numbers of a list."""
    return len(columns) == 2 and all(_MARKER.fullmatch(f.text) for f in columns[0])


def _is_prose(columns: Sequence[Sequence[Fragment]]) -> bool:
    """Whether columns are filled with running text, as a newspaper's are."""
    if len(columns) > 3 or any(len({f.line for f in column}) < _PROSE_LINES for column in columns):
        return False
    for column in columns:
        width = max(f.right for f in column) - min(f.left for f in column)
        filled = mean(f.right - f.left for f in column)
        if filled < _FILLED * width or mean(len(f.text.split()) for f in column) < _WORDS:
            return False
    return True


def _rows(zone: Sequence[Fragment], bounds: Sequence[Column]) -> list[list[list[Fragment]]]:
    """The rows of a table: for each cell its lines, none where it is empty.

    A line goes on with the row above it where it stands between that row's lines, or, not filling all columns, closer
    to it than rows do.
    """
    rows: list[list[list[Fragment]]] = []
    lines = _baselines(zone)
    steps = [before[0].bottom - line[0].bottom for before, line in pairwise(lines)]
    size = median(f.size for f in zone)
    close = min((step for step in steps if step >= 0.9 * size), default=0.0) * 1.15
    mixed = any(step > close for step in steps)
    for line, step in zip(lines, [1e9, *steps], strict=True):
        cells: list[list[Fragment]] = [[] for _ in bounds]
        for fragment in line:
            cells[_column(fragment, bounds)].append(fragment)
        goes_on = step < 0.9 * size or (mixed and step <= close and not all(cells))
        if rows and goes_on:
            for cell, more in zip(rows[-1], cells, strict=True):
                cell += more
        else:
            rows.append(cells)
    return rows


def _joined(cell: Sequence[Fragment]) -> Fragment:
    """The lines of one cell as one fragment."""
    text = cell[0].text
    for fragment in cell[1:]:
        text = f"{text[:-1]}-{fragment.text}" if text[-1:] in "-\x02\ufffe" else f"{text} {fragment.text}"
    return Fragment(
        text,
        min(f.left for f in cell),
        max(f.right for f in cell),
        min(f.bottom for f in cell),
        max(f.top for f in cell),
        median(f.size for f in cell),
        cell[0].line,
        min(f.first for f in cell),
        max(f.last for f in cell),
    )
