"""The register of systems: what the reports say exists, each value with the claims and sources that state it.

A row is a system (cameras, a network, a weapon, a programme, an institution) or another thing that lasts or counts (an
agreement, aid, an embargo, a poll, an incident). Events about one named system of one host are one row: "nine Wing
Loong ordered" and "Wing Loong given up". An event that its sentence calls part of "this project" belongs to the project
named just before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman.coding.claim import Claim
from dragoman.ids import content_id
from dragoman.matching import known
from dragoman.matching.event import Entity, Matching
from dragoman.matching.times import interval
from dragoman.measures.facts import DEPLOYED, LADDER, Fact, Facts, bound, find_party, gather
from dragoman.measures.features import capabilities, kind_of, last_project, named, named_beside, refers_back, site_unit
from dragoman.record.names import fold
from dragoman.sources.report import Report

SHARED_NAMES = frozenset({"surveillance_deployment", "digital_infrastructure", "arms_transfer", "military_aid",
                          "technology_transfer", "force_development"})  # fmt: skip
"""Types whose events are one row where they name one system of one host."""
GROUPS: Mapping[str, str] = {
    "surveillance_deployment": "deployed", "digital_infrastructure": "deployed", "arms_transfer": "weapon",
    "military_aid": "weapon", "technology_transfer": "programme", "force_development": "force",
}  # fmt: skip
"""Types that tell of one kind of system: a network and its cameras may be one, a drone and the know-how for it not."""
ATTACHED = frozenset({"legal_oversight", "security_incident", "sanction_or_control"})
"""Types told of a system as its legal questions, incidents and controls; they have rows of their own as well."""
NO_SYSTEM = frozenset({"statement_support", "statement_concern", "interest_or_aim", "visit_meeting"})
"""Types that are no thing: what is said, wanted or met about."""
NEAR = 900
"""Characters within which "this project" may look back for its name (four to six sentences)."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value with the claims that state it, who says so, the stage it is told at, and how the text vouches for it."""

    value: Any
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    stage: str
    modality: str
    time: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The value with where it comes from."""
        return {
            "value": self.value, "stage": self.stage, "modality": self.modality, "time": self.time,
            "claims": list(self.claims), "sources": list(self.sources),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """One row. ``supplier`` and ``host`` hold entity ids as values; ``stage`` is the furthest told as fact, else the
    furthest foreseen; ``modality`` the best that any claim vouches with; ``events`` the ids of those under it."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    stage: str
    modality: str
    supplier: tuple[Sourced, ...]
    host: tuple[Sourced, ...]
    counts: tuple[Sourced, ...]
    money: tuple[Sourced, ...]
    sites: tuple[Sourced, ...]
    capabilities: tuple[Sourced, ...]
    dates: tuple[Sourced, ...]
    legal: tuple[Sourced, ...]
    incidents: tuple[Sourced, ...]
    events: tuple[str, ...]
    supplier_states: tuple[str, ...] = ()
    host_states: tuple[str, ...] = ()

    def every_value(self) -> Iterable[Sourced]:
        """All its values."""
        for slot in (self.supplier, self.host, self.counts, self.money, self.sites, self.dates):
            yield from slot

    def as_json(self, names: Mapping[str, str]) -> dict[str, Any]:
        """The row, entity ids with their names (``names`` maps one to the other)."""
        row: dict[str, Any] = {
            "id": self.id, "kind": self.kind, "name": self.name, "aliases": list(self.aliases),
            "stage": self.stage, "modality": self.modality,
        }  # fmt: skip
        for slot in ("supplier", "host"):
            values = getattr(self, slot)
            row[slot] = [{**v.as_json(), "value": names.get(v.value, v.value), "id": v.value} for v in values]
        for slot in ("counts", "money", "sites", "capabilities", "dates", "legal", "incidents"):
            row[slot] = [v.as_json() for v in getattr(self, slot)]
        return row | {"events": list(self.events)}


def register(matching: Matching, claims: Iterable[Claim], reports: Mapping[str, Report]) -> tuple[System, ...]:
    """All rows, by kind, name and id. What is only denied or hypothetical makes no row, unless it is a risk."""
    return register_of(gather(matching, claims), reports)


