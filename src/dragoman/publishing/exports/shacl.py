"""The SHACL shapes that the RDF of every record keeps to, for those who check what they were given."""

from importlib.resources import files
from pathlib import Path

from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import text_file


def write(contents: Contents, out: Path) -> None:
    """Writes the shapes; they are the same for all records."""
    with text_file(out) as file:
        file.write(shapes())


def shapes() -> str:
    """The shapes in Turtle."""
    return (files(__package__) / "shapes.ttl").read_text(encoding="utf-8")
