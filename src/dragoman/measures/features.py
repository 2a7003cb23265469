"""What the words of a claim tell of a system: what it is called, its kind, what it can do, how many sites it has."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from dragoman.coding.claim import Claim
from dragoman.matching import known
from dragoman.matching.facets import FAMILIES, item_facets
from dragoman.matching.names import plain, stem
from dragoman.matching.subjects import beside
from dragoman.matching.things import things_in
from dragoman.measures.facts import is_use

KINDS: Mapping[str, str] = {
    "surveillance_deployment": "surveillance",
    "digital_infrastructure": "telecom",
    "arms_transfer": "weapon",
    "military_aid": "aid",
    "civil_aid": "aid",
    "technology_transfer": "programme",
    "training_education": "programme",
    "force_development": "force",
    "finance": "finance",
    "agreement": "agreement",
    "police_cooperation": "joint activity",
    "military_exercise": "joint activity",
    "sanction_or_control": "sanction",
    "legal_oversight": "legal question",
    "security_incident": "incident",
    "public_opinion": "poll",
    "published_statistic": "statistic",
}
"""Kind of row by type; an incident that is only feared is a ``risk``, a hub or an office an ``institution``."""

CLASSES: Mapping[str, frozenset[str]] = {
    "surveillance_deployment": frozenset({"surveillance"}),
    "digital_infrastructure": frozenset({"telecom", "technology"}),
    "arms_transfer": frozenset({"arms"}),
    "military_aid": frozenset({"arms"}),
    "technology_transfer": frozenset({"arms", "technology", "surveillance", "telecom"}),
    "force_development": frozenset({"arms"}),
}
"""Classes of listed systems that an event of a type may be about."""

_INSTITUTION = re.compile(
    r"\b(hub|cent(?:re|er)|institute|office|headquarters|academy|laborator(?:y|ies)|school)s?\b",
    re.I,
)
_NO_INSTITUTION = re.compile(r"\b(data|command|control|call|operations?|monitoring) cent(?:re|er)s?\b", re.I)

CAPABILITIES: Mapping[str, str] = {
    "face recognition": r"\b(?:face|facial)(?:[- ](?:and|or)[\w -]{0,30}?)?[- ]recognition"
    r"|\brecogni[sz]\w+ faces?\b|\bfaces? (?:\w+ ){0,3}recogni[sz]ed\b",
    "plate recognition": r"\b(?:licen[cs]e|number|vehicle|car)?[- ]?plate[- ]?(?:number )?(?:recognition|read)"
    r"|\bANPR\b|\bALPR\b",
    "artificial intelligence": r"\bartificial intelligence\b|\bAI\b",
    "behaviour analysis": r"\b(?:behaviou?r(?:al)?|crowd) (?:analysis|analytics|detection|recognition)\b",
    "thermal imaging": r"\bthermal\b",
    "interception": r"\bintercept\w*|\bwiretap\w*|\bphone[- ]tapping\b",
    "spyware": r"\bspyware\b",
    "location tracking": r"\b(?:location|gps|phone) tracking\b"
    r"|\btrack(?:s|ed|ing)? (?:the )?(?:movements?|location|phones?)\b",
    "remote shutdown": r"\bkill switch\b",
    "internet connection": r"\binternet[- ]connected\b|\bconnected to the internet\b",
    "drones": r"\bsurveillance drones?\b",
    "body cameras": r"\bbody(?:[- ]worn)? cameras?\b",
}
"""What a sentence says a surveillance or telecom system can do: the name of the capability and what announces it."""
_COMPILED = {name: re.compile(pattern, re.I if name != "artificial intelligence" else 0)
             for name, pattern in CAPABILITIES.items()}  # fmt: skip

_SITE_UNITS = frozenset(
    {"location", "place", "site", "spot", "point", "city", "town", "crossing", "intersection", "municipality"}
)
_REFERS = re.compile(
    r"\b(?:this|that|the same) (?:\w+ )?(?:project|programme|program|system|scheme|network|initiative|deal|contract)\b",
    re.I,
)
_PROJECT = re.compile(
    r"\b((?:[A-Z0-9][\w'’-]*\s+){1,4})(?:project|programme|program|system|scheme|initiative|strategy|network)s?\b"
)
_SMALL_NAME = re.compile(r"\b((?:safe|smart) cit)(?:y|ies)\b", re.I)


@lru_cache(maxsize=65536)
def named(item: str | None) -> frozenset[str]:
    """Named systems and projects in an item: ids of listed systems, designators, "safe city" of "Safe City project"."""
    if not item:
        return frozenset()
    projects = {plain(m[1]) for m in _PROJECT.finditer(item)} | {plain(m[1] + "y") for m in _SMALL_NAME.finditer(item)}
    return item_facets(item).marks | frozenset(p for p in projects if p)


@lru_cache(maxsize=65536)
def named_beside(quote: str, item: str | None, type_: str) -> frozenset[str]:
    """The listed systems named right beside an item that names none itself; where the item is missing or names nothing
    of its type, the one listed system that its sentence names."""
    classes = CLASSES[type_]
    near = known.systems_for(beside(quote, item), classes) if item else frozenset[str]()
    if near or (item and things_in(item, FAMILIES.get(type_, type_))):
        return near
    systems = known.systems_for(quote, classes)
    return systems if len(systems) == 1 else frozenset()


def last_project(text: str) -> frozenset[str]:
    """The marks of the project that a text names last; none where it names no project."""
    found = [m for pattern in (_PROJECT, _SMALL_NAME) for m in pattern.finditer(text)]
    return named(max(found, key=lambda m: (m.end(), -m.start()))[0]) if found else frozenset()


def kind_of(type_: str, claims: Sequence[Claim]) -> str:
    """The kind of a row from its commonest type and its claims' items."""
    items = " ; ".join(c.item or "" for c in claims)
    if type_ in ("surveillance_deployment", "digital_infrastructure") and is_use(claims):
        return "use"
    if type_ == "security_incident" and all(c.modality == "hypothetical" for c in claims):
        return "risk"
    if type_ in ("digital_infrastructure", "technology_transfer", "police_cooperation") and (
        _INSTITUTION.search(_NO_INSTITUTION.sub("", items))
    ):
        return "institution"
    return KINDS.get(type_, type_.replace("_", " "))


@lru_cache(maxsize=65536)
def capabilities(quote: str) -> tuple[str, ...]:
    """The capabilities a sentence names, in a fixed order."""
    return tuple(name for name, pattern in _COMPILED.items() if pattern.search(quote))


def site_unit(unit: str) -> bool:
    """Whether a unit counts sites: locations, places, cities."""
    return any(stem(word) in _SITE_UNITS for word in plain(unit).split())


def refers_back(quote: str) -> bool:
    """Whether a sentence points back to a project named before it ("within this project")."""
    return bool(_REFERS.search(quote))
