"""Small files that unpack to huge ones, and huge ones: refused in a line, in little memory and little time."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.sources import Failure, Report, open_reports
from dragoman.sources.apart import MEMORY, Apart
from dragoman.sources.document import Unreadable
from tests.sources.made import PAGE, SENTENCE, TEXT, make_docx, make_mail, make_warc, make_zip, with_part
from tests.sources.pdfs import _assembled, make_pdf

MB = 1_000_000
GIB = 2**30


def only(path: Path) -> str:
    (made,) = open_reports([path])
    assert isinstance(made, Failure), made
    return made.what


def packed(unit: bytes, size: int) -> bytes:
    """``unit`` again and again up to ``size`` bytes, packed."""
    packer, block = zlib.compressobj(9), unit * (MB // len(unit))
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def pdf_of(stream: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF of one page whose content is a packed stream."""
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents 5 0 R >>",
            f"<< /Length {len(stream)} /Filter ".encode() + filters + b" >>\nstream\n" + stream + b"\nendstream",
        ],
        b"",
    )


# PDF: read in a process apart


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: pdf_of(packed(b" ", 1_000 * MB)), id="spaces"),
        pytest.param(
            lambda: pdf_of(zlib.compress(packed(b" ", 4_000 * MB)), b"[/FlateDecode /FlateDecode]"), id="twice"
        ),
        pytest.param(lambda: pdf_of(packed(b"BT /F1 9 Tf 9 9 Td (drones) Tj ET\n", 200 * MB)), id="text"),
        pytest.param(lambda: pdf_of(packed(b"0 0 m 1 1 l S\n", 200 * MB)), id="paths"),
        pytest.param(lambda: pdf_of(packed(b"q ", 50 * MB)), id="nested"),
    ],
)
def test_a_pdf_that_unpacks_to_gigabytes(data: Callable[[], bytes]) -> None:
    apart = Apart()
    with pytest.raises(Unreadable, match="too much for its parser"):
        apart.pdf(data())
    assert SENTENCE in apart.pdf(make_pdf([[(72, 700, 11, SENTENCE)]])).text
    apart.end()


def test_a_process_that_dies_costs_one_file() -> None:
    apart, good = Apart(), make_pdf([[(72, 700, 11, SENTENCE)]])
    assert SENTENCE in apart.pdf(good).text
    assert apart._process is not None
    first = apart._process
    first.kill()
    first.wait()
    assert SENTENCE in apart.pdf(good).text
    assert apart._process.pid != first.pid
    apart.end()
    apart.end()
    assert SENTENCE in apart.pdf(good).text
    apart.end()


def test_what_the_process_apart_finds_comes_back_whole() -> None:
    apart = Apart()
    found = apart.pdf(make_pdf([[(72, 700, 11, SENTENCE)], []], title="Drones for Gondor", scanned=[1]))
    assert found.title == "Drones for Gondor"
    assert found.origins[0].place == "page=1"
    assert found.gaps[0].place == "page=2"
    for data, what in ((b"%PDF-1.4 nothing", "broken"), (make_pdf([[]]), "text layer")):
        with pytest.raises(Unreadable, match=what):
            apart.pdf(data)
    apart.end()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
def test_the_process_apart_has_a_limit_on_memory() -> None:
    code = f"from dragoman.sources.apart import _limit; _limit(); bytearray({MEMORY + 50 * MB})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


def test_a_pdf_of_a_million_pages(tmp_path: Path) -> None:
    kids = b"3 0 R " * MB
    data = _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [" + kids + b"] /Count 1000000 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ],
        b"",
    )
    (tmp_path / "a.pdf").write_bytes(data)
    assert only(tmp_path / "a.pdf") == "too long: 1000000 pages, limit 2000"


