"""What a time in words means as EDTF: one function for each rule of ``times``, given its match and what it counts from."""

import calendar
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from dragoman.reading.anchor import DATED, Anchor, ahead, near_year

MONTHS = (
    {m.lower(): n for n, m in enumerate(calendar.month_name) if m}
    | {m.lower(): n for n, m in enumerate(calendar.month_abbr) if m}
    | {"sept": 9}
)
DAYS = {d.lower(): n for n, d in enumerate(calendar.day_name)}
SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
WORDS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {
    "a": 1,
    "an": 1,
    "several": 0,
    "few": 0,
}
FEASTS = {"new year's day": (1, 1), "new year's eve": (12, 31), "christmas": (12, None), "christmas day": (12, 25)}
FEASTS |= {"christmas eve": (12, 24), "boxing day": (12, 26)}
M = r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
Y = r"(?P<{0}>(?:19|20)\d\d)"
BETWEEN = re.compile(r"\b(?:between|from) (?:\w+ )?$", re.I)
WITH_YEAR = re.compile(
    rf"(?:(?:,? (?:and|or|to|until) |, ?|[-–/]){M.replace('(?P<{0}>', '(?:')})+,? (?:of )?{Y.format('y')}"
)


Resolved = tuple[str, bool] | None


def _ymd(year: str | int, month: str | None = None, day: str | None = None) -> str | None:
    if month is None:
        return str(year)
    number = MONTHS[month.lower().rstrip(".")]
    if day is None:
        return f"{year}-{number:02d}"
    try:  # a year not to be had may be a leap year
        whole = date(int(year) if str(year).isdigit() else 2000, number, int(day)).isoformat()
    except ValueError:
        return None
    return f"{year}{whole[4:]}"


def _fixed(edtf: str | None, relative: bool = False) -> Resolved:
    return None if edtf is None else (edtf, relative)


def _shift(day: date, unit: str, number: int) -> str:
    if unit == "day":
        return (day + timedelta(days=number)).isoformat()
    if unit == "week":
        return (day + timedelta(weeks=number)).isoformat()[:7]
    if unit == "month":
        total = day.year * 12 + day.month - 1 + number
        return f"{total // 12}-{total % 12 + 1:02d}"
    return str(day.year + number * (10 if unit == "decade" else 1))


def _pair_years(m: re.Match[str], a: Anchor) -> Resolved:
    """ "In 2013 and 2014" is one stretch; years further apart are two times."""
    if int(m["y2"]) != int(m["y"]) + 1 or BETWEEN.search(m.string, 0, m.start()):
        return None
    season = f"-{SEASONS[m['s'].lower()]}" if m["s"] else ""
    return f"{m['y']}{season}/{m['y2']}{season}", False


def _pair_months(m: re.Match[str], a: Anchor) -> Resolved:
    """ "In May and June 2019" is one stretch, "in March and November 2019" two times."""
    start, end = MONTHS[m["m"].lower()], MONTHS[m["m2"].lower()]
    return (f"{m['y']}-{start:02d}/{m['y']}-{end:02d}", False) if end == start + 1 else None


def _pair_days(m: re.Match[str], a: Anchor) -> Resolved:
    """ "On Monday and Tuesday" are the last two such days before the report."""
    first, second = DAYS[m["wd"].lower()], DAYS[m["wd2"].lower()]
    if a.published is None or (second - first) % 7 != 1:
        return None
    end = a.published - timedelta(days=(a.published.weekday() - second) % 7)
    return f"{(end - timedelta(days=1)).isoformat()}/{end.isoformat()}", True


def _years_to(m: re.Match[str], a: Anchor) -> Resolved:
    """ "The five years to 2024" end with it."""
    word = (m["n"] or "ten").lower()
    number = int(word) if word.isdigit() else WORDS.get(word, 0)
    return (f"{int(m['y']) - number + 1}/{m['y']}", False) if 1 < number < 100 else None


