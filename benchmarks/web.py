"""The workspace under load: search and event pages on a record of 100,000 claims, asked for by 20 clients at once.

    python benchmarks/web.py [--claims 100000] [--clients 20] [--requests 4000] [--rounds 3] [--seconds 60] [--pause 0]

The record is made of the gold reports that anybody may read, in many variations (other states, other years), matched as
any record is, and kept in ``build/web-N.db`` for the next time. Everything happens on loopback, a bounded number of
requests within a bounded time. Exit code 1 where a floor is missed: the 95th percentile of either kind of page (of the
middle one of the rounds), and the first paint of an event page in Chromium.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from dragoman.codebook.lists import load_lists
from dragoman.coding.claim import Claim, Coding, Money, Quantity
from dragoman.ids import content_id
from dragoman.record import Record
from dragoman.running import rematch
from dragoman.sources import Failure, read_file
from dragoman.sources.report import Report

ROOT = Path(__file__).resolve().parents[1]
UNSEEN = ("g03", "g05", "g08")
"""Groups of gold reports that are kept unseen: nothing but their scores is ever looked at."""
P95 = 100.0
"""Milliseconds, of search pages and of event pages."""
PAINT = 1000.0
"""Milliseconds until an event page is first painted."""
WARM = 300
"""Pages that are asked for before anything is measured."""
PAGES = 12
"""Event pages that are opened in Chromium."""
WORDS = (
    "drones", "cameras", "surveillance", "loan", "exercise", "memorandum", "delivered", "police", "minister", "signed",
    "missile", "network", "embargo", "training", "visit", "ordered", "contract", "data", "aid", "border",
)  # fmt: skip


def main() -> None:
    """Make the record where there is none, serve it, and print what the clients saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--requests", type=int, default=4_000, help="pages of a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=0.0, help="mean seconds a client waits between two pages")
    asked = parser.parse_args()
    file = record_of(asked.claims)
    with Record.open(file) as record:
        counts = record.counts()
        events = [event.id for event in record.events()]
        types, names = record.types(), sorted({e.id for e in record.entities() if e.kind == "state"})
    print(f"{counts.claims:,} claims, {counts.events:,} events, {counts.reports:,} reports")
    with served(file) as (port, process):
        plan = list(addresses(events, types, names, asked.requests * asked.rounds + WARM))
        asyncio.run(load(port, plan[:WARM], asked.clients, 20.0, 0.0))  # a server that has just started is not measured
        print(f"{asked.clients} clients, {f'{asked.pause:g} s' if asked.pause else 'no pause'} between pages; "
              f"{repeated(plan):.0%} of the pages are asked for more than once")  # fmt: skip
        worst: dict[str, list[float]] = {"search": [], "event": []}
        for turn in range(asked.rounds):
            part = plan[WARM + turn * asked.requests :][: asked.requests]
            began, worked, own = time.monotonic(), processor_seconds(process), time.process_time()
            times = asyncio.run(load(port, part, asked.clients, asked.seconds, asked.pause))
            took, worked = time.monotonic() - began, processor_seconds(process) - worked
            report(times, took)
            each = 1000 * worked / sum(map(len, times.values()))
            print(f"  the server had {worked / took:.0%} of a processor, {each:.2f} ms a page; "
                  f"the clients {(time.process_time() - own) / took:.0%}; load {busy():.1f}")  # fmt: skip
            for kind, found in times.items():
                worst[kind].append(percentile(found, 95))
        good = summed_up(worst)
        good &= paint(port, events)
    sys.exit(0 if good else 1)


def record_of(claims: int) -> Path:
    """A record with about so many claims."""
    file = ROOT / "build" / f"web-{claims}.db"
    if file.exists():
        return file
    file.parent.mkdir(exist_ok=True)
    part = file.with_suffix(".part")
    for old in (part, *part.parent.glob(f"{part.name}-*")):
        old.unlink(missing_ok=True)
    print(f"making {file.relative_to(ROOT)}: some minutes", flush=True)
    with Record.open(part, create=True) as record:
        made = 0
        for report, coding in varied():
            record.keep(report, coding, "gold")
            made += len(coding.claims)
            if made >= claims:
                break
        rematch(record)
    part.rename(file)
    return file


