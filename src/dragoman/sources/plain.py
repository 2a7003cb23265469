"""Plain text, and Markdown with front matter."""

import re
from dataclasses import replace

import yaml

from dragoman.sources.addresses import web_address
from dragoman.sources.dates import iso_date
from dragoman.sources.document import Document, one_line
from dragoman.sources.origins import merged, whole
from dragoman.sources.report import Origin

_FRONT = re.compile(r"\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_FRONT_LIMIT = 65_536
_PAIR = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]+(.*)")
_HEADING = re.compile(r"\s*#[ \t]+([^\n]+)")
_ADDRESS = r"\([ \t]*(?:[^()\s]++|\([^()\s]*+\))*(?:[ \t]+\"[^\"\n]*\")?[ \t]*\)"
_PICTURE = rf"!\[[^\[\]\n]*\]{_ADDRESS}"
_LINK = re.compile(
    rf"\[{_PICTURE}\]{_ADDRESS}|{_PICTURE}|(?<=\S)\[\^?\d{{1,3}}\]{_ADDRESS}|(?<!\\)\[(?P<said>[^\[\]\n]+)\](?:{_ADDRESS}|\[[^\[\]\n]*\])"
    r"|^ {0,3}\[[^\[\]\n]+\]:[ \t]+\S+(?:[ \t]+\"[^\"\n]*\")?[ \t]*(?:\n|\Z)",
    re.M,
)
"""A picture, the number of a note, a link with its address or with the name of one, and the line that gives such a name
its address (CommonMark 0.31, sections 4.7, 6.3 and 6.4)."""
_TITLE_LENGTH = 200


def plain_text(text: str) -> Document:
    """A text kept to the letter. A first line that stands alone and ends like no sentence is its title too.

    Front matter is honoured here as in Markdown, since nothing else begins that way.
    """
    body, meta = _split(text)
    return _document(text, body, meta, _first_line(body))


def markdown(text: str) -> Document:
    """Markdown as written, without its front matter; of that title, publisher, date (``published``) and address are
    kept. Of links only the words stay, as of those of a page: their addresses are no part of a sentence.

    A leading ``# title`` stays in the text and is the title where the front matter has none.
    """
    body, meta = _split(text)
    said, origins = _without_addresses(body, len(text) - len(body))
    heading = _HEADING.match(said)
    found = _document(text, body, meta, heading.group(1).rstrip(" \t#") if heading else None)
    return replace(found, text=said, origins=origins)


def _without_addresses(body: str, start: int) -> tuple[str, tuple[Origin, ...]]:
    """The body without links' marks and addresses and without pictures, and where it stands in the original, in which
    it begins at ``start``."""
    parts, origins, here, at = list[str](), list[Origin](), 0, 0
    for link in (*_LINK.finditer(body), None):
        kept = [(at, link.start()), link.span("said")] if link else [(at, len(body))]
        for first, last in kept:
            if first < last:
                parts.append(body[first:last])
                origins.append(Origin(here, here + last - first, "", start + first, start + last))
                here += last - first
        at = link.end() if link else at
    return "".join(parts), merged(origins)


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
