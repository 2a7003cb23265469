"""Names in a sentence: by word lists, by the report's own aliases, by pattern and by the statistical model together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import ahocorasick

from dragoman.codebook.lists import Entry, Lists, load_lists
from dragoman.reading.bodies import HEAD, STATES, States, find_bodies
from dragoman.reading.parsed import text_of
from dragoman.reading.persons import FAMILY_FIRST, HONOURED, TITLE_WORDS, TITLES_ONLY, after_state, as_spoken, in_office
from dragoman.reading.places import state_of_town
from dragoman.reading.reading import Mention
from dragoman.reading.where import NAMESAKE, dateline, find_places, find_sites, towns_in_lists

WORD = re.compile(r"[\w'’&.-]")
SHAPE = re.compile(
    r"\b(?:[A-Z][A-Za-z]{0,4}-?\d{1,4}[A-Za-z]{0,3}(?:[-/][A-Z0-9]{1,4})?(?: (?:Block|Mk) ?\w+)?|[A-Z]{2,6}-\d{1,4}\w*)\b"
)
NOT_SYSTEM = re.compile(
    r"^(?:COVID-?19|G-?\d{1,2}|Q[1-4]|FY\d+|H[12]|[A-Z]\d|U-?\d\d|E3|B2B|P5|UN\d+|No\d+|AK\d)$", re.I
)
NO_NAME = re.compile(
    r"\n|[%#]|\bper ?cent|^\d+(?:st|nd|rd|th)?$|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred)\b",
    re.I,
)
PLACED = re.compile(r"\b(?:at|in|near|outside|off|around) (?:the )?$")
HEADED = re.compile(rf"\b{HEAD}\b|^[A-Z]{{2,}}$|\d")
HEAD_WORD = re.compile(rf"^{HEAD}$")
BRACKET = re.compile(
    r"\s*[(\[]\s*(?:the\s+|hereinafter\s+|or\s+|[“\"'‘])?([A-Z][\w&.-]{1,14}(?: [A-Z][\w-]+)?)[”\"'’]?\s*[)\]]"
)
KNOWN_AS = re.compile(
    r"^,?\s*(?:\(?also (?:known|called|referred to) as|\(?(?:better )?known (?:locally |in \w+ |in the West )?as|\(?nicknamed|\(?dubbed|\(?export name|\(?alias)\s+(?:the\s+)?[“\"'‘]?([A-Z][\w-]*(?:[ -][A-Z0-9][\w-]*){0,3})"
)
SURNAME = re.compile(r"(?<![\w’'.-])([A-ZÀ-ÞŠŽČĆĐİŞ][\w’-]{3,}?)(?:['’]s)?(?![\w-]| [A-ZÀ-Þ][a-zà-þ])")
NOT_LONGER = re.compile(r"(?:Royal |Federal |Central )?Governments?\b", re.I)
"""The government of X is X [coding manual, the unit]."""
LEGAL = re.compile(
    r"(?:,?\s(?:Tech|Technolog(?:y|ies)|International|Overseas|Global|Limited|Ltd|Pte|Pty|Plc|Inc|Corp|Corporation|Co|Company|Group|"
    r"Holdings?|LLC|LLP|GmbH|AG|AB|AS|SA|S\.A|SpA|S\.p\.A|NV|BV|Sdn|Bhd|Oy)\.?)*"
)
"""What a company's name may end in without being another company's."""
COUNT_AFTER = re.compile(r"\s(\d{1,3}(?:,\d{3})+|\d{1,3})$")
"""What the model lets a name end in though it counts what follows: "in Solin 44 cameras"."""
OF_NO_NUMBER = ("person", "place", "nationality")
NO_PARTY = re.compile(
    r"(?:\s?\b(?:GSM|CDMA|WCDMA|GPRS|WiMAX|Wimax|VSAT|VoIP|ADSL|FTTH|LAN|WAN|SCADA|CCTV|GPS|LTE|[2-6]G|IT|ICTs?|AI|TV|HIV|AIDS|USD|MoUs?|MOUs?|"
    r"NGN|PSTN|IPTV|DTV|SMS|SIM|PPP|BOT|EPC|LIBOR|Libor|VAT|Project ID|Phase [IVX\d]+)\b)+"
)
"""Techniques, measures and forms of contract that look like names of bodies."""
SPACY_KINDS = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "nationality",
    "PRODUCT": "system",
}
STOP_NAMES = frozenset(
    """covid covid-19 christmas easter monday tuesday wednesday thursday friday saturday sunday english mou ai ict it 5g 4g 3g lte gps cctv tv
    internet euro dollar fdi gdp ceo cfo ngo uav uavs ugv pdf faq mp mps usd eur rmb cny i the""".split()
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A surface form of the word lists."""

    surface: str
    kind: str
    name: str
    ref: str
    state: str | None
    priority: int
    own: bool = False
    """Whether a user's own list gives it."""