def register_of(facts: Facts, reports: Mapping[str, Report]) -> tuple[System, ...]:
    """The register over events that were gathered already."""
    listed = [f for f in facts.all if f.type not in NO_SYSTEM and _exists(f)]
    groups = _groups(listed, reports)
    maker = _Maker(facts, reports)
    asked = [f for f in facts.all if f.type in ATTACHED]
    systems = [maker.attach(maker.system(group, marks), marks, asked) for group, marks in groups]
    return tuple(sorted(systems, key=lambda s: (s.kind, s.name.casefold(), s.id)))


def _exists(fact: Fact) -> bool:
    modalities = {c.modality for c in fact.claims}
    if fact.type == "security_incident":
        return modalities != {"negated"}
    return bool(modalities - {"negated", "hypothetical"})


def _groups(facts: Sequence[Fact], reports: Mapping[str, Report]) -> list[tuple[list[Fact], frozenset[str]]]:
    """Events of one system, with the names they share; each event in one group."""
    marks = {f.id: _marks(f) for f in facts}
    _follow_references(facts, marks, reports)
    root = {f.id: f.id for f in facts}
    first: dict[tuple[str, str, str], str] = {}
    for fact in facts:
        for mark in sorted(marks[fact.id]):
            for host in fact.recipient_states or ("",):
                key = GROUPS[fact.type], mark, host
                one, other = _find(root, first.setdefault(key, fact.id)), _find(root, fact.id)
                root[max(one, other)] = min(one, other)
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[_find(root, fact.id)].append(fact)
    return [(group, frozenset().union(*(marks[f.id] for f in group))) for group in groups.values()]


def _find(root: dict[str, str], id: str) -> str:
    while root[id] != id:
        id = root[id]
    return id


def _marks(fact: Fact) -> frozenset[str]:
    """Named systems and projects in the items of an event that may share a row; where none is named there, those that
    a sentence names beside the item."""
    if fact.type not in SHARED_NAMES:
        return frozenset()
    in_items: frozenset[str] = frozenset().union(*(named(c.item) for c in fact.claims))
    return in_items or frozenset().union(*(named_beside(c.quote, c.item, c.type) for c in fact.claims))


def _follow_references(facts: Sequence[Fact], marks: dict[str, frozenset[str]], reports: Mapping[str, Report]) -> None:
    """Gives an event without a name that of the project its sentence refers back to: that of the last event of its kind
    and host before it, else the last project that the text before it names."""
    told = sorted(
        ((c.report, c.start, fact) for fact in facts if fact.type in SHARED_NAMES for c in fact.claims),
        key=lambda t: (t[0], t[1], t[2].id),
    )
    for at, (report, start, fact) in enumerate(told):
        quotes = [c.quote for c in fact.claims if (c.report, c.start) == (report, start)]
        if marks[fact.id] or not any(map(refers_back, quotes)):
            continue
        hosts = set(fact.recipient_states)
        for before in range(at - 1, -1, -1):
            earlier_report, earlier_start, earlier = told[before]
            if earlier_report != report or start - earlier_start > NEAR:
                break
            same = GROUPS[earlier.type] == GROUPS[fact.type] and hosts & set(earlier.recipient_states)
            if same and marks[earlier.id]:
                marks[fact.id] = marks[earlier.id]
                break
        if not marks[fact.id] and report in reports:
            marks[fact.id] = last_project(reports[report].text[max(0, start - NEAR) : start])


