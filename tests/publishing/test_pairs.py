"""Pairs of states: the most frequent first, an index of all, and what stands beside a pair."""

from dragoman.matching.event import Entity, Event, Matching
from dragoman.publishing.selection import every_pair, select

STATES = tuple(Entity(f"state:{c}", "state", name) for c, name in (("ar", "Arnor"), ("go", "Gondor"), ("ro", "Rohan")))


def event(name: str, kind: str, *parties: str) -> Event:
    ids = tuple(f"state:{p}" for p in parties)
    return Event(name, kind, name, ids, (), None, None, (), "completed", "asserted", ())


RECORD = Matching(
    STATES,
    (
        event("talks", "visit_meeting", "ar", "go"),
        event("drill", "military_exercise", "ar", "go"),
        event("praise", "statement_support", "go", "ro"),
        event("worry", "statement_concern", "go", "ro"),
        event("more", "statement_concern", "go", "ro"),
        event("law", "legal_oversight", "ar"),
        event("poll", "public_opinion", "ro"),
    ),
)
TOLD_IN = {e.id: frozenset({"r1"}) for e in RECORD.events[:3]} | {
    "law": frozenset({"r1"}),
    "poll": frozenset({"r2"}),
}


def test_cooperation_goes_before_what_is_said() -> None:
    first, second = every_pair(RECORD, TOLD_IN)
    assert (first.name, first.cooperation, len(first.core)) == ("Arnor and Gondor", 2, 2)
    assert (second.name, second.cooperation, len(second.core)) == ("Gondor and Rohan", 0, 3)


def test_beside_a_pair_stands_what_the_same_reports_tell_of_one_of_them() -> None:
    first = every_pair(RECORD, TOLD_IN)[0]
    assert first.core == {"talks", "drill"}
    assert first.beside == {"praise", "law"}


def test_a_pair_of_the_index_is_the_pair_that_can_be_asked_for() -> None:
    for found in every_pair(RECORD, TOLD_IN):
        chosen = select(RECORD, TOLD_IN, "-".join(found.pair))
        assert chosen.core == found.core
        assert {e.id for e in chosen.events} == found.core | found.beside
