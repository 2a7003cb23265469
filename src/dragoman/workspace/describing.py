"""The page that describes the JSON API, made from its OpenAPI: it needs no script of somebody else's."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request

from dragoman.workspace.desk import Desk
from dragoman.workspace.pages import Page, Shown


def page(api: FastAPI) -> Page:
    """The page over one API."""

    def shown(desk: Desk, request: Request) -> Shown:
        described = api.openapi()
        return "api.html", {"about": described["info"], "parts": list(_parts(described))}

    return shown


def _parts(described: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The operations by their part of the API, in the order they were written."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, verbs in described["paths"].items():
        for verb, operation in verbs.items():
            found.setdefault((operation.get("tags") or ["other"])[0], []).append(_operation(path, verb, operation))
    for name, operations in found.items():
        yield {"name": name, "operations": operations}


def _operation(path: str, verb: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "verb": verb.upper(),
        "path": f"/api{path}",
        "what": operation.get("description", ""),
        "parameters": [(p["name"], p["in"], p.get("description", "")) for p in operation.get("parameters", ())],
        "body": body.get("$ref", "").rpartition("/")[2],
    }
