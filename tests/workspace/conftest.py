"""The small record of tests/publishing, kept in a file and opened by the workspace."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.coding.claim import Coding
from dragoman.publishing import DossierInput
from dragoman.record import Record
from dragoman.workspace.app import create_app
from dragoman.workspace.desk import Desk
from dragoman.workspace.settings import Settings
from tests.publishing.sample import sample

TOKEN = "a token that nobody would guess"


def fill(where: Path | str, inputs: DossierInput) -> None:
    """Keeps what a dossier would be made of in a record."""
    with Record.open(where, create=True) as record:
        for report in inputs.reports:
            claims = tuple(c for c in inputs.claims if c.report == report.id)
            record.keep(report, Coding(claims), "sample-1")
        names = {entity.name: entity.id for entity in inputs.matching.entities}
        record.keep_matching(replace(inputs.matching, parties=names))
        for failure in inputs.failures:
            record.keep_failure(failure)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the sample, made once."""
    where = tmp_path_factory.mktemp("filled") / "record.db"
    fill(where, sample())
    return where


@pytest.fixture
def where(filled: Path, tmp_path: Path) -> Path:
    """A record with the sample, of one's own."""
    return Path(shutil.copyfile(filled, tmp_path / "record.db"))


@pytest.fixture
def desk(where: Path) -> Iterator[Desk]:
    with Desk(where, patience=60) as opened:
        yield opened


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    """A browser of sorts on loopback, where no token is asked for."""
    app = create_app(Settings(desk.record.name, who="ana"), desk)
    with TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def guarded(desk: Desk) -> Iterator[TestClient]:
    """The same at an address where a token is asked for."""
    settings = Settings(desk.record.name, host="0.0.0.0", tokens={TOKEN: "", TOKEN + " of bo": "bo"})
    with TestClient(create_app(settings, desk), base_url="http://192.0.2.7:8765", follow_redirects=False) as opened:
        yield opened
