"""Record -> the formats of the field. One verb: `export`."""

from dragoman.publishing.exports.contents import About, Contents, contents_of
from dragoman.publishing.exports.formats import FORMATS, Format, export

__all__ = ["FORMATS", "About", "Contents", "Format", "contents_of", "export"]
