"""Parts that a page has by the dozen: written here, where they take a fraction of what a template takes.

Each gives ``Markup``: whatever a report or a visitor wrote goes through ``safe`` or ``escape`` on its way.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote_plus

from markupsafe import Markup, escape

from dragoman.publishing.build import VERDICT_WORDS
from dragoman.publishing.summary import CERTAINTIES
from dragoman.publishing.view import Cite, ValueView
from dragoman.publishing.wording import FAMILY_OF, OTHER, count, plain, type_name
from dragoman.workspace.asking import Ask
from dragoman.workspace.index import Count
from dragoman.workspace.listing import EventHit
from dragoman.workspace.snippets import party_links, safe, sentence, tags

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
VIEWS = (
    ("/search", "events", "Events"), ("/search", "claims", "Sentences"), ("/timeline", "timeline", "Timeline"),
    ("/map", "map", "Map"), ("/network", "network", "Network"), ("/search", "reports", "Reports"),
    ("/search", "parties", "Parties"),
)  # fmt: skip
"""What a question can be shown as: path, name, label."""
PAGES = (
    ("/search", "Events"), ("/disputes", "Disputes"), ("/systems", "Systems"), ("/reports", "Reports"),
    ("/review", "Review"), ("/searches", "Saved"), ("/builds", "Builds"),
)  # fmt: skip
"""What stands at the head of every page: path, label."""


def in_group(group: str, value: str, label: str = "") -> str:
    """What a value of a filter is called on a page."""
    if group == "type":
        return type_name(value)
    if group == "certainty":
        return CERTAINTY.get(value, value)
    if group == "review":
        return REVIEWS.get(value, value)
    return plain(value) if group in ("status", "modality") else label or value


@lru_cache(maxsize=8192)
def _label(group: str, value: str, label: str) -> str:
    return str(safe(in_group(group, value, label)))


def navigation(path: str) -> Markup:
    """The links at the head of the page at ``path``."""
    return _navigation(next((href for href, _ in PAGES if path == href or path.startswith(f"{href}/")), ""))


@lru_cache(maxsize=len(PAGES) + 1)
def _navigation(here: str) -> Markup:
    current = ' aria-current="page"'
    links = (f'<li><a href="{href}"{current if href == here else ""}>{label}</a></li>' for href, label in PAGES)
    return Markup(f'<nav aria-label="Pages"><ul>\n{"".join(links)}\n</ul></nav>')


def views(ask: Ask, current: str) -> Markup:
    """Links to what is asked for as a list, a timeline, a map and so on."""
    asked = ask.address()
    found = []
    for path, name, label in VIEWS:
        kind = f"{'&' if asked else ''}kind={name}" if path == "/search" and name != "events" else ""
        here = ' aria-current="page"' if name == current else ""
        found.append(f'<li><a href="{path}?{escape(asked + kind)}"{here}>{label}</a></li>')
    return Markup(f'<nav class="views" aria-label="Ways to see what was found"><ul>\n{"".join(found)}\n</ul></nav>')


def facets(
    counts: Mapping[str, Sequence[Count]], ask: Ask, path: str, kind: str | None = None, more: str = ""
) -> Markup:
    """The filters beside a list at ``path`` that have anything to choose; of the one called ``more`` all values."""
    hidden = [_hidden("kind", kind)] if kind else []
    hidden += [_hidden("q", ask.q)] if ask.q else []
    hidden += [_hidden(group, value) for group in GROUP_NAMES for value in ask.chosen(group)]
    groups = "".join(_facets(counts, ask, path, kind, more))
    return Markup(
        f'<aside class="rail facets" aria-label="Filters">\n<form action="{path}" class="span">\n{"".join(hidden)}'
        f'<fieldset><legend>Between</legend><input name="since" value="{escape(ask.since)}" placeholder="2019" '
        f'aria-label="Since (a year, month or day)" size="9"> <input name="until" value="{escape(ask.until)}" '
        f'placeholder="2021-06" aria-label="Until (a year, month or day)" size="9"><button>Set</button></fieldset>\n'
        f"</form>\n{groups}</aside>"
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def _facets(
    counts: Mapping[str, Sequence[Count]], ask: Ask, path: str, kind: str | None, more: str
) -> Iterator[str]:
    for group, name in GROUP_NAMES.items():
        found = counts[group]
        if not found or (len(found) == 1 and not found[0].chosen):
            continue
        shown = found[: ALL if group == more else SOME]
        opened = " open" if group in OPEN or group == more or found[0].chosen else ""
        yield (
            f'<details class="facet" id="facet-{group}"{opened}>\n<summary><h3>{name}</h3></summary>\n<ul>\n'
            f"{_values(group, shown, ask, path, kind)}\n</ul>\n"
            f"{_rest(group, len(found) - len(shown), ask, path, kind, more)}</details>\n"
        )


def _values(group: str, shown: Sequence[Count], ask: Ask, path: str, kind: str | None) -> str:
    addresses = ask.toggles(group, (c.value for c in shown), kind=kind)
    return "".join(
        # An address is made of quoted pairs: all that is left to escape in it are the signs between them.
        f'<li><a href="{path}?{address.replace("&", "&amp;")}"{_CHOSEN if c.chosen else ""}>'
        f"<span>{_label(group, c.value, c.label)}</span> <b>{c.count:,}</b></a></li>"
        for c, address in zip(shown, addresses, strict=True)
    )


_CHOSEN = ' aria-current="true"'


def _rest(group: str, rest: int, ask: Ask, path: str, kind: str | None, more: str) -> str:
    if not rest:
        return ""
    if more == group:
        return f'<p class="src">and {rest} with fewer</p>'
    everything = escape(ask.address(kind=kind, more=group))
    return f'<p class="more"><a href="{path}?{everything}#facet-{group}">{rest} more</a></p>'


def chips(counts: Mapping[str, Sequence[Count]], ask: Ask, path: str, kind: str | None = None) -> Markup:
    """What is asked for, each part of it a link that takes it away."""
    found = [_chip(path, ask.without("q"), kind, f"“{ask.q}”")] if ask.q else []
    for group, name in GROUP_NAMES.items():
        for value in ask.chosen(group):
            label = next((c.label for c in counts[group] if c.value == value), value)
            found.append(_chip(path, ask.toggled(group, value), kind, f"{name}: {in_group(group, value, label)}"))
    found += [_chip(path, ask.without("since"), kind, f"since {ask.since}")] if ask.since else []
    found += [_chip(path, ask.without("until"), kind, f"until {ask.until}")] if ask.until else []
    if not found:
        return Markup("")
    return Markup(f'<ul class="chips" aria-label="What is asked for">\n{"".join(found)}\n</ul>\n')


def _chip(path: str, without: Ask, kind: str | None, said: str) -> str:
    return f'<li><a href="{path}?{escape(without.address(kind=kind))}"><span>{safe(said)}</span></a></li>'


def pager(path: str, ask: Ask, page: int, pages: int, more: str = "") -> Markup:
    """Links to the pages of a list before and after this one; ``more`` stands at the end of their addresses."""
    if pages <= 1:
        return Markup("")
    before = _turn(path, ask, page - 1, more, "prev", "← Earlier in the list") if page > 1 else "<span></span>"
    after = _turn(path, ask, page + 1, more, "next", "Further in the list →") if page < pages else "<span></span>"
    here = f"<span>Page {page:,} of {pages:,}</span>"
    return Markup(f'<nav class="pager" aria-label="Pages of results">\n{before}\n{here}\n{after}\n</nav>\n')


def _turn(path: str, ask: Ask, page: int, more: str, relation: str, label: str) -> str:
    return f'<a rel="{relation}" href="{path}?{escape(ask.address(page=page) + more)}">{label}</a>'


def event_row(hit: EventHit, level: str = "h3") -> Markup:
    """An event of a list, under a heading of ``level``."""
    head = hit.head
    several = f' <span class="src">{count(hit.claims, "sentence")}</span>' if hit.claims > 1 else ""
    parties = f'<p class="who">{party_links(hit.parties)}</p>\n' if hit.parties else ""
    return Markup(
        f'<article class="hit f-{FAMILY_OF.get(head.type, OTHER[0])}">\n'
        f'<{level}><a href="/events/{escape(head.id)}">{safe(head.title)}</a></{level}>\n'
        f'<p class="about"><span class="when">{escape(hit.when or "no date")}</span> '
        f"<span>{escape(type_name(head.type))}</span> {tags(head.status, head.certainty, hit.sources)}{several}</p>\n"
        f"{''.join(map(sentence, hit.sentences))}{parties}</article>\n"
    )


def at(cite: Cite) -> str:
    """The address of a sentence in its report, with the very words to be marked there."""
    page, _, sentence = cite.href.partition("#")
    return f"{page}?m={quote_plus(cite.marks)}#{sentence}" if cite.marks else cite.href


def linked(value: ValueView) -> Markup:
    """A value that leads to the first sentence that states it, where that can be read."""
    text = safe(value.text)
    if value.cites and value.cites[0].href:
        return Markup(f'<a class="v" href="{escape(at(value.cites[0]))}">{text}</a>')
    return Markup(f'<span class="v">{text}</span>')


def cites(value: ValueView) -> Markup:
    """The numbers of the sentences that state a value."""
    return Markup("".join(map(_cite, value.cites)))


def _cite(cite: Cite) -> str:
    if not cite.href:
        return f'<span class="c">{cite.number}</span>'
    label = f"sentence {cite.number}, {safe(cite.label)}"
    return f'<a class="c" href="{escape(at(cite))}" aria-label="{label}">{cite.number}</a>'


@lru_cache(maxsize=64)
def verdict(word: str) -> Markup:
    """What the sources together say of a slot."""
    return Markup(f'<span class="verdict {escape(word)}">{escape(VERDICT_WORDS.get(word, word))}</span>')


@lru_cache(maxsize=64)
def swatch(key: str) -> Markup:
    """The sign of how sure something is."""
    return Markup(
        '<svg class="swatch" viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
        f'<rect class="k-{escape(key)}" width="12" height="12"/></svg>'
    )
