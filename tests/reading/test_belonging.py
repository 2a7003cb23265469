"""Bodies that no list knows, with the state that the report says they are of."""

import pytest

from dragoman.reading import read
from tests.reading.said import report


def state_of(text: str, form: str) -> set[str | None]:
    return {m.state for ms in read(report(text)).mentions for m in ms if m.text == form and m.kind != "place"}


@pytest.mark.parametrize(
    ("text", "form", "state"),
    [
        ("In 2010 Brazilian telecommunications company Oi got a credit of China Development Bank.", "Oi", "state:br"),
        ("China lent to Romania's POSTelekom. Huawei built it.", "POSTelekom", "state:ro"),
        ("China lent to TOT, a Thai telecommunications company.", "TOT", "state:th"),
        ("China gave buses to the National Defense College in Zimbabwe.", "National Defense College", "state:zw"),
        ("China gave it to the Military Central Clinic of Mongolia.", "Military Central Clinic", "state:mn"),
        ("China equipped the Mwanga Military Hospital in Lusaka.", "Mwanga Military Hospital", "state:zm"),
        (
            "China gave Cambodia guns at the General Commissariat of Police at the Ministry of Interior.",
            "General Commissariat of Police",
            "state:kh",
        ),
        ("China gave beds to the Nakasero Police Clinic in Entebbe.", "Nakasero Police Clinic", "state:ug"),
    ],
)
def test_a_body_is_of_the_state_that_stands_beside_it(text: str, form: str, state: str) -> None:
    assert state_of(text, form) == {state}


@pytest.mark.parametrize(
    ("text", "form", "state"),
    [
        ("Nepali Prime Minister Girija Koirala came with a guest.", "Girija Koirala", "state:np"),
        ("Niger's acting Foreign Minister and Defence Minister Hassane Souley signed.", "Hassane Souley", "state:ne"),
        ("Chinese Ambassador to Liberia Zhao Jianhua gave scanners.", "Zhao Jianhua", "state:cn"),
        ("Zhao Jianhua, the Chinese ambassador to Liberia, spoke.", "Zhao Jianhua", "state:cn"),
        ("Ruslan Petrov, deputy defence minister of Kazakhstan, was there.", "Ruslan Petrov", "state:kz"),
        ("Liberia's Minister of Finance, Amara Konneh, was there.", "Amara Konneh", "state:lr"),
        ("Vietnamese deputy defence minister Nguyen Van Hung met a German.", "Nguyen Van Hung", "state:vn"),
        ("Mozambican Minister of Industry and Trade, Armando Inroga, came.", "Armando Inroga", "state:mz"),
        ("Chinese Ambassador to Timor-Leste Chen Duqing gave radios.", "Chen Duqing", "state:cn"),
        ("Turkey's then prime minister, Ahmet Celik, left.", "Ahmet Celik", "state:tr"),
        ("Kenya's president Paul Otieno came. Otieno left.", "Otieno", "state:ke"),
    ],
)
def test_a_person_is_of_the_state_whose_office_he_holds(text: str, form: str, state: str) -> None:
    assert state_of(text, form) == {state}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("China welcomed the visit of John Smithers.", "John Smithers"),
        ("Boris Lukin, said the Kenyan president, was ill.", "Boris Lukin"),
        ("Boris Lukin met Kenya's president.", "Boris Lukin"),
        ("China gave the minister Boris Lukin a car.", "Boris Lukin"),
    ],
)
def test_a_person_is_of_no_state_that_merely_stands_near(text: str, form: str) -> None:
    assert state_of(text, form) == {None}


def test_a_body_in_a_town_of_many_namesakes_is_of_no_state() -> None:
    assert state_of("China equipped the Harper Police Academy in San Isidro.", "Harper Police Academy") <= {None}


def test_a_company_is_not_of_the_state_it_works_in() -> None:
    assert state_of("Volta Mobile Works in Ghana was paid by China.", "Volta Mobile Works") <= {None}


def test_what_a_body_was_said_to_be_of_is_kept() -> None:
    text = "China lent to Romania's POSTelekom. POSTelekom bought from Huawei."
    assert state_of(text, "POSTelekom") == {"state:ro"}


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("The Romanian operator", "POSTelekom"),
        ("The Chinese bank", "Exim Bank of China"),
        ("The lender", "Exim Bank of China"),
        ("The Serbian operator", None),
    ],
)
def test_a_description_with_a_nationality_means_the_last_such_party_of_that_state(
    reference: str, meant: str | None
) -> None:
    text = f"Romania's POSTelekom will get a loan from the Exim Bank of China. {reference} signed."
    last = read(report(text)).mentions[-1]
    assert {m.name for m in last if m.how == "reference"} == ({meant} if meant else set())
