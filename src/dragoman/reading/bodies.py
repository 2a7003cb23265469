"""Bodies of states and of nobody in particular, found by how they are written: ministries, forces, embassies, institutes."""

import calendar
import re
from collections.abc import Iterator

from dragoman.codebook.lists import Entry, Lists
from dragoman.reading.reading import Mention

HEAD = (
    r"(?:Ministry|Ministries|Department|Office|Agency|Directorate|Bureau|Commission|Council|Committee|Inspectorate|Secretariat|Service|"
    r"Authority|Administration|Institute|Foundation|Association|Institution|Chamber|Board|Centre|Center|University|Academy|College|Command|"
    r"Brigade|Regiment|Division|Battalion|Corps|Bank|Court|Parliament|Assembly|Police|Army|Navy|Force|Forces|Guard|Embassy|Group|Fund|Staff|"
    r"Union|Corporation|Company|Consortium|Tribunal|Panel|Observatory|Organisation|Organization|Party|Alliance|Telecom|Shipyard|Works)"
)
JOIN = r"(?:of|for|and|the|de|&)"
CAP = r"[A-ZÀ-ÞŠŽČĆĐİŞ][\w’'.-]*"
LONG_BODY = re.compile(
    rf"\b(?:{CAP}\s){{0,4}}{HEAD}\b(?:\s(?:{JOIN}\s){{1,2}}{CAP}(?:(?:,)?\s(?:{JOIN}\s){{0,2}}{CAP}){{0,5}})?(?<!\.)"
)
OPENERS = frozenset(
    """the in on at a an under by for from with when while and but as after before its their his her this that both meanwhile since
    although though if then also other all each one two three every some no to of our what which how last next former president minister
    presidents ministers prime deputy general chief asked according because during today earlier later""".split()
)
PORTFOLIO = {
    "interior": "the Interior",
    "home affairs": "Home Affairs",
    "home": "Home Affairs",
    "internal affairs": "Internal Affairs",
    "foreign": "Foreign Affairs",
    "foreign affairs": "Foreign Affairs",
    "defence": "Defence",
    "defense": "Defence",
    **{
        w: w.title()
        for w in """finance economy trade commerce health education justice security communications telecommunications
        transport energy culture science police information works infrastructure industry agriculture planning technology""".split()
    },
    "public security": "Public Security",
    "state security": "State Security",
    "digital": "Digital Affairs",
    "public safety": "Public Safety",
}
PORTS = "|".join(sorted(PORTFOLIO, key=len, reverse=True))
SHORT_BODY = re.compile(rf"\b(?P<port>{PORTS})\s(?P<head>ministry|department)\b", re.I)
OF_BODY = re.compile(
    rf"\b(?:Federal |Union |National |State )?(?P<head>Ministry|Department) (?:of|for) (?:the )?(?P<rest>(?:National |Public |State |Internal |Foreign |Home |Armed |Higher |Economic )?{CAP}(?:(?:, | and | & )(?:the )?{CAP}){{0,4}}(?<!\.))"
)
MONTH = rf"(?:{'|'.join(calendar.month_name[1:])})\b"
FORCE = (
    r"(?:national |federal |royal )?(?:army|navy|air force|armed forces|coast guard|coastguard|marine corps|marines|gendarmerie|carabinieri|"
    r"general staff|national guard|border guard|parliament|national assembly|central bank|supreme court|constitutional court|high court|"
    r"intelligence service|secret service|space agency|opposition|naval staff|air staff|court of appeal|chamber of deputies|"
    r"house of representatives|senate|treasury|congress(?! party\b| Party\b))"
)
FORCE_WORD = re.compile(
    r"army|navy|air force|armed forces|coast ?guard|general staff|national guard|marines|military", re.I
)
FORCE_AFTER = re.compile(rf"^\s(?P<what>{FORCE})\b", re.I)
FORCE_OWNED = re.compile(rf"^['’]s?\s(?P<what>{FORCE})\b", re.I)
FORCE_BARE = re.compile(
    r"\b[Tt]he (?P<what>(?:army|navy|air force|armed forces|coast guard|coastguard|general staff|central bank|opposition|national guard|"
    r"national assembly|supreme court|Army|Navy|Air Force|Armed Forces|Coast Guard|General Staff|Central Bank|National Assembly|Supreme Court|"
    r"gendarmerie|marines|[Cc]onstitutional [Cc]ourt|[Hh]igh [Cc]ourt|[Cc]ourt of [Aa]ppeal|[Cc]hamber of [Dd]eputies|"
    rf"[Hh]ouse of [Rr]epresentatives|[Ss]enate|[Tt]reasury))\b(?! of\b| in (?:the )?(?!{MONTH})[A-Z]| (?:base|chief|commander|officers?|bases|"
    r"headquarters|staff|spokes)\b)"
)
PARLIAMENT = re.compile(r"(?<![\w’'-] )\b(?:[Tt]he )?(?P<what>[Pp]arliament)\b(?! of\b)")
COURT_IN = re.compile(
    rf"\b(?P<what>(?:(?:[Hh]igh|[Ss]upreme|[Cc]onstitutional|[Dd]istrict|[Rr]egional|[Aa]ppeals?|[Aa]dministrative|[Mm]ilitary|[Aa]rbitral|"
    rf"[Cc]riminal|[Cc]ity|[Ff]ederal) )?(?:[Cc]ourt|[Tt]ribunal)(?: of (?:[Aa]ppeal|[Ff]irst [Ii]nstance|[Jj]ustice))?|"
    rf"(?:[Pp]ublic |[Ff]ederal |[Cc]hief )?[Pp]rosecutors?) in (?P<where>(?:the )?{CAP}(?:\s{CAP})?)"
)
"""A court or a prosecutor told by the town: "the High Court in Nairobi"."""
GENERIC = re.compile(
    r"^\s(?P<what>(?:(?!and|or|of|in|to|with|the|for|from|by)[a-z][a-z-]+ ){0,3}(?:agency|authority|regulator|institute|institution|commission|"
    r"office|panel|council|committee|court|university|academy|mission|delegation|watchdog|secretariat|inspectorate|broadcaster|newspaper|daily))\b(?!['’-])"
)
EMBASSY = re.compile(
    r"^(?:['’]s)?\s(?P<what>[Ee]mbassy|[Hh]igh [Cc]ommission|[Cc]onsulate)\b(?: in (?P<where>(?:the )?[A-ZÀ-Þ][\w-]+(?: (?:and )?[A-Z][\w-]+){0,3}))?"
)
EXIM = re.compile(
    r"\b(?:ex-?im|export\s?[-–—&/]?\s?(?:and\s)?import|import\s?[-–—&/]?\s?(?:and\s)?export)[\s-]?bank\b(?:\sof\s(?:the\s)?(?P<of>(?-i:[A-Z]\w+(?:\s[A-Z]\w+)?)))?",
    re.I,
)
REGIONAL = re.compile(
    r"\b(?:Western|European|Arab|African|Asian|Gulf|Balkan|Nordic|Baltic|Scandinavian|Latin American|Central Asian|Southeast Asian|Pacific|"
    r"Eastern European|Central European|Caribbean|Middle Eastern|Muslim|Allied|NATO|EU)\s"
    r"(?:officials|governments|diplomats|powers|capitals|states|countries|nations|allies|leaders|partners|"
    r"intelligence (?:services|agencies)|security services|embassies|donors|navies|armies)\b"
)
"""A group of states or of their people that a name says who belongs to [coding manual, the unit]."""
ENDS_IN_HEAD = re.compile(rf"\b{HEAD}$")
TWO = re.compile(rf"\s(?:and|&)\s(?:the\s)?(?=(?:{CAP}\s){{0,4}}{HEAD}\b)")
ABBREVIATION = re.compile(r"\s?\((?:the\s)?[“\"]?([A-Z][A-Za-z&-]{1,9})[”\"]?\)")
RUN = re.compile(rf"(?:{CAP}|\d+(?:st|nd|rd|th))(?:\s(?:(?:{JOIN}|in|on|to)\s){{0,2}}{CAP})*$")
DEALS = frozenset(
    """agreement treaty pact programme program project act law exercise system plan initiative accord memorandum convention drone missile
    vehicle aircraft radar policy strategy arrangement declaration day week year""".split()
)
OWNING = ("state", "nationality", "capital")
STATES = ("state", "nationality", "capital", "place", "group")


