"""Claims and reports -> the whole outcome: entities, events, findings."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from dragoman.coding.claim import Claim
from dragoman.ids import content_id
from dragoman.matching.entities import Names, find_entities
from dragoman.matching.event import Event, Finding, Matching
from dragoman.matching.events import Group, group
from dragoman.matching.facets import LADDER, Facets, facets
from dragoman.matching.findings import Told, find
from dragoman.matching.happenings import Happening, Judged, regrouped
from dragoman.matching.identity import Identity
from dragoman.matching.related import confirmations, successions
from dragoman.matching.same import Join
from dragoman.matching.subjects import subjects
from dragoman.matching.voices import Voices
from dragoman.sources.report import Report


def match(
    claims: Sequence[Claim],
    reports: Mapping[str, Report],
    identities: Sequence[Identity] = (),
    happenings: Sequence[Happening] = (),
) -> Matching:
    """Entities, events and findings of all claims of a record, with what people decided about who is who and about
    what is one happening.

    ``reports`` maps report ids to reports; a claim whose report is missing is matched all the same, with its report's
    id as its source. The outcome does not depend on the order of the claims; claims with the same id count once.
    """
    with _uncollected():
        return _matched(claims, reports, identities, happenings)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Lets Python's search for cyclic garbage rest: matching makes none, and each search walks all that was made."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _matched(
    claims: Sequence[Claim],
    reports: Mapping[str, Report],
    identities: Sequence[Identity],
    happenings: Sequence[Happening],
) -> Matching:
    unique = list({c.id: c for c in claims}.values())
    unique.sort(key=lambda c: c.id)
    names = find_entities(unique, identities)
    voices = Voices(reports)
    seen = subjects(unique, {c.id: facets(c, names) for c in unique})
    told = {c.id: Told(c, seen[c.id], voices.of(c), _places(c, names)) for c in unique}
    groups = regrouped(group([t.facets for t in told.values()]), happenings)
    extra = {at: (f,) for at, f in confirmations(groups, told).items()}
    after = {at: (f,) for at, f in successions(groups, told).items()}
    events = sorted(
        (_event(g, told, names, (*extra.get(at, ()), *after.get(at, ()))) for at, g in enumerate(groups)),
        key=lambda e: (e.time or "~", e.id),
    )
    parties = {**names.places, **names.systems, **names.parties}
    return Matching(tuple(names.entities[i] for i in sorted(names.entities)), tuple(events), parties)


def _places(claim: Claim, names: Names) -> tuple[str, ...]:
    """The places of a claim by the names of their entities."""
    return tuple(dict.fromkeys(names.entities[names.places[p]].name for p in claim.place if p in names.places))


def _event(made: Group, told: Mapping[str, Told], names: Names, extra: tuple[Finding, ...]) -> Event:
    members = [told[f.id] for f in made.members]
    chief = max(members, key=_fullness)
    status = max(members, key=_reached)
    return Event(
        id=content_id("event", *sorted(f.id for f in made.members)),
        type=_commonest([m.claim.type for m in members]),
        title=_title(chief),
        actor=_ids([n for m in members for n in m.claim.actor], names.parties),
        recipient=_ids([n for m in members for n in m.claim.recipient], names.parties),
        item=chief.claim.item,
        time=_when(members, status),
        place=_ids([n for m in members for n in m.claim.place], names.places),
        status=status.claim.status,
        modality=_modality(members),
        claims=tuple(f.id for f in made.members),
        findings=find(members) + extra,
        stages=tuple((m.claim.status, m.claim.time, m.claim.id) for m in sorted(members, key=_life)),
        joins=tuple(
            (later, earlier, _reason(told[later].facets, told[earlier].facets, why, names))
            for later, earlier, why in made.joins
        ),
    )


def _title(told: Told) -> str:
    """Who, what, to whom: ``China to Serbia: CH-92A drones``."""
    claim = told.claim
    actor, recipient = " and ".join(claim.actor), " and ".join(claim.recipient)
    who = f"{actor} to {recipient}" if actor and recipient else actor or (f"to {recipient}" if recipient else "")
    what = claim.item or claim.type.replace("_", " ")
    return f"{who}: {what}" if who else what


def _fullness(told: Told) -> tuple[bool, int, bool, str]:
    claim = told.claim
    slots = (claim.actor, claim.recipient, claim.item, claim.quantity, claim.money, claim.time, claim.place)
    return claim.modality == "asserted", sum(map(bool, slots)), claim.attribution is None, claim.id


def _reached(told: Told) -> tuple[bool, bool, int, int, str]:
    """Orders claims by how far the happening has come: told as fact first, later stages and days last."""
    claim, when = told.claim, told.facets.when
    return (
        claim.modality not in ("negated", "hypothetical"),
        claim.modality in ("asserted", "alleged"),
        LADDER.index(claim.status),
        when.last if when else 0,
        claim.id,
    )


def _when(members: Sequence[Told], status: Told) -> str | None:
    """The day the furthest stage was reached; the earliest day told of where that has none."""
    same = [m.facets.when for m in members if m.claim.status == status.claim.status and m.facets.when]
    dated = same or [m.facets.when for m in members if m.facets.when]
    return min(dated, key=lambda w: (w.days, w.first, w.text)).text if dated else None


def _modality(members: Sequence[Told]) -> str:
    present = {m.claim.modality for m in members}
    return next(m for m in ("asserted", "alleged", "planned", "hypothetical", "negated") if m in present)


def _commonest(types: Sequence[str]) -> str:
    return min(set(types), key=lambda t: (-types.count(t), t))


def _ids(found: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known[n] for n in found if n in known))


def _life(told: Told) -> tuple[int, int, str]:
    return LADDER.index(told.claim.status), told.facets.when.first if told.facets.when else 0, told.claim.id


def _reason(later: Facets, earlier: Facets, why: Join, names: Names) -> str:
    """Why one claim joined another, in words: "same parties China and Serbia, item CH-92A, 2020-06 within 2020"."""
    if isinstance(why, Judged):
        return f"{why.by} judged them to be of one happening"
    same = sorted({names.entities[i].name for i in later.parties & earlier.parties})
    states = sorted(
        {
            names.entities[i].name if i in names.entities else i.partition(":")[2].upper()
            for i in later.states & earlier.states
        }
    )
    parts = [
        f"same parties {' and '.join(same)}"
        if len(same) > 1
        else f"same party {same[0]}"
        if same
        else f"parties of the same states {' and '.join(states)}"
    ]
    if why.item:
        parts.append(f"item {why.item}")
    if why.time:
        parts.append(why.time if why.when_agrees else f"dates {why.time}, as of two stages or two sources")
    if why.place:
        parts.append("same place " + " ".join(sorted(later.place & earlier.place)))
    return ", ".join(filter(None, (*parts, why.rests_on)))
