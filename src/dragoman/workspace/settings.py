"""How the workspace is served: which record, where, and who may come in."""

import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.errors import DragomanError

PORT = 8765
LEAST_TOKEN = 16
"""Characters of a token at least: below that it can be guessed over a network."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``host`` and ``port`` to listen at; ``names`` are further host names it may be called by.

    ``tokens`` maps each token to the name of the person who has it ("" where the name is asked for). Without tokens
    only loopback is served, and everybody on this machine comes in. ``who`` is the name to begin with there.
    ``certificate`` and ``key`` are PEM files for HTTPS.
    """

    record: str | Path
    host: str = "127.0.0.1"
    port: int = PORT
    names: tuple[str, ...] = ()
    tokens: Mapping[str, str] = field(default_factory=dict)
    who: str = "reviewer"
    certificate: Path | None = None
    key: Path | None = None
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def __post_init__(self) -> None:
        if not self.tokens and not (is_loopback(self.host) and not self.names):
            raise DragomanError(
                "would be open to everybody who reaches it", self.host, "give a token, or serve on 127.0.0.1 alone"
            )
        if any(len(token) < LEAST_TOKEN for token in self.tokens):
            raise DragomanError(
                f"a token of fewer than {LEAST_TOKEN} characters can be guessed",
                remedy="make one: python -c 'import secrets; print(secrets.token_urlsafe(24))'",
            )
        if (self.certificate is None) != (self.key is None):
            raise DragomanError("HTTPS needs both a certificate and its key", remedy="give --certificate and --key")

    @property
    def secure(self) -> bool:
        """Whether it is served over HTTPS."""
        return self.certificate is not None

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
        return f"{'https' if self.secure else 'http'}://{bracketed}:{self.port}/"


def is_loopback(host: str) -> bool:
    """Whether what listens at ``host`` is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
