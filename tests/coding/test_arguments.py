"""What an announcing word governs, in the many shapes a sentence takes."""

import pytest

from dragoman.coding.arguments import coordinated, functions, phrase
from tests.coding.said import parsed, token


def governed(text: str, word: str) -> dict[str, list[str]]:
    doc, _ = parsed(text)
    return {k: [t.text for t in v] for k, v in functions(token(doc, word)).items()}


@pytest.mark.parametrize(
    ("text", "word", "due"),
    [
        ("Poland bought tanks from Korea.", "bought", {"subject": "Poland", "object": "tanks", "from": "Korea"}),
        ("Tanks were sold to Poland by Korea.", "sold", {"subject": "Korea", "object": "Tanks", "to": "Poland"}),
        ("Korea gave Poland tanks.", "gave", {"subject": "Korea", "iobj": "Poland", "object": "tanks"}),
        ("Poland agreed to buy tanks.", "buy", {"subject": "Poland", "object": "tanks"}),
        ("The tanks, which Poland bought, arrived.", "bought", {"subject": "Poland", "object": "tanks"}),
        ("Korea built and sold tanks.", "sold", {"subject": "Korea", "object": "tanks"}),
        ("Poland asked Korea to build tanks.", "build", {"subject": "Korea", "above": "Poland", "object": "tanks"}),
        ("Korea helped Poland build tanks.", "build", {"helper": "Korea"}),
        ("Poland helped Korea by buying tanks.", "buying", {"subject": "Poland", "object": "tanks"}),
        ("Korea announced plans to sell tanks.", "sell", {"subject": "Korea", "object": "tanks"}),
        ("Korea signed a contract with Poland to supply tanks.", "supply", {"partner": "Poland", "object": "tanks"}),
        (
            "The donation of 500 rifles by Korea to Poland surprised many.",
            "donation",
            {"by": "Korea", "to": "Poland", "of": "rifles"},
        ),
        ("Korea's sale of tanks to Poland failed.", "sale", {"possessive": "Korea", "of": "tanks", "to": "Poland"}),
        ("Poland and Korea held an exercise.", "exercise", {"subject": "Poland"}),
        ("The transfer of technology from Korea to Poland began.", "transfer", {"from": "Korea", "to": "Poland"}),
    ],
)
def test_functions_around_an_announcing_word(text: str, word: str, due: dict[str, str]) -> None:
    found = governed(text, word)
    assert {k: found.get(k, [None])[0] for k in due} == due


def test_coordinated_heads_are_all_found() -> None:
    doc, _ = parsed("France, Germany and Spain met.")
    assert [t.text for t in coordinated(token(doc, "France"))] == ["France", "Germany", "Spain"]


def test_a_dateline_is_no_part_of_a_phrase() -> None:
    doc, _ = parsed("WARSAW - Six new drones arrived in Poland.")
    left, right = phrase(token(doc, "drones"))
    assert doc[left:right].text == "Six new drones"
