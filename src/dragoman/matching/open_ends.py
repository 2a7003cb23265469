"""What a sentence leaves open between two values: "the FT-8C or the FT-8D", "in 2019 (dpa) or 2020", "17 or 18 June".

A coder gives one of the two to the claim; both are told, unless the claim is that of a speaker, whose value is his.
"""

import re

from dragoman.coding.claim import Claim
from dragoman.matching.names import base, designators

_TWO_NAMES = re.compile(r"\b(\S+) or (?:the |an? )?(\S+?)(?=[\s,.;:)]|$)")
_TWO_YEARS = re.compile(r"\b((?:19|20)\d\d)(?: \([^)]*\))?,? or (?:in )?((?:19|20)\d\d)\b")
_TWO_DAYS = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? or (\d{1,2})(?:st|nd|rd|th)? [A-Z]\w+")


def items(claim: Claim) -> tuple[str, ...]:
    """The item, or both of two variants of one system between which it is left open."""
    if not claim.item or claim.attribution:
        return (claim.item,) if claim.item else ()
    named = designators(claim.item)
    for text in (claim.item, claim.quote):
        for found in _TWO_NAMES.finditer(text):
            one, other = designators(found[1]), designators(found[2])
            if one != other and (one | other) & named and {base(d) for d in one} & {base(d) for d in other}:
                return found[1], found[2]
    return (claim.item,)


def times(claim: Claim) -> tuple[str, ...]:
    """The time, or both of two years or days between which the sentence leaves it open."""
    if not claim.time or claim.attribution:
        return (claim.time,) if claim.time else ()
    year, _, day = claim.time.partition("-")
    for found in _TWO_YEARS.finditer(claim.quote):
        if not day and year in (found[1], found[2]):
            return found[1], found[2]
    for found in _TWO_DAYS.finditer(claim.quote):
        days = [f"{int(d):02}" for d in (found[1], found[2])]
        if claim.time[-2:] in days and len(claim.time) == 10:
            return tuple(claim.time[:-2] + d for d in days)
    return (claim.time,)
