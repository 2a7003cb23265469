"""Whatever bytes a file holds, each reader gives reports and failures and nothing else, and what it gives is clean."""

import contextlib
import json
import re
import socket
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.sources import Columns, Failure, Report, open_reports
from dragoman.sources.decoding import DROPPED
from dragoman.sources.document import Unreadable
from dragoman.sources.feeds import entries
from dragoman.sources.opening import TEXT_READERS
from dragoman.sources.pdf import pdf
from dragoman.sources.polite import _parsed
from dragoman.sources.transport import Fault
from tests.sources.made import PAGE, TEXT, make_docx, make_mail, make_wacz, make_warc, make_zip
from tests.sources.pdfs import make_pdf

URL = "https://a.example/drones"
CSV = f'text,title,date,url\n"{TEXT}",Drones,2019-11-29,{URL}\n"{TEXT} More.",,,\n'
PDF = make_pdf([[(72, 700, 11, "Gondor ordered"), (300, 700, 11, "nine drones.")], [(72, 700, 11, "More.")]], title="T")
SEEDS = {
    "a.txt": TEXT.encode(),
    "a.md": f"---\ntitle: Drones\npublished: 2019-11-29\n---\n# Drones\n\n{TEXT}".encode(),
    "a.html": PAGE.encode(),
    "a.docx": make_docx([TEXT], [["a", "b"], ["c", "d"]], "Drones"),
    "a.eml": make_mail(attached={"x.txt": TEXT.encode(), "y.docx": make_docx([TEXT])}, html=PAGE),
    "a.zip": make_zip({"x.txt": TEXT.encode(), "y/z.html": PAGE.encode(), "i.zip": make_zip({"q.md": b"# q"})}),
    "a.warc": make_warc({URL: ("text/html", PAGE.encode()), URL + "2": ("text/plain", TEXT.encode())}, packed=False),
    "a.warc.gz": make_warc({URL: ("text/html; charset=utf-8", PAGE.encode())}),
    "a.wacz": make_wacz(make_warc({URL: ("text/html", PAGE.encode())}), [URL]),
    "a.csv": CSV.encode(),
    "a.tsv": CSV.replace(",", "\t").encode("utf-16"),
    "a.jsonl": f'{{"text": "Gondor ordered nine.", "url": "{URL}"}}\n{{"text": 1}}\n'.encode(),
}
TOKENS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n\r\n", b"\n", b'"', b"'", b"<", b">", b"</p>", b"<!--", b"-->", b"]]>",
    b"<![CDATA[", b"&amp;", b"&#0;", b"&#xD800;", b"&#x202e;", b"<script>", b"<title>", b'<meta charset="utf-16">',
    b"--", b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"Content-Length: 99999999\r\n",
    b"Content-Type: text/html; charset=zlib\r\n", b"Content-Transfer-Encoding: base64\r\n", b"=?utf-7?B?+AAA-?=",
    b"multipart/mixed; boundary=\"\"", b"\xed\xa0\x80", "\u202e\u2066\u200b\u0301".encode(), b"{" * 50, b"[" * 2_000,
    b"9" * 400, b"-1", b"NaN", b"../" * 5, b"/Type /Page", b"stream\n", b"obj", b"<< /Length -1 >>", b"\x08" * 20,
    b"http://127.0.0.1:9/", b'<base href="http://127.0.0.1:9/">', b'SYSTEM "http://127.0.0.1:9/x.dtd"',
    b"<!---->" * 200,
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 400), st.one_of(st.sampled_from(TOKENS), st.binary(max_size=20))),
    min_size=1,
    max_size=6,
)
BIDI = {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
SLOW = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is read sends nothing anywhere, whatever addresses it holds."""

    def refused(*_: object) -> None:
        raise AssertionError("a reader asked for an address")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.parametrize(
    "markup",
    [
        "http://127.0.0.1:9/latest/meta-data",
        "https://a.example/x",
        '<html><head><base href="http://127.0.0.1:9/"><link rel="canonical" href="http://127.0.0.1:9/a"></head>'
        '<body><iframe src="http://127.0.0.1:9/b"></iframe><img src="http://127.0.0.1:9/c"><p>More.</p></body></html>',
        '<?xml version="1.0"?><!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><html><body><p>More.</p></body></html>',
    ],
)
def test_no_page_makes_anything_be_fetched(tmp_path: Path, markup: str) -> None:
    (tmp_path / "a.html").write_text(markup)
    (made,) = open_reports([tmp_path])
    assert_clean(made)


def spoilt(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """``data`` with stretches replaced."""
    for at, length, put in edits:
        place = at % (len(data) + 1)
        data = data[:place] + put + data[place + length :]
    return data


def assert_clean(made: Report | Failure) -> None:
    """What a report or failure may look like, wherever it came from."""
    names = ("address", "archive", "title", "publisher", "canonical", "what", "remedy")
    shown = [getattr(made, name, None) for name in names]
    for text in filter(None, shown):
        text.encode("utf-8")
        text = text.replace("\N{REPLACEMENT CHARACTER}", "")  # what stands for a character that was taken out
        assert not DROPPED.search(text), ascii(text)
        assert not BIDI & {unicodedata.bidirectional(c) for c in text}
        assert "\n" not in text
    if isinstance(made, Failure):
        assert made.what
        assert "gave up" not in made.what, made.what
        assert made.remedy
        assert len(made.what) <= 500
        return
    assert made.text.strip()
    assert not DROPPED.search(made.text)
    assert made.published is None or re.fullmatch(r"\d{4}-\d\d-\d\d", made.published)
    assert re.fullmatch(r"[0-9a-f]{64}", made.sha256)
    assert len(made.title or "") <= 1_000
    before = 0
    for origin in made.origins:
        assert before <= origin.start < origin.end <= len(made.text)
        assert 0 <= origin.source_start <= origin.source_end
        before = origin.end


def assert_read(path: Path, columns: Columns | None = None) -> None:
    made = list(open_reports([path], columns=columns))
    assert made
    for one in made:
        assert_clean(one)


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(edits=EDITS)
def test_spoilt_files(tmp_path: Path, name: str, edits: list[tuple[int, int, bytes]]) -> None:
    path = tmp_path / name
    path.write_bytes(spoilt(SEEDS[name], edits))
    assert_read(path)


@pytest.mark.parametrize("name", [*SEEDS, "a.pdf"])
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(data=st.binary(max_size=300))
def test_any_bytes_under_any_name(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert_read(path)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(edits=EDITS)
def test_spoilt_pdf(edits: list[tuple[int, int, bytes]]) -> None:
    try:
        found = pdf(spoilt(PDF, edits))
    except Unreadable:
        return
    assert not DROPPED.search(found.text)
    for origin in found.origins:
        assert origin.place in ("page=1", "page=2")
        assert 0 <= origin.start < origin.end <= len(found.text)


@pytest.mark.parametrize("kind", TEXT_READERS)
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(text=st.text(max_size=200), edits=EDITS)
def test_any_text_in_any_reader(kind: str, text: str, edits: list[tuple[int, int, bytes]]) -> None:
    reader: Callable[[str], object] = TEXT_READERS[kind]
    for given_ in (text, spoilt(PAGE.encode(), edits).decode("utf-8", "replace")):
        with contextlib.suppress(Unreadable):
            reader(given_)


FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title><item><title>Drones</title><link>/a</link>'
    b"<pubDate>Fri, 29 Nov 2019 08:00:00 GMT</pubDate></item></channel></rss>"
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title type="html">&lt;b&gt;x</title>'
    b'<link href="/a"/><updated>2020-01-02T03:04:05Z</updated></entry></feed>'
)


@pytest.mark.parametrize("seed", [FEED, ATOM])
@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(edits=EDITS, charset=st.sampled_from([None, "utf-8", "utf-16", "koi8-r", "hex", "\x00"]))
def test_spoilt_feeds(seed: bytes, edits: list[tuple[int, int, bytes]], charset: str | None) -> None:
    try:
        found = entries(spoilt(seed, edits), "https://a.example/feed", charset)
    except Fault:
        return
    for entry in found:
        assert entry.address.startswith(("http://", "https://"))
        assert entry.address.isascii()
        assert not DROPPED.search(entry.title or "")
        assert entry.published is None or re.fullmatch(r"\d{4}-\d\d-\d\d", entry.published)


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=200), path=st.text(alphabet="/*$?ab%", max_size=20))
def test_any_robots_txt(text: str, path: str) -> None:
    for rules in (text, f"User-agent: *\nDisallow: {text}\nCrawl-delay: {text}\nRequest-rate: {text}"):
        parsed = _parsed(rules)
        if parsed is not None:
            assert parsed.can_fetch(f"https://a.example/{path}", "Dragoman") in (True, False)
            assert parsed.crawl_delay("Dragoman") is None or parsed.crawl_delay("Dragoman") >= 0


NAMES = st.text(st.characters(blacklist_characters="/\x00", blacklist_categories=()), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(name=NAMES)
def test_any_name_in_a_zip_file(tmp_path: Path, name: str) -> None:
    encoded = name.encode("utf-8", "replace").decode()
    path = tmp_path / "a.zip"
    path.write_bytes(make_zip({f"../{encoded}.txt": TEXT.encode(), "b.txt": TEXT.encode()}))
    assert_read(path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize(
    "name", [b"\xff\xfe.txt", "a\u202egpj.txt".encode(), b"a\nb.txt", b"a\x1b[31m.txt", b"a#row=1!/b.txt", b" .txt"]
)
def test_odd_file_names(tmp_path: Path, name: bytes) -> None:
    path = Path((bytes(tmp_path) + b"/" + name).decode("utf-8", "surrogateescape"))
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT)
    (made,) = open_reports([tmp_path])
    assert isinstance(made, Report)
    assert_clean(made)


@pytest.mark.parametrize(
    "row",
    [
        {"text": TEXT, "title": "\ud800\u202e\x00x", "publisher": "\u2066", "url": "https://a.example/\u202e"},
        {"text": "\x00\u202e\ud800", "title": "x"},
        {"text": TEXT, "date": "\x00\u202e"},
        {"\x00\u202ekey": 1},
        {"text": TEXT, "title": ["a" * 5_000, None, {"x": 1}], "publisher": True, "url": "javascript:alert(1)"},
    ],
)
def test_odd_characters_in_rows(tmp_path: Path, row: dict[str, object]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row))
    assert_read(path)
