"""A report's text as HTML in which every coded sentence can be pointed at, by its offsets alone.

The text that a browser shows is the report's text character for character, so offsets stay true on the page too; the
same words occurring twice are two places, since nothing is ever searched for.
"""

import heapq
from collections.abc import Iterable

from markupsafe import Markup, escape

from dragoman.shown import quote_shown

Span = tuple[int, int]


def visible(text: str) -> Markup:
    """Escaped text of the same length once shown.

    A browser drops NUL and folds carriage returns, and a lone surrogate cannot be written as UTF-8: each is replaced by
    something that is one character on the page as well.
    """
    kept = "".join("\N{REPLACEMENT CHARACTER}" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    return Markup(str(escape(kept)).replace("\r", "&#13;"))


def anchor(report: str, span: Span) -> str:
    """The id of a sentence on the page: ``r3-120-345`` is characters 120 to 345 of the third report."""
    return f"{report}-{span[0]}-{span[1]}"


def inside(span: Span, text: str) -> bool:
    """Whether a span lies within a text and holds something."""
    return 0 <= span[0] < span[1] <= len(text)


def with_anchors(text: str, spans: Iterable[Span], report: str) -> Markup:
    """The text with a ``<span id>`` around each of ``spans``.

    Spans may nest and overlap: one that sticks out of another is cut at its end, and the rest goes on without an id.
    """
    queue: list[tuple[int, int, bool, Span]] = [(s[0], -s[1], False, s) for s in set(spans) if inside(s, text)]
    heapq.heapify(queue)
    out: list[Markup] = []
    open_ends: list[int] = []
    at = 0
    while queue:
        start, negative_end, rest, span = heapq.heappop(queue)
        at = _close(out, text, at, open_ends, start)
        end = -negative_end
        if open_ends and end > open_ends[-1]:
            heapq.heappush(queue, (open_ends[-1], -end, True, span))
            end = open_ends[-1]
        out.append(visible(text[at:start]))
        out.append(
            Markup('<span class="q">') if rest else Markup('<span class="q" id="{}">').format(anchor(report, span))
        )
        open_ends.append(end)
        at = start
    at = _close(out, text, at, open_ends, len(text) + 1)
    out.append(visible(text[at:]))
    return Markup("").join(out)


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """A sentence with ``<mark>`` around the given stretches of it; overlapping ones are joined."""
    out: list[Markup] = []
    at = 0
    for start, end in _joined(span for span in spans if inside(span, text)):
        out.append(visible(text[at:start]) + Markup("<mark>") + visible(text[start:end]) + Markup("</mark>"))
        at = end
    return Markup("").join([*out, visible(text[at:])])


def quoted(quote: str, spans: Iterable[Span]) -> Markup:
    """A quote as it is shown, without marks of Markdown, and with ``<mark>`` around the given stretches of it."""
    return marked(*quote_shown(quote, (span for span in spans if inside(span, quote))))


def _close(out: list[Markup], text: str, at: int, open_ends: list[int], upto: int) -> int:
    """Close every open span that ends at or before ``upto``; returns how far the text is written."""
    while open_ends and open_ends[-1] <= upto:
        end = open_ends.pop()
        out.append(visible(text[at:end]) + Markup("</span>"))
        at = end
    return at


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
