"""One report: the pure function that everything about processes and databases stays outside of."""

from collections.abc import Callable

from dragoman.coding.claim import Coding
from dragoman.sources.report import Failure, Report

Coder = Callable[[Report], Coding]
"""Reads and codes one report. It must be importable by name, so that other processes can be handed it."""


def code_report(report: Report) -> Coding:
    """What the project's own coder makes of a report."""
    # Loaded on use: a build that has everything already, and every other command, need no language model.
    from dragoman.coding import code
    from dragoman.reading import read

    return code(read(report))


def coder_version() -> str:
    """The version of that coder: reports coded by another one are coded anew."""
    from dragoman.coding import CODER_VERSION

    return CODER_VERSION


def coded(report: Report, coder: Coder) -> Coding | Failure:
    """The coding of a report, or why there is none: no fault in one report may stop a run."""
    try:
        return coder(report)
    except Exception as error:
        return failed(report, error)


def failed(report: Report, error: Exception) -> Failure:
    """The row that a report leaves when coding or keeping it went wrong."""
    message = " ".join(str(error).split())
    what = f"could not be coded: {type(error).__name__}" + (f": {message}" if message else "")
    return Failure(report.address, what, "leave it out, and send the file to the project", report.sha256)
