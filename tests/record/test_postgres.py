"""PostgreSQL's own: words are found as in SQLite, text of any length is kept, every refusal says what to do."""

import random
import shutil
import sys

import pytest
from tests.server import new_server

from dragoman.coding.claim import Coding
from dragoman.errors import DragomanError
from dragoman.matching.event import Entity, Matching
from dragoman.record import Query, Record, postgres
from dragoman.record.troubles import remedy
from dragoman.sources.report import Failure

pytestmark = pytest.mark.postgres

TEXTS = (
    "The Serbian Army's Wing-Loong drones, ordered in 2019/20, cost $5.2 million (about 1,000 each).",
    "Ministério da Defesa: Édoras' naïve cameras; e-mail ana@example.org, see https://example.org/a?b=c_d.",
    "Deliveries delivered delivering, generously general; generations of organisations organised.",
    "x² ﬁne №5 Straße ΣΊΣΥΦΟΣ İstanbul ıspanak đoko łódź øre",
    "CH-92A, CH92A and CH 92 A; F-16C/D; S-300PMU-2; 155mm; 10x; 3.14e10; v1.2.3; 192.168.0.1",
    "weiß\u00adtrennung zero\u200bwidth under_score snake_case 'quoted' \"double\" `back` a&b <b>bold</b>",
    "北京 Пекин بكين बीजिंग 서울 東京タワー",
)
ASKED = (
    "serbian", "army", "armys", "army's",
    "wing loong", "Wing-Loong", '"wing loong"', '"loong wing"', "2019", "20",
    "5.2", "1,000", "1000", "defesa", "EDORAS", "édoras", "naive", "example.org", "ana@example.org",
    "b=c", "c_d", "https",
    "deliver", "delivery", "deliveri", "deliver*", "generation", "general", "organis*", "organisation", "organ",
    "fine", "straße", "strasse", "istanbul", "ch92a", "ch-92a", '"ch 92 a"', "f-16c/d", "s-300", "s300", "155mm", "155",
    "3.14", "1.2.3", "under_score", "under", "quoted", "double", "back", "a&b", "bold", "the", "of", "and", "in",
    "北京", "пекин", "Пекин", "بكين", "the serbian", '"the serbian"', "serbian -army",
    "NOT army", "army OR navy",
    "(army)",
    "army:*", "'army", "army & navy", "!army", "a | b", "<->", "*", '""', '"', "w*", "zzz",
)  # fmt: skip


@pytest.fixture
def both(where, fresh, new_record, make):
    """A record in SQLite and one in PostgreSQL, with the same reports."""
    shutil.copyfile(fresh, where)
    with Record.open(where) as one, Record.open(new_record()) as other:
        for record in (one, other):
            for number, text in enumerate(TEXTS):
                record.keep(make.report(number, text=text), Coding(()), "x-1")
        yield one, other


def test_words_are_found_as_in_sqlite(both):
    found = {words: [[r.id for r in record.reports(words)] for record in both] for words in ASKED}
    assert {words: (len(a), len(b)) for words, (a, b) in found.items() if a != b} == {}
    assert sum(bool(a) for a, _ in found.values()) > len(ASKED) / 2


def test_any_words_of_the_texts_are_found_as_in_sqlite(both):
    chance = random.Random(1)
    words = [w for text in TEXTS for w in text.split()]
    for _ in range(150):
        few = chance.sample(words, chance.randint(1, 2))
        # Of two letters SQLite takes no stem, PostgreSQL does: "us*" finds more there.
        asked = " ".join(f"{w[: chance.randint(3, 9)]}*" if chance.random() < 0.3 else w for w in few)
        one, other = ([r.id for r in record.reports(asked)] for record in both)
        assert one == other, asked


@pytest.fixture
def server_record(new_record):
    with Record.open(new_record()) as opened:
        yield opened


def random_text(length):
    """Text that does not compress to less than an index takes."""
    chance = random.Random(length)
    return "".join(chance.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(length))


def test_a_long_text_is_searched_to_its_end(server_record, make):
    """Longer than one list of words may be, and with a phrase wherever it is cut."""
    words = [f"word{n}" for n in range(300_000)]
    of = make.report(1, text=" ".join(words))
    server_record.keep(of, Coding(()), "x-1")
    for asked in ("word0", "word299999", "word0 word299999", '"word2499 word2500"', "word29999*"):
        assert len(server_record.reports(asked)) == 1, asked
    for n in range(1_000, 30_000, 97):
        assert len(server_record.reports(f'"word{n} word{n + 1}"')) == 1, n
    assert server_record.reports('"word1 word299999"') == []