@dataclass
class Aliases:
    """What one report calls things: bracketed short names, full names of persons, last bodies by kind."""

    short: dict[str, Mention] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, Mention] = field(default_factory=dict)
    organs: dict[str, Mention] = field(default_factory=dict)
    """By "treasury" and the like the one named last with its owner: whose a bare "the Treasury" is from there on."""
    told: dict[str, Mention] = field(default_factory=dict)
    """What the report says that a short name, or a full one with it, stands for, other than the lists do."""

    def add_person(self, printed: str) -> None:
        """Learn by what a person is called later: the last name, the family name where that comes first or in capitals."""
        name = as_spoken(printed)
        words = name.split()
        self.persons.setdefault(words[-1], name)
        for n, (word, as_printed) in enumerate(zip(words, printed.split(), strict=True)):
            if word != as_printed or (n == 0 and word in FAMILY_FIRST):
                self.persons.setdefault(word, name)


class NameIndex:
    """All surface forms of the word lists in one automaton: one pass over a text finds them all."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.states = States(lists)
        self._automaton = ahocorasick.Automaton()
        forms: dict[str, Listed] = {}
        for listed in _listed(lists):
            best = forms.get(listed.surface)
            if best is None or (not listed.own, listed.priority) < (not best.own, best.priority):
                forms[listed.surface] = listed
        for surface, listed in forms.items():
            self._automaton.add_word(surface, listed)
        self._automaton.make_automaton()

    def find(self, text: str, offset: int = 0) -> list[Mention]:
        """The listed names of a text; ``offset`` is added to their places.

        Where two overlap, a user's own is taken before one of the project's, unless it is but a part of that; then the
        leftmost, then the longest.
        """
        hits: list[tuple[int, int, Listed]] = []
        for last, listed in self._automaton.iter(text):
            start, end = last - len(listed.surface) + 1, last + 1
            if (start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_")) and not _goes_on(
                text, end, listed
            ):
                hits.append((start, end, listed))
        ranked = sorted(hits, key=lambda h: (not h[2].own or _inside_another(h, hits), h[0], -h[1]))
        taken: list[tuple[int, int, Listed]] = []
        for start, end, listed in ranked:
            if not any(s < end and start < e for s, e, _ in taken) and (meant := self._meant(text, start, end, listed)):
                taken.append((start, end, meant))
        return [
            Mention(s + offset, e + offset, text[s:e], x.kind, x.name, x.ref, x.state)
            for s, e, x in sorted(taken, key=lambda h: h[0])
        ]

    def settled(self, found: list[list[Mention]], whole: str) -> list[list[Mention]]:
        """The names of a report's sentences, ambiguous ones by what the whole of it tells ("Dominican" beside EC$)."""
        known = self.lists.ambiguous
        undecided = {m.text for ms in found for m in ms if m.text in known and m.ref == known[m.text].default}
        meant = {t: e for t in undecided if (e := self.lists.get(self.lists.throughout(t, whole))) is not None}
        return [
            [_meaning(m, meant[m.text]) if m.text in meant and m.ref == known[m.text].default else m for m in ms]
            for ms in found
        ]

    def _meant(self, text: str, start: int, end: int, listed: Listed) -> Listed | None:
        if text[start:end] not in self.lists.ambiguous:
            return listed
        meant = self.lists.get(self.lists.meaning(text[start:end], text[:start], text[end:], listed.ref))
        if meant is None:
            return None
        return (
            listed
            if meant.id == listed.ref
            else Listed(listed.surface, meant.kind, meant.name, meant.id, meant.state, 0)
        )


