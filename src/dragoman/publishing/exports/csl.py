"""The sources of a record as CSL-JSON, for Zotero, pandoc and everything that speaks Citation Style Language."""

from pathlib import Path

from dragoman.publishing.citations import csl_json
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import text_file


def write(contents: Contents, out: Path) -> None:
    """Writes all reports, by id."""
    with text_file(out) as file:
        file.write(csl_json(contents.reports))
