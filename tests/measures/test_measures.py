"""The measures on cases worked out by hand: the figures, the events under them, and what must not enter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import DragomanError
from dragoman.measures import facts as f
from dragoman.measures.definitions import DEFINITIONS
from dragoman.measures.measure import hhi
from dragoman.measures.shares import window_of
from tests.measures.told import claim, event_of, figure, matched, measure, rows

RADARS = claim(actor=["France"], recipient=["Armenia"], item="GM200 radars", time="2023", status="agreed")
RIFLES = claim("r2", actor=["India"], recipient=["Armenia"], item="sniper rifles", time="2022", status="completed")
MORTARS = claim("r3", actor=["India"], recipient=["Armenia"], item="mortar carriers", time="2024", status="agreed")
SHELLS = claim(
    "r4", actor=["India", "Greece"], recipient=["Armenia"], item="howitzer shells", time="2021", status="completed"
)


def test_shares_and_hhi_by_hand() -> None:
    """Four events of 2020-2024: India 1 + 1 + 1/2, France 1, Greece 1/2; HHI = 62.5² + 25² + 12.5² = 4687.5."""
    claims = [RADARS, RIFLES, MORTARS, SHELLS]
    found = measure("suppliers", claims)
    assert figure(found, "events", who="all").value == 4
    assert figure(found, "events", who="India").value == 2.5
    assert figure(found, "share", who="India").value == 62.5
    assert figure(found, "share", who="France").value == 25
    assert figure(found, "share", who="Greece").value == 12.5
    assert figure(found, "hhi", who="all").value == 4687.5
    assert figure(found, "share", who="France").events == (event_of(claims, RADARS),)
    assert {r.keys["window"] for r in found.rows} == {"2020-2024"}


def test_hhi_of_one_supplier_is_the_top_of_the_scale() -> None:
    assert hhi([1.0]) == 10_000
    assert hhi([0.5, 0.5]) == 5_000
    assert hhi([]) is None


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=30))
def test_hhi_lies_between_equal_shares_and_monopoly(weights: list[float]) -> None:
    found = hhi([w / sum(weights) for w in weights])
    assert found is not None
    assert 10_000 / len(weights) - 1e-6 <= found <= 10_000 + 1e-6


@pytest.mark.parametrize(
    ("year", "years", "window"),
    [(2019, 5, "2015-2019"), (2020, 5, "2020-2024"), (2020, 1, "2020"), (2020, 0, "all years"), (None, 5, "undated")],
)
def test_windows(year: int | None, years: int, window: str) -> None:
    assert window_of(year, years) == window


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "announced"}, f.FORESEEN),
        ({"status": "considered"}, f.FORESEEN),
        ({"modality": "planned"}, f.FORESEEN),
        ({"modality": "alleged"}, f.ALLEGED),
        ({"modality": "negated"}, f.NOT_SO),
        ({"modality": "hypothetical"}, f.NOT_SO),
        ({"status": "cancelled"}, f.OFF),
        ({"item": "framework agreement for howitzers"}, f.UMBRELLA),
        ({"actor": []}, f.NO_ACTOR),
        ({"recipient": []}, f.NO_RECIPIENT),
        ({"actor": ["Armenia"]}, f.AT_HOME),
    ],
)
def test_what_does_not_enter_is_listed_apart_with_its_reason(changes: dict[str, object], reason: str) -> None:
    fields = {"actor": ["Iran"], "recipient": ["Armenia"], "item": "anti-tank mines", "time": "2022"}
    other = claim("r9", **{**fields, "status": "agreed", **changes})
    found = measure("suppliers", [RADARS, other])
    assert figure(found, "events", who="all").value == 1
    assert found.left_out == {reason: (event_of([RADARS, other], other),)}


def test_money_is_added_by_currency_and_never_converted() -> None:
    """70 and 30 million euros, 5 million dollars; a pledge and a quoted total of a hundred times as much stay out."""
    given_ = {"type": "civil_aid", "recipient": ["Serbia"], "status": "completed"}
    claims = [
        claim("r1", actor=["European Union"], item="flood relief", money=(70e6, "EUR"), time="2020", **given_),
        claim("r2", actor=["Norway"], item="hospital beds", money=(30e6, "EUR"), time="2021", **given_),
        claim("r3", actor=["Japan"], item="ambulances", money=(5e6, "USD"), time="2022", **given_),
        claim("r4", actor=["Japan"], item="school desks", time="2022", **given_),
        claim("r5", actor=["China"], item="rail station", money=(9e9, "EUR"), time="2022",
              **given_ | {"status": "announced"}),
        claim("r6", actor=["China"], item="gifts since 2008", money=(8e9, "EUR"), time="2022",
              **given_ | {"type": "published_statistic"}),
    ]  # fmt: skip
    found = measure("donors", claims, by="money")
    assert figure(found, "amount", who="all", currency="EUR").value == 100e6
    assert figure(found, "share", who="Norway").value == 30
    assert figure(found, "hhi", who="all", currency="EUR").value == 70**2 + 30**2
    assert figure(found, "amount", who="all", currency="USD").value == 5e6
    assert found.left_out == {
        f.NO_AMOUNT: (event_of(claims, claims[3]),),
        f.FORESEEN: (event_of(claims, claims[4]),),
        f.STATISTIC: (event_of(claims, claims[5]),),
    }


def test_about_a_pair_keeps_the_other_suppliers_in_the_whole() -> None:
    found = measure("suppliers", [RADARS, RIFLES], about="France-Armenia")
    assert figure(found, "share", who="France").value == 50
    assert measure("suppliers", [RADARS, RIFLES], about="Armenia", since="2023").rows[0].figures["events"].value == 1


def test_a_disputed_event_counts_and_is_named() -> None:
    yes = claim("r1", actor=["Iran"], recipient=["Russia"], item="Fath-360 missiles", time="2024", status="completed")
    no = claim(
        "r2", actor=["Iran"], recipient=["Russia"], item="Fath-360 missiles", status="completed", modality="negated"
    )
    found = measure("suppliers", [yes, no])
    assert figure(found, "events", who="Iran").value == 1
    assert found.disputed == (event_of([yes, no], yes),)


CAMERAS = claim(
    "r1", "surveillance_deployment", actor=["Huawei"], recipient=["Serbia"], item="river camera poles",
    quantity=[(1000, "cameras"), (800, "locations")], place=["Belgrade"], status="operational",
)  # fmt: skip
GATES = claim(
    "r2", "surveillance_deployment", actor=["Dahua", "Hikvision"], recipient=["Serbia"],
    item="airport entrance sensors", status="completed", place=["Niš"],
)  # fmt: skip
NAMELESS = claim(
    "r3", "surveillance_deployment", recipient=["Serbia"], item="number-plate readers", status="operational"
)
RADIO = claim(
    "r4", "digital_infrastructure", actor=["Huawei"], recipient=["Serbian Ministry of the Interior"],
    item="officers radio masts", status="operational",
)  # fmt: skip
WATCH = claim(
    "r5", "surveillance_deployment", actor=["Hikvision"], recipient=["Serbian Ministry of the Interior"],
    item="stadium viewing equipment", status="operational",
)  # fmt: skip
COMING = claim(
    "r6", "surveillance_deployment", actor=["Huawei"], recipient=["Serbia"], item="tram stop sensors",
    status="announced", modality="planned",
)  # fmt: skip
ALL_SYSTEMS = [CAMERAS, GATES, NAMELESS, RADIO, WATCH, COMING]


def test_vendor_concentration_leaves_the_unknown_unknown() -> None:
    """Huawei 2, Hikvision 1 + 1/2, Dahua 1/2 of four; one system without a vendor is missing, not shared out."""
    found = measure("vendors", ALL_SYSTEMS)
    assert figure(found, "systems", vendor="all").value == 4
    assert figure(found, "share", vendor="Huawei").value == 50
    assert figure(found, "share", vendor="Hikvision").value == 37.5
    assert figure(found, "hhi", vendor="all").value == 50**2 + 37.5**2 + 12.5**2
    missing = rows(found, vendor="missing")[0].figures
    assert missing["systems"].value == 1
    assert missing["share"].value is None
    assert missing["systems"].events == (event_of(ALL_SYSTEMS, NAMELESS),)


def test_what_goes_dark_without_a_vendor() -> None:
    found = measure("dependence", ALL_SYSTEMS, without="Huawei")
    effects = {r.keys["system"]: r.keys["effect"] for r in found.rows}
    assert effects == {
        "river camera poles": "dark",
        "officers radio masts": "dark",
        "stadium viewing equipment": "network",
        "number-plate readers": "unknown",
    }
    cameras = found.rows[[r.keys["system"] for r in found.rows].index("river camera poles")].figures
    assert (cameras["units"].value, cameras["sites"].value, cameras["sites"].note) == (1000, 800, "Belgrade")
    assert next(r for r in found.rows if r.keys["effect"] == "network").figures["units"].value is None


def test_a_state_takes_its_companies_along_and_part_of_a_system_is_told_as_part() -> None:
    dark = measure("dependence", ALL_SYSTEMS, without="China")
    assert {r.keys["effect"] for r in dark.rows} == {"dark", "unknown"}
    part = measure("dependence", ALL_SYSTEMS, without="Dahua")
    assert [r.keys["system"] for r in rows(part, effect="partly")] == ["airport entrance sensors"]
    assert rows(part, effect="partly")[0].keys["others"] == "Hikvision"
    with pytest.raises(DragomanError, match="nobody called 'Hauwei'"):
        measure("dependence", ALL_SYSTEMS, without="Hauwei")


def test_every_vendor_in_turn_where_none_is_named() -> None:
    found = measure("dependence", ALL_SYSTEMS)
    huawei = next(r for r in found.rows if r.keys["without"] == "Huawei").figures
    assert [huawei[k].value for k in ("dark", "partly", "network", "unknown")] == [2, 0, 1, 1]


def test_cooperation_counts_apart_from_intensity() -> None:
    visit = claim("r1", "visit_meeting", actor=["China"], recipient=["Serbia"], time="2019", place=["Belgrade"])
    pact = claim("r2", "agreement", actor=["China", "Serbia"], item="free trade agreement", time="2019")
    ban = claim("r3", "sanction_or_control", actor=["China"], recipient=["Serbia"], item="poultry ban", time="2019")
    aim = claim("r4", "interest_or_aim", actor=["China"], recipient=["Serbia"], item="deeper ties", time="2019")
    drill = claim("r5", "military_exercise", actor=["Serbia"], item="home drill", time="2019")
    elsewhere = claim("r6", "agreement", actor=["China", "Kenya"], item="customs agreement", time="2019")
    claims = [visit, pact, ban, aim, drill, elsewhere]
    found = measure("cooperation", claims, about="China-Serbia")
    diplomacy = next(r for r in found.rows if r.keys == {"domain": "diplomacy", "year": "2019"}).figures
    assert [diplomacy[k].value for k in ("events", "cooperative", "hostile")] == [2, 2, 0]
    assert diplomacy["intensity"].value is not None
    assert 0 < diplomacy["intensity"].value <= 10
    hostile = next(r for r in found.rows if r.keys["domain"] == "sanctions and controls").figures
    assert hostile["hostile"].value == 1
    assert hostile["intensity"].value is not None
    assert hostile["intensity"].value < 0
    assert sum(r.figures["events"].value or 0 for r in found.rows) == 3


def test_pledged_agreed_delivered_of_one_deal() -> None:
    """Twenty pledged, nine ordered, six delivered: two thirds of the order; money told at the order alone."""
    deal = {"actor": ["China"], "recipient": ["Serbia"], "item": "CH-92A drones"}
    claims = [
        claim("r1", quantity=[(20, "drones")], status="announced", **deal),
        claim("r2", quantity=[(9, "drones")], money=(30e6, "USD"), status="agreed", time="2018", **deal),
        claim("r3", quantity=[(6, "drones")], status="completed", time="2020-06", **deal),
    ]
    found = measure("pledges", claims)
    drones = rows(found, of="drones")[0].figures
    assert [drones[k].value for k in ("pledged", "agreed", "delivered")] == [20, 9, 6]
    assert drones["share"].value == pytest.approx(200 / 3)
    money = rows(found, of="USD")[0].figures
    assert [money[k].value for k in ("pledged", "agreed", "delivered", "share")] == [None, 30e6, None, None]


def test_a_number_of_units_is_shown_as_one_of_the_thing_it_counts() -> None:
    deal = {"actor": ["China"], "recipient": ["Serbia"], "item": "CH-92A drones"}
    found = measure("pledges", [claim("r1", quantity=[(9, "number")], status="agreed", time="2018", **deal)])
    assert rows(found, of="aircraft")[0].figures["agreed"].value == 9


def test_a_plan_is_a_pledge_and_a_deal_without_numbers_is_missing_not_zero() -> None:
    deal = {"actor": ["China"], "recipient": ["Serbia"]}
    plan = claim("r1", item="patrol boats", quantity=[(4, "boats")], status="completed", modality="planned", **deal)
    bare = claim("r2", item="field kitchens", status="agreed", **deal)
    rumour = claim("r3", item="tank engines", quantity=[(50, "engines")], modality="alleged", **deal)
    found = measure("pledges", [plan, bare, rumour])
    boats = rows(found, of="boats")[0].figures
    assert [boats[k].value for k in ("pledged", "agreed", "delivered")] == [4, None, None]
    kitchens = rows(found, of="no amount told")[0].figures
    assert all(figure.value is None for figure in kitchens.values())
    assert found.left_out == {f.ALLEGED: (event_of([plan, bare, rumour], rumour),)}


def test_opinion_beside_aid_up_to_the_poll() -> None:
    poll = claim(
        "r1", "public_opinion", actor=["Serbian citizens"], recipient=["China"], item="biggest donor",
        quantity=[(33, "percent")], time="2021",
    )  # fmt: skip
    given_ = {"type": "civil_aid", "recipient": ["Serbia"], "status": "completed"}
    masks = claim("r2", actor=["China"], item="masks", time="2020", **given_)
    later = claim("r3", actor=["China"], item="ventilators", time="2023", **given_)
    relief = claim("r4", actor=["European Union"], item="relief fund", money=(93e6, "EUR"), time="2020", **given_)
    roads = claim("r5", actor=["European Union"], item="rural roads", money=(7e6, "EUR"), time="2019", **given_)
    found = measure("opinion", [poll, masks, later, relief, roads])
    assert figure(found, "answer", judged="China").value == 33
    assert figure(found, "aid", judged="China").value == 1
    assert figure(found, "aid", judged="China").events == (event_of([poll, masks, later, relief, roads], masks),)
    assert figure(found, "amount", judged="China").value is None
    rank = figure(found, "rank", judged="China")
    assert (rank.value, rank.note) == (2, "of 2 donors")


def test_opinion_without_any_aid_told_is_missing() -> None:
    poll = claim("r1", "public_opinion", actor=["Serbian citizens"], recipient=["Russia"], item="friend", time="2021")
    found = measure("opinion", [poll])
    assert {name: x.value for name, x in found.rows[0].figures.items()} == {
        "answer": None, "aid": None, "rank": None, "amount": None,
    }  # fmt: skip


def test_every_figure_lists_events_of_the_record_and_every_measure_its_formula_and_source() -> None:
    claims = [RADARS, RIFLES, MORTARS, SHELLS, *ALL_SYSTEMS]
    known = {e.id for e in matched(claims).events}
    for name, definition in DEFINITIONS.items():
        found = measure(name, claims)
        assert definition.formula
        assert definition.source
        for row in found.rows:
            for one in row.figures.values():
                assert set(one.events) <= known
                assert one.events or one.value in (0, None)


def test_unknown_names_are_told() -> None:
    with pytest.raises(DragomanError, match="no measure 'supliers'"):
        measure("supliers", [RADARS])
    with pytest.raises(DragomanError, match="nobody called 'Atlantis'"):
        measure("suppliers", [RADARS], about="Atlantis")