def _meaning(m: Mention, entry: Entry) -> Mention:
    return replace(m, name=entry.name, ref=entry.id, state=entry.id if entry.kind == "state" else entry.state)


def _inside_another(hit: tuple[int, int, Listed], hits: list[tuple[int, int, Listed]]) -> bool:
    """Whether a longer name holds this one whole ("Heron" in "Heron Island Works")."""
    start, end, _ = hit
    return any(a <= start and end <= b and b - a > end - start for a, b, _ in hits)


CAPITAL_NEXT = re.compile(r" [A-ZÀ-Þ]")


def _goes_on(text: str, at: int, listed: Listed) -> bool:
    if at >= len(text):
        return False
    if listed.surface.startswith("The ") and CAPITAL_NEXT.match(text, at):  # "The National Defence College"
        return True
    if text[at].isalnum() or text[at] == "_":
        return True
    return text[at] == "-" and at + 1 < len(text) and (text[at + 1].isdigit() or listed.kind == "person")


@lru_cache(maxsize=1)
def name_index() -> NameIndex:
    """The index over the lists that ship with the codebook."""
    return NameIndex(load_lists())


PRIORITY = {"state": 0, "group": 1, "nationality": 2, "capital": 3, "person": 4, "body": 5, "company": 6, "system": 7}
KINDS = {"demonym": "nationality", "adjective": "nationality", "capital": "capital"}


SPELT_OUT = {
    "US ": ("U.S. ", "United States ", "American "),
    "UK ": ("U.K. ", "United Kingdom ", "British "),
    "UAE ": ("United Arab Emirates ", "Emirati "),
    "EU ": ("European Union ",),
}
"""How else a body's name may open: "the American Treasury" is the US Treasury."""


def _forms(text: str, kind: str, known: frozenset[str]) -> set[str]:
    """A listed name and how else it is written, unless that is in the lists as somebody else's name."""
    opening = next((short for short in SPELT_OUT if kind == "body" and text.startswith(short)), "")
    spelt = {long + text.removeprefix(opening) for long in SPELT_OUT.get(opening, ())}
    if kind == "person" and text.count(" ") == 1:  # ministries write the family name in capitals, first or last
        first, last = text.split()
        spelt |= (
            {f"{first.upper()} {last}"}
            if first in FAMILY_FIRST
            else {f"{last.upper()} {first}", f"{first} {last.upper()}"}
        )
    spelt -= known
    return {form.replace("'", mark) for form in (text, *spelt) for mark in "'’"}


def _listed(lists: Lists) -> Iterator[Listed]:
    known = frozenset(surface.text for surface in lists.surfaces())
    for surface in lists.surfaces():
        text, entry = surface.text, surface.entry
        if len(text) < 2 or text.lower() in STOP_NAMES or not any(c.isupper() or c.isdigit() for c in text):
            continue
        kind = KINDS.get(surface.how, entry.kind)
        name = text if kind == "capital" else entry.name
        state = entry.id if entry.kind == "state" else entry.state
        for form in _forms(text, kind, known):
            yield Listed(form, kind, name, entry.id, state, PRIORITY[kind], (entry.id, text) in lists.own)


