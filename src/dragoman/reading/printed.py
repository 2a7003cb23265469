"""Names as the report itself gives them: the fuller name that it introduces, the spelling that it keeps to."""

import re
from collections.abc import Iterable
from dataclasses import replace

from dragoman.codebook.lists import Entry, Lists
from dragoman.reading.bodies import introduced, spells
from dragoman.reading.names import LEGAL
from dragoman.reading.persons import TITLE_WORDS, as_spoken
from dragoman.reading.reading import Mention

ALIKE = 0.6
"""Share of a name's words that it must have in common with a listed one to be a form of that."""
FORCE_NAME = re.compile(
    r"\b(?:Army|Armed Forces|Defen[cs]e Forces?|Navy|Naval Forces?|Air Forces?|Coast Guard|National Guard)$"
)
BRANCHES = {
    "army": (r"\bArmy$", r"\b(?:Armed Forces|Defen[cs]e Forces?)$"),
    "navy": (r"\b(?:Navy|Naval Forces?)$",),
    "guard": (r"\bCoast Guard$",),
    "coastguard": (r"\bCoast Guard$",),
}
"""By the last word of what a force is called in passing: how its proper name may end, the likeliest first."""
SMALL = frozenset(("of", "the", "and", "for", "&"))
FORCES = frozenset(("armed_force", "police"))
Mentions = tuple[tuple[Mention, ...], ...]


def abbreviations(texts: Iterable[str], lists: Lists) -> dict[str, Mention]:
    """What the abbreviations in brackets stand for in this report, where that is not what the lists say.

    "Commission de Protection des Données (CDP)" makes CDP that commission throughout, whatever else is called so; where
    the name before the brackets is but another form of the listed one ("International Commercial Bank of China (ICBC)"),
    the listed one is meant by both.
    """
    out: dict[str, Mention] = {}
    for name, short in (pair for text in texts if "(" in text for pair in introduced(text)):
        entry = lists.find(short)
        if entry is None or entry.kind not in ("body", "company") or lists.find(name) is not None:
            continue
        if _alike(name, entry):
            out[name] = Mention(0, 0, name, entry.kind, entry.name, entry.id, entry.state, "alias")
        else:
            out[short] = Mention(0, 0, short, "body", name, None, None, "alias")
    return out


def _alike(name: str, entry: Entry) -> bool:
    words = _stems(name)
    return any(len(words & _stems(n)) / max(len(words), len(_stems(n))) >= ALIKE for n in entry.names if " " in n)


def _stems(name: str) -> set[str]:
    return {w.lower().rstrip("s") for w in re.findall(r"\w+", name) if w.lower() not in SMALL}


def as_printed(mentions: Iterable[tuple[Mention, ...]], lists: Lists) -> Mentions:
    """Companies, persons and forces by the name the report gives them, where it never uses the listed one ("Hesteel" for
    HBIS, "Sergei Lavrov" for Sergey, "Nepali Army"), or where it introduces a fuller one ("China National Petroleum
    Corporation (CNPC)", "COSCO Shipping" before a mere "COSCO").

    An abbreviation or a surname is no name to keep, and the legal form that a company's name ends in makes no other
    ("Huawei Technologies").
    """
    found = list(mentions)
    printed: dict[str, dict[str, None]] = {}
    for m in (m for ms in found for m in ms if m.ref and m.how == "list" and _may_differ(m, lists)):
        printed.setdefault(str(m.ref), {}).setdefault(m.text)
    kept = {ref: name for ref, forms in printed.items() if (name := _kept(ref, list(forms), lists))}
    return _forces([tuple(replace(m, name=kept[m.ref]) if m.ref in kept else m for m in ms) for ms in found])


def _forces(found: list[tuple[Mention, ...]]) -> Mentions:
    """ "The army" by the name of it that the report gives: the Lebanese Armed Forces, where it calls them so."""
    proper: dict[str, list[str]] = {}
    for m in (m for ms in found for m in ms if m.kind == "body" and m.state and m.how != "reference"):
        if FORCE_NAME.search(m.name) and m.text[:1].isupper() and " " in m.text and m.text == m.name:
            proper.setdefault(str(m.state), []).append(m.name)
    return tuple(tuple(_by_name(m, proper.get(m.state or "", [])) for m in ms) for ms in found)


def _by_name(m: Mention, proper: list[str]) -> Mention:
    branch = (
        BRANCHES.get(m.text.split()[-1].lower())
        if m.how == "shape" and m.kind == "body" and m.name not in proper
        else None
    )
    for words in branch or ():
        if named := [n for n in proper if re.search(words, n)]:
            return replace(m, name=max(named, key=named.count))
    return m


def _may_differ(m: Mention, lists: Lists) -> bool:
    if m.kind == "person":
        return " " in m.text.strip() and not TITLE_WORDS.match(m.text) and as_spoken(m.text) == m.text
    return m.kind in ("company", "body")


def _kept(ref: str, forms: list[str], lists: Lists) -> str | None:
    """The name to use for a listed one in this report, or None for the listed; ``forms`` in order of first use."""
    entry = lists.get(ref)
    if entry is None:
        return None
    if full := [f for f in forms if " " in f and not f.isupper() and spells(f, entry.name)]:
        return max(full, key=len)
    if entry.kind == "company" and _fuller(entry.name, forms[0]):
        return forms[0]
    if entry.name in forms or (entry.kind == "body" and not _own_force(entry, forms)):
        return None
    full = [f for f in forms if not f.isupper() and not _only_legal(entry.name, f)]
    return max(full, key=lambda t: (len(t), t), default=None)


def _own_force(entry: Entry, forms: list[str]) -> bool:
    """Whether these are spellings of a force's name and none is a mere nickname or abbreviation of it."""
    return entry.extra.get("sort") in FORCES and all(
        f[:1].isupper() and not f.isupper() and len(f.split()) >= len(entry.name.split()) for f in forms
    )


def _fuller(name: str, form: str) -> bool:
    return form.startswith(f"{name} ") and not _only_legal(name, form)


def _only_legal(name: str, form: str) -> bool:
    """Whether a printed form adds to a company's name nothing but what it may end in ("Huawei Technologies Co., Ltd.")."""
    return form.startswith(name) and LEGAL.fullmatch(form[len(name) :]) is not None


__all__ = ["abbreviations", "as_printed"]
