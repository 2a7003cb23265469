"""Write docs/reference/commands.md from the commands as they are: `make docs`.

With ``--check`` nothing is written and the exit code is 1 where the page is out of date.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from dragoman.cli import app

PAGE = Path(__file__).parent / "reference" / "commands.md"
OPENING = """# Commands

Written by `make docs` from the program itself: change the help texts, not this page. `dragoman COMMAND --help` says the
same. Exit codes, environment variables and files are in [settings](settings.md); what `build`, `code` and `explain` can
read is in [sources](sources.md).
"""


def page() -> str:
    """The whole page as Markdown."""
    group: Any = typer.main.get_command(app)
    commands = group.commands
    parts = [
        OPENING,
        "| command | what it does |\n| --- | --- |\n"
        + "\n".join(f"| [`{name}`](#dragoman-{name}) | {_first(c.help)} |" for name, c in commands.items()),
        "## Options of all commands\n\nThey stand before the command: `dragoman --debug build reports/`.\n\n"
        + _table("option", _records(group, "option")),
        *(_command(name, command) for name, command in commands.items()),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _command(name: str, command: Any) -> str:
    arguments = _records(command, "argument")
    names = [_in_usage(p) for p in command.params if p.param_type_name == "argument"]
    parts = [
        f"## dragoman {name}",
        f"    dragoman {' '.join([name, *names, '[OPTIONS]'])}",
        _plain(inspect.cleandoc(command.help or "")),
        _table("argument", arguments),
        _table("option", _records(command, "option")),
        _example(command.epilog),
    ]
    return "\n\n".join(part for part in parts if part)


def _in_usage(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return (name if argument.required else f"[{name}]") + ("..." if argument.nargs == -1 else "")


def _records(command: Any, kind: str) -> Iterator[tuple[str, str]]:
    """How each option or argument is written, and what it is for, as the program's own help has it."""
    context = typer.Context(command)
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if parameter.param_type_name == kind and record:
            left = record[0].split(" <")[0] if kind == "argument" else record[0]
            yield left, record[1]


def _table(heading: str, records: Iterator[tuple[str, str]]) -> str:
    rows = [f"| {_code(left)} | {_cell(right)} |" for left, right in records]
    return "\n".join([f"| {heading} | |", "| --- | --- |", *rows]) if rows else ""


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _cell(text: str) -> str:
    """Plain text as a cell of a table."""
    return " ".join(_plain(text).replace("|", "\\|").split())


def _plain(text: str) -> str:
    """Plain text as Markdown: nothing in it is mark-up, but what stands in backticks stays code."""
    return "".join("\\" + c if c in "\\<*[" else c for c in text)


def _first(text: str | None) -> str:
    """The first sentence of a help text."""
    return _cell(inspect.cleandoc(text or "").split("\n\n")[0].split(". ")[0].rstrip(".") + ".")


def _example(epilog: str | None) -> str:
    """The example under a help text; several commands in one line are parted by "then" or "or"."""
    if not epilog:
        return ""
    lines = re.split(r" {3}(?:then|or) {3}", epilog.removeprefix("Example:"))
    return "Example:\n\n" + "\n".join(f"    {line.strip()}" for line in lines)


def main() -> None:
    """Write the page, or check it."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        sys.exit(f"{PAGE.name} is out of date: make docs")


if __name__ == "__main__":
    main()
