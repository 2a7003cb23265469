"""The digest changes with what is coded, and with nothing else."""

import os
from pathlib import Path

import pytest

from dragoman.codebook import digest, lists, types
from dragoman.codebook.digest import digest as made


@pytest.fixture(autouse=True)
def _afresh() -> None:
    digest._digest.cache_clear()


def test_it_stays_while_nothing_changes() -> None:
    first = made()
    digest._digest.cache_clear()
    assert made() == first
    assert len(first) == digest.LENGTH


@pytest.mark.parametrize("variable", [lists.VARIABLE, types.VARIABLE])
def test_it_follows_the_users_own_files(variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = made()
    folder, other = tmp_path / "one", tmp_path / "two"
    for place in (folder, other):
        place.mkdir()
        (place / "own.yml").write_text("kind: company\nentries: {}\n", encoding="utf-8")
    monkeypatch.setenv(variable, str(folder))
    own = made()
    monkeypatch.setenv(variable, str(other))
    assert own == made() != project  # wherever the folder lies
    monkeypatch.setenv(variable, os.pathsep.join([str(folder), str(other)]))
    assert made() not in (project, own)
    (folder / "own.yml").write_bytes(b"kind: company\r\nentries: {}\r\n")
    monkeypatch.setenv(variable, str(folder))
    digest._digest.cache_clear()
    assert made() == own  # as another system ends its lines
    (folder / "own.yml").write_text("kind: company\nentries: {a: [Aule Works]}\n", encoding="utf-8")
    digest._digest.cache_clear()
    assert made() != own


@pytest.mark.parametrize("room", [lists, types])
def test_it_follows_the_projects_files(room: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made()
    for path in lists.FOLDER.glob("*.yml") if room is lists else types.FOLDER.glob("*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(room, "FOLDER", tmp_path)
    assert made() == before
    next(tmp_path.glob("*.yml")).unlink()
    digest._digest.cache_clear()
    assert made() != before
