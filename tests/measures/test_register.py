"""The register asked as a user asks it, on claims in the project's own words about facts that it must hold."""

import pytest

from dragoman.coding.claim import Claim
from dragoman.errors import DragomanError
from dragoman.measures.features import capabilities
from dragoman.measures.register import Asked, System, find, names_of, register
from dragoman.record.names import fold
from tests.matching.claims import report
from tests.measures.told import claim, matched, systems

DEPLOYED = "surveillance_deployment"
POLICE = "Serbian Ministry of the Interior"
CLAIMS: list[Claim] = [
    claim("d", DEPLOYED, 0, actor=["Huawei"], recipient=[POLICE], item="Safe City project", time="2011",
          status="agreed", quote="The ministry signed up for Safe City in 2011."),
    claim("d", DEPLOYED, 100, actor=["Huawei"], recipient=[POLICE], item="cameras", place=["Belgrade"],
          quantity=[(1000, "cameras"), (800, "locations")],
          quote="Under this project 1,000 cameras that read faces and number plates (facial and licence plate "
                "recognition) went up at 800 locations in Belgrade."),
    claim("d", "legal_oversight", 400, actor=[], item="sites of the Safe City cameras kept secret", status="under_way"),
    claim("d", "security_incident", 500, actor=["Serbia"], recipient=["returning travellers"], time="2020",
          item="Huawei cameras used to watch quarantine", modality="alleged",
          quote="Huawei cameras are suspected of having watched people in quarantine in Serbia."),
    claim("d", "agreement", 600, actor=["China", "Serbia"], item="memorandum on the Silk Road", time="2017"),
    claim("d", DEPLOYED, 700, actor=["Huawei"], recipient=["Serbia"], item="Smart City project", time="2017",
          status="announced"),
    claim("d", DEPLOYED, 800, actor=["Huawei"], recipient=["Serbian Ministry of Finance"], status="agreed", time="2018",
          item="traffic surveillance systems"),
    claim("d", "digital_infrastructure", 900, actor=["Huawei"], recipient=[POLICE], item="eLTE broadband network",
          status="announced", modality="planned"),
    claim("d", "digital_infrastructure", 1000, actor=["Huawei"], recipient=["Serbia"], time="2020", place=["Belgrade"],
          item="digital transformation hub"),
    claim("d", "training_education", 1100, actor=["Huawei"], recipient=["Serbia"], item="One Thousand Dreams project",
          quantity=[(1000, "people")], time="2019", status="under_way"),
    claim("d", DEPLOYED, 1200, actor=["Hikvision"], recipient=["Serbia"], item="internet-connected cameras",
          quantity=[(900, "cameras")], time="2020-06", status="operational",
          quote="A scan found 900 Hikvision cameras connected to the internet."),
    claim("d", DEPLOYED, 1300, actor=["Dahua"], recipient=["Serbia"], item="Dahua products", time="2019",
          place=["Belgrade airport"], status="operational"),
    claim("d", "arms_transfer", 1400, actor=["China"], recipient=["Serbia"], item="Wing Loong drones", status="agreed",
          quantity=[(9, "drones")], time="2018-09"),
    claim("d", "arms_transfer", 1500, actor=["China"], recipient=["Serbia"], item="Wing Loong drones",
          status="cancelled"),
    claim("d", "arms_transfer", 1600, actor=["CASC"], recipient=["Serbia"], item="CH-92A drones", time="2020-06",
          quantity=[(6, "drones")]),
    claim("d", "arms_transfer", 1700, actor=["China"], recipient=["Serbia"], item="FK-3 missile system", time="2020-08",
          status="announced"),
    claim("d", "arms_transfer", 1750, actor=["Russia"], recipient=["Serbia"], item="S-300 missile system",
          time="2020-08", status="considered", modality="negated"),
    claim("d", "technology_transfer", 1800, actor=["China"], recipient=["Serbia"], item="know-how for the Pegaz drone",
          time="2018-09", status="agreed"),
    claim("d", "police_cooperation", 1900, actor=["China", "Serbia"], item="joint police patrols", time="2019/..",
          status="under_way"),
    claim("d", "police_cooperation", 2000, actor=["China", "Serbia"], item="counterterrorism drill", time="2019-11",
          place=["Smederevo"]),
    claim("d", "published_statistic", 2100, actor=["China"], recipient=["Serbian Army"], item="gifts to the army",
          money=(5.2e6, "USD"), time="2008/2018"),
    claim("d", "published_statistic", 2200, actor=["United States"], recipient=["Serbian Army"],
          item="gifts to the army", money=(9.8e6, "USD"), time="2008/2018"),
    claim("d", "agreement", 2300, actor=["China", "Serbia"], item="free trade agreement", time="2023"),
    claim("d", "agreement", 2400, actor=["China", "Serbia"], item="abolition of visas", time="2016"),
    claim("d", "sanction_or_control", 2500, actor=["European Union"], recipient=["China"], item="arms embargo",
          time="1989/..", status="under_way"),
    claim("d", "civil_aid", 2600, actor=["European Union"], recipient=["Serbia"], item="pandemic aid",
          money=(93e6, "EUR")),
    claim("d", "public_opinion", 2700, actor=["Serbian citizens"], recipient=["China"], time="2020",
          item="China helped most in the pandemic", quantity=[(75, "percent")]),
    claim("d", "public_opinion", 2800, actor=["Serbian citizens"], recipient=["China"], time="2021",
          item="China is the biggest donor", quantity=[(33, "percent")]),
    claim("d", "security_incident", 2900, actor=["Huawei"], recipient=["African Union"], time="2018",
          item="data sent from the African Union's offices to China", place=["Addis Ababa"]),
    claim("d", "security_incident", 3000, actor=["China"], recipient=["Serbia"], modality="hypothetical",
          item="kill switch over local infrastructure"),
    claim("d", "statement_support", 3100, actor=["Serbia"], recipient=["China"], item="Chinese help"),
]  # fmt: skip


