"""How well the parts of reading do beside libraries made for the same: quantities, money, dates, names; and the gate.

    python benchmarks/components.py [--corpus FOLDER]

Quantities and money are compared with quantulum3, dates with dateparser's search, on cases of our own with definite
answers (``benchmarks/components.yml``: few, and written by the same people as the program); parties with the bare spaCy
model's names, on the training reports and the development gold (never the unseen groups), each sentence by itself.
quantulum3 and dateparser are no dependencies: what is not installed is left out with a message. Precision and recall
count values, not places: a value found twice where it is due once is one too many.
"""

import argparse
import importlib.util
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from dragoman.coding.parties import PARTY_KINDS
from dragoman.coding.rules import states_by_id
from dragoman.coding.units import party_name
from dragoman.reading import read
from dragoman.reading.money import find_money
from dragoman.reading.numbers import find_numbers
from dragoman.reading.read import language_model
from dragoman.reading.times import Anchor, find_times

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "training"), str(ROOT / "benchmarks")]
CURRENCIES = {
    "dollar": "USD",
    "euro": "EUR",
    "pound sterling": "GBP",
    "yuan": "CNY",
    "yen": "JPY",
    "indian rupee": "INR",
}
CURRENCIES |= {
    "united states dollar": "USD",
    "renminbi": "CNY",
    "chinese yuan": "CNY",
    "russian ruble": "RUB",
    "won": "KRW",
}
CURRENCIES |= {
    "us dollar": "USD",
    "south korean won": "KRW",
    "polish zloty": "PLN",
    "zloty": "PLN",
    "japanese yen": "JPY",
}
Value = Any
Finder = Callable[[str], Iterable[Value]]


def score(cases: Sequence[tuple[str, list[Value]]], find: Finder) -> tuple[float, float, int]:
    """Precision and recall of a finder, and how many cases it gets wholly right."""
    right = given = due = whole = 0
    for text, expected in cases:
        found, wanted = Counter(find(text)), Counter(expected)
        right += sum((found & wanted).values())
        given += sum(found.values())
        due += sum(wanted.values())
        whole += found == wanted
    return right / max(1, given), right / max(1, due), whole


def line(name: str, result: tuple[float, float, int], cases: int) -> str:
    """One row of a table."""
    return f"  {name:24}precision {result[0]:.2f}   recall {result[1]:.2f}   cases wholly right {result[2]} of {cases}"


def our_numbers(text: str) -> list[float]:
    """Values of numbers that are no part of a sum or a date."""
    busy = [(s.start, s.end) for s in find_money(text)] + [(t.start, t.end) for t in find_times(text, Anchor(None))]
    return [n.value for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in busy)]


def our_sums(text: str) -> list[tuple[float, str]]:
    """Sums as (amount, currency)."""
    return [(s.amount, s.currency) for s in find_money(text)]


def our_dates(text: str) -> list[str]:
    """Times as EDTF, against the report date of the cases."""
    return [t.edtf for t in find_times(text, Anchor(PUBLISHED))]


PUBLISHED = date(2024, 3, 15)


def quantulum(money: bool) -> Finder:
    """quantulum3's quantities: sums, or all that are neither money nor time."""
    from quantulum3 import parser

    def find(text: str) -> list[Value]:
        found = parser.parse(text)
        if money:
            return [
                (q.value, CURRENCIES.get(q.unit.name, q.unit.name)) for q in found if q.unit.entity.name == "currency"
            ]
        return [q.value for q in found if q.unit.entity.name not in ("currency", "time")]

    return find


def dateparser_search(text: str) -> list[str]:
    """What dateparser's search finds, as ISO days."""
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": datetime(2024, 3, 15), "PREFER_DATES_FROM": "past"}
    return [found.date().isoformat() for _, found in search_dates(text, languages=["en"], settings=settings) or ()]


def as_precise(find: Finder, cases: list[tuple[str, list[str]]]) -> Finder:
    """Cut what a finder gives to the precision of what is due, so that a day put for a month or year is no fault."""
    lengths = {text: [len(e) for e in expected] for text, expected in cases}

    def cut(text: str) -> list[str]:
        found = list(find(text))
        return [v[:n] for v, n in zip(found, lengths[text], strict=False)] + found[len(lengths[text]) :]

    return cut


