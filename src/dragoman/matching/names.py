"""Names of parties and words of items in a form that can be compared."""

import re
import unicodedata
from functools import lru_cache

from dragoman.matching.vocabulary import NO_MODEL, STOP, SYNONYMS

_LEGAL = re.compile(
    r"\b(?:ltd|limited|inc|incorporated|llc|plc|gmbh|ag|sa|s a|spa|bv|nv|oy|ab|doo|d o o|ad|corp|corporation|co|"
    r"company|"
    r"group|holding|holdings|technologies|jsc|pjsc|ojsc|oao|pao|pty|as|a s|sas|kg|llp)$"
)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_DESIGNATOR = re.compile(r"\b(?=[\w/-]*\d)(?=[\w/-]*[A-Z])[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*\b")
_INITIALS = re.compile(r"\b((?:[A-Z][a-z]+ ){1,3})(\d+[A-Z]*)\b")
_CAPITALS = re.compile(r"\b[A-Z]{3,}[a-z]?\b")


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Lower case, no accents, no punctuation, no leading article."""
    text = unicodedata.normalize("NFKD", text)
    text = (
        "".join(c for c in text if not unicodedata.combining(c))
        .casefold()
        .replace("đ", "d")
        .replace("ł", "l")
        .replace("ı", "i")
    )
    text = re.sub(r"['’`]s\b", "", text)
    text = " ".join(re.sub(r"[\W_]+", " ", text).split())
    return re.sub(r"^the (?=.)", "", text)


@lru_cache(maxsize=16_384)
def normal(name: str) -> str:
    """A party's name without bracketed acronym, legal form and ``government of``: ``Acme Co. Ltd`` = ``Acme``."""
    short = plain(_BRACKETS.sub("", name)) or plain(name)
    previous = ""
    while short != previous and " " in short:
        previous, short = short, _LEGAL.sub("", short).strip() or short
    short = re.sub(r"^(?:government|state|republic) of (?:the )?", "", short)
    return re.sub(r" government$", "", short)


def bracketed(name: str) -> tuple[str, ...]:
    """Acronyms or other names given in brackets: ``African Union (AU)`` gives ``AU``."""
    return tuple(part.strip() for part in _BRACKETS.findall(name) if part.strip())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A light English stem: plural endings only, which is what tells items apart least."""
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return SYNONYMS.get(word, word)


@lru_cache(maxsize=16_384)
def words(text: str | None) -> frozenset[str]:
    """The stems of a text's words, stop words left out."""
    return frozenset(stem(w) for w in plain(text or "").split() if w not in STOP)


@lru_cache(maxsize=16_384)
def designators(text: str | None) -> frozenset[str]:
    """Model names in an item (``CH-92A``, ``GM200``, ``F-16``, ``CAESAR``), without hyphens, in lower case.

    ``Ground Master 200`` also gives ``gm200``: a name with its number is often written by its initials.
    """
    if not text:
        return frozenset()
    spelled = (re.sub(r"(?<=\d)s$", "", m.group()) for m in _DESIGNATOR.finditer(text))  # "F-16s" are F-16
    found = {name.replace("-", "").replace("/", "").casefold() for name in spelled}
    found |= {
        ("".join(w[0] for w in m[1].split()) + m[2]).casefold()
        for m in _INITIALS.finditer(text)
        if len(m[1].split()) > 1
    }
    found |= {m.group().casefold() for m in _CAPITALS.finditer(text)}
    return frozenset(d for d in found if d not in NO_MODEL and not re.fullmatch(r"\d+(?:th|st|nd|rd)", d))


def base(designator: str) -> str:
    """A designator without its variant letter: ``ft8c`` and ``ft8d`` are variants of ``ft8``."""
    found = re.fullmatch(r"([a-z]+\d+)[a-z]{1,3}", designator)
    return found[1] if found else designator
