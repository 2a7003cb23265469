"""A web server for the tests, with every fault that servers have. It answers on a port of this machine alone."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass
class Site:
    """What a server gives: for each path an answer, or bytes with a type; and what it was asked for."""

    pages: dict[str, Answer | tuple[str, bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """The paths it was asked for, in order."""
        return [path for path, _, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Answers from the server's site."""

    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        site: Site = self.server.site
        site.asked.append((self.path, dict(self.headers), time.monotonic()))
        page = site.pages.get(self.path)
        if page is None:
            self.give(404, b"there is nothing here")
        elif callable(page):
            page(self)
        else:
            self.give(200, page[1], ("Content-Type", page[0]))

    def give(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serves a site on a free port of 127.0.0.1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.site = site  # type: ignore[attr-defined]
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# Faults


def status(
    number: int, *headers: tuple[str, str], times: int | None = None, then: tuple[str, bytes] = ("", b"")
) -> Answer:
    """A status, always or so many times before a page comes."""
    left = [times]

    def answer(handler: Handler) -> None:
        if left[0] is None or left[0] > 0:
            left[0] = None if left[0] is None else left[0] - 1
            handler.give(number, b"something went wrong", *headers)
        else:
            handler.give(200, then[1], ("Content-Type", then[0]))

    return answer


def redirect(target: str, number: int = 302) -> Answer:
    """A redirect."""
    return lambda handler: handler.give(number, b"", ("Location", target))


def cut(body: bytes, *, times: int = 99) -> Answer:
    """A body that ends before its end, so many times."""
    left = [times]

    def answer(handler: Handler) -> None:
        left[0] -= 1
        if left[0] < 0:
            handler.give(200, body, ("Content-Type", "text/html"))
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True

    return answer


def slow(step: float, *, head: bool = False) -> Answer:
    """A byte now and then, for ever; of the headers already where ``head`` is set."""

    def answer(handler: Handler) -> None:
        try:
            if head:
                handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            else:
                handler.send_response(200)
                handler.send_header("Content-Type", "text/html")
                handler.send_header("Content-Length", "1000000")
                handler.end_headers()
            for _ in range(1_000):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(step)
        except OSError:
            pass
        handler.close_connection = True

    return answer


def endless(part: bytes = b"x" * 65_536) -> Answer:
    """A body in chunks that never ends."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        except OSError:
            handler.close_connection = True

    return answer


def chunked(body: bytes, *headers: tuple[str, str]) -> Answer:
    """A whole body in chunks."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        for name, value in (("Transfer-Encoding", "chunked"), *headers):
            handler.send_header(name, value)
        handler.end_headers()
        for start in range(0, len(body), 100):
            part = body[start : start + 100]
            handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    return answer


def packed(body: bytes) -> Answer:
    """A page in gzip."""
    data = gzip.compress(body)
    return lambda handler: handler.give(200, data, ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))


def conditional(media_type: str, body: bytes, tag: str = '"one"') -> Answer:
    """A page that is given once, and then said to be as it was."""

    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == tag:
            handler.give(304, b"")
        else:
            handler.give(200, body, ("Content-Type", media_type), ("ETag", tag))

    return answer
