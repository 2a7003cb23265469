"""Actors and recipients are chosen together: by likelihood, by what is usual of the type, by whose state they are."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook.types import ORDER
from dragoman.coding.candidates import HERE, Candidate
from dragoman.coding.sides import customs, sides

Scored = tuple[float, Candidate]


def party(name: str, at: int, kind: str = "state", state: str | None = None, owner: str | None = None) -> Candidate:
    return Candidate(HERE, 0, at, at + len(name), kind, name, origin=(at, at + len(name)), state=state, owner=owner)


SERBIA, CHINA = party("Serbia", 0, state="state:rs"), party("China", 20, state="state:cn")
HUAWEI = party("Huawei", 40, "company", "state:cn", "China")
ARMY = party("Serbian Army", 60, "body", "state:rs", "Serbia")
GREECE = party("Greece", 80, state="state:gr")


def chosen(
    type_: str,
    slots: Mapping[str, Sequence[Scored]],
    lists: Sequence[Sequence[str]] = (),
    custom: float = 0.4,
    kin: float = 1.0,
) -> tuple[list[str | None], list[str | None]]:
    left, right = sides(type_, slots, (0.5, 0.5), lists, custom, kin)
    return [c.party for c in left], [c.party for c in right]


def test_the_likeliest_stand_on_either_side() -> None:
    slots = {"actor": [(0.9, CHINA), (0.1, SERBIA)], "recipient": [(0.8, SERBIA), (0.2, CHINA)]}
    assert chosen("arms_transfer", slots) == (["China"], ["Serbia"])


def test_a_party_stands_on_one_side_only() -> None:
    slots = {"actor": [(0.9, CHINA), (0.6, SERBIA)], "recipient": [(0.8, SERBIA), (0.7, CHINA)]}
    assert chosen("arms_transfer", slots) == (["China"], ["Serbia"])


def test_a_delivery_has_a_recipient_where_one_is_half_likely() -> None:
    slots = {"actor": [(0.9, CHINA)], "recipient": [(0.35, SERBIA)]}
    assert chosen("arms_transfer", slots, custom=0.0) == (["China"], [])
    assert chosen("arms_transfer", slots) == (["China"], ["Serbia"])
    assert chosen("legal_oversight", slots) == (["China"], [])  # which seldom has one


def test_an_agreement_has_two_parties_that_both_act() -> None:
    slots = {"actor": [(0.9, CHINA), (0.35, SERBIA), (0.06, GREECE)], "recipient": [(0.2, GREECE)]}
    assert chosen("agreement", slots) == (["Serbia", "China"], [])


def test_between_states_both_sides_are_seldom_of_one_state() -> None:
    slots = {"actor": [(0.9, CHINA)], "recipient": [(0.6, HUAWEI), (0.4, SERBIA)]}
    assert chosen("arms_transfer", slots, kin=0.0) == (["China"], ["Huawei"])
    assert chosen("arms_transfer", slots) == (["China"], ["Serbia"])
    assert chosen("legal_oversight", {**slots, "recipient": [(0.9, HUAWEI)]}) == (["China"], ["Huawei"])


def test_of_a_state_and_its_own_body_one_is_meant_unless_both_are_listed() -> None:
    slots = {"actor": [(0.9, CHINA)], "recipient": [(0.9, ARMY), (0.85, SERBIA)]}
    assert chosen("arms_transfer", slots, custom=0.0) == (["China"], ["Serbian Army"])
    assert chosen("arms_transfer", slots, [["Serbia", "Serbian Army"]], custom=0.0) == (
        ["China"],
        ["Serbia", "Serbian Army"],
    )


def test_two_readings_of_the_same_words_are_one_party() -> None:
    other = party("Greece", 20)
    assert chosen("statement_concern", {"actor": [(0.9, SERBIA)], "recipient": [(0.8, CHINA), (0.7, other)]}) == (
        ["Serbia"],
        ["China"],
    )


def test_nobody_is_made_up() -> None:
    assert chosen("arms_transfer", {}) == ([], [])
    assert chosen("arms_transfer", {"actor": [(0.04, CHINA)]}) == ([], [])


def test_every_type_has_its_customs() -> None:
    assert set(customs()) == set(ORDER)
    assert all(c.rarest <= min(c.counts.values()) and c.kin <= 0 for c in customs().values())


PARTIES = (SERBIA, CHINA, HUAWEI, ARMY, GREECE)
SIDE = st.lists(st.tuples(st.floats(0.0, 1.0), st.sampled_from(PARTIES)), max_size=8).map(
    lambda found: sorted(found, key=lambda x: -x[0])
)


@pytest.mark.parametrize("type_", ["arms_transfer", "agreement", "legal_oversight"])
@given(actor=SIDE, recipient=SIDE)
def test_who_is_chosen_was_offered_and_is_chosen_once(type_: str, actor: list[Scored], recipient: list[Scored]) -> None:
    left, right = chosen(type_, {"actor": actor, "recipient": recipient})
    offered = {c.party for _, c in (*actor, *recipient)}
    assert len({*left, *right}) == len(left) + len(right)
    assert {*left, *right} <= offered
    assert (left, right) == chosen(type_, {"actor": actor, "recipient": recipient})
