"""The story of the first screen: who with whom, when, how much, how sure, what is disputed, what is unknown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.publishing.selection import Selection
from dragoman.publishing.view import EventView, FindingView, PlaceRow, Row
from dragoman.publishing.wording import FAMILY_OF, count, listed, type_name

CERTAINTIES = (
    ("several", "told by independent sources"),
    ("one", "told by one source only"),
    ("disputed", "sources disagree"),
    ("planned", "planned only"),
    ("alleged", "alleged, not vouched for"),
    ("hypothetical", "a possibility only"),
    ("negated", "did not or will not happen"),
)
"""Every event falls under exactly one of these; the order is that of the bar."""

HEADLINE_DISPUTES = 4
HEADLINE_PAIRS = 5
SPARK_YEARS = 24


@dataclass(frozen=True, slots=True)
class Dispute:
    """An event with one slot of it that sources disagree about."""

    event: EventView
    finding: FindingView


@dataclass(frozen=True, slots=True)
class Summary:
    """All numbers and sentences of the first screen."""

    heading: str
    period: str
    lede: str
    by_year: tuple[Row, ...]
    figures: tuple[Row, ...]
    pairs: tuple[Row, ...]
    sure: tuple[Row, ...]
    disputes: tuple[Dispute, ...]
    unknown: tuple[Row, ...]


def summarise(
    selection: Selection,
    events: Sequence[EventView],
    disputes: Sequence[Dispute],
    places: Sequence[PlaceRow],
    reports: int,
    publishers: int,
    claims: int,
) -> Summary:
    """The first screen of a dossier over ``events``; counts are of what is on the page, not of the whole record."""
    return Summary(
        heading=selection.heading,
        period=period(events),
        lede=_lede(selection, events, reports, publishers),
        by_year=by_year(events),
        figures=(
            Row("report" if reports == 1 else "reports", reports, key="sources"),
            Row("claim" if claims == 1 else "claims", claims, key="events"),
            Row("event" if len(events) == 1 else "events", len(events), key="events"),
            Row("dispute" if len(disputes) == 1 else "disputes", len(disputes), key="disputes"),
        ),
        pairs=shares(Row(f"{a} – {b}", n) for (a, b), n in selection.pairs[:HEADLINE_PAIRS])
        if selection.pair is None and len(selection.pairs) > 1
        else (),
        sure=sure(events),
        disputes=tuple(_telling(disputes)[:HEADLINE_DISPUTES]),
        unknown=unknown(events, places),
    )


def period(events: Sequence[EventView]) -> str:
    """First to last year in which something is told to have happened (plans ahead included)."""
    spans = [span for event in events if (span := _years(event)) is not None]
    if not spans:
        return "no dates told"
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    return str(first) if first == last else f"{first}–{last}"


def by_year(events: Sequence[EventView]) -> tuple[Row, ...]:
    """Events by the year they began in, years without any included, the last ``SPARK_YEARS`` at most."""
    found = Counter(span[0] for event in events if (span := _years(event)) is not None)
    if not found:
        return ()
    return shares(
        Row(str(year), found[year]) for year in range(max(min(found), max(found) - SPARK_YEARS + 1), max(found) + 1)
    )


def sure(events: Sequence[EventView]) -> tuple[Row, ...]:
    """How many events fall under each certainty; ``share`` is of all events, so that the shares add up to one."""
    found = Counter(event.certainty for event in events)
    whole = len(events) or 1
    return tuple(Row(words, found[key], found[key] / whole, key=key) for key, words in CERTAINTIES if found[key])


def unknown(events: Sequence[EventView], places: Sequence[PlaceRow]) -> tuple[Row, ...]:
    """What the reports leave open, as counts with what they are counted of."""
    transfers = [e for e in events if e.family == "transfers"]
    rows = (
        _gap("no date told", [e for e in events if e.stretch is None], events, "events"),
        _gap("no supplier named", [e for e in transfers if not e.actor], transfers, "transfers and deployments"),
        _gap(
            "neither quantity nor money told",
            [e for e in transfers if not e.shown("quantity") and not e.shown("money")],
            transfers,
            "transfers and deployments",
        ),
        _gap("not found on a map", [p for p in places if p.latitude is None], places, "places"),
    )
    return tuple(row for row in rows if row.count)


def shares(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with ``share`` set to their count over the largest count."""
    found = list(rows)
    top = max((row.count for row in found), default=0) or 1
    return tuple(Row(r.name, r.count, r.count / top, r.note, r.key) for r in found)


def _gap(words: str, missing: Sequence[object], whole: Sequence[object], of: str) -> Row:
    return Row(words, len(missing), note=f"of {len(whole):,} {of}")


def _lede(selection: Selection, events: Sequence[EventView], reports: int, publishers: int) -> str:
    if not events:
        return f"{count(reports, 'report')} read; no event found that the codebook covers."
    common = Counter(e.type for e in events if FAMILY_OF.get(e.type) in ("transfers", "together")) or Counter(
        e.type for e in events
    )
    most = listed(
        f"{type_name(kind).lower()} ({n})" for kind, n in sorted(common.items(), key=lambda kv: (-kv[1], kv[0]))[:3]
    )
    first = (
        f"{count(reports, 'report')} from {count(publishers, 'publisher')} "
        f"{'tells' if reports == 1 else 'tell'} of {count(len(events), 'event')}"
    )
    if selection.pair is not None:
        beside = len(events) - len(selection.core)
        first += f", {len(selection.core)} between the two" + (
            f" and {beside} of one of them in the same reports" if beside else ""
        )
    elif len(selection.pairs) > HEADLINE_PAIRS:
        first += f" among {count(len(selection.pairs), 'pair')} of states"
    return f"{first}. What they do together is most often {most}."


def _telling(disputes: Sequence[Dispute]) -> list[Dispute]:
    """One dispute an event, the most telling first: how many, whether at all, how much, when."""
    order = {"quantity": 0, "happened": 1, "money": 2, "total": 3, "extent": 4, "time": 5}
    best: dict[str, Dispute] = {}
    for dispute in sorted(disputes, key=lambda d: order.get(d.finding.slot.partition(":")[0], 6)):
        best.setdefault(dispute.event.anchor, dispute)
    return sorted(
        best.values(),
        key=lambda d: (
            order.get(d.finding.slot.partition(":")[0], 6),
            -sum(len(v.cites) for v in d.finding.values),
            d.event.index,
        ),
    )


def _years(event: EventView) -> tuple[int, int] | None:
    if event.stretch is None:
        return None
    return int(event.stretch.start), max(int(event.stretch.start), int(event.stretch.end - 1e-9))
