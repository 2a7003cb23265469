"""The commands as a user meets them: what they print, what they write and how they end."""

import csv
import io
import json
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from dragoman import cli
from dragoman.cli_output import Format, write_rows
from dragoman.coding.claim import Claim, Coding, Drop, Money, Quantity
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.record import Record
from dragoman.sources import read_file

ORDER = "Gondor ordered nine drones from Arnor in 2019 for 5.2 million dollars."
DELIVERY = "Six drones were delivered in June 2020."
REPORT = f"""---
title: "=HYPERLINK(1) [red]boats[/red]"
publisher: Minas Post
published: 2020-07-01
---
{ORDER} {DELIVERY}

The weather was fine all over the south of the country in that year.
"""


def fake_code(report, coder="rules"):
    """An order and a delivery where the report tells them; a text may bring trouble."""
    if "crash" in report.text:
        raise ValueError("a fault")
    claims = []
    for quote, fields in (
        (
            ORDER,
            {"status": "agreed", "time": "2019", "quantity": (Quantity(9, "drones"),), "money": Money(5.2e6, "USD")},
        ),
        (DELIVERY, {"time": "2020-06", "quantity": (Quantity(6, "drones", "at_least"),)}),
    ):
        start = report.text.find(quote)
        if start >= 0:
            claims.append(
                Claim(
                    report.id,
                    start,
                    start + len(quote),
                    quote,
                    "arms_transfer",
                    ("Arnor",),
                    ("Gondor",),
                    "-1+drones",
                    **fields,
                )
            )
    return Coding(tuple(claims), (Drop(0, 6, "no frame fits", "a detail"),))


@contextmanager
def fake_matched(claims, reports, identities, happenings):
    """All claims in one event, with a dispute about their number."""
    yield fake_match(list(claims))


def fake_match(claims):
    entities = (Entity("state:ar", "state", "Arnor", ("Kingdom of Arnor",)), Entity("state:go", "state", "Gondor"))
    if not claims:
        return Matching(entities, ())
    ids = tuple(sorted(c.id for c in claims))
    values = (
        Value({"value": 9, "unit": "drones"}, ids[:1], ("Minas Post",), "agreed"),
        Value({"value": 6, "unit": "drones"}, ids[1:], ("Ministry",), "agreed"),
    )
    event = Event(
        "event-1",
        "arms_transfer",
        "Arnor to Gondor: drones",
        ("state:ar",),
        ("state:go",),
        "drones",
        "2019/2020-06",
        (),
        "completed",
        "asserted",
        ids,
        (Finding("quantity", "disputed", values, values[0].value, 6, 9, "rule", "they differ"),),
        (("agreed", "2019", ids[0]),),
    )
    return Matching(entities, (event,), {"Arnor": "state:ar", "Gondor": "state:go"})


