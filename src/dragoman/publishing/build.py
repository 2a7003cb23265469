"""From claims, reports and matching to what the page shows: one view an event, one a report."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from dragoman.coding.claim import Claim
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.matching.voices import UNGRADED, grade_and_why, grade_of
from dragoman.publishing.citations import citation
from dragoman.publishing.dates import in_words, stretch
from dragoman.publishing.highlight import anchor, inside, quoted, with_anchors
from dragoman.publishing.marks import Mark
from dragoman.publishing.view import Cite, EventView, FindingView, Rating, ReportView, Sentence, Stage, ValueView
from dragoman.publishing.wording import (
    FAMILY_OF,
    LADDER,
    OTHER,
    SLOTS,
    VERDICTS,
    listed,
    number,
    plain,
    safe_link,
    slot_name,
    value_in_words,
)
from dragoman.sources.report import Report

UNNAMED = "a source without a name"
NOT_VOUCHED = {"alleged": "alleged", "hypothetical": "hypothetical", "planned": "planned", "negated": "negated"}


class Pages:
    """Reports in the order the page lists them, and where on the page a claim is to be found."""

    def __init__(self, reports: Iterable[Report], claims: Iterable[Claim]) -> None:
        self.reports = tuple(
            sorted(reports, key=lambda r: (r.published or "9999", r.publisher or "", r.title or "", r.id))
        )
        self.by_id = {report.id: report for report in self.reports}
        self.keys = {report.id: f"r{i}" for i, report in enumerate(self.reports, 1)}
        self.claims = {claim.id: claim for claim in claims}

    def of_event(self, event: Event) -> list[Claim]:
        """The claims of an event in order of publication and place in the text."""
        found = [self.claims[c] for c in event.claims if c in self.claims]
        return sorted(
            found, key=lambda c: (self.published(c) or "9999", self.keys.get(c.report, ""), c.start, c.end, c.id)
        )

    def publisher(self, claim: Claim) -> str:
        """Who printed a claim, in a word."""
        report = self.by_id.get(claim.report)
        return (report.publisher or report.title or UNNAMED) if report else UNNAMED

    def letter(self, claim: Claim) -> str:
        """The Admiralty letter of who printed a claim."""
        report = self.by_id.get(claim.report)
        return grade_of(_printed_by(report)) if report else UNGRADED

    def published(self, claim: Claim) -> str | None:
        """ISO date of the report a claim stands in."""
        report = self.by_id.get(claim.report)
        return report.published if report else None

    def cite(self, claim_id: str, slot: str, number: int = 0) -> Cite:
        """A pointer to the sentence of a claim and to the words in it that state ``slot`` (``quantity:camera``)."""
        claim = self.claims[claim_id]
        spans = sorted({span for name, span in claim.spans if name == slot.partition(":")[0]})
        marks = " ".join(f"{a}-{b}" for a, b in spans)
        label = ", ".join(filter(None, (self.publisher(claim), in_words(self.published(claim)))))
        # Where no words state the value (that it happened, say), it is the announcing word that does.
        words = spans or ([claim.trigger] if claim.trigger else [])
        within = tuple((a - claim.start, b - claim.start) for a, b in words)
        return Cite(number, self.href(claim), marks, label, claim.quote, within)

    def href(self, claim: Claim) -> str:
        """The anchor of a claim's sentence, or nothing where its report is not on the page."""
        report = self.by_id.get(claim.report)
        if report is None or not inside((claim.start, claim.end), report.text):
            return ""
        return "#" + anchor(self.keys[claim.report], (claim.start, claim.end))


