"""`dragoman fetch`: from an address to a report and its evidence, and into a record."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.record import Record
from tests.sources.made import PAGE
from tests.sources.server import Site, redirect, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site({"/a": ("text/html", PAGE.encode()), "/moved": redirect("/a")})) as served:
        yield served


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, list(words))


def test_a_page_is_shown_and_archived(run, site, tmp_path):
    done = run("fetch", f"{site.address}/moved", "--allow", "127.0.0.1", "--format", "json")
    assert done.exit_code == 0, done.output
    (row,) = json.loads(done.stdout)
    assert row["address"] == f"{site.address}/a"
    assert row["title"] == "Drones for Gondor"
    (path,) = (tmp_path / "evidence").iterdir()
    assert row["archive"].startswith(f"evidence/{path.name}#urn:uuid:")


def test_what_cannot_be_had_is_told_and_the_rest_goes_on(run, site):
    done = run("fetch", f"{site.address}/none", f"{site.address}/a", "--allow", "127.0.0.1")
    assert done.exit_code == 1
    assert "Drones for Gondor" in done.stdout
    assert "status 404" in done.stderr


def test_this_machine_is_refused(run, site, tmp_path):
    done = run("fetch", f"{site.address}/a")
    assert done.exit_code == 1
    assert "not on the open internet (if you trust it, say so: --allow 127.0.0.1)" in done.stderr
    assert site.asked == []
    assert not (tmp_path / "evidence").exists()


def test_what_was_fetched_goes_into_a_record_with_its_evidence(run, site):
    done = run("fetch", f"{site.address}/a", "--allow", "127.0.0.1", "--record", "r.db", "--coder", "rules")
    assert done.exit_code == 0, done.output
    with Record.open("r.db") as record:
        (report,) = record.reports()
        kept, *_ = record.custody(report.id)
        assert report.retrieved
        assert kept.details["evidence"]["sha256"] == report.sha256
        assert kept.details["evidence"]["retrieved"] == report.retrieved
        assert record.head() in done.stderr
        assert record.origins(report.id)
