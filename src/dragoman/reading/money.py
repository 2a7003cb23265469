"""Money in words and signs: "$5.2 million", "EUR 93m", "245 million yuan", "a 1.4-billion-dollar loan", "US$3-4bn"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.reading.numbers import DIGITS, SCALES, approximation, word_value

CODES = """USD EUR GBP CNY RMB JPY CHF AUD NZD CAD HKD TWD SGD INR PKR LKR BDT RUB TRY PLN CZK HUF RSD SEK NOK DKK ILS SAR AED QAR KWD
OMR BHD JOD EGP ZAR KES NGN GHS ETB UGX TZS ZMW MWK MZN RWF XAF XOF BRL ARS MXN COP PEN CLP IDR MYR THB VND PHP KRW KZT UZS
KGS TJS AMD AZN GEL UAH BYN MDL RON BGN ALL MKD BAM IRR IQD MAD TND DZD FJD PGK SBD TOP VUV WST NPR MMK LAK KHR MNT AOA
LSL SZL XCD ECD GMD MRU MGA SLL HTG CVE BTN
BWP NAD MUR MVR SDG SSP SOS DJF ERN XDR BOB PYG UYU VES CRC GTQ HNL NIO DOP JMD TTD XDR GYD""".split()
SIGNS = {
    "US$": "USD",
    "USD$": "USD",
    "U.S.$": "USD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "S$": "SGD",
    "HK$": "HKD",
    "NT$": "TWD",
    "FJ$": "FJD",
    "SI$": "SBD",
    "SBD$": "SBD",
    "R$": "BRL",
    "N$": "NAD",
    "TT$": "TTD",
    "J$": "JMD",
    "G$": "GYD",
    "T$": "TOP",
    "WS$": "WST",
    "B$": "BND",
    "Bds$": "BBD",
    "Z$": "ZWL",
    "MX$": "MXN",
    "COL$": "COP",
    "AR$": "ARS",
    "RMB¥": "CNY",
    "₹": "INR",
    "Rs.": "INR",
    "Rs": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₩": "KRW",
    "₦": "NGN",
    "₪": "ILS",
    "₴": "UAH",
    "₫": "VND",
    "฿": "THB",
    "₱": "PHP",
    "zł": "PLN",
    "EC$": "XCD",
    "KSh": "KES",
    "Ksh": "KES",
    "KShs": "KES",
    "USh": "UGX",
    "Ush": "UGX",
    "Shs": "UGX",
    "RM": "MYR",
    "Rp": "IDR",
    "JP¥": "JPY",
    "CN¥": "CNY",
    "GH¢": "GHS",
    "RMB": "CNY",
    "CFA": "XOF",
    "FCFA": "XAF",
    "US dollar": "USD",
}
DOLLARS = {
    "us": "USD",
    "u.s.": "USD",
    "american": "USD",
    "united states": "USD",
    "australian": "AUD",
    "canadian": "CAD",
    "new zealand": "NZD",
    "singapore": "SGD",
    "hong kong": "HKD",
    "taiwan": "TWD",
    "taiwanese": "TWD",
    "fiji": "FJD",
    "fijian": "FJD",
    "solomon": "SBD",
    "islands": "SBD",
    "solomon islands": "SBD",
    "jamaican": "JMD",
    "namibian": "NAD",
    "namibia": "NAD",
    "jamaica": "JMD",
    "guyana": "GYD",
    "liberia": "LRD",
    "australia": "AUD",
    "canada": "CAD",
    "barbadian": "BBD",
    "barbados": "BBD",
    "belize": "BZD",
    "bahamian": "BSD",
    "surinamese": "SRD",
    "trinidad and tobago": "TTD",
    "tobago": "TTD",
    "east caribbean": "XCD",
    "brunei": "BND",
    "new taiwan": "TWD",
    "singaporean": "SGD",
    "guyanese": "GYD",
    "liberian": "LRD",
    "zimbabwean": "ZWL",
    "zimbabwe": "ZWL",
}
NAMES = {
    "renminbi": "CNY",
    "yuan": "CNY",
    "yuans": "CNY",
    "rmb": "CNY",
    "euro": "EUR",
    "euros": "EUR",
    "sterling": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "yen": "JPY",
    "won": "KRW",
    "zloty": "PLN",
    "zlotys": "PLN",
    "zloties": "PLN",
    "złoty": "PLN",
    "rouble": "RUB",
    "roubles": "RUB",
    "ruble": "RUB",
    "rubles": "RUB",
    "hryvnia": "UAH",
    "hryvnias": "UAH",
    "forint": "HUF",
    "forints": "HUF",
    "baht": "THB",
    "ringgit": "MYR",
    "rand": "ZAR",
    "naira": "NGN",
    "cedi": "GHS",
    "cedis": "GHS",
    "birr": "ETB",
    "kwacha": "ZMW",
    "shekel": "ILS",
    "shekels": "ILS",
    "lira": "TRY",
    "liras": "TRY",
    "riyal": "SAR",
    "riyals": "SAR",
    "dirham": "AED",
    "dirhams": "AED",
    "kina": "PGK",
    "taka": "BDT",
    "dong": "VND",
    "rupiah": "IDR",
    "kip": "LAK",
    "riel": "KHR",
    "kyat": "MMK",
    "kyats": "MMK",
    "tenge": "KZT",
    "som": "KGS",
    "soms": "KGS",
    "tenges": "KZT",
    "laris": "GEL",
    "manats": "AZN",
    "ringgits": "MYR",
    "afghani": "AFN",
    "afghanis": "AFN",
    "somoni": "TJS",
    "dram": "AMD",
    "drams": "AMD",
    "lari": "GEL",
    "manat": "AZN",
    "tugrik": "MNT",
    "real": "BRL",
    "reais": "BRL",
    "kuna": "HRK",
    "lev": "BGN",
    "leva": "BGN",
    "lei": "RON",
    "dollar": "USD",
    "dollars": "USD",
    "special drawing rights": "XDR",
    "sdr": "XDR",
    "sdrs": "XDR",
    "lek": "ALL",
    "denar": "MKD",
    "denars": "MKD",
    "koruna": "CZK",
    "crowns": "CZK",
    "vatu": "VUV",
    "tala": "WST",
    "sol": "PEN",
    "soles": "PEN",
    "loti": "LSL",
    "maloti": "LSL",
    "pula": "BWP",
    "lilangeni": "SZL",
    "emalangeni": "SZL",
    "dalasi": "GMD",
    "dalasis": "GMD",
    "ouguiya": "MRU",
    "ariary": "MGA",
    "kwanza": "AOA",
    "kwanzas": "AOA",
    "leone": "SLL",
    "leones": "SLL",
    "metical": "MZN",
    "meticais": "MZN",
    "meticals": "MZN",
    "guarani": "PYG",
    "guaranies": "PYG",
    "quetzal": "GTQ",
    "quetzals": "GTQ",
    "quetzales": "GTQ",
    "lempira": "HNL",
    "lempiras": "HNL",
    "colones": "CRC",
    "bolivares": "VES",
    "boliviano": "BOB",
    "bolivianos": "BOB",
    "gourde": "HTG",
    "gourdes": "HTG",
    "escudo": "CVE",
    "escudos": "CVE",
    "dobra": "STN",
    "dobras": "STN",
    "nakfa": "ERN",
    "rufiyaa": "MVR",
    "ngultrum": "BTN",
    "pa'anga": "TOP",
}
ADJECTIVES = {
    "peso": {
        "philippine": "PHP",
        "mexican": "MXN",
        "argentine": "ARS",
        "chilean": "CLP",
        "colombian": "COP",
        "cuban": "CUP",
    },
    "rupee": {
        "indian": "INR",
        "pakistani": "PKR",
        "pakistan": "PKR",
        "sri lankan": "LKR",
        "nepalese": "NPR",
        "nepali": "NPR",
        "mauritian": "MUR",
    },
    "krona": {"swedish": "SEK", "icelandic": "ISK"},
    "krone": {"danish": "DKK", "norwegian": "NOK"},
    "franc": {"swiss": "CHF", "cfa": "XOF", "rwandan": "RWF", "djiboutian": "DJF"},
    "shilling": {
        "kenyan": "KES",
        "kenya": "KES",
        "ugandan": "UGX",
        "uganda": "UGX",
        "tanzanian": "TZS",
        "somali": "SOS",
    },
    "dinar": {
        "serbian": "RSD",
        "kuwaiti": "KWD",
        "jordanian": "JOD",
        "iraqi": "IQD",
        "bahraini": "BHD",
        "algerian": "DZD",
        "tunisian": "TND",
        "libyan": "LYD",
    },
    "pound": {"egyptian": "EGP", "sudanese": "SDG", "syrian": "SYP", "lebanese": "LBP", "british": "GBP"},
    "lira": {"turkish": "TRY"},
    "rial": {"iranian": "IRR", "omani": "OMR", "yemeni": "YER"},
    "riyal": {"qatari": "QAR", "saudi": "SAR"},
}
LOCAL = {
    "peso": {"ph": "PHP", "mx": "MXN", "ar": "ARS", "cl": "CLP", "co": "COP"},
    "rupee": {"in": "INR", "pk": "PKR", "lk": "LKR", "np": "NPR", "mu": "MUR"},
    "krona": {"se": "SEK"},
    "krone": {"dk": "DKK", "no": "NOK"},
    "crown": {"se": "SEK", "no": "NOK", "dk": "DKK", "cz": "CZK"},
    "franc": {"ch": "CHF", "rw": "RWF", "dj": "DJF"},
    "shilling": {"ke": "KES", "ug": "UGX", "tz": "TZS", "so": "SOS"},
    "dinar": {"rs": "RSD", "kw": "KWD", "jo": "JOD", "iq": "IQD", "dz": "DZD", "tn": "TND", "ly": "LYD"},
}
CENTRAL_AFRICA = frozenset(("cm", "cf", "td", "cg", "ga", "gq"))
"""States of the Central African franc; both CFA francs are written alike."""
DEFAULT = {
    "rupee": "INR",
    "peso": "PHP",
    "krona": "SEK",
    "krone": "NOK",
    "franc": "CHF",
    "shilling": "KES",
    "dinar": "RSD",
    "rial": "IRR",
}

OTHER_CODES = {"RMB": "CNY", "ECD": "XCD"}
IN_SMALL = frozenset(("usd", "eur", "rmb"))
"""Codes that stand for nothing else where they are not written in capitals."""

LETTERS: dict[str, dict[str, str]] = {
    sign: dict(one.split(":") for one in local.split())
    for sign, _, local in (row.strip().partition(" ") for row in """P bw:BWP ph:PHP; K zm:ZMW pg:PGK mw:MWK mm:MMK;
    MK mw:MWK; Ks mm:MMK; R za:ZAR; D gm:GMD; E sz:SZL; M ls:LSL; N ng:NGN; Le sl:SLL; Br et:ETB; Tk bd:BDT; NRs np:NPR;
    NRS np:NPR; Sh ke:KES tz:TZS ug:UGX; TSh tz:TZS; Q gt:GTQ; L hn:HNL; S/ pe:PEN; S/. pe:PEN; Bs bo:BOB ve:VES;
    Ft hu:HUF; VT vu:VUV""".split(";"))
}
"""Letters that are a currency's sign in a report on one of its states, before a large number: "P2 million", "K4,000"."""