@pytest.mark.parametrize("length", [3_000, 300_000])
def test_names_of_any_length(server_record, make, length):
    name = random_text(length)
    of = make.report(1)
    claim = make.claim(of, 0, actor=(name,), place=(name,), item=name, attribution=name)
    server_record.keep(of, Coding((claim,)), "x-1")
    entity = Entity("body-1", "body", name, (f"{name} too",))
    server_record.keep_matching(Matching((entity,), (), {name: "body-1"}))
    server_record.keep_failure(Failure(name, "long", "shorten it"))
    server_record.keep_failure(Failure(name, "longer", "shorten it"))
    assert server_record.claims(Query(party=name)) == [claim]
    assert [f.what for f in server_record.failures()] == ["longer"]
    assert server_record.entities(Query(text=name)) == [entity]
    assert server_record.verify().faults == ()


def test_a_text_that_no_server_holds_costs_that_report_only(server_record, make, tmp_path):
    """PostgreSQL keeps no NUL in a text. Readers take them out; should one come through, it is that report's fault."""
    from dragoman.running import build

    for name in ("good", "bad"):
        (tmp_path / f"{name}.txt").write_text(f"Gondor bought {name} boats.", encoding="utf-8")

    summary = build([tmp_path], server_record, coder=code, version="x-1")
    assert (summary.new, len(summary.failures)) == (1, 1)
    assert "could not be coded" in summary.failures[0].what


def code(report):
    """A claim whose item holds a NUL in the report that is bad."""
    from dragoman.coding.claim import Claim

    item = "\0" if "bad" in report.text else "boats"
    return Coding((Claim(report.id, 0, 6, report.text[:6], "arms_transfer", item=item),))


# Refusals


def refused(url, create=False):
    with pytest.raises(DragomanError) as caught:
        Record.open(url, create=create)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_server_that_does_not_answer():
    error = refused("postgresql://ana:secret@localhost:1/serbia")
    assert "start the server" in error.remedy
    assert "refused" in error.what
    assert "secret" not in str(error)
    assert "start the server" in refused("postgresql:///serbia?host=/no/such/folder").remedy


def test_a_server_nobody_knows():
    assert "correct host and port" in refused("postgresql://ana@no-such-host.invalid/serbia").remedy


def test_a_database_or_user_that_is_not_there(server, new_record):
    assert "createdb" in refused(server.url("none")).remedy
    assert "user and password" in refused(new_record().replace("postgres@", "nobody@")).remedy


def test_an_empty_database_and_another_programs(server):
    url = server.database()
    assert "empty database" in refused(url).what
    server.run("psql", url, "-c", "CREATE TABLE songs (name text)")
    assert "not a record" in refused(url, create=True).what
    server.drop(url)


def test_a_database_that_is_not_in_utf8(server):
    server.run("createdb", "-h", str(server.home), "-U", "postgres", "--template", "template0", "--encoding", "LATIN1",
               "--locale", "C", "latin")  # fmt: skip
    error = refused(server.url("latin"), create=True)
    assert "LATIN1" in error.what
    assert "--encoding UTF8" in error.remedy
    server.drop(server.url("latin"))


def test_a_user_who_may_not_make_tables(server):
    url = server.database()
    server.run("psql", url, "-c", "CREATE ROLE reader LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    error = refused(url.replace("postgres@", "reader@"), create=True)
    assert "permission denied" in error.what
    assert "GRANT" in error.remedy
    server.drop(url)
    server.run("psql", server.url("postgres"), "-c", "DROP ROLE reader")


def test_a_writer_that_does_not_end(new_record, monkeypatch, make):
    monkeypatch.setattr(postgres, "WAIT", 1)
    url = new_record()
    with Record.open(url) as one, Record.open(url) as other, one._writing():
        with pytest.raises(DragomanError, match="lock timeout") as told:
            other.keep(make.report(1), make.coding(make.report(1)), "x-1")
        assert "wait until the other command" in told.value.remedy
        assert other.counts().reports == 0  # reading does not wait


def test_without_the_driver(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = refused("postgresql://ana@localhost/serbia")
    assert "psycopg" in error.what
    assert "dragoman[postgres]" in error.remedy


def test_every_message_has_its_remedy():
    assert remedy("FATAL: the database system is starting up").startswith("wait a moment")
    assert remedy("something else").startswith("restore it from a copy")


def test_a_server_with_a_password(tmp_path):
    made = new_server()
    try:
        url = made.database()
        Record.open(url, create=True).close()
        made.run("psql", url, "-c", "CREATE ROLE ana LOGIN SUPERUSER PASSWORD 'kept to myself'")
        (made.data / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        made.run("pg_ctl", "-D", str(made.data), "reload")
        wrong = url.replace("postgres@", "ana:wrong@")
        error = refused(wrong)
        assert "PGPASSWORD" in error.remedy
        assert "wrong" not in str(error)
        with Record.open(url.replace("postgres@", "ana:kept%20to%20myself@")) as opened:
            assert "kept" not in opened.name
    finally:
        made.stop("immediate")
