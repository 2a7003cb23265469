"""Word, mail, ZIP, web archives, tables: each document in them becomes a report that tells where it came from."""

import email
import email.policy
import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.sources import Columns, Failure, Report, open_reports, read_file
from tests.sources.made import (
    LINK,
    PAGE,
    SENTENCE,
    TEXT,
    make_docx,
    make_mail,
    make_wacz,
    make_warc,
    make_zip,
    with_part,
)
from tests.sources.pdfs import make_pdf

URL = "https://www.post.gondor.example/drones"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def opened(tmp_path):
    """Writes a file and gives what is read from it."""

    def open_(name: str, data: bytes, columns: Columns | None = None) -> list[Report | Failure]:
        (tmp_path / name).write_bytes(data)
        return list(open_reports([tmp_path / name], columns=columns))

    return open_


def only(made: list[Report | Failure]) -> Report:
    (report,) = made
    assert isinstance(report, Report), report
    return report


def told(made: list[Report | Failure], base: Path) -> list[str]:
    """Addresses below a folder, failures with what is said of them."""
    return [
        one.address.removeprefix(f"{base}/") + (f": {one.what}" if isinstance(one, Failure) else "") for one in made
    ]


# Word


def test_word_paragraphs_and_tables(opened):
    data = make_docx([SENTENCE, "", "And so on."], [["Country", "Number"], ["Gondor", "9"], ["Rohan", ""]], "Drones")
    report = only(opened("a.docx", data))
    assert report.text == f"{SENTENCE}\n\nAnd so on.\n\nCountry | Number\nGondor | 9\nRohan | "
    assert report.title == "Drones"
    assert report.published is None
    assert [o.place for o in report.where(0, 5)] == ["paragraph=1"]
    (there,) = report.where(len(SENTENCE) + 2, len(SENTENCE) + 5)
    assert (there.place, there.source_start, there.source_end) == ("paragraph=3", 0, 3)


def test_word_keeps_what_was_inserted_and_leaves_what_was_struck_out(opened):
    body = (
        f"<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Drones</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Gondor ordered </w:t></w:r><w:del><w:r><w:delText>ten</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>nine</w:t></w:r></w:ins><w:r><w:tab/><w:t>drones.</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a field.</w:t></w:r></w:p></w:sdtContent></w:sdt></w:body></w:document>"
    )
    report = only(opened("a.docx", with_part(make_docx([]), "word/document.xml", body.encode())))
    assert report.text == "Drones\n\nGondor ordered nine\tdrones.\n\nIn a field."
    assert report.title == "Drones"


def test_word_entities_are_not_resolved(opened, tmp_path):
    (tmp_path / "secret.txt").write_text("the secret")
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 9}">' for n in range(8))
    body = (
        f'<!DOCTYPE d [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt"><!ENTITY a0 "bombbomb">{laughs}]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>Gondor &s; &a8; ordered.</w:t></w:r></w:p></w:body></w:document>"
    )
    (made,) = opened("a.docx", with_part(make_docx([]), "word/document.xml", body.encode()))
    text = made.text if isinstance(made, Report) else made.what
    assert "secret" not in text
    assert "bombbomb" not in text


def test_word_bomb_is_refused_unpacked(opened):
    data = with_part(make_docx([SENTENCE]), "word/document.xml", b"<w>" + b" " * 40_000_000)
    (made,) = opened("a.docx", data)
    assert made.what == "a Word file that unpacks like a bomb"


# Mail


def test_a_mail_with_attachments(opened, tmp_path):
    attached = {"a.docx": make_docx([SENTENCE]), "logo.gif": b"GIF89a", "../up.txt": TEXT.encode()}
    mail, *rest = opened("a.eml", make_mail(attached=attached))
    assert isinstance(mail, Report)
    assert mail.text == TEXT
    assert (mail.title, mail.publisher, mail.published) == ("Drones ordered", "Press Office of Gondor", "2019-11-29")
    assert mail.media_type == "message/rfc822"
    assert told(rest, tmp_path) == ["a.eml!/a.docx", "a.eml!/up.txt"]
    assert {(r.publisher, r.published) for r in rest} == {("Press Office of Gondor", "2019-11-29")}


def test_a_mail_of_html_alone(opened):
    mail = make_mail().replace(b'text/plain; charset="utf-8"', b'text/html; charset="utf-8"')
    head, _, _ = mail.partition(b"\n\n")
    report = only(opened("a.eml", head + b"\n\n" + PAGE.encode()))
    assert SENTENCE in report.text
    assert "<p>" not in report.text
    (there,) = report.where(report.text.index("nine"), report.text.index("nine") + 4)
    assert there.place == "part=1"
    assert PAGE[there.source_start : there.source_end] == "nine"