class _Maker:
    """Makes rows out of groups of events."""

    def __init__(self, facts: Facts, reports: Mapping[str, Report]) -> None:
        self._facts, self._reports = facts, reports

    def system(self, group: Sequence[Fact], marks: frozenset[str]) -> System:
        """The row of one group of events."""
        claims = sorted(
            (c for f in group for c in f.claims if c.modality != "negated"),
            key=lambda c: (LADDER.index(c.status) if c.status in LADDER else len(LADDER), c.time or "~", c.id),
        )
        ids = tuple(sorted(f.id for f in group))
        kind = kind_of(Counter(f.type for f in group).most_common()[0][0], claims)
        return System(
            id=content_id("system", *ids),
            kind=kind,
            name=self._name(group, claims, marks),
            aliases=_aliases(marks),
            stage=_stage(group),
            modality=min((c.modality for c in claims), key=_MODALITIES.index),
            supplier=self._parties(claims, "actor"),
            host=self._parties(claims, "recipient"),
            counts=self._values(claims, _counts),
            money=self._values(claims, _money),
            sites=self._values([c for c in claims if _tells_sites(kind, c)], _sites),
            capabilities=self._values(claims, lambda c: capabilities(c.quote) if kind in _SEEING else ()),
            dates=self._values([c for c in claims if c.time], lambda c: (c.time,)),
            legal=(),
            incidents=(),
            events=ids,
            supplier_states=tuple(dict.fromkeys(s for f in group for s in f.actor_states)),
            host_states=tuple(dict.fromkeys(s for f in group for s in f.recipient_states)),
        )

    def _name(self, group: Sequence[Fact], claims: Sequence[Claim], marks: frozenset[str]) -> str:
        listed = sorted(m for m in marks if ":" in m)
        if len(listed) == 1 and (entry := known.system(listed[0])):
            return entry.name
        items = Counter(c.item for c in claims if c.item)
        named_items = [i for i in items if named(i) & marks]
        if named_items:
            return min(named_items, key=lambda i: (len(i), i))
        if items:
            return max(items, key=lambda i: (items[i], -len(i), i))
        return group[0].event.title

    def _values(self, claims: Iterable[Claim], read: Any) -> tuple[Sourced, ...]:
        """What ``read`` gives of each claim, each different value (with its stage and vouching) once."""
        found: dict[tuple[str, str, str], tuple[Any, list[Claim]]] = {}
        for claim in claims:
            for value in read(claim):
                key = (repr(value), claim.status, claim.modality)
                found.setdefault(key, (value, []))[1].append(claim)
        return tuple(self._sourced(value, told) for value, told in found.values())

    def _parties(self, claims: Sequence[Claim], role: str) -> tuple[Sourced, ...]:
        """Entity ids of one side, each once, with the claims that name it."""
        found: dict[str, list[Claim]] = {}
        for claim in claims:
            for id in dict.fromkeys(self._facts.names[n] for n in getattr(claim, role) if n in self._facts.names):
                found.setdefault(id, []).append(claim)
        return tuple(self._sourced(id, told) for id, told in found.items())

    def _sourced(self, value: Any, told: Sequence[Claim]) -> Sourced:
        return Sourced(
            value, tuple(c.id for c in told), tuple(sorted({self._source(c) for c in told})),
            told[0].status, min((c.modality for c in told), key=_MODALITIES.index),
            next((c.time for c in told if c.time), None),
        )  # fmt: skip

    def _source(self, claim: Claim) -> str:
        report = self._reports.get(claim.report)
        publisher = (report.publisher or report.title or report.address) if report else claim.report
        return f"{publisher}, quoting {claim.attribution}" if claim.attribution else publisher

    def attach(self, system: System, marks: frozenset[str], told: Sequence[Fact]) -> System:
        """The row with the legal questions and incidents that are told of it."""
        if system.kind not in _ASKED_ABOUT:
            return system
        mine = [f for f in told if f.id not in system.events and self._about(system, marks, f)]
        split = {
            slot: tuple(
                self._sourced(c.item or f.event.title, (c,)) for f in mine if f.type in types for c in f.claims[:1]
            )
            for slot, types in _SLOTS.items()
        }
        return replace(system, legal=split["legal"], incidents=split["incidents"])

    def _about(self, system: System, marks: frozenset[str], fact: Fact) -> bool:
        """Whether an event names the system, or its maker or owner does it with such a thing at the same host."""
        if any(named(c.item) & marks for c in fact.claims):
            return True
        suppliers = {v.value for v in system.supplier if self._kind(v.value) == "company"}
        told = " ".join(c.quote for c in fact.claims)
        by_maker = suppliers & {*fact.event.actor, *fact.event.recipient} or any(
            self._facts.name(s) in told for s in suppliers
        )
        same_host = set(system.host_states) & fact.states
        same_thing = any(word in told.casefold() for word in _thing_words(system))
        return bool(by_maker and same_host and same_thing)

    def _kind(self, id: str) -> str:
        entity = self._facts.entities.get(id)
        return entity.kind if entity else ""


_MODALITIES = ("asserted", "alleged", "planned", "hypothetical", "negated")
_SEEING = frozenset({"surveillance", "telecom"})
_ASKED_ABOUT = frozenset({"surveillance", "telecom", "weapon", "programme", "institution"})
_SLOTS = {"legal": frozenset({"legal_oversight", "sanction_or_control"}), "incidents": frozenset({"security_incident"})}
_THINGS = ("camera", "network", "drone", "missile", "tower", "cable", "radar", "vehicle", "station")