def _pair_bare(m: re.Match[str], a: Anchor) -> Resolved:
    """ "In June and July", "in May and June of this year"."""
    start, end = MONTHS[m["m"].lower()], MONTHS[m["m2"].lower()]
    if end != start + 1:
        return None
    near = str(a.published.year) if m["w"] and a.published else near_year(end, a)
    if not near.isdigit():
        return None
    year = int(near) + {"last": -1}.get((m["w"] or "").lower(), 0)
    return f"{year}-{start:02d}/{year}-{end:02d}", True


def _day_of(m: re.Match[str], a: Anchor) -> Resolved:
    """ "On 18 November of that year"."""
    resolved = _month_of(m, a)
    return None if resolved is None else _fixed(_ymd(resolved[0][:4], m["m"] or m["m2"], m["d"] or m["d2"]), True)


def _occasion(m: re.Match[str], a: Anchor) -> Resolved:
    """ "On that occasion" is the date told last."""
    return (a.last, True) if a.last and a.last[:4].isdigit() and "/" not in a.last else None


def _iso(m: re.Match[str], a: Anchor) -> Resolved:
    return m["iso"], False


def _range_my(m: re.Match[str], a: Anchor) -> Resolved:
    if _listed_only(m.group()):
        return None
    start, end = _ymd(m["y"], m["m"]), _ymd(m["y2"], m["m2"])
    return None if start is None or end is None or m["y"] > m["y2"] else (f"{start}/{end}", False)


def _range_mm(m: re.Match[str], a: Anchor) -> Resolved:
    if _listed_only(m.group()):
        return None
    return f"{_ymd(m['y'], m['m'])}/{_ymd(m['y'], m['m2'])}", False


def _listed_only(text: str) -> bool:
    """ "2018 and 2020" are two times; "between 2018 and 2020" is one."""
    return bool(re.search(r"\band\b", text, re.I)) and not re.match(r"between", text, re.I)


def _range_dd(m: re.Match[str], a: Anchor) -> Resolved:
    """ "Between 26 January and 7 February 2018": the first day takes the year of the second unless it has its own."""
    if _listed_only(m.group()):
        return None
    month, month2 = m["m"] or m["n"], m["m2"] or m["n2"]
    year2 = m["y2"] or near_year(MONTHS[month2.lower()], a)
    later = MONTHS[month.lower()] > MONTHS[month2.lower()]
    year = m["y"] or (str(int(year2) - 1) if later and year2.isdigit() else year2)
    start, end = _ymd(year, month, m["d"] or m["e"]), _ymd(year2, month2, m["d2"] or m["e2"])
    return None if start is None or end is None or start > end else (f"{start}/{end}", m["y2"] is None)


def _range_bare(m: re.Match[str], a: Anchor) -> Resolved:
    start, end = MONTHS[m["m"].lower()], MONTHS[m["m2"].lower()]
    year = near_year(end, a)
    first = str(int(year) - 1) if start > end and year.isdigit() else year
    return f"{first}-{start:02d}/{year}-{end:02d}", True


def _range_short(m: re.Match[str], a: Anchor) -> Resolved:
    year, end = int(m["y"]), int(m["yy"])
    return (f"{year}/{year // 100 * 100 + end}", False) if end > year % 100 else None


def _range_days(m: re.Match[str], a: Anchor) -> Resolved:
    month = m["m"] or m["m2"]
    year = m["y"] or near_year(MONTHS[month.lower()], a)
    start, end = _ymd(year, month, m["d"] or m["d3"]), _ymd(year, month, m["d2"] or m["d4"])
    return None if start is None or end is None else (f"{start}/{end}", m["y"] is None)


def _dmy(m: re.Match[str], a: Anchor) -> Resolved:
    return _fixed(_ymd(m["y"], m["m"], m["d"]))


def _my(m: re.Match[str], a: Anchor) -> Resolved:
    return _fixed(_ymd(m["y"], m["m"]))


def _season(m: re.Match[str], a: Anchor) -> Resolved:
    return f"{m['y']}-{SEASONS[m['s'].lower()]}", False


def _quarter(m: re.Match[str], a: Anchor) -> Resolved:
    number = int(m["qn"]) if m["qn"] else {"first": 1, "second": 2, "third": 3}.get(m["q"].lower(), 4)
    return f"{m['y']}-{number * 3 - 2:02d}/{m['y']}-{number * 3:02d}", False


