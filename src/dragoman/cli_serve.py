"""The command that opens a record in the browser: serve."""

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, say
from dragoman.cli_review import login_name
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.workspace import Settings

DEFAULT_PORT = 8765
"""As in `dragoman.workspace.settings`, which is too heavy to load for a help text; a test keeps them equal."""


@app.command(epilog="Example:  dragoman serve --record serbia.db --as ana")
def serve(
    record: RecordFile = DEFAULT_RECORD,
    port: Annotated[int, typer.Option(help="Where to listen.", min=1, max=65535, metavar="N")] = DEFAULT_PORT,
    host: Annotated[
        str, typer.Option(help="Address to listen at; any but loopback asks visitors for a token.", metavar="ADDRESS")
    ] = "127.0.0.1",
    who: Annotated[
        str | None, typer.Option("--as", help="Name under your decisions; else the login name.", metavar="NAME")
    ] = None,
    people: Annotated[
        Path | None, typer.Option(help='File of lines "name: token", one a person who may come in.', metavar="FILE")
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(help="A host name it is reached by, such as that of a proxy; asks for a token.", metavar="NAME"),
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="PEM file, to serve over HTTPS.", metavar="FILE")] = None,
    key: Annotated[Path | None, typer.Option(help="PEM file of the certificate's key.", metavar="FILE")] = None,
) -> None:
    """Open the record in the browser: search, read, settle what is doubtful, follow what is new.

    On loopback, which is the default, everybody on this machine comes in. At any other address a visitor needs a token:
    that of DRAGOMAN_TOKEN, one of --people, or else one that is made and shown now. Ends with Ctrl-C.
    """
    from dragoman.workspace import Settings, serve
    from dragoman.workspace.settings import is_loopback

    tokens = _tokens(people)
    made = ""
    if not tokens and (allow or not is_loopback(host)):
        made = secrets.token_urlsafe(24)
        tokens = {made: ""}
    for file in filter(None, (certificate, key)):
        if not file.is_file():
            raise DragomanError("there is no such file", str(file), "name a PEM file")
    settings = Settings(
        record=record, host=host, port=port, names=tuple(allow or ()), tokens=tokens, who=who or login_name(),
        certificate=certificate, key=key,
    )  # fmt: skip
    serve(settings, lambda: _say(settings, made))


def _say(settings: "Settings", made: str) -> None:
    say(f"{settings.record}: open at {settings.address} (Ctrl-C ends it)", errors=False)
    if made:
        say(f"token: {made}", errors=False)
    if settings.tokens and not settings.secure:
        say("without HTTPS whoever listens on the network reads the token: give --certificate and --key")


def _tokens(people: Path | None) -> dict[str, str]:
    """Tokens with the names they stand for ("" where it is asked for)."""
    tokens = {}
    if token := os.environ.get("DRAGOMAN_TOKEN"):
        tokens[token] = ""
    if people is None:
        return tokens
    try:
        lines = people.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DragomanError("cannot be read", str(people), 'give a file of lines "name: token"') from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, token = (part.strip() for part in line.partition(":"))
        if not (name and colon and token):
            raise DragomanError("is not a name and a token", f"{people}, line {number}", 'write "name: token"')
        tokens[token] = name
    return tokens
