"""The application: pages and API behind one guard."""

import sys
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dragoman import __version__
from dragoman.errors import DragomanError
from dragoman.workspace import api, api_review, systems
from dragoman.workspace.desk import Desk
from dragoman.workspace.following import Following, building
from dragoman.workspace.pages import PAGES, Missing, Page, form_of
from dragoman.workspace.rematching import Rematcher
from dragoman.workspace.rendering import STATIC, render, static
from dragoman.workspace.review_pages import Review
from dragoman.workspace.security import Gate, Guard, Visitor, inner
from dragoman.workspace.settings import Settings

THREADS = 8
"""Requests that are worked on at once: more would only wait for one another."""
WRONG_TOKEN = 0.5
"""Seconds that a wrong token costs whoever tries one."""
FOR_EVER = "public, max-age=31536000, immutable"


def create_app(settings: Settings, desk: Desk | None = None) -> FastAPI:
    """The workspace over one record, as an ASGI application. Raises DragomanError where there is no such record."""
    opened = desk or Desk(settings.record)
    gate = Gate(settings)
    rematcher = Rematcher(settings.record, len(opened.index.claims.ids))
    review, following = Review(opened, rematcher, answer), Following(opened, gate)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        await run_in_threadpool(rematcher.close)
        if desk is None:
            await run_in_threadpool(opened.close)

    app = FastAPI(
        title="Dragoman", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        lifespan=lifespan, description="What a record holds, as its pages show it, and people's decisions on it.",
    )  # fmt: skip
    app.state.desk, app.state.gate, app.state.rematcher = opened, gate, rematcher
    app.include_router(api.router(opened))
    app.include_router(api_review.router(opened, rematcher))
    app.router.routes.extend([*_routes(opened, gate), *_review(opened, review), *_following(opened, following)])
    for known in (Missing, DragomanError):
        app.add_exception_handler(known, _fault)
    app.add_exception_handler(Exception, _failed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_middleware(Guard, gate=gate)
    return app


def _routes(desk: Desk, gate: Gate) -> list[Route]:
    register = {"/systems": systems.systems, "/systems/{id}": systems.system}
    pages = [Route(path, _shown(desk, page)) for path, page in (PAGES | register).items()]
    return [
        *pages,
        Route("/static/{name}", _static),
        Route("/login", _login(gate), methods=["GET", "POST"]),
        Route("/logout", _logout(gate), methods=["POST"]),
        Route("/me", _rename(gate), methods=["POST"]),
    ]


def _review(desk: Desk, review: Review) -> list[Route]:
    return [
        Route("/review", _shown(desk, review.show)),
        Route("/review/decisions", _shown(desk, review.decisions)),
        Route("/review/reading", review.reading),
        Route("/review/claims/{id}", review.claim, methods=["POST"]),
        Route("/review/names", review.names, methods=["POST"]),
        Route("/review/disputes", review.dispute, methods=["POST"]),
        Route("/review/happenings", review.happening, methods=["POST"]),
        Route("/review/undo", review.undo, methods=["POST"]),
    ]


def _following(desk: Desk, following: Following) -> list[Route]:
    return [
        Route("/searches", _shown(desk, following.searches), methods=["GET"]),
        Route("/searches", following.save, methods=["POST"]),
        Route("/searches/{id}", _shown(desk, following.search)),
        Route("/searches/{id}/see", following.see, methods=["POST"]),
        Route("/searches/{id}/forget", following.forget, methods=["POST"]),
        Route("/searches/{id}/feed.atom", following.feed),
        Route("/builds", _shown(desk, building)),
    ]


def context(request: Request) -> dict[str, Any]:
    """What every page needs: who looks at it, and where."""
    return {
        "visitor": request.scope["visitor"], "csrf": request.scope["csrf"], "path": request.url.path,
        "version": __version__, "words": request.query_params.get("q", ""),
        "more_of": request.query_params.get("more", ""),
    }  # fmt: skip


def answer(request: Request, template: str, given: Any, status: int = 200) -> Response:
    """A page as an answer."""
    return Response(render(template, {**context(request), **given}), status, media_type="text/html; charset=utf-8")


def _shown(desk: Desk, page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        try:
            template, given = page(desk, request)
        except Missing as missing:
            told = "It may have been matched or coded anew since the link to it was made."
            return answer(request, "error.html", {"title": f"No such {missing.what}", "remedy": told}, 404)
        except DragomanError as error:
            return answer(request, "error.html", {"title": error.what, "remedy": error.remedy}, 400)
        return answer(request, template, given)

    return endpoint


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return Response(status_code=404)
    headers = {"Cache-Control": FOR_EVER if request.url.query else "no-cache"}
    return Response(static(name), media_type=STATIC[name], headers=headers)


def _login(gate: Gate) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        onward = inner(request.query_params.get("next", "/"))
        visitor: Visitor = request.scope["visitor"]
        if request.method == "GET":
            if visitor.admitted and not gate.settings.tokens:
                return RedirectResponse(onward, 303)
            return answer(request, "login.html", {"onward": onward, "wrong": False})
        form = form_of(await request.body())
        name = gate.holder(form.get("token", ""))
        if name is None:
            await anyio.sleep(WRONG_TOKEN)
            return answer(request, "login.html", {"onward": onward, "wrong": True}, 401)
        own = name or _name(form.get("name", "")) or gate.settings.who
        admitted = Visitor(own, gate.stranger().mark, True, bool(name))
        return RedirectResponse(onward, 303, {"Set-Cookie": gate.set_cookie(admitted)})

    return endpoint


def _logout(gate: Gate) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return RedirectResponse("/login", 303, {"Set-Cookie": gate.set_cookie(gate.stranger())})

    return endpoint


def _rename(gate: Gate) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        visitor: Visitor = request.scope["visitor"]
        form = form_of(await request.body())
        name = visitor.name if visitor.fixed else _name(form.get("name", "")) or visitor.name
        renamed = Visitor(name, visitor.mark, visitor.admitted, visitor.fixed)
        onward = inner(form.get("next", "/"))
        return RedirectResponse(onward, 303, {"Set-Cookie": gate.set_cookie(renamed)})

    return endpoint


def _name(text: str) -> str:
    """A person's name as it is put under decisions: one line of up to 60 characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:60]


async def _fault(request: Request, error: Exception) -> Response:
    """What cannot be done: as JSON for the API, as a page for a form."""
    told = api.fault(request, error)
    if request.url.path.startswith("/api/"):
        return told
    what = error.what if isinstance(error, DragomanError) else f"No such {getattr(error, 'what', 'thing')}"
    remedy = error.remedy if isinstance(error, DragomanError) else "It may have been matched anew."
    return answer(request, "error.html", {"title": what, "remedy": remedy}, told.status_code)


async def _refused(request: Request, error: Exception) -> Response:
    """What is asked for in a way that has no answer: an address that leads nowhere, a verb that a page has not."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    title = "No such page" if status == 404 else "That cannot be asked here"
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": title, "remedy": "see /api"}, status)
    return answer(request, "error.html", {"title": title, "remedy": "The address may have been mistyped."}, status)


async def _failed(request: Request, error: Exception) -> Response:
    """A fault of the program: told on the terminal, not to whoever asks."""
    traceback.print_exception(error, file=sys.stderr)
    told = {"error": "a fault of the program", "remedy": "see the terminal in which `dragoman serve` runs"}
    if request.url.path.startswith("/api/"):
        return JSONResponse(told, 500)
    return answer(request, "error.html", {"title": "A fault of the program", "remedy": told["remedy"]}, 500)
