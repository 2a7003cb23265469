"""What is fetched is archived as it came before it is read; hosts that may not be asked are not asked; faults end."""

import hashlib
import ipaddress
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from dragoman.errors import DragomanError
from dragoman.sources import Failure, Report, open_reports
from dragoman.sources.addresses import Allowed, is_public, same_site, web_address
from dragoman.sources.evidence import Evidence
from dragoman.sources.fetching import Fetched, fetch
from dragoman.sources.transport import Fault, Limits, Web, _Backend, agent
from tests.sources import server
from tests.sources.made import LINK, PAGE, SENTENCE
from tests.sources.pdfs import make_pdf
from tests.sources.server import Site, serving

LOCAL = Allowed.parsed(["127.0.0.0/8"])
QUICK = Limits(size=1_000_000, seconds=0.6, silence=0.3, redirects=4)
HTML = ("text/html; charset=utf-8", PAGE.encode())


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site({"/a": HTML})) as served:
        yield served


@pytest.fixture
def get(site: Site, tmp_path: Path):
    """Fetches a path of the site; waits are counted and not waited."""
    waits: list[float] = []

    def get_(path: str, **options) -> Fetched:
        address = path if path.startswith("http") else site.address + path
        with Web(LOCAL, QUICK) as web, Evidence(tmp_path / "evidence") as evidence:
            return fetch(address, web, evidence, sleep=waits.append, **options)

    get_.waits = waits
    return get_


def only(fetched: Fetched) -> Report:
    (report,) = fetched.made
    assert isinstance(report, Report), report
    return report


def failure(fetched: Fetched) -> str:
    (one,) = fetched.made
    assert isinstance(one, Failure), one
    assert one.remedy
    return one.what


def archived(tmp_path: Path) -> list:
    found = []
    for path in sorted((tmp_path / "evidence").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                found.append((record.rec_type, record.rec_headers, record.http_headers, record.content_stream().read()))
    return found


# Archived, then read


def test_a_page_is_archived_as_it_came_and_read(site, get, tmp_path):
    report = only(get("/a"))
    assert SENTENCE in report.text
    assert (report.address, report.publisher) == (f"{site.address}/a", "127.0.0.1")
    assert report.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    info, response, request = archived(tmp_path)
    assert info[0] == "warcinfo"
    assert (response[0], response[3]) == ("response", PAGE.encode())
    assert response[1].get_header("WARC-Target-URI") == report.address
    assert response[1].get_header("WARC-Date") == report.retrieved
    assert response[1].get_header("WARC-IP-Address") == "127.0.0.1"
    assert response[1].get_header("WARC-Payload-Digest").startswith("sha256:")
    assert response[2].get_header("Content-Type") == HTML[0]
    assert report.archive.endswith(f".warc.gz#{response[1].get_header('WARC-Record-ID').strip('<>')}")
    assert request[2].statusline == "/a HTTP/1.1"
    assert request[2].get_header("User-Agent") == agent()


def test_the_archive_gives_the_same_report_again(get, tmp_path):
    report = only(get("/a"))
    (again,) = open_reports([tmp_path / "evidence"])
    assert (again.id, again.sha256, again.address) == (report.id, report.sha256, report.address)


def test_other_tools_find_the_archive_in_order(site, get, tmp_path):
    site.pages["/b"] = server.chunked(PAGE.encode(), ("Content-Type", "text/html"), ("X-Odd", "caf\xe9"))
    site.pages["/c"] = server.packed(PAGE.encode())
    for path in "abc":
        assert SENTENCE in only(get(f"/{path}")).text
    files = sorted(map(str, (tmp_path / "evidence").iterdir()))
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_what_is_known_from_elsewhere_stands_in_the_archive(get, tmp_path):
    about = {"title": "Of a feed", "date": "Fri, 29 Nov 2019 08:00:00 GMT", "via": "https://a.example/feed"}
    report = only(get("/a", about=about))
    assert report.published == "2019-11-29"
    assert report.title == "Drones for Gondor"
    (again,) = open_reports([tmp_path / "evidence"])
    assert again.id == report.id


def test_a_canonical_address_of_the_same_site(site, get):
    other = PAGE.replace("</head>", LINK.format(site.address + "/canonical") + "</head>")
    site.pages["/b"] = ("text/html", other.encode())
    assert only(get("/b")).canonical == f"{site.address}/canonical"


def test_types_are_told_by_bytes_and_names_where_servers_do_not(site, get):
    data = make_pdf([[(72, 700, 11, SENTENCE)]])
    site.pages |= {"/x.pdf": ("application/octet-stream", data), "/y": ("text/html", data), "/z": ("image/png", b"x")}
    assert only(get("/x.pdf")).media_type == only(get("/y")).media_type == "application/pdf"
    assert "image/png" in failure(get("/z"))


@pytest.mark.parametrize("told", ["utf-8", "koi8-r", "nonsense", ""])
def test_a_wrong_charset_does_no_harm(site, get, told):
    page = PAGE.replace("drones", "drones – “Nazgûl” –")
    site.pages["/b"] = (f"text/html; charset={told}", page.encode("utf-8"))
    assert "“Nazgûl”" in only(get("/b")).text
    site.pages["/c"] = ("text/html; charset=utf-8", page.encode("cp1252", "replace"))
    assert "“Nazgûl”" in only(get("/c")).text


# Redirects


def test_redirects_are_followed_and_archived_hop_by_hop(site, get, tmp_path):
    site.pages |= {"/1": server.redirect("/2", 301), "/2": server.redirect("a", 307)}
    fetched = get("/1")
    assert only(fetched).address == f"{site.address}/a"
    assert fetched.hops == (f"{site.address}/1", f"{site.address}/2")
    statuses = [http.get_statuscode() for kind, _, http, _ in archived(tmp_path) if kind == "response"]
    assert statuses == ["301", "307", "200"]


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("/loop", "in a circle"),
        ("file:///etc/passwd", "no address of the web"),
        ("javascript:alert(1)", "no address of the web"),
        ("http://user:pass@a.example/", "no address of the web"),
        ("http://[::1", "no address of the web"),
        ("", "leads nowhere"),
        ("http://10.0.0.1/", "refused: 10.0.0.1"),
        ("http://169.254.169.254/latest/meta-data", "refused: 169.254.169.254"),
        ("http://[::ffff:10.0.0.1]/", "refused"),
    ],
)
def test_redirects_that_lead_astray(site, get, target, what):
    site.pages["/loop"] = server.redirect(target)
    assert what in failure(get("/loop"))
    assert site.paths() == ["/loop"]


