"""Times of a text as EDTF (ISO 8601-2), resolved against the report's date; nothing is invented where none stands.

Seasons are EDTF 21-24, quarters take their months, "early", "mid", "late" and "by the end of" the month or year named,
a month without a year to be had is ``XXXX-04``. Relative words need the report's date and are left out without it.
"""

import re
from dataclasses import dataclass, replace

from dragoman.reading.anchor import Anchor
from dragoman.reading.resolve import RESOLVE, M, Y

PERIODS = {  # named periods of common knowledge (coding manual, field `time`)
    r"(?:outbreak|start|beginning|onset|early (?:days|stages|phases?)) of (?:the )?(?:COVID(?:-19)?|coronavirus)(?: pandemic| outbreak)?": "2020",
    r"(?:COVID(?:-19)?|coronavirus) (?:outbreak|pandemic) (?:hit|struck|reached|began|broke out)": "2020",
    r"during the (?:COVID(?:-19)?|coronavirus)(?: pandemic| outbreak| crisis)?": "2020/2022",
    r"(?:start|outbreak|beginning|onset) of (?:the |Russia's )?(?:full-scale )?(?:invasion|war) (?:of|in|on|against) Ukraine": "2022-02",
    r"(?:after|since) Russia's full-scale invasion(?: of Ukraine)?": "2022-02/..",
    r"the Cold War": "1947/1991",
    r"the turn of the (?:century|millennium)": "2000",
}

D = r"(?P<{0}>\d\d?)(?:st|nd|rd|th)?"
PART = r"(?:(?:the )?(?:early|mid|late|end|beginning of|start of|end of|middle of|first half of|second half of|close of|turn of)[- ]?)?"
NUM = r"(?P<n>\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?)"
UNIT = r"(?P<u>day|week|month|year|decade)s?"
NUM2 = NUM.replace("<n>", "<n2>")
UNIT2 = UNIT.replace("<u>", "<u2>")
YEAR_END = (
    r"(?P<new>(?:in |early in |at the start of |the start of )?the new year)|(?:at |around )?the turn of the (?P<turn>year)"
    r"|(?:before |by |at |towards? )?(?:the end of (?:the|this) year|(?:the )?year(?:['’]s |[- ])end)"
)
FEAST = r"(?P<f>New Year['’]s Day|New Year['’]s Eve|Christmas(?: Day| Eve)?|Boxing Day)(?:,? {})?".format(Y.format("y"))
DAYNAME = r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
OCCASION = (
    r"on (?:that|the same|this) (?:occasion|visit|trip)|during (?:the|that|this|his|her|their|the same) (?:visit|trip|stay|tour|meeting|talks|summit)"
    r"|at the (?:same )?(?:ceremony|signing|summit)"
)
WEEKDAY = r"(?P<wd>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"


def _c(pattern: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w$€£-])(?:" + pattern + r")(?![A-Za-z0-9_]|(?<!\d)\w)", re.I)


@dataclass(frozen=True, slots=True)
class Time:
    """A time in running text: its EDTF form, and whether it is ``relative`` (to the report, or to another sentence)."""

    start: int
    end: int
    edtf: str
    text: str
    relative: bool = False


def _m(name: str) -> str:
    return M.format(name)


def _y(name: str) -> str:
    return Y.format(name)


def _d(name: str) -> str:
    return D.format(name)