def find_names(
    text: str,
    doc: Any,
    offset: int,
    index: NameIndex,
    aliases: Aliases,
    home: str | None,
    listed: list[Mention] | None = None,
    lender: str | None = None,
) -> list[Mention]:
    """The names of one sentence. ``doc`` is its parse (None where it was not parsed), ``offset`` its place in the report,
    ``home`` the id of the state the report is chiefly about, which a bare "Ministry of Defence" belongs to; ``listed`` what
    ``index`` finds in the sentence, where that is known already; ``lender`` the state whose export-import bank is meant by a bare
    "Exim Bank"."""
    known = index.find(text) if listed is None else listed
    found = [_told(replace(m, start=m.start + offset, end=m.end + offset), aliases) for m in known]
    found = [_namesake(m, text, offset) for m in _branches(text, offset, found, index.states, aliases)]
    found = _merge(found, find_bodies(text, offset, found, index.states, home, lender), wider=True)
    found = [_told(_organ(m, text, offset, aliases), aliases) for m in found]
    found = _merge(found, dateline(text, offset), wider=False)
    found = _merge(found, _known_aliases(text, offset, aliases), wider=False)
    if doc is not None:
        found = _merge(found, _model_names(doc, offset, found, aliases), wider=False)
    found = _merge(found, _shapes(text, offset), wider=False)
    _learn(text, offset, found, aliases)
    found = _merge(found, _known_surnames(text, offset, aliases), wider=False)
    found = _merge(found, find_places(text, offset), wider=False)
    found = towns_in_lists(text, offset, _sites(found, find_sites(text, offset)), home)
    return sorted((_in_full(m, aliases) for m in found), key=lambda m: m.start)


BRANCH = re.compile(r"\s\((?P<state>[A-ZÀ-Þ]\w+(?: [A-ZÀ-Þ]\w+){0,2})\)")


def _branches(text: str, offset: int, found: list[Mention], states: States, aliases: Aliases) -> list[Mention]:
    """ "Axiata (Bangladesh)" is one company, and in that report it is what "Axiata" means from there on."""
    for m in [m for m in found if m.kind == "company"]:
        match = BRANCH.match(text, m.end - offset)
        if match is None or states.at(match["state"]) is None:
            continue
        end = match.end() + offset
        whole = replace(
            m, end=end, text=text[m.start - offset : match.end()], name=f"{m.text} ({match['state']})", ref=None
        )
        found = [o for o in found if o is not m and not (m.end <= o.start and o.end <= end)] + [whole]
        aliases.told.setdefault(m.text, replace(whole, how="alias"))
    return found


def _told(m: Mention, aliases: Aliases) -> Mention:
    """A name as what the report itself says that it stands for."""
    meant = aliases.told.get(m.text)
    return m if meant is None else replace(meant, start=m.start, end=m.end, text=m.text)


def _namesake(m: Mention, text: str, offset: int) -> Mention:
    """ "Burma Camp" is a place, whatever lies in it."""
    match = NAMESAKE.match(text, m.end - offset) if m.kind == "state" and m.text[:1].isupper() else None
    if match is None:
        return m
    whole = text[m.start - offset : match.end()]
    return Mention(m.start, match.end() + offset, whole, "place", whole, None, None, "shape")


ORGANS = ("treasury", "senate", "house of representatives", "chamber of deputies", "congress", "supreme court")
OWNER_BEFORE = re.compile(r"['’]s?\s(?:own\s)?$")


def _organ(m: Mention, text: str, offset: int, aliases: Aliases) -> Mention:
    """A bare "the Treasury" as the one that the report has named with its owner, as "the US Treasury"."""
    words = m.text.lower().removeprefix("the ")
    organ = next((o for o in ORGANS if words.endswith(o)), None)
    if organ is None or m.kind != "body" or m.state is None:
        return m
    if words == organ and not OWNER_BEFORE.search(text, 0, m.start - offset):
        meant = aliases.organs.get(organ)
        return m if meant is None else replace(meant, start=m.start, end=m.end, text=m.text, how="alias")
    aliases.organs[organ] = m
    return m


