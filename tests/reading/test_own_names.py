"""Names of a user's own lists beside those of the project."""

from pathlib import Path

import pytest

from dragoman.codebook.lists import Lists, load_lists
from dragoman.reading.bodies import States, ministry_name
from dragoman.reading.names import NameIndex

OWN = """kind: system
entries:
  night-heron: [Night Heron, NH-10]
  heron: [Grey Heron]
  crane: [Crane Group of Gondor]
"""


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    (tmp_path / "systems.yml").write_text(OWN, encoding="utf-8")
    return load_lists(tmp_path)


def with_listed(lists: Lists, name: str, key: str) -> NameIndex:
    """An index that knows one more name, as if it were the project's."""
    entry = next(e for e in lists.entries.values() if e.id == "system:heron")
    theirs = type(entry)(f"company:{key}", "company", name, (), None, {})
    return NameIndex(Lists({**lists.entries, theirs.id: theirs}, lists.items, lists.titles, (), {}, lists.own))


def found(index: NameIndex, text: str) -> list[tuple[str, str | None]]:
    return [(m.text, m.ref) for m in index.find(text)]


def test_an_own_name_wins_over_a_longer_one_that_begins_in_it(lists: Lists) -> None:
    index = with_listed(lists, "Heron drones of Rohan", "rohan")
    assert found(index, "Six Night Heron drones of Rohan came.") == [("Night Heron", "system:night-heron")]
    assert found(index, "Six Heron drones of Rohan came.") == [("Heron drones of Rohan", "company:rohan")]


def test_an_own_name_wins_over_a_longer_one_that_ends_in_it(lists: Lists) -> None:
    index = with_listed(lists, "Great Arnorian Grey", "grey")
    assert found(index, "The Great Arnorian Grey Heron flies.") == [("Grey Heron", "system:heron")]


def test_a_name_that_holds_an_own_one_stays_whole(lists: Lists) -> None:
    index = with_listed(lists, "Night Heron Harbour Works", "works")
    assert found(index, "Night Heron Harbour Works paid for a Night Heron.") == [
        ("Night Heron Harbour Works", "company:works"),
        ("Night Heron", "system:night-heron"),
    ]


def test_an_own_meaning_of_a_spelling_wins(lists: Lists) -> None:
    index = with_listed(lists, "Night Heron", "night")
    assert found(index, "A Night Heron.") == [("Night Heron", "system:night-heron")]


def test_of_the_projects_own_names_the_leftmost_then_the_longest_counts(lists: Lists) -> None:
    index = with_listed(Lists(lists.entries, {}, {}, (), {}), "Gondor Harbour and Shipping Company", "harbour")
    text = "The Crane Group of Gondor Harbour and Shipping Company."
    assert found(index, text) == [("Crane Group of Gondor", "system:crane")]


def test_plurals_and_dashes_of_an_own_name_are_own(lists: Lists) -> None:
    assert {("system:night-heron", form) for form in ("Night Heron", "Night Herons", "NH-10", "NH–10")} <= lists.own
    assert {id for id, _ in lists.own} == {"system:night-heron", "system:heron", "system:crane"}
    assert load_lists().own == frozenset()


def test_a_state_of_ones_own_says_how_its_bodies_are_called(tmp_path: Path) -> None:
    (tmp_path / "states.yml").write_text(
        "kind: state\nentries:\n"
        "  x-go: {name: Gondor, demonyms: [Gondorian], forces: by name, interior: Home Affairs, parliament: Congress}\n"
        "  x-ar: {name: Arnor, demonyms: [Arnorian]}\n",
        encoding="utf-8",
    )
    states = States(load_lists(tmp_path))
    assert [states.body(f"state:x-{s}", "navy") for s in ("go", "ar")] == ["Gondor Navy", "Arnorian Navy"]
    assert [ministry_name(f"state:x-{s}", "Ministry of the Interior", states) for s in ("go", "ar")] == [
        "Gondorian Ministry of Home Affairs", "Arnorian Ministry of the Interior"]  # fmt: skip
    assert {"state:x-go", "state:us"} <= states.with_congress
    assert "state:x-ar" not in states.with_congress
