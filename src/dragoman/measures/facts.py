"""Events as measures count them: which stand as fact, at which stage, whose, in which year, with which amounts.

What never enters a count or a sum is decided here, once: pledges, umbrellas, quoted statistics, and what is alleged,
foreseen, hypothetical or denied. It is not thrown away: each measure lists it apart, with the reason.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.codebook.lists import load_lists
from dragoman.coding.claim import Claim
from dragoman.errors import DragomanError
from dragoman.matching import known
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.matching.facets import item_facets
from dragoman.matching.times import interval
from dragoman.record.names import fold

LADDER = ("considered", "announced", "agreed", "under_way", "completed", "operational")
PLEDGED = frozenset({"considered", "announced"})
FIRM = frozenset({"agreed", "under_way", "completed", "operational"})
"""A contract or more, as AidData's commitments (TUFF 3.0 leaves pledges out of its sums)."""
DEPLOYED = frozenset({"under_way", "completed", "operational"})
DELIVERED = frozenset({"completed", "operational"})
CALLED_OFF = frozenset({"suspended", "cancelled"})
QUOTED = frozenset({"published_statistic", "public_opinion"})
_UMBRELLA = re.compile(
    r"\b(umbrella|framework|master (?:agreement|facility)|line of credit|credit (?:line|facility)"
    r"|strategic agreement)\b",
    re.I,
)
"""An agreement under which others are made: its parts are counted, not it (AidData's "umbrella" flag, TUFF 3.0)."""

ALLEGED, FORESEEN, NOT_SO = "alleged", "planned or pledged only", "hypothetical or denied"
OFF, UMBRELLA, STATISTIC = "called off", "umbrella agreements", "quoted statistics"
NO_ACTOR, NO_RECIPIENT, AT_HOME = "no supplier named", "no recipient named", "within one state"
USE = "use of what is in place"
UNDATED, NO_AMOUNT = "undated", "no amount told"


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with its claims. ``status`` is the furthest stage that is told as fact (None: none is); ``year`` the
    first year of its time (None: undated); ``actors`` and ``recipients`` are entity ids, the states of both apart."""

    event: Event
    claims: tuple[Claim, ...]
    status: str | None
    year: int | None
    actor_states: tuple[str, ...]
    recipient_states: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the event."""
        return self.event.id

    @property
    def type(self) -> str:
        """The type of the event."""
        return self.event.type

    @property
    def states(self) -> frozenset[str]:
        """The states (or parties without one) of both sides."""
        return frozenset((*self.actor_states, *self.recipient_states))

    @property
    def disputed(self) -> bool:
        """Whether a source says that it did not happen."""
        return any(f.slot == "happened" and f.verdict == "disputed" for f in self.event.findings)


@dataclass(frozen=True)
class Facts:
    """All events that are looked at, the entities they name, and whom the measures are about (states' ids)."""

    all: tuple[Fact, ...]
    entities: Mapping[str, Entity]
    about: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, id: str) -> str:
        """The name of an entity or listed state, else the id itself."""
        found = self.entities.get(id) or load_lists().get(id)
        return found.name if found else id

    def between(self) -> tuple[Fact, ...]:
        """The events in which all states asked about take part (all events where none is)."""
        return tuple(f for f in self.all if set(self.about) <= f.states)

    def toward(self) -> tuple[Fact, ...]:
        """The events that reach one of the states asked about, whoever acts: the whole of which a share is a part."""
        return tuple(f for f in self.all if not self.about or set(self.about) & set(f.recipient_states))