def _thing_words(system: System) -> tuple[str, ...]:
    said = " ".join((system.name, *(str(v.value.get("unit", "")) for v in system.counts))).casefold()
    return tuple(word for word in _THINGS if word in said)


def _aliases(marks: frozenset[str]) -> tuple[str, ...]:
    entries = [known.system(m) for m in sorted(marks) if ":" in m]
    return tuple(dict.fromkeys(n for e in entries if e for n in e.names))


def _stage(group: Sequence[Fact]) -> str:
    """The furthest stage told as fact; that it was called off only where nothing came of it."""
    facts = [f.status for f in group if f.status]
    standing = [s for s in facts if s in LADDER]
    if "cancelled" in facts and not set(standing) & {"completed", "operational"}:
        return "cancelled"
    foreseen = [c.status for f in group for c in f.claims if c.status in LADDER]
    return max(standing or foreseen or [group[0].event.status], key=lambda s: LADDER.index(s) if s in LADDER else -1)


def _counts(claim: Claim) -> Iterable[dict[str, Any]]:
    return [q for q in claim.as_manual()["quantity"] if not site_unit(q["unit"])]


def _money(claim: Claim) -> Iterable[dict[str, Any]]:
    money = claim.as_manual()["money"]
    return [money] if money else []


def _tells_sites(kind: str, claim: Claim) -> bool:
    """Where a weapon was ordered is no site of it; where cameras are to stand is."""
    return kind in _SEEING | {"institution"} or claim.status in DEPLOYED


def _sites(claim: Claim) -> Iterable[Any]:
    return [*claim.place, *(q for q in claim.as_manual()["quantity"] if site_unit(q["unit"]))]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for in a register; what is None filters nothing.

    ``kind`` as in the rows; ``supplier`` and ``host`` a name, alias or id of a party, a state taking in its companies
    and bodies; ``name`` words of the name or an alias; ``capability`` its name; ``stage`` any stage it has been at;
    ``since`` and ``until`` EDTF times that one of its dates overlaps; ``site`` words of a place; ``text`` words of a
    sentence that tells of it.
    """

    kind: str | None = None
    supplier: str | None = None
    host: str | None = None
    name: str | None = None
    capability: str | None = None
    stage: str | None = None
    site: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None


def find(systems: Iterable[System], asked: Asked, facts: Facts) -> list[System]:
    """The rows that fit all of what is asked, in their order. DragomanError for an impossible time."""
    first, last = bound(asked.since, "first"), bound(asked.until, "last")
    quotes = {f.id: [c.quote for c in f.claims] for f in facts.all} if asked.text else {}
    return [
        s
        for s in systems
        if asked.kind in (None, s.kind)
        and _has_party(asked.supplier, s.supplier, s.supplier_states, facts)
        and _has_party(asked.host, s.host, s.host_states, facts)
        and _has_words(asked.name, (s.name, *s.aliases))
        and _has_words(asked.capability, tuple(str(v.value) for v in s.capabilities))
        and (asked.stage is None or asked.stage in {s.stage, *(v.stage for v in s.every_value())})
        and _has_words(asked.site, tuple(str(v.value) for v in s.sites))
        and _in_time(s, first, last)
        and _has_words(asked.text, [quote for event in s.events for quote in quotes.get(event, ())])
    ]


def _has_party(wanted: str | None, values: Sequence[Sourced], states: Sequence[str], facts: Facts) -> bool:
    if wanted is None:
        return True
    id = find_party(wanted, facts.entities)
    return id is not None and (id in states or any(v.value == id for v in values))


def _has_words(wanted: str | None, said: Sequence[str]) -> bool:
    """Whether one of the texts holds all words asked for."""
    if wanted is None:
        return True
    words = fold(wanted).split()
    return any(all(word in fold(text) for word in words) for text in said)


def _in_time(system: System, first: int | None, last: int | None) -> bool:
    if first is None and last is None:
        return True
    dates = [d for d in (interval(v.time) for v in system.dates) if d]
    return any((first is None or d.last >= first) and (last is None or d.first <= last) for d in dates)


def names_of(entities: Iterable[Entity]) -> dict[str, str]:
    """From an entity's id to its name."""
    return {e.id: e.name for e in entities}