def _merge(found: list[Mention], more: Iterable[Mention], *, wider: bool) -> list[Mention]:
    out = list(found)
    for new in more:
        rivals = [m for m in out if m.start < new.end and new.start < m.end]
        if not rivals:
            out.append(new)
        elif (new.how == "model" and len(rivals) == 1 and _longer_name(new, rivals[0])) or (
            wider
            and all(
                new.start <= m.start
                and m.end <= new.end
                and (m.kind in STATES or (new.how == m.how and len(new.text) > len(m.text)) or _qualified(new, m))
                for m in rivals
            )
        ):
            out = [m for m in out if m not in rivals] + [new]
    return out


def _qualified(new: Mention, old: Mention) -> bool:
    """Whether a listed name is but the end of a longer one: "Commercial Bank of China", where "Bank of China" is listed."""
    return (
        old.how == "list"
        and new.start < old.start
        and new.end == old.end
        and bool(HEAD_WORD.match(old.text.split()[0]))
    )


def _sites(found: list[Mention], sites: Iterable[Mention]) -> list[Mention]:
    """ "Holzdorf air base" is one place; the state in "northern Mali" or "the coast of Libya" stays what it is."""
    for site in sites:
        rivals = [m for m in found if m.start < site.end and site.start < m.end]
        if all(
            site.start <= m.start
            and m.end <= site.end
            and (m.how in ("model", "shape") or m.kind in ("place", "capital"))
            for m in rivals
        ):
            found = [m for m in found if m not in rivals] + [site]
    return found


def _longer_name(new: Mention, old: Mention) -> bool:
    """The model's "LG CNS" against the list's "LG", its "Meng Jianzhu" against a listed "Meng": the longer is the name,
    unless it only adds an owner or an article."""
    if new.kind == "person":
        return " " not in old.text and " " in new.text and old.kind in ("person", "body", "place", "system")
    if NOT_LONGER.match(new.text) or (
        old.kind == "company" and old.start == new.start and LEGAL.fullmatch(new.text[len(old.text) :])
    ):
        return False
    return (
        new.kind == "body"
        and old.kind in ("company", "body", "place", "capital", "state")
        and new.start <= old.start
        and old.end <= new.end
        and len(new.text) > len(old.text) + 1
        and "’" not in new.text
        and "'" not in new.text
        and all(w[0].isupper() or w in ("of", "for", "and", "the", "&") for w in new.text.split())
    )


def _known_aliases(text: str, offset: int, aliases: Aliases) -> Iterator[Mention]:
    for short, mention in aliases.short.items():
        for match in re.finditer(rf"(?<!\w){re.escape(short)}(?!\w)", text):
            yield Mention(
                match.start() + offset,
                match.end() + offset,
                short,
                mention.kind,
                mention.name,
                mention.ref,
                mention.state,
                "alias",
            )


GONE_TO = re.compile(r"\b(?:to|into|towards?|reached|from|via) $")


def _is_town(text: str, before: str, aliases: Aliases) -> bool:
    """Whether what the model takes for a person is where somebody went: "a team to Sehwan"."""
    known = (word for full in aliases.persons.values() for word in full.split())
    return " " not in text and bool(GONE_TO.search(before)) and state_of_town(text) is not None and text not in known


