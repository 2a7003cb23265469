"""Floors hold for the texts they were measured on, and for no others."""

import shutil
from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.measures.floors import FloorSet, check, digest, entry, load_floors
from dragoman.measures.score import Scores, score

PINNED = Path(__file__).parent / "pinned"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(PINNED / "gold", tmp_path / "gold")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text("Gondor ordered nine drones.")
    return tmp_path


@pytest.fixture
def scores() -> Scores:
    return score(PINNED / "gold", PINNED / "predicted")


def written(project: Path, text: str) -> FloorSet:
    path = project / "floors.yml"
    path.write_text(text)
    (found,) = load_floors(path)
    return found


def test_a_new_entry_holds_and_a_higher_floor_does_not(project: Path, scores: Scores) -> None:
    floors = written(project, entry("pinned", "texts", "gold", scores, ["claim", "core"], project))
    assert check(scores, floors, project) == ()
    raised = FloorSet(floors.name, floors.texts, floors.gold, floors.digest, {"claim": 0.99, "core": 0.0})
    (breach,) = check(scores, raised, project)
    assert (breach.figure, breach.measured) == ("claim", scores.figures["claim"].f1)
    assert "below its floor" in str(breach)


@pytest.mark.parametrize("change", ["texts/one.txt", "gold/one.jsonl", "texts/new.txt"])
def test_changed_texts_void_the_floors(project: Path, scores: Scores, change: str) -> None:
    floors = written(project, entry("pinned", "texts", "gold", scores, ["claim"], project))
    with (project / change).open("a") as file:
        file.write("\n")
    with pytest.raises(DragomanError, match="have changed"):
        check(scores, floors, project)


def test_a_floor_of_nothing_is_an_error(project: Path, scores: Scores) -> None:
    floors = FloorSet("x", "texts", "gold", digest(project / "texts", project / "gold"), {"clam": 0.5})
    with pytest.raises(DragomanError, match="no figure named clam"):
        check(scores, floors, project)


@pytest.mark.parametrize(
    "text",
    ["", "sets: 3", "sets: [{name: x}]", "sets: [3]", "sets: [{name: a, texts: b, gold: c, digest: d, floors: {}}]",
     "sets: [{name: a, texts: b, gold: c, digest: d, floors: {claim: 55}}]", "sets: [", "sets: [{floors: [1]}]"],
)  # fmt: skip
def test_a_floors_file_that_is_wrong_says_so(project: Path, text: str) -> None:
    with pytest.raises(DragomanError):
        written(project, text)


def test_the_projects_own_floors_stand_on_the_texts_as_they_are() -> None:
    path = ROOT / "benchmarks" / "floors.yml"
    for floors in load_floors(path):
        assert digest(ROOT / floors.texts, ROOT / floors.gold) == floors.digest, floors.name
