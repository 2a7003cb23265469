"""A watch takes each text once, asks politely, goes on where it was cut off, and tells of everything it does."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.sources import Columns, Failure, Report, open_reports
from dragoman.sources.addresses import Allowed
from dragoman.sources.ledger import DONE, GIVEN_UP, WAITING
from dragoman.sources.polite import Manners
from dragoman.sources.transport import Fault, Limits, Web
from dragoman.sources.watching import Happening, Settings, Watch
from tests.sources import server
from tests.sources.made import PAGE, TEXT
from tests.sources.server import Site, serving

LOCAL = Allowed.parsed(["127.0.0.0/8"])
QUICK = Limits(size=1_000_000, seconds=0.6, silence=0.3, redirects=4)
RSS = "application/rss+xml"


def rss(*items: str, title: str = "The Gondor Post") -> bytes:
    head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
    return f"{head}{''.join(items)}</channel></rss>".encode()


def item(link: str, date: str = "Fri, 29 Nov 2019 08:00:00 GMT", title: str = "Drones") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


def page(words: str = "nine", footer: str = "") -> tuple[str, bytes]:
    return ("text/html", PAGE.replace("nine", words).replace("</body>", f"<footer>{footer}</footer></body>").encode())


@dataclass
class Bench:
    """A watch over a site, with a clock that stands still but for waits."""

    site: Site
    folder: Path
    sources: list[str]
    settings: Settings = field(default_factory=Settings)
    told: list[Happening] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    clock: float = 1_800_000_000.0

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock += seconds

    def open(self, web: Web) -> Watch:
        manners = Manners(web, 2.0, now=lambda: self.clock, sleep=self.sleep)
        return Watch(
            self.sources, self.folder, web, settings=self.settings, manners=manners, tell=self.told.append,
            now=lambda: self.clock, sleep=self.sleep,
        )  # fmt: skip

    def round(
        self, *, later: float = 0.0, finish: bool = True, stop_after: int | None = None
    ) -> list[Report | Failure]:
        self.clock += later
        self.told.clear()
        with Web(LOCAL, QUICK) as web:
            watch = self.open(web)
            made = []
            for one in watch.round():
                made.append(one)
                if len(made) == stop_after:
                    break
            if finish:
                watch.finish()
            watch.close()
        return made

    def state(self, path: str) -> str:
        with sqlite3.connect(self.folder / "watch.db") as db:
            (state,) = db.execute("SELECT state FROM items WHERE address = ?", (self.site.address + path,)).fetchone()
        db.close()
        return str(state)

    def whats(self) -> list[str]:
        return [happening.what for happening in self.told]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    site = Site({"/robots.txt": ("text/plain", b"")})
    with serving(site) as served:
        site.pages["/feed"] = (RSS, rss(item("/a"), item("/b")))
        site.pages |= {"/a": page("nine"), "/b": page("ten")}
        yield Bench(served, tmp_path / "evidence", [f"{served.address}/feed"])


# Feeds


def test_pages_of_a_feed_come_once(bench):
    first = bench.round()
    assert [r.address for r in first] == [f"{bench.site.address}/a", f"{bench.site.address}/b"]
    assert {(r.published, r.publisher) for r in first} == {("2019-11-29", "The Gondor Post")}
    assert all(r.archive.startswith(f"{bench.folder}/watch-") for r in first)
    assert bench.whats() == ["polled", "new", "new"]
    assert bench.round(later=901) == []
    assert bench.whats() == ["polled"]
    assert bench.site.paths().count("/a") == 1


def test_a_feed_is_not_asked_before_its_time(bench):
    bench.round()
    asked = len(bench.site.asked)
    assert bench.round(later=60) == []
    assert len(bench.site.asked) == asked


def test_what_is_archived_reads_as_what_was_given(bench):
    given = bench.round()
    again = [one for one in open_reports([bench.folder]) if isinstance(one, Report)]
    assert {r.id for r in again} == {r.id for r in given}


def test_a_feed_is_asked_on_condition(bench):
    bench.site.pages["/feed"] = server.conditional(RSS, rss(item("/a")))
    bench.round()
    bench.round(later=901)
    assert bench.whats() == ["unchanged"]
    assert bench.site.asked[-1][1]["If-None-Match"] == '"one"'


def test_a_text_is_taken_once_whatever_its_address_and_date(bench):
    bench.site.pages["/feed"] = (RSS, rss(item("/a"), item("/a2", "Sat, 30 Nov 2019 08:00:00 GMT", "Other")))
    bench.site.pages["/a2"] = page("nine", footer="Printed at 12:31")
    (report,) = bench.round()
    assert bench.whats() == ["polled", "new", "same"]
    assert bench.told[-1].detail == f"its text is known from {report.address}"
    bench.site.pages["/feed"] = (RSS, rss(item("/a3")))
    bench.site.pages["/a3"] = page("nine")
    assert bench.round(later=901) == []
    assert bench.whats() == ["polled", "same"]


def test_two_publishers_of_one_text_are_two_sources(bench, tmp_path):
    with serving(Site({"/robots.txt": ("text/plain", b""), "/a": page("nine")})) as other:
        other.pages["/feed"] = (RSS, rss(item("/a"), title="The Rohan Wire"))
        bench.sources.append(f"{other.address}/feed")
        assert sorted(r.publisher for r in bench.round()) == ["The Gondor Post", "The Gondor Post", "The Rohan Wire"]


def test_a_changed_page_is_asked_for_again_and_taken_if_its_text_is_another(bench):
    bench.site.pages["/a"] = server.conditional("text/html", page("nine")[1])
    bench.site.pages["/feed"] = (RSS, rss(item("/a")))
    bench.round()
    bench.site.pages["/feed"] = (RSS, rss(item("/a", "Sat, 30 Nov 2019 08:00:00 GMT")))
    assert bench.round(later=901) == []
    assert bench.whats() == ["polled", "unchanged"]
    bench.site.pages["/a"] = page("eleven")
    bench.site.pages["/feed"] = (RSS, rss(item("/a", "Sun, 01 Dec 2019 08:00:00 GMT")))
    (report,) = bench.round(later=901)
    assert "eleven drones" in report.text


def test_a_page_leads_to_its_feed(bench):
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    bench.site.pages["/home"] = ("text/html", f"<html><head>{link}</head><body>x</body></html>".encode())
    bench.sources = [f"{bench.site.address}/home"]
    assert len(bench.round()) == 2
    assert bench.whats()[0] == "feed"
    bench.round(later=901)
    assert bench.site.paths().count("/home") == 1


@pytest.mark.parametrize(
    "data",
    [
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><entry><title>t</title><link href="/a"/>'
        b"<updated>2020-01-02T03:04:05Z</updated><id>x</id></entry></feed>",
        rss(item("/a")).replace(b"</item>", b"<description>broken & <b></description></item>"),
        rss(item("/a")).decode().encode("utf-16"),
        rss(item("/a"), item("javascript:alert(1)"), item("http://"), item("")),
    ],
)
def test_feeds_as_they_come(bench, data):
    bench.site.pages["/feed"] = ("text/xml", data)
    assert [one.address for one in bench.round()] == [f"{bench.site.address}/a"]


def test_entities_in_a_feed_are_no_bomb_and_read_no_file(bench, tmp_path):
    (tmp_path / "secret").write_text("/a")
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    head = f'<!DOCTYPE rss [<!ENTITY s SYSTEM "file://{tmp_path}/secret"><!ENTITY a0 "ha">{laughs}]>'
    bench.site.pages["/feed"] = (RSS, head.encode() + rss(item("&s;", title="&a9;"))[21:])
    assert not [one for one in bench.round() if isinstance(one, Report)]
    assert "/a" not in bench.site.paths()


# Manners


def test_robots_are_asked_first_and_heeded(bench):
    bench.site.pages["/robots.txt"] = ("text/plain", b"User-agent: dragoman\nDisallow: /b\n")
    one, other = bench.round()
    assert (one.address, other.what) == (
        f"{bench.site.address}/a", "its robots.txt asks robots to stay away",
    )  # fmt: skip
    assert bench.site.paths() == ["/robots.txt", "/feed", "/a"]
    assert bench.state("/b") == GIVEN_UP


@pytest.mark.parametrize(("robots", "taken"), [(404, 2), (403, 2), (500, 0), (503, 0), (429, 0)])
def test_robots_that_cannot_be_had(bench, robots, taken):
    bench.site.pages["/robots.txt"] = server.status(robots)
    assert len(bench.round()) == taken
    if not taken:
        assert bench.site.paths() == ["/robots.txt"]
        assert "robots.txt cannot be had" in bench.told[0].detail


def test_rules_hold_for_a_day(bench):
    bench.round()
    bench.round(later=901)
    bench.round(later=90_000)
    assert bench.site.paths().count("/robots.txt") == 3  # each round is a process of its own here


def test_a_host_is_given_time(bench):
    bench.round()
    assert bench.waits == [2.0, 2.0, 2.0]
    bench.site.pages["/robots.txt"] = ("text/plain", b"User-agent: *\nCrawl-delay: 7\n")
    bench.waits.clear()
    bench.round(later=901)
    assert bench.waits == [7.0]


def test_hosts_are_asked_by_turns(bench):
    with serving(Site({"/robots.txt": ("text/plain", b"")})) as other:
        other.pages |= {"/x": page("twenty"), "/y": page("thirty")}
        links = ["/a", "/b", f"{other.address}/x", f"{other.address}/y"]
        bench.site.pages["/feed"] = (RSS, rss(*map(item, links)))
        assert len(bench.round()) == 4
        assert [h.address.rpartition("/")[2] for h in bench.told if h.what == "new"] == ["a", "x", "b", "y"]


def test_redirects_are_asked_about_too(bench):
    bench.site.pages |= {"/a": server.redirect("/shut"), "/shut": page("sixty")}
    bench.site.pages["/robots.txt"] = ("text/plain", b"User-agent: *\nDisallow: /shut\n")
    assert [type(one).__name__ for one in bench.round()] == ["Failure", "Report"]
    assert "/shut" not in bench.site.paths()


def test_private_hosts_in_a_feed_are_refused(bench):
    bench.site.pages["/feed"] = (RSS, rss(item("http://10.0.0.1/x"), item("http://169.254.169.254/latest"), item("/a")))
    made = bench.round()
    assert [type(one).__name__ for one in made].count("Report") == 1
    assert all("not on the open internet" in one.what for one in made if isinstance(one, Failure))


# Faults


def test_what_may_pass_is_tried_later_and_then_given_up(bench):
    bench.site.pages["/a"] = server.status(500)
    assert len(bench.round()) == 1
    later = next(h for h in bench.told if h.what == "later")
    assert "status 500" in later.detail
    assert "again in 5 min (1 of 6)" in later.detail
    assert bench.state("/a") == WAITING
    assert bench.round(later=200) == []
    for _ in range(4):
        assert bench.round(later=20_000) == []
    (failure,) = bench.round(later=20_000)
    assert "status 500" in failure.what
    assert bench.state("/a") == GIVEN_UP
    assert bench.round(later=200_000) == []


def test_a_page_comes_when_its_server_is_well_again(bench):
    bench.site.pages["/a"] = server.status(503, times=2, then=page("forty"))
    bench.round()
    (report,) = bench.round(later=301)
    assert "forty" in report.text
    assert bench.state("/a") == DONE


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (server.slow(0.05), "no answer in time"),
        (server.cut(PAGE.encode()), "the answer was cut short"),
        (server.redirect("/a"), "redirected in a circle"),
        (server.endless(), "too large: over 1 MB"),
        (server.packed(b" " * 40_000_000), "unpacks to more than 20 MB"),
        (("image/png", b"x"), "not a page that is read (image/png)"),
    ],
)
def test_a_fault_of_one_page_costs_that_page(bench, fault, what):
    bench.site.pages["/a"] = fault
    made = bench.round()
    assert [r.address for r in made if isinstance(r, Report)] == [f"{bench.site.address}/b"]
    assert any(what in happening.detail for happening in bench.told)


def test_a_wrong_charset_of_a_page_does_no_harm(bench):
    bench.site.pages["/a"] = ("text/html; charset=utf-16", PAGE.replace("nine", "nine “Nazgûl”").encode("cp1252"))
    assert any("nine “Nazgûl” drones" in r.text for r in bench.round())


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (("text/html", b"<p>no feed here</p>"), "not a feed"),
        (("text/plain", b"x" * 100), "not a feed"),
        ((RSS, rss(*[item(f"/{n}") for n in range(3_000)])), "more than a feed holds"),
        (server.status(500), "status 500"),
        (server.status(404), "status 404"),
        (server.cut(rss(item("/a"))), "cut short"),
        (server.packed(rss() + b" " * 6_000_000), "too large"),
        (server.slow(0.05, head=True), "no answer in time"),
    ],
)
def test_a_feed_that_fails_is_asked_again_later_each_time(bench, answer, what):
    bench.site.pages["/feed"] = answer
    assert bench.round() == []
    assert what in bench.told[-1].detail
    assert "again in 15 min" in bench.told[-1].detail
    asked = len(bench.site.asked)
    bench.round(later=800)
    assert len(bench.site.asked) == asked
    bench.round(later=200)
    assert "again in 30 min" in bench.told[-1].detail
    bench.site.pages["/feed"] = (RSS, rss(item("/b")))
    assert len(bench.round(later=2_000)) == 1


# Cut off


def test_what_was_archived_and_not_kept_is_given_again_and_not_asked_for_again(bench):
    (first,) = bench.round(finish=False, stop_after=1)
    asked = len(bench.site.asked)
    again, other = bench.round()
    assert again == first
    assert other.address.endswith("/b")
    assert bench.site.paths()[asked:] == ["/robots.txt", "/b"]
    assert bench.round(later=901) == []


def test_a_watch_that_was_killed_leaves_archives_that_can_be_read(bench):
    bench.round(finish=False, stop_after=1)
    (path,) = bench.folder.glob("*.warc.gz")
    path.write_bytes(path.read_bytes() + b"\x1f\x8b\x08\x00half a record")
    assert [type(one).__name__ for one in open_reports([path])] == ["Report", "Failure"]
    assert len(bench.round()) == 2


def test_one_watch_at_a_time(bench):
    with Web(LOCAL, QUICK) as web:
        watch = bench.open(web)
        with pytest.raises(DragomanError, match="another watch works here"):
            bench.open(web)
        watch.close()
        bench.open(web).close()


# Folders


@pytest.fixture
def inbox(bench, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    bench.sources = [str(folder)]
    bench.clock = 4_000_000_000.0  # files written now are old by it
    return folder


def test_files_of_a_folder_come_once(bench, inbox):
    (inbox / "a.txt").write_text(TEXT)
    assert [r.address for r in bench.round()] == [str(inbox / "a.txt")]
    assert bench.round() == []
    assert bench.told == []
    (inbox / "copy.txt").write_text(TEXT.upper().replace("\n", "\r\n"))
    (inbox / "b.txt").write_text(TEXT.replace("nine", "six"))
    assert [r.address for r in bench.round()] == [str(inbox / "b.txt")]
    assert sorted(bench.whats()) == ["new", "same"]


def test_a_file_that_changes_is_read_again(bench, inbox):
    path = inbox / "a.txt"
    path.write_text(TEXT)
    bench.round()
    os.utime(path, ns=(1, 1))
    assert bench.round() == []
    assert bench.whats() == ["unchanged"]
    path.write_text(TEXT + " A correction says ten.")
    assert len(bench.round()) == 1


def test_a_file_that_is_being_written_waits(bench, inbox, monkeypatch):
    path = inbox / "a.txt"
    path.write_text("half")
    bench.clock = path.stat().st_mtime + 0.5
    real = bench.sleep

    def write_on(seconds: float) -> None:
        real(seconds)
        path.write_text(TEXT)
        os.utime(path, (bench.clock, bench.clock))

    monkeypatch.setattr(bench, "sleep", write_on)
    assert bench.round() == []
    assert bench.whats() == ["later"]
    monkeypatch.setattr(bench, "sleep", real)
    assert len(bench.round(later=10)) == 1


def test_unreadable_files_are_told_once(bench, inbox):
    (inbox / "a.bin").write_bytes(b"\x00\x01")
    (failure,) = bench.round()
    assert isinstance(failure, Failure)
    assert bench.whats() == ["unreadable"]
    assert bench.round() == []


def test_an_empty_folder_is_no_fault_and_the_evidence_is_no_report(bench, inbox):
    assert bench.round() == []
    assert bench.told == []
    bench.sources = [str(bench.folder.parent)]
    (bench.folder / "old.txt").write_text(TEXT)
    assert bench.round() == []


def test_rows_of_a_table_that_grows(bench, inbox):
    bench.settings = Settings(columns=Columns.parsed(["text=a"]))
    (inbox / "a.csv").write_text(f'a\n"{TEXT}"\n')
    assert len(bench.round()) == 1
    (inbox / "a.csv").write_text(f'a\n"{TEXT}"\n"{TEXT.replace("nine", "two")}"\n')
    (report,) = bench.round()
    assert report.address.endswith("a.csv#row=2")


@pytest.mark.parametrize("source", ["nowhere", "http://", "ftp://a.example/feed"])
def test_what_cannot_be_watched(bench, source):
    bench.sources = [source]
    with pytest.raises(DragomanError):
        bench.round()


def test_a_site_that_cannot_be_asked_for_its_rules():
    with Web(LOCAL, QUICK) as web:
        manners = Manners(web)
        with pytest.raises(Fault, match=r"robots.txt cannot be had"):
            manners.before("http://127.0.0.1:1/x")
