"""Templates into pages. What a report says is text to them, never mark-up."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.publishing.build import VERDICT_WORDS
from dragoman.publishing.dates import in_words
from dragoman.publishing.highlight import visible
from dragoman.publishing.page import STYLES
from dragoman.publishing.summary import CERTAINTIES
from dragoman.publishing.view import Cite
from dragoman.publishing.wording import FAMILY_OF, OTHER, count, listed, plain, type_name
from dragoman.record.search import Pieces
from dragoman.workspace.asking import Ask

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


def shown_pieces(pieces: Pieces) -> Markup:
    """A text with what was looked for in ``<mark>``."""
    return Markup("").join(
        Markup("<mark>{}</mark>").format(visible(text)) if hit else visible(text) for text, hit in pieces
    )


def in_group(group: str, value: str, label: str = "") -> str:
    """What a value of a filter is called on a page."""
    if group == "type":
        return type_name(value)
    if group == "certainty":
        return CERTAINTY.get(value, value)
    if group == "review":
        return REVIEWS.get(value, value)
    return plain(value) if group in ("status", "modality") else label or value


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
        extensions=["jinja2.ext.loopcontrols"],
    )
    environment.filters.update(
        plain=plain, date=in_words, safe_text=visible, pieces=shown_pieces, type_name=type_name, listed=listed
    )
    environment.globals.update(
        count=count,
        verdicts=VERDICT_WORDS,
        certainty=CERTAINTY,
        groups=GROUP_NAMES,
        in_group=in_group,
        static=static_address,
        at=at,
        family=lambda kind: FAMILY_OF.get(kind, OTHER[0]),
        Ask=Ask,
    )
    return environment
