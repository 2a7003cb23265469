"""Plain text, and Markdown with front matter."""

import re

import yaml

from dragoman.sources.addresses import web_address
from dragoman.sources.dates import iso_date
from dragoman.sources.document import Document, one_line
from dragoman.sources.origins import whole

_FRONT = re.compile(r"\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_FRONT_LIMIT = 65_536
_PAIR = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]+(.*)")
_HEADING = re.compile(r"\s*#[ \t]+([^\n]+)")
_TITLE_LENGTH = 200


def plain_text(text: str) -> Document:
    """A text kept to the letter. A first line that stands alone and ends like no sentence is its title too.

    Front matter is honoured here as in Markdown, since nothing else begins that way.
    """
    body, meta = _split(text)
    return _document(text, body, meta, _first_line(body))


def markdown(text: str) -> Document:
    """Markdown as written, without its front matter; of that title, publisher, date (``published``) and address are
    kept.

    A leading ``# title`` stays in the text and is the title where the front matter has none.
    """
    body, meta = _split(text)
    heading = _HEADING.match(body)
    return _document(text, body, meta, heading.group(1).rstrip(" \t#") if heading else None)


def _document(text: str, body: str, meta: dict[str, str], title: str | None) -> Document:
    start = len(text) - len(body)
    return Document(
        text=body,
        origins=whole(len(body), source=start),
        title=one_line(meta.get("title")) or one_line(title),
        publisher=one_line(meta.get("publisher")),
        published=iso_date(meta.get("published")),
        canonical=web_address(meta.get("address", "")),
    )


def _first_line(text: str) -> str | None:
    first, _, rest = text.strip("\n").partition("\n")
    alone = rest.startswith("\n") or not rest
    closed = first.rstrip(" \"'”’)").endswith((".", "!", "?", ":", ";", ","))
    return first if rest and alone and not closed and len(first) <= _TITLE_LENGTH else None


def _split(text: str) -> tuple[str, dict[str, str]]:
    match = _FRONT.match(text, 0, _FRONT_LIMIT)
    if not match:
        return text, {}
    meta = _keys(match.group(1))
    # "---" also opens a text as a rule: it is front matter only if it holds keys.
    return (text[match.end() :], meta) if meta else (text, {})


def _keys(front: str) -> dict[str, str]:
    """Keys in lower case, values as written. A title with a colon breaks YAML: then the lines are read one by one."""
    try:
        # BaseLoader builds strings, lists and mappings only: no dates, no objects.
        loaded = yaml.load(front, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        loaded = {m[1]: m[2].strip().strip("\"'") for m in map(_PAIR.fullmatch, front.splitlines()) if m}
    if not isinstance(loaded, dict):
        return {}
    return {str(key).lower(): value for key, value in loaded.items() if isinstance(value, str)}
