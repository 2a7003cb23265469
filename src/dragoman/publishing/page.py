"""Templates, style and script put together into one page under a content security policy that lets nothing in.

The policy names the hashes of the one style sheet and the one script: whatever a report might smuggle in as markup
would neither run nor style anything, nor could the page ask a network for anything.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import floor
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.matching.information import MEANING
from dragoman.publishing.build import VERDICT_WORDS
from dragoman.publishing.dates import in_words
from dragoman.publishing.filters import NAMES
from dragoman.publishing.marks import tenth
from dragoman.publishing.wording import FAMILIES, LETTERS, count, plain

STYLES = ("base.css", "mast.css", "body.css", "charts.css", "reader.css", "small.css", "print.css")
SCRIPTS = ("data.js", "figures.js", "map.js", "network.js", "filters.js", "reader.js", "start.js")
"""Pieces in the order they are put together; all scripts share one block scope."""
UNSCRIPTED = "unscripted.css"
"""What holds where no script runs: nothing is hidden, since nothing could bring it back."""


def render(context: Mapping[str, Any]) -> str:
    """The page; ``context`` holds what the templates name (a name they miss is an error)."""
    style, unscripted = _together(STYLES), _static(UNSCRIPTED)
    script = f'"use strict";\n{{\n{_together(SCRIPTS)}}}\n'
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}' '{_hash(unscripted)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "img-src 'none'",
            "connect-src 'none'",
        )
    )
    page = (
        environment()
        .get_template("dossier.html")
        .render(**context, style=Markup(style), unscripted=Markup(unscripted), script=Markup(script), policy=policy)
    )
    # What no UTF-8 file can hold never leaves this function, whatever field it came in.
    return page.encode("utf-8", "replace").decode("utf-8")


@cache
def environment() -> Environment:
    """The templates of this room with the filters and words that they use; also for pages of other rooms."""
    environment = Environment(
        loader=PackageLoader("dragoman.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols"],
    )
    environment.filters.update(plain=plain, date=in_words, tenth=_tenth, whole=_whole)
    environment.globals.update(
        count=count, verdicts=VERDICT_WORDS, letters=LETTERS, meaning=MEANING, family_list=FAMILIES, filter_names=NAMES
    )
    return environment


def _tenth(value: float) -> str:
    """A length of a drawing, as the script writes it too."""
    return f"{tenth(value):g}"


def _whole(value: float) -> str:
    """A percentage, halves upwards, as the script rounds."""
    return str(floor(value + 0.5))


def _together(names: Iterable[str]) -> str:
    return "".join(_static(name) for name in names)


def _static(name: str) -> str:
    text = (files("dragoman.publishing") / "static" / name).read_text(encoding="utf-8")
    if re.search(r"</(?:style|script)", text, re.IGNORECASE):
        raise ValueError(f"{name} would close its own element")
    return text


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