class States:
    """What the word lists say of states, as bodies need it: the adjective and the common name by id."""

    def __init__(self, lists: Lists) -> None:
        self.adjective = {e.id: (e.extra.get("demonyms") or (e.name,))[0] for e in lists.of("state")}
        self.owning = {**self.adjective, "state:us": "US", "state:ae": "UAE"}
        """How a state's bodies are called after it: "US Army", where a person is American."""
        self.name = {e.id: e.name for e in lists.of("state")}
        self.metonyms = frozenset(n for e in lists.of("state") for n in e.extra.get("metonyms", ()))
        """Houses that stand for their state ("the Kremlin"), where one may also be received."""
        self.people = {e.id: _people(e) for e in lists.of("state")}
        self.forces_by_name = _with(lists, "forces", "by name")
        """States whose forces are called after the country and not by its adjective: "Pakistan Army"."""
        self.with_congress = _with(lists, "parliament", "Congress")
        """States whose parliament is called a congress."""
        self.interior = {e.id: str(e.extra["interior"]) for e in lists.of("state") if "interior" in e.extra}
        """How "interior ministry" is written out, where not as Ministry of the Interior."""
        self.exim = {e.state: e for e in lists.of("body") if e.state and "exim" in e.id}
        self._at = {
            n: e
            for e in lists.of("state")
            for n in (*e.names, e.extra.get("capital") or e.name, *e.extra.get("aliases_capital", ()))
        }

    def body(self, state: str | None, what: str) -> str:
        """ "Serbian Army", "Kenya Navy", "Parliament of Kenya": the name of a state's body."""
        if what.lower() in OF_STATE:
            return f"{what.title()} of {self.name[state]}" if state in self.name else what.lower()
        return f"{self.before(state, what)} {_title(what)}".strip()

    def before(self, state: str | None, what: str) -> str:
        """What stands before a body's name: "Kenya" of a navy, "Kenyan" of a ministry."""
        if state in self.forces_by_name and ARMED.fullmatch(what):
            return self.name[state]
        return self.owning.get(state or "", "")

    def at(self, text: str) -> Entry | None:
        """The state that a name or a capital belongs to."""
        return self._at.get(text.removeprefix("the "))