def _half(m: re.Match[str], a: Anchor) -> Resolved:
    year = m["y"] or m["y2"]
    first = (m["h"] or "").lower() == "first" or m["hn"] == "1"
    return (f"{year}-01/{year}-06" if first else f"{year}-07/{year}-12"), False


def _fiscal(m: re.Match[str], a: Anchor) -> Resolved:
    return (m["y"] or f"20{m['yy']}"), False


def _dm(m: re.Match[str], a: Anchor) -> Resolved:
    month = m["m"] or m["m2"]
    year = near_year(MONTHS[month.lower().rstrip(".")], a, ahead=ahead(m))
    return _fixed(_ymd(year, month, m["d"] or m["d2"]), True)


def _decade(m: re.Match[str], a: Anchor) -> Resolved:
    year = int(m["dec"])
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get((m["p"] or "").lower(), (0, 9))
    return f"{year + low}/{year + high}", False


def _year(m: re.Match[str], a: Anchor) -> Resolved:
    if a.published and int(m["y"]) > a.published.year + 40:
        return None
    return m["y"], False


def _month(m: re.Match[str], a: Anchor) -> Resolved:
    if m["m"] in ("May", "March", "Mar", "may", "march", "mar") and not m["m"][0].isupper():
        return None
    number = MONTHS[m["m"].lower()]
    if with_year := WITH_YEAR.match(m.string, m.end()):  # "in March, June and July 2020"
        return f"{with_year['y']}-{number:02d}", False
    return f"{near_year(number, a, m['rel'].lower(), ahead(m))}-{number:02d}", True


def _month_alone(m: re.Match[str], a: Anchor) -> Resolved:
    number = MONTHS[m["m"].lower()]
    return f"{near_year(number, a)}-{number:02d}", True


def _month_of(m: re.Match[str], a: Anchor) -> Resolved:
    """ "August of the following year"."""
    word, number = m["w"].lower(), MONTHS[(m["m"] or m.groupdict().get("m2") or "").lower().rstrip(".")]
    if word in ("last", "this", "next"):
        year = a.published.year + {"last": -1, "this": 0, "next": 1}[word] if a.published else None
    else:
        year = _last_year(a, {"the following": 1, "the next": 1, "the previous": -1}.get(word, 0))
    return None if year is None else (f"{year}-{number:02d}", True)


def _last_year(a: Anchor, step: int) -> int | None:
    return int(a.last[:4]) + step if a.last and a.last[:4].isdigit() else None


def _seasons(m: re.Match[str], a: Anchor) -> Resolved:
    """ "Winter 2021/22" begins in the first of the two years."""
    return f"{m['y']}-{SEASONS[m['s'].lower()]}", False


def _quarter_bare(m: re.Match[str], a: Anchor) -> Resolved:
    """ "The third quarter" is the last one begun before the report."""
    if a.published is None:
        return None
    number = {"first": 1, "second": 2, "third": 3}.get(m["q"].lower(), 4)
    year = a.published.year if number * 3 - 2 <= a.published.month else a.published.year - 1
    return f"{year}-{number * 3 - 2:02d}/{year}-{number * 3:02d}", True


def _ago(m: re.Match[str], a: Anchor) -> Resolved:
    if a.published is None:
        return None
    number = int(m["n"]) if m["n"].isdigit() else WORDS[m["n"].lower()]
    return _shift(a.published, m["u"].lower(), -number), True


def _rel_unit(m: re.Match[str], a: Anchor) -> Resolved:
    word, unit = m["w"].lower(), m["u"].lower()
    if word in ("the same", "that", "the following", "the previous", "the next", "previous") and unit in SEASONS:
        return _season_from_last(a, unit, {"the following": 1, "the next": 1}.get(word, -1 if "prev" in word else 0))
    if word in ("the same", "that", "the following", "the previous", "the next"):
        return _from_last(a, unit, {"the following": 1, "the next": 1, "the previous": -1}.get(word, 0))
    if a.published is None or unit in SEASONS or unit == "quarter":
        return None
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(word, 0)
    if unit == "weekend":
        return _weekend(m, a)
    return _shift(a.published, unit, step), True