def test_a_mail_forwarded_in_a_mail(opened, tmp_path):
    outer = make_mail("See below, this is what the press office of the ministry sent to us today.")
    mail = email.message_from_bytes(outer, policy=email.policy.default)
    mail.add_attachment(email.message_from_bytes(make_mail(), policy=email.policy.default))
    made = opened("a.eml", mail.as_bytes())
    assert told(made, tmp_path) == ["a.eml", "a.eml!/part-3.eml"]
    assert isinstance(made[1], Report)
    assert made[1].text == TEXT


# ZIP


def test_a_zip_file_is_read_like_a_folder(opened, tmp_path):
    members = {
        "b/page.html": PAGE.encode(), "a.txt": TEXT.encode(), "README.md": b"notes", "__MACOSX/a.txt": b"x",
        ".hidden.txt": b"x", "photo.jpg": b"\xff\xd8\xff", "d.pdf": make_pdf([[(72, 700, 11, SENTENCE)]]),
        "c.eml": make_mail(), "inner.zip": make_zip({"x.txt": TEXT.encode()}),
    }  # fmt: skip
    made = opened("a.zip", make_zip(members))
    assert told(made, tmp_path) == [
        "a.zip!/a.txt", "a.zip!/b/page.html", "a.zip!/c.eml", "a.zip!/d.pdf", "a.zip!/inner.zip!/x.txt",
        "a.zip!/photo.jpg: not a format that is read (.jpg)",
    ]  # fmt: skip
    assert made[0].sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_names_in_a_zip_file_lead_nowhere(opened, tmp_path):
    names = ["../../etc/passwd.txt", "/etc/shadow.txt", "a/../../b.txt", "..\\..\\c.txt", "C:\\d.txt"]
    made = opened("a.zip", make_zip({name: TEXT.encode() for name in names}))
    assert len(made) == len(names)
    assert not [address for address in told(made, tmp_path) if ".." in address]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_a_link_in_a_zip_file_is_not_followed(opened):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("a.txt", TEXT)
    assert only(opened("a.zip", out.getvalue())).address.endswith("!/a.txt")


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"a.txt": b" " * 19_000_000}, "packed"),
        ({"a.txt": b"x" * 21_000_000}, "too large: 21 MB, limit 20 MB"),
        ({"a.txt": b""}, "empty file"),
        ({}, "a ZIP file without a document"),
        ({"a/": b""}, "a ZIP file without a document"),
    ],
)
def test_what_a_zip_file_may_not_hold(opened, members, what):
    (made,) = opened("a.zip", make_zip(members))
    assert made.what.startswith(what)


def test_zip_files_in_one_another_end(opened):
    data = TEXT.encode()
    for depth in range(6):
        data = make_zip({f"{depth}.zip" if depth else "a.txt": data})
    (made,) = opened("a.zip", data)
    assert made.what == "lies in 3 other files"


def test_a_broken_member_costs_itself_alone(opened, tmp_path):
    data = bytearray(make_zip({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}))
    data[40:50] = bytes(10)
    assert told(opened("a.zip", bytes(data)), tmp_path) == ["a.zip!/a.txt: broken in its ZIP file", "a.zip!/b.txt"]


def test_a_list_of_members_like_a_bomb_is_not_read(opened):
    data = make_zip({"a.txt": TEXT.encode()})
    at = data.rindex(b"PK\x05\x06")
    forged = data[: at + 12] + (17_000_000).to_bytes(4, "little") + data[at + 16 :]
    (made,) = opened("a.zip", forged)
    assert "like a bomb" in made.what


# Web archives


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_a_web_archive(opened, tmp_path, packed):
    page = PAGE.replace("</head>", LINK.format("https://post.gondor.example/2020/drones") + "</head>").encode()
    data = make_warc(
        {
            URL: ("text/html; charset=utf-8", page),
            "https://a.example/x.css": ("text/css", b"p {}"),
            "https://a.example/b.pdf": ("application/pdf", make_pdf([[(72, 700, 11, SENTENCE)]])),
        },
        packed=packed,
    )
    first, second = opened("a.warc.gz" if packed else "a.warc", data)
    assert isinstance(first, Report)
    assert (first.address, first.publisher) == (URL, "post.gondor.example")
    assert first.canonical == "https://post.gondor.example/2020/drones"
    assert first.retrieved == "2020-01-02T03:04:05Z"
    assert first.sha256 == hashlib.sha256(page).hexdigest()
    assert first.archive
    assert first.archive.startswith(f"{tmp_path}/a.warc{'.gz' if packed else ''}#urn:uuid:")
    assert (second.address, second.media_type) == ("https://a.example/b.pdf", "application/pdf")


