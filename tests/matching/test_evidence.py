"""Signs add up: what one slot gets wrong, the others put right; what reports tell apart, nothing brings together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.claim import Claim
from dragoman.matching.entities import find_entities
from dragoman.matching.evidence import WEIGHTS, never, signs, weigh
from dragoman.matching.facets import Facets, facets
from dragoman.matching.subjects import subjects
from tests.matching.claims import claim, drones


def seen(*claims: Claim) -> list[Facets]:
    names = find_entities(claims)
    found = subjects(claims, {c.id: facets(c, names) for c in claims})
    return [found[c.id] for c in claims]


def test_a_wrong_item_is_outweighed_by_parties_day_and_number() -> None:
    told = drones(count=6, time="2020-06", item="CH-92A drones", report="r1")
    misread = drones(count=6, time="2020-06", item="transport", report="r2")
    other = drones(count=9, time="2015-06", item="transport", report="r2")
    assert (weigh(*seen(told, misread)) or 0.0) > (weigh(*seen(told, other)) or -9.0)


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        pytest.param(drones(report="r2", recipient=["Uganda"]), True, id="another state served"),
        pytest.param(drones(report="r2", item="second batch of CH-92A drones", start=9), False, id="a later batch"),
        pytest.param(drones(report="r2", item="FK-3 missiles"), True, id="another listed system"),
        pytest.param(drones(report="r2", actor=["Turkey"], recipient=["Kenya"]), True, id="nobody in common"),
        pytest.param(drones(report="r2"), False, id="the same"),
    ],
)
def test_what_nothing_outweighs(other: Claim, apart: bool) -> None:
    one, two = seen(drones(), other)
    assert never(one, two) == apart
    assert (weigh(one, two) is None) == apart


def test_a_number_put_right_speaks_for_the_happening_it_was_told_of() -> None:
    told = claim(actor=["Turkey"], recipient=["Kyrgyzstan"], type="training_education", quantity=[(30, "officers")])
    right = claim(
        "r2",
        actor=["Turkey"],
        recipient=["Kyrgyzstan"],
        type="training_education",
        quantity=[(24, "people")],
        quote="Turkey trained 24 people, not 30.",
    )
    assert "same number" in signs(*seen(told, right))


def test_a_name_that_both_items_write_as_one_is_a_sign() -> None:
    one = claim(
        item="frigate Kirpan", actor=["India"], recipient=["Vietnam"], type="military_aid", quote="Given: Kirpan."
    )
    other = claim("r2", item="the Kirpan", actor=["India"], recipient=["Vietnam"], type="military_aid", quote="On it.")
    assert "same name" in signs(*seen(one, other))


def test_days_told_by_two_reports_a_day_apart_are_of_one_delivery() -> None:
    one, other = seen(drones(time="2021-12-20"), drones(time="2021-12-18", count=5, report="r2"))
    assert weigh(one, other) is not None
    assert "same month in two reports" in signs(one, other)


@given(
    st.sampled_from(["China", "Huawei", "Serbian Ministry of Defence", "Turkey"]),
    st.sampled_from([None, "drones", "CH-92A drones", "transport"]),
    st.sampled_from([None, "2019", "2019-11", "2020-07-04"]),
    st.sampled_from(["r1", "r2"]),
)
def test_weights_are_the_same_whichever_claim_comes_first(actor: str, item: str, time: str, report: str) -> None:
    one, other = seen(drones(), drones(actor=[actor], item=item, time=time, report=report, start=40))
    assert weigh(one, other) == weigh(other, one)
    assert set(signs(one, other)) == set(signs(other, one))


def test_every_weight_is_of_a_sign_that_can_speak() -> None:
    assert WEIGHTS["always"] < 0
    assert WEIGHTS["enough in common"] > 0 > WEIGHTS["kept apart by rule"]
