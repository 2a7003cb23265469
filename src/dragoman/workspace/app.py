"""The application: pages and API behind one guard."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread
from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from dragoman import __version__
from dragoman.errors import DragomanError
from dragoman.workspace import api, api_review, citing, describing, systems
from dragoman.workspace.answers import answer, failed, fault, refused
from dragoman.workspace.desk import Desk
from dragoman.workspace.following import Following, building
from dragoman.workspace.pages import PAGES, Missing, Page
from dragoman.workspace.rematching import Rematcher
from dragoman.workspace.rendering import STATIC, static
from dragoman.workspace.review_pages import Review
from dragoman.workspace.security import Gate, Guard
from dragoman.workspace.settings import Settings
from dragoman.workspace.signing_in import login, logout, rename

THREADS = 2
"""Requests that are worked on at once: more only wait for one another, and each page takes longer for it (with 8 the
processor spent up to half as much again on each)."""
FOR_EVER = "public, max-age=31536000, immutable"
TOKEN = HTTPBearer(
    scheme_name="token",
    auto_error=False,
    description="A token. Where it has no name of its own, X-Reviewer gives the name to put under decisions.",
)
"""Describes what the guard asks for: it stands before the API, and has let in whoever comes here."""
HANDLERS: dict[Any, Any] = {Missing: fault, DragomanError: fault, HTTPException: refused, Exception: failed}


def create_app(settings: Settings, desk: Desk | None = None) -> Starlette:
    """The workspace over one record, as an ASGI application. Raises DragomanError where there is no such record."""
    opened = desk or Desk(settings.record)
    gate = Gate(settings)
    rematcher = Rematcher(settings.record, len(opened.index.claims.ids))
    described = _api(opened, rematcher, [Depends(TOKEN)] if settings.tokens else [])

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        await run_in_threadpool(rematcher.close)
        if desk is None:
            await run_in_threadpool(opened.close)

    routes: list[BaseRoute] = [
        *_pages(opened),
        *_review(opened, Review(opened, rematcher, answer)),
        *_following(opened, Following(opened, gate)),
        *_visitors(gate),
        *(Route(f"/{of}/{{id}}/sources.{{form}}", citing.sources(opened, of)) for of in ("events", "reports")),
        Route("/static/{name}", _static),
        Route("/api", _shown(opened, describing.page(described))),
        Mount("/api", described),
    ]
    app = Starlette(
        routes=routes, middleware=[Middleware(Guard, gate=gate)], exception_handlers=HANDLERS, lifespan=lifespan
    )
    app.state.desk, app.state.gate, app.state.rematcher, app.state.api = opened, gate, rematcher, described
    return app


def _api(desk: Desk, rematcher: Rematcher, asks: list[Any]) -> FastAPI:
    """The JSON API by itself: pages need not go through what describes and checks it. ``asks``: of all operations."""
    made = FastAPI(
        title="Dragoman",
        version=__version__,
        description="What a record holds, as its pages show it, and people's decisions on it.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,  # an empty name is no such thing, not another address
        exception_handlers=HANDLERS,
        dependencies=asks,
    )
    made.include_router(api.router(desk))
    made.include_router(api_review.router(desk, rematcher))
    return made


def _pages(desk: Desk) -> list[Route]:
    register = {"/systems": systems.systems, "/systems/{id}": systems.system, "/builds": building}
    return [Route(path, _shown(desk, page)) for path, page in (PAGES | register).items()]


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
    ]


def _visitors(gate: Gate) -> list[Route]:
    return [
        Route("/login", login(gate), methods=["GET", "POST"]),
        Route("/logout", logout(gate), methods=["POST"]),
        Route("/me", rename(gate), methods=["POST"]),
    ]


def _shown(desk: Desk, page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return answer(request, *page(desk, request))

    return endpoint


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    headers = {"Cache-Control": FOR_EVER if request.url.query else "no-cache"}
    return Response(static(name), media_type=STATIC[name], headers=headers)
