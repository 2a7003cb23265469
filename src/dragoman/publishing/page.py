"""Templates, style and script put together into one page under a content security policy that lets nothing in.

The policy names the hashes of the one style sheet and the one script: whatever a report might smuggle in as markup
would neither run nor style anything, nor could the page ask a network for anything.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.publishing.build import VERDICT_WORDS
from dragoman.publishing.dates import in_words
from dragoman.publishing.highlight import visible
from dragoman.publishing.wording import count, plain


def render(context: Mapping[str, Any]) -> str:
    """The page; ``context`` holds what the templates name (a name they miss is an error)."""
    style, script = _static("dossier.css"), _static("dossier.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "img-src 'none'",
            "connect-src 'none'",
        )
    )
    page = (
        _environment()
        .get_template("dossier.html")
        .render(**context, style=Markup(style), script=Markup(script), policy=policy)
    )
    # What no UTF-8 file can hold never leaves this function, whatever field it came in.
    return page.encode("utf-8", "replace").decode("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dragoman.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols"],
    )
    environment.filters.update(plain=plain, date=in_words, safe_text=visible)
    environment.globals.update(count=count, verdicts=VERDICT_WORDS)
    return environment


def _static(name: str) -> str:
    text = (files("dragoman.publishing") / "static" / name).read_text(encoding="utf-8")
    if re.search(r"</(?:style|script)", text, re.IGNORECASE):
        raise ValueError(f"{name} would close its own element")
    return text


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
