"""Filters: parties by name and alias, times as intervals, words by full text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.coding.claim import Coding
from dragoman.errors import DragomanError
from dragoman.record import Query, Record
from dragoman.record.dates import days
from dragoman.record.names import fold


@pytest.fixture
def filled(record, make):
    make.fill(record, [make.report(1)])
    return record


def offsets(claims):
    return [(c.type, c.status) for c in claims]


ORDER, DELIVERY, CAMERAS = (
    ("arms_transfer", "agreed"), ("arms_transfer", "completed"), ("surveillance_deployment", "operational"))


@pytest.mark.parametrize(("query", "claims", "events"), [
    (Query(), [ORDER, DELIVERY, CAMERAS], 1),
    (Query(party="Gondor"), [ORDER, DELIVERY], 1),
    (Query(party="GÓNDOR"), [ORDER, DELIVERY], 1),
    (Query(party="the south kingdom"), [ORDER, DELIVERY], 1),
    (Query(party="arnor"), [ORDER, DELIVERY], 1),
    (Query(party="state:go"), [ORDER, DELIVERY], 1),
    (Query(party=("Gondor", "Arnor")), [ORDER, DELIVERY], 1),
    (Query(party=("Gondor", "Rohan")), [], 0),
    (Query(party="Rohan"), [CAMERAS], 0),
    (Query(party="Gon"), [], 0),
    (Query(type="arms_transfer"), [ORDER, DELIVERY], 1),
    (Query(type=("surveillance_deployment", "finance")), [CAMERAS], 0),
    (Query(status="completed"), [DELIVERY], 1),
    (Query(since="2020"), [DELIVERY], 1),
    (Query(until="2019"), [ORDER], 1),
    (Query(since="2020-06-30", until="2020-06-30"), [DELIVERY], 1),
    (Query(since="2020-07"), [], 0),
    (Query(since="2018", until="2018"), [], 0),
    (Query(text="drone"), [ORDER, DELIVERY], 1),  # the second sentence names none, its item does
    (Query(text="nazgul"), [ORDER, DELIVERY], 1),
    (Query(text="edoras CAMERA"), [CAMERAS], 0),
    (Query(text='"nine Nazgul drones"'), [ORDER], 1),
    (Query(text='"drones nine"'), [], 0),
    (Query(text="deliv*"), [DELIVERY], 1),
    (Query(limit=1), [ORDER], 1),
    (Query(limit=0), [], 0),
    (Query(party="Gondor", since="2020", text="delivered", status="completed"), [DELIVERY], 1),
])
def test_filters(filled, query, claims, events):
    assert offsets(filled.claims(query)) == claims
    assert len(filled.events(query)) == events


def test_claims_found_keep_their_spans(filled):
    assert filled.claims(Query(status="agreed"))[0].spans == (("item", (20, 33)), ("actor", (39, 44)))


def test_a_limited_listing_begins_the_whole_one(filled):
    assert filled.claims(Query(limit=2)) == filled.claims()[:2]


@pytest.mark.parametrize(("query", "names"), [
    (Query(), ["Édoras", "Arnor", "Gondor"]),
    (Query(type="state"), ["Arnor", "Gondor"]),
    (Query(party="kingdom of arnor"), ["Arnor"]),
    (Query(text="kingdom"), ["Arnor", "Gondor"]),
    (Query(text="kingdom south"), ["Gondor"]),
    (Query(text="%"), ["Édoras", "Arnor", "Gondor"]),
    (Query(text="_dor"), ["Édoras", "Gondor"]),
])
def test_entities(filled, query, names):
    assert [e.name for e in filled.entities(query)] == names


def test_reports_by_text(filled, make):
    assert len(filled.reports("report 1")) == 1
    assert filled.reports("hobbits") == []


def test_the_index_follows_retired_claims(filled, make):
    report = make.report(1)
    filled.keep(report, Coding(make.coding(report).claims[2:]), "rules-2")
    assert filled.claims(Query(text="drones")) == []


@pytest.mark.parametrize("text", [
    '"', '""', "a AND", "NOT", "(", "quote:x", "*", "a* OR b", "^x", "'; DROP TABLE claims", "", "—"])
def test_nothing_typed_is_query_syntax(filled, text):
    assert isinstance(filled.claims(Query(text=text)), list)


_EMPTY = Record.open("sqlite://", create=True)


@given(st.text(max_size=20))
def test_any_text_can_be_looked_for(text):
    assert _EMPTY.claims(Query(text=text)) == []
    assert _EMPTY.events(Query(party=text)) == []


@pytest.mark.parametrize("fields", [{"since": "soon"}, {"until": "2019-13"}, {"since": "XXXX-04"}, {"limit": -1}])
def test_an_impossible_query_is_told_at_once(fields):
    with pytest.raises(DragomanError) as caught:
        Query(**fields)
    assert caught.value.remedy


DAYS = """
2019        2019-01-01  2019-12-31
2019-02     2019-02-01  2019-02-28
2020-02     2020-02-01  2020-02-29
2019-11-29  2019-11-29  2019-11-29
2008/2018   2008-01-01  2018-12-31
2019/..     2019-01-01  open
../2019-05  open        2019-05-31
2019~       2019-01-01  2019-12-31
2019?/2020% 2019-01-01  2020-12-31
2019-21     2019-03-01  2019-05-31
2019-24     2019-12-01  2020-02-29
2019-33     2019-01-01  2019-03-31
2019-36     2019-10-01  2019-12-31
2019-41     2019-07-01  2019-12-31
199X        1990-01-01  1999-12-31
19XX        1900-01-01  1999-12-31
2019-XX     2019-01-01  2019-12-31
2019-05-XX  2019-05-01  2019-05-31
2019-11-29T10:00:00Z  2019-11-29  2019-11-29
"""
NO_DAYS = [None, "", "XXXX-04", "soon", "2019-13", "2019-02-30", "2020/2019", "../..", "/", "0000", "199X-04",
           "2019-00", "2019-05-00", "9999-24"]


@pytest.mark.parametrize(("edtf", "first", "last"), [line.split() for line in DAYS.strip().splitlines()])
def test_days(edtf, first, last):
    assert days(edtf) == tuple(None if day == "open" else day for day in (first, last))


@pytest.mark.parametrize("edtf", NO_DAYS)
def test_no_days(edtf):
    assert days(edtf) is None


@given(st.text(alphabet="0123456789-/X.~T", max_size=12))
def test_days_never_raise_and_are_in_order(text):
    found = days(text)
    if found and None not in found:
        assert found[0] <= found[1]


@pytest.mark.parametrize(("name", "folded"), [
    ("Aleksandar Vučić", "aleksandar vucic"), ("Đinđić", "dindic"), ("the  European Union", "european union"),
    ("Côte d’Ivoire", "cote divoire"), ("Straße", "strasse"), ("TB-2", "tb 2"), ("中国", "中国"), ("Łódź", "lodz"),
    ("𝐀𝐝𝐚", "ada"), ("㎿", "mw"), ("The The Group", "group"), ("The", "the"), ("", "")])
def test_fold(name, folded):
    assert fold(name) == folded
    assert fold(folded) == folded


@example("𝐀").via("capital that only its compatibility form shows")
@given(st.text() | st.text(alphabet="the THE𝐓𝐀_'ıİß"))
def test_folding_twice_changes_nothing_more(name):
    assert fold(fold(name)) == fold(name)