def varied() -> Iterator[tuple[Report, Coding]]:
    """The gold reports over and over, each time between other states and in other years."""
    originals = [(report, rows) for stem in sorted(_stems()) if (report := _report(stem)) and (rows := _rows(stem))]
    states = [entry.name for entry in load_lists().of("state")]
    dice = random.Random(1)
    for turn in range(10_000):
        for report, rows in originals:
            named = sorted({name for name in states if re.search(rf"\b{re.escape(name)}\b", report.text)})
            swap = dict(zip(named, dice.sample(states, len(named)), strict=True)) if turn else {}
            yield _variation(report, rows, swap, dice.randint(-6, 6) if turn else 0, turn)


def _variation(report: Report, rows: list[dict], swap: dict[str, str], years: int, turn: int) -> tuple[Report, Coding]:
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, swap))})\b") if swap else None

    def put(text: str) -> str:
        said = pattern.sub(lambda m: swap[m[0]], text) if pattern else text
        return re.sub(r"\b(?:199|20[012])\d\b", lambda m: str(int(m[0]) + years), said)

    text = put(report.text)
    published = put(report.published or "2020-01-01")
    id = content_id("report", text, report.title, turn)
    new = replace(report, id=id, text=text, title=put(report.title or ""), published=published, sha256=id,
                  address=f"web/{turn}/{report.id}.md", origins=())  # fmt: skip
    return new, Coding(tuple(filter(None, (_claim(new, json.loads(put(json.dumps(row)))) for row in rows))))


def _claim(report: Report, row: dict) -> Claim | None:
    start = report.text.find(row["quote"])
    if start < 0:
        return None
    span = _span(report.text, row.get("item"), start)
    return Claim(
        report=report.id, start=start, end=start + len(row["quote"]), quote=row["quote"], type=row["type"],
        actor=tuple(row["actor"]), recipient=tuple(row["recipient"]), item=row["item"],
        quantity=tuple(Quantity(**q) for q in row["quantity"]), money=Money(**row["money"]) if row["money"] else None,
        time=row["time"], place=tuple(row["place"]), status=row["status"], modality=row["modality"],
        attribution=row["attribution"], spans=(("item", span),) if span else (), coder="gold",
        confidence=0.4 + (hash_of(row["quote"]) % 60) / 100,
    )  # fmt: skip


def _span(text: str, words: str | None, near: int) -> tuple[int, int] | None:
    at = text.find(words, near) if words else -1
    return (at, at + len(words)) if at >= 0 and words else None


def hash_of(text: str) -> int:
    """A number that follows from a text."""
    return int(content_id("n", text).rpartition("-")[2], 16)


def _stems() -> list[str]:
    claims = ROOT / "gold" / "claims"
    return [file.stem for file in claims.glob("*.jsonl") if not file.stem.startswith(UNSEEN)]


def _report(stem: str) -> Report | None:
    file = ROOT / "gold" / "reports" / f"{stem}.md"
    found = read_file(file) if file.exists() else None
    return None if found is None or isinstance(found, Failure) else found