@pytest.fixture
def dragoman(monkeypatch, capsys, tmp_path):
    """Runs a command line in an empty folder with a foretold coder; gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dragoman.running.one.code_report", fake_code)
    monkeypatch.setattr("dragoman.matching.matched", fake_matched)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    (place / "one.md").write_text(REPORT)
    (place / "two.txt").write_text("The weather was fine in the other country as well, all through the year.")
    return place


@pytest.fixture
def filled(dragoman, folder):
    assert dragoman("build", folder)[0] == 0
    return dragoman


def test_build_fills_the_default_record_and_sums_up(dragoman, folder):
    code, out, err = dragoman("build", folder)
    assert (code, err) == (0, "")
    assert "reports    2 new, 0 already there, 0 failed" in out
    assert "      2 arms_transfer" in out
    assert "events     1, of 2 entities" in out
    assert "disputes   1" in out
    assert Path("dragoman.db").is_file()


def test_build_again_skips(filled, folder):
    code, out, _ = filled("build", folder)
    assert code == 0
    assert "0 new, 2 already there" in out


def test_build_tells_each_failure_in_one_line_and_exits_1(dragoman, folder):
    (folder / "bad.txt").write_text("This one makes the coder crash, for all its innocent words.")
    (folder / "empty.txt").touch()
    code, out, err = dragoman("build", folder, "no-such", "--record", "r.db")
    assert code == 1
    assert "2 new, 0 already there, 3 failed" in out
    lines = err.splitlines()
    assert len(lines) == 3
    assert "bad.txt: could not be coded: ValueError: a fault (leave it out" in lines[0]
    assert all("(" in line for line in lines)
    with Record.open("r.db") as record:
        assert len(record.failures()) == 3


def test_interrupted_build_says_how_to_go_on(dragoman, folder, monkeypatch):
    def interrupt(report, coder="rules"):
        raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.running.one.code_report", interrupt)
    code, _, err = dragoman("build", folder)
    assert code == 130
    assert "interrupted; 0 reports kept" in err
    code, _, err = dragoman("claims")
    assert code == 0
    assert "last build did not end" in err


@pytest.mark.parametrize(
    "words",
    [
        ("build", "in", "--published", "yesterday"),
        ("build", "in", "--coder", "oracle"),
        ("build", "in", "--record", "no/x.db"),
        ("code", "in", "--out", "o", "--published", "2019-02-30"),
        ("claims",),
        ("events", "--record", "in/one.md"),
        ("dossier", "--out", "d.html"),
        ("explain", "no-such.txt"),
        ("score", "no", "in"),
        ("claims", "--type", "arms_trasnfer"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2(dragoman, folder, words):
    code, out, err = dragoman(*words)
    assert (code, out) == (2, "")
    assert err.startswith("dragoman: ")
    assert err.count("\n") == 1
    assert "(" in err  # what to do
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words", [("claims", "--limit", "-1"), ("claims", "--format", "xml"), ("build",), ("no-such-command",)]
)
def test_a_wrong_command_line_is_exit_2(dragoman, words):
    code, _, err = dragoman(*words)
    assert code == 2
    assert "Usage" in err


def test_an_unexpected_error_is_one_line_unless_debugged(dragoman, folder, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("of\nall things")

    monkeypatch.setattr("dragoman.record.record.Record.open", broken)
    code, _, err = dragoman("claims")
    assert code == 2
    assert err.count("\n") == 1
    assert "unexpected RuntimeError: of all things" in err
    assert "--debug" in err
    monkeypatch.setattr(sys, "argv", ["dragoman", "--debug", "claims"])
    with pytest.raises(RuntimeError):
        cli.main()


def test_code_writes_the_manuals_fields_in_their_order(dragoman, folder):
    code, out, _ = dragoman("code", folder, "--out", "coded/deep")
    assert (code, out) == (0, "2 claims of 2 reports in coded/deep\n")
    assert Path("coded/deep/two.jsonl").read_text() == ""
    lines = Path("coded/deep/one.jsonl").read_text(encoding="utf-8").splitlines()
    report = read_file(folder / "one.md")
    assert [json.loads(line) for line in lines] == [c.as_manual() for c in fake_code(report).claims]
    assert list(json.loads(lines[0])) == [
        "quote",
        "type",
        "actor",
        "recipient",
        "item",
        "quantity",
        "money",
        "time",
        "place",
        "status",
        "modality",
        "attribution",
    ]


def test_code_refuses_to_overwrite_a_namesake(dragoman, folder):
    (folder / "ONE.txt").write_text("Another report of the same name, which tells of nothing but the weather.")
    code, _, err = dragoman("code", folder, "--out", "coded")
    assert code == 1
    assert "has the same name as" in err
    assert len(list(Path("coded").iterdir())) == 2


def test_code_into_a_file_is_refused(dragoman, folder):
    code, _, err = dragoman("code", folder, "--out", folder / "one.md")
    assert code == 2
    assert "cannot be made a folder" in err


def test_explain_shows_claims_and_drops_under_their_sentences(dragoman, folder, monkeypatch):
    report = read_file(folder / "one.md")
    monkeypatch.setattr("dragoman.coding.code", lambda reading, coder: fake_code(reading.report))
    code, out, _ = dragoman("explain", folder / "one.md")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "=HYPERLINK(1) [red]boats[/red]"
    first, second = (next(i for i, line in enumerate(lines) if sentence in line) for sentence in (ORDER, DELIVERY))
    under = "\n".join(lines[first:second])
    assert "claim  arms_transfer, agreed, asserted" in under
    assert "quantity    9 drones" in under
    assert "money       USD 5,200,000" in under
    assert f'drop   "{report.text[:6]}": no frame fits (a detail)' in out
    assert "no claim" in "\n".join(lines[second:])
    assert lines[-1].endswith("2 claims, 1 dropped")


def test_claims_as_json(filled):
    code, out, _ = filled("claims", "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert [(r["status"], r["publisher"], r["time"]) for r in rows] == [
        ("agreed", "Minas Post", "2019"),
        ("completed", "Minas Post", "2020-06"),
    ]
    assert rows[0]["quantity"] == [{"value": 9, "unit": "drones"}]


def test_a_spreadsheet_runs_no_cell(filled):
    rows = list(csv.DictReader(io.StringIO(filled("claims", "--format", "csv")[1])))
    assert rows[0]["title"] == "'=HYPERLINK(1) [red]boats[/red]"
    assert rows[0]["item"] == "'-1+drones"
    assert rows[1]["quantity"] == "at least 6 drones"
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_tables_show_markup_as_text(filled, folder):
    code, out, err = filled("events")
    assert code == 0
    assert "Arnor to Gondor: drones" in out
    assert err == "1 event\n"
    assert "[red]" in filled("claims", "--format", "json")[1]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), 2),
        (("--party", "kingdom of ARNOR"), 2),
        (("--party", "Gondor", "--party", "Arnor"), 2),
        (("--party", "Rohan"), 0),
        (("--status", "agreed"), 1),
        (("--status", "agreed", "--status", "completed"), 2),
        (("--type", "finance"), 0),
        (("--since", "2020"), 1),
        (("--until", "2019-12-31"), 1),
        (("--text", "deliver*"), 1),
        (("--limit", "1"), 1),
    ],
)
def test_filters(filled, words, found):
    assert len(json.loads(filled("claims", *words, "--format", "json")[1])) == found


def test_disputes_say_who_says_what(filled):
    rows = json.loads(filled("disputes", "--format", "json")[1])
    assert [v["sources"] for v in rows[0]["values"]] == [["Minas Post"], ["Ministry"]]
    assert "9 drones (Minas Post); 6 drones (Ministry)" in filled("disputes", "--format", "csv")[1]
    assert "they differ" in filled("disputes")[1]


def test_entities(filled):
    rows = json.loads(filled("entities", "--type", "state", "--text", "kingdom", "--format", "json")[1])
    assert [(r["id"], r["aliases"]) for r in rows] == [("state:ar", ["Kingdom of Arnor"])]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("claims", "--type", "arms_tranfser"), "did you mean arms_transfer?"),
        (("events", "--status", "compleated"), "did you mean completed?"),
        (("entities", "--type", "stat"), "did you mean state?"),
        (("claims", "--status", "xyzzy"), "one of agreed, announced"),
    ],
)
def test_a_misspelt_type_or_status_is_understood(filled, words, meant):
    code, _, err = filled(*words)
    assert code == 2
    assert meant in err


def test_a_misspelt_party_is_understood(filled):
    code, _, err = filled("claims", "--party", "Gonndor")
    assert code == 0
    assert "nobody in the record is called 'Gonndor': did you mean Gondor?" in err
    assert "nobody" not in filled("claims", "--party", "Gondor", "--since", "2025")[2]


def test_an_empty_listing_is_still_csv_and_json(filled):
    assert filled("claims", "--party", "Rohan", "--format", "csv")[1].startswith("id,report,")
    assert filled("claims", "--party", "Rohan", "--format", "json")[1] == "[]\n"


def test_dossier_is_written_and_can_be_repeated(filled, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert filled("dossier", "--out", "one.html")[0] == 0
    filled("dossier", "--out", "two.html")
    page = Path("one.html").read_text(encoding="utf-8")
    assert page == Path("two.html").read_text(encoding="utf-8")
    assert "2020-09-13" in page or "13 Sep 2020" in page or "13 September 2020" in page
    assert ORDER in page


def test_dossier_into_nowhere_leaves_nothing(filled):
    code, _, err = filled("dossier", "--out", "no/such/d.html")
    assert code == 2
    assert "cannot be written" in err


def test_score(dragoman, folder):
    dragoman("code", folder, "--out", "gold")
    shutil.copytree("gold", "coded")
    figures = json.loads(dragoman("score", "gold", "coded", "--json")[1])
    assert figures["claim"]["f1"] == 1.0
    for by in ("field", "type", "report"):
        code, out, _ = dragoman("score", "gold", "coded", "--by", by)
        assert code == 0
        assert {"field": "quantity", "type": "arms_transfer", "report": "one"}[by] in out


def test_doctor_ends_with_1_where_something_is_missing(dragoman, monkeypatch):
    from dragoman.doctor import Check

    checks = [Check("Python", True, "3.11", "")]
    monkeypatch.setattr("dragoman.doctor.diagnose", lambda: tuple(checks))
    assert dragoman("doctor")[:2] == (0, "ok      Python: 3.11\n")
    checks.append(Check("Chromium", False, "not found", "install it"))
    code, out, _ = dragoman("doctor")
    assert code == 1
    assert "missing Chromium: not found\n        install it\n" in out


def test_version_and_help(dragoman):
    assert dragoman("--version")[1].startswith("dragoman 0.")
    out = dragoman("--help")[1]
    commands = ["build", "code", "explain", "claims", "events", "disputes", "entities", "dossier", "score", "doctor"]
    listed = [
        line.split()[0]
        for line in out.partition("Commands:")[2].partition("Begin with")[0].splitlines()
        if line[2:3].isalpha()
    ]
    assert [name for name in listed if name in commands] == commands
    for command in commands:
        assert dragoman(command, "--help")[0] == 0


def program(*words, **options):
    return subprocess.run([sys.executable, "-m", "dragoman.cli", *words], capture_output=True, text=True, **options)


def test_help_is_quick_and_loads_nothing_heavy():
    heavy = ("spacy", "sqlalchemy", "altair", "trafilatura", "numpy", "rich.progress")
    code = f"import sys, dragoman.cli; print([m for m in {heavy!r} if m in sys.modules])"
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert time.monotonic() - began < 5  # a quarter of a second on an idle machine; this one may be busy


def test_a_reader_that_stops_reading_gets_no_complaint(filled):
    words = [sys.executable, "-m", "dragoman.cli", "claims", "--format", "json"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.close()  # long before the first claim is written
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 1


def test_output_that_the_terminal_cannot_show_is_still_output(filled, tmp_path):
    done = program(
        "claims", "--format", "csv", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("width", [30, 60, 80, 100, 127, 130, 160])
def test_a_table_loses_nothing_and_breaks_no_word_however_narrow(width, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    rows = [
        {"type": "surveillance_deployment", "who": "Orthanc Systems", "to": "Gondor", "item": "cameras of a long name",
         "source": "Minas Post", "id": f"event-{n}"}
        for n in range(2)
    ]  # fmt: skip
    columns = {"type": "type", "who": "actor", "to": "recipient", "item": "item", "source": "source", "id": "id"}
    write_rows(rows, Format.TABLE, fields=tuple(columns), columns=columns)
    lines = capsys.readouterr().out.splitlines()
    words = [word for line in lines for word in line.split()]
    assert max(map(len, lines)) <= width
    for word in ("surveillance_deployment", "Orthanc", "Systems", "Gondor", "cameras", "long", "Minas", "Post"):
        assert words.count(word) == 2 or (width < 40 and word == "surveillance_deployment")


def test_counts_in_a_table_are_said_as_a_person_would(capsys):
    said = {
        "quantity": [{"value": 1000, "unit": "number"}, {"value": 2, "unit": "rank"}, {"value": 6, "unit": "drones"}]
    }
    write_rows([said], Format.TABLE, fields=["quantity"], columns={"quantity": "quantity"})
    assert "1,000; rank 2; 6 drones" in capsys.readouterr().out
    write_rows([said], Format.CSV, fields=["quantity"], columns={"quantity": "quantity"})
    assert "1,000 number; 2 rank; 6 drones" in capsys.readouterr().out  # as `dragoman import` takes it in again
