"""What a page shows, ready to print: every text in its final words, every number beside what it stands for."""

import re
from collections import Counter
from dataclasses import dataclass, field

from markupsafe import Markup

from dragoman.matching.information import MEANING
from dragoman.publishing.dates import Stretch
from dragoman.publishing.highlight import quoted
from dragoman.publishing.marks import Mark
from dragoman.publishing.wording import LETTERS, plain

NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Cite:
    """A pointer from a value to the sentence that states it.

    ``href`` is the anchor of the sentence in the full text, ``marks`` those of the very words (``133-140 150-152``),
    ``words`` are those within ``sentence`` that state the value.
    """

    number: int
    href: str
    marks: str
    label: str
    sentence: str = ""
    words: tuple[tuple[int, int], ...] = ()

    @property
    def quote(self) -> Markup:
        """The sentence with the words that state the value marked."""
        return quoted(self.sentence, self.words)


@dataclass(frozen=True, slots=True)
class Rating:
    """An Admiralty grade: ``letter`` of the most reliable source that says so, ``digit`` of the information.

    ``digit`` is 0 where the information was not graded. ``letter`` is empty where no source is known.
    """

    letter: str
    digit: int

    @property
    def short(self) -> str:
        """``B3``."""
        return f"{self.letter}{self.digit or ''}"

    @property
    def words(self) -> str:
        """Both in words: ``source B, usually reliable; information 3, one source alone``."""
        source = f"source {self.letter}, {LETTERS[self.letter]}" if self.letter in LETTERS else ""
        information = f"information {self.digit}, {MEANING[self.digit]}" if self.digit in MEANING else ""
        return "; ".join(filter(None, (source, information)))


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value of a slot; ``best`` tells whether the record takes this one."""

    text: str
    cites: tuple[Cite, ...]
    sources: str
    stage: str = ""
    best: bool = False

    @property
    def sentences(self) -> tuple[Cite, ...]:
        """The first pointer to each sentence: two claims may be read from one."""
        return tuple({c.quote: c for c in reversed(self.cites)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One slot of an event with all its values."""

    slot: str
    label: str
    verdict: str
    values: tuple[ValueView, ...]
    best: str = ""
    bounds: str = ""
    rule: str = ""
    reason: str = ""
    rating: "Rating | None" = None

    @property
    def contested(self) -> tuple[ValueView, ...]:
        """The values that stand against each other: those of a stage for which more than one is stated.

        Where the reason names the stage in dispute, only that one: at another, "over 5,000" and 5,552 may well agree.
        """
        counts = Counter(value.stage for value in self.values)
        stages = {stage for stage, n in counts.items() if n > 1}
        named = {stage for stage in stages if stage and f"stage {stage}" in plain(self.reason)}
        return tuple(v for v in self.values if v.stage in (named or stages)) or self.values

    @property
    def versions(self) -> tuple[str, ...]:
        """What is contested, in words, each once; of what counts the same ("6 units", "6 drones") the more telling, but
        all where one number alone is told, which somebody denies."""
        texts = list(dict.fromkeys(value.text for value in self.contested))
        if self.slot.partition(":")[0] not in ("quantity", "total"):
            return tuple(texts)
        by_number: dict[str, list[str]] = {}
        for text in texts:
            by_number.setdefault((NUMBER.search(text) or [text])[0], []).append(text)
        if len(by_number) == 1:
            return tuple(texts)
        return tuple(next((t for t in same if not t.endswith(" units")), same[0]) for same in by_number.values())

    @property
    def beside(self) -> tuple[ValueView, ...]:
        """The values that nothing stands against: other stages of the same thing."""
        contested = self.contested
        return tuple(v for v in self.values if v not in contested)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One claim of an event as the reader sees it: the sentence, who printed it when, and how it was coded."""

    number: int
    claim: str
    quote: Markup
    href: str
    source: str
    published: str
    note: str
    joined: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A rung of the ladder that an event reached."""

    status: str
    when: str
    stretch: Stretch | None
    cite: Cite | None


@dataclass(frozen=True, slots=True)
class EventView:
    """An event with everything that is shown of it; ``index`` is its place on the page, used by the filters."""

    index: int
    anchor: str
    type: str
    family: str
    title: str
    parties: tuple[str, ...]
    party_ids: tuple[str, ...]
    actor: str
    recipient: str
    item: str
    place: str
    when: str
    stretch: Stretch | None
    status: str
    modality: str
    certainty: str
    publishers: tuple[str, ...]
    findings: tuple[FindingView, ...]
    sentences: tuple[Sentence, ...]
    stages: tuple[Stage, ...] = ()
    rating: Rating | None = None

    @property
    def plain(self) -> bool:
        """Whether one sentence alone tells it: then there is nothing to compare, and verdicts would be noise."""
        return len(self.sentences) == 1

    @property
    def disputes(self) -> tuple[FindingView, ...]:
        """The slots that sources disagree about."""
        return tuple(f for f in self.findings if f.verdict == "disputed")

    def shown(self, slot: str) -> str:
        """What the record takes for a slot, all its values where it takes none, or an empty string."""
        for finding in self.findings:
            if finding.slot.partition(":")[0] == slot:
                return finding.best or " / ".join(v.text for v in finding.values)
        return ""


def years_of(event: EventView) -> tuple[int, int] | None:
    """First and last calendar year that an event covers, None where it has no date."""
    if event.stretch is None:
        return None
    first, last = int(event.stretch.start + 1e-6), int(event.stretch.end - 1e-6)
    return first, max(first, last)


@dataclass(frozen=True, slots=True)
class ReportView:
    """A source: what it is, how to cite it and its full text with every coded sentence anchored."""

    key: str
    id: str
    title: str
    publisher: str
    published: str
    address: str
    link: str
    media_type: str
    language: str
    sha256: str
    text: Markup
    claims: int
    citation: str
    mark: Mark
    letter: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party with the events it acts in, receives in and shares in, and all of them."""

    name: str
    kind: str
    state: str
    gives: Mark
    gets: Mark
    together: Mark
    events: Mark
    aliases: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its coordinates in degrees where they are known.

    ``area`` tells that it is a whole state, ``code`` which (ISO, small letters); ``at`` what the coordinates are of,
    where not of the place itself; ``doubt`` why a place that was found is not put on the map.
    """

    name: str
    kind: str
    latitude: float | None
    longitude: float | None
    area: bool
    events: tuple[EventView, ...] = field(repr=False, default=())
    at: str = ""
    code: str = ""
    doubt: str = ""
