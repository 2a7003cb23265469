"""Write docs/reference/codebook.md from the files of the codebook as they are: `make docs`.

With ``--check`` nothing is written and the exit code is 1 where the page is out of date.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dragoman.codebook.types import Example, Type, load_codebook

PAGE = Path(__file__).parent / "reference" / "codebook.md"
OPENING = """# The codebook

Written by `make docs` from `src/dragoman/codebook/types/`: change a type's file, not this page. How to add a type is
told in [its own page](../how-to/add-a-type.md); what the fields of a claim mean, in the
[coding manual](coding-manual.md).

Intensity is how cooperative (up to 10) or hostile (down to -10) a happening of the type is, after PLOVER. The examples
are also the tests of the type; states and firms in them are of fiction. A near miss is a sentence that looks like the
type and is not.
"""
PARTS = (("verbs", "verb"), ("nouns", "noun"), ("adjectives", "adjective"))


def page() -> str:
    """The whole page as Markdown."""
    types = load_codebook().types.values()
    rows = [f"| [`{t.name}`](#{t.name}) | {t.family} | {_number(t.intensity)} | {_cell(t.standard)} |" for t in types]
    table = "\n".join(["| type | family | intensity | standard |", "| --- | --- | --- | --- |", *rows])
    return "\n\n".join([OPENING.strip(), table, *(_type(t) for t in types)]) + "\n"


def _type(kind: Type) -> str:
    own = [e for e in kind.examples if any(c.get("type", kind.name) == kind.name for c in e.claims)]
    misses = [e for e in kind.examples if e not in own]
    parts = [
        f"## {kind.name}",
        _plain(kind.definition),
        _roles(kind),
        "Announced by:\n\n" + "\n".join(_words(kind)),
        "Examples:\n\n" + "\n".join(_example(kind, e) for e in own),
        "Near misses:\n\n" + "\n".join(_example(kind, e) for e in misses),
    ]
    return "\n\n".join(parts)


def _roles(kind: Type) -> str:
    named = ", ".join(f"the {field} is the {role}" for field, role in kind.roles.items())
    symmetric = "All parties are actors. " if kind.symmetric else ""
    return f"{symmetric}In this type {named}." if named else symmetric.strip()


def _words(kind: Type) -> Iterable[str]:
    for heading, pos in PARTS:
        words = dict.fromkeys(word for frame in kind.frames if frame.pos == pos for word in frame.words)
        if words:
            yield f"- {heading}: {_plain(', '.join(sorted(words)))}"


def _example(kind: Type, example: Example) -> str:
    lead = f"*{_plain(example.context)}* " if example.context else ""
    date = f" (published {example.published})" if example.published else ""
    lines = [f"- {lead}{_plain(example.text)}{date}"]
    lines += [f"  - {_claim(kind, claim)}" for claim in example.claims] or ["  - no claim"]
    return "\n".join(lines)


def _claim(kind: Type, claim: Mapping[str, Any]) -> str:
    name = claim.get("type", kind.name)
    told = "; ".join(f"{field} {_value(value)}" for field, value in claim.items() if field != "type")
    return f"`{name}`" + (f": {_plain(told)}" if told else "")


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(_value(v) for v in value.values())
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "none"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    return "none" if value is None else str(value)


def _number(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def _cell(text: str) -> str:
    return " ".join(_plain(text).replace("|", "\\|").split())


def _plain(text: str) -> str:
    """Plain text as Markdown: nothing in it is mark-up."""
    return "".join("\\" + c if c in "\\<*[`" else c for c in text)


def main() -> None:
    """Write the page, or check it."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        sys.exit(f"{PAGE.name} is out of date: make docs")


if __name__ == "__main__":
    main()
