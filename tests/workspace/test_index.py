"""Columns in memory count and find what a look at each row would."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.record import Query
from dragoman.record.dialects import terms
from dragoman.workspace.asking import GROUPS, Ask
from dragoman.workspace.desk import Desk
from dragoman.workspace.tally import Many

VALUES = st.lists(st.sets(st.sampled_from("abcdef")), max_size=30)


@given(VALUES, st.sets(st.sampled_from("abcdefg"), max_size=3))
def test_many_values_a_row_are_found_by_value(rows: list[set[str]], wanted: set[str]) -> None:
    column = Many.of(len(rows), ((at, value) for at, own in enumerate(rows) for value in own))
    for value in "abcdefg":
        assert column.rows_of(value).tolist() == [at for at, own in enumerate(rows) if value in own]
    assert column.fits(wanted).tolist() == [wanted <= own for own in rows]
    assert column.fits(wanted, every=False).tolist() == [bool(wanted & own) for own in rows]


@pytest.mark.parametrize("kind", ["events", "claims"])
@pytest.mark.parametrize("ask", [Ask(), Ask(q="drones"), Ask(type=("arms_transfer", "loan")), Ask(source=("Nobody",))])
def test_filters_are_counted_the_most_frequent_first(desk: Desk, kind: str, ask: Ask) -> None:
    found = desk.index.find(kind, ask)
    table = desk.index.events if kind == "events" else desk.index.claims
    for group in GROUPS:
        counts = found.counts[group]
        assert list(counts) == [counts[at] for at in range(len(counts))]
        assert list(counts[:3]) == list(counts)[:3]
        order = [
            (not c.chosen, -int(c.value)) if group == "year" else (not c.chosen, -c.count, c.label) for c in counts
        ]
        assert order == sorted(order)
        assert [c.value for c in counts if c.chosen] == list(ask.chosen(group))
        if group in table.all_of:
            own = Counter(value for row in found.rows.tolist() for value in table.all_of[group].of_row(row))
            assert {c.value: c.count for c in counts if c.count} == own


@pytest.mark.parametrize(
    "words", ["drones", "drones delivered", '"six drones"', '"six drones" deliver*', "dron* the", "?"]
)
def test_words_are_looked_up_one_by_one_and_found_together(desk: Desk, words: str) -> None:
    found = {desk.index.claims.ids[row] for row in desk.index.hits(words).nonzero()[0]}
    assert found == {claim.id for claim in desk.record.claims(Query(text=words))}


@given(st.text(st.sampled_from('ab"* ?'), max_size=12))
def test_a_term_reads_as_it_was_written(words: str) -> None:
    for term in terms(words):
        assert list(terms(str(term))) == [term]


def test_events_alike_are_those_of_the_same_type_and_parties(desk: Desk) -> None:
    index = desk.index
    for row, head in enumerate(index.heads):
        parties = index.events.all_of["party"].of_row(row)
        expected = index.find("events", Ask(type=(head.type,), party=parties)).rows.tolist() if parties else [row]
        assert sorted([*index.alike(row).tolist(), row]) == expected


@given(VALUES, st.data())
def test_values_are_counted_among_chosen_rows(rows: list[set[str]], data: st.DataObject) -> None:
    column = Many.of(len(rows), ((at, value) for at, own in enumerate(rows) for value in own))
    chosen = sorted(data.draw(st.sets(st.sampled_from(range(len(rows))))) if rows else ())
    numbers = column.counts(np.array(chosen, np.int32)).tolist()
    told = Counter(value for at in chosen for value in rows[at])
    assert {value: number for value, number in zip(column.values, numbers, strict=True) if number} == told
