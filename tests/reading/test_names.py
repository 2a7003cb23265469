"""Names, references and places as a whole report gives them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading import Mention, read
from tests.reading.said import report


def mentions(text: str) -> list[Mention]:
    return [m for ms in read(report(text)).mentions for m in ms]


def names(text: str) -> set[tuple[str, str]]:
    return {(m.text, m.name) for m in mentions(text)}


BODIES = [
    (
        "The Kenyan army and Kenya's parliament said no.",
        [("Kenyan army", "Kenyan Army"), ("parliament", "Parliament of Kenya")],
    ),
    ("Serbia's interior ministry signed.", [("interior ministry", "Serbian Ministry of the Interior")]),
    ("The Serbian Ministry of Defence signed.", [("Serbian Ministry of Defence", "Serbian Ministry of Defence")]),
    ("So said the Serbian Ministry of Defence.", [("Serbian Ministry of Defence", "Serbian Ministry of Defence")]),
    ("Ghana waited. In 2014 the army got 70 lorries.", [("army", "Ghana Army")]),
    ("The Chinese embassy in Maputo denied it.", [("Chinese embassy in Maputo", "Chinese embassy in Mozambique")]),
    ("A UN panel named both firms.", [("panel", "UN panel")]),
    ("The Polish armament agency paid Norway.", [("armament agency", "Polish armament agency")]),
    ("The National Defence College opened in Ghana.", [("National Defence College", "National Defence College")]),
    (
        "Omrith Heavy Works Corporation (OHWC) built it in Ghana. OHWC was paid.",
        [("OHWC", "Omrith Heavy Works Corporation")],
    ),
    ("The European Commission paid. The Commission foresees boats.", [("Commission", "European Commission")]),
    ("William Duma, the minister, rejected it.", [("William Duma", "William Duma")]),
    ("Peru paid. Boats came to the gendarmerie in 2013.", [("gendarmerie", "Peruvian Gendarmerie")]),
    ("The United States Treasury listed them.", [("United States Treasury", "US Treasury")]),
    ("Nobody asked the American Congress.", [("American Congress", "US Congress")]),
    ("Hua Chunying spoke in Beijing. Later Hua denied it.", [("Hua", "Hua Chunying")]),
    ("Kim Jong Un met him. Kim told his guest so.", [("Kim", "Kim Jong Un")]),
]


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_bodies_and_persons(text: str, expected: list[tuple[str, str]]) -> None:
    assert set(expected) <= names(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("A loan went to the Dominican government. The house cost EC$27 million.", "Dominica"),
        ("A loan went to the Dominican government. Santo Domingo paid EC$27 million back.", "Dominican Republic"),
        ("A loan went to the Dominican government. The house cost $27 million.", "Dominican Republic"),
        ("Ten trucks went to a Congolese firm. They were shown in Brazzaville.", "Republic of the Congo"),
        ("Ten trucks went to a Congolese firm, from Kinshasa.", "Democratic Republic of the Congo"),
    ],
)
def test_what_the_whole_report_tells_decides_which_state_is_meant(text: str, meant: str) -> None:
    assert {m.name for m in mentions(text) if m.kind == "nationality"} == {meant}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The guest stepped out at Bole airport on 18 August.", "Bole airport"),
        ("Crews are trained at Tel Nof.", "Tel Nof"),
        ("The lease of the Kant air base was prolonged.", "Kant air base"),
        ("The drill was held in northern Luzon.", "northern Luzon"),
        ("Fighting went on in Kunar, Nangarhar and Laghman provinces.", "Laghman"),
        ("China sent money to the Bulgan, Hovsgol, Tov and Selenge provinces.", "Tov"),
        ("China sent a team of doctors to Sehwan of Sindh.", "Sehwan"),
        ("It left the port of Poti in June.", "port of Poti"),
        ("BELGRADE, May 5 - Nine drones came.", "BELGRADE"),
    ],
)
def test_places(text: str, place: str) -> None:
    assert place in {m.text for m in mentions(text) if m.kind in ("place", "capital")}


@pytest.mark.parametrize(
    "text", ["The port at Anaklia grew.", "This base is closed.", "Huawei sold VinaPhone base stations."]
)
def test_a_kind_of_site_alone_names_no_place(text: str) -> None:
    assert not {m.text for m in mentions(text)} & {"The port", "This base", "VinaPhone base"}


@pytest.mark.parametrize(
    "text", ["Fifty-four per cent of them said yes.", "The Admiral thanked everybody.", "The 102nd base is closed."]
)
def test_what_is_no_name(text: str) -> None:
    assert not [m for m in mentions(text) if m.how == "model"]


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("KISHIDA Fumio met XI Jinping.", "KISHIDA Fumio", "Fumio Kishida"),
        ("KISHIDA Fumio met XI Jinping.", "XI Jinping", "Xi Jinping"),
        ("Mr. TANAKA Kenjiro came. Tanaka left.", "Tanaka", "Tanaka Kenjiro"),
        ("The guest was Jean DUPONT. Dupont left.", "Dupont", "Jean Dupont"),
        ("The United States Treasury acted. Russia, Russia again. The Treasury spoke.", "Treasury", "US Treasury"),
        ("The Peruvian Congress met. China called China's China. Congress voted.", "Congress", "Congress of Peru"),
        ("China built Burma Hall at Burma Camp in Accra.", "Burma Camp", "Burma Camp"),
        ("The White House in Washington agreed.", "White House", "United States"),
        ("The Japan House of Councillors met China.", "Japan House of Councillors", "Japan House of Councillors"),
    ],
)
def test_who_is_meant(text: str, form: str, name: str) -> None:
    assert [m.name for m in mentions(text) if m.text == form] == [name]


def test_what_is_called_after_a_country_names_no_state() -> None:
    assert "Myanmar" not in {m.name for m in mentions("China built Burma Hall Complex at Burma Camp in Accra.")}


REFERENCES = [
    ("Serbia bought drones from China. It paid in May.", "It", {"Serbia"}),
    ("Serbia and China signed. The two countries met.", "The two countries", {"Serbia", "China"}),
    ("Admiral Tomas Ruiz met Anna Kovacs in Chile. The admiral spoke.", "The admiral", {"Tomas Ruiz"}),
    ("Huawei came to Kenya. The company sold phones.", "The company", {"Huawei"}),
    ("A poll in Kenya asked. Of the respondents 40 per cent chose China.", "respondents", {"Kenyans"}),
]


@pytest.mark.parametrize(("text", "word", "meant"), REFERENCES)
def test_references(text: str, word: str, meant: set[str]) -> None:
    assert {m.name for m in mentions(text) if m.how == "reference" and m.text == word} == meant


def test_the_gate_leaves_out_only_what_names_nothing() -> None:
    text = "Nothing more was heard. China gave Kenya ten cameras in May."
    assert [d is None for d in read(report(text)).docs] == [True, False]
    assert [d is None for d in read(report(text), gated=False).docs] == [False, False]


WORDS = st.sampled_from(
    "Serbia China's the Chinese embassy in Belgrade Ministry of Defence and Huawei (HW) army, it they 40 per cent "
    "trust poll respondents President Xi Jinping Kant air base at Novi Sad . ’ ' ( ) - northern EU's".split()
)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_mentions_stand_where_they_say_and_names_do_not_overlap(text: str) -> None:
    reading = read(report(text))
    for sentence, ms in zip(reading.sentences, reading.mentions, strict=True):
        named = sorted((m for m in ms if m.how != "reference"), key=lambda m: m.start)
        assert all(text[m.start : m.end] == m.text for m in named)
        assert all(sentence.start <= m.start < m.end <= sentence.end for m in ms)
        assert all(a.end <= b.start for a, b in pairwise(named))


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("Chinese police walked in Zagreb, Zadar, Dubrovnik and Split.", ["Zagreb", "Zadar", "Dubrovnik", "Split"]),
        ("It is watched in Bamako and Kidal, China said.", ["Bamako", "Kidal"]),
        (
            "China wired up offices in Vinnytsia, Dnipro, Odesa and Luhansk.",
            ["Vinnytsia", "Dnipro", "Odesa", "Luhansk"],
        ),
        ("In Zagreb, Petrov and Horvat met the Chinese.", ["Zagreb"]),
        ("China and Huawei met in Belgrade.", ["Belgrade"]),
    ],
)
def test_the_towns_of_a_list(text: str, towns: list[str]) -> None:
    assert [m.text for m in mentions(text) if m.kind in ("place", "capital")] == towns
