"""Fills a record with many claims, or matches one in this process and prints the peak of its memory in KiB.

python many_claims.py FILE [COUNT]
"""

import re
import sys
from pathlib import Path

from dragoman.coding.claim import Claim, Coding
from dragoman.record import Record
from dragoman.running import rematch
from dragoman.sources.report import Report

EACH = 400
"""Claims of one report."""
STATES = (
    "China", "Serbia", "Kenya", "Hungary", "Pakistan", "Cambodia", "Ethiopia", "Uganda", "Zambia", "Egypt", "Algeria",
    "Fiji", "Laos", "Iran", "Chad", "Niger", "Mali", "Ghana", "Angola", "Peru", "Chile", "Cuba", "Nepal",
)  # fmt: skip
THINGS = ("radar", "drone", "howitzer", "patrol boat", "camera", "helicopter", "truck", "missile")


def fill(file: str, count: int) -> None:
    """A record of so many claims, every other of a happening of its own."""
    with Record.open(file, create=True) as record:
        for first in range(0, count, EACH):
            report, text, claims = f"report-{first:07}", "", []
            for number in range(first, min(first + EACH, count)):
                deal = number // 2
                supplier, other = STATES[deal % 23], STATES[(deal // 23 + deal + 1) % 23]
                item = f"Kestrel{deal} {THINGS[deal % 8]} sets"
                quote = f"In {2000 + deal % 24} {supplier} handed {number % 90} {item} to {other}, said paper {number}."
                claims.append(Claim(
                    report, len(text), len(text) + len(quote), quote, "arms_transfer", (supplier,), (other,), item,
                    time=str(2000 + deal % 24)))  # fmt: skip
                text += quote + " "
            made = Report(report, text, None, f"Paper {first % 50}", "2024-05-01", report, "text/plain", "en", "0" * 64)
            record.keep(made, Coding(tuple(claims)), "many-1")


def main() -> None:
    """Fill or match, as the command line has it."""
    if len(sys.argv) > 2:
        fill(sys.argv[1], int(sys.argv[2]))
        return
    with Record.open(sys.argv[1]) as record:
        rematch(record)
    # Not ru_maxrss: that keeps the peak of the program that started this one, here of all the tests before.
    print(re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())[1])


if __name__ == "__main__":
    main()
