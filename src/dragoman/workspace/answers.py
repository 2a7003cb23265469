"""Pages as answers, and what is told where there is no page: by a page, or as JSON where the API was asked."""

import sys
import traceback
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from dragoman import __version__
from dragoman.errors import DragomanError
from dragoman.record.deciding import Overtaken
from dragoman.workspace.pages import Missing
from dragoman.workspace.rendering import render

VERBS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
GONE = "It may have been matched or coded anew since the link to it was made."


def context(request: Request) -> dict[str, Any]:
    """What every page needs: who looks at it, and where."""
    given = request.query_params
    return {
        "visitor": request.scope["visitor"],
        "csrf": request.scope["csrf"],
        "path": request.url.path,
        "version": __version__,
        "words": given.get("q", ""),
        "more_of": given.get("more", ""),
    }


def answer(request: Request, template: str, given: Mapping[str, Any], status: int = 200) -> Response:
    """A page as an answer."""
    return Response(render(template, {**context(request), **given}), status, media_type="text/html; charset=utf-8")


def fault(request: Request, error: Exception) -> Response:
    """What cannot be done, and what to do instead."""
    if isinstance(error, Missing):
        return _told(request, 404, f"No such {error.what}", GONE)
    if isinstance(error, Overtaken):
        return _told(request, 409, _begun(error.what), error.remedy, last=error.number)
    if isinstance(error, DragomanError):
        return _told(request, 400, _begun(error.what), error.remedy)
    raise error


def refused(request: Request, error: Exception) -> Response:
    """What is asked for in a way that has no answer: an address that leads nowhere, a verb that a page has not."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    headers = getattr(error, "headers", None)
    found = _told(request, status, "No such page" if status == 404 else "That cannot be asked here", "See /api.")
    found.headers.update(headers or {})
    if status == 405:
        found.headers["Allow"] = ", ".join(_verbs(request))
    return found


def _verbs(request: Request) -> list[str]:
    """The verbs that can be asked of an address: a router tells those of its first route alone."""
    asked = [(verb, {**request.scope, "method": verb}) for verb in VERBS]
    return [verb for verb, scope in asked if any(r.matches(scope)[0] == Match.FULL for r in request.app.routes)]


def failed(request: Request, error: Exception) -> Response:
    """A fault of the program: told on the terminal, not to whoever asks."""
    traceback.print_exception(error, file=sys.stderr)
    return _told(request, 500, "A fault of the program", "See the terminal in which `dragoman serve` runs.")


def _told(request: Request, status: int, what: str, remedy: str, **more: Any) -> Response:
    if request.scope.get("root_path", "").startswith("/api") or request.url.path.startswith("/api/"):
        return JSONResponse({"error": what, "remedy": remedy, **more}, status)
    return answer(request, "error.html", {"title": what, "remedy": remedy}, status)


def _begun(what: str) -> str:
    """A message as the beginning of a sentence."""
    return what[:1].upper() + what[1:]
