"""The real line, from files to listings: two builds in different orders say the same, byte for byte."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("g02*.md"))


def dragoman(*words):
    done = subprocess.run([sys.executable, "-m", "dragoman.cli", *map(str, words)], capture_output=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.slow
@pytest.mark.skipif(not EXAMPLES, reason="the examples are not part of this installation")
def test_two_builds_in_different_orders_list_the_same_bytes(tmp_path):
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    dragoman("build", *EXAMPLES, "--record", one)
    # The other way about, in two goes, by two processes.
    dragoman("build", *reversed(EXAMPLES[2:]), "--record", other)
    dragoman("build", *reversed(EXAMPLES), "--record", other, "--workers", 2)
    for listing in ("claims", "events"):
        found = dragoman(listing, "--format", "json", "--record", one)
        assert found == dragoman(listing, "--format", "json", "--record", other)
        assert len(json.loads(found)) > 5
