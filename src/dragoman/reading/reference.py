"""References resolved within a report: "the two countries", "the company", "the ministry", "it", "he".

A reference is resolved by the kind of thing it can mean and by what was named last, or most, before it. What it means is
kept as a mention of its own (``how`` is ``reference``), at the place where the reference stands.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from dragoman.reading.bodies import PORTFOLIO, PORTS, States, ministry_name
from dragoman.reading.reading import Mention

DUAL = re.compile(
    r"\b(?:the|these|those|both|its|our|their) (?:two |both )?(?:two (?:countries|states|nations|sides|governments|parties|capitals|neighbours|neighbors|partners|allies|militaries|armies|armed forces|navies|air forces|ministries|powers|leaders|ministers|presidents|republics|peoples|forces|delegations|police forces|men)|sides|countries|parties|pair|duo)\b"
    r"|\bboth (?:countries|states|nations|sides|governments|parties|capitals|armies|militaries|partners|leaders|ministers)\b|\beach other\b|\bone another\b|\bbilateral(?:ly)?\b|\bmutual(?:ly)?\b|\bbetween (?:the two|them)\b|\bthe two\b(?= (?:have|had|also|signed|agreed|are|were|held|would|will|will also|should|leaders|ministers))",
    re.I,
)
MINISTRIES = re.compile(
    rf"\b(?P<port>{PORTS})\s(?:ministries|departments)\b|\b(?:ministries|departments) of (?:the )?(?P<of>{PORTS})\b",
    re.I,
)
"""Ministries of one kind of several states: "the two defence ministries", "the Gabonese and Chinese defense departments"."""
MORE = re.compile(r"\b(?:three|four|five|six|seven|several|all|other|many|most|various)(?: of)?(?: the)? $", re.I)
OWNERS = 24
"""Within how many characters the states stand whose ministries they are."""
KINDS: list[tuple[str, re.Pattern[str], tuple[str, ...]]] = [
    (
        "company",
        re.compile(
            r"\b(?:the|this|that) (?:(?:[\w-]+ ){0,2}?)(?:company|firm|manufacturer|vendor|supplier|contractor|operator|corporation|conglomerate|group|giant|maker|builder|shipbuilder|developer|shipyard|producer|enterprise|tech giant|arms maker)\b",
            re.I,
        ),
        ("company",),
    ),
    ("ministry", re.compile(r"\b(?:the|this|that) (?:ministry|department)\b(?! of| for)", re.I), ("body",)),
    ("bank", re.compile(r"\b(?:the|this) (?:[\w-]+ ){0,2}?(?:bank|lender)\b(?! of)", re.I), ("body", "company")),
    (
        "agency",
        re.compile(
            r"\b(?:the|this) (?:agency|organisation|organization|institute|watchdog|foundation|group|authority|commission|council|union|bloc|alliance|think tank|NGO|outlet|newspaper|daily|broadcaster|regulator|force|embassy|court|parliament)\b(?! of)",
            re.I,
        ),
        ("body", "group"),
    ),
    (
        "person",
        re.compile(
            r"\b(?:he|she|his|her|the (?:minister|president|prime minister|premier|ambassador|general|spokesman|spokeswoman|spokesperson|leader|official|secretary|chief|admiral|commander|analyst|researcher|senator|chancellor|diplomat|colonel|captain|commissioner|governor|mayor|king|queen|emir|prince|crown prince|"
            r"sheikh|envoy|director|chairman|chairwoman|marshal|brigadier|expert|lawyer|activist|judge|deputy minister|foreign minister|"
            r"defen[cs]e minister|interior minister|deputy prime minister|head of state|councillor))\b(?! of| for)",
            re.I,
        ),
        ("person",),
    ),
    (
        "state",
        re.compile(
            r"\b(?:the|this|that) (?:country|kingdom|republic|island nation|(?:[\w-]+ ){0,2}(?:nation|country|state))\b(?!s)(?! of|-)",
            re.I,
        ),
        ("state",),
    ),
    (
        "system",
        re.compile(
            r"\b(?:the|these|those|this|that|such) (?:[\w-]+ )?(?:system|systems|drone|drones|cameras|missile|missiles|aircraft|jets|helicopters|vehicles|tanks|radars|ships|frigates|submarines|network|equipment|weapons|platform|project|programme|program)\b",
            re.I,
        ),
        ("system",),
    ),
    ("it", re.compile(r"\b(?:it|its)\b", re.I), ("state", "body", "company", "group")),
    ("they", re.compile(r"\b(?:they|their)\b", re.I), ("state", "body", "company", "group")),
]
HEADED = frozenset(
    """embassy council commission court parliament institute foundation union authority institute organisation organization agency
    association committee academy university""".split()
)
"""References to a body that only one with this word in its name can be meant by, where there is such a one."""
TITLED = re.compile(
    r"(?P<title>president|prime minister|premier|minister|secretary|chancellor|ambassador|general|admiral|colonel|major|captain|brigadier|"
    r"commander|commodore|marshal|chief|director|spokesman|spokeswoman|spokesperson|senator|governor|mayor|king|queen|prince|sheikh|emir|sultan|"
    r"chairman|chairwoman|commissioner|inspector|superintendent|judge|envoy|analyst|researcher|expert|professor|official|leader|diplomat|"
    r"lawyer|activist|journalist|councillor|deputy)",
    re.I,
)
AFTER_NAME = re.compile(rf"^,\s(?:[\w'’-]+\s){{0,5}}?{TITLED.pattern}\b", re.I)
BEFORE_NAME = re.compile(rf"\b{TITLED.pattern}\s(?:of\s\w+\s)?$", re.I)
EMBASSY = re.compile(
    r"\bthe (?P<what>embassy|high commission|consulate)(?: in (?P<where>(?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}))?",
    re.I,
)
POLLED = re.compile(
    r"\b(?:respondents|those (?:polled|asked|surveyed|questioned|interviewed)|interviewees|adults|citizens|voters|the (?:public|population|electorate)|"
    r"per ?cent|percent|two thirds|three quarters|half of (?:them|us)|one in \w+|two in \w+|\w+ in ten|\w+ (?:out )?of ten)\b|(?<=\d)%",
    re.I,
)
OPINION = re.compile(
    r"\b(?:poll\w*|survey\w*|respondents?|opinions?|asked|trust\w*|favou?r\w*|approv\w+|oppos\w+|support\w*|distrust\w*|confiden\w+|considered?|"
    r"believed?|thinks?|thought|felt|feels?|wanted|wants?|wish\w*|prefer\w*|sees?|saw|views?|viewed|named|chose|said (?:yes|no|that)|agree\w*|"
    r"rated?|regard\w*|would|against|worr\w+|fear\w*|approval|disapprov\w+)\b",
    re.I,
)
POLL = re.compile(
    r"\b(?:poll\w*|survey\w*|respondents?|barometer|questioned|sample|Gallup|Pew|Afrobarometer|public opinion|opinion)\b",
    re.I,
)
PARTY = ("state", "nationality", "capital", "group", "body", "company", "person")


@dataclass
class Memory:
    """What a report has named so far, as a reader keeps it in mind while going through the sentences."""

    last: dict[str, list[Mention]] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    pair: tuple[str, ...] = ()
    opening: tuple[Mention, ...] = ()
    """The parties named in the sentence before: what opens it is the likeliest to be meant by "it"."""
    titles: dict[str, Mention] = field(default_factory=dict)
    written: str | None = None
    """The state of the town that the report is dated from: where "the embassy" stands."""
    polled: int = 0
    """For how many more sentences a share of people is read as one of those a poll asked."""

    def take(self, mentions: list[Mention]) -> None:
        """Keep in mind the mentions of one sentence, in order."""
        here: dict[str, None] = {}
        for m in mentions:
            if m.kind in ("state", "nationality", "capital") and m.state:
                self.states[m.state] += 1
                here[m.state] = None
            kind = "state" if m.kind in ("nationality", "capital") else m.kind
            if m.how != "reference":
                self.last.setdefault(kind, []).append(m)
        if len(here) == 2:
            self.pair = tuple(here)
        self.opening = tuple(m for m in mentions if m.kind in PARTY and m.how != "reference")

    def main_pair(self) -> tuple[str, ...]:
        """The two states a "both sides" means: the last two named together, else the two named most."""
        return self.pair or tuple(s for s, _ in self.states.most_common(2))


def refers(text: str) -> bool:
    """Whether a text holds a word that may refer back to something named before."""
    return bool(DUAL.search(text) or EMBASSY.search(text)) or any(pattern.search(text) for _, pattern, _ in KINDS)


def find_references(
    text: str, offset: int, found: list[Mention], memory: Memory, known: States, home: str | None = None
) -> list[Mention]:
    """The references of a sentence with what they mean; ``home`` is the id of the state the report is chiefly about."""
    states = known.name
    out: list[Mention] = []
    _learn_titles(text, offset, found, memory)
    out.extend(_embassies(text, offset, found, memory, known, home))
    out.extend(_polled(text, offset, found, memory, known, home))
    out.extend(_ministries(text, offset, found, memory, known))
    for match in DUAL.finditer(text):
        here = list(dict.fromkeys(m.state for m in found if m.kind in ("state", "nationality", "capital") and m.state))
        pair = tuple(here) if len(here) == 2 else memory.main_pair()
        for state in pair:
            out.append(
                Mention(
                    match.start() + offset,
                    match.end() + offset,
                    match.group(),
                    "state",
                    states.get(state, state),
                    state,
                    state,
                    "reference",
                )
            )
    for name, pattern, kinds in KINDS:
        for match in pattern.finditer(text):
            start, end = match.start() + offset, match.end() + offset
            inside = [m for m in (*found, *out) if m.start < end and start < m.end]
            owners = {m.state for m in inside if m.kind == "nationality" and m.state and start < m.start}
            if len(inside) > len(owners) or len(owners) > 1 or (owners and name not in ("company", "bank")):
                continue
            before = [m for m in found if m.end <= start]
            if owners:
                meant = _of_state(name, owners.pop(), memory, before)
            else:
                meant = _titled(match.group(), memory) or _latest(name, kinds, memory, before, match.group().lower())
            if meant:
                out.append(
                    Mention(
                        start,
                        end,
                        match.group(),
                        meant.kind if meant.kind not in ("nationality", "capital") else "state",
                        states.get(meant.state or "", meant.name)
                        if meant.kind in ("nationality", "capital")
                        else meant.name,
                        meant.ref,
                        meant.state,
                        "reference",
                    )
                )
    return out


def _ministries(text: str, offset: int, found: list[Mention], memory: Memory, known: States) -> list[Mention]:
    """The ministries that a plural names together, of the two states beside it or else of the two last named together."""
    out = []
    for match in MINISTRIES.finditer(text):
        start, end = match.start() + offset, match.end() + offset
        beside = [
            m.state
            for m in found
            if m.kind in ("state", "nationality", "capital")
            and m.state
            and (0 <= start - m.end <= OWNERS or 0 <= m.start - end <= OWNERS)
        ]
        here = [m.state for m in found if m.kind in ("state", "nationality", "capital") and m.state]
        options = (dict.fromkeys(beside), dict.fromkeys(here), dict.fromkeys(memory.main_pair()))
        pair = next((tuple(states) for states in options if len(states) == 2), ())
        if MORE.search(text, 0, match.start()):
            continue
        for state in pair:
            name = ministry_name(state, f"Ministry of {PORTFOLIO[(match['port'] or match['of']).lower()]}", known)
            out.append(Mention(start, end, match.group(), "body", name, None, state, "reference"))
    return out


def _of_state(name: str, state: str, memory: Memory, before: list[Mention]) -> Mention | None:
    """Whom "the Romanian operator" or "the Chinese bank" means: the last such one of that state."""
    past = [m for kind in ("body", "company") for m in memory.last.get(kind, [])]
    fitting = [m for m in (*past, *before) if m.kind in ("body", "company") and m.state == state and _trades(m, name)]
    return max(fitting, key=lambda m: m.start, default=None)


def _trades(m: Mention, name: str) -> bool:
    """Whether a mention can be a company or a bank, as asked for."""
    if name == "bank":
        return _fits("bank", m, (m.kind,))
    return m.kind == "company" or not PUBLIC.search(m.name)


PUBLIC = re.compile(
    r"\b(?:Ministr|Department|Army|Navy|Force|Police|Parliament|Congress|Senate|Assembly|Court|Bank|University|College|Commission|"
    r"Council|Committee|embassy|Embassy|Agency|Authority|Office|Institute|Hospital|School|Academy|Guard|Bureau|Union|Party)"
)
"""In the name of a body that is no company."""


def _latest(name: str, kinds: tuple[str, ...], memory: Memory, before: list[Mention], text: str) -> Mention | None:
    own = [m for m in before if _fits(name, m, kinds)]
    head = text.split()[-1]
    if head in HEADED:
        named = [m for k in kinds for m in memory.last.get(k, []) if head in m.name.lower()]
        named += [m for m in own if head in m.name.lower()]
        if named:
            return max(named, key=lambda m: m.start)
    if own:
        return own[0] if name in ("it", "they") else own[-1]
    if name in ("it", "they") and (opening := [m for m in memory.opening if _fits(name, m, kinds)]):
        return opening[0]
    past = [ms[-1] for k in kinds for ms in [[m for m in memory.last.get(k, []) if _fits(name, m, kinds)]] if ms]
    return max(past, key=lambda m: m.start, default=None)


def _learn_titles(text: str, offset: int, found: list[Mention], memory: Memory) -> None:
    """Who was called what: "Admiral R Hari Kumar", "Annuar Musa, the communications minister"."""
    for m in found:
        if m.kind == "person":
            start, end = m.start - offset, m.end - offset
            title = BEFORE_NAME.search(text, 0, start) or AFTER_NAME.match(text[end : end + 60])
            if title:
                memory.titles[title["title"].lower()] = m


def _titled(text: str, memory: Memory) -> Mention | None:
    """Whom "the admiral" means: the last one called so."""
    words = text.lower().split()
    if len(words) < 2 or words[0] not in ("the", "this", "that"):
        return None
    return memory.titles.get(" ".join(words[1:])) or memory.titles.get(words[-1])


def _embassies(
    text: str, offset: int, found: list[Mention], memory: Memory, known: States, home: str | None
) -> list[Mention]:
    """ "The embassy in Maputo" is that of the other state the report is about."""
    out = []
    for match in EMBASSY.finditer(text):
        start, end = match.start() + offset, match.end("what") + offset
        host = known.at(match["where"]) if match["where"] else None
        at = host.id if host else memory.written or home
        sender = next((s for s, _ in memory.states.most_common(4) if s != at), None)
        kept = [m for m in memory.last.get("body", []) if match["what"].lower() in m.name.lower()]
        if not match["where"] and kept:
            name, state = kept[-1].name, kept[-1].state
        elif sender and at:
            name, state = (
                f"{known.owning.get(sender, '')} {match['what'].lower()} in {known.name.get(at, at)}",
                sender,
            )
        else:
            continue
        if not any(m.start < end and start < m.end for m in found):
            out.append(Mention(start, end, match.group()[: end - start], "body", name, None, state, "reference"))
    return out


def _polled(
    text: str, offset: int, found: list[Mention], memory: Memory, known: States, home: str | None
) -> list[Mention]:
    """Those a poll asked, where the sentence does not name them: the people of the state it was taken in."""
    memory.polled = 4 if POLL.search(text) else max(0, memory.polled - 1)
    if not memory.polled or not OPINION.search(text):
        return []
    inside = [
        m.state for m in found if m.kind in ("state", "capital") and m.state and IN.search(text, 0, m.start - offset)
    ]
    state = inside[0] if inside else home
    people = known.people.get(state or "")
    match = POLLED.search(text)
    if people is None or match is None or any(m.text == people for m in found):
        return []
    start, end = match.start() + offset, match.end() + offset
    if any(m.start < end and start < m.end for m in found):
        return []
    return [Mention(start, end, match.group(), "group", people, None, state, "reference")]


IN = re.compile(r"\b[Ii]n (?:the )?$")


def _fits(name: str, m: Mention, kinds: tuple[str, ...]) -> bool:
    kind = "state" if m.kind in ("nationality", "capital") else m.kind
    if kind not in kinds:
        return False
    if name == "ministry":
        return "Ministry" in m.name or "Department" in m.name
    if name == "bank":
        return "bank" in m.name.lower() or "Exim" in m.name
    return True
