"""What stands before every page: host names, tokens, forged requests, and what a browser may do with an answer.

- A name that is none of ours in the Host header is refused, so that a page elsewhere cannot have its own name point
  here (DNS rebinding). An address of numbers is let through where a token guards it: no name, no rebinding.
- Without tokens, only loopback is served. With tokens, nothing but the page to sign in is shown without one.
- What changes anything needs a value that only our own pages know (CSRF), or a token in the Authorization header.
- The content security policy lets nothing in from elsewhere and no script run but our own file.
"""

import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.workspace.settings import Settings, is_loopback

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?\Z")
"""A Host header: a name or address with a port and no more."""
OPEN = ("/login", "/static/")
"""Paths that are shown without a token."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST = 1_000_000
"""Bytes of a request at most."""
YEAR = 365 * 24 * 3600
KNOWN = 1000
"""Cookies that are remembered as they were read: a browser sends the same with every request."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a name to put under decisions, the browser's own mark, and whether it may come in.

    ``fixed`` tells that the name comes with the token and cannot be changed.
    """

    name: str
    mark: str
    admitted: bool
    fixed: bool = False


class Gate:
    """Signs and reads cookies, checks tokens."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cookie = f"dragoman-{settings.port}"
        self._signer = URLSafeSerializer(settings.secret, salt="visitor")
        self._known: dict[str, Visitor] = {}

    def visitor(self, headers: Headers) -> Visitor | None:
        """Who the cookie says it is, where it is one of ours."""
        said = headers.get("cookie", "")
        if not said:
            return None
        if said in self._known:
            return self._known[said]
        found = self._read(said)
        if found is not None:  # only what we signed ourselves is remembered: nobody can fill the memory with the rest
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[said] = found
        return found

    def _read(self, said: str) -> Visitor | None:
        try:
            cookie = SimpleCookie(said).get(self.cookie)
            data: Any = self._signer.loads(cookie.value) if cookie else None
        except (BadSignature, CookieError):
            return None
        if not isinstance(data, dict):
            return None
        return Visitor(str(data["name"]), str(data["mark"]), bool(data["in"]), bool(data["fixed"]))

    def stranger(self) -> Visitor:
        """Somebody who comes for the first time: let in where no token is asked for."""
        return Visitor(self.settings.who, secrets.token_urlsafe(16), not self.settings.tokens)

    def set_cookie(self, visitor: Visitor) -> str:
        """The value of a Set-Cookie header for a visitor."""
        data = {"name": visitor.name, "mark": visitor.mark, "in": visitor.admitted, "fixed": visitor.fixed}
        secure = "; Secure" if self.settings.secure else ""
        return f"{self.cookie}={self._signer.dumps(data)}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax{secure}"

    def csrf(self, visitor: Visitor) -> str:
        """What forms of this visitor's pages carry."""
        return hmac.new(self.settings.secret.encode(), visitor.mark.encode(), "sha256").hexdigest()

    def holder(self, token: str) -> str | None:
        """The name that goes with a token ("" for any), None for a wrong one; takes as long for one as for another."""
        found = None
        for known, name in self.settings.tokens.items():
            if hmac.compare_digest(known.encode(), token.encode()):
                found = name
        return found

    def key_of(self, feed: str) -> str:
        """What opens one feed without a cookie, for programs that follow feeds."""
        secret = "".join(sorted(self.settings.tokens)) or self.settings.secret
        return hmac.new(secret.encode(), f"feed {feed}".encode(), "sha256").hexdigest()[:32]

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server."""
        found = _HOST.match(host.lower())
        name = found["name"] if found else ""
        if name in {"localhost", *map(str.lower, self.settings.names)} or is_loopback(name):
            return True
        if not self.settings.tokens:
            return False
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return name == self.settings.host.lower() and bool(name)
        return True


class Guard:
    """The middleware: asks the gate, puts the visitor into ``scope["visitor"]`` and the headers on every answer."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known = self._gate.visitor(headers)
        visitor = self._bearer(headers) or known or self._gate.stranger()
        scope["visitor"], scope["csrf"] = visitor, self._gate.csrf(visitor)
        fresh = known is None and "authorization" not in headers

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    found.setdefault(name, value)
                found.setdefault("Cache-Control", "no-store" if self._gate.settings.tokens else "no-cache")
                if fresh and "set-cookie" not in found and not scope["path"].startswith("/static/"):
                    found.append("set-cookie", self._gate.set_cookie(visitor))
            await send(message)

        refusal, receive = await self._refusal(scope, headers, visitor, receive)
        await (refusal or self._app)(scope, receive, answered)

    def _bearer(self, headers: Headers) -> Visitor | None:
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        name = self._gate.holder(token.strip())
        if name is None:
            return Visitor("", "", False)
        return Visitor(name or headers.get("x-reviewer", "") or self._gate.settings.who, "", True, bool(name))

    async def _refusal(
        self, scope: Scope, headers: Headers, visitor: Visitor, receive: Receive
    ) -> tuple[ASGIApp | None, Receive]:
        """What to answer in place of the page, if anything, and what to read the request from."""
        path = scope["path"]
        if not self._gate.knows(headers.get("host", "")):
            return PlainTextResponse("This server is not called by that name.\n", 421), receive
        if not (visitor.admitted or path.startswith(OPEN) or self._opens_feed(scope)):
            if path.startswith("/api/") or "authorization" in headers:
                return _no("a token is needed", 401, "send Authorization: Bearer TOKEN"), receive
            return RedirectResponse(f"/login?next={quote(_whole(scope), safe='')}", 303), receive
        if scope["method"] in SAFE:
            return None, receive
        body = await _body(receive)
        if body is None:
            return _no("the request is too large", 413, f"send at most {LARGEST:,} bytes"), receive
        if not self._is_ours(scope, headers, visitor, body):
            return _no("this did not come from a page of the workspace", 403, "reload the page, try again"), receive
        return None, _again(body)

    def _opens_feed(self, scope: Scope) -> bool:
        path = scope["path"]
        if not (path.startswith("/searches/") and path.endswith("/feed.atom")):
            return False
        given = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("key", "")
        return hmac.compare_digest(given.encode(), self._gate.key_of(path.split("/")[2]).encode())

    def _is_ours(self, scope: Scope, headers: Headers, visitor: Visitor, body: bytes) -> bool:
        if "authorization" in headers:
            return visitor.admitted  # no browser sends this header for a page of somebody else
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return False
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        given = headers.get("x-csrf-token", "")
        if not given and headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            given = dict(parse_qsl(body.decode("utf-8", "replace"))).get("csrf", "")
        return hmac.compare_digest(given.encode(), self._gate.csrf(visitor).encode())


async def _body(receive: Receive) -> bytes | None:
    """The whole request, None where it is larger than allowed."""
    found = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(found)
        found += message.get("body", b"")
        if len(found) > LARGEST:
            return None
        if not message.get("more_body", False):
            return bytes(found)


def _again(body: bytes) -> Receive:
    """A request that was read, to be read once more."""
    given = False

    async def receive() -> Message:
        nonlocal given
        if given:
            return {"type": "http.disconnect"}
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _no(error: str, status: int, remedy: str) -> JSONResponse:
    return JSONResponse({"error": error, "remedy": remedy}, status)


def _whole(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return str(scope["path"]) + (f"?{query}" if query else "")


def inner(path: str) -> str:
    """A path of our own to go on to; the first page for anything that might lead elsewhere."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours else "/"