DASH = r"\s?(?:-|–|—|\b(?:to|and|or|until|till|through)\b)\s?"
RULES: list[tuple[str, re.Pattern[str]]] = [
    ("iso", _c(r"(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)")),
    (
        "range_dd",
        _c(
            rf"(?:between |from )?(?:{_d('d')} (?:of )?{_m('m')}|{_m('n')} {_d('e')})(?:,? {_y('y')})?{DASH}"
            rf"(?:{_d('d2')} (?:of )?{_m('m2')}|{_m('n2')} {_d('e2')})(?:,? {_y('y2')})?"
        ),
    ),
    ("range_my", _c(rf"(?:between |from )?{PART}(?:{_m('m')} )?{_y('y')}{DASH}{PART}(?:{_m('m2')} )?{_y('y2')}")),
    ("range_mm", _c(rf"(?:between |from )?{_m('m')}{DASH}{_m('m2')},? (?:of )?{_y('y')}")),
    ("range_bare", _c(rf"(?:between |from ){_m('m')}{DASH}{_m('m2')}")),
    ("seasons", _c(rf"(?:the )?(?P<s>winter|summer|spring|autumn|fall)(?: of)? {_y('y')}[-–/](?:20)?\d\d")),
    ("pair_years", _c(rf"(?:in |(?P<s>summer|winter|spring|autumn)s? (?:of )?)?{_y('y')} and {_y('y2')}")),
    ("pair_months", _c(rf"{_m('m')} and {_m('m2')},? {_y('y')}")),
    (
        "pair_bare",
        _c(rf"(?:in |during ){_m('m')} and {_m('m2')}(?! \d)(?:,? (?:of )?(?P<w>last|this) year)?"),
    ),
    ("pair_days", _c(rf"(?:on )?(?P<wd>{DAYNAME}) and (?P<wd2>{DAYNAME})")),
    ("years_to", _c(rf"the (?:(?P<n>\w+) years|decade) (?:up )?to {_y('y')}")),
    ("range_short", _c(rf"{_y('y')}[-–/](?P<yy>\d\d)")),
    (
        "range_days",
        _c(
            rf"(?:{_d('d')}\s?(?:-|–|to|and)\s?{_d('d2')} (?:of )?{_m('m')}|{_m('m2')} {_d('d3')}\s?(?:-|–|to|and)\s?{_d('d4')})(?:,? {_y('y')})?"
        ),
    ),
    ("dmy", _c(rf"{_d('d')} (?:of )?{_m('m')},? (?:of )?{_y('y')}")),
    ("mdy", _c(rf"{_m('m')} {_d('d')},? (?:of )?{_y('y')}")),
    ("my", _c(rf"{PART}{_m('m')},? (?:of )?{_y('y')}")),
    ("season", _c(rf"(?:the )?{PART}(?P<s>spring|summer|autumn|fall|winter),?(?: of)? {_y('y')}")),
    (
        "quarter",
        _c(rf"(?:the )?(?:(?P<q>first|second|third|fourth|last) quarter(?: of)?|Q(?P<qn>[1-4])(?: of)?)(?: {_y('y')})"),
    ),
    ("quarter_bare", _c(r"the (?P<q>first|second|third|fourth|last|final) quarter(?! (?:of|century)|[- ]final)")),
    ("half", _c(rf"(?:the )?(?P<h>first|second) half of {_y('y')}|H(?P<hn>[12]) {_y('y2')}")),
    ("fiscal", _c(rf"(?:fiscal(?: year)?|financial year|FY) ?{_y('y')}(?:[-/–](?:20)?\d\d)?|FY ?(?P<yy>\d\d)")),
    (
        "day_of",
        _c(
            rf"(?:{_d('d')} (?:of )?{_m('m')}|{_m('m2')} {_d('d2')}),? (?:of )?(?P<w>the following|the next|the same|that|the previous|last|this|next) year"
        ),
    ),
    ("dm", _c(rf"{_d('d')} (?:of )?{_m('m')}|{_m('m2')} {_d('d2')}(?! \d)")),
    ("decade", _c(r"(?:the )?(?:(?P<p>early|mid|late)[- ])?(?P<dec>(?:19|20)\d0)s")),
    ("year", _c(rf"{PART}{_y('y')}")),
    (
        "month_of",
        _c(rf"{_m('m')},? (?:of )?(?P<w>the following|the next|that|the same|the previous|last|this|next) year"),
    ),
    ("month_alone", re.compile(rf"^\W*(?:(?i:early|mid|late)[- ])?{_m('m')}\W*$")),
    (
        "month",
        re.compile(
            rf"\b(?:(?P<rel>(?i:last|this|next|in|since|by|until|through|during|from|early|mid|late|of|throughout|before|after|as of|the end of|for|and|or|that|the same|the following|the next|the previous|the preceding|every|on|between|around|about|to|till))[- ](?:early |mid-?|late |the end of |the (?:beginning|start|middle) of |about |around )?){_m('m')}(?! \d| [A-Z][a-z]+ (?!and|to|the|[A-Z]))(?![\w-])"
        ),
    ),
    ("ago", _c(rf"(?:(?:about|some|nearly|almost|just|more than|over) )?{NUM} {UNIT} ago")),
    ("weekend", _c(r"(?:over|at|on|during) the weekend")),
    (
        "rel_unit",
        _c(
            r"(?P<w>the next|last|past|previous|this|next|coming|current|the same|that|the following|the previous) (?P<u>week|month|year|weekend|summer|spring|autumn|winter|decade|quarter)"
        ),
    ),
    (
        "rel_season",
        _c(
            r"(?:earlier |later )?(?P<w>last|this|next|in the|in|that|by|since|during the) (?P<s>spring|summer|autumn|winter)"
        ),
    ),
    ("year_end", _c(YEAR_END)),
    ("feast", _c(FEAST)),
    (
        "on_the",
        _c(
            r"(?:on|from|since|until|by) the (?P<nth>[1-3]?\d)(?:st|nd|rd|th)(?= ?(?:[,.;:!?)\]]|$|(?:and|at|in|with|to|for|the|a|an|some|its|his|her|their|it|he|she|they)\b))"
        ),
    ),
    ("time_from_now", _c(rf"(?:in )?{NUM} {UNIT}['’]? time|(?:with)?in {NUM2} {UNIT2}")),
    ("rel_day", _c(r"today|yesterday|tomorrow|tonight|this (?:morning|afternoon|evening)|last night")),
    (
        "weekday",
        _c(rf"(?:(?P<w>last|this|next|on|late on|early on) )?{WEEKDAY}(?: (?:morning|afternoon|evening|night))?"),
    ),
    ("coming", _c(r"(?:in |over |within )?the (?:coming|next few) (?:days|weeks|months)")),
    ("later_this", _c(r"(?:earlier|later) (?P<w>this) (?P<u>week|month|year)")),
    ("occasion", _c(OCCASION)),
    (
        "after",
        _c(
            rf"(?:(?:just|only|some|about) )?(?:{NUM}|(?P<few>a few|several)) {UNIT} (?P<w>later|earlier|before|after(?:wards)?|on(?=,))"
            r"|the (?P<w2>next|following|previous|same) (?P<u2>day|morning|evening|afternoon|night|year|month|week)"
            r"|the (?P<u5>day|morning|evening|night|week|month|year) (?P<w5>before|after)(?= ?[,.;:)]|$)"
            r"|that (?:same )?(?P<u6>day|morning|evening|afternoon|night)|(?P<w3>a) (?P<u3>year|month|week|day) (?P<w4>later|earlier|before)"
        ),
    ),
]
SINCE = re.compile(
    r"\b(?:since|ever since|from|starting (?:in|from)?|beginning (?:in|from)|as of|effective(?: from)?)\s+(?:at least\s+|the\s+|early\s+|late\s+|mid-?\s*|around\s+|about\s+)?$",
    re.I,
)
ONLY_SINCE = re.compile(
    r"\b(?:since|ever since)\s+(?:at least\s+|the\s+|early\s+|late\s+|mid-?\s*|around\s+|about\s+|his\s+|her\s+|its\s+)?$",
    re.I,
)
OPENING = re.compile(r"(?:since|until) ", re.I)
FROM_ON = re.compile(r"^\s*(?:onwards?|and after|on\b(?! \w))", re.I)
UNTIL = re.compile(r"\b(?:until|till|up to|(?:run|runs|ran|last|lasts|valid|extended) to)\s+(?:the end of\s+)?$", re.I)
CLOCKISH = re.compile(
    r"^\s*(?:km|kilomet|m\b|tonn|troops|soldiers|people|cameras|percent|%|per cent|officers|miles|units|drones|vehicles|participants|personnel|students|sites)",
    re.I,
)


