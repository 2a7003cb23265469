"""What `match` makes of claims: who is who, what joins, why, and what stays apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.claim import Claim
from dragoman.matching import Event, Matching, known, match
from dragoman.matching.names import designators
from tests.matching.claims import claim, drones, report


def events_of(*claims: Claim) -> list[Event]:
    return list(match(claims, {}).events)


def together(one: Claim, other: Claim) -> bool:
    return len(events_of(one, other)) == 1


def test_a_deal_keeps_its_life_in_one_event() -> None:
    talks = drones(count=None, status="considered", time="2018")
    order = drones(count=9, status="agreed", time="2019", report="r2")
    delivery = drones(status="completed", time="2020-06", report="r3")
    (event,) = events_of(talks, order, delivery)
    assert [s[:2] for s in event.stages] == [("considered", "2018"), ("agreed", "2019"), ("completed", "2020-06")]
    assert event.status == "completed"
    assert event.time == "2020-06"


def test_every_join_has_a_reason_in_words() -> None:
    one, other = drones(time="2020"), drones(time="2020-06", report="r2")
    (event,) = events_of(one, other)
    ((later, earlier, reason),) = event.joins
    assert {later, earlier} == {one.id, other.id}
    assert "same parties China and Serbia" in reason
    assert "item CH-92A" in reason
    assert "2020-06 within 2020" in reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(drones(), drones(recipient=["Pakistan"], report="r2"), id="another recipient"),
        pytest.param(drones(), drones(item="FK-3 batteries", count=None, report="r2"), id="another system"),
        pytest.param(drones(), drones(item="further CH-92A drones", report="r2"), id="further ones"),
        pytest.param(
            drones(count=12, time="2020-08"), drones(count=8, time="2021-08", report="r2"), id="another number and day"
        ),
        pytest.param(drones(count=12), drones(count=8, start=90), id="another number of the same voice"),
        pytest.param(
            claim(
                type="military_aid",
                actor=["China"],
                recipient=["Fiji"],
                item="first batch of riot gear",
                time="2021-12",
            ),
            claim(
                "r2",
                type="military_aid",
                actor=["China"],
                recipient=["Fiji"],
                item="second batch of riot gear",
                time="2022-02",
            ),
            id="another instalment",
        ),
        pytest.param(
            claim(type="police_cooperation", actor=["China", "Serbia"], item="joint police patrols", time="2019"),
            claim("r2", type="police_cooperation", actor=["China", "Serbia"], item="joint police drill", time="2019"),
            id="patrols and a drill",
        ),
        pytest.param(
            claim(type="finance", actor=["China"], recipient=["Kenya"], item="loan for the port road"),
            claim("r2", type="finance", actor=["China"], recipient=["Kenya"], item="loan for the Mombasa airport"),
            id="another project",
        ),
        pytest.param(
            claim(
                type="public_opinion",
                actor=["Serbs"],
                recipient=["China"],
                item="trust in the partner",
                quantity=[(60, "percent")],
            ),
            claim(
                "r2",
                type="public_opinion",
                actor=["Serbs"],
                recipient=["Russia"],
                item="trust in the partner",
                quantity=[(60, "percent")],
            ),
            id="answers about two states",
        ),
        pytest.param(
            claim(type="visit_meeting", actor=["France"], recipient=["Armenia"], time="2023-10-23"),
            claim("r2", type="visit_meeting", actor=["France"], recipient=["Armenia"], time="2024-02-22"),
            id="two visits",
        ),
    ],
)
def test_stays_apart(one: Claim, other: Claim) -> None:
    assert not together(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            drones(), drones(recipient=["Serbian Ministry of Defence"], report="r2"), id="a state and its ministry"
        ),
        pytest.param(
            drones(item="Ground Master 200 radars", count=3),
            drones(item="GM200 radars", count=3, report="r2"),
            id="a name and its initials",
        ),
        pytest.param(
            claim(type="military_exercise", actor=["Japan", "India"], item="naval drill", time="2022-09"),
            claim("r2", type="military_exercise", actor=["India", "Japan"], item="navy exercise", time="2022-09-11"),
            id="a drill and an exercise",
        ),
        pytest.param(
            claim(
                type="agreement",
                actor=["Philippines", "United States"],
                item="information pact GSOMIA",
                status="announced",
                time="2024",
            ),
            claim(
                "r2",
                type="agreement",
                actor=["Philippines", "United States"],
                item="GSOMIA information pact",
                time="2024-11-18",
            ),
            id="promised and signed",
        ),
    ],
)
def test_joins(one: Claim, other: Claim) -> None:
    assert together(one, other)


def test_names_of_one_party_are_one_entity() -> None:
    spellings = ["Türkiye", "Turkey", "the Republic of Türkiye", "TURKEY"]
    outcome = match([drones(recipient=[name], report=f"r{i}") for i, name in enumerate(spellings)], {})
    assert {outcome.parties[name] for name in spellings} == {"state:tr"}


def test_unlisted_names_near_alike_are_one_entity() -> None:
    spellings = ["Zorvex", "Zorvex Ltd.", "ZORVEX", "the Zorvex Company", "Zórvex (ZX)", "ZX"]
    outcome = match([drones(actor=[name], report=f"r{i}") for i, name in enumerate(spellings)], {})
    assert len({outcome.parties[name] for name in spellings}) == 1
    (entity,) = [e for e in outcome.entities if e.id == outcome.parties["ZX"]]
    assert "ZORVEX" in (entity.name, *entity.aliases)


def test_an_unlisted_body_belongs_to_the_state_in_its_name() -> None:
    outcome = match([drones(recipient=["Serbian Office for Border Drones"])], {})
    (body,) = [e for e in outcome.entities if e.kind == "body"]
    assert body.state == "state:rs"


def test_no_claim_is_lost_and_none_counts_twice() -> None:
    one = drones()
    outcome = match([one, one, drones(report="r2", recipient=["Kenya"])], {})
    assert sorted(c for e in outcome.events for c in e.claims) == sorted(
        {one.id, drones(report="r2", recipient=["Kenya"]).id}
    )


def test_nothing_gives_nothing() -> None:
    assert match([], {}) == Matching((), ())


names = st.sampled_from(["China", "Serbia", "Huawei", "Serbian Ministry of the Interior", "France", "Ivan Ivić"])
items = st.sampled_from(
    ["CH-92A drones", "further CH-92A drones", "FK-3 battery", "traffic cameras", "loan for the port", None]
)
some_claims = st.builds(
    lambda r, t, a, b, i, n, w, s, m, start: claim(
        r, t, start, actor=a, recipient=b, item=i, quantity=[(n, "units")] if n else [], time=w, status=s, modality=m
    ),
    st.sampled_from(["r1", "r2", "r3"]),
    st.sampled_from(
        ["arms_transfer", "military_aid", "surveillance_deployment", "finance", "visit_meeting", "statement_concern"]
    ),
    st.lists(names, max_size=2, unique=True),
    st.lists(names, max_size=2, unique=True),
    items,
    st.sampled_from([0, 6, 9, 1000]),
    st.sampled_from([None, "2019", "2020-06", "2020-07-04", "2019/..", "XXXX-04"]),
    st.sampled_from(["announced", "agreed", "completed", "operational", "cancelled"]),
    st.sampled_from(["asserted", "negated", "planned", "alleged"]),
    st.integers(0, 2000),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(some_claims, max_size=12).flatmap(lambda c: st.tuples(st.just(c), st.permutations(c))))
def test_the_order_of_claims_changes_nothing(both: tuple[list[Claim], list[Claim]]) -> None:
    first, second = both
    reports = {id: report(id) for id in ("r1", "r2", "r3")}
    one, other = match(first, reports), match(second, reports)
    assert one == other
    assert sorted(c for e in one.events for c in e.claims) == sorted({c.id for c in first})
    for event in one.events:
        assert len(event.joins) == len(event.claims) - 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FK-3 missile system", "HQ-22 batteries"),
        ("Wing Loong drones", "Pterodactyl-1 drones"),
        ("Chengdu Pterodactyl-1 (Wing Loong) drones", "Wing Loong drones"),
    ],
)
def test_a_system_known_by_two_names_is_one_entity_and_one_deal(one: str, other: str) -> None:
    there = drones(item=one, count=None, status="agreed", time="2018-09")
    here = drones(item=other, count=None, status="agreed", time="2018", report="r2")
    found = match([there, here], {})
    assert len(found.events) == 1
    assert len([e for e in found.entities if e.kind == "system"]) == 1


def test_two_marks_of_one_family_stay_two_systems() -> None:
    assert not together(drones(item="Wing Loong I drones"), drones(item="Wing Loong II drones", report="r2"))
    safe = claim(type="surveillance_deployment", actor=["Huawei"], recipient=["Serbia"], item="Safe City cameras")
    smart = claim("r2", "surveillance_deployment", actor=["Huawei"], recipient=["Serbia"], item="Smart City cameras")
    assert not together(safe, smart)


def test_a_plural_is_no_variant() -> None:
    assert designators("missiles for the F-16s") == designators("F-16 missile") == {"f16"}
    assert designators("F-16D") == {"f16d"}


def test_an_ordinary_word_written_small_names_no_system() -> None:
    assert known.systems_in("Patriot batteries") != frozenset()
    assert known.systems_in("every patriot in town") == frozenset()
    assert known.systems_in("SMArt shells") != frozenset()
    assert not {i for i in known.systems_in("Smart City project") if "155" in i}


def test_six_officers_on_patrol_and_180_in_a_drill_are_two_happenings() -> None:
    both = {"type": "police_cooperation", "actor": ["China", "Serbia"], "time": "2019-11"}
    assert not together(claim(quantity=[(6, "officers")], **both), claim("r2", quantity=[(180, "officers")], **both))
    assert together(claim(quantity=[(120, "officers")], **both), claim("r2", quantity=[(180, "officers")], **both))


def test_a_place_in_the_capitals_of_a_dateline_is_the_place() -> None:
    one, other = drones(place=["KAMPALA"]), drones("r2", place=["Kampala"])
    outcome = match([one, other], {})
    assert [e.name for e in outcome.entities if e.kind == "place"] == ["Kampala"]
    (finding,) = [f for f in outcome.events[0].findings if f.slot == "place"]
    assert (finding.verdict, [v.value for v in finding.values]) == ("agreed", ["Kampala"])
    assert [e.name for e in match([one], {}).entities if e.kind == "place"] == ["Kampala"]


def test_a_join_tells_what_it_rests_on() -> None:
    cameras = {"type": "surveillance_deployment", "actor": ["Huawei"], "recipient": ["Uganda"]}
    (event,) = events_of(claim(item="street cameras", **cameras), claim("r2", item="CCTV", time="2019", **cameras))
    assert "cameras of one host and supplier" in event.joins[0][2]


def test_the_stages_of_a_deal_are_told_in_turn() -> None:
    life = [drones(r, count=None, status=s) for r, s in (("r1", "agreed"), ("r2", "considered"), ("r3", "completed"))]
    (event,) = events_of(*life)
    assert next(f for f in event.findings if f.slot == "status").reason == (
        "the stages considered, agreed and then completed"
    )


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Serbian Ministry of Defence", "state:rs"),
        ("Chinese embassy in Uganda", "state:cn"),
        ("Dar es Salaam Zone Police", "state:tz"),  # a capital of no namesakes
        ("Georgetown University", None),  # there are many
        ("Hill Street Police", None),
    ],
)
def test_a_bodys_name_tells_its_state(name: str, state: str | None) -> None:
    assert known.state_of(name) == state
