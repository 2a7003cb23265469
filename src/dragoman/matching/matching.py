"""Claims and reports -> the whole outcome: entities, events, findings.

Nothing of it is held in memory for all claims but a few numbers each: claims, what is compared of them and the
finished events stand in a temporary database (see ``seen``). What does grow in memory is the entities, with the names
that claims write, and the largest single event.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from dragoman.coding.claim import Claim
from dragoman.ids import content_id
from dragoman.matching.entities import Names, find_entities
from dragoman.matching.event import Event, Finding, Matched, Matching
from dragoman.matching.events import Group, group
from dragoman.matching.facets import LADDER, Facets
from dragoman.matching.findings import Told, find
from dragoman.matching.happenings import Happening, Judged, rearranged
from dragoman.matching.identity import Identity
from dragoman.matching.related import confirmations, successions
from dragoman.matching.same import Join
from dragoman.matching.seen import Claims, Store, full
from dragoman.matching.workbench import Events, Extra, Reports, Workbench
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
    unique = sorted({c.id: c for c in claims}.values(), key=lambda c: (c.report, c.id))
    by_id = ((id, reports[id]) for id in sorted(reports))
    with matched(unique, by_id, identities, happenings) as found:
        return Matching(found.entities, tuple(found.events), dict(found.parties))


@contextmanager
def matched(
    claims: Iterable[Claim],
    reports: Iterable[tuple[str, Report]],
    identities: Sequence[Identity] = (),
    happenings: Sequence[Happening] = (),
) -> Iterator[Matched]:
    """As :func:`match`, of more claims and texts than memory holds: each is gone through once.

    ``claims`` have to come report by report, each once, and ``reports`` in the order of their ids. DragomanError where
    the disk has no room for what is put aside.
    """
    store = Store()
    try:
        try:
            with _uncollected():
                found = _matched(store, claims, reports, identities, happenings)
        except OSError as error:  # the files of hashes, which are no database
            raise full(error) from error
        yield found
    finally:
        store.close()


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
    store: Store,
    claims: Iterable[Claim],
    reports: Iterable[tuple[str, Report]],
    identities: Sequence[Identity],
    happenings: Sequence[Happening],
) -> Matched:
    aside = Claims(store)
    aside.add(claims)
    names = find_entities(aside, identities)
    bench = Workbench(store, aside, Reports(store, reports), names)
    groups = group(bench.facets, bench.keys, bench.echoes)
    bench.grouped(rearranged(groups, bench.facets, happenings))
    extra = _extra(store, bench)
    events = Events(store)
    for at in range(len(bench.groups)):
        members = {told.claim.id: told for told in map(bench.told, bench.groups.members(at))}
        events.add(_event(bench.groups.whole(at, bench.facets), members, names, extra.of(at)))
    parties = {**names.places, **names.systems, **names.parties}
    return Matched(tuple(names.entities[i] for i in sorted(names.entities)), parties, events)


def _extra(store: Store, bench: Workbench) -> Extra:
    """What other events bear on each group."""
    extra = Extra(store)
    for at, order, finding in confirmations(bench, bench.bearing):
        extra.add(0, at, order, finding)
    for at, finding in successions(bench, bench.bearing):
        extra.add(1, at, (0, 0, 0), finding)
    return extra


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
