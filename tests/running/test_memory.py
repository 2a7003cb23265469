"""What matching takes of memory does not grow with the record as its claims do."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("many_claims.py")
FEW, MANY = 20_000, 50_000
EACH = 4_000
"""Bytes of memory that each further claim may take. Claims as objects, with what is compared of them, take 7,600."""
WHOLE = 600
"""MiB that matching the larger record may take with all that Python and the word lists take."""


def _run(*told: str) -> str:
    return subprocess.run([sys.executable, str(SCRIPT), *told], check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_memory_for_matching_grows_little_with_the_claims(tmp_path):
    peaks = []
    for count in (FEW, MANY):
        file = str(tmp_path / f"{count}.db")
        _run(file, str(count))
        peaks.append(int(_run(file)))
    assert (peaks[1] - peaks[0]) * 1024 / (MANY - FEW) < EACH
    assert peaks[1] / 1024 < WHOLE
