"""Places that no list and no model knows, by what stands before or after them: "at Tafaigata", "Kant air base"."""

import re
from collections.abc import Iterator

from dragoman.reading.places import locate
from dragoman.reading.reading import Mention

_WORD = r"(?:[A-ZÀ-ÞŠŽČĆĐİŞ][\w’'.-]*[\w]|[A-ZÀ-Þ]{2,})"
_RUN = rf"{_WORD}(?: (?:(?:de|del|al|el|la|le|of|da|do|bin) )?{_WORD}){{0,3}}"
SITE = (
    r"(?:air ?port|airfield|air ?base|air base|airstrip|naval base|military base|army base|base|seaport|port|harbou?r|barracks|camp|garrison|"
    r"training (?:ground|area|range|centre|center)|range|test site|proving ground|province|region|district|county|prefecture|oblast|governorate|"
    r"municipality|island|islands|peninsula|strait|bay|gulf|river|valley|desert|basin|canal|border crossing|crossing|border post|checkpoint|"
    r"dockyard|shipyard|steelworks|refinery|university|hospital|stadium|industrial zone|free zone|science park|technology park|waters|coast)"
)
NAMED_SITE = re.compile(
    rf"(?<![\w’'-])(?P<place>(?P<name>{_RUN})(?:['’]s)? (?:(?:international|naval|air|military) )?{SITE})\b(?! stations?\b)"
)
SEVERAL_SITES = re.compile(
    rf"(?<![\w’'-])(?P<names>{_RUN}(?:, {_RUN})*,? (?:and|or|&) {_RUN}) "
    r"(?:provinces|regions|districts|counties|prefectures|oblasts|governorates|municipalities|islands|airports|airfields|air ?bases|bases|"
    r"ports|harbours|harbors|barracks|camps|cities|towns|villages|border crossings|crossings|checkpoints)\b"
)
"""Places whose kind is told once, behind the last: "Kunar, Nangarhar and Laghman provinces"."""
SITE_OF = re.compile(
    r"\b(?:the )?(?P<place>(?:port|city|town|village|island|province|region|district|coast|county|municipality|suburb|outskirts|harbour|"
    rf"harbor|gulf|Gulf|Strait|strait|Bay|Sea|waters) (?:of|off) (?:the )?(?P<name>{_RUN}))"
)
AT = re.compile(
    rf"\b(?:at|in|near|outside|into|around|off|towards|reached|reaches|left|from|to|between) (?:the )?(?P<name>{_RUN})(?![\w-])(?=[,.;:)!?]| (?:in|on|at|and|from|"
    r"to|for|by|with|where|which|was|is|are|were|has|had|have|since|last|this|during|under|after|before|as|until|near|would|will|began|started)\b|$)"
)
NAMESAKE = re.compile(
    r" (?:Camp|Hall|House|Street|Road|Avenue|Square|Gate|Tower|Park|Palace|Barracks|Lines)(?: (?:Complex|Building|Centre|Center))?(?![\w’'-]| of\b)"
)
"""After a country's name: it is no country's then, as "Burma Camp" in Accra, "Kenya House" in London."""
QUARTERS = re.compile(
    rf"\b(?P<place>(?:north|south|east|west|northern|southern|eastern|western|central|north-?eastern|north-?western|south-?eastern|south-?western|"
    rf"upper|lower|inner|outer) (?P<name>{_RUN}))"
)
DATELINE = re.compile(
    r"(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ' -]{2,28}[A-ZÀ-Þ])(?:, [A-Z][\w .]{2,20}| ?/ ?[A-Z][A-Za-z ]{2,20})*(?: \([\w. ]{2,20}\))? ?(?:-|–|—|:) ?(?=\S)"
)
NO_PLACE = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday spring summer autumn winter christmas easter ramadan parliament congress government president minister ministry
    english french chinese russian arabic covid internet general police army navy force forces state house senate council court phase
    article chapter section annex type block mark the this that these those its their his her our a an each every another one no both any some
    all such what which whose most many several""".split()
)


def find_sites(text: str, offset: int) -> Iterator[Mention]:
    """Names with the word that makes them a place ("Kant air base", "the port of Poti", "northern Luzon")."""
    taken: list[tuple[int, int]] = []
    for match in SEVERAL_SITES.finditer(text):
        for name in re.finditer(_RUN, match["names"]):
            start, end = name.start() + match.start("names"), name.end() + match.start("names")
            if name.group().split()[0].lower() not in NO_PLACE:
                taken.append((start, end))
                yield _mention(text, offset, start, end)
    for pattern in (SITE_OF, NAMED_SITE, QUARTERS):
        for match in pattern.finditer(text):
            start, end = match.span("place")
            if not any(a < end and start < b for a, b in taken) and match["name"].split()[0].lower() not in NO_PLACE:
                taken.append((start, end))
                yield _mention(text, offset, start, end)


def find_places(text: str, offset: int) -> Iterator[Mention]:
    """Names after a preposition of place; what is a name of another kind already is the caller's to leave out."""
    for match in AT.finditer(text):
        words = match["name"].split()
        if not any(w.lower() in NO_PLACE for w in words) and not (len(words) == 1 and words[0].isupper()):
            yield _mention(text, offset, *match.span("name"))


