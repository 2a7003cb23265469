"""Names in a sentence: by word lists, by the report's own aliases, by pattern and by the statistical model together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import ahocorasick

from dragoman.codebook.lists import Lists, load_lists
from dragoman.reading.reading import Mention

WORD = re.compile(r"[\w'’&.-]")
BODY = (
    r"(?:Ministry|Ministries|Department|Office|Agency|Directorate|Bureau|Commission|Council|Committee|Inspectorate|Secretariat|Service|"
    r"Authority|Administration|Institute|Foundation|Association|Institution|Chamber|Board|Centre|Center|University|Academy|Command|"
    r"Brigade|Regiment|Division|Battalion|Corps|Bank|Court|Parliament|Assembly|Police|Army|Navy|Force|Forces|Guard|Embassy|Group|Fund|Staff|Union|Corporation|Company)"
)
JOIN = r"(?:of|for|and|the|on|in|de|&)"
CAP = r"[A-ZÀ-ÞŠŽČĆĐİŞ][\w’'.-]*"
LONG_BODY = re.compile(
    rf"\b(?:{CAP}\s){{0,4}}{BODY}(?:\s(?:{JOIN}\s){{1,2}}{CAP}(?:(?:,)?\s(?:{JOIN}\s){{0,2}}{CAP}){{0,5}})?"
)
PORTFOLIO = {
    "interior": "the Interior",
    "home affairs": "Home Affairs",
    "home": "Home Affairs",
    "foreign": "Foreign Affairs",
    "foreign affairs": "Foreign Affairs",
    "defence": "Defence",
    "defense": "Defence",
    "finance": "Finance",
    "economy": "Economy",
    "trade": "Trade",
    "commerce": "Commerce",
    "health": "Health",
    "education": "Education",
    "justice": "Justice",
    "security": "Security",
    "public security": "Public Security",
    "state security": "State Security",
    "communications": "Communications",
    "telecommunications": "Telecommunications",
    "transport": "Transport",
    "energy": "Energy",
    "culture": "Culture",
    "science": "Science",
    "digital": "Digital Affairs",
    "public safety": "Public Safety",
    "police": "Police",
    "information": "Information",
    "works": "Works",
    "infrastructure": "Infrastructure",
    "industry": "Industry",
    "agriculture": "Agriculture",
    "planning": "Planning",
    "technology": "Technology",
}
_PORT = "|".join(sorted(PORTFOLIO, key=len, reverse=True))
SHORT_BODY = re.compile(rf"\b(?P<port>{_PORT})\s(?P<head>ministry|department)\b", re.I)
OF_BODY = re.compile(
    rf"\b(?:Federal |Union |National |State )?(?P<head>Ministry|Department) (?:of|for) (?:the )?(?P<rest>(?:National |Public |State |Internal |Foreign |Home |Armed |Higher |Economic )?{CAP}(?:(?:, | and | & )(?:the )?{CAP}){{0,4}})"
)
FORCE = re.compile(
    r"^\s(?P<what>(?:national |federal |royal )?(?:army|navy|air force|armed forces|coast guard|coastguard|marine corps|marines|gendarmerie|carabinieri|general staff|national guard|border guard|parliament|central bank|supreme court|constitutional court|intelligence service|space agency|opposition))\b",
    re.I,
)
EMBASSY = re.compile(
    r"^\s(?P<what>[Ee]mbassy|[Hh]igh [Cc]ommission|[Cc]onsulate)\b(?: in (?P<where>(?:the )?[A-ZÀ-Þ][\w-]+(?: (?:and )?[A-Z][\w-]+){0,3}))?"
)
SHAPE = re.compile(
    r"\b(?:[A-Z][A-Za-z]{0,4}-?\d{1,4}[A-Za-z]{0,3}(?:[-/][A-Z0-9]{1,4})?(?: (?:Block|Mk) ?\w+)?|[A-Z]{2,6}-\d{1,4}\w*)\b"
)
NOT_SYSTEM = re.compile(
    r"^(?:COVID-?19|G-?\d{1,2}|Q[1-4]|FY\d+|H[12]|[A-Z]\d|U-?\d\d|E3|B2B|P5|UN\d+|No\d+|AK\d)$", re.I
)
TITLE = (
    r"(?:(?:then|former|acting|deputy|vice|first|prime|chief|senior|state|interim|outgoing|incoming|assistant|permanent|under)[- ])*"
    r"(?:president|prime minister|premier|minister|secretary|chancellor|ambassador|general|admiral|colonel|major|captain|lieutenant|brigadier|commander|"
    r"chief|director|spokes(?:man|woman|person)|senator|congress(?:man|woman)|mp|mep|governor|mayor|king|queen|prince|crown prince|sheikh|emir|sultan|chair(?:man|woman|person)?|"
    r"commissioner|inspector|superintendent|marshal|mr|mrs|ms|dr|professor|prof|sir|lord|judge|justice|envoy|gen|lt|col|adm|maj|capt|sgt|president-elect|counterpart|leader|analyst|researcher|expert)\.?"
)
TITLE_WORDS = re.compile(rf"^(?:the\s+)?(?:{TITLE}\s+)+", re.I)
BRACKET = re.compile(
    r"\s*[(\[]\s*(?:the\s+|hereinafter\s+|or\s+|[“\"'‘])?([A-Z][\w&.-]{1,14}(?: [A-Z][\w-]+)?)[”\"'’]?\s*[)\]]"
)
KNOWN_AS = re.compile(
    r"^,?\s*(?:\(?also (?:known|called|referred to) as|\(?(?:better )?known (?:locally |in \w+ |in the West )?as|\(?nicknamed|\(?dubbed|\(?export name|\(?alias)\s+(?:the\s+)?[“\"'‘]?([A-Z][\w-]*(?:[ -][A-Z0-9][\w-]*){0,3})"
)
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


@dataclass
class Aliases:
    """What one report calls things: bracketed short names, full names of persons, last bodies by kind."""

    short: dict[str, Mention] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)


class NameIndex:
    """All surface forms of the word lists in one automaton: one pass over a text finds them all."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.adjective = {e.id: (e.extra.get("demonyms") or (e.name,))[0] for e in lists.of("state")}
        self._automaton = ahocorasick.Automaton()
        forms: dict[str, Listed] = {}
        for listed in _listed(lists):
            best = forms.get(listed.surface)
            if best is None or listed.priority < best.priority:
                forms[listed.surface] = listed
        for surface, listed in forms.items():
            self._automaton.add_word(surface, listed)
        self._automaton.make_automaton()

    def find(self, text: str, offset: int = 0) -> list[Mention]:
        """The listed names of a text, longest first where they overlap; ``offset`` is added to their places."""
        hits: list[tuple[int, int, Listed]] = []
        for last, listed in self._automaton.iter(text):
            start, end = last - len(listed.surface) + 1, last + 1
            if (start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_")) and not _goes_on(text, end):
                hits.append((start, end, listed))
        hits.sort(key=lambda h: (h[0] - h[1], h[0]))
        taken: list[tuple[int, int, Listed]] = []
        for start, end, listed in hits:
            if not any(s < end and start < e for s, e, _ in taken) and (meant := self._meant(text, start, end, listed)):
                taken.append((start, end, meant))
        return [
            Mention(s + offset, e + offset, text[s:e], x.kind, x.name, x.ref, x.state)
            for s, e, x in sorted(taken, key=lambda h: h[0])
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


def _goes_on(text: str, at: int) -> bool:
    if at >= len(text):
        return False
    if text[at].isalnum() or text[at] == "_":
        return True
    return text[at] == "-" and at + 1 < len(text) and text[at + 1].isdigit()


@lru_cache(maxsize=1)
def name_index() -> NameIndex:
    """The index over the lists that ship with the codebook."""
    return NameIndex(load_lists())


PRIORITY = {"state": 0, "group": 1, "nationality": 2, "capital": 3, "person": 4, "body": 5, "company": 6, "system": 7}
KINDS = {"demonym": "nationality", "adjective": "nationality", "capital": "capital"}


def _listed(lists: Lists) -> Iterator[Listed]:
    for surface in lists.surfaces():
        text, entry = surface.text, surface.entry
        if len(text) < 2 or text.lower() in STOP_NAMES or not any(c.isupper() or c.isdigit() for c in text):
            continue
        kind = KINDS.get(surface.how, entry.kind)
        name = text if kind == "capital" else entry.name
        state = entry.id if entry.kind == "state" else entry.state
        for form in {text, text.replace("'", "’")}:
            yield Listed(form, kind, name, entry.id, state, PRIORITY[kind])


def find_names(text: str, doc: Any, offset: int, index: NameIndex, aliases: Aliases, home: str | None) -> list[Mention]:
    """The names of one sentence. ``doc`` is its parse (None where it was not parsed), ``offset`` its place in the report,
    ``home`` the id of the state the report is chiefly about, which a bare "Ministry of Defence" belongs to."""
    found = index.find(text, offset)
    found = _merge(found, _bodies(text, offset, found, index, home), wider=True)
    found = _merge(found, _known_aliases(text, offset, aliases), wider=False)
    if doc is not None:
        found = _merge(found, _model_names(doc, offset, aliases), wider=False)
    found = _merge(found, _shapes(text, offset), wider=False)
    _learn(text, offset, found, aliases)
    return sorted((_full_person(m, aliases) for m in found), key=lambda m: m.start)


def _merge(found: list[Mention], more: Iterable[Mention], *, wider: bool) -> list[Mention]:
    out = list(found)
    for new in more:
        rivals = [m for m in out if m.start < new.end and new.start < m.end]
        if not rivals:
            out.append(new)
        elif (new.how == "model" and len(rivals) == 1 and _longer_name(new, rivals[0])) or (wider and all(
            new.start <= m.start
            and m.end <= new.end
            and m.kind in ("state", "nationality", "capital", "place", "group")
            for m in rivals
        )):
            out = [m for m in out if m not in rivals] + [new]
    return out


def _longer_name(new: Mention, old: Mention) -> bool:
    """The model's "LG CNS" against the list's "LG": the longer is the name, unless it only adds an owner or an article."""
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


def _bodies(text: str, offset: int, found: list[Mention], index: NameIndex, home: str | None) -> Iterator[Mention]:
    """ "Serbian Ministry of the Interior", "the interior ministry": written out as the one, with its state."""
    for match in OF_BODY.finditer(text):
        name = f"{match['head']} of {'the ' if match['rest'].startswith('Interior') else ''}{match['rest']}".replace(
            "Defense", "Defence"
        )
        yield _state_body(match, name, offset, found, index, home)
    for match in SHORT_BODY.finditer(text):
        yield _state_body(match, f"Ministry of {PORTFOLIO[match['port'].lower()]}", offset, found, index, home)
    yield from _state_organs(text, offset, found, index, home)
    for match in LONG_BODY.finditer(text):
        words = match.group().split()
        if (
            len(words) >= 2
            and not match.group().startswith(("The ", "In ", "On ", "At ", "A ", "Under ", "By "))
            and words[0].rstrip("s").title() not in ("President", "Minister")
        ):
            first = next((m for m in found if m.start - offset == match.start() and m.kind == "nationality"), None)
            yield Mention(
                match.start() + offset,
                match.end() + offset,
                match.group(),
                "body",
                match.group(),
                None,
                first.ref if first else None,
                "shape",
            )


def _state_organs(
    text: str, offset: int, found: list[Mention], index: NameIndex, home: str | None
) -> Iterator[Mention]:
    """ "The Swedish army", "the Chinese embassy": a named body of a state, wherever it is written without capitals."""
    for m in found:
        if m.kind != "nationality" or not m.state:
            continue
        tail = text[m.end - offset :]
        adjective = index.adjective.get(m.state, m.text)
        if match := FORCE.match(tail):
            what = match["what"]
            title = what if what.lower() in ("parliament", "opposition") else " ".join(w.title() for w in what.split())
            yield Mention(
                m.start,
                m.end + match.end(),
                text[m.start - offset : m.end - offset + match.end()],
                "body",
                f"{adjective} {title}",
                None,
                m.state,
                "shape",
            )
        elif match := EMBASSY.match(tail):
            where = match["where"]
            host = next((e for e in index.find(where)), None) if where else None
            state = index.lists.get(host.state if host else home)
            place = f" in {state.name}" if state and state.id != m.state else f" in {where}" if where else ""
            yield Mention(
                m.start,
                m.end + match.end(),
                text[m.start - offset : m.end - offset + match.end()],
                "body",
                f"{adjective} {match['what'].lower()}{place}",
                None,
                m.state,
                "shape",
            )


def _state_body(
    match: re.Match[str], name: str, offset: int, found: list[Mention], index: NameIndex, home: str | None
) -> Mention:
    start, end = match.start() + offset, match.end() + offset
    owner = next((m for m in found if m.kind in ("nationality", "state", "capital") and 0 <= start - m.end <= 3), None)
    if owner is None:
        owner = next((m for m in found if m.kind == "state" and 0 < m.start - end <= 8), None)
        state = owner.ref if owner else home
    else:
        state, start = owner.ref, owner.start
    adjective = index.adjective.get(state or "", "")
    return Mention(start, end, name, "body", f"{adjective} {name}".strip(), None, state, "shape")


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


def _model_names(doc: Any, offset: int, aliases: Aliases) -> Iterator[Mention]:
    for ent in doc.ents:
        kind = SPACY_KINDS.get(ent.label_)
        if kind is None or ent.text.lower() in STOP_NAMES:
            continue
        text, start = ent.text, ent.start_char
        if match := re.match(r"(?:the|The|a|an)\s+", text):
            text, start = text[match.end() :], start + match.end()
        if kind == "person" and (match := TITLE_WORDS.match(text)):
            text, start = text[match.end() :], start + match.end()
        text = re.sub(r"(?:['’]s?|[,;:])$", "", text)
        if not text or not (text[0].isupper() or text[0].isdigit()) or len(text) < 2 or "\n" in text:
            continue
        if kind == "nationality" and not text[0].isupper():
            continue
        yield Mention(start + offset, start + offset + len(text), text, kind, text, None, None, "model")


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
        if m.kind == "person" and " " in m.name:
            aliases.persons.setdefault(m.name.split()[-1], m.name)


def _full_person(m: Mention, aliases: Aliases) -> Mention:
    if m.kind in ("person", "body", "place") and m.how == "model" and " " not in m.name and m.name in aliases.persons:
        return Mention(m.start, m.end, m.text, "person", aliases.persons[m.name], m.ref, m.state, "alias")
    return m
