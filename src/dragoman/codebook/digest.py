"""A digest of all that says what is coded: a record tells by it that reports are to be coded anew."""

import hashlib
from functools import lru_cache
from pathlib import Path

from dragoman.codebook import lists, types

LENGTH = 8
"""Hexadecimal digits: enough to tell the lists of one user from each other."""


def digest() -> str:
    """Eight hexadecimal digits that change with the types and lists, the project's and the user's own.

    The files are read once per process, and not as YAML: one that does not fit is told of by who loads it.
    """
    return _digest((types.FOLDER, *types.own_folders()), (lists.FOLDER, *lists.own_folders()))


@lru_cache(maxsize=4)
def _digest(*kinds: tuple[Path, ...]) -> str:
    whole = hashlib.sha256()
    for folders in kinds:
        # Where a folder lies makes no difference, its rank among the others does: later ones lie on top.
        for rank, folder in enumerate(folders):
            for path in sorted(folder.glob("*.yml")):
                content = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
                whole.update(f"{rank} {path.name} {content}\n".encode("utf-8", "surrogateescape"))
        whole.update(b"\n")
    return whole.hexdigest()[:LENGTH]