IN_PLACE = re.compile(r"\b(?:in|at|near|to|from|between|around|of|outside|into|towards|as far as) (?:the )?$", re.I)
NEXT = re.compile(r"(?:,|,? (?:and|or|&)) (?:the )?")
NEXT_NAME = re.compile(rf"{NEXT.pattern}(?P<name>{_RUN})(?![\w’'-])")
MISTAKEN = ("person", "nationality", "body", "system")


def towns_in_lists(text: str, offset: int, found: list[Mention], home: str | None) -> list[Mention]:
    """Names with the towns of a list of which the first is known as one: "in Zagreb, Zadar and Dubrovnik" is three.

    The statistical model takes the others for persons or misses them; the gazetteer has to know them, by the states of
    the list's first town and of the report (``home``).
    """
    out = sorted(found, key=lambda m: m.start)
    at = -1
    states: tuple[str, ...] = ()
    for i, m in enumerate(out):
        begins = m.kind in ("place", "capital") and IN_PLACE.search(text, 0, m.start - offset) is not None
        goes_on = at >= 0 and NEXT.fullmatch(text, at, m.start - offset) is not None
        if begins and not goes_on:
            states = tuple(s.removeprefix("state:") for s in (m.state, home) if s)
        if goes_on and m.how == "model" and m.kind in MISTAKEN and locate(m.text, states) is not None:
            out[i] = m = _mention(text, offset, m.start - offset, m.end - offset)
        at = m.end - offset if begins or (goes_on and m.kind in ("place", "capital")) else -1
        if at >= 0:
            missed = list(_missed(text, offset, at, out, states))
            if missed:
                return towns_in_lists(text, offset, [*out, *missed], home)
    return out


def _missed(text: str, offset: int, at: int, found: list[Mention], states: tuple[str, ...]) -> Iterator[Mention]:
    """The town that goes on a list at a place of the text, where nothing has found it."""
    match = NEXT_NAME.match(text, at)
    if match is None or locate(match["name"], states) is None:
        return
    start, end = match.span("name")
    if not any(m.start - offset < end and start < m.end - offset for m in found):
        yield _mention(text, offset, start, end)


def dateline(text: str, offset: int) -> Iterator[Mention]:
    """The town in capitals that a wire report opens with."""
    if match := DATELINE.match(text):
        start, end = match.span("name")
        name = match["name"].title()
        yield Mention(start + offset, end + offset, match["name"], "place", name, None, None, "shape")


def _mention(text: str, offset: int, start: int, end: int) -> Mention:
    return Mention(start + offset, end + offset, text[start:end], "place", text[start:end], None, None, "shape")


__all__ = ["NAMESAKE", "dateline", "find_places", "find_sites", "towns_in_lists"]