def test_a_canonical_address_at_another_site_is_not_believed(opened):
    page = PAGE.replace("</head>", LINK.format("https://bbc.example/world") + "</head>").encode()
    assert only(opened("a.warc", make_warc({URL: ("text/html", page)}))).canonical is None


def test_the_charset_a_server_told(opened):
    text = "Влада Гондора потписала је споразум."
    page = PAGE.replace("<p>", f"<p>{text} ").encode("koi8-r", "replace").replace(b"?", b"")
    report = only(opened("a.warc", make_warc({URL: ("text/html; charset=koi8-r", page)})))
    assert "Гондора" in report.text


def test_packed_pages_are_unpacked_and_bombs_are_not(opened):
    packed, bomb = gzip.compress(PAGE.encode()), gzip.compress(b" " * 30_000_000)
    headers = [("Content-Encoding", "gzip")]
    report = only(opened("a.warc", make_warc({URL: ("text/html", packed)}, headers=headers)))
    assert SENTENCE in report.text
    assert report.sha256 == hashlib.sha256(packed).hexdigest()
    (failure,) = opened("b.warc", make_warc({URL: ("text/html", bomb)}, headers=headers))
    assert failure.what == "unpacks to more than 20 MB, like a bomb"
    (failure,) = opened("c.warc", make_warc({URL: ("text/html", b"x")}, headers=[("Content-Encoding", "br")]))
    assert "(br)" in failure.what


def test_an_archive_cut_short_keeps_what_came_before(opened):
    pages = {f"{URL}/{n}": ("text/html", PAGE.replace("nine", str(n)).encode()) for n in range(3)}
    data = make_warc(pages, packed=False)
    *read, last = opened("a.warc", data[:-200])
    assert [r.address for r in read] == [f"{URL}/0", f"{URL}/1"]
    assert isinstance(last, Failure)
    assert "cut short" in last.what


def test_an_altered_archive_is_told(opened):
    data = make_warc({URL: ("text/html", PAGE.encode())}, packed=False).replace(b"nine drones", b"many drones")
    (failure,) = opened("a.warc", data)
    assert "the digest differs" in failure.what


@pytest.mark.parametrize("pages", [{}, {URL: ("image/png", b"x")}])
def test_an_archive_without_a_page(opened, pages):
    (failure,) = opened("a.warc", make_warc(pages) or b"WARC/1.0\r\n\r\n\r\n")
    assert "WARC file" in failure.what


def test_errors_in_an_archive_are_no_reports(opened):
    (failure,) = opened("a.warc", make_warc({URL: ("text/html", PAGE.encode())}, status="404 Not Found"))
    assert failure.what == "a WARC file without a page"


@pytest.mark.parametrize("head", [b"A" * 200_000, b"".join(b"A%d: b\r\n" % n for n in range(200_000))])
def test_heads_of_records_like_bombs(opened, head):
    (failure,) = opened("a.warc", b"WARC/1.0\r\n" + head + b"\r\n\r\n")
    assert "WARC" in failure.what or "bomb" in failure.what


def test_a_wacz_file_gives_the_pages_it_lists(opened, tmp_path):
    warc = make_warc({URL: ("text/html", PAGE.encode()), "https://ads.example/frame": ("text/html", PAGE.encode())})
    report = only(opened("a.wacz", make_wacz(warc, [URL])))
    assert report.address == URL
    assert report.archive.startswith(f"{tmp_path}/a.wacz!/archive/data.warc.gz#urn:uuid:")
    (failure,) = opened("b.wacz", make_wacz(warc, [URL], digest="0" * 64))
    assert "the SHA-256 differs" in failure.what


# Tables

CSV = f'headline,body,date,outlet,url\nDrones,"{SENTENCE}\nMore.",29 Nov 2019,Post,https://a.example/1\n,"{SENTENCE}",,,\n'


