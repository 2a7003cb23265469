"""Item, quantities, money, time and place of a happening: what stands nearest to its announcing word in the parse."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.coding.arguments import phrase
from dragoman.coding.claim import Money, Quantity
from dragoman.reading import Amounts, Mention
from dragoman.reading.names import name_index
from dragoman.reading.numbers import word_value
from dragoman.reading.parsed import text_of

Token = Any
DURATION = re.compile(
    r"^(?:years?|months?|weeks?|days?|hours?|minutes?|decades?|centur(?:y|ies)|km|kilomet(?:re|er)s?|miles?|"
    r"met(?:re|er)s?|feet|knots|kg|year-old|nautical|mm|degrees?|°C|o'clock|am|pm|GHz|MHz|times)$",
    re.I,
)
NOT_COUNTED = frozenset(
    """one article chapter page section resolution paragraph phase stage no. number level grade channel flight round
    version type mark block model""".split()
)
PLACE_PREPOSITIONS = frozenset(
    "in at across on near off throughout around outside within over along inside between".split()
)
MONTHS_AND_DAYS = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)
_NTH = r"second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
RANK = re.compile(
    rf"\b(?:(?:the|its|\w+[’']s|a)\s+)?(?:(?P<ord>{_NTH})"
    r"[- ](?:largest|biggest|most|highest|leading|top|busiest|longest|main|major|greatest|important)"
    r"|(?P<top>largest|biggest|leading|top|primary|main(?! battle)|foremost|number one|dominant|busiest|highest"
    r"|greatest|most (?:important|extensive|popular|trusted|powerful|capable|advanced|expensive|active|indebted)"
    r"|(?:chief|principal|prime|premier|major)(?= (?:[\w-]+ )?(?:supplier|source|donor|partner|creditor|lender"
    r"|exporter|importer|investor|customer|buyer|provider|vendor|ally|market|recipient|destination|threat)))\b)"
    r"|\b(?:ranks?|ranked|comes?|came|places?|placed|puts?|stands?|is|was) (?:(?!\d)[\w’'-]+ ){0,4}?"
    rf"(?P<place>first|{_NTH})(?= place\b| among\b| in the\b| behind\b| after\b|[,.;:]|$)"
    rf"|\bin (?P<stand>first|{_NTH}) place\b|\b(?:No\.|number) (?P<no>[1-9])\b(?! of\b)",
    re.I,
)
ORDINAL = {w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
FRACTION = re.compile(
    r"\b(?P<half>half)(?= (?:of|the)\b)"
    r"|\b(?:about|almost|nearly|roughly|some|more than|over|just under|just over|only) (?P<half2>half)\b(?! an?\b)"
    r"|\b(?P<n>two|three|four|five|six|seven|eight|nine)[- ]"
    r"(?P<d>thirds|quarters|fifths|sixths|sevenths|eighths|ninths|tenths)\b(?! of an hour)"
    r"|\b(?P<one>one|a)[- ](?P<d1>third|quarter|fifth|sixth|eighth|tenth)\b"
    r"(?=(?: of (?!(?:the )?(?:an? )?\w+ (?:century|hour))"
    r"| (?:more|less|higher|lower|larger|smaller|bigger|the)\b|[,.;:]?$))",
    re.I,
)
DENOMINATOR = {w: n for n, w in enumerate("third quarter fifth sixth seventh eighth ninth tenth".split(), 3)}
OUT_OF = re.compile(
    r"\b(?P<part>one|two|three|four|five|six|seven|eight|nine|\d{1,2})(?: (?:in|out of)(?: every)?) "
    r"(?P<whole>two|three|four|five|ten|\d{1,3})\b(?! (?:million|billion|years|months))",
    re.I,
)
SCALES = frozenset("dozen score pair couple".split())
"""What a number may be told in, and is no unit: the number holds it already."""
KILOMETRES = re.compile(r"[\s-]?(?:km|kilomet(?:re|er)s?|miles?)\b(?! (?:an|per) hour|/h)", re.I)
DESIGNATION = re.compile(r"[A-Z]+-?\d|\d-?[A-Z]")
"""What looks like the name of a model ("CH-92A"), which the tagger takes for a number."""
SPAN = re.compile(
    r"[\s-]?(?:(?:consecutive|calendar|working|full|long|straight|more) )?"
    r"(?:year|month|week|day|hour|minute|second(?![- ]hand)|decade|generation|inch|nautical|knot|degree|GHz|MHz)s?\b"
    r"|-(?:tonne|ton|tonner|met(?:re|er)|foot|feet|millimet(?:re|er)|mm|kilogram(?:me)?|kg|litre|liter|kilowatt|megawatt|MW|kW)\b",
    re.I,
)
"""After a number that measures time or a size: "a 20 year loan", "46 inch screens"."""
PARTIES = re.compile(
    r"\b(?:the|these|those|both|our|their|its|all|between|of) (?:two|three|four|2|3) (?:\w+ )?"
    r"(?:countries|states|nations|sides|parties|governments|capitals|leaders|ministers"
    r"|ministries|presidents|partners|neighbours|neighbors|allies|powers|armies|navies|militaries|services|peoples|economies|men|heads|delegations"
    r"|institutions|officials|forces|foreign ministries|interior ministries|coast ?guards|police forces|air forces)\b",
    re.I,
)
"""Who has been named already, which is no count of anything."""
LENGTH = re.compile(r"^(?:km|kilomet(?:re|er)s?|miles?)$", re.I)
PERCENT = re.compile(r"\s*-?(?:%|per ?cent\b|percent(?:age)?\b|pc\b)", re.I)


def distance(a: Token, b: Token) -> int:
    """Steps between two tokens in the parse tree (a large number where they do not meet)."""
    up = {a: 0}
    for n, above in enumerate(a.ancestors, 1):
        up[above] = n
    if b in up:
        return up[b]
    for n, above in enumerate(b.ancestors, 1):
        if above in up:
            return n + up[above]
    return 99


def token_at(doc: Any, start: int) -> Token | None:
    """The token that covers a character of the sentence."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def nearest(token: Token, triggers: list[Token]) -> Token:
    """Which of several announcing words a token belongs to: fewest steps in the parse, then fewest words between."""
    return min(triggers, key=lambda t: (distance(token, t), abs(token.i - t.i)))