def _model_names(doc: Any, offset: int, found: list[Mention], aliases: Aliases) -> Iterator[Mention]:
    for ent in doc.ents:
        kind = SPACY_KINDS.get(ent.label_)
        if kind is None or ent.text.lower() in STOP_NAMES:
            continue
        text, start = ent.text, ent.start_char
        if match := re.match(r"(?:the|The|a|an)\s+", text):
            text, start = text[match.end() :], start + match.end()
        if kind == "body" and HONOURED.match(text) and not HEADED.search(text):
            kind = "person"
        if kind == "body" and (begin := in_office(text, start + offset, text_of(doc)[:start], found)) is not None:
            kind, text, start = "person", text[begin:], start + begin
        if kind == "person" and (match := TITLE_WORDS.match(text)):
            text, start = text[match.end() :], start + match.end()
        if kind == "person" and (begin := after_state(text, start + offset, found) - offset) != start:
            text, start = text[begin - start :], begin
        text = re.sub(r"(?:['’]s?|[,;:])$", "", text)
        if (count := COUNT_AFTER.search(text)) and (
            "," in count[1] or (kind in OF_NO_NUMBER and ent[-1].head.i >= ent.end)
        ):
            text = text[: count.start()]
        if not text or not (text[0].isupper() or text[0].isdigit()) or len(text) < 2 or NO_NAME.search(text):
            continue
        if TITLES_ONLY.fullmatch(text) or NO_PARTY.fullmatch(text):
            continue
        if kind in ("person", "body", "system") and PLACED.search(text_of(doc), 0, start) and not HEADED.search(text):
            kind = "place"
        if kind == "person" and _is_town(text, text_of(doc)[:start], aliases):
            kind = "place"
        if kind == "nationality" and not text[0].isupper():
            continue
        name = as_spoken(text) if kind == "person" else text
        yield Mention(start + offset, start + offset + len(text), text, kind, name, None, None, "model")


def _shapes(text: str, offset: int) -> Iterator[Mention]:
    for match in SHAPE.finditer(text):
        if not NOT_SYSTEM.match(match.group()):
            yield Mention(
                match.start() + offset,
                match.end() + offset,
                match.group(),
                "system",
                match.group(),
                None,
                None,
                "shape",
            )


def _learn(text: str, offset: int, found: list[Mention], aliases: Aliases) -> None:
    for m in found:
        tail = text[m.end - offset :]
        match = BRACKET.match(tail) or KNOWN_AS.match(tail)
        if (
            match
            and match.group(1) != m.name
            and m.kind not in ("nationality",)
            and match.group(1).lower() not in STOP_NAMES
        ):
            aliases.short.setdefault(match.group(1), m)
        if m.kind == "person" and " " in m.text:
            aliases.add_person(m.name)
        if m.kind in ("body", "group") and " " in m.name:
            for word in m.name.split():
                if HEAD_WORD.match(word):
                    aliases.bodies[word] = m


def _known_surnames(text: str, offset: int, aliases: Aliases) -> Iterator[Mention]:
    """The surname of a person whose full name stands anywhere in the report, where nothing else found it."""
    for match in SURNAME.finditer(text):
        full = aliases.persons.get(match[1])
        if full is not None:
            start, end = match.start(1) + offset, match.end(1) + offset
            yield Mention(start, end, match[1], "person", full, None, None, "alias")


def _in_full(m: Mention, aliases: Aliases) -> Mention:
    """A surname as the full name, "the Commission" as the body of that kind named last."""
    if " " in m.name and m.kind != "person":
        return m
    if m.kind in ("person", "body", "place") and m.how == "model" and m.name in aliases.persons:
        return Mention(m.start, m.end, m.text, "person", aliases.persons[m.name], m.ref, m.state, "alias")
    if m.kind == "person" and m.how == "list" and " " not in m.text and m.text != m.name:
        namesakes = [f for f in aliases.persons.values() if m.text in f.split() and f != m.name]
        if namesakes and not any(f == m.name for f in aliases.persons.values()):
            return Mention(m.start, m.end, m.text, "person", namesakes[0], None, None, "alias")
    if m.how == "model" and (full := aliases.bodies.get(m.text)) is not None:
        return Mention(m.start, m.end, m.text, full.kind, full.name, full.ref, full.state, "alias")
    return m
