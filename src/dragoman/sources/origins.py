"""Where a text stands in its original: kept while characters are cleaned, found again where a parser lost it.

A map is a tuple of :class:`Origin`. Everything here keeps the promise of that class: where both stretches of an origin
are equally long they correspond character by character, but for what cleaning makes of a character.
"""

import html
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dragoman.sources.decoding import BREAKS, DROPPED, MISREAD, clean
from dragoman.sources.report import Origin

_WORD = re.compile(r"\S+")
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>"
    r"|<(?P<hidden>script|style|noscript|template|svg|head|iframe|select)\b.*?(?:</(?P=hidden)\s*>|\Z)"
    r"|<[a-z/!?][^<>]*>?|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});?)|(?P<text>[^<&]+|[<&])",
    re.I | re.S,
)
_CHANGED = re.compile(rf"(?P<break>{BREAKS.pattern})|{DROPPED.pattern}+")
_EVENLY = {code: character or "\0" for code, character in MISREAD.items()}
_MOST = 100_000
"""Stretches of a map: one takes as much memory as a hundred characters, and a text may need one for every other."""
_JOINED = 4
_ANCHOR = 24
"""Letters of a line that hardly stands twice on a page by chance."""
_CHUNK = 8
"""Words looked for together where a whole line is not found."""
_FAR, _NEAR = 300_000, 2_000
"""How many letters on a line, and a few words, are looked for: further away the same words are other words."""


def whole(length: int, place: str = "", source: int = 0) -> tuple[Origin, ...]:
    """The map of a text of ``length`` characters that stands in its original as it is, from ``source`` on."""
    return (Origin(0, length, place, source, source + length),) if length else ()


def cleaned(text: str, place: str = "") -> tuple[str, tuple[Origin, ...]]:
    """``text`` as :func:`clean` makes it, and where its characters stand in ``text``."""
    made = clean(text)
    if made == text:
        return made, whole(len(text), place)
    try:
        return made, merged(_compared(made, _replaced(text), place))
    except _Differs:  # a letter and its marks became one character
        pass
    try:
        return made, merged(_compared(made, _composed(text), place))
    except _Differs:  # a mark that belongs to a letter of the line before
        return made, (Origin(0, len(made), place, 0, len(text)),) if made else ()


class _Differs(Exception):
    """What a text was thought to become is not what it becomes."""


def _compared(made: str, parts: Iterable[tuple[str, int, int]], place: str) -> Iterator[Origin]:
    """The stretches of ``made``, of its parts in order, each with its place in the original."""
    here = 0
    for part, start, end in parts:
        if not made.startswith(part, here):
            raise _Differs
        if part:
            yield Origin(here, here + len(part), place, start, end)
        here += len(part)
    if here != len(made):
        raise _Differs


def _replaced(text: str) -> Iterator[tuple[str, int, int]]:
    """The parts of a text in which characters are only replaced, one by one, or taken out."""
    text = text.translate(_EVENLY)
    at = 0
    for match in _CHANGED.finditer(text):
        yield text[at : match.start()], at, match.start()
        if match["break"]:
            yield "\n", match.start(), match.end()
        at = match.end()
    yield text[at:], at, len(text)