@pytest.fixture(scope="module")
def ask():
    rows, facts = systems(CLAIMS)

    def asked(**what: str) -> list[System]:
        return find(rows, Asked(**what), facts)

    return asked


def counts(system: System) -> list[tuple[float, str, str]]:
    return [(v.value["value"], v.value["unit"], v.stage) for v in system.counts]


def test_the_safe_city_cameras(ask) -> None:
    (row,) = ask(kind="surveillance", supplier="Huawei", host="Serbia", site="Belgrade", capability="face")
    assert counts(row) == [(1000, "cameras", "completed")]
    assert [v.value for v in row.sites] == ["Belgrade", {"value": 800, "unit": "locations"}]
    assert [(v.value, v.stage) for v in row.dates] == [("2011", "agreed")]
    assert [v.value for v in row.capabilities] == ["face recognition", "plate recognition"]
    assert [v.value for v in row.legal] == ["sites of the Safe City cameras kept secret"]
    assert [(v.value, v.modality) for v in row.incidents] == [("Huawei cameras used to watch quarantine", "alleged")]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({"kind": "agreement", "name": "memorandum", "until": "2017"}, {}, id="memorandum"),
        pytest.param({"kind": "surveillance", "name": "Smart City", "stage": "announced"}, {}, id="Smart City"),
        pytest.param(
            {"kind": "surveillance", "host": "Serbian Ministry of Finance", "stage": "agreed", "since": "2018"},
            {"dates": ["2018"]},
            id="traffic surveillance",
        ),
        pytest.param({"kind": "telecom", "host": POLICE, "supplier": "Huawei"}, {"modality": "planned"}, id="eLTE"),
        pytest.param({"kind": "institution", "site": "Belgrade"}, {"stage": "completed"}, id="hub"),
        pytest.param(
            {"kind": "programme", "supplier": "Huawei"}, {"counts": [(1000, "people", "under_way")]}, id="training"
        ),
        pytest.param(
            {"kind": "surveillance", "supplier": "Hikvision", "capability": "internet"},
            {"counts": [(900, "cameras", "operational")], "dates": ["2020-06"]},
            id="Hikvision",
        ),
        pytest.param(
            {"kind": "surveillance", "supplier": "Dahua", "site": "airport"}, {"stage": "operational"}, id="Dahua"
        ),
        pytest.param(
            {"kind": "weapon", "name": "Wing Loong", "host": "Serbia"},
            {"stage": "cancelled", "counts": [(9, "drones", "agreed")]},
            id="Wing Loong",
        ),
        pytest.param(
            {"kind": "weapon", "name": "CH-92A", "supplier": "China"},
            {"counts": [(6, "drones", "completed")], "dates": ["2020-06"]},
            id="CH-92A by its maker's state",
        ),
        pytest.param({"kind": "weapon", "since": "2020-08", "until": "2020-08"}, {"stage": "announced"}, id="FK-3"),
        pytest.param({"kind": "programme", "name": "Pegaz"}, {"stage": "agreed"}, id="Pegaz"),
        pytest.param(
            {"kind": "joint activity", "name": "patrols", "since": "2024"}, {"dates": ["2019/.."]}, id="patrols"
        ),
        pytest.param({"kind": "joint activity", "site": "Smederevo"}, {"dates": ["2019-11"]}, id="drill"),
        pytest.param({"kind": "statistic", "supplier": "China"}, {"money": [(5.2e6, "USD")]}, id="Chinese gifts"),
        pytest.param(
            {"kind": "statistic", "supplier": "United States"}, {"money": [(9.8e6, "USD")]}, id="American gifts"
        ),
        pytest.param({"kind": "agreement", "name": "free trade"}, {"dates": ["2023"]}, id="free trade"),
        pytest.param({"kind": "agreement", "name": "visas"}, {"dates": ["2016"]}, id="visas"),
        pytest.param({"kind": "sanction", "host": "China", "since": "2020"}, {"stage": "under_way"}, id="embargo"),
        pytest.param({"kind": "aid", "supplier": "European Union"}, {"money": [(93e6, "EUR")]}, id="EU aid"),
        pytest.param(
            {"kind": "poll", "until": "2020"}, {"counts": [(75, "percent", "completed")]}, id="poll of 2020"
        ),
        pytest.param(
            {"kind": "poll", "since": "2021"}, {"counts": [(33, "percent", "completed")]}, id="poll of 2021"
        ),
        pytest.param({"kind": "incident", "host": "African Union"}, {"modality": "asserted"}, id="African Union"),
        pytest.param({"kind": "risk", "host": "Serbia"}, {"modality": "hypothetical"}, id="kill switch"),
    ],
)  # fmt: skip
def test_one_row_answers_each_question(ask, asked: dict[str, str], expected: dict[str, object]) -> None:
    (row,) = ask(**asked)
    for slot, value in expected.items():
        told = getattr(row, slot)
        if slot == "counts":
            told = counts(row)
        elif slot == "dates":
            told = [v.value for v in row.dates]
        elif slot == "money":
            told = [(v.value["amount"], v.value["currency"]) for v in row.money]
        assert told == value


