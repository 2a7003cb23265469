"""What every test starts from: nothing of the terminal or the load of the machine it runs on."""

import os

import pytest
from hypothesis import settings

from tests.server import new_record, server, template  # noqa: F401

# A deadline measures the machine's other work as well, and CI machines have much of that.
# There the examples are the same ones every time: what chance finds is for those who sit before it.
settings.register_profile("dragoman", deadline=None, derandomize=bool(os.environ.get("DRAGOMAN_CI")))
settings.load_profile("dragoman")


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables as wide and dates as they are for a user who has set nothing (pytest-xdist sets COLUMNS)."""
    for name in ("COLUMNS", "LINES", "FORCE_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
