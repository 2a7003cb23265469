"""Who deals with whom, as a network: GraphML for Gephi, yEd, igraph and networkx (http://graphml.graphdrawing.org).

Nodes are parties. Each event is an edge from each actor to each recipient; where all are actors, an edge between each
two of them with ``symmetric`` set. The weight of an edge is the share of its event, so that an event of many
parties counts once.
"""

from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

from dragoman.matching.event import Entity, Event
from dragoman.publishing.exports.codes import alpha2, state_of
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import whole
from dragoman.record.dates import days


def write(contents: Contents, out: Path) -> None:
    """Writes the network of a record."""
    import networkx

    graph = networkx.MultiDiGraph(name=contents.about.title)
    for id in dict.fromkeys(p for e in contents.events for p in (*e.actor, *e.recipient)):
        graph.add_node(id, **_node(contents.entities.get(id), contents.name(id)))
    for event in contents.events:
        pairs = list(_pairs(event))
        for number, (one, other) in enumerate(pairs):
            graph.add_edge(one, other, id=f"{event.id}.{number}", **_edge(event, contents), weight=1 / len(pairs))
    with whole(out) as part, part.open("wb") as file:
        networkx.write_graphml(graph, file, named_key_ids=True, edge_id_from_attribute="id")


def _pairs(event: Event) -> Iterator[tuple[str, str]]:
    if event.recipient:
        return (pair for pair in product(event.actor, event.recipient) if pair[0] != pair[1])
    return combinations(event.actor, 2)


def _node(entity: Entity | None, name: str) -> dict[str, Any]:
    return {
        "label": name,
        "kind": entity.kind if entity else "unknown",
        "state": (alpha2(state_of(entity)) or "").upper(),
    }


def _edge(event: Event, contents: Contents) -> dict[str, Any]:
    first, last = days(event.time) or (None, None)
    return {
        "event": event.id, "label": event.title, "type": event.type, "item": event.item or "",
        "status": event.status, "modality": event.modality, "time": event.time or "", "start": first or "",
        "end": last or "", "symmetric": not event.recipient, "claims": len(event.claims),
        "reports": len(contents.sources(event)),
        "disputed": any(f.verdict == "disputed" for f in event.findings),
    }  # fmt: skip
