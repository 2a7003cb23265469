"""The examples of the codebook speak of states and firms of fiction: a fixture lays them over the real lists."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dragoman.codebook import lists
from dragoman.coding.frames import vocabulary
from dragoman.reading.names import name_index

FICTION = Path(__file__).parent / "fiction"


@contextmanager
def fiction() -> Iterator[None]:
    """Gondor, Arnor, Rohan and their firms are known as long as the context lasts, and forgotten after it."""
    before = os.environ.get(lists.VARIABLE)
    os.environ[lists.VARIABLE] = os.pathsep.join(p for p in (str(FICTION), before) if p)
    _forget()
    try:
        yield
    finally:
        if before is None:
            del os.environ[lists.VARIABLE]
        else:
            os.environ[lists.VARIABLE] = before
        _forget()


def _forget() -> None:
    name_index.cache_clear()
    vocabulary.cache_clear()
