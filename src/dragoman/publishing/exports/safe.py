"""What keeps a stranger's text harmless in a file that other programs open.

Two things: characters that break formats or make a text read other than it is written are replaced one for one, so that
every offset stays right; and cells that a spreadsheet would run as formulas get an apostrophe, which reading takes away
again.
"""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""Ends of lines that only some readers know: a file of one record a line would come apart at them."""
_UNSAFE = re.compile(
    # C0 and C1 controls but for tab and line feed, bidirectional embeddings, overrides and isolates (Trojan Source,
    # CVE-2021-42574), halves of surrogate pairs (no UTF-8), and what Unicode says is no character.
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
"""What makes a spreadsheet run a cell (OWASP, CSV injection), with the apostrophes that stand before it already."""
_NEUTRAL = re.compile(r"'+\s*[=+\-@\t\r\n＝＋－＠]")

_Any = TypeVar("_Any")


def safe_text(text: str) -> str:
    """``text`` with every dangerous character replaced by one harmless one: as long as before, and safe once more."""
    if text.isprintable():  # most are, and asking is quick
        return text
    return _UNSAFE.sub(UNREADABLE, _BREAKS.sub("\n", text))


def safe(value: _Any) -> _Any:
    """A value with ``safe_text`` done to every string in it: records, tuples, lists and mappings at any depth.

    Computed ids of records are kept as they are, because other records name them.
    """
    made: Any = value
    if isinstance(value, str):
        made = safe_text(value)
    elif isinstance(value, tuple | list):
        made = type(value)(safe(v) for v in value)
    elif isinstance(value, dict):
        made = {safe(k): safe(v) for k, v in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: safe(getattr(value, f.name)) for f in fields(value)}
        if any(changed[f.name] != getattr(value, f.name) for f in fields(value)):
            made = replace(value, **changed)
    return cast(_Any, made)


def neutral(cell: str) -> str:
    """A cell that no spreadsheet runs. ``natural`` gives back what it was."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def natural(cell: str) -> str:
    """What a cell was before ``neutral``; any other cell stays as it is."""
    return cell[1:] if _NEUTRAL.match(cell) else cell