def test_redirects_end(site, get):
    site.pages |= {f"/{n}": server.redirect(f"/{n + 1}") for n in range(50)}
    assert failure(get("/0")) == "redirected more than 4 times"
    assert len(site.asked) == 6 - 1


# Faults


def test_a_busy_server_is_asked_again(site, get):
    site.pages["/b"] = server.status(503, times=2, then=HTML)
    assert SENTENCE in only(get("/b")).text
    assert len(get.waits) == 2
    assert 0.7 < get.waits[0] < get.waits[1] < 2.6


def test_a_server_says_how_long_to_wait(site, get):
    site.pages["/b"] = server.status(429, ("Retry-After", "7"), times=1, then=HTML)
    site.pages["/c"] = server.status(429, ("Retry-After", "99999"))
    only(get("/b"))
    assert get.waits == [7.0]
    assert "status 429" in failure(get("/c"))
    assert get.waits[1:] == [60.0, 60.0]


@pytest.mark.parametrize(("number", "asked"), [(500, 3), (404, 1), (410, 1), (403, 1), (451, 1), (206, 1), (999, 1)])
def test_what_will_not_pass_is_not_asked_again(site, get, number, asked):
    site.pages["/b"] = server.status(number)
    fetched = get("/b")
    assert f"(status {number})" in failure(fetched)
    assert fetched.passing == (number == 500)
    assert len(site.asked) == asked


def test_a_body_cut_short_is_asked_for_again_and_never_read(site, get, tmp_path):
    site.pages["/b"] = server.cut(PAGE.encode(), times=1)
    assert SENTENCE in only(get("/b")).text
    site.pages["/c"] = server.cut(PAGE.encode())
    assert failure(get("/c")) == "the answer was cut short"
    assert len([kind for kind, *_ in archived(tmp_path) if kind == "response"]) == 1


@pytest.mark.parametrize("head", [False, True])
def test_a_server_that_drips_is_left(site, get, head):
    site.pages["/b"] = server.slow(0.05, head=head)
    began = time.monotonic()
    fetched = get("/b", tries=1)
    assert "no answer in time" in failure(fetched)
    assert fetched.passing
    assert time.monotonic() - began < 2


def test_what_is_huge_is_left(site, get, tmp_path):
    site.pages |= {"/b": server.endless(), "/c": ("text/html", b"x" * 1_000_001)}
    assert failure(get("/b")) == failure(get("/c")) == "too large: over 1 MB"
    assert not (tmp_path / "evidence").exists()


def test_a_bomb_is_archived_and_not_unpacked(site, get, tmp_path):
    site.pages["/b"] = server.packed(b" " * 50_000_000)
    assert failure(get("/b")) == "unpacks to more than 20 MB, like a bomb"
    assert len(list((tmp_path / "evidence").iterdir())) == 1


def test_what_is_no_http(tmp_path):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def babble() -> None:
        for _ in range(3):
            connection, _ = listener.accept()
            connection.sendall(b"220 mail.example ESMTP\r\n")
            connection.recv(65_536)  # closed with the request unread, the connection would be reset
            connection.close()

    threading.Thread(target=babble, daemon=True).start()
    with Web(LOCAL, QUICK) as web, Evidence(tmp_path) as evidence:
        assert "does not speak HTTP" in failure(fetch(f"http://127.0.0.1:{port}/", web, evidence, sleep=lambda _: None))
    listener.close()


