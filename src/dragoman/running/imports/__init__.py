"""Other people's work into a record: codings by hand, data packages; and SIPRI's register to compare with."""

from dragoman.running.imports.codings import import_codings
from dragoman.running.imports.compare import Compared, compare
from dragoman.running.imports.kinds import Kind, kind_of
from dragoman.running.imports.outcome import Fault, Imported
from dragoman.running.imports.package import import_package
from dragoman.running.imports.register import Deal, read_register

__all__ = [
    "Compared", "Deal", "Fault", "Imported", "Kind", "compare", "import_codings", "import_package", "kind_of",
    "read_register",
]  # fmt: skip