def _rows(stem: str) -> list[dict]:
    lines = (ROOT / "gold" / "claims" / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


class served:
    """``dragoman serve`` in a process of its own, on a free port of loopback."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> tuple[int, int]:
        """Starts it and returns the port and the process once it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        command = [sys.executable, "-m", "dragoman.cli", "serve", "--record", str(self._file), "--port", str(port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(600):
            if self._process.poll() is not None:
                sys.exit("the server ended")
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return port, self._process.pid
            time.sleep(0.2)
        sys.exit("the server does not answer")

    def __exit__(self, *_: object) -> None:
        """Ends it."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()


def processor_seconds(process: int) -> float:
    """How long a process has worked so far; 0 where the system does not tell."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def addresses(events: list[str], types: list[str], states: list[str], number: int) -> Iterator[tuple[str, str]]:
    """What is asked for: searches by words, filters and both, and events, half of each, in a fixed order."""
    dice = random.Random(2)
    for _ in range(number):
        if dice.random() < 0.5:
            yield "event", f"/events/{dice.choice(events)}"
            continue
        given: list[tuple[str, str]] = []
        if dice.random() < 0.7:
            given.append(("q", " ".join(dice.sample(WORDS, dice.choice((1, 1, 2))))))
        if dice.random() < 0.4:
            given.append(("type", dice.choice(types)))
        if dice.random() < 0.4:
            given.append(("party", dice.choice(states)))
        if dice.random() < 0.2:
            given.append(("since", str(dice.randint(2005, 2020))))
        if dice.random() < 0.3:
            given.append(("kind", "claims"))
        if dice.random() < 0.2:
            given.append(("page", str(dice.randint(2, 9))))
        yield "search", f"/search?{urlencode(given)}"


class Client(asyncio.Protocol):
    """A browser of sorts: one connection that is kept open, its cookie, one page after the other.

    It does no more than it must, since it works on the same processors as the server that is measured.
    """

    def __init__(self, host: str) -> None:
        self._host, self._cookie, self._held, self._length = host, "", b"", -1
        self._answer: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the connection."""
        self.transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        """A page that is waited for will not come."""
        if self._answer and not self._answer.done():
            self._answer.set_exception(error or ConnectionResetError())

    async def get(self, address: str) -> int:
        """Asks for a page, reads all of it, and gives its status."""
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(f"GET {address} HTTP/1.1\r\nHost: {self._host}\r\n{self._cookie}\r\n".encode())
        return await self._answer

    def data_received(self, data: bytes) -> None:
        """Reads what has come."""
        self._held = self._held + data if self._held else data
        if self._length < 0 and (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end]
            self._length = end + 4 + int(re.search(rb"(?i)content-length: (\d+)", head)[1])
            if cookie := re.search(rb"(?i)set-cookie: ([^;\r]+)", head):
                self._cookie = f"Cookie: {cookie[1].decode()}\r\n"
        if 0 <= self._length <= len(self._held):
            status, self._held, self._length = int(self._held[9:12]), b"", -1
            self._answer.set_result(status)


async def load(
    port: int, plan: list[tuple[str, str]], clients: int, seconds: float, pause: float
) -> dict[str, list[float]]:
    """Milliseconds that each page took, by kind, over connections that are kept open."""
    times: dict[str, list[float]] = {"search": [], "event": []}
    ahead = iter(plan)
    end = time.monotonic() + seconds

    async def client(number: int) -> None:
        dice = random.Random(number)
        loop = asyncio.get_running_loop()
        transport, browser = await loop.create_connection(lambda: Client(f"127.0.0.1:{port}"), "127.0.0.1", port)
        for kind, address in ahead:
            if time.monotonic() > end:
                break
            if pause:
                await asyncio.sleep(dice.expovariate(1 / pause))
            began = time.perf_counter()
            status = await browser.get(address)
            times[kind].append((time.perf_counter() - began) * 1000)
            if status != 200:
                sys.exit(f"{status} for {address}")
        transport.close()

    await asyncio.gather(*(client(number) for number in range(clients)))
    return times


def report(times: dict[str, list[float]], took: float) -> None:
    """Prints the percentiles of a round."""
    number = sum(map(len, times.values()))
    print(f"{number:,} pages in {took:.1f} s, {number / took:.0f} a second")
    for kind, found in times.items():
        at = {p: percentile(found, p) for p in (50, 95, 99)}
        print(f"  {kind:<7} p50 {at[50]:6.1f} ms   p95 {at[95]:6.1f} ms   p99 {at[99]:6.1f} ms")


def percentile(found: list[float], share: int) -> float:
    """The value that ``share`` percent stay under."""
    return sorted(found)[min(len(found) - 1, len(found) * share // 100)]


def summed_up(rounds: dict[str, list[float]]) -> bool:
    """Prints the 95th percentiles of all rounds; whether the middle one of each kind of page is quick enough.

    What else a machine does makes single rounds slow; it makes none quick.
    """
    for kind, found in rounds.items():
        print(f"{kind} p95 of {len(found)} rounds: least {min(found):.1f}, median {median(found):.1f}, most "
              f"{max(found):.1f} ms (floor {P95:.0f})")  # fmt: skip
    return all(median(found) < P95 for found in rounds.values())


def repeated(plan: list[tuple[str, str]]) -> float:
    """The share of addresses that were asked for before: no more than these can come out of a cache of whole pages."""
    return 1 - len(set(plan)) / len(plan)


def busy() -> float:
    """Programs that ran or waited for a processor in the last minute, on average; the system's own figure."""
    return os.getloadavg()[0]


def paint(port: int, events: list[str]) -> bool:
    """Prints when Chromium first paints event pages; whether that is soon enough."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("  no Chromium: first paint not measured")
        return True
    from playwright.sync_api import sync_playwright

    first = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for event in random.Random(3).sample(events, PAGES):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/events/{event}")
            for _ in range(100):  # the page's policy lets no function be waited for
                if (painted := float(page.evaluate(first))) >= 0:
                    times.append(painted)
                    break
                page.wait_for_timeout(50)
            context.close()
        browser.close()
    print(f"first paint of {len(times)} event pages, nothing cached: median {median(times):.0f} ms, "
          f"longest {max(times):.0f} ms (floor {PAINT:.0f})")  # fmt: skip
    return max(times) < PAINT


if __name__ == "__main__":
    main()
