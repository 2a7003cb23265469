"""Files and folders in, reports and failures out."""

import os
import random
import re
from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.sources import Failure, Report, find, open_reports, read_file
from dragoman.sources.document import Document
from dragoman.sources.opening import TEXT_READERS
from tests.sources.made import SENTENCE, make_docx, make_zip
from tests.sources.pdfs import make_pdf

TEXT = "Drones for Gondor\n\nGondor ordered nine drones from Arnor. The ministry said that six were delivered.\n"
FRENCH = (
    "Le gouvernement a signé hier un accord avec la Chine sur la livraison de neuf drones. Selon le ministère, "
    "six appareils ont déjà été livrés au printemps, et les autres suivront avant la fin de l'année prochaine."
)
SERBIAN = "Влада Србије потписала је споразум о набавци дронова."
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def report(path: Path, published: str | None = None) -> Report:
    found = read_file(path, published)
    assert isinstance(found, Report), found
    return found


def failure(path: Path) -> Failure:
    found = read_file(path)
    assert isinstance(found, Failure)
    assert found.address == str(path)
    assert found.remedy
    return found


def test_each_format_by_its_content(tmp_path: Path) -> None:
    files = {
        "a.txt": (TEXT.encode(), "text/plain"),
        "b.md": (f"---\ntitle: x\n---\n{TEXT}".encode(), "text/markdown"),
        "c.html": (f"<html><body><p>{TEXT}</p></body></html>".encode(), "text/html"),
        "d.pdf": (make_pdf([[(72, 700, 11, "Gondor ordered nine drones from Arnor.")]]), "application/pdf"),
        "e": (TEXT.encode(), "text/plain"),
        "f.txt": (f"<!doctype html><p>{TEXT}</p>".encode(), "text/html"),
        "g.dat": (make_pdf([[(72, 700, 11, "Gondor ordered nine drones from Arnor.")]]), "application/pdf"),
    }
    for name, (data, _) in files.items():
        (tmp_path / name).write_bytes(data)
    found = list(open_reports([tmp_path]))
    assert [(Path(r.address).name, r.media_type) for r in found if isinstance(r, Report)] == [
        (name, media_type) for name, (_, media_type) in files.items()
    ]
    assert all("Gondor ordered nine drones" in r.text for r in found if isinstance(r, Report))


