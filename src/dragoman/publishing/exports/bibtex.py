"""The sources of a record as BibTeX."""

from pathlib import Path

from dragoman.publishing.citations import bibtex
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import text_file


def write(contents: Contents, out: Path) -> None:
    """Writes all reports, by id."""
    with text_file(out) as file:
        file.write(bibtex(contents.reports))
