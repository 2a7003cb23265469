"""Memory and seconds of matching a record again, by how many claims it holds.

    python benchmarks/memory.py [--claims 10000,40000] [--density 3] [--folder FOLDER] [--read]
    python benchmarks/memory.py --build MEGABYTES [--coder rules] [--one]

Fills a record in ``FOLDER`` (a temporary one where none is named; one that is there already is used again) with claims
made by varying AidData's records, as ``match.py --scale`` does, in reports of ``--density`` claims to a thousand
characters: 3 as in dense reports, 9.5 as in the densest text that we know. Then each record is matched in a process of
its own, whose peak of resident memory is printed with that of its children. ``--read`` has that process read a sentence
with the language models first, as a build has by then.

``--build`` runs ``dragoman build`` itself over as many megabytes of made-up sentences that tell of nothing else, in
reports of fifty sentences, or with ``--one`` in one single text.
"""

import argparse
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

from dragoman.coding.claim import Claim, Coding
from dragoman.ids import content_id
from dragoman.record import Record
from dragoman.running import code_report, rematch
from dragoman.sources.report import Report
from gold_claims import SHARED
from match import _varied, rows

RECORDS = SHARED / "data" / "aiddata" / "domain.jsonl"
STATES = (
    "China", "Serbia", "Kenya", "Hungary", "Pakistan", "Cambodia", "Ethiopia", "Uganda", "Zambia", "Egypt", "Algeria",
    "Fiji", "Laos", "Iran", "Chad", "Niger", "Mali", "Ghana", "Angola", "Peru", "Chile", "Cuba", "Nepal", "Russia",
)  # fmt: skip
THINGS = ("radars", "drones", "howitzers", "patrol boats", "cameras", "helicopters", "trucks", "missiles", "rifles")
MONTHS = ("January", "March", "May", "June", "August", "September", "November", "December")
SENTENCES = (
    "{supplier} delivered {count} {mark} {thing} to {other} in {month} {year}.",
    "In {month} {year} {other} signed a contract with {supplier} for {count} {mark} {thing} worth ${sum} million.",
    "{supplier} donated {count} {thing} to the army of {other} in {year}.",
    "The defence ministry of {other} said in {month} {year} that it ordered {count} {mark} {thing} from {supplier}.",
)
EACH = 15
"""Claims of one report."""
MIB = 1 << 20


def main() -> None:
    """Print one line for each number of claims, and what one claim more takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", default="10000,40000")
    parser.add_argument("--density", type=float, default=3.0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--build", type=float)
    parser.add_argument("--coder", default="rules")
    parser.add_argument("--one", action="store_true")
    asked = parser.parse_args()
    if asked.build:
        built(asked.build, asked.coder, asked.one)
        return
    if not RECORDS.is_file():
        sys.exit(f"no records to vary in {SHARED} (set DRAGOMAN_SHARED)")
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        sizes = [int(size) for size in asked.claims.split(",")]
        peaks = [measured(filled(folder, size, asked.density), asked.read) for size in sizes]
    if len(sizes) > 1:
        slope = (peaks[-1] - peaks[0]) * MIB / (sizes[-1] - sizes[0])
        print(f"from {sizes[0]} to {sizes[-1]} claims: {slope:.0f} bytes for each further claim")


def built(megabytes: float, coder: str, one: bool) -> None:
    """Builds a record of dense text with the command itself, and prints the peak of its memory."""
    sentences = list(dense(int(megabytes * 1e6)))
    with tempfile.TemporaryDirectory() as made:
        source, record = Path(made) / ("one.txt" if one else "many.jsonl"), Path(made) / "built.db"
        if one:
            source.write_text(" ".join(sentences), encoding="utf-8")
        else:
            texts = [" ".join(sentences[at : at + 50]) for at in range(0, len(sentences), 50)]
            lines = (json.dumps({"text": text, "date": "2024-05-01", "publisher": f"Paper {n % 300}"})
                     for n, text in enumerate(texts))  # fmt: skip
            source.write_text("\n".join(lines), encoding="utf-8")
        program = [sys.executable, "-c", "from dragoman.cli import main; main()"]
        command = [*program, "build", str(source), "--record", str(record), "--coder", coder]
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - began
        with Record.open(record) as opened:
            counts = opened.counts()
    print(
        f"build of {megabytes:g} MB with --coder {coder}: {counts.reports} reports, {counts.claims} claims, "
        f"{counts.events} events: peak {_peak(resource.RUSAGE_CHILDREN):.0f} MiB, {seconds:.0f} s"
    )


def dense(size: int) -> Iterator[str]:
    """So many characters of sentences, each of which tells of one delivery or more."""
    chance = random.Random(size)
    while size > 0:
        supplier, other = chance.sample(STATES, 2)
        told = chance.choice(SENTENCES).format(
            supplier=supplier, other=other, count=chance.randrange(2, 900), thing=chance.choice(THINGS),
            mark=f"{chance.choice('ABCDEFGHKLMPRSTVX')}{chance.choice('BCDFGHKLMNPRTVZ')}-{chance.randrange(10, 999)}",
            month=chance.choice(MONTHS), year=chance.randrange(2000, 2024), sum=chance.randrange(2, 900))  # fmt: skip
        size -= len(told) + 1
        yield told


def measured(record: Path, read: bool) -> float:
    """The peak of resident memory of matching a record, in MiB, printed with the seconds it took."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_rematched, args=(str(record), read, theirs))
    process.start()
    theirs.close()
    told = json.loads(ours.recv())
    process.join()
    print(
        f"{told['claims']} claims of {told['megabytes']:.1f} MB of text: peak {told['peak']:.0f} MiB, of children "
        f"{told['children']:.0f} MiB (before matching {told['before']:.0f}), {told['seconds']:.1f} s, "
        f"{told['events']} events",
        flush=True,
    )
    return float(told["peak"])


