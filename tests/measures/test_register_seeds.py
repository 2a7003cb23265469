"""What the register must hold of the two real articles, asked as a user asks it: of claims coded by hand, and of those
that the program codes by itself. Left out where the folder shared with the project is not at hand."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dragoman.coding.claim import Claim
from dragoman.matching import match
from dragoman.measures.facts import gather
from dragoman.measures.register import Asked, System, find, register_of
from dragoman.sources.report import Report

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
import gold_claims

pytestmark = pytest.mark.skipif(not gold_claims.FOLDERS["seeds"][1].is_dir(), reason="the shared seeds are not at hand")

Ask = Callable[..., list[System]]
HUAWEI = "company:huawei"
SERBIA = {"host": "Serbia"}
QUESTIONS: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "Safe City cameras": (
        {"kind": "surveillance", "supplier": "Huawei", **SERBIA, "site": "Belgrade", "name": "Safe City"},
        {"counts": (1000, "camera"), "sites": 800, "capability": "face recognition"},
    ),
    "Safe City, 2011": ({"name": "Safe City", "since": "2011", "until": "2011"}, {}),
    "Smart City, 2017": ({"name": "Smart City", **SERBIA, "since": "2017", "until": "2017"}, {}),
    "Silk Road memorandum": ({"kind": "agreement", "name": "Information Connectivity"}, {"date": "2017"}),
    "traffic surveillance": ({"host": "Serbian Ministry of Finance", "name": "traffic surveillance"}, {"date": "2018"}),
    "eLTE": ({"kind": "telecom", "host": "Serbian Ministry of the Interior", "name": "eLTE"}, {"supplier": HUAWEI}),
    "hub": ({"kind": "institution", "site": "Belgrade", "name": "hub"}, {"supplier": HUAWEI}),
    "training": ({"kind": "programme", "supplier": "Huawei"}, {"counts": (1000, ""), "date": "2019"}),
    "Hikvision": (
        {"kind": "surveillance", "supplier": "Hikvision", **SERBIA, "capability": "internet"},
        {"counts": (900, ""), "date": "2020-06"},
    ),
    "Dahua at the airport": ({"kind": "surveillance", "supplier": "Dahua", "site": "airport"}, {"date": "2019"}),
    "Wing Loong ordered": (
        {"kind": "weapon", "name": "Wing Loong", **SERBIA}, {"counts": (9, "drone"), "date": "2018-09"}
    ),
    "Wing Loong given up": ({"kind": "weapon", "name": "Pterodactyl", "stage": "cancelled"}, {}),
    "CH-92A": ({"kind": "weapon", "name": "CH-92A", **SERBIA}, {"counts": (6, "drone"), "date": "2020-06"}),
    "FK-3": ({"kind": "weapon", "name": "FK-3", "supplier": "China"}, {"date": "2020-08"}),
    "Pegaz": ({"name": "Pegaz", **SERBIA}, {}),
    "Pegaz, know-how": ({"kind": "programme", **SERBIA, "text": "drone"}, {}),
    "patrols": ({"kind": "joint activity", "name": "patrols", "since": "2024"}, {"date": "2019/.."}),
    "drill in Smederevo": ({"kind": "joint activity", "site": "Smederevo"}, {"date": "2019-11"}),
    "Chinese gifts": ({"kind": "statistic", "supplier": "China", "text": "million"}, {"money": (5.2e6, "USD")}),
    "American gifts": ({"kind": "statistic", "supplier": "United States"}, {"money": (9.8e6, "USD")}),
    "free trade": ({"kind": "agreement", "since": "2023", "text": "free trade"}, {"date": "2023"}),
    "visas": ({"kind": "agreement", "name": "visas"}, {"date": "2016"}),
    "embargo": ({"kind": "sanction", "supplier": "European Union", "host": "China"}, {"date": "1989/.."}),
    "EU aid": ({"kind": "aid", "supplier": "European Union", **SERBIA}, {"money": (93e6, "EUR")}),
    "poll of 2020": ({"kind": "poll", "until": "2020"}, {"counts": (75, "percent")}),
    "poll of 2021": ({"kind": "poll", "since": "2021"}, {"counts": (33, "percent")}),
    "African Union": ({"kind": "incident", "host": "African Union"}, {"date": "2018", "supplier": HUAWEI}),
    "kill switch": ({"kind": "risk", **SERBIA, "text": "kill switch"}, {"supplier": "state:cn"}),
}  # fmt: skip
"""What is asked, and what the row that answers must hold. Of what the issue of the register lists, each has a line."""


ANSWERED = 19
"""How many of the questions the program's own coding must answer; each change of the coder moves it by one or two."""


@pytest.fixture(scope="module")
def by_hand() -> Ask:
    claims, reports = gold_claims.load("seeds")
    return _asking(list(claims.values()), reports)


@pytest.fixture(scope="module")
def by_program() -> Ask:
    from dragoman.running import own_coder

    _, reports = gold_claims.load("seeds")
    code = own_coder()
    return _asking([claim for report in reports.values() for claim in code(report).claims], reports)


def _asking(claims: Sequence[Claim], reports: dict[str, Report]) -> Ask:
    facts = gather(match(claims, reports), claims)
    rows = register_of(facts, reports)
    return lambda **what: find(rows, Asked(**what), facts)


def _holds(row: System, expected: dict[str, object]) -> bool:
    """Whether a row has all values expected of it."""
    told = {
        "counts": lambda v: any(c.value["value"] == v[0] and v[1] in c.value["unit"] for c in row.counts),
        "sites": lambda v: any(isinstance(s.value, dict) and s.value["value"] == v for s in row.sites),
        "capability": lambda v: v in [c.value for c in row.capabilities],
        "date": lambda v: v in [d.value for d in row.dates],
        "money": lambda v: v in [(m.value["amount"], m.value["currency"]) for m in row.money],
        "supplier": lambda v: v in [s.value for s in row.supplier],
    }
    return all(told[slot](value) for slot, value in expected.items())


@pytest.mark.parametrize("name", QUESTIONS)
def test_claims_coded_by_hand_answer(by_hand: Ask, name: str) -> None:
    asked, expected = QUESTIONS[name]
    assert [row.name for row in by_hand(**asked) if _holds(row, expected)]


@pytest.mark.slow
def test_claims_coded_by_the_program_answer_most(by_program: Ask) -> None:
    answered = {
        name
        for name, (asked, expected) in QUESTIONS.items()
        if any(_holds(row, expected) for row in by_program(**asked))
    }
    assert len(answered) >= ANSWERED, f"not answered: {sorted(QUESTIONS.keys() - answered)}"


def test_what_was_only_denied_is_not_listed(by_hand: Ask) -> None:
    assert not by_hand(name="S-300")
