"""Coded reports told again of other states, so that the network learns how a thing is told and not whom it is told of.

    python training/retold.py SEED OUT [--folders DIR ...]

States, their capitals and demonyms, and the persons and companies that the lists know of them change throughout a report
and its claims, each into one of another state drawn for that report; persons mostly into ones that nobody knows. A state
some body of which goes by a name of its own ("the Bundeswehr") stays as it is. What is written is for training alone.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))
import coded
from dragoman.reading import Mention
from dragoman.reading.names import name_index

ROOT = Path(__file__).parent.parent
LISTS = ROOT / "src" / "dragoman" / "codebook" / "lists"
MOST_STATES = 8
KNOWN_PERSONS = 0.35
"""How often a person becomes one whom the lists know; else the reader has to find out whose he is."""
KEPT = re.compile(
    r"(?P<kept>South China Sea|East China Sea|Indian Ocean|Persian Gulf|Sea of Japan|Panama Canal|Turkish Straits"
    r"|Korean Peninsula|Latin America|South America|Baltic Sea)"
)
"""Names of waters and regions that hold a state's."""
NAMESAKES = frozenset("ge jo td ne gn gw ml cu tr mo om ps tw cd cg kp kr vc kn st ag tt ba us gb ae va mm".split())
"""States whose names are words, towns or parts of other names, or have several forms: none is put in another's place."""


@dataclass
class Forms:
    """The forms in which a report names one state and those belonging to it."""

    states: set[str] = field(default_factory=set)
    nations: set[str] = field(default_factory=set)
    capitals: set[str] = field(default_factory=set)
    persons: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    companies: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    own_names: int = 0


@lru_cache(maxsize=1)
def states() -> dict[str, Any]:
    """The entries of the list of states."""
    entries: dict[str, Any] = yaml.safe_load((LISTS / "states.yml").read_text(encoding="utf-8"))["entries"]
    return entries


@lru_cache(maxsize=1)
def persons() -> dict[str, list[dict[str, Any]]]:
    """Listed persons by state."""
    out: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for group in yaml.safe_load((LISTS / "persons.yml").read_text(encoding="utf-8"))["groups"]:
        out[group.get("state")] += group["entries"].values()
    return out


@lru_cache(maxsize=1)
def companies() -> dict[str, list[str]]:
    """Names of listed companies by state."""
    out: dict[str, list[str]] = defaultdict(list)
    for group in yaml.safe_load((LISTS / "companies.yml").read_text(encoding="utf-8"))["groups"]:
        for entry in group["entries"].values():
            named = entry.get("name") if isinstance(entry, dict) else entry
            out[group.get("state")].append(named[0] if isinstance(named, list) else named)
    return out


@lru_cache(maxsize=1)
def names() -> tuple[list[str], list[str]]:
    """Given names and family names that listed persons have."""
    both = [p["name"].split() for people in persons().values() for p in people]
    plain = [p for p in both if len(p) == 2 and all(x.isalpha() for x in p)]
    return [p[0] for p in plain], [p[1] for p in plain]


@lru_cache(maxsize=1)
def others() -> list[str]:
    """States that may be put in another's place."""
    return [
        code
        for code, s in states().items()
        if len(code) == 2
        and code not in NAMESAKES
        and s.get("status", "member") == "member"
        and s.get("demonyms")
        and s.get("capital")
        and s.get("capital_stands_for", True)
        and not s.get("dollar")
        and not s.get("until")
    ]


def retold(text: str, claims: str, rng: random.Random) -> Callable[[str], str] | None:
    """What tells a line of this report again of other states; None where it names none that can change."""
    table = _table(_forms(text, claims), rng)
    if not table:
        return None
    words = "|".join(re.escape(form) for form in sorted(table, key=lambda f: (-len(f), f)))
    pattern = re.compile(rf"{KEPT.pattern}|(?<!\| )(?P<article>\b[Aa]n? )?(?<!\w)(?P<form>{words})(?!\w)")

    def again(match: re.Match[str]) -> str:
        if match["kept"]:
            return match[0]
        new = table[match["form"]]
        article = match["article"] or ""
        return f"{article[0]}{'n' if new[0] in 'AEIO' else ''} {new}" if article else new

    return lambda line: pattern.sub(again, line)


def _forms(text: str, claims: str) -> dict[str, Forms]:
    """By state the forms a report uses, those of the state named most first."""
    counts: Counter[str] = Counter()
    out: dict[str, Forms] = defaultdict(Forms)
    for in_text, m in [*((True, m) for m in name_index().find(text)), *((False, m) for m in name_index().find(claims))]:
        code = (m.state or "").removeprefix("state:")
        if code in states():
            counts[code] += in_text and m.kind in ("state", "nationality", "capital")
            _note(out[code], m, code)
    return {code: out[code] for code, many in counts.most_common(MOST_STATES) if many}


