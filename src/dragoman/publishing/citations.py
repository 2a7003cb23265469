"""Reports as citations: a line to paste, CSL-JSON for Zotero and pandoc, BibTeX for LaTeX.

Nothing is invented: a report has no author, so none is given, and its publisher stands where unsigned pieces have it
(CMOS 14.199). Field names follow CSL 1.0.2 (https://docs.citationstyles.org) and the entry types of biblatex.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.publishing.dates import in_words
from dragoman.publishing.wording import safe_link
from dragoman.sources.report import Report

UNTITLED = "Untitled report"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?\Z")
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "#": r"\#",
        "$": r"\$",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_LITTLE = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"})


def citation(report: Report) -> str:
    """The report as one line to paste: publisher, title, date, where it was found and the hash of its bytes."""
    who = f"{_line(report.publisher)}. " if report.publisher else ""
    date = in_words(report.published) or "no date"
    return f"{who}“{_title(report)}”. {date}. {_line(report.address)}. SHA-256 {report.sha256[:12]}."


def quotation(report: Report, start: int, end: int) -> str:
    """A stretch of a report's text in quotation marks, with its source and its place in characters.

    ``start`` and ``end`` count characters of ``report.text``, as the spans of a claim do.
    """
    quote = _line(report.text[start:end])
    return f"“{quote}” ({citation(report).rstrip('.')}, characters {start}–{end}.)"


def keys(reports: Sequence[Report]) -> Mapping[str, str]:
    """A citation key for each report id, such as ``wiredigest2020serbia``; namesakes get a letter of their own.

    The same reports get the same keys in whatever order they come.
    """
    wanted: dict[str, list[str]] = {}
    for report in sorted(reports, key=lambda r: r.id):
        wanted.setdefault(_key(report), []).append(report.id)
    return {
        id: key if len(ids) == 1 else f"{key}{_letters(place)}"
        for key, ids in wanted.items()
        for place, id in enumerate(dict.fromkeys(ids))
    }


def csl(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """The reports as items of CSL-JSON, in the order given."""
    named = keys(reports)
    return [_csl(report, named[report.id]) for report in reports]


def csl_json(reports: Sequence[Report]) -> str:
    """The text of a CSL-JSON file."""
    return json.dumps(csl(reports), ensure_ascii=False, indent=1) + "\n"


def bibtex(reports: Sequence[Report]) -> str:
    """The text of a BibTeX file (UTF-8; ``date`` is for biblatex, ``year`` and ``month`` for BibTeX itself)."""
    named = keys(reports)
    return "\n".join(_bibtex(report, named[report.id]) for report in reports)


def _csl(report: Report, key: str) -> dict[str, Any]:
    link = safe_link(report.address)
    parts = _date(report.published)
    fields: dict[str, Any] = {
        "id": key,
        "type": "webpage" if link else "document",
        "title": _title(report),
        # The name of a site stands in the container, as Zotero has it; the publisher of a file is its publisher.
        "container-title" if link else "publisher": _line(report.publisher),
        "issued": {"date-parts": [list(parts)]} if parts else None,
        "language": _line(report.language),
        "URL": link,
        "note": _note(report),
    }
    return {name: value for name, value in fields.items() if value}


def _bibtex(report: Report, key: str) -> str:
    parts = _date(report.published)
    fields: dict[str, str] = {
        # The second braces keep the capitals of names.
        "title": f"{{{_latex(_title(report))}}}",
        "howpublished": _latex(_line(report.publisher)),
        "date": "-".join(f"{part:02}" for part in parts),
        "year": f"{parts[0]:04}" if parts else "",
        "url": _verbatim(safe_link(report.address)),
        "note": _latex(_note(report)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value.strip("{}")]
    if len(parts) > 1:
        lines.append(f"  month = {_MONTHS[parts[1] - 1]},")
    return "\n".join((f"@misc{{{key},", *lines, "}", ""))


def _title(report: Report) -> str:
    return _line(report.title) or UNTITLED


def _note(report: Report) -> str:
    file = "" if safe_link(report.address) else f"{_line(report.address)}, "
    return f"{file}SHA-256 {_line(report.sha256)}"


def _date(published: str | None) -> tuple[int, ...]:
    """Year, month and day as far as an ISO date tells them."""
    found = _ISO.match(published or "")
    return tuple(int(part) for part in found.groups() if part) if found else ()


def _key(report: Report) -> str:
    words = [w for w in _ascii(report.title or "").split() if w not in _LITTLE]
    year = _date(report.published)[:1]
    return "".join((*_ascii(report.publisher or "").split()[:3], *map(str, year), *words[:1])) or "report"


def _letters(place: int) -> str:
    """``a`` to ``z``, then ``aa``, ``ab`` and so on."""
    return (_letters(place // 26 - 1) if place >= 26 else "") + "abcdefghijklmnopqrstuvwxyz"[place % 26]


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", plain.lower())


def _line(text: str | None) -> str:
    """One line: line breaks, tabs and what no file can hold are spaces."""
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text or "").split())


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _verbatim(link: str) -> str:
    """An address as biblatex takes it: to the letter, so that only what would end the field is written otherwise."""
    return re.sub(r"[{}\\\s]", lambda c: f"%{ord(c[0]) & 0xFF:02X}", link)