def _weekend(m: re.Match[str], a: Anchor) -> Resolved:
    """ "The weekend" is the last one before the report; of a report on a Sunday its own."""
    if a.published is None:
        return None
    sunday = a.published.weekday() == 6 and "last" not in m.group().lower()
    saturday = a.published - timedelta(days=1 if sunday else (a.published.weekday() + 2) % 7 or 7)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}", True


def _season_from_last(a: Anchor, season: str, step: int) -> Resolved:
    """ "That autumn", "the previous autumn", "the following spring", counted from the last date told."""
    year = _last_year(a, 0)
    if year is None or a.last is None:
        return None
    code = SEASONS[season]
    month = int(a.last[5:7]) if a.last[5:7].isdigit() and int(a.last[5:7]) <= 12 else 6
    begins = {"21": 3, "22": 6, "23": 9, "24": 12}[code]
    if step < 0 and begins + 2 >= month:
        year -= 1
    if step > 0 and begins <= month:
        year += 1
    return f"{year}-{code}", True


def _from_last(a: Anchor, unit: str, step: int) -> Resolved:
    if not a.last or not re.match(r"\d{4}", a.last):
        return None
    last = a.last.split("/")[-1] if a.last.split("/")[-1] != ".." else a.last.split("/")[0]
    parts = [int(p) for p in last.split("-")[:3] if p.isdigit() and int(p) < 3000]
    if unit == "year":
        return str(parts[0] + step), True
    if len(parts) < 2 or parts[1] > 12 or (unit in ("day", "week") and len(parts) < 3):
        return None
    return _shift(date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1), unit, step), True


MIDDLE = {"21": 5, "22": 8, "23": 11, "24": 12}
"""The last month of each season that a report may still call ahead of it."""


def _rel_season(m: re.Match[str], a: Anchor) -> Resolved:
    if a.published is None:
        return None
    season, word = SEASONS[m["s"].lower()], m["w"].lower()
    if ahead(m) and word in ("in the", "in", "by", "this", "during the"):
        return f"{a.published.year + (a.published.month > MIDDLE[season])}-{season}", True
    peak = MIDDLE[season]
    year = a.published.year
    if word in ("in the", "in", "that", "since", "during the") and a.near and a.last and a.last[:4].isdigit():
        return f"{a.last[:4]}-{season}", True
    if word not in ("this", "next", "by") and a.published.month < peak:
        year -= 1
    if word == "next" and a.published.month >= peak:
        year += 1
    return f"{year}-{season}", True


def _year_end(m: re.Match[str], a: Anchor) -> Resolved:
    """ "The end of the year" is the year of the date told just before, else the report's; "the new year" the next one."""
    told = a.last[:4] if a.near and a.last and a.last[:4].isdigit() else None
    year = int(told) if told else a.published.year if a.published else None
    if year is None:
        return None
    if m["turn"]:
        first = year if told or (a.published and a.published.month > 6) else year - 1
        return f"{first}-12/{first + 1}-01", True
    if m["new"]:
        return str(year + 1 if told or (a.published and a.published.month > 6) else year), True
    return str(year), True


def _feast(m: re.Match[str], a: Anchor) -> Resolved:
    month, day = FEASTS[m["f"].lower().replace("’", "'")]
    year = m["y"] or near_year(month, a)
    return _fixed(_ymd(year, calendar.month_name[month], None if day is None else str(day)), m["y"] is None)


def _on_the(m: re.Match[str], a: Anchor) -> Resolved:
    """ "On the 9th" is a day of the month told before it in the sentence, else the last such day before the report."""
    day = int(m["nth"])
    told = a.last if a.near else a.here
    if told and DATED.fullmatch(told):
        return _fixed(_ymd(told[:4], calendar.month_name[int(told[5:7])], str(day)), True)
    if a.published is None or not 1 <= day <= 31:
        return None
    year, month = a.published.year, a.published.month
    if day > a.published.day:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return _fixed(_ymd(year, calendar.month_name[month], str(day)), True)


