"""What all commands share: the application, its options, consoles and ways to say that something is wrong."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.sources.report import Failure

DEFAULT_RECORD = Path("dragoman.db")
DEFAULT_CODER = "both"
"""As in `dragoman.coding`, which is too heavy to load for a help text; a test keeps them equal."""
WIDE = 200
"""Columns of a table that goes to a file or another program, where COLUMNS does not say."""

app = typer.Typer(
    name="dragoman",
    help="Reads what is openly reported about security and digital cooperation between states, "
    "and keeps a record of it in which every figure leads back to its sentence.",
    epilog="Begin with:  dragoman build reports/  then  dragoman events  and  dragoman dossier --out dossier.html",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Paths = Annotated[
    list[Path],
    typer.Argument(
        help="Files and folders of reports: text, Markdown, HTML, PDF, Word, mail, ZIP, web archives, CSV, JSON lines.",
        metavar="PATH",
        readable=False,  # one that cannot be read is told as such, and the others are read
    ),
]
ColumnNames = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help="Of CSV and JSON lines: which column is the text, title, publisher, published or address; repeatable.",
        metavar="FIELD=COLUMN",
    ),
]
DateForm = Annotated[
    str | None,
    typer.Option("--dates", help="Of CSV and JSON lines: how dates are written, such as %d/%m/%Y.", metavar="FORM"),
]


def _place(given: str) -> Path:
    """A path, or the address of a database in its place: it is only ever opened and printed (without its password)."""
    if "://" not in str(given):
        return Path(given)
    from dragoman.record.address import Address

    return cast(Path, Address(given))


RecordFile = Annotated[
    Path,
    typer.Option(
        "--record", help="The file that holds the record, or postgresql://...", metavar="FILE|ADDRESS", parser=_place
    ),
]
RecordOrNone = Annotated[
    Path | None,
    typer.Option(
        "--record", help="A record to build what was read into, or postgresql://...", metavar="FILE|ADDRESS",
        parser=_place,
    ),
]  # fmt: skip
Published = Annotated[
    str | None,
    typer.Option(
        help='Date of the reports that tell none (YYYY-MM-DD); without it "last month" stays undated.', metavar="DATE"
    ),
]
Workers = Annotated[
    int, typer.Option(help="How many processes code reports side by side.", min=1, max=256, metavar="N")
]
CoderName = Annotated[str, typer.Option("--coder", help="Who codes: rules, model or both.", metavar="NAME")]


def console(*, errors: bool = False) -> "Console":
    """Where to print: standard output, or standard error for what is about the run and not its outcome."""
    from rich.console import Console

    file = sys.stderr if errors else sys.stdout
    width = None if file.isatty() or "COLUMNS" in os.environ else WIDE
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


def say(text: str, *, errors: bool = True) -> None:
    """One line about the run, on standard error unless told otherwise, with nothing in it a terminal would act on."""
    typer.echo(safe(text), err=errors)


def safe(text: str) -> str:
    """``text`` on one line, without control and direction characters: texts and file names are a stranger's."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)


def say_failures(failures: Iterable["Failure"]) -> None:
    """One line a failure: which file, what is wrong, what to do."""
    for failure in failures:
        say(str(DragomanError(failure.what, failure.address, failure.remedy)))


def checked(what: str, given: Sequence[str] | None, known: Iterable[str]) -> tuple[str, ...] | None:
    """``given`` where all of it is known, None for nothing; raises DragomanError with what was perhaps meant."""
    if not given:
        return None
    choices = sorted(set(known))
    for value in given:
        if value not in choices:
            near = nearest(value, choices)
            listed = f"one of {', '.join(choices)}" if choices else "the record is empty"
            meant = f"did you mean {near}?" if near else listed
            raise DragomanError(f"there is no {what} {value!r}", remedy=meant)
    return tuple(given)


def nearest(value: str, known: Iterable[str]) -> str | None:
    """What somebody who wrote ``value`` probably meant."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(value, list(known), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=70)
    return str(found[0]) if found else None


def write_text(path: Path, text: str) -> None:
    """Writes a file as a whole or not at all; raises DragomanError where that cannot be done."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True) if part.parent.is_dir() else None
        raise DragomanError(
            f"cannot be written: {(error.strerror or str(error)).lower()}",
            str(path),
            "see that its folder exists and may be written to",
        ) from error


def today() -> str:
    """The date to print on what is made now; SOURCE_DATE_EPOCH overrides it, so that builds can be repeated exactly."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return now.date().isoformat()


def plural(number: int, noun: str) -> str:
    """``1 report``, ``12,000 reports``."""
    ending = noun if number == 1 else noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {ending}"


def number_of(value: Any) -> str:
    """A number as a reader writes it: 1,200 or 0.5."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"
