"""Who says what: the publisher of a report, with the speaker it names; and how far sources of that kind are trusted.

Grades are the Admiralty letters a user sets (see ``grades``), else those of the word lists (A to F), which follow
AidData's ranking of sources (TUFF 3.0: official records before field studies, scholarly work, media). Copies of one
text count as their first publisher.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dragoman.codebook.lists import load_lists
from dragoman.coding.claim import Claim
from dragoman.matching import known
from dragoman.matching.copies import copied_from
from dragoman.matching.grades import own_grades
from dragoman.matching.names import plain
from dragoman.sources.report import Report

UNNAMED = "somebody"
"""Who denies something where a claim does not tell."""
_SAYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ial)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed)|sa(?:ys|id)|wrote|writes|told|claim(?:s|ed)|"
    r"insist(?:s|ed)|maintain(?:s|ed)|stat(?:es|ed)|according to|contradict(?:s|ed)?|rule[ds]? out)\b",
    re.I,
)
UNGRADED = "F"
"""Admiralty: reliability cannot be judged."""


@dataclass(frozen=True, slots=True)
class Voice:
    """``label`` is shown ("wire digest, quoting Reuters"); ``key`` is equal for one source, copies included.

    ``house`` is equal for texts of one publisher; of one that names none it is its own text.
    """

    label: str
    key: tuple[str, str]
    origin: str
    published: str
    grade: str
    house: str = ""


class Voices:
    """The voices behind claims of a set of reports."""

    def __init__(self, reports: Mapping[str, Report], first: Mapping[str, str] | None = None) -> None:
        """``first`` tells of each report which one its text is counted as, where that is known already."""
        self._reports = reports
        self._first = copied_from(reports) if first is None else first

    def of(self, claim: Claim) -> Voice:
        """Who vouches for a claim."""
        origin = self._first.get(claim.report, claim.report)
        report = self._reports.get(origin) or self._reports.get(claim.report)
        publisher = (report.publisher or report.title or report.address or claim.report) if report else claim.report
        speaker = claim.attribution or (UNNAMED if _somebody_denies(claim) else "")
        label = f"{publisher}, quoting {speaker}" if speaker else publisher
        published = (report.published if report else None) or ""
        house = plain(report.publisher) if report and report.publisher else origin
        key = (origin, known.speaker(speaker) if speaker else "")
        return Voice(label, key, origin, published, grade_of(publisher), house)


def _somebody_denies(claim: Claim) -> bool:
    """Whether a denial without a speaker stands in a sentence that reports what somebody says."""
    return claim.modality == "negated" and not claim.attribution and bool(_SAYING.search(claim.quote))


def grade_of(publisher: str) -> str:
    """The Admiralty letter of a publisher: what the user set, else by its name, else by a word of its kind, else F."""
    return grade_and_why(publisher)[0]


def grade_and_why(publisher: str) -> tuple[str, str]:
    """The letter, and what it was told by: the user's file, a listed name, the kind of publisher, or nothing."""
    own = own_grades().get(plain(publisher))
    if own:
        return own, "set by you"
    return _by_kind(plain(publisher))


@lru_cache(maxsize=65536)
def _by_kind(publisher: str) -> tuple[str, str]:
    """The letter of the kind of a publisher (its name in plain form): a listed name in it, else a word that tells."""
    names, words, longest = _kinds()
    said = publisher.split()
    parts = [" ".join(said[at : at + size]) for at in range(len(said)) for size in range(1, longest + 1)]
    for table, how in ((names, "listed as"), (words, "by its name a")):
        found = [table[part] for part in parts if part in table]
        if found:
            _, grade, label = min(found)
            return grade, f"{how} {label}"
    return UNGRADED, "kind of publisher not known"


Known = dict[str, tuple[int, str, str]]
"""From a name or word in plain form to the precedence, letter and label of its kind."""


@lru_cache(maxsize=1)
def _kinds() -> tuple[Known, Known, int]:
    """Listed names, telling words, and how many words the longest of them has."""
    names: Known = {}
    words: Known = {}
    for rank, kind in enumerate(load_lists().publishers):
        for table, told in ((names, kind.names), (words, kind.words)):
            for text in filter(None, map(plain, told)):
                table.setdefault(text, (rank, kind.grade, kind.label))
    return names, words, max((len(text.split()) for text in (*names, *words)), default=0)
