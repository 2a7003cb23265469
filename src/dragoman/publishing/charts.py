"""Altair charts as static SVG, drawn by vl-convert without a network or a browser.

Colours are written as fixed marker values that the style sheet maps to its own, so that a chart follows light and dark.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dragoman.publishing.view import EventView, Row
from dragoman.publishing.wording import FAMILIES, LADDER, OTHER, plain

FAMILY_COLOURS = {"transfers": "#010101", "together": "#020202", "about": "#030303", "other": "#040404"}
"""Marker values, never shown: ``dossier.css`` gives each its colour."""
INK, RULE, BAR = "#050505", "#060606", "#070707"
MOST_YEARS = 30
MOST_SUPPLIERS = 10


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its text alternative: ``head`` and ``rows`` say all that the drawing shows."""

    title: str
    alternative: str
    svg: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[tuple[str, str], ...] = ()


def charts(events: Sequence[EventView], suppliers: Sequence[Row]) -> tuple[Chart, ...]:
    """The charts that have anything to show: events by year and family, by status, suppliers of transfers."""
    made = (_years(events), _status(events), _suppliers(suppliers))
    return tuple(chart for chart in made if chart is not None)


def _years(events: Sequence[EventView]) -> Chart | None:
    """Events by the year they began in; only the last ``MOST_YEARS`` years, the caption says so."""
    found = Counter((int(e.stretch.start + 1e-6), e.family) for e in events if e.stretch)
    if not found:
        return None
    last = max(year for year, _ in found)
    first = max(min(year for year, _ in found), last - MOST_YEARS + 1)
    left_out = sum(n for (year, _), n in found.items() if year < first)
    families = [(key, name) for key, name, _ in FAMILIES] + [OTHER]
    families = [(key, name) for key, name in families if any(f == key for _, f in found)]
    span = list(range(first, last + 1))
    values = [
        {"year": y, "family": key, "order": i, "events": found[y, key]}
        for y in span
        for i, (key, _) in enumerate(families)
        if found[y, key]
    ]
    encoding = {
        "x": {
            "field": "year",
            "type": "ordinal",
            "scale": {"domain": span},
            "title": None,
            "axis": {"labelAngle": 0, "values": span[:: -(-len(span) // 12)]},
        },
        "y": {"field": "events", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1, "tickCount": 4}},
        "color": {
            "field": "family",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": [k for k, _ in families], "range": [FAMILY_COLOURS[k] for k, _ in families]},
        },
        "order": {"field": "order", "type": "quantitative"},
    }
    rows = tuple(
        (str(y), *(str(found[y, key]) for key, _ in families))
        for y in span
        if any(found[y, key] for key, _ in families)
    )
    undated = sum(1 for e in events if e.stretch is None)
    said = f"{len(events) - undated} events with a date, {undated} without" + (
        f"; {left_out} before {first} not drawn" if left_out else ""
    )
    return Chart(
        "Events by year and domain",
        said,
        _draw(values, encoding, 620, 190),
        ("Year", *(n for _, n in families)),
        rows,
        tuple(families),
    )


def _status(events: Sequence[EventView]) -> Chart | None:
    found = Counter(e.status for e in events)
    order = [s for s in LADDER if found[s]] + sorted(s for s in found if s not in LADDER)
    return _bars(
        "Events by stage reached",
        [(plain(s), found[s]) for s in order],
        "Stage",
        "the furthest stage that the reports tell of each event",
    )


def _suppliers(suppliers: Sequence[Row]) -> Chart | None:
    shown = suppliers[:MOST_SUPPLIERS]
    said = "transfers and deployments in which the state, or a company or body of it, supplies"
    if len(suppliers) > len(shown):
        said += f"; {len(suppliers) - len(shown)} more states are in the table of parties"
    return _bars("Suppliers and donors", [(r.name, r.count) for r in shown], "State", said)


def _bars(title: str, counts: Sequence[tuple[str, int]], head: str, said: str) -> Chart | None:
    if not counts:
        return None
    values = [{"name": name, "events": n} for name, n in counts]
    y = {
        "field": "name",
        "type": "nominal",
        "title": None,
        "sort": None,
        "axis": {"labelLimit": 150, "ticks": False, "domain": False},
    }
    x = {"field": "events", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1, "tickCount": 4}}
    return Chart(
        title,
        said,
        _draw(values, {"x": x, "y": y}, 260, 24 * len(counts)),
        (head, "Events"),
        tuple((name, str(n)) for name, n in counts),
    )


def _draw(values: Sequence[Mapping[str, Any]], encoding: Mapping[str, Any], width: int, height: int) -> Markup:
    import altair as alt  # loading it takes half a second, and only a dossier needs it
    import vl_convert

    chart = alt.Chart.from_dict(
        {
            "data": {"values": list(values)},
            "mark": {"type": "bar", "color": BAR},
            "encoding": dict(encoding),
            "width": width,
            "height": height,
            "background": "transparent",
            "padding": {"left": 14, "right": 8, "top": 6, "bottom": 4},
            "config": {
                "view": {"stroke": None},
                "font": "sans-serif",
                "axis": {
                    "labelFontSize": 12,
                    "labelColor": INK,
                    "gridColor": RULE,
                    "domainColor": RULE,
                    "tickColor": RULE,
                },
            },
        }
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    # Hidden from screen readers, which get the table instead.
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))
