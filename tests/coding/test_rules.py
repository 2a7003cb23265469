"""The rules coder over whole reports: what it recalls, what it drops and why, and that it always does the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.ground import ground
from dragoman.coding.rules import code_with_rules
from tests.coding.said import coded, reading_of


def test_later_stage_takes_the_parties_told_before() -> None:
    claims = coded(
        "Serbia ordered nine CH-92A drones from China in 2019. Six CH-92A drones were delivered in June 2020."
    ).claims
    assert [(c.actor, c.recipient, c.status, c.time) for c in claims] == [
        (("China",), ("Serbia",), "agreed", "2019"),
        (("China",), ("Serbia",), "completed", "2020-06"),
    ]


def test_pronoun_for_the_last_thing_is_that_thing() -> None:
    claims = coded("Turkey sold six drones to Somalia. They were delivered in May 2021.").claims
    assert (claims[1].actor, claims[1].recipient, claims[1].time) == (("Turkey",), ("Somalia",), "2021-05")
    assert "drones" in (claims[1].item or "")


def test_another_supplier_is_not_overwritten_by_what_was_told() -> None:
    claims = coded("Turkey sold drones to Somalia. Iran sold drones to Sudan.").claims
    assert [(c.actor, c.recipient) for c in claims] == [(("Turkey",), ("Somalia",)), (("Iran",), ("Sudan",))]


def test_contract_to_build_has_the_firm_as_supplier() -> None:
    claims = coded("Serbia signed a contract with Huawei to install cameras in Belgrade.").claims
    found = [c for c in claims if c.type == "surveillance_deployment"]
    assert [(c.actor, c.recipient, c.status) for c in found] == [(("Huawei",), ("Serbia",), "agreed")]
    assert not [c for c in claims if c.type == "agreement"]


def test_bank_lends_whoever_is_named_first() -> None:
    claims = coded("Kenya signed a loan agreement with the World Bank.").claims
    assert [(c.type, c.actor, c.recipient) for c in claims] == [("finance", ("World Bank",), ("Kenya",))]


def test_drops_say_in_plain_words_what_is_lacking() -> None:
    reasons = {d.reason for d in coded("Drones were delivered.").drops}
    assert any(r.startswith("arms_transfer: lacks") for r in reasons)


def test_same_report_gives_same_claims() -> None:
    text = "China donated ten ambulances to Fiji. Fiji thanked China."
    assert coded(text) == coded(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "China",
                "Serbia",
                "sold",
                "delivered",
                "drones",
                "cameras",
                "to",
                "from",
                "by",
                "of",
                "will",
                "not",
                "six",
                "in 2019",
                "and",
                ",",
                "which",
                "loan",
                "Huawei",
                "exercise",
                "the",
            ]
        ),
        min_size=1,
        max_size=14,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_word_salad_gives_grounded_claims(words: list[str]) -> None:
    reading = reading_of(" ".join(words) + ".")
    coding = code_with_rules(reading)
    kept = ground(reading.report.text, coding.claims)
    assert {c.id for c in kept.claims} == {c.id for c in coding.claims}
    for claim in kept.claims:
        assert reading.report.text[claim.start : claim.end] == claim.quote
