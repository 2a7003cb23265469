"""Training examples for the model coder: reports with their claims, read as the program reads them, slots labelled."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import coded
from dragoman.coding.rules import states_by_id
from dragoman.coding.units import HERE, Passage, passages
from dragoman.ids import content_id
from dragoman.reading import read
from dragoman.sources.report import Report

ROOT = Path(__file__).parent.parent
NOISE = {
    "the",
    "a",
    "an",
    "of",
    "and",
    "s",
    "government",
    "state",
    "its",
    "their",
    "some",
    "new",
    "for",
    "in",
    "to",
    "with",
    "on",
    "by",
    "at",
}
ALIASES = {
    "us": "united states",
    "usa": "united states",
    "eu": "european union",
    "un": "united nations",
    "uk": "united kingdom",
    "nato": "north atlantic treaty organization",
    "au": "african union",
    "uae": "united arab emirates",
}


@dataclass
class Labelled:
    """One passage with the claims of each of its units; ``group`` is what is held out together."""

    group: str
    report: str
    passage: Passage
    claims: list[list[dict[str, Any]]]


def plain(text: object) -> str:
    out = unicodedata.normalize("NFKD", str(text or "")).encode("ascii", "ignore").decode().lower()
    out = " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`]s\b", "", out)).split())
    return ALIASES.get(out, out)


def stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def words(text: object) -> set[str]:
    return {stem(w) for w in plain(text).split() if w not in NOISE}


def same_name(a: object, b: object) -> bool:
    if plain(a) == plain(b):
        return True
    x, y = words(a), words(b)
    return bool(x and y) and len(x & y) / max(len(x), len(y)) >= 0.6


def same_time(a: str, b: str) -> bool:
    def ends(t: str) -> tuple[str, str]:
        parts = [p.strip(" ~?%") for p in t.split("/")]
        return parts[0], parts[-1]

    def meets(p: str, q: str) -> bool:
        return p == q or (bool(p) and bool(q) and (p.startswith(q) or q.startswith(p)))

    (a0, a1), (b0, b1) = ends(a), ends(b)
    return meets(a0, b0) and meets(a1, b1)


def front_matter(front: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in front.strip().splitlines() if ": " in line)


def report_of(stem_: str, front: str, body: str) -> Report:
    meta = front_matter(front)
    return Report(
        content_id("report", body),
        body,
        meta.get("title"),
        meta.get("publisher"),
        meta.get("published"),
        stem_,
        "text/markdown",
        "en",
        "",
    )


def sources(
    folders: list[Path], gold: Path | None, held_out: tuple[str, ...]
) -> list[tuple[str, Report, list[dict[str, Any]]]]:
    """(group, report, claims) of the coded files in ``folders`` and of the development reports in ``gold``."""
    out = []
    for folder in folders:
        for path in sorted(folder.glob("*.coded")):
            front, body, claims, mistakes = coded.read(path)
            if mistakes:
                raise SystemExit("\n".join(mistakes))
            out.append((path.stem, report_of(path.stem, front, body), claims))
    if gold is not None:
        for path in sorted((gold / "reports").glob("g*.md")):
            if not path.stem.startswith(held_out):
                _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
                lines = (gold / "claims" / f"{path.stem}.jsonl").read_text(encoding="utf-8").splitlines()
                out.append(
                    (
                        path.stem[:3],
                        report_of(path.stem, front, body),
                        [json.loads(line) for line in lines if line.strip()],
                    )
                )
    return out


def labelled(corpus: list[tuple[str, Report, list[dict[str, Any]]]]) -> list[Labelled]:
    """The passages of a corpus, each claim with the unit whose sentence its quote shares."""
    states = dict(states_by_id())
    out: list[Labelled] = []
    lost = 0
    for group, report, claims in corpus:
        here = [Labelled(group, report.address, p, [[] for _ in p.units]) for p in passages(read(report), states)]
        units = [(one, n, unit.sentence.text) for one in here for n, unit in enumerate(one.passage.units)]
        for claim in claims:
            best = max(units, key=lambda u: overlap(claim["quote"], u[2]), default=None)
            if best is None or overlap(claim["quote"], best[2]) < 0.7:
                lost += 1
                continue
            best[0].claims[best[1]].append(claim)
        out += here
    many, held = sum(len(x.passage.units) for x in out), sum(len(c) for x in out for c in x.claims)
    told = f"{len(corpus)} reports, {len(out)} passages, {many} sentences, {held} claims, {lost} without a sentence"
    print(told, file=sys.stderr)
    return out


def overlap(a: str, b: str) -> float:
    if a in b or b in a:
        return min(len(a), len(b)) / max(len(a), len(b)) * 0.3 + 0.7
    x, y = set(plain(a).split()), set(plain(b).split())
    return len(x & y) / max(1, max(len(x), len(y)))


__all__ = ["HERE", "Labelled", "labelled", "same_name", "same_time", "sources", "words"]
