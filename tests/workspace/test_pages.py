"""Pages show what the record holds, escaped, and every value leads to its sentence."""

import re

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from dragoman.coding.claim import Coding
from dragoman.matching.event import Entity, Event, Matching
from dragoman.publishing.citations import citation
from dragoman.record import Query
from dragoman.workspace.app import create_app
from dragoman.workspace.desk import Desk
from dragoman.workspace.pages import PAGES
from dragoman.workspace.settings import Settings

READ = ("/", "/search", "/search?q=drones", "/search?q=drones&kind=claims", "/search?q=Arnor&kind=reports",
        "/search?q=arnor&kind=parties", "/timeline", "/timeline?in=none", "/map", "/network", "/events/event-1",
        "/reports", "/reports/report-a", "/entities/state:ar", "/disputes", "/systems", "/api")  # fmt: skip


@pytest.mark.parametrize("address", READ)
def test_every_page_opens(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Dragoman</title>" in answer.text


def test_no_page_is_left_out_here() -> None:
    known = {re.sub(r"\?.*", "", address) for address in READ}
    patterns = [re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + r"\Z") for path in PAGES]
    assert [p.pattern for p in patterns if not any(p.match(path) for path in known)] == []


def test_search_marks_the_words_in_the_sentence(client: TestClient) -> None:
    found = client.get("/search", params={"q": "delivering drones"}).text
    assert "Arnor <mark>delivered</mark> six <mark>drones</mark> on 4 July 2020." in found
    assert "1 event" in found


def test_what_nobody_wrote_is_not_found(client: TestClient) -> None:
    assert "Nothing in the record fits" in client.get("/search", params={"q": "oliphaunts"}).text


def test_a_value_leads_to_its_words_in_the_report(client: TestClient) -> None:
    page = client.get("/events/event-1").text
    address = re.search(r'href="(/reports/report-a\?m=(\d+)-(\d+)#(s-\d+-\d+))">6 drones<', page)
    assert address
    report = client.get("/reports/report-a").text
    assert f'id="{address[4]}"' in report
    text = re.search(r'id="text"[^>]*>(.*?)</div>', report, re.S)
    assert text
    plain = re.sub(r"<[^>]+>", "", text[1])
    assert plain[int(address[2]) : int(address[3])] == "six"


@pytest.mark.parametrize("address", ["/events/event-none", "/reports/none", "/entities/none", "/nowhere"])
def test_what_is_not_there_is_told(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "No such" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/search?since=soon",
        "/timeline?until=2019-99",
    ],
)
def test_an_impossible_time_is_told(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "is no time" in answer.text


def test_filters_narrow_and_can_be_taken_away(client: TestClient, desk: Desk) -> None:
    page = client.get("/search?type=military_exercise").text
    assert "1 event" in page
    assert "joint drill" in page
    assert "drones" not in page
    assert 'href="/search?"' in page


def test_the_map_and_the_network_name_what_they_draw(client: TestClient) -> None:
    assert "Minas Tirith" in client.get("/map").text
    drawn = client.get("/network").text
    assert "<title>Arnor and Gondor: 2</title>" in drawn


def test_sources_are_cited_in_a_form_to_paste_and_as_files(client: TestClient, desk: Desk) -> None:
    page = client.get("/events/event-1").text
    told = list(desk.events(["event-1"])[0].reports.values())
    assert len(told) == 2
    for report in told:
        assert escape(citation(report)) in page
        assert escape(citation(report)) in client.get(f"/reports/{report.id}").text
    assert client.get("/events/event-1/sources.bib").text.count("@") == len(told)
    made = client.get("/events/event-1/sources.json")
    assert made.headers["content-type"].startswith("application/vnd.citationstyles.csl+json")
    assert {item["title"] for item in made.json()} == {report.title for report in told}
    one = client.get("/reports/report-a/sources.bib")
    assert one.headers["content-disposition"] == 'attachment; filename="sources.bib"'
    assert one.text.count("@") == 1
    for gone in ("/events/none/sources.bib", "/reports/none/sources.json", "/events/event-1/sources.exe"):
        assert client.get(gone).status_code == 404


def test_a_state_is_not_told_as_a_point(desk: Desk) -> None:
    report = desk.record.report("report-a")
    assert report
    told = [c.with_(place=("Arnor",)) for c in desk.record.claims(Query(report="report-a"))][:1]
    desk.record.keep(report, Coding(tuple(told)), "sample-2")
    arnor = Entity("state:arnor", "state", "Arnor", state="state:arnor", latitude=1.5, longitude=2.5)
    event = Event("event-9", told[0].type, "somewhere", (arnor.id,), (), None, "2020", (arnor.id,), "completed",
                  "asserted", (told[0].id,))  # fmt: skip
    desk.record.keep_matching(Matching((arnor,), (event,), {"Arnor": arnor.id}))
    desk.changed()
    with TestClient(create_app(Settings(desk.record.name), desk), base_url="http://127.0.0.1:8765") as client:
        for page in (client.get("/map").text, client.get("/events/event-9").text):
            assert "the state as a whole" in page
            assert "1.50" not in page
