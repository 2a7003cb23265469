"""Saved searches with what is new in them, Atom feeds, and builds with their failures."""

import re
import sys
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from dragoman.coding.claim import Coding
from dragoman.record import searches
from dragoman.record.progress import SILENT, Build, builds, note
from dragoman.running import build
from dragoman.workspace.desk import Desk
from tests.publishing.sample import EVIL, claim, report
from tests.running.fakes import code, match
from tests.workspace.conftest import TOKEN

ATOM = "{http://www.w3.org/2005/Atom}"


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" content="(\w+)"', client.get("/searches").text)
    assert found
    return found[1]


def saved(client: TestClient, query: str) -> str:
    answer = client.post("/searches", data={"csrf": csrf(client), "query": query})
    assert answer.status_code == 303
    found = re.findall(r"/searches/(search-\w+)/forget", client.get("/searches").text)
    assert found
    return str(found[-1])


def arrive(desk: Desk, text: str, **fields: object) -> str:
    """A report with one claim comes in, two seconds after the search was looked at."""
    new = report("n", text)
    told = claim(new, text, **({"type": "arms_transfer", "actor": ("Arnor",)} | fields))
    desk.record.keep(new, Coding((told,)), "sample-1")
    later = (datetime.now(UTC) + timedelta(seconds=2)).isoformat(timespec="seconds")
    with desk.record._writing() as connection:
        connection.exec_driver_sql("UPDATE claims SET added = ? WHERE id = ?", (later, told.id))
    desk._load()
    return told.id


def test_a_search_is_kept_named_after_what_it_asks_and_can_be_removed(client: TestClient, desk: Desk) -> None:
    id = saved(client, "q=drones&type=arms_transfer&party=state%3Aar")
    (found,) = searches.searches(desk.record)
    assert (found.id, found.name, found.made_by) == (id, "“drones”, Arms transfers, Arnor", "ana")
    assert saved(client, "q=drones&type=arms_transfer&party=state%3Aar") == id
    client.post(f"/searches/{id}/forget", data={"csrf": csrf(client)})
    assert searches.searches(desk.record) == []


def test_what_comes_in_is_new_until_it_is_seen(client: TestClient, desk: Desk) -> None:
    id = saved(client, "q=kites")
    assert "0 new sentences" in client.get(f"/searches/{id}").text
    arrive(desk, "Arnor sold kites.")
    page = client.get(f"/searches/{id}").text
    assert "1 new sentence" in page
    assert "Arnor sold <mark>kites</mark>." in page
    with desk.record._writing() as connection:
        connection.exec_driver_sql("UPDATE claims SET added = '2020-01-01T00:00:00+00:00'")
    desk._load()
    client.post(f"/searches/{id}/see", data={"csrf": csrf(client)})
    assert "0 new sentences" in client.get(f"/searches/{id}").text


def test_the_feed_is_atom_with_the_last_that_came_in_first(client: TestClient, desk: Desk) -> None:
    id = saved(client, "party=state%3Aar")
    new = arrive(desk, f"Arnor sold {EVIL} kites.")
    answer = client.get(f"/searches/{id}/feed.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 6
    assert entries[0].findtext(f"{ATOM}id") == f"urn:dragoman:{new}"
    assert entries[0].findtext(f"{ATOM}summary") == f"Arnor sold {EVIL} kites."
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "Herald n"
    for part in ("id", "title", "updated"):  # what RFC 4287 asks for
        assert feed.findtext(f"{ATOM}{part}")
        assert all(entry.findtext(f"{ATOM}{part}") for entry in entries)
    updated = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert entries[1].find(f"{ATOM}link").get("href").startswith("http://127.0.0.1:8765/events/event-")


def test_a_feed_holds_no_character_that_xml_does_not(client: TestClient, desk: Desk) -> None:
    id = saved(client, "q=kites")
    arrive(desk, "Arnor\x0b sold\ufffe kites\x08.")
    feed = ElementTree.fromstring(client.get(f"/searches/{id}/feed.atom").content)
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == "Arnor sold kites."


def test_a_feed_behind_a_token_is_read_with_its_key_alone(guarded: TestClient, desk: Desk) -> None:
    id = searches.save(desk.record, "all", "", "ana")
    address = f"/searches/{id}/feed.atom"
    assert guarded.get(address).status_code == 303
    assert guarded.get(f"{address}?key=wrong").status_code == 303
    listed = guarded.get("/searches", headers={"Authorization": f"Bearer {TOKEN}"}).text
    key = re.search(rf"{address}\?key=(\w+)", listed)
    assert key
    assert guarded.get(f"{address}?key={key[1]}").status_code == 200
    other = searches.save(desk.record, "other", "q=x", "ana")
    assert guarded.get(f"/searches/{other}/feed.atom?key={key[1]}").status_code == 303


def test_an_impossible_time_is_not_kept(client: TestClient, desk: Desk) -> None:
    answer = client.post("/searches", data={"csrf": csrf(client), "query": "since=soon"})
    assert answer.status_code == 400
    assert searches.searches(desk.record) == []


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "reports"
    made.mkdir()
    for number in range(3):
        (made / f"{number}.md").write_text(f"Arnor paid {number} crowns to Gondor.\n", encoding="utf-8")
    (made / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    return made


def test_a_build_can_be_followed_from_another_process(folder, desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr(sys.modules["dragoman.running.build"], "NOTED_EVERY", 0.0)
    seen: list[tuple[str | None, int | None, int | None, bool]] = []

    def look(progress) -> None:
        with Desk(desk.record.name) as other:
            last = builds(other.record)[0]
            seen.append((last.stage, last.done, last.total, last.running(datetime.now(UTC))))

    build([folder], desk.record, coder=code, version="fake-1", matcher=match, on_progress=look)
    assert seen[1:] == [("coding", 1, 4, True), ("coding", 2, 4, True), ("coding", 3, 4, True), ("coding", 4, 4, True)]
    last = builds(desk.record)[0]
    assert (last.stage, last.done, last.failed, last.finished is not None) == ("matching", 4, 1, True)


def test_the_page_shows_how_far_it_is_and_every_failure_by_reason(client: TestClient, desk: Desk) -> None:
    run = desk.record.begin_run("both-9")
    note(desk.record, run, "coding", 30, 120, 2, "in/<b>.md")
    page = client.get("/builds").text
    assert "A build runs" in page
    assert re.search(r'data-of="bar" width="250\.0"', page)
    assert "in/&lt;b&gt;.md" in page
    assert "broken.pdf" in page
    assert "<b>1</b> is no PDF" in page
    (told,) = client.get("/api/builds").json()
    assert (told["state"], told["share"], told["failed"]) == ("runs", 0.25, 2)
    (failed,) = client.get("/api/failures").json()
    assert failed == {"address": "broken.pdf", "what": "is no PDF", "remedy": "save it again"}


def test_a_build_that_says_nothing_any_more_was_cut_short() -> None:
    heard = datetime(2026, 1, 1, tzinfo=UTC)
    made = Build(1, "v", heard.isoformat(), None, "coding", 1, 2, 0, "a", heard.isoformat())
    assert made.running(heard + timedelta(seconds=SILENT - 1))
    assert not made.running(heard + timedelta(seconds=SILENT + 1))