def _composed(text: str) -> Iterator[tuple[str, int, int]]:
    """The parts of a text, of lines or words of which some change as a whole."""
    at = 0
    for end, next_start in _lines(text):
        yield from _cleaned_line(text, at, end)
        if next_start > end:
            yield "\n", end, next_start
        at = next_start


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line ends, and where the next one begins."""
    for match in re.finditer(rf"{BREAKS.pattern}|\n", text):
        yield match.span()
    yield len(text), len(text)


def _cleaned_line(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    line = text[start:end]
    made = clean(line)
    if made == line:
        yield made, start, end
        return
    words = [(clean(m.group()), start + m.start(), start + m.end()) for m in re.finditer(r"\s+|[^\s]+", line)]
    if "".join(word for word, _, _ in words) == made:
        yield from words
    else:
        yield made, start, end


def merged(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """The same map in as few stretches as it can be said in, and in about ``_MOST`` at most: where that takes more, in
    wider ones."""
    made: list[Origin] = []
    for origin in origins:
        last = made[-1] if made else None
        if last and _continues(last, origin):
            made[-1] = Origin(last.start, origin.end, last.place, last.source_start, origin.source_end)
        else:
            made.append(origin)
            if len(made) > _JOINED * _MOST:
                made = list(_wider(made))
    return tuple(made)


def _wider(origins: Sequence[Origin]) -> Iterator[Origin]:
    """A map in stretches of up to ``_JOINED``, where these do not tell of a correspondence that is none."""
    wide, number = origins[0], 1
    for one in origins[1:]:
        both = Origin(wide.start, one.end, wide.place, wide.source_start, one.source_end)
        ordered = wide.place == one.place and wide.end <= one.start and wide.source_end <= one.source_start
        if number < _JOINED and ordered and not _is_even(both):
            wide, number = both, number + 1
        else:
            yield wide
            wide, number = one, 1
    yield wide


def _continues(last: Origin, origin: Origin) -> bool:
    return (
        last.place == origin.place
        and last.end == origin.start
        and last.source_end == origin.source_start
        and _is_even(last)
        and _is_even(origin)
    )


def _is_even(origin: Origin) -> bool:
    return origin.end - origin.start == origin.source_end - origin.source_start


def cut(origins: Sequence[Origin], start: int, end: int) -> tuple[Origin, ...]:
    """The map of ``text[start:end]``, from the map of ``text``."""
    if start == 0 and (not origins or origins[-1].end <= end):
        return tuple(origins)
    return tuple(replace(o, start=o.start - start, end=o.end - start) for o in clipped(origins, start, end))


def clipped(origins: Iterable[Origin], start: int, end: int) -> Iterator[Origin]:
    """What of a map lies between two characters of the text. Of an uneven stretch the whole original is kept."""
    for o in origins:
        first, last = max(start, o.start), min(end, o.end)
        if first >= last:
            continue
        if _is_even(o):
            shift = o.source_start - o.start
            yield Origin(first, last, o.place, first + shift, last + shift)
        else:
            yield Origin(first, last, o.place, o.source_start, o.source_end)


def shifted(origins: Iterable[Origin], by: int) -> tuple[Origin, ...]:
    """The map of a text before which ``by`` characters were put."""
    return tuple(replace(o, start=o.start + by, end=o.end + by) for o in origins)


def through(inner: Sequence[Origin], outer: Sequence[Origin]) -> tuple[Origin, ...]:
    """The map of a text to the original, from its map to a middle text and that one's (whole) map to the original."""
    if len(outer) == 1 and outer[0].source_start == outer[0].start == 0 and _is_even(outer[0]):
        return tuple(inner)
    ends = [o.end for o in outer]
    made: list[Origin] = []
    for origin in inner:
        first = bisect_right(ends, origin.source_start)
        parts = list(clipped(_upto(outer, first, origin.source_end), origin.source_start, origin.source_end))
        if not parts:
            continue
        if _is_even(origin):
            back = origin.start - origin.source_start
            made += [replace(part, start=part.start + back, end=part.end + back) for part in parts]
        else:
            made.append(replace(origin, source_start=parts[0].source_start, source_end=parts[-1].source_end))
    return merged(made)


def _upto(outer: Sequence[Origin], first: int, end: int) -> Iterator[Origin]:
    for index in range(first, len(outer)):
        if outer[index].start >= end:
            return
        yield outer[index]


class Squeezed:
    """The letters that a piece of mark-up shows, without white space, each with its place in the mark-up."""

    def __init__(self, markup: str) -> None:
        parts: list[str] = []
        self.starts, self.ends = array("Q"), array("Q")
        for token in _TOKEN.finditer(markup):
            if token["text"]:
                for word in _WORD.finditer(token["text"]):
                    start = token.start() + word.start()
                    parts.append(word.group())
                    self.starts.extend(range(start, start + len(word.group())))
                    self.ends.extend(range(start + 1, start + len(word.group()) + 1))
            elif token["entity"]:
                shown = "".join(clean(html.unescape(token["entity"])).split())
                parts.append(shown)
                self.starts.extend([token.start()] * len(shown))
                self.ends.extend([token.end()] * len(shown))
        self.letters = "".join(parts)