DATES = frozenset(("dmy", "mdy", "dm", "range_days", "range_dd", "iso"))


PERIOD_WORD = re.compile(r"covid|coronavirus|ukraine|cold war|the turn of", re.I)
TIME_WORD = re.compile(
    rf"\d|day|week|month|year|decade|quarter|spring|summer|autumn|fall|winter|tonight|tomorrow|morning|afternoon|evening|night"
    rf"|christmas|{OCCASION}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.I,
)
"""Every time but those of ``PERIODS`` holds one of these."""
YEAR_WORD = re.compile(r"(?:19|20)\d\d")
YEARLY = frozenset("iso range_my range_mm seasons range_short dmy mdy my season quarter half decade year".split())
"""Rules that need a year in figures."""
MONTH_WORD = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)
MONTHLY = frozenset("range_dd range_mm range_bare range_days dmy mdy my dm month_of month_alone month".split())
"""Rules that need the name of a month."""


def _worth_trying(text: str) -> list[tuple[str, re.Pattern[str]]]:
    """The rules that can find something in a sentence, by the plainest of what they need: most need not be tried."""
    if not TIME_WORD.search(text):
        return []
    missing = frozenset() if YEAR_WORD.search(text) else YEARLY
    missing |= frozenset() if MONTH_WORD.search(text) else MONTHLY
    return [rule for rule in RULES if rule[0] not in missing]


