"""The JSON API keeps to its own description, whatever it is asked: answers of the kinds it names, never a fault."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from tests.publishing.sample import EVIL, sample
from tests.workspace.conftest import TOKEN

HEADERS = {"Authorization": f"Bearer {TOKEN}", "X-Reviewer": "robot"}
WORDS = ("drones", '"six drones"', "deliver*", "2019-11", "2019/2020", "accept", "reject", "prefer", "0", "1",
         "quantity", "arms_transfer", "not_a_thing", "9 drones", "EUR 5.2 million", "1-5", "", EVIL)  # fmt: skip
SAMPLE = sample()
IDS = [*(event.id for event in SAMPLE.matching.events), *(claim.id for claim in SAMPLE.claims), "state:ar", "report-a"]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def operations(client: TestClient) -> list[tuple[str, str, Mapping[str, Any]]]:
    paths = client.app.state.api.openapi()["paths"]
    return [(path, verb, operation) for path, verbs in paths.items() for verb, operation in verbs.items()]


def values(schema: Mapping[str, Any], parts: Mapping[str, Any], ids: list[str]) -> st.SearchStrategy[Any]:
    """What a schema lets through, with ids and words of this record among the texts."""
    if "$ref" in schema:
        return values(parts[schema["$ref"].rpartition("/")[2]], parts, ids)
    if "anyOf" in schema:
        return st.one_of([values(one, parts, ids) for one in schema["anyOf"]])
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    kind = schema.get("type")
    if kind == "string":
        return st.sampled_from((*ids, *WORDS)) | st.text(max_size=min(30, schema.get("maxLength", 30)))
    if kind == "integer":
        return st.integers(schema.get("minimum", -5), min(schema.get("maximum", 9), 9))
    if kind == "array":
        return st.lists(values(schema["items"], parts, ids), max_size=min(3, schema.get("maxItems", 3)))
    if kind == "object" and "properties" in schema:
        known = {name: values(one, parts, ids) for name, one in schema["properties"].items()}
        needed = {name: known.pop(name) for name in schema.get("required", ())}
        return st.fixed_dictionaries(needed, optional=known)
    if kind == "object":
        return st.dictionaries(st.sampled_from(["item", "time", "quantity"]), st.text(max_size=9), max_size=2)
    return st.none() if kind == "null" else st.booleans()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_it_answers_as_it_says_it_does(guarded: TestClient, data: st.DataObject) -> None:
    for path, verb, operation in operations(guarded):
        ask(guarded, path, verb, operation, IDS, data)


def ask(
    client: TestClient, path: str, verb: str, operation: Mapping[str, Any], ids: list[str], data: st.DataObject
) -> None:
    """Asks one thing in a way that the description allows, or not quite, and checks the answer by the description."""
    parts = client.app.state.api.openapi()["components"]
    query: list[tuple[str, Any]] = []
    for parameter in operation.get("parameters", ()):
        made = values(parameter["schema"], parts["schemas"], ids)
        if parameter["in"] == "path":
            value = data.draw(st.sampled_from(ids) | made)
            named = quote(str(value), safe="")
            named = "none" if named in ("", ".", "..") else named  # which name another address
            path = path.replace(f"{{{parameter['name']}}}", named)
        elif data.draw(st.booleans()):
            value = data.draw(made | st.text(max_size=9))
            query += [(parameter["name"], one) for one in (value if isinstance(value, list) else [value])]
    body = None
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        body = data.draw(values(schema, parts["schemas"], ids) | JUNK)
    answer = client.request(verb, f"/api{path}", params=query, json=body, headers=HEADERS)
    assert str(answer.status_code) in operation["responses"], (path, query, body, answer.text)
    content = operation["responses"][str(answer.status_code)].get("content", {}).get("application/json")
    if content and content["schema"]:
        Draft202012Validator({**content["schema"], "components": parts}).validate(answer.json())


@pytest.mark.parametrize("path", ["/api/nowhere", "/api/events/none", "/api/events?since=soon", "/api/reports/none"])
def test_faults_say_what_to_do(guarded: TestClient, path: str) -> None:
    told = guarded.get(path, headers=HEADERS).json()
    assert told["error"]
    assert told["remedy"]


# What schemathesis found


@pytest.mark.parametrize("year", ["\N{SUPERSCRIPT THREE}", "\N{ARABIC-INDIC DIGIT ONE}999", "9" * 5_000, "-1", "20 19"])
@pytest.mark.parametrize("path", ["/api/events", "/api/claims", "/api/timeline", "/search", "/timeline"])
def test_a_year_that_is_none(guarded: TestClient, path: str, year: str) -> None:
    assert guarded.get(path, params={"year": year}, headers=HEADERS).status_code == 200


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("names", {"one": "", "other": "state:rs", "decision": "same"}, 422),
        ("disputes", {"event": "event-1", "slot": "quantity:drone", "decision": "prefer"}, 422),
        ("disputes", {"event": "event-1", "slot": "quantity:drone", "decision": "prefer", "claim": ""}, 422),
        ("happenings", {"one": "claim-1", "other": "claim-2", "decision": "same"}, 404),
        ("happenings", {"one": "claim-1", "other": "claim-1", "decision": "same"}, 400),
        (f"claims/{SAMPLE.claims[0].id}", {"decision": "merge", "merge": [""]}, 422),
        (f"claims/{SAMPLE.claims[0].id}", {"decision": "accept", "follows": 10**11 - 1}, 409),
        (f"claims/{SAMPLE.claims[0].id}", {"decision": "accept", "follows": 10**11}, 422),
        ("undo/99999999999", None, 404),
        ("undo/100000000000", None, 422),
        ("undo/0", None, 422),
    ],
)
def test_decisions_that_cannot_be(guarded: TestClient, path: str, sent: object, status: int) -> None:
    answer = guarded.post(f"/api/review/{path}", json=sent, headers=HEADERS)
    assert answer.status_code == status, answer.text


def test_what_an_address_allows_is_told_whole(guarded: TestClient) -> None:
    for path, verbs in guarded.app.state.api.openapi()["paths"].items():
        told = guarded.options(f"/api{path.replace('{', '').replace('}', '')}", headers=HEADERS)
        assert told.status_code == 405
        assert told.headers["allow"] == ", ".join(sorted(verb.upper() for verb in verbs))
    assert guarded.request("PUT", "/searches", headers=HEADERS).headers["allow"] == "GET, HEAD, POST"


def test_it_tells_whether_a_token_is_asked_for(guarded: TestClient, client: TestClient) -> None:
    described = guarded.app.state.api.openapi()
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert all(operation["security"] == [{"token": []}] for _, _, operation in operations(guarded))
    assert "securitySchemes" not in client.app.state.api.openapi()["components"]


def test_its_links_lead_on(guarded: TestClient) -> None:
    known = {operation["operationId"]: path for path, _, operation in operations(guarded)}
    followed = 0
    for path, verb, operation in operations(guarded):
        for status, response in operation["responses"].items():
            for link in response.get("links", {}).values():
                assert link["operationId"] in known
                ((name, place),) = link["parameters"].items()
                assert f"{{{name}}}" in known[link["operationId"]]
                if verb == "get" and link["operationId"].endswith("_get") and path != "/systems":
                    found = guarded.get(f"/api{path}", headers=HEADERS).json()
                    for key in place.removeprefix("$response.body#/").split("/"):
                        found = found[int(key) if key.isdigit() else key]
                    there = known[link["operationId"]].replace(f"{{{name}}}", quote(found, safe=":"))
                    assert guarded.get(f"/api{there}", headers=HEADERS).status_code == 200, (status, there)
                    followed += 1
    assert followed == 4


def test_everything_in_the_description_is_described(guarded: TestClient) -> None:
    for path, verb, operation in operations(guarded):
        assert operation.get("description"), (verb, path)
        assert operation.get("tags"), (verb, path)