def test_the_id_is_of_the_content_not_of_the_place(tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text(TEXT, encoding="utf-8")
    other.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-16"))
    assert report(one).id == report(other).id
    assert report(one).sha256 != report(other).sha256
    assert report(one).id != report(one, "2019-11-29").id
    assert report(one).title == "Drones for Gondor"


def test_the_date_given_is_for_reports_that_have_none(tmp_path: Path) -> None:
    dated, undated = tmp_path / "dated.md", tmp_path / "undated.md"
    dated.write_text(f"---\ntitle: x\npublished: 2020-01-02\n---\n{TEXT}")
    undated.write_text(f"---\ntitle: x\npublished: 2020-13-02\n---\n{TEXT}")
    assert report(dated, "2021-03-04").published == "2020-01-02"
    assert report(undated, "2021-03-04").published == "2021-03-04"
    assert report(undated).published is None


@pytest.mark.parametrize("date", ["2019", "2019-02-30", "yesterday", "20190101", "2019-01-01T00:00"])
def test_a_date_that_is_none_is_refused_at_once(date: str) -> None:
    with pytest.raises(DragomanError, match="not a date"):
        open_reports([], date)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.txt", b" \n\t\n", "empty file"),
        ("marks.txt", "\ufeff\u200b\n".encode(), "no text"),
        ("front.md", b"---\ntitle: only this\n---\n", "no text"),
        ("hollow.html", b"<html><body><script>x</script></body></html>", "no text"),
        ("binary.txt", random.Random(2).randbytes(3000), "binary"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(100), r"not a format that is read \(.jpg\)"),
        ("notes.docx", b"PK\x03\x04" + bytes(100), "broken Word file"),
        ("named.docx", TEXT.encode(), "not a Word file"),
        ("notes.doc", b"\xd0\xcf\x11\xe0" + bytes(100), r"\(.doc\)"),
        ("broken.pdf", b"%PDF-1.4\n1 0 obj", "broken PDF"),
        ("named.pdf", TEXT.encode(), "not a PDF"),
        ("empty.pdf", b"", "empty file"),
        ("locked.pdf", make_pdf([[(72, 700, 11, "x")]], encrypted=True), "encrypted"),
        ("scan.pdf", make_pdf([[]]), "text layer"),
        ("french.txt", FRENCH.encode(), "in French; only English is read"),
        ("serbian.txt", SERBIAN.encode(), "in Serbian"),
    ],
)
def test_bad_input_is_one_clear_failure(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert re.search(what, failure(path).what)


@pytest.mark.parametrize("text", ["Beograd, Novi Sad, Niš", "Xi Jinping, Aleksandar Vučić", "Deal signed", "12 34 56"])
def test_a_short_text_has_the_benefit_of_the_doubt(tmp_path: Path, text: str) -> None:
    path = tmp_path / "short.txt"
    path.write_text(text, encoding="utf-8")
    assert report(path).language is None


def test_a_missing_path(tmp_path: Path) -> None:
    assert "no such file" in failure(tmp_path / "nowhere" / "x.txt").what
    (tmp_path / "file.txt").write_text(TEXT)
    assert "no such file" in failure(tmp_path / "file.txt" / "x.txt").what
    assert "not a usable path" in failure(tmp_path / ("x" * 5000)).what


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "neither a file nor a folder" in failure(tmp_path / "pipe").what


def test_a_folder_where_a_file_is_meant(tmp_path: Path) -> None:
    assert "a folder" in failure(tmp_path).what


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is barred to root")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert "permission" in failure(path).what


def test_a_barred_file_is_a_failure_and_the_rest_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    real = Path.open

    def barred(self: Path, *args: object, **named: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", barred)
    first, second = open_reports([tmp_path])
    assert isinstance(first, Failure)
    assert "permission" in first.what
    assert isinstance(second, Report)


def test_a_parser_that_breaks_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> Document:
        raise RecursionError("maximum\ndepth")

    monkeypatch.setitem(TEXT_READERS, "text/html", broken)
    (tmp_path / "a.html").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    first, second = open_reports([tmp_path])
    assert isinstance(first, Failure)
    assert first.what == "the parser gave up on it (RecursionError: maximum depth)"
    assert first.sha256
    assert isinstance(second, Report)


@pytest.mark.parametrize(("name", "limit"), [("big.txt", 20), ("big.html", 20), ("big.md", 20)])
def test_a_huge_file_is_refused_by_its_size_alone(
    tmp_path: Path, name: str, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr("dragoman.sources.opening.TEXT_READERS", {})  # no reader is reached
    assert failure(path).what == f"too large: 50 MB, limit {limit} MB"


def test_what_is_left_out_of_a_folder(tmp_path: Path) -> None:
    for name in ("b/deep/z.txt", "a.txt", ".hidden.txt", ".git/x.txt", "README.md", "b/readme.md", "page.html",
                 "page_files/style.css", "other_files/y.txt"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    names = [str(p.relative_to(tmp_path)) for p in find([tmp_path]) if isinstance(p, Path)]
    assert names == ["a.txt", "b/deep/z.txt", "other_files/y.txt", "page.html"]
    assert [str(p) for p in find([tmp_path / "README.md"])] == [str(tmp_path / "README.md")]


def test_a_folder_without_reports(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("notes")
    (found,) = open_reports([tmp_path])
    assert isinstance(found, Failure)
    assert found.what == "a folder without reports"


def test_the_order_given_does_not_matter_and_no_file_comes_twice(tmp_path: Path) -> None:
    for name in ("c.txt", "a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    paths = [tmp_path / "c.txt", tmp_path, tmp_path / "missing", tmp_path / "a.txt"]
    assert find(paths) == find(paths[::-1])
    names = [Path(p.address if isinstance(p, Failure) else p).name for p in find(paths)]
    assert names == ["a.txt", "b.txt", "c.txt", "missing"]


def test_links_that_loop_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    kinds = [type(p).__name__ for p in find([tmp_path])]
    assert kinds.count("Failure") == 1


def test_reports_are_read_only_when_asked_for(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    reports = open_reports([tmp_path])
    assert isinstance(next(reports), Report)
    (tmp_path / "b.txt").unlink()
    gone = next(reports)
    assert isinstance(gone, Failure)
    assert "no such file" in gone.what


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not shipped")
def test_seeds_are_kept_to_the_letter() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        assert report(path).text == path.read_text(encoding="utf-8").strip("\n")


@pytest.mark.parametrize(
    ("name", "members", "what"),
    [
        ("a.xlsx", ["[Content_Types].xml", "xl/workbook.xml"], "a workbook or slides"),
        ("a.zip", ["[Content_Types].xml", "ppt/slides/slide1.xml"], "a workbook or slides"),
        ("a.odt", ["mimetype", "content.xml"], "an OpenDocument or EPUB file"),
        ("a", ["mimetype", "META-INF/container.xml"], "an OpenDocument or EPUB file"),
        ("a.jar", ["a.txt"], "not a format that is read (.jar)"),
    ],
)
def test_the_parts_of_an_office_file_are_no_documents(tmp_path: Path, name: str, members: list[str], what: str) -> None:
    (tmp_path / name).write_bytes(make_zip(dict.fromkeys(members, b"some words")))
    (made,) = open_reports([tmp_path])
    assert isinstance(made, Failure)
    assert made.what == what


@pytest.mark.parametrize("name", ["report", "report.txt", "report.zip"])
def test_a_word_file_is_known_by_what_it_holds(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(make_docx([SENTENCE]))
    (made,) = open_reports([tmp_path])
    assert isinstance(made, Report)
    assert made.text == SENTENCE