def _time_from_now(m: re.Match[str], a: Anchor) -> Resolved:
    """ "In two days' time" is told from the report; "within a month" bounds nothing that it does not date."""
    if a.published is None or m["n2"]:
        return None
    number = int(m["n"]) if m["n"].isdigit() else WORDS[m["n"].lower()]
    return _shift(a.published, m["u"].lower(), number), True


def _rel_day(m: re.Match[str], a: Anchor) -> Resolved:
    if a.published is None:
        return None
    step = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(m.group().lower(), 0)
    return (a.published + timedelta(days=step)).isoformat(), True


def _weekday(m: re.Match[str], a: Anchor) -> Resolved:
    if a.published is None:
        return None
    wanted, today = DAYS[m["wd"].lower()], a.published.weekday()
    if (m["w"] or "").lower() in ("next", "this") or ahead(m):
        return (a.published + timedelta(days=(wanted - today) % 7 or 7)).isoformat(), True
    back = (today - wanted) % 7
    if back < 2 and (m["w"] or "").lower() == "last":  # yesterday is "yesterday", not "last Sunday"
        back += 7
    return (a.published - timedelta(days=back)).isoformat(), True


def _later_this(m: re.Match[str], a: Anchor) -> Resolved:
    return None if a.published is None else (_shift(a.published, m["u"].lower(), 0), True)


def _coming(m: re.Match[str], a: Anchor) -> Resolved:
    """ "In the coming days" is the month of the report, "in the coming months" its year."""
    if a.published is None:
        return None
    return (str(a.published.year) if m.group().lower().endswith("months") else a.published.isoformat()[:7]), True


NIGHTS = frozenset("morning evening afternoon night".split())


def _after(m: re.Match[str], a: Anchor) -> Resolved:
    """ "Two days later", "the next morning", "the year before", "that day", counted from the date told last."""
    a = replace(a, last=a.here) if a.here else a
    word = (m["w"] or m["w2"] or m["w4"] or m["w5"] or "same").lower()
    unit = (m["u"] or m["u2"] or m["u3"] or m["u5"] or m["u6"]).lower()
    number = 1 if m["w2"] or m["w3"] or m["w5"] else 0
    if m["n"]:
        number = int(m["n"]) if m["n"].isdigit() else WORDS[m["n"].lower()]
    if m["few"]:
        if unit != "day" or not a.last:
            return None
        return (a.last[:7], True) if len(a.last) >= 7 and a.last[:4].isdigit() else None
    sign = 0 if word == "same" else -1 if word in ("earlier", "before", "previous") else 1
    return _from_last(a, "day" if unit in NIGHTS else unit, sign * number)


RESOLVE: dict[str, Callable[[re.Match[str], Anchor], Resolved]] = {
    "iso": _iso,
    "pair_years": _pair_years,
    "pair_months": _pair_months,
    "pair_bare": _pair_bare,
    "pair_days": _pair_days,
    "years_to": _years_to,
    "day_of": _day_of,
    "occasion": _occasion,
    "range_dd": _range_dd,
    "range_my": _range_my,
    "range_mm": _range_mm,
    "range_bare": _range_bare,
    "range_short": _range_short,
    "range_days": _range_days,
    "dmy": _dmy,
    "mdy": _dmy,
    "my": _my,
    "season": _season,
    "quarter": _quarter,
    "quarter_bare": _quarter_bare,
    "seasons": _seasons,
    "half": _half,
    "fiscal": _fiscal,
    "dm": _dm,
    "decade": _decade,
    "year": _year,
    "month_of": _month_of,
    "month_alone": _month_alone,
    "month": _month,
    "ago": _ago,
    "weekend": _weekend,
    "rel_unit": _rel_unit,
    "rel_season": _rel_season,
    "year_end": _year_end,
    "feast": _feast,
    "on_the": _on_the,
    "time_from_now": _time_from_now,
    "rel_day": _rel_day,
    "weekday": _weekday,
    "coming": _coming,
    "later_this": _later_this,
    "after": _after,
}
"""What each rule of ``times`` means, by its name."""
