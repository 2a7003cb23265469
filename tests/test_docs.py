"""The documentation is true: its commands run, its links lead somewhere, what is generated is current, all is named."""

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import pytest

from dragoman.coding import Claim
from dragoman.matching import Entity, Event, Finding, Value

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "examples" / "README.md", ROOT / "gold" / "README.md"])
SAMPLE = ("g02a-drones-at-batajnica", "g02b-fk3-display")
"""The reports that documented commands run over, in place of all of them."""
QUICK = ("add-names.md", "add-a-type.md")
"""Pages that are run every time; the others are marked slow."""
BLOCK = re.compile(r"^```(?P<how>[^\n]*)\n(?P<body>.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
SECONDS = 120


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# Commands


@dataclass(frozen=True)
class Block:
    """A fenced block: ``sh run``, ``sh run fails``, ``python run``, ``yaml run FILE``, or ``text``: what is printed."""

    how: str
    body: str


def blocks(page: Path) -> list[Block]:
    return [Block(found["how"], found["body"]) for found in BLOCK.finditer(text_of(page))]


RUNNABLE = [
    pytest.param(page, id=short(page), marks=() if page.name in QUICK else pytest.mark.slow)
    for page in PAGES
    if any(" run" in block.how for block in blocks(page))
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder like that of the project, with few reports."""
    for stem in SAMPLE:
        for file in (f"examples/{stem}.md", f"gold/reports/{stem}.md", f"gold/claims/{stem}.jsonl"):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


@pytest.mark.parametrize("page", RUNNABLE)
def test_what_a_page_tells_to_run_runs(page: Path, checkout: Path) -> None:
    printed = ""
    for block in blocks(page):
        language, _, rest = block.how.partition(" run")
        if language == "text":
            assert_printed(block.body, printed)
        elif " run" not in block.how:
            continue
        elif language == "yaml":
            write(checkout, rest.strip(), block.body)
        else:
            done = run(language, block.body, checkout)
            assert (done.returncode != 0) == (rest.strip() == "fails"), f"{block.body}\n{done.stdout}"
            printed = done.stdout


def write(folder: Path, name: str, body: str) -> None:
    """Writes a file that a page tells to write; one of the program goes into a copy of the program."""
    if name.startswith("src/") and not (folder / "src").exists():
        shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(body, encoding="utf-8")


def run(language: str, body: str, folder: Path) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name not in ("DRAGOMAN_LISTS", "DRAGOMAN_TYPES")}
    path = os.pathsep.join([str(Path(sys.executable).parent), own["PATH"]])
    command = [sys.executable, "-c", body] if language == "python" else ["bash", "-euo", "pipefail", "-c", body]
    return subprocess.run(
        command, cwd=folder, env=own | {"PATH": path, "PYTHONPATH": str(folder / "src"), "COLUMNS": "250"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=SECONDS, check=False,
    )  # fmt: skip


def assert_printed(expected: str, printed: str) -> None:
    """Every line a page shows stands in the output, in that order; ``...`` is what was left out."""
    rest = " ".join(printed.split())
    for line in expected.splitlines():
        shown = " ".join(line.split())
        if shown in ("", "..."):
            continue
        assert shown in rest, f"not printed (or not in this order): {shown}\n{printed}"
        rest = rest[rest.index(shown) + len(shown) :]


# Links


def prose(page: Path) -> str:
    """A page without its code, where brackets mean something else."""
    kept = "\n".join(line for line in BLOCK.sub("", text_of(page)).splitlines() if not line.startswith("    "))
    return re.sub(r"`[^`\n]*`", "", kept)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", text_of(page)), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_links_lead_somewhere(page: Path) -> None:
    for found in LINK.finditer(prose(page)):
        target, _, anchor = found["target"].partition("#")
        if "://" in target:
            continue
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), f"{short(page)}: {target}"
        assert not anchor or anchor in anchors(there), f"{short(page)}: {target}#{anchor}"


def test_every_page_is_reached_from_the_first() -> None:
    seen, ahead = set[Path](), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        targets = (found["target"].partition("#")[0] for found in LINK.finditer(prose(page)))
        ahead += [(page.parent / target).resolve() for target in targets if target and "://" not in target]
    assert {short(page) for page in DOCS.rglob("*.md")} <= {short(page) for page in seen}


def test_targets_of_make_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.M))
    told = {word for page in PAGES for word in re.findall(r"(?:`|    )make ([a-z-]+)", text_of(page))}
    assert told
    assert told <= targets


# What comes from the program


@pytest.mark.parametrize("name", ["commands", "codebook"])
def test_generated_pages_are_current(name: str) -> None:
    page = runpy.run_path(str(DOCS / f"{name}.py"))["page"]()
    # Not ==: pytest would spend minutes on the difference of two such long texts.
    current = text_of(DOCS / "reference" / f"{name}.md") == page
    assert current, f"docs/reference/{name}.md is out of date: make docs"


def test_every_command_and_option_is_told() -> None:
    told = text_of(DOCS / "reference" / "commands.md")
    commands = re.findall(r"^\| \[`([a-z-]+)`\]", told, re.M)
    assert {"build", "explain", "dossier"} <= set(commands)
    for command in commands:
        shown = subprocess.run(
            [sys.executable, "-m", "dragoman.cli", command, "--help"], capture_output=True, text=True, check=True
        ).stdout
        options = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", shown, re.M)) - {"--help"}
        section = told.partition(f"## dragoman {command}\n")[2].partition("\n## ")[0]
        assert [option for option in options if f"`{option}" not in section] == [], command


def variables(path: Path) -> Iterator[str]:
    """The environment variables that a Python file asks for."""
    tree = ast.parse(text_of(path))
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        asked = _asked(node)
        name = asked.value if isinstance(asked, ast.Constant) else constants.get(getattr(asked, "id", ""))
        if isinstance(name, str):
            yield name


def _asked(node: ast.AST) -> ast.AST | None:
    """What ``os.environ`` or ``os.getenv`` is asked for in this expression."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        owner = node.func.value
        if node.func.attr == "getenv" or (node.func.attr in ("get", "pop") and _is_environment(owner)):
            return node.args[0]
    if isinstance(node, ast.Subscript) and _is_environment(node.value):
        return node.slice
    if isinstance(node, ast.Compare) and any(map(_is_environment, node.comparators)):
        return node.left
    return None


def _is_environment(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def test_every_environment_variable_is_told() -> None:
    told = text_of(DOCS / "reference" / "settings.md")
    files = [path for folder in ("src", "tests", "benchmarks", "training") for path in (ROOT / folder).rglob("*.py")]
    asked = {name for path in files for name in variables(path)}
    assert {"DRAGOMAN_LISTS", "DRAGOMAN_TYPES", "DRAGOMAN_CACHE", "SOURCE_DATE_EPOCH"} <= asked
    assert {name for name in asked if name != "PATH" and f"| `{name}` |" not in told} == set()


def test_every_field_is_told() -> None:
    told = text_of(DOCS / "reference" / "fields.md")
    manual = Claim("r", 0, 0, "", "finance").as_manual()
    told_of = [*manual, *(f.name for kind in (Event, Finding, Value, Entity) for f in fields(kind))]
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`[^`]+`", told))))
    assert sorted(set(told_of) - words) == []


# Libraries and their licences


def project() -> dict[str, Any]:
    return tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]  # type: ignore[no-any-return]


def name_of(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0]


def test_every_dependency_has_its_reason() -> None:
    core = text_of(ROOT / "pyproject.toml").partition("\ndependencies = [")[2].partition("\n]")[0]
    listed = core.strip().splitlines()
    assert len(listed) == len(project()["dependencies"])
    assert [line for line in listed if not re.search(r'",\s+# \w.{5,}', line)] == []


def test_every_dependency_is_explained() -> None:
    told = text_of(DOCS / "explanation" / "libraries.md")
    extra = project()["optional-dependencies"]
    names = {name_of(line) for group in (project()["dependencies"], *extra.values()) for line in group}
    assert sorted(name for name in names if not re.search(rf"[|`,] ?{re.escape(name)}[ ,`]", told)) == []


def test_licences_that_ask_for_source_are_told() -> None:
    told = text_of(DOCS / "explanation" / "libraries.md").partition("## Copyleft")[2]
    locked = re.findall(r"^([\w.-]+)==", text_of(ROOT / "requirements.lock"), re.M)
    found = {name for name in locked if re.search(r"GPL|MPL|Mozilla|EUPL|CDDL|EPL", licence(name))}
    assert "certifi" in found
    assert sorted(name for name in found if f"| {name} |" not in told) == []


def licence(package: str) -> str:
    """What a package's own metadata says of its licence."""
    try:
        about = metadata(package)
    except PackageNotFoundError:  # locked for another system
        return ""
    classes = (line for line in about.get_all("Classifier") or () if line.startswith("License"))
    # A whole licence text in this field (numpy has done so) tells of parts, not of the package.
    return " ".join([about.get("License-Expression") or "", (about.get("License") or "")[:100], *classes])


# What must not be in the repository

FORBIDDEN = {
    "an address of a package index": r"https?://[^\s\"'<>]*/simple(?:/|\b)|files\.python[h]osted|"
    r"^\s*--(?:extra-)?index[-]url|^\s*--trusted-host|^\s*--find-links",
    "a path of somebody's machine": r"(?<![\w.~}])/(?:work|root|home|Users)/[a-z]\w*/?|[A-Z]:\\Users",
    "a key or a token": r"-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{30}|\bAKIA[0-9A-Z]{16}\b|\bxox[bap]-\w{10}",
}
LONGEST = 5_000
"""Characters of a line in a script or style sheet, beyond which it was made for machines."""


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.M)
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data and path != Path(__file__) and (hit := pattern.search(data.decode("utf-8", "replace"))):
            found.append(f"{short(path)}: {hit[0]!r}")
    assert found == []


def test_nothing_minified_is_vendored() -> None:
    scripts = [path for path in tracked() if path.suffix in (".js", ".css", ".mjs")]
    assert scripts
    assert [short(p) for p in scripts if ".min." in p.name or max(map(len, text_of(p).splitlines())) > LONGEST] == []
