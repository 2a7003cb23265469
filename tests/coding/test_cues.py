"""The second opinion on status and modality: which cues it sees, and that they tell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook.types import MODALITIES, STATUSES
from dragoman.coding.cues import Cues, checksums, cues, load_cues, pooled
from tests.coding.said import parsed


@pytest.mark.parametrize(
    ("text", "word", "cue"),
    [
        ("Korea will sell tanks to Poland.", "sell", "form will VB"),
        ("The tanks have been delivered to Poland.", "delivered", "form have been VBN"),
        ("Korea will build and deliver the tanks.", "deliver", "form will VB"),
        ("Korea plans to sell tanks.", "sell", "under xcomp plan"),
        ("Korea did not sell tanks.", "sell", "with neg not"),
        ("Korea announced a planned sale of tanks.", "sale", "with amod planned"),
        ("Korea signed a contract for tanks.", "contract", "noun dobj sign"),
        ("Since 2019 Korea has sold tanks to Poland.", "sold", "before since"),
    ],
)
def test_a_cue_is_seen_alone_and_with_the_type(text: str, word: str, cue: str) -> None:
    doc, _ = parsed(text)
    start = text.index(word)
    told = cues(doc, start, start + len(word), "arms_transfer")
    assert cue in told
    assert f"arms_transfer {cue}" in told
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("text", "word", "type_", "status", "modality"),
    [
        ("Korea will sell tanks to Poland.", "sell", "arms_transfer", "announced", "planned"),
        ("Korea signed a contract for tanks with Poland.", "signed", "arms_transfer", "agreed", "asserted"),
        ("The two ministers signed an agreement in Seoul.", "signed", "agreement", "completed", "asserted"),
        ("The tanks were delivered to Poland in June.", "delivered", "arms_transfer", "completed", "asserted"),
        ("Huawei is building the network in Lagos.", "building", "digital_infrastructure", "under_way", "asserted"),
        ("Poland suspended the purchase of tanks.", "suspended", "arms_transfer", "suspended", "asserted"),
        ("Korea has not sold tanks to Poland.", "sold", "arms_transfer", "completed", "negated"),
    ],
)
def test_plain_cues_tell_the_stage(text: str, word: str, type_: str, status: str, modality: str) -> None:
    doc, _ = parsed(text)
    start = text.index(word)
    one, other = load_cues().of(doc, start, start + len(word), type_)
    assert (STATUSES[int(one.argmax())], MODALITIES[int(other.argmax())]) == (status, modality)


def test_what_may_happen_is_hypothetical() -> None:
    doc, _ = parsed("Korea may sell tanks to Poland.")
    assert MODALITIES[int(load_cues().of(doc, 10, 14, "arms_transfer")[1].argmax())] == "hypothetical"


def test_the_cues_decide_where_the_network_is_torn_and_not_where_it_is_sure() -> None:
    text = "The tanks were delivered to Poland in June."
    doc, _ = parsed(text)
    span = (text.index("delivered"), text.index("delivered") + 9)
    torn, sure = np.zeros(len(STATUSES), np.float32), np.full(len(STATUSES), 1e-7, np.float32)
    torn[STATUSES.index("agreed")], torn[STATUSES.index("completed")] = 0.51, 0.49
    sure[STATUSES.index("cancelled")] = 1.0
    modality = np.full(len(MODALITIES), 1 / len(MODALITIES), np.float32)
    assert STATUSES[int(pooled(torn, modality, doc, span, "arms_transfer")[0].argmax())] == "completed"
    assert STATUSES[int(pooled(sure, modality, doc, span, "arms_transfer")[0].argmax())] == "cancelled"


def test_the_opinions_are_probabilities() -> None:
    doc, _ = parsed("Korea will sell tanks to Poland.")
    for told in load_cues().of(doc, 11, 15, "arms_transfer"):
        assert np.exp(told).sum() == pytest.approx(1.0, abs=1e-4)


def test_words_without_a_token_give_the_type_s_own_opinion() -> None:
    doc, _ = parsed("Korea will sell tanks to Poland.")
    assert cues(doc, 900, 905, "arms_transfer") == ["any", "arms_transfer any"]


@given(st.lists(st.text(max_size=20), max_size=20, unique=True), st.sets(st.text(max_size=20), min_size=1, max_size=20))
def test_only_known_cues_weigh(told: list[str], known: set[str]) -> None:
    sums = np.unique(checksums(known))
    fitted = Cues(sums, np.ones((len(sums), 2), np.int8), 0.5)
    met = sum(int(checksum) in set(sums.tolist()) for checksum in checksums(told))
    assert fitted.total(told).tolist() == [met * 0.5, met * 0.5]
