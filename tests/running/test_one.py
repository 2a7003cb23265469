"""The version of a coder, by which a record tells what to code anew."""

from dragoman.codebook import digest
from dragoman.coding import CODER_VERSION, CODERS
from dragoman.running import build, coder_version

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
