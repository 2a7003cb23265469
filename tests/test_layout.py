"""The house stands as the documentation draws it, and a wheel would carry all of it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dragoman"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = [layer.removeprefix("dragoman.") for layer in SETTINGS["tool"]["importlinter"]["contracts"][0]["layers"]]
ROOMS = [layer for layer in LAYERS if layer != "cli"]
LONGEST = 500


def test_rooms_are_those_of_the_contract() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(ROOMS)


def test_the_house_is_drawn_as_it_stands() -> None:
    drawn = (ROOT / "docs" / "explanation" / "house.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", drawn, re.M) == list(reversed(LAYERS))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room: str) -> None:
    assert ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8")))


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_no_room_knows_the_command_line() -> None:
    # The contract orders rooms; modules that stand beside the rooms are not in it.
    outside = re.compile(r"dragoman\.(?:cli\w*|doctor)$")
    files = [path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")]
    assert [f"{path.name}: {name}" for path in files for name in imported(path) if outside.match(name)] == []


def test_files_stay_readable() -> None:
    folders = ("src", "tests", "benchmarks", "training", "docs")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_a_wheel_carries_all_data() -> None:
    patterns = SETTINGS["tool"]["setuptools"]["package-data"]["dragoman"]
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    data = [path.relative_to(PACKAGE).as_posix() for path in files if path.suffix != ".py"]
    # In the patterns of setuptools ** stands for folders, in fnmatch * for everything.
    assert "publishing/static/base.css" in data
    assert [name for name in data if not any(fnmatch(name, pattern.replace("**/", "*")) for pattern in patterns)] == []
