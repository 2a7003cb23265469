"""Floors of matching on the gold claims of the development reports; left out where the shared folder is not at hand."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
SAME_EVENT_F1 = 0.88
SAME_EVENT_PRECISION = 0.95
DISAGREEMENTS_FOUND = 0.80
UNLISTED_DISPUTES = 5
"""Disputes of the development reports that the table of known disagreements does not list."""


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    sys.path.insert(0, str(FOLDER))
    try:
        spec = importlib.util.spec_from_file_location("match_benchmark", FOLDER / "match.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(FOLDER))
    if not (module.SHARED / "gold").is_dir():
        pytest.skip("the shared gold is not at hand")
    return module


def test_quality_stays_above_its_floors(benchmark: ModuleType) -> None:
    measured = benchmark.quality()
    assert measured["f1"] >= SAME_EVENT_F1
    assert measured["precision"] >= SAME_EVENT_PRECISION
    assert measured["found"] >= DISAGREEMENTS_FOUND
    assert measured["unlisted"] <= UNLISTED_DISPUTES


def test_records_of_two_recipient_states_are_never_joined(benchmark: ModuleType) -> None:
    assert benchmark.records() == 0
