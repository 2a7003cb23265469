"""What kind of thing a phrase names, by the item lists: ``camera`` of "street cameras", ``aircraft`` of "drones"."""

from collections.abc import Mapping
from functools import lru_cache

from dragoman.codebook.lists import load_lists
from dragoman.matching.amounts import unit_key
from dragoman.matching.names import plain, stem
from dragoman.matching.vocabulary import BROAD, UNTOLD_UNITS, WATCHING

DOMAINS: Mapping[str, tuple[str, ...]] = {
    "arms": ("arms", "equipment", "vehicle"),
    "technology_transfer": ("arms", "technology", "surveillance", "telecom"),
    "surveillance_deployment": ("surveillance",),
    "digital_infrastructure": ("telecom",),
    "finance": ("finance",),
    "civil_aid": ("civil_aid", "equipment", "vehicle"),
    "training_education": ("training", "police", "force"),
    "drill": ("exercise", "police"),
    "agreement": ("agreement",),
    "force_development": ("arms", "facility", "force"),
}
"""The domains of the item lists whose things a family of types is about; families that are not here are about none."""
LONGEST = 5
"""Words of the longest phrase that is looked up."""


@lru_cache(maxsize=32)
def _phrases(family: str) -> frozenset[str]:
    items = load_lists().items
    return frozenset(
        " ".join(map(stem, plain(phrase).split()))
        for domain in DOMAINS.get(family, ())
        for phrase in items.get(domain, ())
    )


@lru_cache(maxsize=16_384)
def things_in(text: str, family: str) -> tuple[str, ...]:
    """The kinds of things a text names, in its order, longest phrases first; each phrase counts by its last word.

    The kind is that of ``unit_key``, so that what is counted and what is named compare; "" stands for a thing too broad
    to tell ("system", "equipment").
    """
    known = _phrases(family)
    words = [stem(word) for word in plain(text).split()]
    found = []
    at = 0
    while at < len(words):
        size = next((n for n in range(LONGEST, 0, -1) if " ".join(words[at : at + n]) in known), 0)
        if size:
            found.append(_kind(words[at : at + size], family))
        at += size or 1
    return tuple(found)


def _kind(phrase: list[str], family: str) -> str:
    head = phrase[-1]
    if family == "surveillance_deployment" and (head in WATCHING or (head in BROAD and WATCHING & set(phrase))):
        return "camera"
    if head in BROAD:  # a "camera network" is of cameras, a "network" of anything
        head = next((word for word in reversed(phrase[:-1]) if word not in BROAD), "")
    return unit_key(head) if head else ""


def counted(unit: str) -> str:
    """The kind of thing a unit counts; "" where it does not tell ("units", "pieces")."""
    words = plain(unit).split()
    return "" if not words or stem(words[-1]) in UNTOLD_UNITS else unit_key(unit)


def plural(thing: str) -> str:
    """A kind of thing as a unit: ``cameras``; "units" where none is told."""
    return "units" if not thing else thing if thing in ("aircraft", "people") else f"{thing}s"