class EventViews:
    """Makes the view of each event; keeps the names of entities at hand."""

    def __init__(self, pages: Pages, matching: Matching) -> None:
        self._pages = pages
        self._entities: Mapping[str, Entity] = {e.id: e for e in matching.entities}
        self._names = {e.id: e.name for e in matching.entities}

    def view(self, event: Event, index: int) -> EventView:
        """All that the page shows of one event."""
        claims = self._pages.of_event(event)
        numbers = {claim.id: n for n, claim in enumerate(claims, 1)}
        findings = self._findings(event, claims, numbers)
        party_ids = tuple(dict.fromkeys((*event.actor, *event.recipient)))
        return EventView(
            index=index,
            anchor=f"e-{event.id}",
            type=event.type,
            family=FAMILY_OF.get(event.type, OTHER[0]),
            title=_capital(event.title or plain(event.type)),
            party_ids=party_ids,
            parties=tuple(self._name(p) for p in party_ids),
            actor=listed(self._name(p) for p in event.actor),
            recipient=listed(self._name(p) for p in event.recipient),
            item=event.item or "",
            place=listed(self._name(p) for p in event.place),
            when=in_words(event.time),
            stretch=stretch(event.time),
            status=event.status,
            modality=event.modality,
            certainty=certainty(event, {self._pages.publisher(c) for c in claims}),
            publishers=tuple(sorted({self._pages.publisher(c) for c in claims})),
            findings=findings,
            sentences=tuple(self._sentence(c, numbers[c.id], event) for c in claims),
            stages=self._stages(event, numbers),
            rating=next((self._rating(f, numbers) for f in event.findings if f.slot == "happened"), None),
        )

    def _name(self, entity: str) -> str:
        return self._names.get(entity, entity)

    def _findings(self, event: Event, claims: Sequence[Claim], numbers: Mapping[str, int]) -> tuple[FindingView, ...]:
        given: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in event.findings:
            if finding.values and not _trivial(finding):
                given[finding.slot.partition(":")[0]].append(finding)
        if any(finding.slot == "happened" for finding in event.findings):
            given["modality"] = []
        found: list[Finding] = []
        for slot in (*SLOTS, *(slot for slot in given if slot not in SLOTS)):
            told = _as_told(slot, claims, self._pages) if slot not in given else None
            found += [*given.get(slot, ()), *([told] if told else [])]
        return tuple(self._finding(finding, numbers) for finding in found)

    def _finding(self, finding: Finding, numbers: Mapping[str, int]) -> FindingView:
        best = None if finding.best is None else value_in_words(finding.slot, finding.best, self._names)
        values = tuple(self._value(finding.slot, value, numbers, best) for value in finding.values)
        return FindingView(
            slot=finding.slot,
            label=slot_name(finding.slot),
            verdict=finding.verdict,
            values=values,
            best=best or "",
            bounds=_bounds(finding),
            rule=plain(finding.rule),
            reason=plain(finding.reason),
            rating=self._rating(finding, numbers),
        )

    def _rating(self, finding: Finding, numbers: Mapping[str, int]) -> Rating | None:
        """The grade of what the record takes for a slot: of the best value where there is one, else of all."""
        if finding.grade is None:
            return None
        taken = [v for v in finding.values if v.value == finding.best] or finding.values
        letters = [self._pages.letter(self._pages.claims[c]) for v in taken for c in v.claims if c in numbers]
        return Rating(min(letters, default=""), finding.grade)

    def _value(self, slot: str, value: Value, numbers: Mapping[str, int], best: str | None) -> ValueView:
        text = value_in_words(slot, value.value, self._names)
        cites = tuple(self._cite(c, slot, numbers) for c in value.claims if c in numbers)
        return ValueView(
            text,
            tuple(sorted(cites, key=lambda c: c.number)),
            listed(value.sources),
            plain(value.stage or ""),
            best is not None and text == best,
        )

    def _cite(self, claim_id: str, slot: str, numbers: Mapping[str, int]) -> Cite:
        return self._pages.cite(claim_id, slot, numbers[claim_id])

    def _sentence(self, claim: Claim, n: int, event: Event) -> Sentence:
        spans = [
            (a - claim.start, b - claim.start)
            for name, (a, b) in claim.spans
            if name in ("item", "quantity", "money", "time")
        ]
        joined = next((f"joined by: {plain(why)}" for mine, _, why in event.joins if mine == claim.id), "")
        return Sentence(
            number=n,
            claim=claim.id,
            quote=quoted(claim.quote, spans),
            href=self._pages.href(claim),
            source=self._pages.publisher(claim),
            published=in_words(self._pages.published(claim)),
            note=_note(claim),
            joined=joined,
            letter=self._pages.letter(claim),
        )

    def _stages(self, event: Event, numbers: Mapping[str, int]) -> tuple[Stage, ...]:
        """Each rung once a date, in the order they were reached (undated rungs keep their place on the ladder)."""
        seen: dict[tuple[str, str | None], str] = {}
        for status, when, claim in event.stages:
            seen.setdefault((status, when), claim)
        dated = {status for status, when in seen if when}
        kept = [(key, claim) for key, claim in seen.items() if key[1] or key[0] not in dated]
        kept.sort(key=lambda entry: (_rung(entry[0][0]), entry[0][1] or ""))
        return tuple(
            Stage(
                plain(status),
                in_words(when),
                stretch(when),
                self._cite(claim, "time", numbers) if claim in numbers else None,
            )
            for (status, when), claim in kept
        )


