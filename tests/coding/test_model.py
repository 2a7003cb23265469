"""The model coder: what it proposes is grounded in the reading, the same every time, and its numbers are sound."""

import math

import numpy as np
import pytest

from dragoman.coding import CODERS, code
from dragoman.coding.encode import NAMES, TITLE, encode
from dragoman.coding.model import SLOTS, available, gelu, load_model, sigmoid, softmax
from dragoman.coding.propose import Looking, propose
from dragoman.coding.rules import states_by_id
from dragoman.coding.tokens import LONGEST_SENTENCE
from dragoman.coding.units import LONGEST_PREFIX, LONGEST_TITLE, passages
from dragoman.errors import DragomanError
from dragoman.ids import content_id
from dragoman.reading import read
from dragoman.sources.report import Report

TEXT = (
    "Kenya bought twelve armoured vehicles from Turkey for $30 million in June 2021. The two countries also signed "
    "a memorandum on police training in Nairobi. According to the ministry, six of the vehicles were delivered last "
    "month. "
    "The weather was fine. "
)


def report(text: str = TEXT, published: str | None = "2022-03-15") -> Report:
    return Report(
        content_id("report", text),
        text,
        "Vehicles for Kenya",
        "wire digest",
        published,
        "made up",
        "text/plain",
        "en",
        "",
    )


@pytest.fixture(scope="module")
def reading():
    return read(report())


def test_the_model_ships_with_the_package() -> None:
    assert available(), "src/dragoman/coding/model lacks its files: run `make train`"


def test_heads_have_the_shapes_the_code_expects() -> None:
    assert [out.shape[-1] for out in load_model().session.get_outputs()] == [384, 21]
    assert load_model().roles.get_outputs()[0].shape[-1] == len(SLOTS)


def test_gelu_is_exact_to_one_in_a_million() -> None:
    x = np.linspace(-6, 6, 241, dtype=np.float32)
    exact = np.array([0.5 * v * (1 + math.erf(v / math.sqrt(2))) for v in x])
    assert np.abs(gelu(x) - exact).max() < 2e-6


def test_probabilities() -> None:
    assert sigmoid(np.array([-50.0, 0.0, 50.0], dtype=np.float32)) == pytest.approx([0.0, 0.5, 1.0], abs=1e-6)
    assert softmax(np.array([[1.0, 2.0, 3.0]], dtype=np.float32)).sum() == pytest.approx(1.0)


def test_stretches_are_cut_at_their_limits() -> None:
    long = "China and Kenya " + "very " * 400 + "often met. " + "They met " + "again and " * 300 + "again in Nairobi."
    for passage in passages(read(report(long)), dict(states_by_id())):
        code_ = encode(passage)
        assert (code_.sentences == TITLE).sum() <= LONGEST_TITLE
        assert (code_.sentences == NAMES).sum() <= LONGEST_PREFIX
        for index, _ in passage.sentences:
            assert (code_.sentences == index).sum() <= LONGEST_SENTENCE


def test_a_span_that_was_cut_off_is_none(reading) -> None:
    passage = next(iter(passages(reading, dict(states_by_id()))))
    code_, first = encode(passage), passage.units[0].index
    assert code_.span(first, 10_000, 10_010) is None
    assert code_.span(first, 0, 5) is not None


def test_a_span_holds_the_tokens_that_overlap_it(reading) -> None:
    for passage in passages(reading, dict(states_by_id())):
        code_ = encode(passage)
        for index, _ in passage.sentences:
            first, last = code_.tokens(index)
            assert (code_.sentences[first:last] == index).all()
            assert (code_.sentences == index).sum() == last - first
            for start, end in ((0, 1), (3, 9), (5, 30), (30, 31)):
                inside = np.nonzero((code_.sentences == index) & (code_.starts < end) & (code_.ends > start))[0]
                assert code_.span(index, start, end) == ((inside[0], inside[-1] + 1) if len(inside) else None)


def test_how_a_passage_is_encoded_does_not_hang_on_those_beside_it(reading) -> None:
    encoded = [encode(p) for p in passages(reading, dict(states_by_id()))]
    together = [load_model().look(e) for e in (*encoded, *encoded[::-1])]
    assert np.array_equal(together[0].result()[0], load_model().look(encoded[0]).result()[0])


def test_it_fills_slots_only_with_what_the_reading_found(reading) -> None:
    states = dict(states_by_id())
    for proposal in propose(Looking(reading, states, load_model()), floor=0.1):
        offered = set(proposal.unit.candidates)
        for ranked in proposal.slots.values():
            assert {c for _, c in ranked} <= offered


@pytest.mark.parametrize("coder", CODERS)
def test_every_coder_gives_grounded_claims_and_the_same_ones_again(reading, coder: str) -> None:
    once, again = code(reading, coder), code(read(report()), coder)
    assert [c.id for c in once.claims] == [c.id for c in again.claims]
    for claim in once.claims:
        assert TEXT[claim.start : claim.end] == claim.quote
        for _, (start, end) in claim.spans:
            assert 0 <= start < end <= len(TEXT)


def test_a_plain_purchase_is_coded(reading) -> None:
    claims = [c for c in code(reading, "both").claims if c.type == "arms_transfer" and "bought" in c.quote]
    assert len(claims) == 1
    claim = claims[0]
    assert (claim.actor, claim.recipient, claim.time) == (("Turkey",), ("Kenya",), "2021-06")
    assert claim.money is not None
    assert (claim.money.amount, claim.money.currency) == (30_000_000, "USD")
    assert [q.value for q in claim.quantity] == [12]


def test_idle_sentences_make_no_claim(reading) -> None:
    assert not [c for c in code(reading, "both").claims if "weather" in c.quote]


def test_without_a_report_date_relative_times_stay_null() -> None:
    claims = code(read(report(published=None)), "both").claims
    assert all(c.time is None for c in claims if "last month" in c.quote)


def test_an_unknown_coder_is_a_clear_error(reading) -> None:
    with pytest.raises(DragomanError, match="both, rules, model"):
        code(reading, "oracle")


def test_the_command_line_and_the_room_have_one_default() -> None:
    from dragoman import cli_app, coding

    assert cli_app.DEFAULT_CODER == coding.DEFAULT_CODER
