"""Which files the given paths stand for, in an order that depends on the names alone."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.sources.report import Failure

PAGE_SUFFIXES = (".html", ".htm", ".xhtml")


def find(paths: Iterable[Path | str]) -> tuple[Path | Failure, ...]:
    """The files below ``paths``, each once, sorted by path; a path that holds none stands as a Failure in its place.

    A file named outright is always taken. In a folder (searched to any depth, links to folders not followed) hidden
    files and folders, files named README.md, and the ``<page>_files`` folder a browser saves beside a page are left
    out: they are notes and furniture, not reports. Everything else in it is taken, so nothing is passed over unsaid.
    """
    found: dict[str, Path | Failure] = {}
    for path in map(Path, paths):
        for item in _expand(path):
            address = item.address if isinstance(item, Failure) else str(item)
            key = address if isinstance(item, Failure) else os.path.realpath(item)
            if key not in found or str(_place(found[key])) > address:
                found[key] = item  # of two ways to one file the first by name: the order given must not matter
    return tuple(sorted(found.values(), key=lambda item: (_place(item), isinstance(item, Failure))))


def _place(item: Path | Failure) -> str:
    return item.address if isinstance(item, Failure) else str(item)


def _expand(path: Path) -> Iterator[Path | Failure]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield Failure(str(path), "no such file or folder", "check the path")
        return
    except PermissionError:
        yield Failure(str(path), "not readable: permission denied", "change its permissions")
        return
    except (OSError, ValueError) as error:  # too long, a loop of links, a NUL in the name
        yield Failure(str(path), f"not a usable path: {_reason(error)}", "check the path")
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path)
    elif stat.S_ISREG(mode):
        yield path
    else:
        yield Failure(str(path), "neither a file nor a folder", "name a file or a folder")


def _walk(folder: Path) -> Iterator[Path | Failure]:
    barred: list[OSError] = []
    empty = True
    for place, folders, files in os.walk(folder, onerror=barred.append):
        pages = {Path(name).stem for name in files if name.lower().endswith(PAGE_SUFFIXES)}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _furniture(name, pages))
        for name in sorted(files):
            if not name.startswith(".") and name.lower() != "readme.md":
                empty = False
                yield from _expand(Path(place) / name)
    for error in barred:
        yield Failure(str(error.filename or folder), f"folder not readable: {_reason(error)}", "change its permissions")
    if empty and not barred:
        yield Failure(str(folder), "a folder without reports", "put text, Markdown, HTML or PDF files in it")


def _furniture(name: str, pages: set[str]) -> bool:
    return name.endswith(("_files", ".files")) and name[: -len("_files")] in pages


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
