"""Statements put together once give what SQLAlchemy gives; words are marked as the record's own index marks them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from tests.publishing.sample import sample
from tests.workspace.conftest import fill

from dragoman.errors import DragomanError
from dragoman.record import Record
from dragoman.record.dialects import fts_query
from dragoman.record.lookup import told
from dragoman.record.ready import Ready
from dragoman.record.search import CLOSE, OPEN, highlighted, pieces, quoted
from dragoman.record.sqlite import TOKENS
from dragoman.record.tables import claims, findings

WORDS = "drone drones Drones dróne delivered deliver the six of ministry minister's §4".split()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Record:
    where = tmp_path_factory.mktemp("ready") / "record.db"
    fill(where, sample())
    return Record.open(where)


def compare(kept: Record, number: int) -> None:
    """Ready statements against SQLAlchemy's, for so many values."""
    wanted = [claim.id for claim in kept.claims()][:number]
    with kept._reading() as connection:
        expected = connection.execute(select(claims).where(claims.c.id.in_(wanted)).order_by(claims.c.id)).all()
        every = connection.execute(select(findings)).all()
    ready = Ready(lambda ids: select(claims).where(claims.c.id.in_(ids)).order_by(claims.c.id))
    of_event = Ready(lambda ids: select(findings).where(findings.c.event.in_(ids)))
    with kept._asking() as ask:
        found = ask(ready, wanted)
        parts = ask(of_event, sorted({row.event for row in every}))
    assert [tuple(row) for row in found] == [tuple(row) for row in expected]
    assert [row._mapping["quantity"] for row in found] == [row.quantity for row in expected]
    assert all(isinstance(row.current, bool) for row in found)
    assert sorted(map(repr, map(tuple, parts))) == sorted(map(repr, map(tuple, every)))


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_rows_are_those_of_sqlalchemy(kept: Record, number: int) -> None:
    compare(kept, number)


def test_rows_of_a_server_are_those_of_sqlalchemy(new_record: Callable[[], str]) -> None:
    url = new_record()
    fill(url, sample())
    with Record.open(url) as there:
        for number in (0, 1, 3, 5):
            compare(there, number)
        ids = [event.id for event in there.events()]
        assert [event.id for event in told(there, ids).events] == ids
        assert len(quoted(there, [1, 2, 3], "drones")) == 3


def test_all_that_is_asked_is_of_the_same_moment(tmp_path: Path) -> None:
    fill(tmp_path / "record.db", sample())
    every = Ready(lambda ids: select(claims.c.id).where(claims.c.current.in_(ids)))
    with Record.open(tmp_path / "record.db") as one, Record.open(tmp_path / "record.db") as other:
        with one._asking() as ask:
            before = len(ask(every, [True]))
            with other._writing() as connection:
                connection.execute(claims.update().values(current=False))
            assert len(ask(every, [True])) == before > 0
        with one._asking() as ask:
            assert ask(every, [True]) == []


def test_a_broken_record_is_told_as_one(tmp_path: Path) -> None:
    fill(tmp_path / "record.db", sample())
    with Record.open(tmp_path / "record.db") as broken:
        with broken._writing() as connection:
            connection.execute(text("DROP TABLE claim_spans"))
        with pytest.raises(DragomanError, match="the record cannot be used: no such table"):
            told(broken, [event.id for event in broken.events()])


@given(
    st.lists(st.tuples(st.lists(st.sampled_from(WORDS), max_size=8), st.lists(st.sampled_from(WORDS), max_size=2)),
             min_size=1, max_size=5),
    st.lists(st.sampled_from((*WORDS, "deliver*", '"six drones"', "minist*")), min_size=1, max_size=3),
)  # fmt: skip
def test_words_are_marked_as_the_index_of_the_record_marks_them(
    kept: Record, said: list[tuple[list[str], list[str]]], words: list[str]
) -> None:
    rows = [(at, " ".join(quote), " ".join(item) or None) for at, (quote, item) in enumerate(said, 1)]
    match = fts_query(" ".join(words))
    with kept.raw() as connection:
        connection.execute(f"CREATE VIRTUAL TABLE temp.beside USING fts5(quote, item, tokenize='{TOKENS}')")
        connection.executemany("INSERT INTO beside (rowid, quote, item) VALUES (?, ?, ?)", rows)
        marked = "SELECT rowid, highlight(beside, 0, ?, ?) FROM beside WHERE beside MATCH ?"
        expected = {n: pieces(found) for n, found in connection.execute(marked, (OPEN, CLOSE, match))}
        connection.execute("DROP TABLE temp.beside")
    assert highlighted(rows, match) == expected


@pytest.mark.parametrize("words", ["drones", "deliver*", '"six drones"', "DRONES delivered"])
def test_sentences_are_marked_as_the_index_of_the_record_marks_them(kept: Record, words: str) -> None:
    with kept.raw() as connection:
        marked = "SELECT rowid, highlight(claims_search, 0, ?, ?) FROM claims_search WHERE claims_search MATCH ?"
        expected = {n: pieces(said) for n, said in connection.execute(marked, (OPEN, CLOSE, fts_query(words)))}
    assert expected
    found = quoted(kept, sorted(expected), words)
    assert {number: claim.sentence for number, claim in found.items()} == expected
