"""How words of reports are shown to a person: quotes without the marks of Markdown, units that say something.

What is shown is never what is kept: the record and every export hold quotes to the letter and units as they were read.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

Span = tuple[int, int]
"""First character and the one after the last, within a quote."""

COUNTED = frozenset(("number", "numbers", "one", "ones", "a", "ours", "our", "theirs", "their"))
"""Units that say no more than that something was counted."""
SAID_OTHERWISE = {"headcount": "people"}
"""Units that cannot stand behind a number as they are."""

_ANY = re.compile(r"[*_`\[#>~\\]|^[ \t]*[-+][ \t]", re.MULTILINE)
"""Most quotes hold nothing that could be a mark, which is quickly seen."""
_MARKS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"(?P<open>^[ \t]*(?:(?:>[ \t]?)+|#{1,6}[ \t]+|[-*+][ \t]+)+)",  # quotations, headings, points of a list
        r"(?P<open>!?\[)[^\[\]]+(?P<close>\]\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+\"[^\"]*\")?\))",  # links and pictures
        r"(?P<open>!?\[)[^\[\]]+(?P<close>\](?:\[[^\[\]]*\]))",  # links whose address stands elsewhere
        r"(?<!`)(?P<open>`++)[^`]+(?P<close>(?P=open))(?!`)",  # code
        r"(?<!\\)(?P<open>\*{2,3}|~~)(?=\S)(?:(?!(?P=open)).)+?(?<=\S)(?P<close>(?P=open))",
        r"(?<![_\w\\])(?P<open>_{1,3})(?=[^\s_])(?:(?!(?P=open)).)+?(?<=[^\s_])(?P<close>(?P=open))(?![_\w])",
        r"(?<![*\w\\])(?P<open>\*)(?=[^\s*])[^*\n]+?(?<=[^\s*])(?P<close>\*)(?![*\w])",
        r"\A(?P<open>\*\*)(?=\w)|(?<=[\w.,;:!?])(?P<close>\*\*)\Z",  # the other pair stands in another sentence
        r"(?P<open>\\)(?=[*_`\[\]()#>~\\])",  # what a backslash keeps from being a mark
    )
)
"""Marks of Markdown (CommonMark 0.31, and GitHub's struck words), those first that others may stand within."""


def unit_shown(unit: str) -> str:
    """What a unit is called beside a number; nothing where it says no more than that something was counted."""
    return "" if unit in COUNTED else SAID_OTHERWISE.get(unit, unit).replace("_", " ")


def quote_shown(quote: str, spans: Iterable[Span] = ()) -> tuple[str, tuple[Span, ...]]:
    """A quote without the marks of Markdown, and where ``spans`` of it lie then.

    Only marks that are whole are taken: an address with underscores, ``3 * 4`` and a lone bracket stay as they are.
    """
    inside = ((start, end) for start, end in spans if 0 <= start <= end <= len(quote))
    if not _ANY.search(quote):
        return quote, tuple(inside)
    kept = bytearray(b"\1" * len(quote))
    for start, end in _marks(quote):
        kept[start:end] = bytes(end - start)
    before = [0, *accumulate(kept)]
    shown = "".join(c for c, keep in zip(quote, kept, strict=True) if keep)
    return shown, tuple((before[start], before[end]) for start, end in inside)


def plain_quote(quote: str) -> str:
    """A quote without the marks of Markdown."""
    return quote_shown(quote)[0]


def _marks(quote: str) -> Iterator[Span]:
    for pattern in _MARKS:
        for found in pattern.finditer(quote):
            yield from (found.span(name) for name, text in found.groupdict().items() if text is not None)
