"""Kills builds at random moments and looks at what is left each time: killed_often.py FOLDER RECORD ROUNDS SEED.

Every round codes all reports anew, and one more than the round before. A build runs in a child of this process, which
has loaded everything, so that a moment of it is as likely to be hit as any other. Prints a line of JSON a round.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fakes import code, match

from dragoman.matching.event import Event
from dragoman.record import Record
from dragoman.running import build

FIRST = 12
"""Reports of the first round."""


def main() -> None:
    folder, place, rounds, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)
    Record.open(place, create=True).close()
    files = sorted(folder.glob("*.txt"))
    length = timed(files[:FIRST], place)  # of a build that is not killed
    for number in range(1, rounds + 1):
        finished, alive = killed(files[: FIRST + number], place, f"fake-{number}", chance.uniform(0, length * 1.2))
        print(json.dumps({"finished": finished, "killed": alive} | looked_at(place)), flush=True)


def timed(files: list[Path], place: str) -> float:
    began = time.monotonic()
    with Record.open(place) as record:
        build(files, record, coder=code, version="fake-0", matcher=match)
    return time.monotonic() - began


def killed(files: list[Path], place: str, version: str, after: float) -> tuple[list[str], bool]:
    """Addresses of the reports that the build said were finished, and whether it was still at work when killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with Record.open(place) as record:
            tell = lambda p: os.write(writing, f"{p.current}\n".encode()) if p.stage == "coding" else None  # noqa: E731
            build(files, record, coder=code, version=version, matcher=match, on_progress=tell)
        os._exit(0)
    os.close(writing)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    return said[: said.rfind("\n") + 1].split("\n")[:-1], os.WIFSIGNALED(status)


def looked_at(place: str) -> dict[str, object]:
    """What the record holds, and all that is wrong with it."""
    with Record.open(place) as record:
        claims = {claim.id: claim for claim in record.claims()}
        coded = record.coded_by()
        reports = record.reports()
        wrong = [f"{r.address} has {n} claims" for r in reports if (n := held(r.id, claims)) != (r.id in coded)]
        wrong += [f"{e.id} is half there" for e in record.events() if not whole(e)]
        wrong += [fault.what for fault in record.verify().faults]
        return {"reports": [r.address for r in reports], "events": record.counts().events, "wrong": wrong}


def held(report: str, claims: dict[str, object]) -> int:
    return sum(claim.report == report for claim in claims.values())


def whole(event: Event) -> bool:
    return len(event.claims) == 1 and event.actor == ("state:ar",) and event.recipient == ("state:go",)


if __name__ == "__main__":
    main()
