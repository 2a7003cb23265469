"""The doctor says what is there, what is missing and what to do, whatever state the machine is in."""

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from dragoman import doctor
from dragoman.doctor import Check, diagnose

LIGHT = ("SQLite full-text search", "cache folder", "git", "Chromium", "PostgreSQL driver", "libraries", "Python")


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the checks that load the model and the lists."""
    monkeypatch.setattr(doctor, "LOOKS", {name: doctor.LOOKS[name] for name in LIGHT})


def found(name: str) -> Check:
    return {check.name: check for check in diagnose()}[name]


def test_a_working_installation_is_found_well() -> None:
    checks = diagnose()
    assert [check.name for check in checks] == list(doctor.LOOKS)
    assert [check.name for check in checks if check.needed and not check.ok] == []
    assert all(check.found for check in checks)
    assert all(check.remedy for check in checks if not check.ok)


class TestModelCoder:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        for name in doctor.CODER_FILES:
            (tmp_path / name).write_bytes(b"not a model")
        monkeypatch.setattr("dragoman.coding.encode.FOLDER", tmp_path)
        return tmp_path

    def test_a_missing_file(self, folder: Path) -> None:
        (folder / "heads.npz").unlink()
        check = found("model coder")
        assert (check.ok, check.needed) == (False, True)
        assert check.found.endswith(": heads.npz")
        assert "--coder rules" in check.remedy

    @pytest.mark.usefixtures("folder")
    def test_a_broken_file(self) -> None:
        assert not found("model coder").ok

    @pytest.mark.usefixtures("folder")
    def test_without_the_runtime(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctor, "_installed", lambda name: name != "onnxruntime")
        check = found("model coder")
        assert (check.ok, check.found) == (False, "onnxruntime is missing")


def test_what_of_the_codebook_and_lists_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "them" not in found("codebook").found + found("word lists").found
    (tmp_path / "space.yml").write_text("type: space_launch\nframes: [{verbs: [launch]}]", encoding="utf-8")
    monkeypatch.setenv("DRAGOMAN_TYPES", str(tmp_path))
    assert found("codebook").found == "22 types, 1 of them from DRAGOMAN_TYPES"
    (tmp_path / "space.yml").write_text("kind: system\nentries: {lantern: [Marsh Lantern, ML-12]}", encoding="utf-8")
    monkeypatch.setenv("DRAGOMAN_LISTS", str(tmp_path))
    assert found("word lists").found.endswith(" entries, 1 of them from DRAGOMAN_LISTS")
    monkeypatch.setenv("DRAGOMAN_TYPES", str(tmp_path / "none"))
    assert "no such folder of types" in found("codebook").found


@pytest.mark.usefixtures("light")
class TestWhatIsMissing:
    def test_programs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shutil, "which", lambda _: None)
        monkeypatch.setattr(doctor, "_installed", lambda _: False)
        for name in ("git", "Chromium", "PostgreSQL driver"):
            check = found(name)
            assert (check.ok, check.found, check.needed) == (False, "missing", False)
            assert "install" in check.remedy

    def test_a_program_that_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        broken = tmp_path / "git"
        broken.write_text("#!/bin/sh\nexit 3\n")
        broken.chmod(0o755)
        monkeypatch.setattr(shutil, "which", lambda _: str(broken))
        assert not found("git").ok

    def test_python(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "version_info", (3, 9, 1))
        check = found("Python")
        assert (check.ok, check.found) == (False, "3.9.1")
        assert "3.11" in check.remedy

    def test_libraries(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = ["rich>=13", "no-such-thing<2,>=1; python_version > '3'", "x; extra == 'dev'"]
        monkeypatch.setattr(doctor, "requires", lambda _: asked)
        check = found("libraries")
        assert (check.ok, check.found) == (False, "missing: no-such-thing")

    def test_full_text_search(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Bare:
            def __enter__(self) -> "Bare":
                return self

            def __exit__(self, *_: object) -> None: ...

            def execute(self, _: str) -> None:
                raise sqlite3.OperationalError("no such module: fts5")

        monkeypatch.setattr(sqlite3, "connect", lambda _: Bare())
        assert "without FTS5" in found("SQLite full-text search").found

    def test_cache_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "new"))
        assert found("cache folder").ok
        assert not (tmp_path / "new").exists()
        (tmp_path / "file").write_text("")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
        check = found("cache folder")
        assert not check.ok
        assert "XDG_CACHE_HOME" in check.remedy

    def test_a_check_that_breaks_is_a_finding(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken() -> Check:
            raise RuntimeError("the lists are gone")

        monkeypatch.setitem(doctor.LOOKS, "git", broken)
        check = found("git")
        assert (check.ok, check.found) == (False, "RuntimeError: the lists are gone")
