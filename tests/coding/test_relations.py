"""How words stand to an announcing word."""

from dragoman.coding.relations import LABELS, main_token, relations
from dragoman.reading.read import parse


def labels(text: str, announcing: str) -> dict[str, str]:
    doc = parse([text])[0]
    trigger = next(t for t in doc if t.text == announcing)
    return {t.text: LABELS[n] for t, n in zip(doc, relations(doc, trigger), strict=True)}


def test_subject_object_and_prepositions() -> None:
    found = labels("China sold nine drones to Serbia in 2020.", "sold")
    assert {w: found[w] for w in ("China", "sold", "drones", "Serbia", "2020")} == {
        "China": "subject",
        "sold": "self",
        "drones": "object",
        "Serbia": "to",
        "2020": "in",
    }


def test_the_passive_and_its_agent() -> None:
    found = labels("Nine drones were bought by Serbia.", "bought")
    assert (found["drones"], found["Serbia"]) == ("object", "subject")


def test_what_stands_above() -> None:
    found = labels("Russia said that China sold drones.", "sold")
    assert (found["Russia"], found["said"]) == ("above_subject", "above")


def test_every_word_has_a_label_and_the_main_word_of_a_stretch_is_its_verb() -> None:
    doc = parse(["China sold nine drones to Serbia."])[0]
    token = main_token(doc, 0, 15)
    assert token is not None
    assert token.text == "sold"
    assert len(relations(doc, token)) == len(doc)
    assert main_token(doc, 90, 95) is None
