"""The files that reports were read from are found again and hashed, whatever they lie in."""

from pathlib import Path

import pytest

from dragoman.sources import Columns, Report, open_reports
from dragoman.sources.proof import Proof, prove
from tests.sources.made import PAGE, TEXT, make_docx, make_mail, make_wacz, make_warc, make_zip

CSV = f'a,when\n"{TEXT}",01/02/2020\n"{TEXT} Once more.",02/02/2020\n'
FILES = {
    "a.txt": TEXT.encode(),
    "b.zip": make_zip({"x.txt": TEXT.encode(), "y.zip": make_zip({"z.html": PAGE.encode()})}),
    "c.warc": make_warc({"https://a.example/1": ("text/html", PAGE.encode())}, packed=False),
    "d.wacz": make_wacz(make_warc({"https://a.example/2": ("text/html", PAGE.encode())}), ["https://a.example/2"]),
    "e.csv": CSV.encode(),
    "f.jsonl": b'{"text": "Gondor ordered nine drones.", "url": "https://a.example/3"}\n',
    "g.eml": make_mail(attached={"h.docx": make_docx([TEXT])}),
    "odd#row=3.txt": TEXT.encode(),
}
HOW_MANY = 11


@pytest.fixture
def reports(tmp_path: Path) -> list[Report]:
    (tmp_path / "in").mkdir()
    for name, data in FILES.items():
        (tmp_path / "in" / name).write_bytes(data)
    columns = Columns.parsed([], "%d/%m/%Y")
    opened = [
        one for name in FILES for one in open_reports(
            [tmp_path / "in" / name], columns=Columns.parsed(["text=a", "published=when"], "%d/%m/%Y")
            if name == "e.csv" else columns)
    ]  # fmt: skip
    read = [one for one in opened if isinstance(one, Report)]
    assert len(read) == len(opened) == HOW_MANY
    return read


def test_untouched_files_are_the_same(reports):
    found = prove(reports)
    assert len(found.same) == HOW_MANY
    assert (found.changed, found.missing, found.nowhere) == ((), (), ())


@pytest.mark.parametrize("name", FILES)
def test_what_was_changed_is_told(reports, tmp_path, name):
    path = tmp_path / "in" / name
    data = path.read_bytes()
    at = data.index(b"nine") if b"nine" in data else data.index(b"archive/data") + 80 if name == "d.wacz" else 60
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    changed = prove(reports).changed
    assert changed
    assert all(place.startswith(str(path)) for place in changed)


def test_files_that_are_gone_are_looked_for_in_a_folder(reports, tmp_path):
    (tmp_path / "in").rename(tmp_path / "moved")
    assert len(prove(reports).missing) == HOW_MANY
    assert len(prove(reports, tmp_path / "moved").same) == HOW_MANY


def test_what_was_never_archived_is_told(reports):
    from dataclasses import replace

    page = replace(reports[0], address="https://a.example/x", archive=None)
    assert prove([page]) == Proof(nowhere=("https://a.example/x",))
