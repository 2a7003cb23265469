"""Who somebody is: signing in with a token, signing out, and the name under one's decisions."""

from collections.abc import Callable
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.workspace.answers import answer
from dragoman.workspace.pages import form_of
from dragoman.workspace.security import Gate, Visitor, inner

WRONG_TOKEN = 0.5
"""Seconds that a wrong token costs whoever tries one."""


def login(gate: Gate) -> Callable[[Request], Any]:
    """The page to sign in, and what its form leads to."""

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


def logout(gate: Gate) -> Callable[[Request], Response]:
    """Makes a stranger of the visitor."""

    def endpoint(request: Request) -> Response:
        return RedirectResponse("/login", 303, {"Set-Cookie": gate.set_cookie(gate.stranger())})

    return endpoint


def rename(gate: Gate) -> Callable[[Request], Any]:
    """Gives the visitor another name, where it does not come with the token."""

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
