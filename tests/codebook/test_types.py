"""The codebook is whole: all types are there, each says what it covers, and a bad file is told so."""

from pathlib import Path

import pytest

from dragoman.codebook.lists import load_lists
from dragoman.codebook.types import FOLDER, MODALITIES, ORDER, STATUSES, Type, load_codebook
from dragoman.errors import DragomanError

BOOK = load_codebook()
FIELDS = frozenset("type actor recipient item quantity money time place status modality attribution".split())
TYPES = [pytest.param(t, id=t.name) for t in BOOK.types.values()]


def test_all_types_of_the_manual_are_there_in_its_order() -> None:
    assert list(BOOK.types) == ORDER
    assert {p.stem for p in FOLDER.glob("*.yml")} == set(ORDER)


@pytest.mark.parametrize("kind", TYPES)
def test_type_says_what_it_is(kind: Type) -> None:
    assert len(kind.definition) > 30
    assert kind.standard
    assert kind.title
    assert kind.family
    assert set(kind.roles) <= {"actor", "recipient"}
    assert "actor" in kind.roles
    assert not (kind.symmetric and "recipient" in kind.roles)
    assert -10 <= kind.intensity <= 10
    assert kind.frames


@pytest.mark.parametrize("kind", TYPES)
def test_type_has_examples_and_near_misses(kind: Type) -> None:
    near = [e for e in kind.examples if all(c.get("type", kind.name) != kind.name for c in e.claims)]
    assert len(kind.examples) >= 12
    assert len(near) >= 4
    assert len({e.text for e in kind.examples}) == len(kind.examples)


@pytest.mark.parametrize("kind", TYPES)
def test_examples_use_the_fields_and_labels_of_the_manual(kind: Type) -> None:
    for example in kind.examples:
        for claim in example.claims:
            assert set(claim) <= FIELDS, example.text
            assert claim.get("type", kind.name) in ORDER, example.text
            assert claim.get("status", "agreed") in STATUSES, example.text
            assert claim.get("modality", "asserted") in MODALITIES, example.text


@pytest.mark.parametrize("kind", TYPES)
def test_domains_of_frames_are_those_of_the_word_lists(kind: Type) -> None:
    known = set(load_lists().items)
    assert {d for f in kind.frames for d in f.domains} <= known


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- just a list", "mapping"),
        ("title: No type", "mapping"),
        ("type: x\nframes: [{actor: [subject]}]", "verbs"),
        ("type: x\nframes: [{verbs: [sell], status: sold}]", "sold"),
        ("type: x\nframes: [{verbs: [sell], needs: [luck]}]", "luck"),
        ("type: x\nframes: [{verbs: [sell], colour: red}]", "colour"),
        ("type: x\nshade: red", "shade"),
        ("type: x\nexamples: [{claims: []}]", "text"),
        ("type: [x\n", "YAML"),
    ],
)
def test_bad_type_file_is_named_with_its_fault(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DragomanError, match=words) as raised:
        load_codebook(tmp_path)
    assert "bad.yml" in str(raised.value)


def test_own_type_is_laid_over_the_codebook(tmp_path: Path) -> None:
    (tmp_path / "space_launch.yml").write_text(
        "type: space_launch\ndefinition: A launch\nframes: [{verbs: [launch], actor: [subject], status: completed}]",
        encoding="utf-8",
    )
    book = load_codebook(tmp_path)
    assert list(book.types)[-1] == "space_launch"
    assert any(f.type == "space_launch" for f in book.frames("launch", "verb"))