def find_times(text: str, anchor: Anchor) -> list[Time]:
    """All times of a sentence, left to right, the longest reading of each place first."""
    taken: list[Time] = []
    for period, edtf in PERIODS.items() if PERIOD_WORD.search(text) else ():
        for match in re.finditer(period, text, re.I):
            taken.append(_open_ends(Time(match.start(), match.end(), edtf, match.group(), True), text))
    nonsense: list[tuple[int, int]] = []
    for name, pattern in _worth_trying(text):
        for match in pattern.finditer(text):
            busy = [*((t.start, t.end) for t in taken), *nonsense]
            if any(a < match.end() and match.start() < b for a, b in busy):
                continue
            resolved = RESOLVE[name](match, _within(anchor, taken, match.start()))
            if resolved is None and name in DATES:  # nothing in "31 February 2020" is a time
                nonsense.append((match.start(), match.end()))
            if resolved is None or (name == "year" and CLOCKISH.match(text[match.end() :])):
                continue
            edtf, relative = resolved
            taken.append(_open_ends(Time(match.start(), match.end(), edtf, match.group(), relative), text))
    return sorted(taken, key=lambda t: t.start)


def _within(anchor: Anchor, taken: list[Time], at: int) -> Anchor:
    """A month after a date in the same sentence counts from that date ("in June 2020, and by October")."""
    dated = [t for t in taken if t.end <= at and t.edtf[:4].isdigit()]
    before = [t for t in dated if not t.relative]
    if before:
        return replace(anchor, last=max(before, key=lambda t: t.start).edtf, near=True)
    return replace(anchor, here=max(dated, key=lambda t: t.start).edtf) if dated else anchor


def _open_ends(time: Time, text: str) -> Time:
    before, after = text[: time.start], text[time.end :]
    if opening := OPENING.match(time.text):  # "since" is read with its month
        before += opening.group()
    if "/" in time.edtf:
        return time
    if ONLY_SINCE.search(before) or (SINCE.search(before) and FROM_ON.match(after)):
        return Time(time.start, time.end, f"{time.edtf}/..", time.text, time.relative)
    if UNTIL.search(before):
        return Time(time.start, time.end, f"../{time.edtf}", time.text, time.relative)
    return time


__all__ = ["Anchor", "Time", "find_times"]
