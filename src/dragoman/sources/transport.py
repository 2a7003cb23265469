"""One request to one host of the web, with limits on time and size, and only to addresses that may be asked.

The address is checked where the connection is made, after the name was looked up: a name that leads to a public address
when it is checked and to a private one a moment later (DNS rebinding) gains nothing.
"""

import hashlib
import ipaddress
import os
import re
import socket
import ssl
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from time import monotonic
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

import httpcore

from dragoman import __version__
from dragoman.sources.addresses import Allowed
from dragoman.sources.kinds import MB

_IN_MEMORY = 4 * MB
_STEP = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: bytes of the body as it comes, seconds for all of it and for a silence, redirects."""

    size: int = 100 * MB
    seconds: float = 120.0
    silence: float = 30.0
    redirects: int = 10


class Fault(Exception):
    """Why a request gave nothing: ``what`` and ``remedy`` as of a Failure. ``passing`` tells that trying again may
    help, ``after`` how many seconds the server asks to wait for that."""

    def __init__(self, what: str, remedy: str, *, passing: bool = False, after: float | None = None) -> None:
        self.what, self.remedy, self.passing, self.after = what, remedy, passing, after
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered: headers in their order, the body as it came (packed as its headers say), the UTC time at
    which it was asked, and the IP address that answered. ``body`` stands at its beginning."""

    address: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: BinaryIO
    size: int
    sha256: str
    when: str
    ip: str | None
    asked: tuple[tuple[str, str], ...] = ()

    def content(self, limit: int) -> bytes:
        """The body unpacked, up to ``limit`` bytes; raises Fault where it is more, or packed in an unknown way."""
        encoding = (self.header("Content-Encoding") or "").strip().lower()
        self.body.seek(0)
        if encoding in ("", "identity"):
            data = self.body.read(limit + 1)
        elif encoding in ("gzip", "x-gzip", "deflate"):
            try:
                data = zlib.decompressobj(47).decompress(self.body.read(limit + 1), limit + 1)
            except zlib.error:
                raise Fault("packed in a way that cannot be unpacked", "try again later", passing=True) from None
        else:
            raise Fault(f"packed in a way that is not unpacked ({encoding[:20]})", "open it in a browser and save it")
        if len(data) > limit:
            raise Fault(f"too large: over {limit // MB} MB", "download it yourself, and give what is needed")
        return data

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def agent() -> str:
    """How the program names itself to servers; ``DRAGOMAN_CONTACT`` says whom they may write to."""
    contact = os.environ.get("DRAGOMAN_CONTACT", "")
    kept = "".join(c for c in contact if " " <= c <= "~" and c not in "()")
    return f"Dragoman/{__version__}" + (f" ({kept})" if kept else "")


