"""One report: its parts, where it is long; and the version of a coder, by which a record tells what to code anew."""

from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook import digest
from dragoman.coding import CODER_VERSION, CODERS
from dragoman.running import build, code_report, coder_version, one
from dragoman.sources import Report

LIST = "kind: company\nentries: {aule: [Aule Works]}\n"


def test_each_coder_has_its_own():
    versions = {coder_version(name) for name in CODERS}
    assert len(versions) == len(CODERS)
    assert all(CODER_VERSION in version for version in versions)


def test_reports_are_coded_anew_when_a_list_changes(folder, record, tmp_path, monkeypatch):
    from fakes import code, match

    def coded():
        digest._digest.cache_clear()  # a build of its own process
        return build([folder], record, coder=code, matcher=match).new

    own = tmp_path / "lists"
    own.mkdir()
    assert (coded(), coded()) == (6, 0)
    monkeypatch.setenv("DRAGOMAN_LISTS", str(own))
    (own / "companies.yml").write_text(LIST, encoding="utf-8")
    assert (coded(), coded()) == (6, 0)
    (own / "companies.yml").write_text(LIST.replace("Works]", "Works, Aule]"), encoding="utf-8")
    assert (coded(), coded()) == (6, 0)
    assert record.counts().claims == 6


def a_report(text):
    return Report("report-1", text, None, None, "2020-01-02", "a.txt", "text/plain", "en", "0" * 64)


@given(st.text(st.sampled_from("ab. \n"), max_size=300), st.integers(2, 60))
def test_the_parts_of_a_report_are_the_whole_of_it(text, size):
    with mock.patch.object(one, "PART", size):
        parts = list(one.parts(a_report(text)))
    assert "".join(part.text for _, part in parts) == text
    assert [start for start, _ in parts] == [sum(len(p.text) for _, p in parts[:n]) for n in range(len(parts))]
    assert all(len(part.text) <= size for _, part in parts)
    assert all(part.text for _, part in parts) or not text


def test_a_long_report_is_parted_at_its_paragraphs():
    report = a_report("\n\n".join(f"Paragraph {n}. It rains." for n in range(100)))
    with mock.patch.object(one, "PART", 200):
        assert all(part.text.startswith("Paragraph") for _, part in one.parts(report))


def test_a_long_report_is_coded_as_its_parts_are():
    sentences = [f"On {day} May 2019 Serbia bought {day + 1} drones from China." for day in range(1, 29)]
    report = a_report("\n\n".join(sentences))
    whole = code_report(report, "rules")
    with mock.patch.object(one, "PART", 300):
        parted = code_report(report, "rules")
    assert len(whole.claims) >= 28
    assert parted.claims == whole.claims
    assert [c.id for c in parted.claims] == [c.id for c in whole.claims]
    for claim in parted.claims:
        assert report.text[claim.start : claim.end] == claim.quote
        for start, end in (*dict(claim.spans).values(), claim.trigger):
            assert claim.start <= start < end <= claim.end
