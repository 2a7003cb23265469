"""Names as the report itself gives them."""

import pytest

from dragoman.reading import read
from tests.reading.said import report


def named(text: str, form: str) -> set[str]:
    """What the mentions of one written form stand for."""
    return {m.name for ms in read(report(text)).mentions for m in ms if m.text == form}


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        (
            "Niger expelled China National Petroleum Corporation (CNPC). CNPC was angry with Niger.",
            "CNPC",
            "China National Petroleum Corporation",
        ),
        ("CNPC drills in Niger. Niger is glad.", "CNPC", "CNPC"),
        ("Peru and COSCO Shipping built a port. COSCO paid Peru.", "COSCO", "COSCO Shipping"),
        ("Huawei Technologies won in Serbia. Huawei is glad.", "Huawei", "Huawei"),
        ("KT Corporation and Rwanda set up a firm. KT paid Rwanda.", "KT", "KT"),
        (
            "The Commission for Data Protection (CDP) of Senegal met. The CDP fined Huawei.",
            "CDP",
            "Commission for Data Protection",
        ),
        (
            "The International Commercial Bank of China (ICBC) lent to Ghana.",
            "International Commercial Bank of China",
            "Industrial and Commercial Bank of China",
        ),
        ("Nepal flew it in. The Nepali Army received it.", "Nepali Army", "Nepali Army"),
        (
            "The Lebanese Armed Forces paid. The Lebanese army was glad in Lebanon.",
            "Lebanese army",
            "Lebanese Armed Forces",
        ),
        ("Lebanon paid. The Lebanese army was glad.", "Lebanese army", "Lebanese Army"),
    ],
)
def test_a_party_has_the_fullest_name_that_the_report_introduces(text: str, form: str, name: str) -> None:
    assert named(text, form) == {name}


@pytest.mark.parametrize(
    "form",
    ["Export-Import Bank", "Import-Export Bank", "Ex-Im Bank", "EXIM bank", "Eximbank", "Exim Bank"],
)
def test_an_export_import_bank_is_that_of_the_lender_in_view(form: str) -> None:
    assert named(f"China and Angola met. The {form} lent $100 million to Angola.", form) == {"Exim Bank of China"}


def test_a_bare_export_import_bank_is_the_one_named_in_full() -> None:
    text = "China, China and Vietnam met. The Export-Import Bank of Korea paid. The Exim Bank lent more to Vietnam."
    assert named(text, "Exim Bank") == {"Export-Import Bank of Korea"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Gabonese and Chinese defense departments agreed.",
            {"Gabonese Ministry of Defence", "Chinese Ministry of Defence"},
        ),
        (
            "Finland's and Israel's defence ministries signed.",
            {"Finnish Ministry of Defence", "Israeli Ministry of Defence"},
        ),
        (
            "Turkey met Ukraine. The two interior ministries signed.",
            {"Turkish Ministry of the Interior", "Ukrainian Ministry of Internal Affairs"},
        ),
        ("Turkey, Ukraine and Georgia met. The three interior ministries signed.", set()),
    ],
)
def test_ministries_named_together_are_those_of_two_states(text: str, expected: set[str]) -> None:
    last = read(report(text)).mentions[-1]
    assert {m.name for m in last if m.text.endswith(("ministries", "departments"))} == expected


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("Kenya waited. The High Court in Nairobi ruled.", "High Court in Nairobi", "High Court in Nairobi"),
        ("Rwanda waited. A court in Karongi ruled.", "court in Karongi", "court in Karongi"),
        ("Moldova waited. The Constitutional Court ruled.", "Constitutional Court", "Moldovan Constitutional Court"),
        ("Palau waited. The Senate voted.", "Senate", "Palauan Senate"),
    ],
)
def test_courts_and_chambers_belong_to_a_town_or_a_state(text: str, form: str, name: str) -> None:
    assert named(text, form) == {name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cde Patrick Chinamasa thanked Zimbabwe.", "Patrick Chinamasa"),
        ("Hon. Ken Ofori-Atta of Ghana met them.", "Ken Ofori-Atta"),
        ("He met Detective Chief Inspector Aku Limnell in Helsinki.", "Aku Limnell"),
    ],
)
def test_a_title_is_no_part_of_a_name(text: str, name: str) -> None:
    assert name in {m.name for ms in read(report(text)).mentions for m in ms if m.kind == "person"}


def test_the_embassy_stands_in_the_state_that_a_report_is_dated_from() -> None:
    text = "KATHMANDU - Nepal got it from the United States. The United States paid. The embassy said so."
    assert named(text, "The embassy") == {"US embassy in Nepal"}


def test_a_branch_in_brackets_belongs_to_a_companys_name() -> None:
    text = "Axiata (Bangladesh) Ltd met Huawei Technologies (Bangladesh) Ltd. Axiata paid Huawei."
    assert named(text, "Axiata") == {"Axiata (Bangladesh)"}
    assert named(text, "Huawei Technologies (Bangladesh)") == {"Huawei Technologies (Bangladesh)"}
    assert named(text, "Huawei") == {"Huawei"}
