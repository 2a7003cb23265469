"""Reports told again of other states, for training: consistent in text and claims, and only where names can change."""

import random
import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parents[2] / "training"
sys.path.insert(0, str(TRAINING))

from retold import others, retold, states, write  # noqa: E402 (the folder is no package)

TEXT = (
    "Kenya bought ten drones from Serbia. President Aleksandar Vučić said in Belgrade that Serbian engineers would "
    "train Kenyans. Vučić thanked Nairobi."
)
CLAIM = "@ arms_transfer | a Serbia | r Kenya | i drones | q 10 drones | by Aleksandar Vučić | w bought"


def again(text: str, claims: str = "", seed: int = 1) -> tuple[str, str]:
    tell = retold(text, claims, random.Random(seed))
    assert tell is not None
    return tell(text), tell(claims)


@pytest.mark.parametrize("seed", range(5))
def test_all_names_of_a_state_change_in_text_and_claims(seed: int) -> None:
    text, claim = again(TEXT, CLAIM, seed)
    for name in ("Kenya", "Serbia", "Belgrade", "Nairobi", "Vučić"):
        assert name not in text
        assert name not in claim
    fields = dict(f.split(" ", 1) for f in claim.removeprefix("@ arms_transfer | ").split(" | "))
    assert f"{fields['r']} bought ten drones from {fields['a']}." in text
    assert f"President {fields['by']} said" in text
    assert fields["q"] == "10 drones"


def test_the_same_seed_tells_the_same() -> None:
    assert again(TEXT, CLAIM, 3) == again(TEXT, CLAIM, 3)
    assert len({again(TEXT, CLAIM, seed)[0] for seed in range(5)}) > 1


def test_a_state_whose_bodies_have_names_of_their_own_stays() -> None:
    text, _ = again("Germany's Bundeswehr trained soldiers of Kenya.")
    assert "Germany's Bundeswehr" in text
    assert "Kenya" not in text


def test_the_article_follows_the_name_and_fields_are_no_articles() -> None:
    for seed in range(12):
        text, claim = again("A Kenyan ship called.", "@ visit_meeting | a Kenya", seed)
        assert text.startswith("An " if text.split()[1][0] in "AEIO" else "A ")
        assert claim.startswith("@ visit_meeting | a ")


def test_what_names_no_state_is_not_told_again() -> None:
    assert retold("It rained.", "", random.Random(1)) is None


def test_waters_keep_their_names() -> None:
    text, _ = again("China and Kenya met on the South China Sea.")
    assert "South China Sea" in text


def test_others_are_states_with_a_capital_and_a_people() -> None:
    assert len(others()) > 100
    assert all(states()[code]["capital"] and states()[code]["demonyms"] for code in others())


def test_reports_are_written_so_that_they_can_be_read(tmp_path: Path) -> None:
    paths = sorted((TRAINING / "tuning").glob("*.coded"))[:4]
    written, same = write(paths, 1, tmp_path)
    assert written + same == len(paths)
    assert len(list(tmp_path.glob("*.coded"))) == written > 0