_SIGN = "|".join(re.escape(s) for s in sorted(SIGNS, key=len, reverse=True))
_CODE = "|".join(CODES)
_SCALE = r"hundred|thousand|million|billion|trillion|lakh|crore|k|mn|mln|mio|bn|bln|tn|trn|m|b"
_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|an?)(?:[- ](?:hundred|one|two|three|four|five|six|seven|eight|nine|and|a|half))*"
_AMOUNT = rf"(?P<n>{DIGITS})(?:\s?(?P<s1>{_SCALE})\b)?(?:\s?(?P<to>-|–|—|to|and)\s?(?:{_SIGN}|(?:{_CODE})\s?)?(?P<n2>{DIGITS}))?(?:[\s-]?(?P<s2>{_SCALE})\b)?"
_PLURAL = [
    *NAMES,
    *(f"{n}{s}" for n in {**ADJECTIVES, **DEFAULT} for s in ("s", "")),
    "kronor",
    "kroner",
    "crowns",
    "crown",
]
_NAME = rf"(?:(?P<adj>[A-Za-z.]+(?: [A-Z][a-z]+)?)(?:\s|(?<=\.)))?(?P<name>{'|'.join(sorted(set(_PLURAL), key=len, reverse=True))})"
BEFORE = re.compile(rf"(?<![\w$])(?:(?P<code>{_CODE})\s?(?:\$|€|£|¥)?|(?P<sign>{_SIGN}))\s?{_AMOUNT}(?![\d])", re.I)
AFTER = re.compile(rf"(?<![\w.,$€£¥-]){_AMOUNT}[\s-]?(?:(?P<code>{_CODE})\b|(?P<sign>€|£|¥|₽|₺|zł|\$)|{_NAME}\b)", re.I)
LETTERED = re.compile(
    rf"(?<![\w$])(?P<letters>{'|'.join(re.escape(s) for s in sorted(LETTERS, key=len, reverse=True))})\.?\s?"
    rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{4,}}|\d+(?:\.\d+)?(?=\s?(?:{_SCALE})\b))(?![\d.,]\d)(?:\s?(?P<s2>{_SCALE})\b)?"
)
BARE = re.compile(
    rf"(?<![\w$€£.,-])(?:(?P<n>{DIGITS})|(?P<w>{_WORDS}))\s?-?(?P<s2>million|billion|trillion|bn|mn)\b(?!\s+(?!(?:in|for|from|of which|over|on|to|since|a year|each|until|by|and|was|were|had|has|which|through|annually|per|will|would|went|came|under|at|towards?|as|between|during|that|this|last|the|macro)\b)[a-z])",
    re.I,
)
BETWEEN = re.compile(r"\b(?:between|from)\s*$", re.I)
IN_WORDS = re.compile(
    rf"\b(?:(?P<w0>{_WORDS}) (?:to|or) )?(?P<w>{_WORDS})[- ](?P<s2>thousand|million|billion|trillion)[- ]{_NAME}\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money in running text, in full units."""

    start: int
    end: int
    amount: float
    currency: str
    max: float | None
    approx: str | None
    text: str


def find_money(text: str, states: tuple[str, ...] = (), last: str | None = None) -> list[Sum]:
    """All sums of a text. ``states`` are ISO codes of the states it is about: they decide between namesake currencies.

    ``last`` is the currency told last before: a bare "2.5 billion" that counts nothing else is a sum of it.
    """
    found: list[Sum] = []
    for pattern in (BEFORE, AFTER, IN_WORDS, LETTERED):
        for match in _matches(pattern, text):
            one = _sum(match, text, states)
            if one and not any(o.start < one.end and one.start < o.end for o in found):
                found.append(one)
    currency = found[0].currency if found else last
    if currency:
        for match in BARE.finditer(text):
            amount = _words(match["w"]) if match["w"] else _number(match["n"])
            if amount is not None and not any(o.start < match.end() and match.start() < o.end for o in found):
                approx = approximation(
                    text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 12]
                )
                found.append(
                    Sum(
                        match.start(),
                        match.end(),
                        round(amount * SCALES[match["s2"].lower()], 4),
                        currency,
                        None,
                        approx,
                        match.group(),
                    )
                )
    return sorted(found, key=lambda s: s.start)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches left to right; "$5m and $9m" is two sums unless "between" stands before it."""
    at = 0
    while match := pattern.search(text, at):
        at = match.end()
        if (match.groupdict().get("to") or "").lower() == "and" and not BETWEEN.search(text[: match.start()]):
            first = pattern.search(text, match.start(), match.start("to"))
            at = match.end("to") if first is None else first.end()
            if first is None:
                continue
            match = first
        yield match


def _sum(match: re.Match[str], text: str, states: tuple[str, ...]) -> Sum | None:
    currency, start = _currency(match, states)
    if currency is None:
        return None
    groups = match.groupdict()
    scale2 = SCALES.get((groups.get("s2") or "").lower(), 1.0)
    if groups.get("w"):
        low, high = _words(groups["w"]), None
        if groups.get("w0") and (first := _words(groups["w0"])) is not None:
            low, high = first, low
    else:
        low, high = _number(groups["n"]), _number(groups["n2"]) if groups.get("n2") else None
    if low is None:
        return None
    scale1 = SCALES.get((groups.get("s1") or "").lower(), 0.0) or scale2
    low *= scale1
    if high is not None:
        high *= scale2 if groups.get("s2") else scale1
        if high <= low:
            high = None
    end = match.end()
    approx = approximation(text[max(0, match.start() - 24) : match.start()], text[end : end + 12])
    return Sum(start, end, round(low, 4), currency, None if high is None else round(high, 4), approx, text[start:end])


def _number(text: str) -> float:
    return float(re.sub(r"[,  ]", "", text))


def _words(text: str) -> float | None:
    lowered = text.lower().replace("-", " ")
    if lowered in ("half a", "half"):
        return 0.5
    if lowered.endswith(" and a half"):
        whole = word_value(lowered.removesuffix(" and a half"))
        return None if whole is None else whole + 0.5
    return word_value(lowered)


def _currency(match: re.Match[str], states: tuple[str, ...]) -> tuple[str | None, int]:
    groups = match.groupdict()
    if code := groups.get("code"):
        if code != code.upper() and code.lower() not in IN_SMALL:
            return None, 0
        return OTHER_CODES.get(code.upper(), code.upper()), match.start()
    if letters := groups.get("letters"):
        local = LETTERS[letters]
        return next((local[state] for state in states if state in local), None), match.start()
    if sign := groups.get("sign"):
        for written, currency in SIGNS.items():
            if written.lower() == sign.lower():
                return _sign(written, currency, states), match.start()
    return _named(groups, states), match.start()


def _sign(written: str, currency: str, states: tuple[str, ...]) -> str:
    if written == "¥" and "jp" in states and "cn" not in states:
        return "JPY"
    if written in ("Rs", "Rs."):
        return LOCAL["rupee"].get(next((s for s in states if s in LOCAL["rupee"]), ""), currency)
    return currency


def _named(groups: dict[str, str | None], states: tuple[str, ...]) -> str | None:
    name = (groups.get("name") or "").lower()
    adjective = (groups.get("adj") or "").lower()
    single = {"kronor": "krona", "kroner": "krone"}.get(name, name.rstrip("s") if name not in NAMES else name)
    last = adjective.split()[-1] if adjective else ""
    if single.startswith("dollar"):
        return DOLLARS.get(adjective) or DOLLARS.get(last) or "USD"
    if single == "franc" and last == "cfa" and any(s in CENTRAL_AFRICA for s in states):
        return "XAF"
    for key in (single, single.rstrip("s")):
        if key in ADJECTIVES and (adjective in ADJECTIVES[key] or last in ADJECTIVES[key]):
            return ADJECTIVES[key].get(adjective) or ADJECTIVES[key][last]
        for state in states:
            if key in LOCAL and state in LOCAL[key]:
                return LOCAL[key][state]
    return NAMES.get(name) or NAMES.get(single) or DEFAULT.get(single)