@dataclass(frozen=True, slots=True)
class Valued:
    """A value with the offsets (in the sentence) it was read from."""

    value: Any
    start: int
    end: int


def quantities(doc: Any, amounts: Amounts, ranked: bool, lengths: bool = False) -> list[Valued]:
    """The quantities of a sentence that can be of an item, sites, people, percent or (where ``ranked``) ranks.

    ``lengths`` adds those in kilometres and miles, which are an item's own (a cable's) or only told of it (a range).
    """
    out = list(_shares(text_of(doc)))
    taken = [(v.start, v.end) for v in out] + [m.span() for m in PARTIES.finditer(text_of(doc))]
    for number in amounts.numbers:
        if any(a < number.end and number.start < b for a, b in taken):
            continue
        after = text_of(doc)[number.end :]
        if match := PERCENT.match(after):
            out.append(Valued(Quantity(number.value, "percent", number.approx), number.start, number.end + match.end()))
            continue
        if SPAN.match(after):
            continue
        if lengths and (match := KILOMETRES.match(after)):
            out.append(Valued(Quantity(number.value, "km", number.approx), number.start, number.end + match.end()))
            continue
        token = token_at(doc, number.start)
        if token is None:
            continue
        head = _counted(doc, number.end, token)
        if head is not None and head.lemma_.lower() in SCALES:  # "half a dozen drones" are drones
            head = _counted(doc, head.idx + len(head.text), head) or head
        if head is not None and LENGTH.match(head.text) and any(c.lower_ == "of" for c in head.children):
            out.append(Valued(Quantity(number.value, head.text, number.approx), number.start, number.end))
            continue
        if (
            head is None
            or DURATION.match(head.text)
            or (number.text.lower() == "one" and head.lemma_ in ("side", "case", "day", "point", "thing", "way"))
        ):
            continue
        if head.lemma_.lower() in NOT_COUNTED and head.lemma_.lower() != "one" and head.idx < number.start:
            continue
        if 1900 <= number.value <= 2100 and number.text.isdigit() and "," not in number.text and head == token:
            continue
        unit = _unit(head) if head.lemma_.lower() not in SCALES else "units"
        out.append(Valued(Quantity(number.value, unit, number.approx), number.start, number.end))
    if ranked:
        for match in RANK.finditer(text_of(doc)):
            nth = match["ord"] or match["place"] or match["stand"]
            value = ORDINAL[nth.lower()] if nth else int(match["no"] or 1)
            out.append(Valued(Quantity(value, "rank"), match.start(), match.end()))
    return out


