"""Numbers as reports write them: "1,000", "nine", "two and a half million", "a dozen", "5.2m", "10-12", "some 300"."""

import re
from dataclasses import dataclass

UNITS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "crore": 1e7,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "bn": 1e9,
    "bln": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "trn": 1e12,
}
COUNTS = {"dozen": 12, "score": 20, "couple": 2, "pair": 2, "trio": 3, "half-dozen": 6}
ORDINALS = {
    w: n
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
FRACTIONS = {
    "half": 50.0,
    "a third": 100 / 3,
    "one third": 100 / 3,
    "one-third": 100 / 3,
    "two thirds": 200 / 3,
    "two-thirds": 200 / 3,
    "a quarter": 25.0,
    "one quarter": 25.0,
    "one-quarter": 25.0,
    "three quarters": 75.0,
    "three-quarters": 75.0,
    "a fifth": 20.0,
    "one-fifth": 20.0,
}

_WORD = "|".join([*UNITS, *TENS])
_SCALE = "hundred|thousand|million|billion|trillion|lakh|crore"
_SHORT = r"k|mn|mln|mio|bn|bln|tn|trn|m|b"
DIGITS = r"\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
WORDS = rf"(?:(?:{_WORD})(?:[- ](?:{_WORD}|and a half))*|an?|half an?|several)"
NUMBER = re.compile(
    rf"""(?<![\w.,-])(?:
      (?P<digits>{DIGITS})(?:\s?-?(?P<scale>{_SCALE})\b|(?:(?P<short>{_SHORT})\b))?
      |(?:half\sa\s(?P<half_a>{_SCALE})|(?P<and_half>{_WORD})\sand\sa\shalf\s(?P<half_of>{_SCALE}))\b
      |(?P<count>(?:(?:an?|one|two|three|four|five|six|several|half\sa)\s)?(?:dozen|half-dozen|score|couple|pair|trio))\b(?:\s+of\b)?
      |(?P<words>(?:{_WORD})(?:(?:-|\s|\sand\s)(?:{_WORD}|{_SCALE}))*|an?\s(?:hundred|thousand|million|billion)(?:(?:-|\s|\sand\s)(?:{_WORD}|{_SCALE}))*)\b
    )(?![\w])""",
    re.I | re.X,
)

ABOUT = r"about|around|roughly|approximately|approx\.?|some|nearly|almost|close to|an estimated|estimated(?: at)?|circa|c\.|~|in the region of|in the order of|just under|just over|a little over|a little under|or so|nigh on|upwards? of"
AT_LEAST = r"at least|more than|over|upwards? of|no fewer than|no less than|not less than|a minimum of|in excess of|exceeding|exceeds|exceeded|above|north of|beyond|minimum of|>|≥"
AT_MOST = r"up to|at most|no more than|not more than|fewer than|less than|under|below|a maximum of|as much as|as many as|maximum of|<|≤"
_ABOUT = re.compile(rf"(?:\b(?:{ABOUT})|~)\s*(?:the\s)?$", re.I)
_AT_LEAST = re.compile(rf"(?:\b(?:{AT_LEAST})|[>≥])\s*(?:a\s|the\s|some\s)?$", re.I)
_AT_MOST = re.compile(rf"(?:\b(?:{AT_MOST})|[<≤])\s*(?:a\s|the\s|some\s)?$", re.I)
DESIGNATED = re.compile(
    r"(?:\b(?:Type|Block|Mk|Mark|Article|Articles|Resolution|Section|Chapter|Phase|phase|Flight|Route|Channel|Lot|Tranche|Boeing|Airbus|Dornier"
    r"|article|section|chapter|paragraph|[Vv]ersion|[Pp]age|[Pp]hone|[Tt]el|ID|id)|\bNo\.|#|[A-Z]{2,6}:|\bID ?#) ?$"
)
"""Before a number that names a thing and counts none."""
CLOCK = re.compile(r":[0-5]\d\b|\s?[ap]\.?m\b|\s?o['’]clock\b", re.I)
"""After the hour of a time of day."""
MINUTES = re.compile(r"\b[012]?\d:$")
INSIDE = re.compile(r"[\w,]\s$")
CAPITAL = re.compile(r"\s[A-Z]")
"""About a number in words that is part of a name ("by Three Gorges")."""
NOTE = re.compile(r"\[$")
"""Before the number of a footnote ("weeks.[5]")."""
_CLOSELY = re.compile(
    r"\b(?:just (?:under|over)|a little (?:over|under)|slightly (?:more|less) than|upwards? of)\s*$", re.I
)
_PARTICLE = re.compile(r"\b(?:hand|turn|tak|took|sign|carr|bring|brought)\w* over (?:the |some )?$|\bover the $", re.I)
"""What is handed over is not more than its number."""
_AFTER_PLUS = re.compile(r"\s?\+|\s+or more\b|\s+plus\b", re.I)
_AFTER_ABOUT = re.compile(r"\s+or so\b|[- ](?:odd|ish)\b", re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in running text; ``approx`` as in the coding manual."""

    start: int
    end: int
    value: float
    approx: str | None
    text: str


def word_value(text: str) -> float | None:
    """The value of a number in words ("two hundred and fifty", "twenty-one", "a thousand"), or None."""
    total = current = 0.0
    seen = False
    for word in re.split(r"[\s-]+", text.lower()):
        if word in UNITS:
            current += UNITS[word]
        elif word in TENS:
            current += TENS[word]
        elif word in ("a", "an"):
            current = 1
        elif word == "and":
            continue
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total += (current or 1) * SCALES[word]
            current = 0.0
        else:
            return None
        seen = True
    return total + current if seen else None


def approximation(before: str, after: str) -> str | None:
    """``about``, ``at_least``, ``at_most`` or None from the text on both sides of a number."""
    if _AFTER_PLUS.match(after):
        return "at_least"
    if _AFTER_ABOUT.match(after) or _CLOSELY.search(before):
        return "about"
    if _PARTICLE.search(before):
        return None
    for pattern, name in ((_AT_LEAST, "at_least"), (_AT_MOST, "at_most"), (_ABOUT, "about")):
        if pattern.search(before):
            return name
    return None


def find_numbers(text: str) -> list[Number]:
    """All numbers of a text, left to right; years and parts of designations ("F-16") are the caller's to tell apart."""
    out = []
    for match in NUMBER.finditer(text):
        value = _value(match)
        if value is not None and not _names_only(text, match):
            approx = approximation(
                text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 12]
            )
            out.append(Number(match.start(), match.end(), value, approx, match.group()))
    return out


def _names_only(text: str, match: re.Match[str]) -> bool:
    """Whether a number counts nothing: it names a thing, tells the hour, or marks a footnote."""
    start, end = match.span()
    return bool(
        DESIGNATED.search(text, 0, start)
        or CLOCK.match(text, end)
        or MINUTES.search(text, 0, start)
        or (NOTE.search(text, 0, start) and text[end : end + 1] == "]")
        or re.fullmatch(r"0\d+", match.group())
        or (match.group()[0].isupper() and INSIDE.search(text, 0, start) and CAPITAL.match(text, end))
    )


def _value(match: re.Match[str]) -> float | None:
    if digits := match["digits"]:
        value = float(re.sub(r"[,  ]", "", digits))
        scale = (match["scale"] or match["short"] or "").lower()
        return round(value * SCALES.get(scale, 1), 6)
    if match["half_a"]:
        return 0.5 * SCALES[match["half_a"].lower()]
    if match["and_half"]:
        return ((word_value(match["and_half"]) or 0.0) + 0.5) * SCALES[match["half_of"].lower()]
    if count := match["count"]:
        *many, noun = count.lower().split()
        times = 1.0
        if many:
            if many[0] == "several":
                return None
            times = 0.5 if many[0] == "half" else float(UNITS.get(many[0], 1))
        return times * COUNTS[noun]
    return word_value(match["words"])
