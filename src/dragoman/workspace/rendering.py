"""Templates into pages. What a report says is text to them, never mark-up."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.publishing.build import VERDICT_WORDS
from dragoman.publishing.dates import in_words
from dragoman.publishing.page import STYLES
from dragoman.publishing.summary import CERTAINTIES
from dragoman.publishing.view import Cite
from dragoman.publishing.wording import FAMILY_OF, OTHER, count, listed, plain, type_name
from dragoman.workspace.asking import Ask
from dragoman.workspace.index import Count
from dragoman.workspace.snippets import party_links, safe, sentence, shown_pieces, tags

DOSSIER = "dossier.css"
"""The look is the dossier's; ``workspace.css`` has what is needed besides."""
STATIC = {
    DOSSIER: "text/css",
    "workspace.css": "text/css",
    "workspace.js": "text/javascript",
    "review.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""The files beside the pages, with their types."""
SOME, ALL = 8, 200
"""Values of a filter that are shown at first, and of the one that all are asked of."""
OPEN = frozenset({"type", "party", "year", "status", "certainty"})
"""Filters that are open from the first."""
CERTAINTY = dict(CERTAINTIES)
REVIEWS = {
    "open": "not looked at", "accept": "accepted", "correct": "corrected", "split": "split", "merge": "merged",
}  # fmt: skip
GROUP_NAMES = {
    "type": "Type", "party": "Party", "year": "Year", "status": "Stage", "certainty": "How sure",
    "modality": "Vouched for", "place": "Place", "source": "Source", "review": "Review",
}  # fmt: skip


def render(name: str, context: Mapping[str, Any]) -> bytes:
    """A page; ``context`` holds what its template names (a name it misses is an error)."""
    page = _environment().get_template(name).render(**context)
    # What no UTF-8 file can hold never leaves, whatever field it came in.
    return page.encode("utf-8", "replace")


@cache
def static(name: str) -> bytes:
    """A file that stands beside the pages; KeyError for any other."""
    if name == DOSSIER:
        return b"".join((files("dragoman.publishing") / "static" / part).read_bytes() for part in STYLES)
    if name not in STATIC:
        raise KeyError(name)
    return (files("dragoman.workspace") / "static" / name).read_bytes()


@cache
def static_address(name: str) -> str:
    """Its address, another one when its contents are, so that browsers may keep it for ever."""
    return f"/static/{name}?{hashlib.sha256(static(name)).hexdigest()[:12]}"


def in_group(group: str, value: str, label: str = "") -> str:
    """What a value of a filter is called on a page."""
    if group == "type":
        return type_name(value)
    if group == "certainty":
        return CERTAINTY.get(value, value)
    if group == "review":
        return REVIEWS.get(value, value)
    return plain(value) if group in ("status", "modality") else label or value


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A value of a filter, where it leads to, and how many have it."""

    href: str
    label: Markup
    count: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its first values; ``rest`` counts the others, ``all`` leads to them."""

    group: str
    name: str
    open: bool
    rows: tuple[FacetRow, ...]
    rest: int
    all: str


def facet_rows(
    counts: Mapping[str, Sequence[Count]], ask: Ask, path: str, kind: str | None, more: str
) -> Iterator[Facet]:
    """The filters that have anything to choose."""
    for group, name in GROUP_NAMES.items():
        found = counts[group]
        if not found or (len(found) == 1 and not found[0].chosen):
            continue
        shown = found[: ALL if group == more else SOME]
        addresses = ask.toggles(group, (c.value for c in shown), kind=kind)
        rows = tuple(
            FacetRow(f"{path}?{address}", safe(in_group(group, c.value, c.label)), f"{c.count:,}", c.chosen)
            for c, address in zip(shown, addresses, strict=True)
        )
        opened = group in OPEN or group == more or found[0].chosen
        everything = f"{path}?{ask.address(kind=kind, more=group)}"
        yield Facet(group, name, opened, rows, len(found) - len(shown), everything)


def at(cite: Cite) -> str:
    """The address of a sentence in its report, with the very words to be marked there."""
    page, _, sentence = cite.href.partition("#")
    return f"{page}?{urlencode({'m': cite.marks})}#{sentence}" if cite.marks else cite.href


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dragoman.workspace"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # or each page would look at its files again, whether they have changed
    )
    environment.filters.update(
        plain=plain,
        date=in_words,
        safe_text=safe,
        pieces=shown_pieces,
        type_name=type_name,
        listed=listed,
        party_links=party_links,
    )
    environment.globals.update(
        count=count,
        verdicts=VERDICT_WORDS,
        certainty=CERTAINTY,
        groups=GROUP_NAMES,
        in_group=in_group,
        static=static_address,
        at=at,
        tags=tags,
        sentence=sentence,
        facet_rows=facet_rows,
        family=lambda kind: FAMILY_OF.get(kind, OTHER[0]),
        Ask=Ask,
    )
    return environment