def test_no_server(get):
    assert "no connection" in failure(get("http://127.0.0.1:1/"))


@pytest.mark.parametrize(
    "address", ["", "ftp://a.example/", "a.example", "http://", "http://a b/", "file:///etc/passwd"]
)
def test_what_is_no_address(get, address):
    with Web() as web, Evidence(Path("nowhere")) as evidence:
        assert failure(fetch(address, web, evidence)) == "not an address of the web"
    assert not Path("nowhere").exists()


def test_where_nothing_can_be_archived(site, tmp_path):
    (tmp_path / "file").write_text("x")
    with (
        Web(LOCAL, QUICK) as web,
        Evidence(tmp_path / "file") as evidence,
        pytest.raises(DragomanError, match="archived"),
    ):
        fetch(site.address + "/a", web, evidence)


def test_a_full_disk_leaves_no_half_record(site, tmp_path, monkeypatch):
    with Web(LOCAL, QUICK) as web, Evidence(tmp_path / "evidence") as evidence:
        fetch(site.address + "/a", web, evidence)
        monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(DragomanError, match="no space left"):
            fetch(site.address + "/a", web, evidence)
    assert [kind for kind, *_ in archived(tmp_path)] == ["warcinfo", "response", "request"]


# Which hosts may be asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "fec0::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_on_the_open_internet(address):
    assert not is_public(ipaddress.ip_address(address))
    assert not Allowed().permits("a.example", ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_addresses_that_are(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_this_machine_is_refused_however_it_is_written(site, tmp_path, host):
    with Web(limits=QUICK) as web, Evidence(tmp_path) as evidence:
        what = failure(fetch(f"http://{host}:{site.port}/a", web, evidence, sleep=lambda _: None))
    assert "not on the open internet" in what or "no host" in what
    assert site.asked == []


def test_hosts_are_allowed_by_name_address_and_network():
    allowed = Allowed.parsed(["intranet.example", "10.0.0.0/8", "::1"])
    ten, loopback = ipaddress.ip_address("10.9.9.9"), ipaddress.ip_address("192.168.0.1")
    assert allowed.permits("a.example", ten)
    assert allowed.permits("Intranet.example", loopback)
    assert not allowed.permits("a.example", loopback)
    with pytest.raises(DragomanError, match="no host and no network"):
        Allowed.parsed(["http://a"])


def test_a_name_that_leads_elsewhere_the_second_time_gains_nothing(site):
    """DNS rebinding: the name is looked up once, and what was checked is what is connected to."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    looked_up: list[str] = []

    def look_up(host, port, **_):
        looked_up.append(host)
        return [(2, 1, 6, "", (ip, port)) for ip in answers[min(len(looked_up) - 1, 1)]]

    backend = _Backend(Allowed(), look_up)
    connected: list[str] = []
    backend._inner.connect_tcp = lambda host, *_: connected.append(host) or "stream"
    backend.connect_tcp("evil.example", 80)
    with pytest.raises(Fault, match="refused"):
        backend.connect_tcp("evil.example", 80)
    assert connected == ["93.184.216.34"]


def test_of_several_addresses_only_public_ones_are_tried():
    backend = _Backend(Allowed(), lambda host, port, **_: [
        (2, 1, 6, "", (ip, port)) for ip in ("10.0.0.1", "93.184.216.34", "127.0.0.1")])  # fmt: skip
    connected: list[str] = []
    backend._inner.connect_tcp = lambda host, *_: connected.append(host) or "stream"
    backend.connect_tcp("mixed.example", 80)
    assert connected == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HTTPS://WWW.Example.COM:443/A b", None),
        ("HTTPS://WWW.Example.COM:443/Ä?q=ö#part", "https://www.example.com/%C3%84?q=%C3%B6"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://a.example", "http://a.example/"),
        ("http://a.example:8080/x", "http://a.example:8080/x"),
        ("http://a.example./", "http://a.example/"),
        ("http://a.example/%zz%20", "http://a.example/%zz%20"),
        ("http://a.example/\u202egnp.exe", None),
        ("http://u:p@a.example/", None),
        ("http://a..example/", None),
        ("http://a.example:99999/", None),
    ],
)
def test_addresses_are_written_in_one_way(written, meant):
    assert web_address(written) == meant


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text):
    for written in (text, f"http://{text}", f"https://a.example/{text}"):
        address = web_address(written)
        assert address is None or (address.isascii() and web_address(address) == address)


def test_sites():
    assert same_site("https://www.bbc.co.uk/a", "https://news.bbc.co.uk/b")
    assert not same_site("https://a.co.uk/", "https://b.co.uk/")
    assert not same_site("https://evil.example/", "https://bbc.co.uk/")


def test_a_contact_is_told_to_servers(monkeypatch):
    monkeypatch.setenv("DRAGOMAN_CONTACT", "mailto:ana@a.example\r\nX: y")
    assert agent().endswith("(mailto:ana@a.exampleX: y)")
