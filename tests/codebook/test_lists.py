"""The word lists: whole, free of clashes, broad enough, and right about names that mean several things."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook.lists import (
    NAME_KINDS,
    VARIABLE,
    Lists,
    Office,
    american,
    designation_forms,
    load_lists,
    plain_letters,
    plural_demonym,
)
from dragoman.errors import DragomanError
from dragoman.reading.names import NameIndex

CLASSES = {
    "arms", "surveillance", "incident", "telecom", "technology", "civil_aid", "training", "programme", "exercise",
    "agreement", "sanction", "legal",
}  # fmt: skip


@pytest.fixture(scope="module")
def lists() -> Lists:
    return load_lists()


@pytest.fixture(scope="module")
def index(lists: Lists) -> NameIndex:
    return NameIndex(lists)


@pytest.mark.parametrize(
    ("kind", "floor"),
    [("state", 240), ("group", 150), ("body", 1100), ("company", 1300), ("person", 1000), ("system", 4500)],
)
def test_no_list_shrinks(lists: Lists, kind: str, floor: int) -> None:
    assert len(lists.of(kind)) >= floor


def test_items_cover_their_domains(lists: Lists) -> None:
    words = {word for group in lists.items.values() for word in group}
    assert len(words) >= 2900
    assert set(lists.items) >= CLASSES - {"technology"} | {"equipment", "vehicle", "police", "finance", "facility"}
    assert all(len(group) >= 25 for group in lists.items.values())
    assert all(word == word.lower() and word == " ".join(word.split()) for word in words)


def test_ids_tell_their_kind(lists: Lists) -> None:
    for id, entry in lists.entries.items():
        kind, _, key = id.partition(":")
        assert (kind, entry.id) == (entry.kind, id)
        assert key == "".join(key.split()).lower() != "", id


@pytest.mark.parametrize("kind", NAME_KINDS)
def test_a_spelling_has_one_owner_in_its_kind(lists: Lists, kind: str) -> None:
    owners = Counter(name for entry in lists.of(kind) for name in set(entry.names))
    assert [name for name, count in owners.items() if count > 1] == []


def test_names_are_clean(lists: Lists) -> None:
    for entry in lists.entries.values():
        for name in entry.names:
            assert name == " ".join(name.split()), (entry.id, name)
            assert name.isprintable(), (entry.id, name)
            assert len(name) < 100, (entry.id, name)


def test_every_state_and_maker_is_known(lists: Lists) -> None:
    for entry in lists.entries.values():
        assert entry.state is None or lists.entries[entry.state].kind == "state", entry.id
        maker = entry.extra.get("maker")
        assert maker is None or f"company:{maker}" in lists.entries, entry.id


def test_systems_have_a_sort_and_a_class_that_is_a_domain(lists: Lists) -> None:
    for entry in lists.of("system"):
        assert entry.extra.get("class") in CLASSES, entry.id
        assert entry.extra.get("sort"), entry.id
        assert entry.extra["class"] in lists.items, entry.id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FK-3", "HQ-22"),
        ("Pterodactyl-1", "Wing Loong I"),
        ("Geran-2", "Shahed-136"),
        ("Bayraktar TB2", "TB2"),
        ("S300", "S-300PMU-1"),
        ("F–16", "F-16 Fighting Falcon"),
        ("Akinci", "Bayraktar Akıncı"),
        ("ECU 911", "ECU-911"),
        ("BBIBP-CorV", "Sinopharm vaccine"),
        ("SEACAT", "Southeast Asia Cooperation and Training"),
    ],
)
def test_other_names_of_one_system(lists: Lists, one: str, other: str) -> None:
    first, second = lists.find(one, "system"), lists.find(other, "system")
    assert first is not None
    assert first is second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Slavic Shield", "Slavic Brotherhood"),
        ("S-300", "S-400"),
        ("Mohajer-2", "Mohajer-6"),
        ("Wing Loong I", "Wing Loong II"),
        ("CH-92A", "CH-95"),
        ("Coral Sea Cable", "East Micronesia Cable"),
        ("Entity List", "Unverified List"),
        ("Sputnik V", "Sputnik Light"),
        ("Minsk agreements", "Budapest Memorandum"),
        ("AK-47", "AK-103"),
    ],
)
def test_what_resembles_another_is_another(lists: Lists, one: str, other: str) -> None:
    first, second = lists.find(one, "system"), lists.find(other, "system")
    assert first is not None
    assert second is not None
    assert first.id != second.id


def named(index: NameIndex, text: str) -> dict[str, str]:
    """What a text is found to name: surface to id."""
    return {m.text: str(m.ref) for m in index.find(text)}


@pytest.mark.parametrize(
    ("text", "surface", "ref"),
    [
        ("Turkey sent drones to Mali.", "Turkey", "state:tr"),
        ("They ate roast Turkey.", "Turkey", None),
        ("Georgia joined the drill.", "Georgia", "state:ge"),
        ("The plant near Atlanta, Georgia, builds jets.", "Georgia", None),
        ("Jordan received helicopters.", "Jordan", "state:jo"),
        ("Michael Jordan retired.", "Jordan", None),
        ("Chad received vehicles.", "Chad", "state:td"),
        ("Guinea bought trucks.", "Guinea", "state:gn"),
        ("Papua New Guinea bought boats.", "Papua New Guinea", "state:pg"),
        ("Equatorial Guinea bought a corvette.", "Equatorial Guinea", "state:gq"),
        ("Guinea-Bissau got boats.", "Guinea-Bissau", "state:gw"),
        ("Congo ordered drones.", "Congo", "state:cd"),
        ("Congo ordered drones, said Brazzaville.", "Congo", "state:cg"),
        ("The Korean side agreed.", "Korean", "state:kr"),
        ("Pyongyang tested a Korean missile.", "Korean", "state:kp"),
        ("The Korean Peninsula is tense.", "Korean", None),
        ("Victoria agreed, Seychelles said.", "Victoria", "state:sc"),
        ("Victoria is in Australia.", "Victoria", None),
        ("North Korea tested a missile.", "North Korea", "state:kp"),
        ("Niger bought drones.", "Niger", "state:ne"),
        ("Militants hid in the Niger Delta.", "Niger", None),
        ("Nigeria bought jets.", "Nigeria", "state:ng"),
        ("The Predator drones were armed.", "Predator drones", "system:mq-1"),
        ("Predator was found on the reporter's phone.", "Predator", "system:predator"),
        ("Mistral missiles were sent to Cyprus.", "Mistral missiles", "system:mistral"),
        ("The Mistral helicopter carriers were never delivered.", "Mistral helicopter carriers", "system:mistral-lhd"),
        ("Qatar ordered 24 Typhoon jets.", "Typhoon jets", "system:eurofighter"),
        ("Typhoon Haiyan made landfall.", "Typhoon", None),
        ("Xi visited Serbia.", "Xi", "person:xi-jinping"),
        ("A plant in Xi'an opened.", "Xi", None),
        ("Marcos met the ambassador.", "Marcos", "person:ferdinand-marcos-jr"),
        ("A port near San Marcos opened.", "Marcos", None),
        ("Two F-16s and a Su-30 arrived.", "F-16s", "system:f-16"),
    ],
)
def test_hard_cases(index: NameIndex, text: str, surface: str, ref: str | None) -> None:
    assert named(index, text).get(surface) == ref


def test_ambiguous_names_point_to_entries_and_are_names_somebody_writes(lists: Lists) -> None:
    surfaces = {s.text for s in lists.surfaces()}
    for term in lists.ambiguous.values():
        for meaning in (term.default, *(s.means for s in term.senses)):
            assert meaning is None or meaning in lists.entries, term.term
            assert meaning is None or term.term in surfaces, term.term


def test_a_surname_stands_for_one_person(lists: Lists) -> None:
    bearers = Counter(s for p in lists.of("person") for s in set(p.extra["surnames"]))
    assert [name for name, count in bearers.items() if count > 1] == []
    others = {n for e in lists.entries.values() if e.kind != "person" for n in e.names}
    assert {s for s in bearers if s in others} == set()


def test_a_surname_is_part_of_the_name(lists: Lists) -> None:
    for person in lists.of("person"):
        for surname in person.extra["surnames"]:
            assert any(surname.lower() in name.lower() for name in person.names), (person.id, surname)


def test_offices_are_read(lists: Lists) -> None:
    person = lists.get("person:aleksandar-vucic")
    assert person is not None
    assert person.state == "state:rs"
    assert "Aleksandar Vucic" in person.names
    assert person.extra["offices"][:2] == (Office("president", 2017, None), Office("prime minister", 2014, 2017))
    years = [y for p in lists.of("person") for o in p.extra["offices"] for y in (o.start, o.end) if y]
    assert min(years) >= 1900
    assert max(years) <= 2026


def test_publishers_are_graded_in_order(lists: Lists) -> None:
    kinds = [p.kind for p in lists.publishers]
    assert len(kinds) == len(set(kinds)) >= 15
    assert {p.grade for p in lists.publishers} == set("ABCDEF")
    assert all(p.label and (p.names or p.words) for p in lists.publishers)
    assert kinds.index("state_media") < kinds.index("wire") < kinds.index("press") < kinds.index("anonymous")
    assert sum(len(p.names) for p in lists.publishers) >= 1000


def test_titles_refer_to_every_kind_of_party(lists: Lists) -> None:
    kinds = ("state", "states", "company", "body", "person", "group", "system", "agreement", "event")
    heads = {"person", "office", "body_head", "force_head", "company_head"}
    assert heads | {f"reference.{kind}" for kind in kinds} <= set(lists.titles)
    assert "the two countries" in lists.titles["reference.states"]
    assert {"defence minister", "defense minister"} <= set(lists.titles["office"])


def test_both_spellings_of_items(lists: Lists) -> None:
    assert {"armoured vehicle", "armored vehicle"} <= set(lists.items["arms"])
    assert {"data centre", "data center"} <= set(lists.items["telecom"])


@pytest.mark.parametrize(
    ("word", "plural"),
    [("Serb", "Serbs"), ("Kosovar", "Kosovars"), ("Chinese", None), ("British", None), ("Frenchman", None)],
)
def test_plural_demonyms(word: str, plural: str | None) -> None:
    assert plural_demonym(word) == plural


@pytest.mark.parametrize(
    ("name", "form"), [("S-300", "S300"), ("MiG-29", "MiG–29"), ("HQ-22 Hongqi", "HQ22 Hongqi"), ("Gepard", "Gepard")]
)
def test_designations_printed_otherwise(name: str, form: str) -> None:
    assert form in designation_forms(name)


def test_a_designation_is_not_split_out_of_a_longer_one() -> None:
    assert designation_forms("AN/TPQ-36A-X") == ("AN/TPQ-36A-X",)
    assert designation_forms("Gepard") == ("Gepard",)


@given(st.text(max_size=40))
def test_spellings_are_stable(text: str) -> None:
    assert plain_letters(plain_letters(text)) == plain_letters(text)
    assert american(american(text)) == american(text)
    assert designation_forms(text)[0] == text


def own(folder: Path, text: str) -> Path:
    (folder / "own.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_users_folder_adds_and_mends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gondor, serbia_too = "x-gondor: {name: Gondor, demonyms: [Gondorian]}", "rs: {name: Serbia, aliases: [Srbija]}"
    monkeypatch.setenv(VARIABLE, str(own(tmp_path, f"kind: state\nentries:\n  {gondor}\n  {serbia_too}\n")))
    lists = load_lists()
    serbia = lists.get("state:rs")
    assert serbia is not None
    assert {"Srbija", "Republic of Serbia"} <= set(serbia.names)
    assert serbia.extra["capital"] == "Belgrade"
    assert {s.text for s in lists.surfaces() if s.entry.id == "state:x-gondor"} == {"Gondor", "Gondorian", "Gondorians"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: dragon\n", "unknown kind"),
        ("- a\n", "mapping"),
        ("kind: state\nentries: [", "YAML"),
        ("kind: state\nentries:\n  no: {name: X}\n", "not text"),
        ("kind: state\nentries:\n  xa: [1]\n", "text"),
        ("kind: state\nentries:\n  xa: 7\n", "entry must be"),
        ("kind: state\nentries:\n  xa: [Serbia]\n", "'Serbia' is a name of both"),
        ("kind: state\nentries:\n  xa: [Xa]\n  xa: [Xb]\n", "twice"),
        ("kind: system\nentries:\n  xa: {name: Xa, maker: nobody}\n", "company:nobody"),
        ("kind: company\nentries:\n  xa: {name: Xa, state: zz}\n", "state:zz"),
        ("kind: person\nentries:\n  xa: {name: Xa, offices: [president 2020/2010]}\n", "ends before"),
        ("kind: person\nentries:\n  xa: {name: Xa, offices: [2020 president]}\n", "cannot be read"),
        ("kind: publishers\nkinds: {xa: {grade: Z}}\n", "Admiralty"),
        ("kind: items\ndomains: {arms: [no]}\n", "list of words"),
        ("kind: ambiguous\nterms: {Xa: {default: state:zz}}\n", "state:zz"),
    ],
)
def test_a_bad_list_is_told_with_its_remedy(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DragomanError) as caught:
        load_lists(own(tmp_path, text))
    assert message in str(caught.value)
    assert caught.value.remedy


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="no such folder"):
        load_lists(tmp_path / "nowhere")
