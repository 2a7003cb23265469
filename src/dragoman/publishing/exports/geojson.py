"""Events on the map as GeoJSON (RFC 7946), each place with how precisely it is known.

Precision codes are those of geocoded event data (UCDP GED, AidData: Strandow and others, UCDP/AidData codebook on
geo-referencing, 2011): 1 the place itself, 2 near it, 6 only the state, 7 not located. What is not known to the town
has no point: a point in the middle of a state would be read as a place.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.matching.event import Entity, Event
from dragoman.publishing.exports.codes import alpha2, alpha3, state_of
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import write_lines
from dragoman.reading.places import locate

PRECISION = {
    1: "the place itself: a town of GeoNames",
    2: "near: the town that the place is told with",
    6: "only the state is known",
    7: "not located",
}
DECIMALS = 4
"""Of degrees: about 11 m, finer than the middle of a town is known."""


def write(contents: Contents, out: Path) -> None:
    """Writes a feature for each place of each event, one a line."""
    write_lines(out, _lines(contents))


def _lines(contents: Contents) -> Iterator[str]:
    """A collection that is also easy to read line by line: each feature but the last ends with a comma."""
    yield '{"type": "FeatureCollection", "features": ['
    waiting = ""
    for feature in features(contents):
        if waiting:
            yield f"{waiting},"
        waiting = json.dumps(feature, ensure_ascii=False)
    if waiting:
        yield waiting
    yield "]}"


def features(contents: Contents) -> Iterator[dict[str, Any]]:
    """A feature for each place of each event; its id joins those of both."""
    for event in contents.events:
        for place in event.place:
            if place in contents.entities:
                yield _feature(event, contents.entities[place], contents)


def _feature(event: Event, place: Entity, contents: Contents) -> dict[str, Any]:
    code = precision(place)
    state = state_of(place)
    known = code in (1, 2) and place.latitude is not None and place.longitude is not None
    point = [round(place.longitude or 0.0, DECIMALS), round(place.latitude or 0.0, DECIMALS)]
    return {
        "type": "Feature",
        "id": f"{event.id}/{place.id}",
        "geometry": {"type": "Point", "coordinates": point} if known else None,
        "properties": {
            "event": event.id, "type": event.type, "title": event.title, "item": event.item, "time": event.time,
            "status": event.status, "modality": event.modality,
            "actor": [contents.name(p) for p in event.actor],
            "recipient": [contents.name(p) for p in event.recipient],
            "place": place.name, "precision": code, "precision_meaning": PRECISION[code],
            "country": (alpha2(state) or "").upper() or None, "country3": alpha3(state),
            "reports": len(contents.sources(event)),
            "disputed": [f.slot for f in event.findings if f.verdict == "disputed"],
            "quotes": [claim.quote for claim in contents.told(event)],
        },
    }  # fmt: skip


def precision(place: Entity) -> int:
    """The code for how precisely a place is known."""
    if place.kind == "state":
        return 6
    if place.latitude is None:
        return 6 if place.state else 7
    code = alpha2(place.state)
    whole = locate(place.name, (code,) if code else ())
    return 1 if whole is not None and whole.kind == "town" else 2
