"""Templates into pages. What a report says is text to them, never mark-up."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from dragoman.publishing.dates import in_words
from dragoman.publishing.page import STYLES
from dragoman.publishing.wording import FAMILY_OF, OTHER, count, listed, plain, type_name
from dragoman.shown import plain_quote
from dragoman.workspace import parts
from dragoman.workspace.asking import Ask
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
PARTS = (
    parts.at, parts.chips, parts.cites, parts.event_row, parts.facets, parts.in_group, parts.linked, parts.navigation,
    parts.pager, parts.swatch, parts.verdict, parts.views,
)  # fmt: skip
"""What templates call by name."""

def render(name: str, context: Mapping[str, Any]) -> bytes:
    """A page; ``context`` holds what its template names (a name it misses is an error)."""
    page = _template(name).render(**context)
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


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


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
        quote=plain_quote,
        pieces=shown_pieces,
        type_name=type_name,
        listed=listed,
        party_links=party_links,
    )
    environment.globals.update(
        count=count,
        certainty=parts.CERTAINTY,
        groups=parts.GROUP_NAMES,
        static=static_address,
        tags=tags,
        sentence=sentence,
        family=lambda kind: FAMILY_OF.get(kind, OTHER[0]),
        Ask=Ask,
        **{part.__name__: part for part in PARTS},
    )
    return environment
