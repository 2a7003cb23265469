"""Types of a user's own, named by a setting."""

import os
from pathlib import Path

import pytest

from dragoman.codebook.types import VARIABLE, load_codebook
from dragoman.errors import DragomanError

LAUNCH = "type: space_launch\ntitle: {title}\nframes: [{{verbs: [launch], actor: [subject]}}]"


def own(folder: Path, title: str, name: str = "space_launch") -> Path:
    folder.mkdir()
    (folder / f"{name}.yml").write_text(LAUNCH.format(title=title).replace("space_launch", name), encoding="utf-8")
    return folder


def test_types_of_the_folders_named_are_laid_over_the_codebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [own(tmp_path / "one", "First"), own(tmp_path / "two", "Second")]
    monkeypatch.setenv(VARIABLE, os.pathsep.join(map(str, folders)))
    book = load_codebook()
    assert list(book.types)[-1] == "space_launch"
    assert book.types["space_launch"].title == "Second"
    assert any(f.type == "space_launch" for f in book.frames("launch", "verb"))
    assert [t.name for t in book.types.values() if t.own] == ["space_launch"]
    assert load_codebook(own(tmp_path / "three", "Third")).types["space_launch"].title == "Third"
    monkeypatch.delenv(VARIABLE)
    assert "space_launch" not in load_codebook().types


def test_a_type_of_the_project_can_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(own(tmp_path / "own", "Loans and gifts", "finance")))
    book = load_codebook()
    assert (book.types["finance"].title, book.types["finance"].own) == ("Loans and gifts", True)
    assert not [f for f in book.frames("lend", "verb") if f.type == "finance"]
    assert [f for f in book.frames("launch", "verb") if f.type == "finance"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    with pytest.raises(DragomanError, match="no such folder of types") as raised:
        load_codebook()
    assert VARIABLE in raised.value.remedy