def found_again(text: str, markup: str) -> tuple[Origin, ...]:
    """Where the lines of ``text``, which a parser took out of ``markup``, stand in it.

    Long lines are found first, in their order; short ones only between those around them, so that a word of the menu is
    not taken for one of the article. What is not found has no origin.
    """
    shown = Squeezed(markup)
    lines = [_Line(match.start(), match.group()) for match in re.finditer(r"[^\n]+", text)]
    at = 0
    for line in lines:
        if len(line.letters) >= _ANCHOR:
            at = line.find(shown.letters, at, len(shown.letters)) or at
    nexts = _next_anchors(lines, len(shown.letters))
    at = 0
    for line, limit in zip(lines, nexts, strict=True):
        if line.runs:
            at = line.end
        elif len(line.letters) < _ANCHOR:
            at = line.find(shown.letters, at, limit) or at
    return merged(origin for line in lines for origin in line.origins(shown))


def _next_anchors(lines: Sequence["_Line"], end: int) -> list[int]:
    """For each line, where the next one that is found begins."""
    limits = [end] * len(lines)
    for index in range(len(lines) - 2, -1, -1):
        after = lines[index + 1]
        limits[index] = after.runs[0][1] if after.runs else limits[index + 1]
    return limits


class _Line:
    """A line of text on its way back into the mark-up it came from."""

    def __init__(self, start: int, text: str) -> None:
        self.start = start
        self.words = [(start + m.start(), m.group()) for m in _WORD.finditer(text)]
        self.letters = "".join(word for _, word in self.words)
        self.runs: list[tuple[int, int, int]] = []
        """First word, where its letters begin among the letters shown, and the number of words."""

    @property
    def end(self) -> int:
        """Where its last run ends among the letters shown."""
        first, at, number = self.runs[-1]
        return at + sum(len(word) for _, word in self.words[first : first + number])

    def find(self, letters: str, first: int, last: int) -> int | None:
        """Looks for the line, then for runs of its words; returns where it ends, None where nothing is found."""
        at = letters.find(self.letters, first, min(last, first + _FAR + len(self.letters)))
        if at >= 0:
            self.runs = [(0, at, len(self.words))]
            return at + len(self.letters)
        at = first
        for index in range(0, len(self.words), _CHUNK):
            at = self._find_run(letters, index, min(index + _CHUNK, len(self.words)), at, last)
        return at if self.runs else None

    def _find_run(self, letters: str, start: int, end: int, first: int, last: int) -> int:
        """Finds a run of words, or its halves; a single word only where it is next, or long."""
        run = "".join(word for _, word in self.words[start:end])
        at = letters.find(run, first, min(last, first + (_FAR if len(run) >= _ANCHOR else _NEAR) + len(run)))
        if at >= 0 and (end - start > 1 or at == first or len(run) >= _ANCHOR):
            self.runs.append((start, at, end - start))
            return at + len(run)
        if end - start == 1:
            return first
        middle = (start + end) // 2
        return self._find_run(letters, middle, end, self._find_run(letters, start, middle, first, last), last)

    def origins(self, shown: Squeezed) -> Iterator[Origin]:
        for first, at, number in self.runs:
            before: Origin | None = None
            for start, word in self.words[first : first + number]:
                for origin in _word_origins(start, at, len(word), shown):
                    if (
                        before
                        and before.end < origin.start
                        and (origin.start - before.end == origin.source_start - before.source_end)
                    ):  # the white space between them is as long in both
                        yield Origin(before.end, origin.start, "", before.source_end, origin.source_start)
                    yield origin
                    before = origin
                at += len(word)


def _word_origins(start: int, at: int, length: int, shown: Squeezed) -> Iterator[Origin]:
    """The stretches of one word: more than one where a tag or an entity stands in it."""
    begin = 0
    for index in range(1, length + 1):
        if (
            index < length
            and shown.starts[at + index] == shown.starts[at + index - 1] + 1
            and (shown.ends[at + index] == shown.ends[at + index - 1] + 1)
        ):
            continue
        yield Origin(start + begin, start + index, "", shown.starts[at + begin], shown.ends[at + index - 1])
        begin = index
