"""Parts of pages that a list has by the dozen: written here, where they take a fraction of what a template takes."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from urllib.parse import quote

from markupsafe import Markup, escape

from dragoman.publishing.dates import in_words
from dragoman.publishing.highlight import visible
from dragoman.publishing.wording import count, plain
from dragoman.record.search import Pieces, Quoted
from dragoman.shown import quote_shown

_ODD = re.compile("[\0\r\ud800-\udfff]")


def safe(text: object) -> Markup:
    """``visible`` for texts of which most hold nothing odd, which is quickly seen."""
    said = str(text)
    return visible(said) if _ODD.search(said) else escape(said)


def shown_pieces(pieces: Pieces) -> Markup:
    """A quote as it is shown, with what was looked for in ``<mark>``."""
    ends = list(accumulate(len(text) for text, _ in pieces))
    quote, spans = quote_shown("".join(text for text, _ in pieces), pairwise([0, *ends]))
    parts = ((quote[start:end], hit) for (start, end), (_, hit) in zip(spans, pieces, strict=True) if start < end)
    return Markup("".join(f"<mark>{safe(text)}</mark>" if hit else safe(text) for text, hit in parts))


@lru_cache(maxsize=4096)
def party_link(id: str, name: str) -> Markup:
    """The name of a party, place or system, leading to its page."""
    return Markup(f'<a href="/entities/{escape(quote(id))}">{safe(name)}</a>')


def party_links(found: Sequence[tuple[str, str]]) -> Markup:
    """Parties (id and name), side by side."""
    return Markup(", ".join(party_link(id, name) for id, name in found))


@lru_cache(maxsize=1024)
def tags(status: str, certainty: str, sources: int) -> Markup:
    """How far an event has come, how sure that is where it is not plainly told, and how many publishers say so."""
    sure = ""
    if certainty not in ("one", "several"):
        sure = f'<em class="mod{" disputed" if certainty == "disputed" else ""}">{escape(certainty)}</em>'
    stage = f'<em class="st st-{escape(status)}">{escape(plain(status))}</em>'
    return Markup(f'<span class="tags">{stage}{sure}<em class="src">{count(sources, "publisher")}</em></span>')


def sentence(said: Quoted) -> Markup:
    """A sentence with who published it when, leading to its place in the report."""
    published = f", {escape(in_words(said.published))}" if said.published else ""
    source = safe(said.publisher or said.title or "a source without a name")
    where = f"/reports/{escape(quote(said.report))}#s-{said.start}-{said.end}"
    return Markup(
        f"<blockquote>{shown_pieces(said.sentence)}<footer>{source}{published} · "
        f'<a href="{where}">in the report</a></footer></blockquote>\n'
    )
