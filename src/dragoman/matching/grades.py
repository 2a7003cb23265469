"""Admiralty letters that a user sets for publishers, A (reliable) to F (cannot be judged)."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from dragoman.errors import DragomanError
from dragoman.matching.names import plain

VARIABLE = "DRAGOMAN_GRADES"
"""Names a YAML file of lines ``publisher: letter``."""
LETTERS = "ABCDEF"


def own_grades() -> Mapping[str, str]:
    """The letters the user has set, by publisher in plain form; none where the variable is not set.

    DragomanError where the file cannot be read or holds anything but letters A to F.
    """
    file = os.environ.get(VARIABLE, "")
    return _read(file) if file else {}


@lru_cache(maxsize=8)
def _read(file: str) -> Mapping[str, str]:
    try:
        told = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        detail = " ".join(str(error).split())
        raise DragomanError(f"not readable as grades: {detail}", file, f"correct it, or unset {VARIABLE}") from error
    if not isinstance(told, dict):
        raise DragomanError("grades are lines such as `Minas Post: B`", file, f"correct it, or unset {VARIABLE}")
    for publisher, letter in told.items():
        if not isinstance(publisher, str) or letter not in tuple(LETTERS):
            raise DragomanError(f"{publisher!r} has the grade {letter!r}", file, "use an Admiralty letter, A to F")
    return {plain(publisher): letter for publisher, letter in told.items()}
