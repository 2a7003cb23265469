"""Which formats there are, and the one verb that writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.publishing.exports.contents import Contents


@dataclass(frozen=True, slots=True)
class Format:
    """A format by ``name``; ``file`` is what it is called within a folder, a folder itself where it has no ending."""

    name: str
    file: str
    what: str

    @property
    def write(self) -> Callable[[Contents, Path], None]:
        """Writes contents to a file or folder. Its module is loaded on use: some stand on heavy libraries."""
        found: Callable[[Contents, Path], None] = import_module(f"{__package__}.{self.name}").write
        return found


FORMATS = {
    made.name: made
    for made in (
        Format("datapackage", "datapackage", "Frictionless data package: all tables as CSV and Parquet, with schema"),
        Format("claims", "claims.csv", "all claims as one CSV file to read, edit and import"),
        Format("codings", "codings", "the claims of each report as JSON lines, as the coding manual writes them"),
        Format("followthemoney", "entities.ftm.json", "FollowTheMoney entities, for OpenAleph and ftm"),
        Format("geojson", "events.geojson", "events on the map, with how precisely each place is known"),
        Format("graphml", "parties.graphml", "who deals with whom, as a network for Gephi or networkx"),
        Format("rdf", "record.ttl", "RDF (Turtle) with PROV-O"),
        Format("shacl", "shapes.ttl", "the SHACL shapes that the RDF keeps to"),
        Format("plover", "events.plover.jsonl", "events in the JSON of PLOVER, one a line"),
        Format("sipri", "trade-register.csv", "deliveries of arms in the columns of SIPRI's trade register"),
        Format("aiddata", "projects.csv", "projects and sums in the columns of AidData"),
        Format("csl", "sources.csl.json", "the sources as CSL-JSON, for Zotero and pandoc"),
        Format("bibtex", "sources.bib", "the sources as BibTeX"),
    )
}


def export(contents: Contents, form: str, out: Path) -> list[Path]:
    """Writes ``contents`` in the format called ``form`` to ``out``; ``all`` writes every one into the folder ``out``.

    Returns what was written. Raises DragomanError for an unknown format and where something cannot be written.
    """
    if form == "all":
        return [path for name in FORMATS for path in export(contents, name, out / FORMATS[name].file)]
    if form not in FORMATS:
        raise DragomanError(f"there is no format {form!r}", remedy="one of all, " + ", ".join(FORMATS))
    FORMATS[form].write(contents, out)
    return [out]