def _shares(text: str) -> Iterator[Valued]:
    """Fractions and "seven in ten" as percent."""
    for match in OUT_OF.finditer(text):
        part, whole = (float(g) if g.isdigit() else word_value(g) or 0.0 for g in (match["part"], match["whole"]))
        if whole in (2, 3, 4, 5, 10, 100) and 0 < part < whole:
            yield Valued(
                Quantity(round(100 * part / whole), "percent", "about" if whole == 3 else None),
                match.start(),
                match.end(),
            )
    for match in FRACTION.finditer(text):
        if match["half"] or match["half2"]:
            yield Valued(Quantity(50, "percent"), match.start(), match.end())
            continue
        whole = DENOMINATOR[(match["d"] or match["d1"]).lower().rstrip("s")]
        part = word_value(match["n"]) or 1 if match["n"] else 1
        if part < whole:
            yield Valued(
                Quantity(
                    round(100 * part / whole, 0 if whole in (3, 6, 7, 9) else 1),
                    "percent",
                    None if whole in (4, 5, 8, 10) else "about",
                ),
                match.start(),
                match.end(),
            )


def _counted(doc: Any, end: int, token: Token) -> Token | None:
    if token.dep_ in ("nummod", "quantmod", "compound", "amod", "det", "predet", "npadvmod", "nmod", "advmod"):
        head = token.head
        while head.dep_ in ("nummod", "quantmod", "compound") and head.head != head and head.head.i > head.i:
            head = head.head
        if head.pos_ in ("NOUN", "PROPN"):
            return head
    rest = doc.char_span(end, min(len(text_of(doc)), end + 1), alignment_mode="expand")
    following = doc[token.i + 1 : token.i + 5]
    for word in following:
        if word.pos_ in ("NOUN", "PROPN"):
            return word
        if word.pos_ not in ("ADJ", "ADP", "DET", "NUM", "PUNCT", "SYM", "PRON") or word.text in (",", ";", ".", ":"):
            break
    return token if rest is not None or token.pos_ == "NUM" else None


HYPHENS = ("-", "‐", "–")


def _unit(head: Token) -> str:
    """What is counted: "light combat aircraft"; of "Hangor-class submarines" submarines."""
    if head.pos_ in ("NUM", "DET", "PRON") or head.text.isdigit():  # "a hundred of them"
        return "units"
    left, _ = phrase(head)
    words = [
        t.text
        for t in head.doc[left : head.i + 1]
        if t.dep_ in ("compound", "amod")
        and t.head == head
        and t.pos_ not in ("NUM", "DET")
        and not (t.i and head.doc[t.i - 1].text in HYPHENS and not head.doc[t.i - 1].whitespace_)
        and t.lemma_.lower() not in SCALES
        and t.ent_type_ not in ("CARDINAL", "DATE", "NORP", "GPE")
    ]
    return " ".join([*words[-2:], head.text]).strip()


def money(amounts: Amounts) -> list[Valued]:
    """The sums of a sentence."""
    return [Valued(Money(s.amount, s.currency, s.max, s.approx), s.start, s.end) for s in amounts.money]


def times(amounts: Amounts) -> list[Valued]:
    """The times of a sentence."""
    return [Valued(t.edtf, t.start, t.end) for t in amounts.times]


