"""Records in small for the tests of measures: claims in the project's own words, matched as a record would be."""

from collections.abc import Sequence

from dragoman.coding.claim import Claim
from dragoman.matching import Matching, match
from dragoman.measures.compute import measures
from dragoman.measures.facts import Facts, gather
from dragoman.measures.measure import Figure, Measure, Row
from dragoman.measures.register import System, register_of
from tests.matching.claims import claim, report

__all__ = ["claim", "event_of", "figure", "matched", "measure", "row", "rows", "systems"]


def matched(claims: Sequence[Claim]) -> Matching:
    """What matching makes of the claims."""
    return match(claims, {r: report(r) for r in {c.report for c in claims}})


def measure(name: str, claims: Sequence[Claim], **options: object) -> Measure:
    """One measure over the claims."""
    reports = {r: report(r) for r in {c.report for c in claims}}
    (found,) = measures(matched(claims), claims, reports, only=[name], **options)  # type: ignore[arg-type]
    return found


def rows(found: Measure, **keys: str) -> list[Row]:
    """The rows with these keys."""
    return [r for r in found.rows if all(r.keys.get(k) == v for k, v in keys.items())]


def row(found: Measure, **keys: str) -> Row:
    """The one row with these keys."""
    (only,) = rows(found, **keys)
    return only


def figure(found: Measure, name: str, **keys: str) -> Figure:
    """One figure of the one row with these keys."""
    return row(found, **keys).figures[name]


def event_of(claims: Sequence[Claim], told: Claim) -> str:
    """The id of the event that a claim is in."""
    return next(e.id for e in matched(claims).events if told.id in e.claims)


def systems(claims: Sequence[Claim]) -> tuple[tuple[System, ...], Facts]:
    """The register over the claims."""
    facts = gather(matched(claims), claims)
    return register_of(facts, {r: report(r) for r in {c.report for c in claims}}), facts
