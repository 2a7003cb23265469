"""One report: the pure function that everything about processes and databases stays outside of."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from dragoman.coding import DEFAULT_CODER, Claim, Coding, Drop
from dragoman.errors import DragomanError
from dragoman.sources.report import Failure, Report

Coder = Callable[[Report], Coding]
"""Reads and codes one report. It must be importable by name, so that other processes can be handed it."""


PART = 50_000
"""Characters that are read and coded at once, about 18 pages: a reading takes over a thousand times its text in memory,
and spaCy takes no text of more than a million characters."""
_ENDS = ("\n\n", "\n", ". ", " ")
"""Where a long text is parted, what is best first."""


def code_report(report: Report, coder: str = DEFAULT_CODER) -> Coding:
    """What one of the project's own coders makes of a report.

    One that is longer than ``PART`` is coded in parts, each as a report of its own: what is said in one of them of "the
    company" of another is not resolved.
    """
    # Loaded on use: a build that has everything already, and every other command, need no language model.
    from dragoman.coding import code
    from dragoman.reading import read

    claims: list[Claim] = []
    drops: list[Drop] = []
    for start, part in parts(report):
        coding = code(read(part), coder)
        claims += (shifted(claim, start) for claim in coding.claims)
        drops += (replace(drop, start=drop.start + start, end=drop.end + start) for drop in coding.drops)
    return Coding(tuple(claims), tuple(drops))


def parts(report: Report) -> Iterator[tuple[int, Report]]:
    """A report in parts of up to ``PART`` characters, each with where its text begins; mostly there is one."""
    text, at = report.text, 0
    while len(text) - at > PART:
        end = _end(text, at)
        yield at, replace(report, text=text[at:end], origins=())
        at = end
    yield (at, replace(report, text=text[at:], origins=())) if at else (at, report)


def shifted(claim: Claim, by: int) -> Claim:
    """A claim of a part of a report, as one of the whole of it, which begins ``by`` characters before."""
    if not by:
        return claim
    spans = tuple((name, (start + by, end + by)) for name, (start, end) in claim.spans)
    trigger = claim.trigger and (claim.trigger[0] + by, claim.trigger[1] + by)
    return claim.with_(start=claim.start + by, end=claim.end + by, trigger=trigger, spans=spans)


def _end(text: str, start: int) -> int:
    """Where a part that begins at ``start`` ends: in the second half of what it may hold, at the best place there."""
    for end in _ENDS:
        found = text.rfind(end, start + PART // 2, start + PART)
        if found >= 0:
            return found + len(end)
    return start + PART


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