class Web:
    """Asks servers, one request at a time. Use it as a context manager, or call ``close``."""

    def __init__(self, allowed: Allowed | None = None, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._backend = _Backend(allowed or Allowed())
        self._pool = httpcore.ConnectionPool(
            ssl_context=_ssl_context(), max_connections=8, max_keepalive_connections=4, keepalive_expiry=10.0,
            network_backend=self._backend,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self._pool.close()

    def get(self, address: str, headers: Iterable[tuple[str, str]] = ()) -> Response:
        """Asks for one address, as :func:`web_address` writes it, following nothing; raises Fault."""
        sent = (("User-Agent", agent()), ("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"),
                ("Accept-Language", "en"), ("Accept-Encoding", "gzip"), *headers)  # fmt: skip
        when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._backend.deadline = monotonic() + self.limits.seconds
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.limits.silence)
        with _explained(self.limits), self._pool.stream(
            "GET", address, headers=list(sent), extensions={"timeout": timeouts}
        ) as response:  # fmt: skip
            told = tuple((_latin(name), _latin(value)) for name, value in response.headers)
            stream = response.extensions.get("network_stream")
            peer = stream.get_extra_info("server_addr") if stream is not None else None
            body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - handed on with the response
            made = Response(
                address, response.status, _plain(response.extensions.get("reason_phrase", b"")), told,
                cast(BinaryIO, body), 0, "", when, peer[0] if peer else None, sent,
            )  # fmt: skip
            self._check_size(int(length) if (length := made.header("Content-Length") or "").isdecimal() else 0)
            return self._read(made, response.iter_stream())

    def _read(self, made: Response, parts: Iterator[bytes]) -> Response:
        digest, size = hashlib.sha256(), 0
        try:
            for part in parts:
                size += len(part)
                self._check_size(size)
                if monotonic() > self._backend.deadline:
                    raise httpcore.ReadTimeout
                digest.update(part)
                made.body.write(part)
        except BaseException:
            made.body.close()
            raise
        made.body.seek(0)
        return Response(
            made.address, made.status, made.reason, made.headers, made.body, size, digest.hexdigest(), made.when,
            made.ip, made.asked,
        )  # fmt: skip

    def _check_size(self, size: int) -> None:
        if size > self.limits.size:
            raise Fault(f"too large: over {self.limits.size // MB} MB", "download it yourself, and give what is needed")


@contextmanager
def _explained(limits: Limits) -> Iterator[None]:
    """Turns what goes wrong on the way into a Fault."""
    try:
        yield
    except httpcore.TimeoutException:
        raise Fault(
            f"no answer in time ({limits.silence:.0f} s of silence, {limits.seconds:.0f} s in all)", "try again later",
            passing=True,
        ) from None  # fmt: skip
    except httpcore.RemoteProtocolError as error:
        cut = "without sending complete" in str(error)
        what = "the answer was cut short" if cut else f"the server does not speak HTTP: {_short(error)}"
        raise Fault(what, "try again later", passing=True) from None
    except httpcore.LocalProtocolError as error:
        raise Fault(f"cannot be asked for: {_short(error)}", "check the address") from None
    except httpcore.UnsupportedProtocol:
        raise Fault("neither http nor https", "check the address") from None
    except (httpcore.NetworkError, httpcore.ProxyError, OSError) as error:
        certificate = isinstance(error.__cause__ or error.__context__, ssl.SSLCertVerificationError) or (
            "CERTIFICATE_VERIFY_FAILED" in str(error)
        )
        if certificate:
            raise Fault("its certificate is not valid", "open it in a browser, and save it if you trust it") from None
        raise Fault(f"no connection: {_short(error)}", "check the address and the network", passing=True) from None


def _short(error: BaseException) -> str:
    said = re.sub(r"^\[Errno -?\d+\] ", "", " ".join(str(error).split()))
    return said[:120] or type(error).__name__


def _latin(data: Any) -> str:
    return bytes(data).decode("latin-1")


def _plain(reason: Any) -> str:
    """What a server says beside its status, in the characters an archive may hold there."""
    return "".join(c for c in _latin(reason) if " " <= c <= "~")[:100]


@cache
def _ssl_context() -> ssl.SSLContext:
    context = httpcore.default_ssl_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class _Backend(httpcore.NetworkBackend):
    """Connects to addresses that may be asked, and to no other, whatever a name leads to."""

    def __init__(self, allowed: Allowed, look_up: Callable[..., Any] = socket.getaddrinfo) -> None:
        self._allowed, self._look_up = allowed, look_up
        self._inner = httpcore.SyncBackend()
        self.deadline = float("inf")

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        failed: Exception | None = None
        for address in self._checked(host, port):
            try:
                stream = self._inner.connect_tcp(address, port, self._left(timeout), local_address, socket_options)
                return _Stream(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError(f"no address for {host}")

    def _checked(self, host: str, port: int) -> list[str]:
        """The addresses that a name leads to, if they may be asked."""
        try:
            found = self._look_up(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise Fault(f"there is no host {host[:100]!r}", "check the address and the network", passing=True) from None
        addresses = list(dict.fromkeys(str(item[4][0]).partition("%")[0] for item in found))
        allowed = [a for a in addresses if self._allowed.permits(host, ipaddress.ip_address(a))]
        if addresses and not allowed:
            leads = "" if addresses[0] == host else f" leads to {addresses[0]}, which"
            what = f"refused: {host[:100]}{leads} is not on the open internet"
            raise Fault(what, f"if you trust it, say so: --allow {host[:100]}")
        return allowed

    def _left(self, timeout: float | None) -> float:
        """The time a step may take: its own, or what is left of the whole."""
        left = self.deadline - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection on which nothing goes on after the deadline, however slowly bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, backend: _Backend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._backend._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend._left(timeout))

    def close(self) -> None:
        with suppress(OSError):
            self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._backend._left(timeout)), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
