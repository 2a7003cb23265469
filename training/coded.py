"""Read the coded-text format of `training/reports`: a report with its claims beneath each sentence.

One sentence a line; a blank line ends a paragraph; a line that begins with ``@`` is one claim of the
sentence above it, its fields parted by `` | ``::

    Serbia ordered nine drones from China in 2018, the ministry said.
    @ arms_transfer | a China | r Serbia | i drones | q 9 drones | t 2018 | s agreed | by Serbian Ministry of Defence | w ordered

Keys: a actor, r recipient, i item, q quantity, m money, t time, p place, s status, mo modality,
by attribution, w the announcing word as it stands in the sentence. Lists are parted by ``;``.
Left out: s is ``completed``, mo is ``asserted``, the others are empty.

    python training/coded.py FILE...            check the files, one line for each mistake
    python training/coded.py FILE... --out DIR  also write DIR/reports/<stem>.md and DIR/gold/<stem>.jsonl
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

TYPES = [
    "arms_transfer",
    "military_aid",
    "technology_transfer",
    "surveillance_deployment",
    "digital_infrastructure",
    "finance",
    "civil_aid",
    "training_education",
    "military_exercise",
    "police_cooperation",
    "visit_meeting",
    "agreement",
    "sanction_or_control",
    "statement_support",
    "statement_concern",
    "legal_oversight",
    "security_incident",
    "public_opinion",
    "published_statistic",
    "force_development",
    "interest_or_aim",
]
STATUS = ["considered", "announced", "agreed", "under_way", "completed", "operational", "suspended", "cancelled"]
MODALITY = ["asserted", "planned", "alleged", "hypothetical", "negated"]
KEYS = {
    "a": "actor",
    "r": "recipient",
    "i": "item",
    "q": "quantity",
    "m": "money",
    "t": "time",
    "p": "place",
    "s": "status",
    "mo": "modality",
    "by": "attribution",
    "w": "word",
}
APPROX = {"~": "about", ">=": "at_least", "<=": "at_most"}
NUMBER = re.compile(r"^(~|>=|<=)?\s*([\d.,]*\d)\s*(.*)$")
MONEY = re.compile(r"^(~|>=|<=)?\s*([\d.]*\d)(?:-([\d.]*\d))?\s+([A-Z]{3})$")
DAY = r"(?:\d{4}|XXXX)(?:-\d{2}(?:-\d{2})?)?"
TIME = re.compile(rf"^(?:{DAY}|{DAY}/{DAY}|{DAY}/\.\.|\.\./{DAY})$")


def quantity(text: str) -> dict[str, Any]:
    m = NUMBER.match(text)
    if not m:
        raise ValueError(f"quantity {text!r}: write it as '~180 officers', '>=1000 cameras', '33 percent', '2 rank'")
    value = float(m[2].replace(",", ""))
    out: dict[str, Any] = {"value": int(value) if value.is_integer() else value, "unit": m[3].strip()}
    if m[1]:
        out["approx"] = APPROX[m[1]]
    return out


def money(text: str) -> dict[str, Any]:
    m = MONEY.match(text)
    if not m:
        raise ValueError(
            f"money {text!r}: write it in full units, '5200000 USD', '~9800000 EUR', '3000000-4000000 USD'"
        )
    out: dict[str, Any] = {"amount": float(m[2]), "currency": m[4]}
    if m[3]:
        out["max"] = float(m[3])
    if m[1]:
        out["approx"] = APPROX[m[1]]
    return out


def one_of(text: str, values: list[str], what: str) -> str:
    if text not in values:
        raise ValueError(f"{what} {text!r}: one of {', '.join(values)}")
    return text


def claim(line: str, sentence: str) -> dict[str, Any]:
    head, *rest = [p.strip() for p in line[1:].split("|")]
    out: dict[str, Any] = {
        "quote": sentence,
        "type": one_of(head, TYPES, "type"),
        "actor": [],
        "recipient": [],
        "item": None,
        "quantity": [],
        "money": None,
        "time": None,
        "place": [],
        "status": "completed",
        "modality": "asserted",
        "attribution": None,
        "word": None,
    }
    for part in rest:
        key, _, value = part.partition(" ")
        value = value.strip()
        if key not in KEYS or not value:
            raise ValueError(f"field {part!r}: begins with one of {', '.join(KEYS)} and a space")
        name = KEYS[key]
        items = [v.strip() for v in value.split(";") if v.strip()]
        if name in ("actor", "recipient", "place"):
            out[name] = items
        elif name == "quantity":
            out[name] = [quantity(v) for v in items]
        elif name == "money":
            out[name] = money(value)
        elif name == "time":
            if not TIME.match(value):
                raise ValueError(f"time {value!r}: EDTF, as 2019, 2019-11, 2019-11-28, 2008/2018, 2019/..")
            out[name] = value
        elif name == "status":
            out[name] = one_of(value, STATUS, "status")
        elif name == "modality":
            out[name] = one_of(value, MODALITY, "modality")
        elif name == "word":
            if value.lower() not in sentence.lower():
                raise ValueError(f"word {value!r} does not stand in the sentence")
            out[name] = value
        else:
            out[name] = value
    return out


def read(path: Path) -> tuple[str, str, list[dict[str, Any]], list[str]]:
    """The front matter, the body, the claims and the mistakes of one file."""
    text = path.read_text(encoding="utf-8")
    parts = text.split("---\n", 2)
    if len(parts) < 3 or parts[0].strip():
        return "", "", [], [f"{path}:1: begins with front matter between two lines of ---"]
    front, rest = parts[1], parts[2]
    offset = text[: len(text) - len(rest)].count("\n")
    paragraphs: list[list[str]] = [[]]
    claims, mistakes, sentence = [], [], ""
    for n, line in enumerate(rest.splitlines(), offset + 1):
        line = line.strip()
        if line.startswith("@"):
            try:
                claims.append(claim(line, sentence))
            except ValueError as e:
                mistakes.append(f"{path}:{n}: {e}")
        elif not line:
            paragraphs.append([])
        else:
            sentence = line
            paragraphs[-1].append(line)
    body = "\n\n".join(" ".join(p) for p in paragraphs if p) + "\n"
    return front, body, claims, mistakes


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("files", nargs="+", type=Path)
    ap.add_argument("--out", type=Path)
    args = ap.parse_args()
    bad = total = 0
    for path in args.files:
        front, body, claims, mistakes = read(path)
        bad += len(mistakes)
        total += len(claims)
        print("\n".join(mistakes) or f"{path.name}: {len(claims)} claims, {len(body.split())} words")
        if args.out and not mistakes:
            for folder, name, content in (
                ("reports", f"{path.stem}.md", f"---\n{front}---\n{body}"),
                ("gold", f"{path.stem}.jsonl", "".join(json.dumps(c, ensure_ascii=False) + "\n" for c in claims)),
            ):
                (args.out / folder).mkdir(parents=True, exist_ok=True)
                (args.out / folder / name).write_text(content, encoding="utf-8")
    print(f"{len(args.files)} files, {total} claims, {bad} mistakes")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