def _with(lists: Lists, field: str, value: str) -> frozenset[str]:
    return frozenset(e.id for e in lists.of("state") if e.extra.get(field) == value)


OF_STATE = ("parliament", "congress")
"""What is named after its state and not by its adjective: "Parliament of Kenya"."""
ARMED = re.compile(r"army|navy|air force|coast guard|police", re.I)
PEOPLES = frozenset("Czech Slovak Greek Kazakh Uzbek Tajik Kyrgyz Kurd Arab Bosniak".split())
IRREGULAR = {
    "Polish": "Poles", "Turkish": "Turks", "Danish": "Danes", "Finnish": "Finns", "Swedish": "Swedes", "Spanish": "Spaniards",
    "British": "Britons", "Philippine": "Filipinos", "Serbian": "Serbs", "Croatian": "Croats", "Slovenian": "Slovenes", "Thai": "Thais",
    "New Zealand": "New Zealanders", "Irish": "Irish", "French": "French", "Dutch": "Dutch", "Kosovar": "Kosovars",
}  # fmt: skip


def _people(state: Entry) -> str:
    """A people in the plural: "Serbs", "Kenyans", "Vietnamese"."""
    adjective = str((state.extra.get("demonyms") or (state.name,))[0])
    if adjective in IRREGULAR:
        return IRREGULAR[adjective]
    noun = next((d for d in state.extra.get("demonyms", ()) if d in PEOPLES), adjective)
    return noun if noun.endswith(("ese", "sh", "ch", "ss", "s", "Lao")) else f"{noun}s"


def find_bodies(
    text: str, offset: int, found: list[Mention], states: States, home: str | None, lender: str | None = None
) -> Iterator[Mention]:
    """The bodies of a sentence.

    ``found`` are the listed names in it, ``home`` the state that a bare body belongs to, ``lender`` the one that a bare
    export-import bank does.
    """
    yield from _exim(text, offset, found, states, lender)
    for match in OF_BODY.finditer(text):
        rest = "the " if match["rest"].startswith("Interior") else ""
        name = f"{match['head']} of {rest}{match['rest']}".replace("Defense", "Defence")
        yield _ministry(match, name, offset, found, states, home)
    for match in SHORT_BODY.finditer(text):
        yield _ministry(match, f"Ministry of {PORTFOLIO[match['port'].lower()]}", offset, found, states, home)
    for match in COURT_IN.finditer(text):
        start, end = match.start() + offset, match.end() + offset
        host = next((m.state for m in found if m.start < end and match.start("where") + offset < m.end), None)
        yield Mention(start, end, match.group(), "body", _lower_first(match.group()), None, host, "shape")
    yield from _abbreviated(text, offset)
    for match in REGIONAL.finditer(text):
        start, end = match.start() + offset, match.end() + offset
        yield Mention(start, end, match.group(), "group", match.group(), None, None, "shape")
    yield from _organs(text, offset, found, states, home)
    for pattern in (FORCE_BARE, PARLIAMENT):
        for match in pattern.finditer(text):
            start, end = match.start("what") + offset, match.end() + offset
            if home and not any(m.start < end and start < m.end for m in found):
                yield Mention(start, end, match["what"], "body", states.body(home, match["what"]), None, home, "shape")
    yield from _long(text, offset, found)


