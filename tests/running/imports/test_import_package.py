"""A package comes into an empty record and goes out again the same, in every format; spoilt ones are told of."""

import csv
import json
from pathlib import Path

import pytest
from worlds import coding, report

from dragoman.coding.claim import Coding
from dragoman.errors import DragomanError
from dragoman.publishing.exports import About, contents_of, export
from dragoman.record import Record
from dragoman.running import rematch
from dragoman.running.imports import Imported, import_package
from dragoman.sources.report import Origin

ABOUT = About(made="2026-01-02", creators=("Ana",), licence="CC0-1.0")


def out(record: Record, folder: Path, about: About = ABOUT) -> Path:
    export(contents_of(record, about), "all", folder)
    return folder / "datapackage"


def differing(one: Path, other: Path) -> list[str]:
    names = {p.relative_to(f).as_posix() for f in (one, other) for p in f.rglob("*") if p.is_file()}
    assert len(names) > 30
    return sorted(n for n in names if not (one / n).is_file() or (one / n).read_bytes() != (other / n).read_bytes())


def edited(package: Path, table: str, old: str, new: str) -> None:
    file = package / "data" / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_out_in_and_out_again_is_the_same_in_every_format(full: Record, empty: Record, tmp_path: Path) -> None:
    first = out(full, tmp_path / "one")
    done = import_package(first, empty)
    rematch(empty)
    assert done == Imported(reports=1, claims=4, judgements=3)
    out(empty, tmp_path / "two")
    assert differing(tmp_path / "one", tmp_path / "two") == []
    assert empty.claims() == full.claims()
    assert empty.identities() == full.identities() != ()
    assert empty.verify().faults == ()


def test_hostile_text_goes_there_and_back(empty: Record, tmp_path: Path) -> None:
    """Once through an export a text is safe, and stays as it is from then on."""
    with Record.open(tmp_path / "hostile.db", create=True) as record:
        evil = '=cmd|"x"\x07 \u202eevil\u202c\r\n"q", ; \'=1 '
        of = report("evil", text=f"{evil} sold tanks to Serbia. End.")
        quote = of.text.removesuffix(" End.")
        record.keep(of, Coding((coding(report()).claims[0].with_(
            report=of.id, start=0, end=len(quote), quote=quote, actor=(evil,), item=evil, spans=(), trigger=None,
        ),)), "both-1-abc")  # fmt: skip
        rematch(record)
        package = out(record, tmp_path / "one")
    done = import_package(package, empty)
    assert (done.claims, done.faults) == (1, ())
    rematch(empty)
    with Record.open(tmp_path / "third.db", create=True) as third:
        import_package(out(empty, tmp_path / "two"), third)
        rematch(third)
        out(third, tmp_path / "three")
    assert differing(tmp_path / "two", tmp_path / "three") == []


def test_a_second_import_changes_nothing(full: Record, empty: Record, tmp_path: Path) -> None:
    package = out(full, tmp_path / "one")
    import_package(package, empty)
    assert import_package(package.parent, empty) == Imported(kept=1)
    assert len(empty.judgements()) == 3
    assert import_package(package, full) == Imported(kept=1)


def test_decisions_undo_the_same_decision_in_another_record(full: Record, empty: Record, tmp_path: Path) -> None:
    """Numbers differ from record to record: what was undone is found by what it was."""
    empty.judge("entity", "state:fr", "state:de", "different", {"names": ["F", "D"]}, reason="", made_by="cy")
    import_package(out(full, tmp_path / "one"), empty)
    made = empty.judgements()
    assert [j.made_by for j in made] == ["cy", "ana", "ana", "bo"]
    assert made[2].value == {"undoes": made[1].number}
    assert {(i.one, i.other, i.same) for i in empty.identities()} == {
        ("state:fr", "state:de", False), ("state:rs", "state:cn", False)}  # fmt: skip


def test_where_the_text_stands_in_the_original_comes_along(empty: Record, tmp_path: Path) -> None:
    origins = (Origin(0, 5, "page=1", 10, 15), Origin(5, 9, "page=2", 0, 4))
    with Record.open(tmp_path / "one.db", create=True) as record:
        of = report()
        record.keep(type(of)(**{n: getattr(of, n) for n in of.__slots__} | {"origins": origins}), Coding(()), "x-1")
        rematch(record)
        package = out(record, tmp_path / "one")
    import_package(package, empty)
    assert empty.origins(report().id) == origins


def test_a_package_without_texts_needs_the_reports(full: Record, empty: Record, tmp_path: Path) -> None:
    package = out(full, tmp_path / "one", About(texts=False))
    with pytest.raises(DragomanError, match="holds no texts"):
        import_package(package, empty)
    assert import_package(package, full).kept == 1


def test_what_was_corrected_by_hand_is_taken_and_told(full: Record, empty: Record, tmp_path: Path) -> None:
    package = out(full, tmp_path / "one")
    edited(package, "claims", '[""Russia""]', '[""Belarus""]')
    done = import_package(package, empty)
    assert (done.claims, done.changed) == (4, 1)
    assert [fault.what for fault in done.faults] == ["was changed since it was exported"]
    assert ("Belarus",) in {c.actor for c in empty.claims()}


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        ("claims", "Serbia bought radars", "Serbia sold radars", "does not stand in the report"),
        ("claims", "arms_transfer", "arms_race", "there is no type"),
        ("claims", "agreed", "dreamt", "there is no status"),
        ("claims", ",7,14,", ",7,1400,", "are not in the report"),
        ("claims", ",0.5,true", ",5,true", "a confidence of 5.0"),
        ("claims", '[""Russia""]', '[""Russia', "is no claim"),
        ("spans", ",20,", ",-20,", "are not in the report"),
        ("judgements", "1,entity", "one,entity", "is no judgement"),
    ],
)
def test_a_spoilt_row_is_left_out(
    full: Record, empty: Record, tmp_path: Path, table: str, old: str, new: str, told: str
) -> None:
    package = out(full, tmp_path / "one")
    edited(package, table, old, new)
    done = import_package(package, empty)
    assert [told in fault.what for fault in done.faults] == [False, True], done.faults
    # A span is told of with the claim that it belongs to.
    assert str(package / "data" / f"{table.replace('spans', 'claims')}.csv, line ") in done.faults[1].where


def test_no_file_outside_the_folder_is_read(full: Record, empty: Record, tmp_path: Path) -> None:
    package = out(full, tmp_path / "one")
    (tmp_path / "secret.csv").write_text("id,text\n1,secret\n", encoding="utf-8")
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for path in ("../../secret.csv", str(tmp_path / "secret.csv")):
        for resource in descriptor["resources"]:
            if resource["name"] == "reports":
                resource["path"] = path
        (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        with pytest.raises(DragomanError, match="outside of its folder"):
            import_package(package, empty)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"resources": [{}]}', '{"resources": 5}', "{" * 100_000, "\0"])
def test_what_is_no_descriptor_is_told(empty: Record, tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(DragomanError) as told:
        import_package(tmp_path, empty)
    assert told.value.remedy


def test_a_missing_table_is_told(full: Record, empty: Record, tmp_path: Path) -> None:
    package = out(full, tmp_path / "one")
    (package / "data" / "claims.csv").unlink()
    with pytest.raises(DragomanError, match="cannot be read"):
        import_package(package, empty)


def test_tables_hold_what_they_say(full: Record, tmp_path: Path) -> None:
    package = out(full, tmp_path / "one")
    with (package / "data" / "judgements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["decision"] for row in rows] == ["same", "undo", "different"]
    assert json.loads(rows[1]["value"]) == {"undoes": 1}
