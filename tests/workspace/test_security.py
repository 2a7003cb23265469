"""Who may come in, what may be sent, and what a browser may do with a page."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.coding.claim import Coding
from dragoman.errors import DragomanError
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.sources.report import Failure
from dragoman.workspace.app import create_app
from dragoman.workspace.desk import Desk
from dragoman.workspace.security import HEADERS, LARGEST, Gate, inner
from dragoman.workspace.settings import Settings
from tests.publishing.sample import EVIL, claim, report
from tests.workspace.conftest import TOKEN

BEARER = {"Authorization": f"Bearer {TOKEN}"}
CHANGES = (
    ("POST", "/review/claims/claim-1"),
    ("POST", "/review/names"),
    ("POST", "/review/disputes"),
    ("POST", "/review/happenings"),
    ("POST", "/review/undo"),
    ("POST", "/searches"),
    ("POST", "/me"),
    ("POST", "/logout"),
    ("POST", "/searches/s/see"),
    ("POST", "/searches/s/forget"),
    ("POST", "/api/review/claims/claim-1"),
    ("POST", "/api/review/names"),
    ("POST", "/api/review/disputes"),
    ("POST", "/api/review/happenings"),
    ("POST", "/api/review/undo/1"),
    ("POST", "/api/searches"),
    ("DELETE", "/api/searches/s"),
    ("POST", "/login"),
)


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" content="(\w+)"', client.get("/reports").text)
    assert found
    return found[1]


# Host names


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "localhost"])
def test_on_loopback_it_goes_by_the_names_of_loopback(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.0.2.7:8765",
        "",
        "@127.0.0.1",
        "evil.example@127.0.0.1",
        "127.0.0.1/evil",
        "a b",
    ],
)
def test_a_page_elsewhere_cannot_point_its_own_name_here(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "record" not in answer.text


def test_with_tokens_addresses_of_numbers_and_given_names_are_known(desk: Desk) -> None:
    gate = Gate(Settings("r", host="0.0.0.0", names=("Desk.example.org",), tokens={TOKEN: ""}))
    assert all(map(gate.knows, ("192.0.2.7:8765", "desk.example.org", "[2001:db8::1]:8765", "localhost")))
    assert not any(map(gate.knows, ("example.org", "desk.example.org.evil", "")))


# Tokens


def test_nothing_is_served_beyond_loopback_without_a_token() -> None:
    for settings in ({"host": "0.0.0.0"}, {"host": "192.0.2.7"}, {"names": ("desk.example.org",)}):
        with pytest.raises(DragomanError, match="open to everybody"):
            Settings("r", **settings)
    with pytest.raises(DragomanError, match="can be guessed"):
        Settings("r", tokens={"short": ""})
    assert Settings("r", host="::1").address == "http://[::1]:8765/"


@pytest.mark.parametrize(
    "path", ["/", "/search?q=x", "/review", "/searches/a/feed.atom", "/nowhere", "/events/event-1"]
)
def test_without_a_token_a_visitor_is_sent_to_sign_in(guarded: TestClient, path: str) -> None:
    answer = guarded.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=%2F")


@pytest.mark.parametrize("path", ["/api/record", "/api/openapi.json", "/api/events/event-1"])
def test_without_a_token_the_api_says_so(guarded: TestClient, path: str) -> None:
    assert guarded.get(path).status_code == 401
    assert guarded.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get(path, headers=BEARER).status_code == 200


def test_signing_in_and_out(guarded: TestClient) -> None:
    page = guarded.get("/login?next=/reports")
    value = re.search(r'name="csrf" content="(\w+)"', page.text)
    assert value
    wrong = guarded.post("/login?next=/reports", data={"csrf": value[1], "token": "guess", "name": "ana"})
    assert wrong.status_code == 401
    right = guarded.post("/login?next=/reports", data={"csrf": value[1], "token": TOKEN, "name": "  ana\nb  "})
    assert (right.status_code, right.headers["location"]) == (303, "/reports")
    page = guarded.get("/reports")
    assert page.status_code == 200
    assert 'You are ana b"' in page.text
    out = re.search(r'name="csrf" content="(\w+)"', page.text)
    assert out
    guarded.post("/logout", data={"csrf": out[1]})
    assert guarded.get("/reports").status_code == 303


def test_a_token_of_ones_own_fixes_the_name(guarded: TestClient) -> None:
    value = re.search(r'name="csrf" content="(\w+)"', guarded.get("/login").text)
    assert value
    guarded.post("/login", data={"csrf": value[1], "token": TOKEN + " of bo", "name": "somebody else"})
    page = guarded.get("/reports").text
    assert "You are bo" in page
    guarded.post("/me", data={"csrf": csrf(guarded), "name": "ana"})
    assert "You are bo" in guarded.get("/reports").text


def test_a_cookie_that_was_tampered_with_is_none(guarded: TestClient, desk: Desk) -> None:
    other = Gate(Settings("r", host="0.0.0.0", tokens={TOKEN: ""}))
    forged = other.set_cookie(other.stranger()).split(";")[0]
    assert guarded.get("/", headers={"Cookie": forged}).status_code == 303
    assert guarded.get("/", headers={"Cookie": "dragoman-8765=\x7f%%;;="}).status_code == 303


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    cookie = client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("path", "onward"),
    [
        ("/reports?page=2", "/reports?page=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        ("/a\nb", "/"),
    ],
)
def test_signing_in_leads_nowhere_else(path: str, onward: str) -> None:
    assert inner(path) == onward


# Forged requests


@pytest.mark.parametrize(("verb", "path"), CHANGES)
def test_what_changes_anything_needs_what_only_our_pages_know(client: TestClient, verb: str, path: str) -> None:
    client.get("/")
    assert client.request(verb, path).status_code == 403
    assert client.request(verb, path, headers={"X-CSRF-Token": "0" * 64}).status_code == 403
    assert client.request(verb, path, data={"csrf": "0" * 64}).status_code == 403


def test_no_change_is_left_out_here(client: TestClient) -> None:
    known = {(verb, re.sub(r"/(claim-1|s|1)(?=/|\Z)", "/X", path)) for verb, path in CHANGES}
    pages = {(verb, route.path) for route in client.app.routes for verb in getattr(route, "methods", None) or ()}
    api = {
        (verb.upper(), f"/api{path}")
        for path, verbs in client.app.state.api.openapi()["paths"].items()
        for verb in verbs
    }
    changing = {(verb, path) for verb, path in pages | api if verb not in ("GET", "HEAD", "OPTIONS")}
    assert {(verb, re.sub(r"\{\w+\}", "X", path)) for verb, path in changing} == known


def test_a_value_of_another_visitor_does_not_do(client: TestClient, desk: Desk) -> None:
    value = csrf(client)
    client.cookies.clear()
    client.get("/")
    assert client.post("/searches", data={"csrf": value, "query": "q=x"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_request_of_another_site_is_refused_even_with_the_value(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/searches", data={"csrf": csrf(client), "query": "q=x"}, headers=headers)
    assert answer.status_code == 403


def test_our_own_form_and_a_script_with_a_token_are_let_through(client: TestClient, guarded: TestClient) -> None:
    form = {"csrf": csrf(client), "query": "q=x"}
    assert client.post("/searches", data=form, headers={"Origin": "http://127.0.0.1:8765"}).status_code == 303
    headers = {"X-CSRF-Token": csrf(client)}
    assert client.post("/api/searches", json={"query": {"q": "y"}}, headers=headers).status_code == 201
    made = guarded.post("/api/searches", json={"query": {"q": "z"}}, headers=BEARER | {"X-Reviewer": "robot"})
    assert (made.status_code, made.json()["made_by"]) == (201, "robot")


def test_a_request_without_end_is_refused(client: TestClient) -> None:
    answer = client.post("/searches", content=b"x" * (LARGEST + 1), headers={"X-CSRF-Token": csrf(client)})
    assert answer.status_code == 413


# What a browser may do


@pytest.mark.parametrize("path", ["/", "/api/record", "/static/workspace.css", "/nowhere", "/events/none", "/login"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]


def test_no_page_names_anything_elsewhere(client: TestClient) -> None:
    for path in ("/", "/search", "/events/event-1", "/review", "/map", "/network"):
        page = client.get(path).text
        assert re.findall(r'(?:src|href|action)="(?!/|#|\?)[^"]*"', page) == []
        assert not re.search(r"<(script|style)(?![^>]*src=)[^>]*>|\bon\w+=|style=", page)


@pytest.fixture
def hostile(desk: Desk) -> Iterator[TestClient]:
    """A record in which every text is an attack."""
    evil = report("e", f"{EVIL} was signed.", title=EVIL, publisher=EVIL, address="javascript:alert(1)")
    told = claim(
        evil,
        f"{EVIL} was signed.",
        type="agreement",
        actor=(EVIL,),
        item=EVIL,
        place=(EVIL,),
        attribution=EVIL,
        confidence=0.1,
        time="2020",
    )
    sides = (Value(EVIL, (told.id,), (EVIL,), "completed"), Value("other", (told.id,), (EVIL,), "completed"))
    event = Event(
        "event-8",
        "agreement",
        EVIL,
        ("e-1",),
        (),
        EVIL,
        "2020",
        ("e-2",),
        "completed",
        "asserted",
        (told.id,),
        (Finding("item", "disputed", sides, reason=EVIL, rule=EVIL),),
    )
    entities = (Entity("e-1", "body", EVIL, (EVIL,)), Entity("e-2", "place", EVIL + "x", (), None, 1.0, 2.0))
    desk.record.keep(evil, Coding((told,)), EVIL)
    desk.record.keep_matching(Matching(entities, (event,), {EVIL: "e-1"}))
    desk.record.keep_failure(Failure(EVIL, EVIL, EVIL))
    desk.changed()
    settings = replace(Settings(desk.record.name), who=EVIL)
    with TestClient(create_app(settings, desk), base_url="http://127.0.0.1:8765") as opened:
        yield opened


PAGES = (
    "/",
    "/search",
    "/search?kind=claims",
    "/search?q=signed",
    "/search?q=signed&kind=reports",
    "/search?q=script&kind=parties",
    "/timeline",
    "/map",
    "/network",
    "/events/event-8",
    "/reports",
    "/reports/report-e",
    "/entities/e-1",
    "/entities/e-2",
    "/disputes",
    "/systems",
    "/review",
    "/review?kind=disputes",
    "/review?kind=names",
    "/review/decisions",
    "/builds",
    "/searches",
    "/login",
    "/nowhere",
)


@pytest.mark.parametrize("path", PAGES)
def test_hostile_texts_are_texts(hostile: TestClient, path: str) -> None:
    page = hostile.get(path).text
    assert "<img" not in page
    assert "<script>alert" not in page
    assert "javascript:alert" not in re.sub(r">[^<]*<", "><", page)


@pytest.mark.parametrize(
    "name",
    [
        "q",
        "since",
        "until",
        "kind",
        "page",
        "in",
        "more",
        "type",
        "party",
        "place",
        "source",
        "year",
        "review",
        "event",
        "claim",
        "pair",
        "dispute",
        "slot",
        "after",
        "next",
        "host",
    ],
)
def test_hostile_addresses_are_texts(hostile: TestClient, name: str) -> None:
    for path in ("/search", "/timeline", "/map", "/network", "/systems", "/disputes", "/review", "/login"):
        page = hostile.get(path, params={name: f'"><script>alert(1)</script>{EVIL}'})
        assert page.status_code in (200, 400, 404), page.text
        assert "<script>alert" not in page.text
        assert "<img" not in page.text


@given(st.text(max_size=60))
def test_no_host_name_but_our_own_is_known(host: str) -> None:
    gate = Gate(Settings("r"))
    if gate.knows(host):
        assert re.match(r"(?i)\A(localhost|127\.[\d.]+|\[[0:]+1\])(:\d*)?\Z", host)
