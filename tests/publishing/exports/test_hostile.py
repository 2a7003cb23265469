"""What a stranger writes into a report does no harm in any export, and stays readable there."""

import csv
import json
import re
from pathlib import Path

import networkx
import pyshacl
import pytest
from followthemoney import model
from pyarrow import parquet
from rdflib import Graph, Literal
from rdflib.namespace import SKOS

from dragoman.coding.claim import Quantity
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.publishing.exports import FORMATS, Contents, export
from dragoman.publishing.exports.safe import safe, safe_text
from tests.publishing.exports.world import HOSTILE, claim, hostile, report

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"-?[\d.]+(e[+-]?\d+)?\Z")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile") / "out"
    export(hostile(), "all", out)
    return out


def files(folder: Path) -> list[Path]:
    found = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    assert len(found) > 40
    return found


def test_no_file_holds_a_dangerous_character(folder: Path) -> None:
    for file in files(folder):
        if file.suffix == ".parquet":
            for column in parquet.read_table(file).columns:
                assert not any(CONTROLS.search(str(value).replace("\\", "")) for value in column.to_pylist()), file
        else:
            assert not CONTROLS.search(file.read_bytes().decode("utf-8")), file


def test_no_cell_is_a_formula(folder: Path) -> None:
    tables = [file for file in files(folder) if file.suffix == ".csv"]
    assert len(tables) > 15
    for file in tables:
        with file.open(encoding="utf-8", newline="") as opened:
            cells = [cell for row in csv.reader(opened, strict=True) for cell in row]
        assert [c for c in cells if FORMULA.match(c) and not NUMBER.match(c)] == [], file


def test_one_record_a_line(folder: Path) -> None:
    contents = hostile()
    entities = (folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    assert len(entities) == len(contents.reports) + len(contents.matching.entities) + len(contents.events)
    assert all(json.loads(line)["id"] for line in entities)
    events = [json.loads(x) for x in (folder / "events.plover.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [e["id"] for e in events] == [e.id for e in contents.events]


def test_names_come_through_to_the_letter(folder: Path) -> None:
    names = {entity.name for entity in hostile().matching.entities}
    assert len(names & {safe_text(evil) for evil in HOSTILE}) > len(HOSTILE) / 2
    graph = networkx.read_graphml(folder / "parties.graphml", force_multigraph=True)
    assert {data["label"] for _, data in graph.nodes(data=True)} <= names
    rdf = Graph().parse(folder / "record.ttl", format="turtle")
    assert {Literal(name) for name in names} <= set(rdf.objects(None, SKOS.prefLabel))
    features = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert {f["properties"]["place"] for f in features} <= names


def test_the_graph_keeps_its_shape(folder: Path) -> None:
    conforms, _, told = pyshacl.validate(Graph().parse(folder / "record.ttl"), shacl_graph=str(folder / "shapes.ttl"))
    assert conforms, told


def test_followthemoney_takes_them(folder: Path) -> None:
    for line in (folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines():
        entity = json.loads(line)
        assert entity["properties"]
        model.get(entity["schema"]).validate(entity)


def test_addresses_that_are_no_links_lead_nowhere(folder: Path) -> None:
    assert "<javascript:" not in (folder / "record.ttl").read_text(encoding="utf-8")
    sources = json.loads((folder / "sources.csl.json").read_text(encoding="utf-8"))
    assert all(item.get("URL", "http").startswith("http") for item in sources)


def test_files_stay_in_their_folder(folder: Path) -> None:
    assert len(list((folder / "codings").iterdir())) == len(HOSTILE)
    assert all(p.suffix == ".jsonl" and not p.name.startswith(".") for p in (folder / "codings").iterdir())
    assert sorted(p.name for p in folder.parent.iterdir()) == ["out"]


LONG = 10_000_000


def long() -> Contents:
    """A report of one line of ten million characters, with names as long."""
    text = "x" * LONG
    of = report(f"{text}.", "0", title=text, publisher=text)
    told = claim(
        of, f"{text}.", type="arms_transfer", actor=(text,), recipient=("Serbia",), item=text, place=(text,),
        quantity=(Quantity(1, text),), attribution=text,
    )  # fmt: skip
    value = Value({"value": 1, "unit": text}, (told.id,), (text,), "completed")
    event = Event(
        "event-1", "arms_transfer", text, ("body-1",), ("state:rs",), text, None, ("place-1",), "completed", "asserted",
        (told.id,), (Finding("quantity:x", "single-source", (value,), value.value, 1, 1, "only value", "", 2),),
    )  # fmt: skip
    entities = (
        Entity("body-1", "body", text),
        Entity("place-1", "place", "a hangar"),
        Entity("state:rs", "state", "S"),
    )
    return safe(Contents((of,), (told,), Matching(entities, (event,), {text: "body-1"}), (), {of.id: "rules-1"}))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_a_line_of_ten_million_characters(form: str, tmp_path: Path) -> None:
    export(long(), form, tmp_path / "out")
    for file in [p for p in (tmp_path, *tmp_path.rglob("*")) if p.is_file() and p.suffix != ".parquet"]:
        file.read_bytes().decode("utf-8")
    if form in ("geojson", "followthemoney", "plover"):
        for line in (tmp_path / "out").read_text(encoding="utf-8").split("\n")[1:-1]:
            assert line == "]}" or json.loads(line.removesuffix(","))
    if form == "followthemoney":
        assert (tmp_path / "out").stat().st_size < LONG / 50
