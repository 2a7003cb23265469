"""Reports in: files as they lie on disk become :class:`Report`, or a :class:`Failure` that says what to do."""

from dragoman.sources.columns import Columns
from dragoman.sources.finding import find
from dragoman.sources.opening import open_reports, read_file
from dragoman.sources.report import Failure, Origin, Report

__all__ = ["Columns", "Failure", "Origin", "Report", "find", "open_reports", "read_file"]
