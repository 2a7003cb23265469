"""All measures of a record in one call."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from dragoman.coding.claim import Claim
from dragoman.errors import DragomanError
from dragoman.matching.event import Matching
from dragoman.measures.cooperation import cooperation
from dragoman.measures.definitions import DEFINITIONS
from dragoman.measures.facts import Facts, gather
from dragoman.measures.measure import Measure
from dragoman.measures.opinion import opinion
from dragoman.measures.pledges import pledges
from dragoman.measures.register import System, register_of
from dragoman.measures.shares import COUNT, WINDOW, shares
from dragoman.measures.vendors import dependence, vendors
from dragoman.sources.report import Report


def measures(
    matching: Matching,
    claims: Iterable[Claim],
    reports: Mapping[str, Report],
    *,
    only: Sequence[str] = (),
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    by: str = COUNT,
    window: int = WINDOW,
    without: str | None = None,
) -> tuple[Measure, ...]:
    """The measures named in ``only`` (all of them where it is empty), in the order of ``DEFINITIONS``.

    ``about``, ``since`` and ``until`` as in ``gather``; ``by`` (``count``, ``money``) and ``window`` (years, 0 for all)
    as in ``shares``; ``without`` as in ``dependence``. DragomanError for what cannot be understood.
    """
    for name in only:
        if name not in DEFINITIONS:
            raise DragomanError(f"there is no measure {name!r}", remedy="one of " + ", ".join(DEFINITIONS))
    facts = gather(matching, claims, about, since, until)
    wanted = [name for name in DEFINITIONS if not only or name in only]
    systems: Sequence[System] = register_of(facts, reports) if {"vendors", "dependence"} & set(wanted) else ()
    return tuple(_how(facts, systems, by, window, without)[name]() for name in wanted)


def _how(
    facts: Facts, systems: Sequence[System], by: str, window: int, without: str | None
) -> Mapping[str, Callable[[], Measure]]:
    return {
        "suppliers": lambda: shares(facts, "suppliers", by, window),
        "donors": lambda: shares(facts, "donors", by, window),
        "lenders": lambda: shares(facts, "lenders", by, window),
        "vendors": lambda: vendors(systems, facts),
        "cooperation": lambda: cooperation(facts),
        "pledges": lambda: pledges(facts),
        "dependence": lambda: dependence(systems, facts, without),
        "opinion": lambda: opinion(facts),
    }
