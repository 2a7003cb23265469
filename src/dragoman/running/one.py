"""One report: the pure function that everything about processes and databases stays outside of."""

from collections.abc import Callable
from functools import partial

from dragoman.coding import DEFAULT_CODER, Coding
from dragoman.errors import DragomanError
from dragoman.sources.report import Failure, Report

Coder = Callable[[Report], Coding]
"""Reads and codes one report. It must be importable by name, so that other processes can be handed it."""


def code_report(report: Report, coder: str = DEFAULT_CODER) -> Coding:
    """What one of the project's own coders makes of a report."""
    # Loaded on use: a build that has everything already, and every other command, need no language model.
    from dragoman.coding import code
    from dragoman.reading import read

    return code(read(report), coder)


def own_coder(name: str = DEFAULT_CODER) -> Coder:
    """The project's own coder of that name; raises DragomanError where there is none."""
    from dragoman.coding import CODERS

    if name not in CODERS:
        raise DragomanError(f"there is no coder {name!r}", "--coder", "one of " + ", ".join(CODERS))
    return partial(code_report, coder=name)


def coder_version(name: str = DEFAULT_CODER) -> str:
    """The name and version of that coder, and a digest of the types and lists, the user's own among them.

    Reports that a record has under another version are coded anew.
    """
    from dragoman.codebook.digest import digest
    from dragoman.coding import CODER_VERSION

    return f"{name}-{CODER_VERSION}-{digest()}"


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
