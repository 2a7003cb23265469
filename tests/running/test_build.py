"""A build codes what is new, keeps what is done, and lets no bad report stop it."""

import pytest
from fakes import code, code_badly, code_nothing, match

from dragoman.errors import DragomanError
from dragoman.record import Record
from dragoman.running import build, rematch, room
from dragoman.running.crew import AT_ONCE, outcomes
from dragoman.sources.report import Report


def run(paths, record, **options):
    return build(paths, record, **{"coder": code, "version": "fake-1", "matcher": match, **options})


def test_a_build_fills_the_record(folder, record):
    summary = run([folder], record)
    assert (summary.new, summary.skipped, summary.failures) == (6, 0, ())
    assert (summary.counts.reports, summary.counts.claims, summary.counts.events) == (6, 6, 6)
    assert record.runs()[0].finished


def test_a_second_build_skips_what_is_there(folder, record):
    run([folder], record)
    (folder / "7.txt").write_text("Gondor bought 7 boats from Arnor.")
    summary = run([folder], record)
    assert (summary.new, summary.skipped) == (1, 6)
    assert summary.counts.claims == 7


def test_a_new_coder_codes_anew(folder, record):
    run([folder], record)
    assert run([folder], record, version="fake-2").new == 6
    assert record.counts().claims == 6


def test_a_copy_counts_as_skipped_and_the_least_address_stays(folder, record):
    (folder / "a-copy.txt").write_bytes((folder / "3.txt").read_bytes())
    summary = run([folder], record)
    assert (summary.new, summary.skipped) == (6, 1)
    assert str(folder / "a-copy.txt") not in {r.address for r in record.reports()}


@pytest.mark.parametrize("workers", [1, 2])
def test_bad_reports_become_failures_and_the_rest_go_on(folder, record, workers):
    (folder / "0.txt").write_text("This one makes the coder raise.")
    (folder / "9.txt").write_text("")
    summary = run([folder, folder / "missing.txt"], record, workers=workers)
    assert summary.new == 5
    assert [f.address.rpartition("/")[2] for f in summary.failures] == ["0.txt", "9.txt", "missing.txt"]
    assert summary.failures[0].what == "could not be coded: ValueError: a fault over two lines"
    assert all(f.remedy and "\n" not in f.what for f in summary.failures)
    assert sorted(f.address for f in record.failures()) == sorted(f.address for f in summary.failures)


def test_a_mended_report_is_no_failure_any_more(folder, record):
    (folder / "0.txt").write_text("This one makes the coder raise.")
    run([folder], record)
    (folder / "0.txt").write_text("Gondor bought 8 boats from Arnor.")
    summary = run([folder], record)
    assert (summary.new, summary.failures, record.failures()) == (1, (), [])


def test_a_copy_restored_from_a_failure_clears_it(folder, record):
    run([folder], record)
    (folder / "0.txt").rename(folder / "aside")
    (folder / "0.txt").touch()
    assert len(run([folder / "0.txt"], record).failures) == 1
    (folder / "aside").rename(folder / "0.txt")
    run([folder], record)
    assert record.failures() == []


def test_a_coding_that_cannot_be_kept_is_a_failure(folder, record):
    summary = run([folder], record, coder=code_badly)
    assert summary.new == 0
    assert "IntegrityError" in summary.failures[0].what
    assert record.reports() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_coder_that_cannot_work_ends_the_build_at_once(folder, record, workers):
    with pytest.raises(DragomanError, match="no report can be coded: OSError: the model is missing") as caught:
        run([folder], record, coder=code_nothing, workers=workers)
    assert "doctor" in caught.value.remedy
    assert record.runs()[0].finished is None


def test_a_bad_date_is_told_before_anything_is_done(folder, record):
    with pytest.raises(DragomanError):
        run([folder], record, published="yesterday")
    assert record.reports() == []
    assert record.runs() == []  # an unfinished run would be warned of ever after


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_and_order_do_not_change_the_record(folder, tmp_path, workers):
    paths = sorted(folder.iterdir(), reverse=workers == 1)
    with Record.open(tmp_path / "one.db", create=True) as one, Record.open(tmp_path / "other.db", create=True) as other:
        run([folder], one)
        run(paths, other, workers=workers)
        assert one.claims() == other.claims()
        assert one.matching() == other.matching()
        assert one.reports() == other.reports()


def test_a_process_that_dies_costs_one_report(folder, record):
    (folder / "2.txt").write_text("This one makes the process die.")
    summary = run([folder], record, workers=2)
    assert summary.new == 5
    assert [f.address for f in summary.failures] == [str(folder / "2.txt")]
    assert "died" in summary.failures[0].what


def test_outcomes_come_in_the_order_of_the_reports(folder, record):
    (folder / "0.txt").write_text("A slow one, with boats.")
    seen = []
    run([folder], record, workers=2, on_progress=lambda p: seen.append(p.current.rpartition("/")[2]))
    assert seen == ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt", "5.txt", ""]


def test_progress_counts_to_the_end(folder, record):
    seen = []
    run([folder], record, on_progress=seen.append)
    assert [(p.stage, p.done, p.total) for p in seen] == [
        *(("coding", n, 6) for n in range(1, 7)), ("matching", 6, 6)]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_build_goes_on_where_it_was(folder, record, workers):
    def interrupt(progress):
        if progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([folder], record, on_progress=interrupt, workers=workers)
    assert record.counts().reports == 3
    assert record.runs()[-1].finished is None
    summary = run([folder], record, workers=workers)
    assert (summary.new, summary.skipped, summary.counts.events) == (3, 3, 6)
    assert record.runs()[-1].finished


def test_want_of_memory_is_told_and_leaves_the_events(folder, record, monkeypatch):
    run([folder], record)
    before = record.events()

    def full(*_):
        raise MemoryError

    monkeypatch.setattr("dragoman.matching.matched", full)
    with pytest.raises(DragomanError, match=r"memory is too small to match 6 claims .*every report is kept"):
        rematch(record)
    assert record.events() == before != []


def test_models_are_put_away_before_many_claims_are_matched(folder, record, monkeypatch):
    put_away = []
    monkeypatch.setattr(room, "put_away", lambda: put_away.append(True))
    run([folder], record)
    assert not put_away
    monkeypatch.setattr(room, "MANY", 6)
    run([folder], record)
    assert put_away


def test_models_that_were_put_away_are_loaded_again():
    from dragoman.reading.read import language_model

    first = language_model()
    room.put_away()
    assert language_model() is not first
    assert [t.text for t in language_model()("It rained.")] == ["It", "rained", "."]


def test_of_long_reports_fewer_wait():
    begun = []

    def sources():
        for number in range(8):
            begun.append(number)
            text = "x" * (AT_ONCE // 2 + 1)
            yield Report(f"r{number}", text, None, None, None, str(number), "text/plain", "en", "")

    ahead = [len(begun) - int(outcome.address) for outcome in outcomes(sources(), code_nothing, workers=2)]
    assert len(ahead) == 8
    assert max(ahead) <= 4
