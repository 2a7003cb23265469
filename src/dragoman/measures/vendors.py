"""Vendors of deployed systems, and what goes dark without one of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dragoman.errors import DragomanError
from dragoman.matching.amounts import is_total, unit_key
from dragoman.measures.definitions import DEFINITIONS
from dragoman.measures.facts import DEPLOYED, FORESEEN, Facts, find_party
from dragoman.measures.measure import Apart, Figure, Measure, Row, hhi, ids
from dragoman.measures.register import Sourced, System

SYSTEMS = frozenset({"surveillance", "telecom"})
MISSING = "missing"
ALL = "all"


def deployed(systems: Iterable[System], facts: Facts, apart: Apart) -> list[System]:
    """The surveillance and telecom systems that are in place at a host asked about; others are noted in ``apart``."""
    found = []
    for system in systems:
        if system.kind not in SYSTEMS or (facts.about and not set(facts.about) & set(system.host_states)):
            continue
        if system.modality != "asserted" or system.stage not in DEPLOYED:
            reason = "alleged" if system.modality == "alleged" else FORESEEN
            for event in system.events:
                apart.add(reason if system.stage != "cancelled" else "called off", event)
            continue
        found.append(system)
    return found


def companies(system: System, facts: Facts) -> tuple[str, ...]:
    """The companies told as fact to have supplied a system."""
    return tuple(
        v.value
        for v in system.supplier
        if v.modality == "asserted" and v.value in facts.entities and facts.entities[v.value].kind == "company"
    )


def vendors(systems: Iterable[System], facts: Facts) -> Measure:
    """Shares of vendors in the deployed systems of each host state, with the HHI."""
    apart = Apart()
    by_host: defaultdict[str, list[System]] = defaultdict(list)
    for system in deployed(systems, facts, apart):
        for host in system.host_states or (MISSING,):
            if not facts.about or host in facts.about:
                by_host[host].append(system)
    rows = [
        row for host in sorted(by_host, key=facts.name) for row in _host_rows(facts.name(host), by_host[host], facts)
    ]
    return Measure(DEFINITIONS["vendors"], tuple(rows), apart.by_reason())


def _host_rows(host: str, systems: Sequence[System], facts: Facts) -> list[Row]:
    each: defaultdict[str, float] = defaultdict(float)
    under: defaultdict[str, list[System]] = defaultdict(list)
    unknown = []
    for system in systems:
        makers = companies(system, facts)
        if not makers:
            unknown.append(system)
        for maker in makers:
            each[maker] += 1 / len(makers)
            under[maker].append(system)
    total = sum(each.values())
    of_all = _events(s for group in under.values() for s in group)
    rows = [
        Row(
            {"host": host, "vendor": ALL},
            {
                "systems": Figure(total if total else None, "systems", of_all),
                "share": Figure(100.0 if total else None, "percent", of_all),
                "hhi": Figure(hhi([n / total for n in each.values()]) if total else None, "HHI", of_all),
            },
        )
    ]
    for maker, number in sorted(each.items(), key=lambda e: (-e[1], facts.name(e[0]))):
        events = _events(under[maker])
        figures = {
            "systems": Figure(number, "systems", events),
            "share": Figure(100 * number / total, "percent", events),
        }
        rows.append(Row({"host": host, "vendor": facts.name(maker)}, figures))
    if unknown:
        events = _events(unknown)
        figures = {
            "systems": Figure(len(unknown), "systems", events, "no company named as vendor"),
            "share": Figure(None, "percent", events),
        }
        rows.append(Row({"host": host, "vendor": MISSING}, figures))
    return rows


def _events(systems: Iterable[System]) -> tuple[str, ...]:
    return ids(e for s in systems for e in s.events)


def dependence(systems: Iterable[System], facts: Facts, without: str | None = None) -> Measure:
    """What goes dark if ``without`` (a company or state, by name) stops; every vendor in turn where none is named.

    DragomanError where the record knows nobody of that name.
    """
    apart = Apart()
    standing = deployed(systems, facts, apart)
    if without is not None:
        stopped = find_party(without, facts.entities)
        if stopped is None:
            raise DragomanError(f"the record knows nobody called {without!r}", "--without", "see `dragoman entities`")
        rows = _detail(standing, stopped, facts)
    else:
        makers = sorted({m for s in standing for m in companies(s, facts)}, key=facts.name)
        rows = [_summary(standing, maker, facts) for maker in makers]
    return Measure(DEFINITIONS["dependence"], tuple(rows), apart.by_reason())


def _stops(party: str, stopped: str, facts: Facts) -> bool:
    """Whether a supplier stops with ``stopped``: itself, or a company or body of that state."""
    entity = facts.entities.get(party)
    return party == stopped or (entity is not None and entity.state == stopped)


def effect(system: System, stopped: str, facts: Facts) -> str | None:
    """``dark``, ``partly``, ``unknown`` (no supplier told) or None where the system does not depend on it.

    Where companies are named they are the suppliers; a state named beside them only stands for its companies.
    """
    known = companies(system, facts) or tuple(v.value for v in system.supplier if v.modality == "asserted")
    if not known:
        return "unknown"
    hit = [p for p in known if _stops(p, stopped, facts)]
    return None if not hit else "dark" if len(hit) == len(known) else "partly"


def _by_effect(systems: Sequence[System], stopped: str, facts: Facts) -> dict[str, list[System]]:
    found: dict[str, list[System]] = {"dark": [], "partly": [], "network": [], "unknown": []}
    rest = []
    for system in systems:
        kind = effect(system, stopped, facts)
        if kind:
            found[kind].append(system)
        else:
            rest.append(system)
    hands = {v.value for s in found["dark"] if s.kind == "telecom" for v in s.host if not _is_state(v.value, facts)}
    found["network"] = [s for s in rest if hands & {v.value for v in s.host}]
    return found


def _is_state(id: str, facts: Facts) -> bool:
    entity = facts.entities.get(id)
    return entity is None or entity.kind in ("state", "group")


def _detail(systems: Sequence[System], stopped: str, facts: Facts) -> list[Row]:
    rows = []
    for kind, members in _by_effect(systems, stopped, facts).items():
        for system in members:
            keys = {"without": facts.name(stopped), "effect": kind, "system": system.name, "kind": system.kind,
                    "host": _names((v.value for v in system.host), facts),
                    "others": _names((v.value for v in system.supplier
                                      if not _stops(v.value, stopped, facts)), facts)}  # fmt: skip
            rows.append(Row(keys, _extent(system)))
    return rows


def _names(parties: Iterable[str], facts: Facts) -> str:
    return "; ".join(dict.fromkeys(facts.name(p) for p in parties))


def _extent(system: System) -> dict[str, Figure]:
    """How many units at how many sites: the furthest and latest told as fact, what else is told in the note. Missing
    where nobody tells, or where what is told counts several things."""
    told = [v for v in system.counts if _stands(v) and not is_total(v.value["unit"])]
    counts = {unit_key(v.value["unit"]): v for v in told}
    sites = [v for v in system.sites if _stands(v)]
    numbers = [v for v in sites if isinstance(v.value, Mapping)]
    places = [str(v.value) for v in sites if not isinstance(v.value, Mapping)]
    units = next(iter(counts.values())) if len(counts) == 1 else None
    others = [v for v in told if v is not units]
    note = "; ".join(dict.fromkeys(f"{v.value['value']:,} {v.value['unit']}" for v in others))
    return {
        "units": Figure(float(units.value["value"]) if units else None,
                        str(units.value["unit"]) if units else "units", system.events, note),
        "sites": Figure(float(numbers[-1].value["value"]) if numbers else None,
                        str(numbers[-1].value["unit"]) if numbers else "sites", system.events,
                        "; ".join(dict.fromkeys(places))),
    }  # fmt: skip


def _stands(value: Sourced) -> bool:
    return value.modality == "asserted" and value.stage in DEPLOYED


def _summary(systems: Sequence[System], stopped: str, facts: Facts) -> Row:
    found = _by_effect(systems, stopped, facts)
    figures = {kind: Figure(len(members), "systems", _events(members)) for kind, members in found.items()}
    return Row({"without": facts.name(stopped)}, figures)