def places(doc: Any, mentions: tuple[Mention, ...], offset: int) -> list[Valued]:
    """Named places after a preposition of place, the finest of a chain ("in Novi Sad, Serbia" is Novi Sad)."""
    out: list[Valued] = []
    for m in mentions:
        if m.how == "reference" or m.kind not in ("place", "capital", "state", "group", "body"):
            continue
        start, end = m.start - offset, m.end - offset
        token = token_at(doc, end - 1)
        first = token_at(doc, start)  # of a place of several words the parse may hang any from the preposition
        preposition = next((p for t in (token, first) if t is not None and (p := _preposition(t)) is not None), None)
        if (
            preposition is None
            or (m.kind in ("body",) and preposition.lower_ not in ("at", "in"))
            or (m.kind == "group" and preposition.lower_ not in ("in", "across", "throughout"))
        ):
            continue
        if out and text_of(doc)[out[-1].end : start].strip(" ") == "," and m.kind in ("state", "capital"):
            continue
        left, right = _place_name(doc, token, start, end)
        out.append(
            Valued(
                text_of(doc)[left:right] if m.kind in ("place", "body") else place_name(m),
                start,
                end,
            )
        )
    return out


def place_name(m: Mention) -> str:
    """What a name is called as a place: a capital and the White House are no states then."""
    return m.text if m.kind in ("capital", "place") or m.text in name_index().states.metonyms else m.name


def loose_names(doc: Any, taken: list[tuple[int, int]]) -> list[Valued]:
    """Every run of capitalised words that nothing else knows, wherever it stands ("Gao" in a list of towns)."""
    out: list[Valued] = []
    i = 0
    while i < len(doc):
        j = i
        while j < len(doc) and doc[j].pos_ == "PROPN" and doc[j].text[:1].isupper():
            j += 1
        if j > i:
            start, end = doc[i].idx, doc[j - 1].idx + len(doc[j - 1].text)
            known = any(a < end and start < b for a, b in taken) or doc[i].lower_ in MONTHS_AND_DAYS
            if not known and j - i <= 4:
                out.append(Valued(text_of(doc)[start:end], start, end))
        i = max(j, i + 1)
    return out


def _preposition(token: Token) -> Token | None:
    current = token
    for _ in range(4):
        head = current.head
        if current.dep_ in ("pobj",) and head.pos_ == "ADP":
            return head if head.lower_ in PLACE_PREPOSITIONS else None
        if current.dep_ not in ("compound", "conj", "appos", "nmod", "poss") or head == current:
            return None
        if current.dep_ == "poss" and head.lemma_.lower() not in (
            "airport",
            "capital",
            "base",
            "port",
            "airfield",
            "headquarters",
            "city",
        ):
            return None
        current = head
    return None


def _place_name(doc: Any, token: Token, start: int, end: int) -> tuple[int, int]:
    """ "Batajnica airfield" is the place, not "Batajnica"."""
    following = token.i + 1
    if (
        following < len(doc)
        and doc[following].lower_
        in (
            "airport",
            "airfield",
            "airbase",
            "base",
            "port",
            "barracks",
            "harbour",
            "province",
            "region",
            "island",
            "district",
            "camp",
            "range",
        )
        and token.head.i == following
    ):
        return start, doc[following].idx + len(doc[following].text)
    return start, end


SHORTENED = re.compile(r"\b(?:Co|Corp|Inc|Ltd|Bros|No|Jr|Sr|St|[A-Z](?:\.[A-Z])*)\.$")


def item_text(head: Token) -> tuple[str, int, int]:
    """A noun phrase as an item: without articles and numbers, as short as identifies it."""
    left, right = phrase(head)
    doc = head.doc
    while left < head.i and (
        doc[left].pos_ in ("DET", "PUNCT", "PRON")
        or (doc[left].pos_ == "NUM" and not DESIGNATION.search(doc[left].text))
        or (doc[left].dep_ == "poss" and doc[left].pos_ == "PRON")
        or doc[left].lower_
        in ("some", "other", "more", "about", "least", "than", "at", "up", "to", "over", "new", "least")
    ):
        left += 1
    span = doc[left:right]
    text = span.text if SHORTENED.search(span.text) else span.text.removesuffix(".")  # "FT-8D." ends its sentence
    return text, span.start_char, span.start_char + len(text)
