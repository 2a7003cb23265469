"""The command line: one command a verb. What a user can mend is one line; a traceback needs --debug."""

import sys
from typing import Annotated

import typer

from dragoman import __version__
from dragoman.cli_app import app, safe
from dragoman.errors import DragomanError

# The order of import is the order of the commands in the help.
# isort: off
from dragoman import (  # noqa: F401
    cli_make,
    cli_fetch,
    cli_watch,
    cli_verify,
    cli_find,
    cli_show,
    cli_measures,
    cli_review,
    cli_serve,
    cli_sources,
    cli_agree,
    cli_export,
    cli_import,
    cli_store,
)
# isort: on

__all__ = ["app", "main"]

ERROR = 2
"""Exit code of a command that could not do its work (1: done, but something was found wanting)."""

_DEBUG = "--debug"


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def dragoman(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option(_DEBUG, help="Show where in the program an error came up.")] = False,
) -> None:
    """Options of all commands; what they do is done where they are declared and in ``main``."""


def main() -> None:
    """Runs the command line given to the program and ends it with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Reports hold characters that not every terminal's encoding has: better a \u0000 form than no output.
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except DragomanError as error:
        _end(str(error), error)
    except Exception as error:
        _end(_unexpected(error), error)


def _unexpected(error: Exception) -> str:
    said = " ".join(str(error).split())
    return (
        f"unexpected {type(error).__name__}{': ' + said if said else ''} (a fault of the program: run "
        f"`dragoman {_DEBUG} ...` for its place, and report it)"
    )


def _end(message: str, error: Exception) -> None:
    if _DEBUG in sys.argv[1:]:
        raise error
    sys.stderr.write(f"dragoman: {safe(message)}\n")
    sys.exit(ERROR)


if __name__ == "__main__":
    main()
