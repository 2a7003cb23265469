"""The bytes of one document on their way from the file that holds them to the reader of their type."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from dragoman.sources.columns import Columns
from dragoman.sources.document import Document, Unreadable
from dragoman.sources.kinds import MB
from dragoman.sources.report import Failure

UNPACKED = 4_000 * MB
"""How much may come out of one file of many documents, in bytes, whatever lies in what in it."""
DEEPEST = 3
"""How many files of many documents may lie in one another."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One document, not yet read.

    ``name`` has the ending that tells its type, unless ``media_type`` does (what a server said of it; the first bytes
    still come first). ``title``, ``publisher`` and ``published`` are what its carrier says, for where the document
    itself says nothing. ``document`` is there where the carrier had to be parsed to find it (a row, a mail).
    ``website`` tells that ``address`` is one of the web.
    """

    address: str
    data: bytes
    name: str = ""
    media_type: str | None = None
    charset: str | None = None
    archive: str | None = None
    retrieved: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    document: Document | None = None
    website: bool = False
    sha256: str = field(default="")

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", hashlib.sha256(self.data).hexdigest())


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked, shared by a file and all that lies in it."""

    left: int = UNPACKED

    def spend(self, number: int) -> None:
        """Takes ``number`` bytes off; raises Unreadable where none are left."""
        self.left -= number
        if self.left < 0:
            raise Unreadable(
                f"unpacks to more than {UNPACKED // MB:,} MB, like a bomb", "unpack it yourself, if you trust it"
            )


@dataclass(frozen=True, slots=True)
class Carrier:
    """An open file that holds many documents: ``at`` is how it is called, ``depth`` how many others it lies in."""

    file: BinaryIO
    at: str
    columns: Columns = field(default_factory=Columns)
    budget: Budget = field(default_factory=Budget)
    depth: int = 0


Unpacker = Callable[[Carrier], Iterator[Piece | Failure]]
