"""The command that writes a record in the formats of the field: export."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman import __version__
from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, plural, say, today
from dragoman.errors import DragomanError


class Formats(StrEnum):
    """As in `dragoman.publishing.exports`, which is too heavy to load for a help text; a test keeps them equal."""

    ALL = "all"
    DATAPACKAGE = "datapackage"
    CLAIMS = "claims"
    CODINGS = "codings"
    FOLLOWTHEMONEY = "followthemoney"
    GEOJSON = "geojson"
    GRAPHML = "graphml"
    RDF = "rdf"
    SHACL = "shacl"
    PLOVER = "plover"
    SIPRI = "sipri"
    AIDDATA = "aiddata"
    CSL = "csl"
    BIBTEX = "bibtex"


@app.command(epilog="Example:  dragoman export all --record serbia.db --out serbia --licence CC-BY-4.0 --creator Ana")
def export(
    form: Annotated[Formats, typer.Argument(help="Which format; all writes every one.", metavar="FORMAT|all")],
    record: RecordFile = DEFAULT_RECORD,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write; a folder for all, datapackage and codings. Without it, its usual name."),
    ] = None,
    about: Annotated[
        str | None, typer.Option(help='Only what is between two states: "China-Serbia".', metavar="PAIR")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the data set.")] = None,
    creator: Annotated[
        list[str] | None, typer.Option(help="Who made it, for the citation; may be given twice.", metavar="NAME")
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(help="Licence you give the data under, as an SPDX id such as CC-BY-4.0.", metavar="ID"),
    ] = None,
    texts: Annotated[
        bool, typer.Option("--texts/--no-texts", help="Put the full texts of the reports into the data package.")
    ] = True,
) -> None:
    """Write a record in the formats of the field: data package, FollowTheMoney, GeoJSON, GraphML, RDF, PLOVER, CSV.

    datapackage: all tables as CSV and Parquet (Frictionless), which `dragoman import` takes in again.
    claims, codings: what sentences say, as one CSV file or as JSON lines a report.
    followthemoney, geojson, graphml, rdf (with shacl for its shapes), plover: for the tools of these names.
    sipri, aiddata: in the columns of SIPRI's trade register and AidData's projects. csl, bibtex: the sources.

    In CSV files cells that a spreadsheet would run as formulas begin with an apostrophe. SOURCE_DATE_EPOCH in the
    environment sets the date in them.
    """
    from dragoman.publishing.exports import FORMATS, About, contents_of
    from dragoman.publishing.exports import export as write
    from dragoman.record import Record

    given = {"title": title, "licence": licence}
    said = About(
        **{name: value.strip() for name, value in given.items() if value and value.strip()},
        creators=tuple(filter(None, (name.strip() for name in creator or ()))),
        made=today(), version=__version__, texts=texts,
    )  # fmt: skip
    target = out or Path("export" if form is Formats.ALL else FORMATS[form].file)
    _check(target, folder=form is Formats.ALL or not Path(FORMATS[form].file).suffix)
    with Record.open(record) as opened:
        contents = contents_of(opened, said, about)
    before = _files(target)
    written = write(contents, form, target)
    for path in written:
        say(str(path), errors=False)
    if left := sorted(path for path, _ in before.items() & _files(target).items()):
        others = plural(len(left), "file")
        say(f"left as it was in {target}: {others} that this export has no part in, such as {left[0].name}")
    counts = (plural(len(contents.reports), "report"), plural(len(contents.claims), "claim"))
    say(f"{', '.join(counts)}, {plural(len(contents.events), 'event')} exported", errors=False)
    if texts and form in (Formats.ALL, Formats.DATAPACKAGE):
        say("the data package holds the full texts of the reports: where you may not pass them on, give --no-texts")


def _files(folder: Path) -> dict[Path, int]:
    """The files in a folder, with the time each was written (nanoseconds)."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} if folder.is_dir() else {}


def _check(target: Path, *, folder: bool) -> None:
    """Raises DragomanError where a file stands in a folder's place, or the other way round."""
    if folder and target.is_file():
        raise DragomanError("is a file, where a folder is to be written", str(target), "name another with --out")
    if not folder and target.is_dir():
        raise DragomanError("is a folder, where a file is to be written", str(target), "name a file with --out")