def certainty(event: Event, publishers: set[str]) -> str:
    """How far an event can be relied upon, in one word, the first that holds:

    ``alleged``, ``hypothetical``, ``planned``, ``negated`` where no text vouches for it as done, ``disputed`` where
    sources state different values of a slot, ``several`` where two or more independent sources tell it (without a
    finding of that: two or more publishers), ``one`` where a single one does.
    """
    if event.modality in NOT_VOUCHED:
        return NOT_VOUCHED[event.modality]
    if any(finding.verdict == "disputed" for finding in event.findings):
        return "disputed"
    happened = [finding for finding in event.findings if finding.slot == "happened"]
    several = any(f.verdict == "agreed" for f in happened) if happened else len(publishers) > 1
    return "several" if several else "one"


def report_view(report: Report, pages: Pages, spans: Collection[tuple[int, int]], mark: Mark) -> ReportView:
    """A source as the page lists it. ``spans`` are those of its claims, ``mark`` has the events they tell of."""
    key = pages.keys[report.id]
    letter, why = grade_and_why(_printed_by(report))
    return ReportView(
        key=key,
        id=report.id,
        title=report.title or "Untitled report",
        publisher=report.publisher or "",
        published=report.published or "",
        address=report.address,
        link=safe_link(report.address),
        media_type=report.media_type,
        language=report.language or "",
        sha256=report.sha256,
        text=with_anchors(report.text, spans, key),
        claims=len(spans),
        mark=mark,
        citation=citation(report),
        letter=letter,
        why=why,
    )


def _printed_by(report: Report) -> str:
    """Who is graded for a report: its publisher, else what it is known by, as matching does."""
    return report.publisher or report.title or report.address


def _note(claim: Claim) -> str:
    """How the sentence was coded, where that is more than asserted and completed by the author."""
    vouched = "" if claim.modality == "asserted" else plain(claim.modality)
    said = f"according to {claim.attribution}" if claim.attribution else ""
    coder = "" if claim.coder == "rules" else f"coded by {claim.coder}"
    sure = f"{claim.confidence:.0%} sure" if claim.confidence < 1 else ""
    return ", ".join(filter(None, (plain(claim.status), vouched, said, coder, sure)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _trivial(finding: Finding) -> bool:
    """That a thing happened goes without saying where every source asserts it."""
    return finding.slot == "happened" and all(value.value == "asserted" for value in finding.values)


def _as_told(slot: str, claims: Sequence[Claim], pages: Pages) -> Finding | None:
    """A slot that matching made no finding of, as the claims tell it: values side by side, none preferred."""
    by_value: dict[str, tuple[Any, list[Claim]]] = {}
    for claim in claims:
        value = claim.as_manual().get(slot)
        if value not in (None, [], ""):
            by_value.setdefault(repr(value), (value, []))[1].append(claim)
    values = tuple(
        Value(value, tuple(c.id for c in told), tuple(sorted({pages.publisher(c) for c in told})))
        for value, told in by_value.values()
    )
    if not values:
        return None
    several = len({source for value in values for source in value.sources}) > 1
    verdict = "agreed" if several and len(values) == 1 else "single-source" if not several else "told"
    return Finding(slot, verdict, values, best=values[0].value if len(values) == 1 else None)


def _bounds(finding: Finding) -> str:
    if finding.low is None or finding.high is None or finding.low == finding.high:
        return ""
    return f"{number(finding.low)} to {number(finding.high)}"


def _rung(status: str) -> int:
    return LADDER.index(status) if status in LADDER else len(LADDER)


VERDICT_WORDS = {**VERDICTS, "told": "as told"}