def _note(forms: Forms, m: Mention, code: str) -> None:
    if m.kind in ("state", "nationality", "capital"):
        {"state": forms.states, "nationality": forms.nations, "capital": forms.capitals}[m.kind].add(m.text)
    elif m.kind == "person":
        forms.persons[m.name].add(m.text)
    elif m.kind == "company":
        forms.companies[m.name].add(m.text)
    elif m.kind == "body":
        s = states()[code]
        own = (s["name"], *s.get("aliases", ()), *s.get("demonyms", ()))
        forms.own_names += m.text[:1].isupper() and not any(name in m.text for name in own)


def _table(found: dict[str, Forms], rng: random.Random) -> dict[str, str]:
    out: dict[str, str] = {}
    used = set(found)
    for code, forms in found.items():
        many = len(forms.companies)
        free = [o for o in others() if o not in used and len(companies()[o]) >= many + bool(many)]
        if forms.own_names or len(code) != 2 or not free:
            continue
        other = rng.choice(free)
        used.add(other)
        out |= dict(_renamed(states()[code], states()[other], forms))
        made = rng.sample(companies()[other], many) if many else []
        for (name, written), new in zip(sorted(forms.companies.items()), made, strict=True):
            out |= dict.fromkeys({*written, name}, new)
        out |= dict(_other_persons(forms, other, rng))
    return {form: new for form, new in out.items() if len(form) > 1}


def _renamed(old: dict[str, Any], new: dict[str, Any], forms: Forms) -> Iterator[tuple[str, str]]:
    adjective, own = new["demonyms"][0], old.get("demonyms", [])
    yield from ((form, new["name"]) for form in (old["name"], *old.get("aliases", ()), *sorted(forms.states)))
    for form in (*own, *map(_plural, own), *sorted(forms.nations)):
        yield form, adjective if form in own else _plural(adjective)
    capitals = (old.get("capital"), *old.get("metonyms", ()), *old.get("aliases_capital", ()), *sorted(forms.capitals))
    yield from ((form, new["capital"]) for form in capitals if form)


def _plural(people: str) -> str:
    return people if people.endswith(("ese", "ish", "ch", "i", "s", "men")) else f"{people}s"


def _other_persons(forms: Forms, other: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    known = list(persons()[other])
    rng.shuffle(known)
    for name, written in sorted(forms.persons.items()):
        if known and rng.random() < KNOWN_PERSONS:
            person = known.pop()
            full, last = person["name"], (person.get("surnames") or [person["name"]])[0]
        else:
            last = _family_name(rng)
            full = f"{rng.choice(names()[0])} {last}"
        yield name.split()[-1], last
        yield from ((form, full if " " in form else last) for form in sorted({*written, name}))


def _family_name(rng: random.Random) -> str:
    """The beginning of one family name and the end of another, which nobody on the lists has."""
    while True:
        one, other = rng.choice(names()[1]), rng.choice(names()[1])
        made = one[: max(2, len(one) // 2)] + other[len(other) // 2 :].lower()
        if 4 <= len(made) <= 11 and made not in names()[1] and re.search("[aeiouáéíóúöü]", made):
            return made


def write(paths: list[Path], seed: int, out: Path) -> tuple[int, int]:
    """Each report told again into ``out``; how many were written, and how many could not change."""
    out.mkdir(parents=True, exist_ok=True)
    written = 0
    for path in paths:
        lines = path.read_text(encoding="utf-8").split("\n")
        text, claims = ("\n".join(x for x in lines if x.startswith("@") == claim) for claim in (False, True))
        tell = retold(text, claims, random.Random(f"{seed}{path.stem}"))
        if tell is None:
            continue
        new = out / path.name
        new.write_text("\n".join(map(tell, lines)), encoding="utf-8")
        if coded.read(new)[3]:
            new.unlink()
            continue
        written += 1
    return written, len(paths) - written


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("seed", type=int)
    ap.add_argument("out", type=Path)
    ap.add_argument("--folders", nargs="*", type=Path, default=[ROOT / "training" / "reports"])
    args = ap.parse_args()
    written, same = write([p for f in args.folders for p in sorted(f.glob("*.coded"))], args.seed, args.out)
    print(f"{written} reports told again, {same} left out")


if __name__ == "__main__":
    main()