# Everything else: refused before it is unpacked or parsed


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("tags.html", b"<html><body>" + b"<b>x</b>" * 40_000, "more than a page holds"),
        ("wide.html", b"<html><body><p>" + b"x " * 2_500_000, "more than a page holds"),
        ("parts.eml", b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 3_000, "more parts"),
        ("heads.eml", b"From: a\n" + b"X: y\n" * 200_000 + b"\nhello", "longer headers"),
        ("nest.eml", b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3_000)),
         "more parts"),
        ("word.docx", with_part(make_docx([TEXT]), "word/document.xml", b"<w>" + b" " * 25 * MB), "like a bomb"),
        ("zeros.zip", make_zip({"a.txt": b" " * 19 * MB}), "like a bomb"),
        ("nested.jsonl", b'{"text": ' + b"[" * MB + b"\n", "not a line of JSON"),
        ("long.jsonl", b'{"text": "' + b"x" * 21 * MB, "a line of 21 MB"),
        ("open.csv", b'text\n"' + b"x" * 21 * MB, "not a row that can be read"),
        ("head.warc", b"WARC/1.0\r\n" + b"A: b\r\n" * 300_000 + b"\r\n", "a head like a bomb"),
        ("line.warc.gz", gzip.compress(b"WARC/1.0\r\nA: " + b"x" * 50 * MB), "a head like a bomb"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    began = time.process_time()
    assert what in only(path)
    assert time.process_time() - began < 10


def test_a_page_with_pictures_in_it_is_read(tmp_path: Path) -> None:
    picture = f'<img src="data:image/png;base64,{"iVBORw0KGgo" * 700_000}">'
    program = f"<script>{'let x = 1;' * 300_000}</script><!--{'x' * MB}-->"
    (tmp_path / "a.html").write_text(PAGE.replace("<p>", f"{picture}{program}<p>", 1))
    (made,) = open_reports([tmp_path])
    assert isinstance(made, Report)
    assert SENTENCE in made.text
    (there,) = made.where(made.text.index("nine"), made.text.index("nine") + 4)
    assert there.source_start > 10 * MB


@pytest.mark.parametrize(
    "unit",
    [" ", "\n", "\t", "\u00a0", "<!---->", "<!-- ", "<script>", "<script", "<style>x", "<svg>", "<svg", "<p>", "<p ",
     "<table><tr><td>", "<html ", "&#", "&amp", "&amp; ", '{"author":', '"headline": "', "2019-", "data:", "a@a.",
     "by ", "e\u0301 ", "a\u200b "],
)  # fmt: skip
@pytest.mark.parametrize("number", [20_000, 400_000])
def test_a_page_of_one_thing_again_and_again(tmp_path: Path, unit: str, number: int) -> None:
    path = tmp_path / "a.html"
    again = unit * (number // len(unit))
    path.write_text(f"{again}<html><body>{again}<p>{SENTENCE}</p>{again}</body></html>", encoding="utf-8")
    began = time.process_time()
    assert list(open_reports([path]))
    assert time.process_time() - began < 30


def test_a_long_text_is_refused_in_every_format(tmp_path: Path) -> None:
    text = SENTENCE * 80_000
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "b.md").write_text(text)
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": text}) + "\n" + json.dumps({"text": SENTENCE}))
    (tmp_path / "d.eml").write_bytes(make_mail(text, {"x.txt": SENTENCE.encode()}))
    (tmp_path / "e.docx").write_bytes(make_docx([text]))
    made = list(open_reports([tmp_path]))
    refused = [
        one.address for one in made if isinstance(one, Failure) and one.what.startswith("too long: a text of 5,")
    ]
    assert [Path(a).name for a in refused] == ["a.txt", "b.md", "c.jsonl#row=1", "d.eml", "e.docx"]
    read = [one.address for one in made if isinstance(one, Report)]
    assert [Path(a).name for a in read] == ["c.jsonl#row=2", "x.txt"]


# 200 MB in less than a gibibyte


def _text(file: io.BufferedWriter) -> None:
    for _ in range(2_000):
        file.write(SENTENCE.encode() * 1_400)


def _csv(file: io.BufferedWriter) -> None:
    file.write(b"text,title\n")
    for number in range(5_000):
        file.write(f'"{SENTENCE * 560} {number}",{number}\n'.encode())


def _jsonl(file: io.BufferedWriter) -> None:
    for number in range(5_000):
        file.write(json.dumps({"text": f"{SENTENCE * 560} {number}"}).encode() + b"\n")


def _zip(file: io.BufferedWriter) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        for number in range(112):
            made.writestr(f"{number}.txt", SENTENCE * 25_000)


def _warc(file: io.BufferedWriter) -> None:
    page = PAGE.replace("<p>", f"<!--{'x' * 10 * MB}--><p>", 1).encode()
    for number in range(20):
        file.write(make_warc({f"https://a.example/{number}": ("text/html", page)}, packed=False))


def _html(file: io.BufferedWriter) -> None:
    file.write(b"<html><body>" + SENTENCE.encode() * 2_800_000)


def _word(file: io.BufferedWriter) -> None:
    for _ in range(2):
        file.write(make_docx([SENTENCE * 70_000] + [os.urandom(1_000).hex() for _ in range(2_000)]).ljust(100 * MB))


def _wacz(file: io.BufferedWriter) -> None:
    page = PAGE.replace("<p>", f"<!--{os.urandom(50_000).hex()}--><p>", 1).encode()
    addresses = [f"https://a.example/{number}" for number in range(2_000)]
    archive = b"".join(make_warc({a: ("text/html", page)}, packed=False) for a in addresses)
    digest = hashlib.sha256(archive).hexdigest()
    resources = [{"name": "data.warc", "path": "archive/data.warc", "hash": f"sha256:{digest}"}]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        made.writestr("archive/data.warc", archive)
        made.writestr("pages/pages.jsonl", "\n".join(json.dumps({"url": a}) for a in addresses))
        made.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": resources}))


def _many_pages(file: io.BufferedWriter) -> None:
    teasers = "".join(f'<div class="t"><a href="/{n}"><h3>Story {n}</h3></a></div>\n' for n in range(150))
    for number in range(2_000):
        page = f"<html><head><title>{number}</title></head><body><nav>{teasers}</nav>{PAGE}{' ' * 85_000}</body></html>"
        file.write(make_warc({f"https://a.example/{number}": ("text/html", page.encode())}, packed=False))


def _mail(file: io.BufferedWriter) -> None:
    file.write(make_mail(attached={f"{n}.txt": (SENTENCE * 20_000).encode() for n in range(22)}))


def _pdf(file: io.BufferedWriter) -> None:
    file.write(make_pdf([[(72, 700, 11, SENTENCE)]])[:9] + b"%" * 199 * MB)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "write", "reports"),
    [("a.txt", _text, 0), ("a.csv", _csv, 5_000), ("a.jsonl", _jsonl, 5_000), ("a.zip", _zip, 112),
     ("a.warc", _warc, 20), ("b.warc", _many_pages, 2_000), ("a.wacz", _wacz, 2_000), ("a.eml", _mail, 23),
     ("a.pdf", _pdf, 0), ("a.html", _html, 0), ("a.docx", _word, 0)],
)  # fmt: skip
def test_200_mb_in_less_than_a_gibibyte(
    tmp_path: Path, name: str, write: Callable[[io.BufferedWriter], None], reports: int
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        write(file)
    code = (
        "import sys; from dragoman.sources import Report, open_reports\n"
        "print(sum(isinstance(one, Report) for one in open_reports(sys.argv[1:])))\n"
        # not ru_maxrss, which a child takes over from the process that started it
        "status = open('/proc/self/status').read()\n"
        "print(int(status.partition('VmHWM:')[2].split()[0]) * 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    number, memory = map(int, done.stdout.split())
    assert number == reports
    assert memory < GIB
