"""A small world of its own: reports, claims and a matching that are easy to tell apart."""

import shutil
from pathlib import Path

import pytest

from dragoman.coding.claim import Claim, Coding, Drop, Money, Quantity
from dragoman.ids import content_id
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.record import Record
from dragoman.sources.report import Report

SENTENCES = (
    "Gondor ordered nine Nazgûl drones from Arnor in 2019.",
    "Six were delivered in June 2020, the Ministry of Mordor said.",
    "The cameras in Édoras cost about 5.2 million crowns.",
)


def make_report(number=0, address=None, text=None):
    text = text or " ".join(SENTENCES) + f" This is report {number}."
    title = f"Report {number}"
    return Report(
        id=content_id("report", text, title), text=text, title=title, publisher="Minas Tirith Post",
        published="2020-07-01", address=address or f"in/{number:03}.md", media_type="text/markdown",
        language="en", sha256=f"{number:064x}")


def make_claim(report, sentence=0, **fields):
    quote = SENTENCES[sentence]
    start = report.text.index(quote)
    fields = {"type": "arms_transfer"} | fields
    return Claim(report=report.id, start=start, end=start + len(quote), quote=quote, **fields)


def make_coding(report):
    return Coding(
        claims=(
            make_claim(
                report, 0, actor=("Arnor",), recipient=("Gondor",), item="Nazgûl drones",
                quantity=(Quantity(9, "drones"),), time="2019", status="agreed", trigger=(7, 14),
                spans=(("item", (20, 33)), ("actor", (39, 44))), confidence=0.9),
            make_claim(
                report, 1, actor=("Arnor",), recipient=("Gondor",), item="Nazgûl drones",
                quantity=(Quantity(6, "drones", "at_least"),), time="2020-06", attribution="Ministry of Mordor"),
            make_claim(
                report, 2, type="surveillance_deployment", recipient=("Rohan",), item="cameras",
                money=Money(5.2e6, "XTS", approx="about"), place=("Édoras",), status="operational"),
        ),
        drops=(Drop(0, 6, "no frame", "Gondor"),),
    )


def make_matching(codings):
    """One event a report's first two claims, with a dispute; ids follow from content."""
    arnor = Entity("state:ar", "state", "Arnor", ("Kingdom of Arnor", "Árnor"), "state:ar", 1.5, 2.5)
    gondor = Entity("state:go", "state", "Gondor", ("South Kingdom",))
    edoras = Entity("place:ed", "place", "Édoras")
    events = []
    for coding in codings:
        first, second = coding.claims[:2]
        values = (Value({"value": 9, "unit": "drones"}, (first.id,), ("Post",), "agreed"),
                  Value({"value": 6, "unit": "drones"}, (second.id,), ("Ministry",), "completed"))
        events.append(Event(
            id=content_id("event", first.id, second.id), type="arms_transfer", title="Nazgûl drones",
            actor=("state:ar",), recipient=("state:go",), item="Nazgûl drones", time="2019/2020-06",
            place=("place:ed",), status="completed", modality="asserted", claims=(first.id, second.id),
            findings=(
                Finding("quantity", "disputed", values, {"value": 9, "unit": "drones"}, 6.0, 9.0, "majority", "9 or 6"),
                Finding("item", "agreed", (Value("Nazgûl drones", (first.id, second.id), ("Post",)),), "drones")),
            stages=(("agreed", "2019", first.id), ("completed", None, second.id)),
            joins=((second.id, first.id, "same parties"),)))
    return Matching((arnor, edoras, gondor), tuple(events),
                    {"Arnor": "state:ar", "Gondor": "state:go", "Realm of Gondor": "state:go"})


def fill(record, reports):
    codings = [make_coding(report) for report in reports]
    for report, coding in zip(reports, codings, strict=True):
        record.keep(report, coding, "rules-1")
    record.keep_matching(make_matching(codings))
    return codings


@pytest.fixture
def make():
    """The makers above, by name."""
    class Makers:
        report = staticmethod(make_report)
        claim = staticmethod(make_claim)
        coding = staticmethod(make_coding)
        matching = staticmethod(make_matching)
        fill = staticmethod(fill)
    return Makers


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.fixture(scope="session")
def fresh(tmp_path_factory) -> Path:
    """A record with nothing in it, made once: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("fresh") / "record.db"
    Record.open(path, create=True).close()
    return path


KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


def pytest_generate_tests(metafunc):
    """A test of a record runs over both kinds of database, unless it looks into the file of one."""
    if "record" in metafunc.fixturenames and "where" not in metafunc.function.__code__.co_varnames:
        looked_into = set(metafunc.fixturenames) & {"where", "filled"}
        metafunc.parametrize("kind", KINDS[:1] if looked_into - {"where"} else KINDS, scope="function")


@pytest.fixture
def kind():
    return "sqlite"


@pytest.fixture
def record(kind, request):
    if kind == "postgresql":
        place = request.getfixturevalue("new_record")()
    else:
        place = request.getfixturevalue("where")
        shutil.copyfile(request.getfixturevalue("fresh"), place)
    with Record.open(place) as opened:
        yield opened