def _lower_first(text: str) -> str:
    """ "Court in Cape Town" within a sentence; "High Court in Cape Town" stays."""
    return text if text.split()[0] in ("High", "Supreme", "Constitutional", "Federal") else text[:1].lower() + text[1:]


def _exim(text: str, offset: int, found: list[Mention], states: States, lender: str | None) -> Iterator[Mention]:
    """An export-import bank in any of its spellings, as the listed one of its state."""
    for match in EXIM.finditer(text):
        start, end = match.start() + offset, match.end() + offset
        named = states.at(match["of"]) if match["of"] else None
        before = next((m.state for m in found if m.kind in OWNING and 0 <= start - m.end <= 3), None)
        state = named.id if named else before or lender
        if (bank := states.exim.get(state or "")) is not None:
            yield Mention(start, end, match.group(), "body", bank.name, bank.id, state)


def _long(text: str, offset: int, found: list[Mention]) -> Iterator[Mention]:
    """ "Royal Solomon Islands Police Force": capitalised words around the head noun of a body."""
    for match in LONG_BODY.finditer(text):
        start, end = match.span()
        while first := re.match(r"(\S+)\s", text[start:end]):
            owner = next((m for m in found if m.start - offset == start and m.end - offset < end), None)
            owned = owner is not None and text[owner.end - offset : owner.end - offset + 2] in ("'s", "’s", "' ", "’ ")
            if not owned and first[1].lower() not in OPENERS:
                break
            start += first.end()
        for m in found:  # "the Ministry of Defence and Huawei" are two
            at = m.start - offset
            if start < at < end and re.search(r"(?:\band|,)\s(?:the\s)?$", text[start:at]) and m.kind != "nationality":
                end = start + re.search(r",?\s(?:and\s)?(?:the\s)?$", text[start:at]).start()  # type: ignore[union-attr]
                break
        for begin, stop in _apart(text, start, end):
            name = text[begin:stop]
            if len(name.split()) >= 2:
                nation = next((m for m in found if m.start - offset == begin and m.kind == "nationality"), None)
                ref = nation.ref if nation else None
                yield Mention(begin + offset, stop + offset, name, "body", name, None, ref, "shape")


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """ "The Frontier Corps and the Police College" are two bodies, "Customs and Excise" are one."""
    for match in TWO.finditer(text, start, end):
        if ENDS_IN_HEAD.search(text[start : match.start()]):
            yield start, match.start()
            start = match.end()
    yield start, end


def _organs(text: str, offset: int, found: list[Mention], states: States, home: str | None) -> Iterator[Mention]:
    """ "The Swedish army", "Kenya's parliament", "the Chinese embassy", "the Polish armament agency"."""
    for m in found:
        if m.kind not in ("nationality", "state", "group", "capital") or not (m.state or m.kind == "group"):
            continue
        begin = m.end - offset
        tail = text[begin:]
        if m.kind == "nationality" and (match := FORCE_AFTER.match(tail)):
            what = match["what"]
            own = m.text if what[0].isupper() else states.owning.get(m.state or "", m.text)  # "Hellenic Navy"
            name = states.body(m.state, what) if what.lower() == "congress" else f"{own} {_title(what)}"
            whole = text[m.start - offset : begin + match.end()]
            yield Mention(m.start, m.end + match.end(), whole, "body", name, None, m.state, "shape")
        elif m.kind != "group" and (match := EMBASSY.match(tail)):
            name = f"{states.owning.get(m.state or '', m.text)} {match['what'].lower()}"
            whole = text[m.start - offset : begin + match.end()]
            name += _host(match["where"], m.state, states, home)
            yield Mention(m.start, m.end + match.end(), whole, "body", name, None, m.state, "shape")
        elif m.kind != "nationality" and m.state and (match := FORCE_OWNED.match(tail)):
            start = m.end + match.start("what")
            name = states.body(m.state, match["what"])
            yield Mention(start, m.end + match.end(), match["what"], "body", name, None, m.state, "shape")
        elif m.kind in ("nationality", "group") and (match := GENERIC.match(tail)):
            start, name = m.end + match.start("what"), f"{m.text} {match['what']}"
            yield Mention(start, m.end + match.end(), match["what"], "body", name, None, m.state, "shape")