def test_rows_of_a_table(opened, tmp_path):
    first, second = opened("a.csv", CSV.encode())
    assert isinstance(first, Report)
    assert (first.title, first.publisher, first.published) == ("Drones", "Post", "2019-11-29")
    assert (first.address, first.archive) == ("https://a.example/1", f"{tmp_path}/a.csv#row=1")
    assert first.text == f"{SENTENCE}\nMore."
    assert (second.address, second.archive, second.title) == (f"{tmp_path}/a.csv#row=2", None, None)
    assert second.sha256 == hashlib.sha256(CSV.encode().splitlines(keepends=True)[-1]).hexdigest()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", CSV.replace(",", ";").replace("Thursday;", "Thursday,").encode()),
        ("a.tsv", CSV.replace(",", "\t").replace("Thursday\t", "Thursday,").encode()),
        ("a.csv", CSV.encode("utf-8-sig")),
        ("a.csv", CSV.encode("utf-16")),
        ("a.csv", CSV.replace("Post", "Pöst").encode("cp1252")),
        ("a.csv", CSV.replace("\n", "\r\n").encode()),
    ],
)
def test_tables_as_programs_write_them(opened, name, data):
    first, second = opened(name, data)
    assert first.publisher in ("Post", "Pöst")
    assert second.text == SENTENCE


def test_columns_are_mapped_by_options(opened):
    data = f"a,b,c\n{SENTENCE.replace(',', '')},Other title,03/04/2020\n".encode()
    columns = Columns.parsed(["text=a", "title=b", "published=c"], "%d/%m/%Y")
    report = only(opened("a.csv", data, columns))
    assert (report.title, report.published) == ("Other title", "2020-04-03")
    (failure,) = opened("a.csv", data, Columns.parsed(["text=a", "published=c"]))
    assert "has two meanings: '03/04/2020'" in failure.what
    assert "--dates" in failure.remedy
    (failure,) = opened("a.csv", data)
    assert failure.what == "a table without a column for the text (it has: a, b, c)"
    (failure,) = opened("a.csv", data, Columns.parsed(["text=x"]))
    assert "without the column x" in failure.what


@pytest.mark.parametrize("given", ["text", "text=", "nonsense=a", "=a"])
def test_a_mapping_that_is_none(given):
    with pytest.raises(DragomanError, match="names no column"):
        Columns.parsed([given])


def test_json_lines(opened, tmp_path):
    lines = [
        json.dumps({"text": TEXT, "title": "Drones", "published": "2019-11-29T08:00Z", "publisher": ["Post", "Wire"]}),
        "", "not json", '["a"]', '{"title": "x"}', json.dumps({"meta": {"t": TEXT}, "text": 3}),
    ]  # fmt: skip
    made = opened("a.jsonl", "\n".join(lines).encode())
    assert told(made, tmp_path) == [
        "a.jsonl#row=1", "a.jsonl#row=3: not a line of JSON in UTF-8",
        "a.jsonl#row=4: a line of JSON that is no object",
        "a.jsonl#row=5: no key that holds the text (there are: title)", "a.jsonl#row=6: no text in it",
    ]  # fmt: skip
    assert (made[0].title, made[0].publisher, made[0].published) == ("Drones", "Post, Wire", "2019-11-29")
    nested = opened("b.jsonl", lines[-1].encode(), Columns.parsed(["text=meta.t"]))
    assert only(nested).text == TEXT


def test_a_quotation_mark_that_is_never_closed(opened):
    *_, last = opened("a.csv", f'text\n{SENTENCE.replace(",", "")}\n"{"x" * 21_000_000}'.encode())
    assert "not a row that can be read" in last.what


def test_one_file_of_many_reports_is_not_one(tmp_path):
    (tmp_path / "a.csv").write_text(CSV)
    assert "several reports" in read_file(tmp_path / "a.csv").what
    (tmp_path / "b.csv").write_text(CSV.rpartition("\n,")[0])
    assert read_file(tmp_path / "b.csv").title == "Drones"


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_cut_anywhere_says_so(opened, packed):
    data = make_warc({f"https://a.example/{n}": ("text/plain", TEXT.encode()) for n in range(2)}, packed=packed)
    head = data[1:].index(data[:8]) + 1  # where the second record begins: an archive that ends there is whole
    for cut in range(1, len(data), 3):
        reports, faults = [], []
        for made in opened(f"{cut}.warc", data[:cut]):
            (reports if isinstance(made, Report) else faults).append(made)
        blank = not packed and head - 4 <= cut <= head + 4
        assert len(reports) == 2 or faults or cut == head or blank, cut
        assert len(faults) <= 1