def _rematched(record: str, read: bool, told: Connection) -> None:
    if read:
        code_report(Report("report-probe", "It rained in Belgrade.", None, None, None, "", "text/plain", "en", ""))
    with Record.open(record) as opened:
        before, began = _peak(resource.RUSAGE_SELF), time.perf_counter()
        rematch(opened)
        seconds = time.perf_counter() - began
        peaks = {"peak": _peak(resource.RUSAGE_SELF), "children": _peak(resource.RUSAGE_CHILDREN)}
        counts = opened.counts()
        with opened.raw() as connection:
            (size,) = connection.execute("SELECT sum(length(text)) FROM reports").fetchone()
    said = {"claims": counts.claims, "events": counts.events, "megabytes": size / 1e6, "before": before}
    told.send(json.dumps(said | {"seconds": seconds} | peaks))


def _peak(of: int) -> float:
    return resource.getrusage(of).ru_maxrss / 1024


def filled(folder: Path, size: int, density: float) -> Path:
    """The record with so many claims; filled through ``Record.keep`` where it is not there yet."""
    file = folder / f"memory-{size}-{density:g}.db"
    if file.exists():
        return file
    began = time.perf_counter()
    half = file.with_suffix(".part")
    half.unlink(missing_ok=True)
    with Record.open(half, create=True) as record:
        for report, claims in _reports(_varied(rows(RECORDS), size), density):
            record.keep(report, Coding(claims), "memory-1")
    half.rename(file)
    print(f"a record of {size} claims filled in {time.perf_counter() - began:.0f} s", flush=True)
    return file


def _reports(claims: Sequence[Claim], density: float) -> Iterator[tuple[Report, tuple[Claim, ...]]]:
    """Reports with their claims: each sentence with so many words behind it that the density is right."""
    chance = random.Random(len(claims))
    words = sorted({word for claim in claims[:2000] for word in claim.quote.split()})
    some = iter(claims)
    number = 0
    while told := list(islice(some, EACH)):
        text, places = "", []
        for claim in told:
            places.append((len(text), len(text) + len(claim.quote)))
            text += claim.quote + ". "
            while len(text) < len(places) * 1000 / density:
                text += chance.choice(words) + " "
        made = Report(
            content_id("report", number, text), text, None, f"Paper {number % 300}", f"2020-{number % 12 + 1:02}-11",
            f"made/{number}.txt", "text/plain", "en", "0" * 64)  # fmt: skip
        number += 1
        yield (
            made,
            tuple(
                claim.with_(report=made.id, start=start, end=end)
                for claim, (start, end) in zip(told, places, strict=True)
            ),
        )


if __name__ == "__main__":
    main()
