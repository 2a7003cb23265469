"""Saved web pages: the main text without menus, teasers, comments and footers."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import lxml.html
import trafilatura
from htmldate import find_date

from dragoman.sources.addresses import web_address
from dragoman.sources.dates import iso_date
from dragoman.sources.decoding import clean
from dragoman.sources.document import Document, Unreadable, one_line
from dragoman.sources.origins import found_again

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")  # lxml refuses text that still names an encoding
_FURNITURE = frozenset(
    (
        "script", "style", "noscript", "template", "svg", "nav", "header", "footer", "aside", "form", "iframe",
        "button", "select", "object", "head",
    )
)  # fmt: skip
_BLOCKS = frozenset(
    (
        "p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5",
        "h6", "blockquote", "pre", "table", "tr", "figure", "figcaption", "br", "hr",
    )
)  # fmt: skip
_MAX_DEPTH = 200
_LONG, _LONGEST, _MOST_TAGS = 300_000, 4_000_000, 60_000
# One that is never closed goes on to the end of the page, and no stretch is looked through twice: ten thousand openings
# without an end are soon dealt with.
_BALLAST = re.compile(
    r"<(script|style)\b(?![^<>]{0,500}ld\+json)[^<>]*>.*?(?:</\1\s*>|\Z)"
    r"|<svg\b[^<>]*>(?:(?!<svg\b).)*?</svg\s*>|<!--.*?(?:-->|\Z)|\bdata:[\w/+.;=,%-]{200,}",
    re.I | re.S,
)
_EARLIEST = "1990-01-01"

for _name in ("trafilatura", "htmldate"):  # what they log of a bad page our own Failure says
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def page(markup: str) -> Document:
    """The main text of a page, its paragraphs parted by blank lines, with its title, site and publication date.

    The date is what the page's metadata says; dates are not hunted for in running text, where they would be those of
    events. Where the main text cannot be told from the furniture, all text outside plain furniture is taken.
    """
    original, markup = markup, _slim(_DECLARATION.sub("", markup, count=1))
    tree = _tree(markup)
    found: Any = trafilatura.bare_extraction(markup, include_comments=False, include_tables=True, with_metadata=False)
    blocks = _blocks(found.body) if found is not None and found.body is not None else []
    text = _joined(blocks) or _joined(_fallback(tree))
    about = trafilatura.extract_metadata(markup, extensive=False)
    return Document(
        text=text,
        title=_clean(about.title) or _clean(tree.findtext(".//title")),
        publisher=_clean(about.sitename),
        published=_published(tree),
        canonical=_canonical(tree),
        origins=found_again(text, original),
    )


def _canonical(tree: Any) -> str | None:
    """The web address a page gives as its own."""
    for path in ("//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical']/@href",
                 "//meta[@property = 'og:url']/@content"):  # fmt: skip
        for found in tree.xpath(path):
            if address := web_address(str(found)):
                return address
    return None


def _slim(markup: str) -> str:
    """``markup`` without programs, styles and pictures, where it is long; raises Unreadable for more than a page holds.

    Parsers take hundreds of bytes and many microseconds for each tag.
    """
    if len(markup) > _LONG:
        markup = _BALLAST.sub("", markup)
    tags = markup.count("<")
    if len(markup) > _LONGEST or tags > _MOST_TAGS:
        what = f"a page of {len(markup):,} characters and {tags:,} tags, more than a page holds"
        raise Unreadable(what, "save the text alone, as .txt")
    return markup


def _tree(markup: str) -> Any:
    try:
        tree = lxml.html.document_fromstring(markup)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("not a page that can be parsed", "save it again, or save its text as .txt") from None
    return tree


def _published(tree: Any) -> str | None:
    # Never give find_date the markup: what begins with "http" it takes for an address, and fetches it.
    # A date that has not come yet is an event's or a slip.
    latest = datetime.now(UTC).date().isoformat()
    found = find_date(tree, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=latest)
    return iso_date(found)


def _clean(text: str | None) -> str | None:
    return one_line(clean(text)) if text else None


def _joined(blocks: list[str]) -> str:
    lines = (" ".join(clean(block).split(" ")).strip() for block in blocks)
    return "\n\n".join(line for line in lines if line)


def _blocks(body: Any) -> list[str]:
    """Paragraphs of trafilatura's tree (p, head, quote, list of item, table of row of cell)."""
    return [block for child in body for block in _block(child)]


def _block(element: Any) -> Iterator[str]:
    if element.tag == "list":
        yield "\n".join(f"- {_flow(item)}" for item in element.iter("item") if _flow(item))
    elif element.tag == "table":
        yield "\n".join(" | ".join(_flow(cell) for cell in row.iter("cell")) for row in element.iter("row"))
    elif element.tag == "quote" and len(element) and element[0].tag in ("p", "head", "list", "quote"):
        for child in element:
            yield from _block(child)
    elif isinstance(element.tag, str):
        # A line break inside a paragraph starts a new one as often as not, and never a word.
        for break_ in element.iter("lb"):
            break_.tail = "\n" + (break_.tail or "")
        lines = (" ".join(line.split()) for line in "".join(element.itertext()).split("\n"))
        yield "\n".join(line for line in lines if line)


def _flow(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _fallback(tree: Any) -> list[str]:
    body = tree.find("body")
    blocks = [""]
    for piece in _pieces(tree if body is None else body, 0):
        if piece is None:
            blocks.append("")
        else:
            blocks[-1] += piece
    return [" ".join(block.split()) for block in blocks]


def _pieces(element: Any, depth: int) -> Iterator[str | None]:
    """Text runs below ``element`` in order, and None where a block begins or ends."""
    if not isinstance(element.tag, str) or element.tag in _FURNITURE or depth > _MAX_DEPTH:
        return
    block = element.tag in _BLOCKS
    if block:
        yield None
    yield element.text or ""
    for child in element:
        yield from _pieces(child, depth + 1)
        yield child.tail or ""
    if block:
        yield None
