"""Cooperation and conflict by domain and year: counts, and PLOVER's intensity apart from them."""

from collections import defaultdict
from collections.abc import Mapping
from statistics import fmean

from dragoman.codebook.types import load_codebook
from dragoman.measures import facts as f
from dragoman.measures.definitions import DEFINITIONS
from dragoman.measures.facts import Fact, Facts
from dragoman.measures.measure import Apart, Figure, Measure, Row, ids

DOMAINS: Mapping[str, str] = {
    "arms_transfer": "arms",
    "military_aid": "arms",
    "technology_transfer": "arms",
    "force_development": "forces",
    "military_exercise": "forces",
    "surveillance_deployment": "surveillance and networks",
    "digital_infrastructure": "surveillance and networks",
    "police_cooperation": "police",
    "training_education": "training",
    "finance": "finance and aid",
    "civil_aid": "finance and aid",
    "visit_meeting": "diplomacy",
    "agreement": "diplomacy",
    "statement_support": "statements",
    "statement_concern": "statements",
    "sanction_or_control": "sanctions and controls",
    "legal_oversight": "law and oversight",
    "security_incident": "incidents",
}
"""Domain of each type that is an act; aims, polls and statistics are none."""


def cooperation(facts: Facts) -> Measure:
    """Events of each domain and year, cooperative and hostile ones counted, and the mean intensity of their types."""
    apart, counted = Apart(), []
    for fact in facts.between():
        if fact.type not in DOMAINS:
            continue
        reason = f.why_not(fact, f.FIRM)
        if reason and reason != f.UMBRELLA:  # a framework agreement is an act of diplomacy, though no sum
            apart.add(reason, fact.id)
        elif len(fact.states) < 2:
            apart.add(f.AT_HOME if fact.states else f.NO_ACTOR, fact.id)
        else:
            counted.append(fact)
    groups: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in counted:
        groups[DOMAINS[fact.type], str(fact.year) if fact.year else f.UNDATED].append(fact)
    rows = tuple(_row(domain, year, groups[domain, year]) for domain, year in sorted(groups))
    return Measure(DEFINITIONS["cooperation"], rows, apart.by_reason(), ids(x.id for x in counted if x.disputed))


def _row(domain: str, year: str, facts: list[Fact]) -> Row:
    known = load_codebook().types
    intensity = {x.id: known[x.type].intensity for x in facts if x.type in known}
    kind = {sign: ids(i for i, value in intensity.items() if value * sign > 0) for sign in (1, -1)}
    return Row(
        {"domain": domain, "year": year},
        {
            "events": Figure(len(facts), "events", ids(x.id for x in facts)),
            "cooperative": Figure(len(kind[1]) if intensity else None, "events", kind[1]),
            "hostile": Figure(len(kind[-1]) if intensity else None, "events", kind[-1]),
            "intensity": Figure(fmean(intensity.values()) if intensity else None, "mean of -10 to 10", ids(intensity)),
        },
    )