def gather(
    matching: Matching,
    claims: Iterable[Claim],
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Facts:
    """The events of a record as facts.

    ``about`` is a state or a pair ("Serbia", "China-Serbia"); ``since`` and ``until`` are EDTF times: events at a time
    that overlaps them are kept, undated ones are not. DragomanError for an unknown state or an impossible time.
    """
    by_id = {c.id: c for c in claims}
    entities = {e.id: e for e in matching.entities}
    first, last = bound(since, "first"), bound(until, "last")
    found = []
    for event in matching.events:
        when = interval(event.time)
        if (first is not None or last is not None) and (
            when is None or (first is not None and when.last < first) or (last is not None and when.first > last)
        ):
            continue
        found.append(_fact(event, tuple(by_id[i] for i in event.claims if i in by_id), entities))
    return Facts(tuple(found), entities, _about(about, entities) if about else (), matching.parties)


def bound(time: str | None, end: str) -> int | None:
    """The ``first`` or ``last`` day of an EDTF time as an ordinal, None for None; DragomanError where it is none."""
    if time is None:
        return None
    found = interval(time)
    if found is None:
        raise DragomanError(f"{time!r} is no time", remedy="write a year, month or day: 2019, 2019-11 or 2019-11-29")
    return int(getattr(found, end))


def _fact(event: Event, claims: tuple[Claim, ...], entities: Mapping[str, Entity]) -> Fact:
    return Fact(
        event, claims, _reached(claims), year_of(event.time),
        state_ids(event.actor, entities), state_ids(event.recipient, entities),
    )  # fmt: skip


def _reached(claims: Sequence[Claim]) -> str | None:
    """The furthest stage told as fact. What was delivered stays delivered though the rest is called off."""
    told = {c.status for c in claims if c.modality == "asserted"}
    if told & CALLED_OFF and not told & DELIVERED:
        return "cancelled" if "cancelled" in told else "suspended"
    return max(told & set(LADDER), key=LADDER.index, default=None)


def year_of(time: str | None) -> int | None:
    """The first year of an EDTF time; the last of one whose beginning is open; None where it names none."""
    years = re.findall(r"(?:^|/)(\d{4})", time or "")
    return int(years[0]) if years and interval(time) else None


def state_ids(parties: Iterable[str], entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """The states that parties belong to, a party without one standing for itself; each once, in order."""
    found = (entities[p].state or p if p in entities else p for p in parties)
    return tuple(dict.fromkeys(found))


def _about(about: str, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    for at in (i for i, c in enumerate(about) if c in "-–—/,"):
        pair = find_party(about[:at], entities), find_party(about[at + 1 :], entities)
        if pair[0] and pair[1]:
            return pair[0], pair[1]
    one = find_party(about, entities)
    if one is None:
        raise DragomanError(
            f"the record knows nobody called {about!r}", "--about", 'write a state or a pair, as in "China-Serbia"'
        )
    return (one,)


def find_party(name: str, entities: Mapping[str, Entity]) -> str | None:
    """The id of the entity with this name, alias or id; of several, a state before others; None where there is none.

    A state that no claim names is known all the same where one of its companies or bodies is.
    """
    wanted = fold(name)
    found = [
        e
        for e in entities.values()
        if wanted and (e.id == name.strip() or wanted in {fold(n) for n in (e.name, *e.aliases)}) and e.kind != "place"
    ]
    if found:
        return min(found, key=lambda e: (e.kind != "state", e.id)).id
    listed = known.party(name)
    return listed.id if listed and any(e.state == listed.id for e in entities.values()) else None


def is_use(claims: Iterable[Claim]) -> bool:
    """Whether claims tell of what is done with a thing ("footage that led to arrests"), not of its coming."""
    items = [c.item for c in claims if c.item]
    return bool(items) and all("use" in item_facets(item).kinds for item in items)


def quoted_sum(fact: Fact) -> bool:
    """Whether an event is a total that somebody quotes: shown apart by the measures it could be mistaken for."""
    return fact.type == "published_statistic" and any(x.slot == "money" for x in fact.event.findings)


def why_not(fact: Fact, stages: frozenset[str]) -> str | None:
    """Why an event does not count as a fact at one of ``stages``; None where it does."""
    if fact.type in QUOTED:
        return STATISTIC
    modalities = {c.modality for c in fact.claims}
    if is_use(fact.claims):
        return USE
    if fact.status is None:
        return ALLEGED if "alleged" in modalities else FORESEEN if "planned" in modalities else NOT_SO
    if fact.status in CALLED_OFF:
        return OFF
    if any(_UMBRELLA.search(c.item or "") for c in fact.claims if c.modality == "asserted"):
        return UMBRELLA
    return None if fact.status in stages else FORESEEN


def amount(fact: Fact, slot: str, stages: frozenset[str]) -> Value | None:
    """The value of a slot that is told as fact at one of ``stages``: the finding's best where it is among them, else
    the one of the furthest stage; None where none is told."""
    finding = next((f for f in fact.event.findings if f.slot == slot), None)
    return None if finding is None else best_at(finding, fact.claims, stages)


def best_at(finding: Finding, claims: Iterable[Claim], stages: frozenset[str]) -> Value | None:
    """See ``amount``."""
    asserted = {c.id for c in claims if c.modality == "asserted"}
    standing = [v for v in finding.values if v.stage in stages and asserted & set(v.claims)]
    for value in standing:
        if value.value == finding.best:
            return value
    return max(standing, key=lambda v: (LADDER.index(str(v.stage)), len(v.sources), str(v.value)), default=None)


def quantities(fact: Fact) -> tuple[Finding, ...]:
    """The findings on counted things; totals, which would be added twice, are left out."""
    return tuple(f for f in fact.event.findings if f.slot.startswith("quantity:"))


def number_of(value: Any) -> float:
    """The number in a quantity or a sum as findings hold it."""
    return float(value["amount"] if "amount" in value else value["value"])
