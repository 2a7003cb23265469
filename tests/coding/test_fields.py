"""Quantities, places and items of a sentence."""

import pytest

from dragoman.coding.fields import distance, item_text, nearest, places, quantities, token_at
from dragoman.reading import Reading, read
from dragoman.sources.report import Report


def reading(text: str) -> Reading:
    return read(Report("report:x", text, None, "a paper", "2024-03-15", "here", "text/plain", "en", ""))


def counted(text: str) -> list[tuple[float, str, str | None]]:
    r = reading(text)
    found = quantities(r.docs[0], r.amounts[0], ranked=True)
    assert all(text[v.start : v.end].strip() for v in found)
    return [(v.value.value, v.value.unit, v.value.approx) for v in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Serbia received nine drones.", [(9, "drones", None)]),
        ("About 1,000 cameras in 800 locations were found.", [(1000, "cameras", "about"), (800, "locations", None)]),
        ("Some 40 per cent of Serbs trust China.", [(40, "percent", "about")]),
        ("In the municipality of Solin 44 cameras made by Hikvision monitor the streets.", [(44, "cameras", None)]),
        ("In the New Administrative Capital 6,000 of them have been installed by Honeywell.", [(6000, "units", None)]),
        ("Spikes, a hundred of them ordered in 2021, arrived in Brazil.", [(100, "units", None)]),
        ("Seven in ten Serbs trust China.", [(70, "percent", None)]),
        ("China is the second largest supplier of Serbia.", [(2, "rank", None)]),
        ("China is the largest supplier of Serbia.", [(1, "rank", None)]),
        ("Russia was long the chief arms supplier of Armenia.", [(1, "rank", None)]),
        ("The poll puts Russia first, and China in third place.", [(1, "rank", None), (3, "rank", None)]),
        ("It was the most extensive exercise with Serbia in decades.", [(1, "rank", None)]),
        ("Serbia ranks second among its buyers.", [(2, "rank", None)]),
        ("The first batch came to Serbia.", []),
        ("He was the chief of staff of Serbia.", []),
        ("A cable of 820 kilometres of fibre was laid in Serbia.", [(820, "kilometres", None)]),
        ("Half a dozen drones were delivered to Serbia.", [(6, "drones", None)]),
        ("Two dozen officers came from China to Serbia.", [(24, "officers", None)]),
        ("The website says half a dozen are on order in Serbia.", [(6, "units", None)]),
        ("Serbia waited three years.", []),
        ("Serbia signed in 2019.", []),
        ("Serbia bought the F-16.", []),
        ("Serbia cited article 5.", []),
        ("The two countries met, as did the three leaders of Serbia.", []),
        ("Serbia handed over the two patrol vessels.", [(2, "patrol vessels", None)]),
        ("Serbia took a 20 year loan.", []),
        ("Nine tenths of it came from Serbia.", [(90, "percent", None)]),
        ("About half was due to Serbia.", [(50, "percent", None)]),
        ("A third, from Serbia, is being built.", []),
        ("Serbia bought 54 main battle tanks.", [(54, "main battle tanks", None)]),
        ("Serbia ordered eight Hangor-class submarines.", [(8, "submarines", None)]),
        ("Serbia got 36 second-hand trucks.", [(36, "trucks", None)]),
        ("Serbia built two 1,000-tonne patrol boats.", [(2, "patrol boats", None)]),
    ],
)
def test_quantities(text: str, expected: list[tuple[float, str, str | None]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met in Novi Sad, Serbia.", ["Novi Sad"]),
        ("They landed at Batajnica airfield.", ["Batajnica airfield"]),
        ("They delivered it to Serbia.", []),
        ("Biden received the king at the White House.", ["White House"]),
        ("Putin spoke in the Kremlin.", ["Kremlin"]),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    r = reading(text)
    assert [v.value for v in places(r.docs[0], r.mentions[0], 0)] == expected


def test_an_item_is_as_short_as_identifies_it() -> None:
    doc = reading("Serbia bought the nine new drones from China.").docs[0]
    head = next(t for t in doc if t.text == "drones")
    assert item_text(head) == ("drones", 27, 33)


@pytest.mark.parametrize(
    ("text", "item"), [("China sold Serbia the FT-8D.", "FT-8D"), ("Serbia bought from Norinco Co.", "Norinco Co.")]
)
def test_a_full_stop_is_no_part_of_an_item(text: str, item: str) -> None:
    doc = reading(text).docs[0]
    assert item in {item_text(t)[0] for t in doc if t.pos_ in ("NOUN", "PROPN", "NUM")}


def test_steps_in_the_parse() -> None:
    doc = reading("Serbia bought drones and China sold tanks.").docs[0]
    serbia, bought, sold = (next(t for t in doc if t.text == w) for w in ("Serbia", "bought", "sold"))
    assert distance(serbia, bought) == 1
    assert nearest(serbia, [sold, bought]) is bought
    assert token_at(doc, 0) == serbia