def _host(where: str | None, sender: str | None, states: States, home: str | None) -> str:
    host = states.at(where) if where else None
    name = host.name if host else None if where else states.name.get(home or "") if home != sender else None
    return f" in {name}" if name else f" in {where}" if where else ""


def _title(what: str) -> str:
    if what.lower() in ("parliament", "opposition"):
        return what
    return " ".join(w if w == "of" else w.title() for w in what.split())


def _ministry(
    match: re.Match[str], name: str, offset: int, found: list[Mention], states: States, home: str | None
) -> Mention:
    """ "Serbian Ministry of the Interior", "the interior ministry": written out as the one, with its state."""
    start, end = match.start() + offset, match.end() + offset
    owner = next((m for m in found if m.kind in ("nationality", "state", "capital") and 0 <= start - m.end <= 3), None)
    if owner is None:
        owner = next((m for m in found if m.kind == "state" and 0 < m.start - end <= 8), None)
        state = owner.ref if owner else home
    else:
        state = owner.ref
        if owner.kind == "nationality":  # the owner in "Serbia's ministry" stays a name of its own
            start = owner.start
    name = ministry_name(state, name, states) if "port" in match.groupdict() else _owned_name(state, name, states)
    written = match.string[start - offset : end - offset]
    return Mention(start, end, written, "body", name, None, state, "shape")


def ministry_name(state: str | None, name: str, states: States) -> str:
    """A ministry's name with its state before it, and as that state calls it."""
    if called := states.interior.get(state or ""):
        name = name.replace("of the Interior", f"of {called}")
    return _owned_name(state, name, states)


def _owned_name(state: str | None, name: str, states: States) -> str:
    adjective = "UK" if state == "state:gb" else states.owning.get(state or "", "")
    return f"{adjective} {name}".strip()


def _abbreviated(text: str, offset: int) -> Iterator[Mention]:
    """A run of capitalised words before its own initials in brackets: "Anhui Foreign Economic Construction (AFECC)"."""
    for name, start, end, _ in _bracketed(text):
        yield Mention(start + offset, end + offset, name, "body", name, None, None, "shape")


def introduced(text: str) -> Iterator[tuple[str, str]]:
    """The names that a text introduces with an abbreviation in brackets, each with that."""
    for name, _, _, short in _bracketed(text):
        yield name, short


def spells(name: str, short: str) -> bool:
    """Whether an abbreviation is made of the initials of a name: "China National Petroleum Corporation", "CNPC"."""
    initials = iter(
        [w[0].upper() for w in re.findall(r"[A-Za-z]\w*", name) if w.lower() not in ("the", "of", "and", "for")]
    )
    return len(short) > 2 and short.isupper() and short[0] == name[0].upper() and all(c in initials for c in short)


def _bracketed(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Name, its offsets, and the abbreviation in the brackets after it."""
    for match in ABBREVIATION.finditer(text):
        run = RUN.search(text[: match.start()])
        letters = [c for c in match[1].upper() if c.isalpha()]
        if run is None or len(letters) < 2:
            continue
        best = max(_starts(run.group(), letters), default=(0.0, 0))
        name = run.group()[best[1] :]
        if best[0] >= 0.66 and " " in name and name.split()[-1].lower() not in DEALS:
            yield name, run.start() + best[1], match.start(), match[1]


def _starts(run: str, letters: list[str]) -> Iterator[tuple[float, int]]:
    """For each word of a run that the letters may begin with: the share of them its initials spell in order, its place."""
    for word in re.finditer(r"\S+", run):
        if word.group()[0].upper() != letters[0] or not word.group()[0].isupper():
            continue
        at = 0
        for initial in (w[0].upper() for w in run[word.start() :].split() if w not in ("the", "of")):
            if at < len(letters) and initial == letters[at]:
                at += 1
        yield at / len(letters), word.start()