def test_what_is_only_denied_or_said_is_no_system(ask) -> None:
    assert not ask(name="S-300")
    assert not ask(name="Chinese help")


def test_every_value_has_claims_and_sources(ask) -> None:
    known = {c.id for c in CLAIMS}
    for row in ask():
        assert row.events
        for slot in ("supplier", "host", "counts", "money", "sites", "capabilities", "dates", "legal", "incidents"):
            for value in getattr(row, slot):
                assert value.claims
                assert set(value.claims) <= known
                assert value.sources == ("publisher d",)


def test_rows_do_not_depend_on_the_order_of_claims() -> None:
    there = register(matched(CLAIMS), CLAIMS, {})
    back = register(matched(CLAIMS[::-1]), CLAIMS[::-1], {})
    assert there == back


def test_a_row_as_json_names_its_parties(ask) -> None:
    rows, facts = systems(CLAIMS)
    row = ask(kind="telecom")[0].as_json(names_of(facts.entities.values()))
    assert row["supplier"][0]["value"] == "Huawei"
    assert row["supplier"][0]["id"] == "company:huawei"
    assert "interior" in fold(row["host"][0]["value"])
    assert rows


def test_an_impossible_time_is_told(ask) -> None:
    with pytest.raises(DragomanError, match="'soon' is no time"):
        ask(since="soon")


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Cameras with facial and licence plate recognition.", ("face recognition", "plate recognition")),
        ("The system recognises faces.", ("face recognition",)),
        ("ANPR poles and AI software", ("plate recognition", "artificial intelligence")),
        ("Officials face criticism; the recognition of Kosovo; a metal plate.", ()),
        ("They could intercept calls.", ("interception",)),
        ("He said aid was late.", ()),
    ],
)
def test_capabilities(quote: str, found: tuple[str, ...]) -> None:
    assert capabilities(quote) == found


def test_a_project_that_only_the_text_names_is_found_when_a_sentence_refers_back_to_it() -> None:
    before = "The ministry chose a partner for its Riverbank Watch project years ago. "
    quote = "Within this project, Huawei put up 40 cameras."
    told = claim("d", DEPLOYED, len(before), actor=["Huawei"], recipient=["Serbia"], item="cameras", quote=quote,
                 quantity=[(40, "cameras")])  # fmt: skip
    later = claim("d", DEPLOYED, 5000, actor=["Huawei"], recipient=["Serbia"], item="Riverbank Watch project",
                  status="agreed", time="2011", quote="It was signed.")  # fmt: skip
    rows = register(matched([told, later]), [told, later], {"d": report("d", before + quote)})
    assert [(r.name, counts(r)) for r in rows] == [("Riverbank Watch project", [(40, "cameras", "completed")])]
    apart = register(matched([told, later]), [told, later], {})
    assert len(apart) == 2