def missing(module: str) -> bool:
    """Whether a peer is not installed; says so."""
    if importlib.util.find_spec(module) is None:
        print(f"  ({module} is not installed: pip install {module} into this environment to compare with it)")
        return True
    return False


def values(cases: dict[str, list[dict[str, Any]]]) -> None:
    """The tables of quantities, money and dates."""
    numbers = [(c["text"], [float(v) for v in c["due"]]) for c in cases["numbers"]]
    sums = [(c["text"], [(float(a), cur) for a, cur in c["due"]]) for c in cases["money"]]
    dates = [(c["text"], [str(v) for v in c["due"]]) for c in cases["dates"]]
    print(f"quantities ({len(numbers)} cases)")
    print(line("dragoman", score(numbers, our_numbers), len(numbers)))
    if not missing("quantulum3"):
        print(line("quantulum3", score(numbers, quantulum(money=False)), len(numbers)))
    print(f"money ({len(sums)} cases)")
    print(line("dragoman", score(sums, our_sums), len(sums)))
    if not missing("quantulum3"):
        print(line("quantulum3", score(sums, quantulum(money=True)), len(sums)))
    single = [c for c in dates if all("/" not in e for e in c[1])]
    print(f"dates ({len(dates)} cases, {len(single)} of them without ranges, seasons and open ends)")
    print(line("dragoman, all", score(dates, our_dates), len(dates)))
    print(line("dragoman, no ranges", score(single, our_dates), len(single)))
    if not missing("dateparser"):
        print(line("dateparser, no ranges", score(single, as_precise(dateparser_search, single)), len(single)))


def corpus_rows(folder: Path) -> list[tuple[str, Any, list[dict[str, Any]]]]:
    """(group, report, claims) of the coded reports and of the development gold."""
    from data import sources

    gold = ROOT / "gold"
    return sources([folder], gold if (gold / "reports").is_dir() else None, ("g03", "g05", "g08"))


def parties_and_gate(rows: list[tuple[str, Any, list[dict[str, Any]]]]) -> None:
    """Parties beside bare spaCy, and what the gate loses."""
    from data import same_name

    states, model = dict(states_by_id()), language_model()
    due = ours = bare = ours_given = bare_given = ours_apt = bare_apt = 0
    sentences = parsed = lost = claims = 0
    for _, report, coded in rows:
        reading = read(report)
        for sentence, doc, mentions in zip(reading.sentences, reading.docs, reading.mentions, strict=True):
            if sentence.kind == "furniture":
                continue
            here = [c for c in coded if c["quote"] == sentence.text]
            sentences, parsed, claims = sentences + 1, parsed + (doc is not None), claims + len(here)
            lost += len(here) if doc is None else 0
            if not here:
                continue
            wanted = list(dict.fromkeys(n for c in here for n in (*c["actor"], *c["recipient"])))
            our = {party_name(m, states) for m in mentions if m.kind in PARTY_KINDS or m.kind == "place"}
            names = {
                e.text.removesuffix("'s").removesuffix("’s") for e in model(sentence.text).ents if e.label_ in LABELS
            }
            due, ours_given, bare_given = due + len(wanted), ours_given + len(our), bare_given + len(names)
            ours += sum(any(same_name(w, n) for n in our) for w in wanted)
            bare += sum(any(same_name(w, n) for n in names) for w in wanted)
            ours_apt += sum(any(same_name(w, n) for w in wanted) for n in our)
            bare_apt += sum(any(same_name(w, n) for w in wanted) for n in names)
    print(f"parties ({len(rows)} reports, {due} parties of claims, also those their sentence does not name)")
    for name, found, given, apt in (
        ("dragoman", ours, ours_given, ours_apt),
        ("bare spaCy", bare, bare_given, bare_apt),
    ):
        print(f"  {name:24}precision {apt / max(1, given):.2f}   recall {found / max(1, due):.2f}")
    print("gate (what is not parsed holds no claim)")
    left = sentences - parsed
    print(f"  not parsed               {left} of {sentences} sentences ({left / max(1, sentences):.1%})")
    print(f"  claims lost by it        {lost} of {claims} ({lost / max(1, claims):.2%})")


LABELS = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT / "training" / "reports", help="folder of coded reports")
    asked = parser.parse_args(arguments)
    values(yaml.safe_load((ROOT / "benchmarks" / "components.yml").read_text(encoding="utf-8")))
    parties_and_gate(corpus_rows(asked.corpus))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
