"""Each format is read by the tool it is for, and says what the record says."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx
import pyshacl
import pytest
from followthemoney import model
from followthemoney.types import registry
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF

from dragoman.codebook.lists import load_lists
from dragoman.codebook.types import MODALITIES, ORDER, STATUSES
from dragoman.errors import DragomanError
from dragoman.matching.event import Entity
from dragoman.publishing.exports import FORMATS, Contents, export
from dragoman.publishing.exports import followthemoney as ftm
from dragoman.publishing.exports.geojson import precision
from dragoman.publishing.exports.plover import KINDS, QUADS
from dragoman.publishing.exports.rdf import DR, iri
from dragoman.publishing.exports.sipri import COLUMNS as SIPRI
from dragoman.running.imports.register import is_header, read_register
from tests.publishing.exports.world import contents


def written(form: str, tmp_path: Path, given: Contents | None = None) -> Path:
    (path,) = export(given or contents(), form, tmp_path / FORMATS[form].file)
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def transfer() -> Any:
    """The event that the drones are."""
    return next(e for e in contents().events if e.type == "arms_transfer" and len(e.claims) > 1)


# FollowTheMoney


def test_followthemoney_reads_its_entities(tmp_path: Path) -> None:
    found = {e["id"]: e for e in lines(written("followthemoney", tmp_path))}
    for entity in found.values():
        model.get(entity["schema"]).validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)  # cleans, so that what it would not take is lost
        kept = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
        assert kept == {name: sorted(values) for name, values in entity["properties"].items()}
        for name in entity["properties"]:
            if proxy.schema.properties[name].type == registry.entity:
                assert set(entity["properties"][name]) <= set(found)
    schemata = {e["schema"] for e in found.values()}
    assert {"Article", "PublicBody", "Company", "Address", "Asset", "Event", "Payment"} <= schemata


def test_the_ftm_command_takes_all_of_them(tmp_path: Path) -> None:
    path = written("followthemoney", tmp_path)
    done = subprocess.run(
        [str(Path(sys.executable).parent / "ftm"), "validate", "-i", str(path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [e["id"] for e in lines(path)]


def test_an_event_leads_to_its_parties_articles_and_sentences(tmp_path: Path) -> None:
    found = {e["id"]: e for e in lines(written("followthemoney", tmp_path))}
    event = found[transfer().id]["properties"]
    assert event["organizer"] == ["state.cn"]
    assert "state.rs" in event["involved"]
    assert len(event["proof"]) == 2
    assert all(found[id]["schema"] == "Article" for id in event["proof"])
    assert "China delivered six CH-92A drones to Serbia on 4 July 2020." in event["description"]
    payment = next(e for e in found.values() if e["schema"] == "Payment")["properties"]
    assert payment["payer"] == ["state.cn"]
    assert found[payment["recordId"][0]]["schema"] == "Event"
    assert payment["amount"] == ["5200000"]
    assert payment["currency"] == ["EUR"]


def test_followthemoney_knows_the_codes_of_states() -> None:
    states = [e for e in load_lists().entries.values() if e.kind == "state"]
    codes = {e.id: ftm._country(Entity(e.id, "state", e.name)) for e in states}
    assert {id: c for id, c in codes.items() if c and registry.country.clean(c) != c} == {}
    assert codes["state:rs"] == "rs"
    assert codes["state:xk"] == "xk"
    assert codes["state:su"] == "suhh"
    assert sum(code is None for code in codes.values()) < 10


# GeoJSON and GraphML


def test_geojson_has_points_only_where_a_place_is_known(tmp_path: Path) -> None:
    collection = json.loads(written("geojson", tmp_path).read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert len({f["id"] for f in collection["features"]}) == len(collection["features"])
    by_place = {f["properties"]["place"]: f for f in collection["features"]}
    town, state = by_place["Kragujevac"], by_place["Serbia"]
    longitude, latitude = town["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (21, 44)
    assert town["properties"]["precision"] == 1
    assert state["geometry"] is None
    assert state["properties"]["precision"] == 6
    assert town["properties"]["country3"] == "SRB"
    assert town["properties"]["event"] == transfer().id


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Entity("p", "place", "Belgrade", (), "state:rs", 44.8, 20.5), 1),
        (Entity("p", "place", "steel works, Smederevo", (), "state:rs", 44.7, 20.9), 2),
        (Entity("state:rs", "state", "Serbia", (), "state:rs"), 6),
        (Entity("p", "place", "a hangar", (), "state:rs"), 6),
        (Entity("p", "place", "a hangar"), 7),
    ],
)
def test_precision_codes(place: Entity, code: int) -> None:
    assert precision(place) == code


def test_graphml_is_read_by_networkx(tmp_path: Path) -> None:
    graph = networkx.read_graphml(written("graphml", tmp_path), force_multigraph=True)
    assert graph.is_directed()
    assert graph.nodes["state:rs"]["label"] == "Serbia"
    edges = [data for one, other, data in graph.edges(data=True) if (one, other) == ("state:cn", "state:rs")]
    assert transfer().id in {data["event"] for data in edges}
    drill = next(data for _, _, data in graph.edges(data=True) if data["type"] == "military_exercise")
    assert drill["symmetric"] is True
    assert drill["start"] == "2021-09-01"
    assert drill["weight"] == 1
    totals: dict[str, float] = {}
    for _, _, data in graph.edges(data=True):
        totals[data["event"]] = totals.get(data["event"], 0) + data["weight"]
    assert set(totals.values()) == {1.0}


# RDF


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph().parse(written("rdf", tmp_path_factory.mktemp("rdf")), format="turtle")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph().parse(written("shacl", tmp_path_factory.mktemp("shacl")), format="turtle")


def test_the_shapes_accept_the_graph(graph: Graph, shapes: Graph) -> None:
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, report
    claims = set(graph.subjects(RDF.type, DR.Claim))
    assert len(claims) == len(contents().claims)
    assert len(set(graph.subjects(RDF.type, DR.Event))) == len(contents().events)


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda graph, claim: graph.remove((claim, PROV.wasQuotedFrom, None)),
        lambda graph, claim: graph.set((claim, DR.status, Literal("dreamt of"))),
        lambda graph, claim: graph.set((claim, DR.end, Literal(0))),
        lambda graph, claim: graph.add((claim, DR.actor, URIRef("urn:x-dragoman:nobody"))),
        lambda graph, claim: graph.remove((None, DR.sha256, None)),
        lambda graph, claim: graph.remove((None, DR.value, None)),
    ],
)
def test_the_shapes_refuse_what_is_not_so(graph: Graph, shapes: Graph, spoilt: Any) -> None:
    other = Graph()
    other += graph
    spoilt(other, iri(contents().claims[0].id))
    assert not pyshacl.validate(other, shacl_graph=shapes)[0]


def test_the_shapes_know_the_ladders(tmp_path: Path) -> None:
    text = written("shacl", tmp_path).read_text(encoding="utf-8")
    for ladder in (STATUSES, MODALITIES):
        assert " ".join(f'"{name}"' for name in ladder) in text


def test_a_claim_leads_to_report_coder_and_publisher(graph: Graph) -> None:
    claim = next(c for c in contents().claims if c.coder == "model")
    node = iri(claim.id)
    report, activity = graph.value(node, PROV.wasQuotedFrom), graph.value(node, PROV.wasGeneratedBy)
    assert report == iri(claim.report)
    assert graph.value(activity, PROV.used) == report
    assert graph.value(node, PROV.wasAttributedTo) == iri("coder:model")
    assert (iri("coder:model"), RDF.type, PROV.SoftwareAgent) in graph
    assert graph.value(node, DR.quote) == Literal(claim.quote)
    publisher = graph.value(report, PROV.wasAttributedTo)
    assert (publisher, RDF.type, PROV.Organization) in graph
    (event,) = {s for s in graph.subjects(PROV.wasDerivedFrom, node) if (s, RDF.type, DR.Event) in graph}
    assert event == iri(next(e.id for e in contents().events if claim.id in e.claims))


# PLOVER, SIPRI, AidData


def test_plover_records_have_what_plover_asks_for(tmp_path: Path) -> None:
    found = {r["id"]: r for r in lines(written("plover", tmp_path))}
    assert {e.id for e in contents().events if e.type != "public_opinion"} == set(found)
    for record in found.values():
        assert record["date"]
        assert isinstance(record["source"], list)
        assert record["event"][0] in QUADS
        assert record["quad_code"] == QUADS[record["event"][0]]
    drones = found[transfer().id]
    assert drones["source"][0] | {"code": "CHN", "sector": "GOV"} == drones["source"][0]
    assert drones["event"] == ["COOPERATE"]
    assert drones["event_scale"] == 6.0
    drill = next(r for r in found.values() if r["dragoman"]["type"] == "military_exercise")
    assert drill["event"] == ["AGREE"]
    assert "future" in drill["context"]
    assert "recipient" not in drill
    praise = next(r for r in found.values() if r["dragoman"]["type"] == "statement_support")
    assert (praise["source"][0]["code"], praise["source"][0]["sector"]) == ("SRB", "COP")
    assert praise["recipient"][0]["sector"] == "BUS"
    assert praise["date_is"]


def test_every_type_has_its_place_in_plover() -> None:
    assert set(ORDER) - set(KINDS) == {"public_opinion", "published_statistic"}
    assert {k.event for k in KINDS.values()} | {k.foreseen for k in KINDS.values()} <= set(QUADS)


def test_the_trade_register_has_the_columns_of_sipri(tmp_path: Path) -> None:
    path = written("sipri", tmp_path)
    with path.open(encoding="utf-8", newline="") as file:
        header, *found = csv.reader(file)
    assert tuple(header) == SIPRI
    assert is_header(header)
    (deal,) = [d for d in read_register(path) if d.designation == "CH-92A"]
    assert (deal.supplier, deal.recipient) == ("China", "Serbia")
    assert (deal.ordered, deal.order_year, deal.delivery_years) == (9, 2019, (2020,))
    assert deal.delivered in (5, 6)
    assert "delivered" in deal.uncertain
    assert all(len(row) == len(header) for row in found)


def test_projects_have_amount_flow_and_agencies(tmp_path: Path) -> None:
    (project,) = rows(written("aiddata", tmp_path))
    assert project["Recommended For Aggregates"] == "Yes"
    assert project["Umbrella"] == "No"
    assert (project["Financier Country"], project["Recipient"], project["Recipient ISO-3"]) == (
        "China",
        "Serbia",
        "SRB",
    )
    assert (project["Amount (Original Currency)"], project["Original Currency"]) == ("5200000", "EUR")
    assert project["Amount Upper Bound"] == "6000000"
    assert project["Amount Estimated"] == "Yes"
    assert project["Flow Type"] == "Grant"
    assert project["Completion Year"] == "2020"


# Citations, and all of them


def test_sources_are_cited(tmp_path: Path) -> None:
    found = json.loads(written("csl", tmp_path).read_text(encoding="utf-8"))
    assert {item["title"] for item in found} == {"Report a", "Report b"}
    assert written("bibtex", tmp_path).read_text(encoding="utf-8").count("@") == 2


def test_claims_and_codings(tmp_path: Path) -> None:
    found = rows(written("claims", tmp_path))
    assert [row["id"] for row in found] == [c.id for c in contents().claims]
    money = next(row for row in found if row["type"] == "civil_aid")
    assert money["money"] == "about EUR 5,200,000 to 6,000,000"
    assert money["actor"] == "China"
    folder = written("codings", tmp_path)
    coded = {p.stem: lines(p) for p in folder.iterdir()}
    for report in contents().reports:
        stem = report.address.rpartition("/")[2]
        assert coded.pop(stem) == [c.as_manual() for c in contents().claims if c.report == report.id]
    assert coded == {}


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="no format 'excel'"):
        export(contents(), "excel", tmp_path)


def test_a_full_folder_is_told_and_nothing_half_is_left(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a file where a folder is needed", encoding="utf-8")
    with pytest.raises(DragomanError, match="cannot be written"):
        export(contents(), "all", tmp_path / "x")
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
