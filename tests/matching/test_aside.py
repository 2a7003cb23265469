"""Matching puts claims, pairs and copies aside where they are many: what it makes of them is the same all the same."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.errors import DragomanError
from dragoman.matching import Happening, Matching, blocks, match, seen, workbench
from dragoman.matching.copies import COPIED, copied_from
from dragoman.matching.entities import find_entities
from dragoman.matching.facets import Facets, facets
from dragoman.matching.seen import Store, packed, packed_claim, unpacked, unpacked_claim
from dragoman.matching.subjects import subjects
from dragoman.sources.report import Report
from tests.matching.claims import claim, report

GOLD = Path(__file__).parents[2] / "gold" / "matching"
STATES = ("China", "Serbia", "Kenya", "Hungary")
ITEMS = (
    "CH-92A drones",
    "second batch of riot gear",
    "first batch of riot gear",
    "use of the cameras",
    "cameras",
    "aid",
)
QUOTES = (
    "Six drones came.", "The ministry declined to confirm the number of drones.", "Critics fear misuse of the cameras.",
    "It denied that cameras were used against students.", "Nine aircraft, not six, were handed over.",
)  # fmt: skip
TYPES = ("arms_transfer", "legal_oversight", "statement_concern", "security_incident", "surveillance_deployment")
TEXTS = (" ".join(f"word{n}" for n in range(60)), " ".join(f"word{n}" for n in range(9, 60)), "Nothing of the kind.")


def _claims() -> st.SearchStrategy[Claim]:
    side = st.lists(st.sampled_from(STATES), max_size=2, unique=True)
    return st.builds(
        claim,
        st.sampled_from(("r1", "r2", "r3", "r4")),
        st.sampled_from(TYPES),
        st.integers(0, 900),
        actor=side,
        recipient=side,
        item=st.sampled_from(ITEMS),
        quote=st.sampled_from(QUOTES),
        time=st.sampled_from((None, "2019", "2019-05", "2020-06-01")),
        modality=st.sampled_from(("asserted", "negated", "planned")),
        attribution=st.sampled_from((None, "the ministry", "China")),
        quantity=st.sampled_from(((), ((6, "drones"),), ((9, "units", "about"),))),
        place=st.sampled_from(((), ("Belgrade",), ("Nairobi", "Belgrade"))),
    )


REPORTS = {f"r{n}": report(f"r{n}", TEXTS[n % 3], published=f"2020-0{5 - n}-01") for n in range(1, 4)}


def _little(patch: pytest.MonkeyPatch) -> None:
    """Room for next to nothing."""
    for module, name, value in (
        (blocks, "AT_ONCE", 16), (blocks, "SOME", 3), (blocks, "TILE", 2), (seen, "KEPT", 1), (seen, "SETS", 4),
        (workbench, "AT_HAND", 1),
    ):  # fmt: skip
        patch.setattr(module, name, value)


def _shown(matching: Matching) -> str:
    return json.dumps(asdict(matching), ensure_ascii=False, sort_keys=True)


@settings(max_examples=60)
@given(st.lists(_claims(), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_outcome_follows_neither_from_the_room_nor_from_the_order(
    claims: list[Claim], chance: random.Random
) -> None:
    decided = [Happening(claims[0].id, claims[-1].id, len(claims) % 2 == 0, "ana")]
    whole = match(claims, REPORTS, (), decided)
    shuffled = chance.sample(claims, len(claims))
    with pytest.MonkeyPatch.context() as patch:
        _little(patch)
        assert _shown(match(shuffled, REPORTS, (), decided)) == _shown(whole)


def _gold() -> list[Claim]:
    """Claims coded by hand, as many as stand beside the judgements on matching."""
    found = []
    for file in sorted((GOLD / "claims").glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            fields = {k: v for k, v in row.items() if k not in ("id", "report", "quantity", "money")}
            made = claim(file.stem, start=200 * number, **fields)
            money = row["money"] and Money(**row["money"])
            found.append(made.with_(quantity=tuple(Quantity(**q) for q in row["quantity"]), money=money))
    return found


def test_gold_is_matched_alike_with_room_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = _gold()
    assert len(claims) > 50
    whole = match(claims, {})
    assert any(len(event.claims) > 2 for event in whole.events)
    _little(monkeypatch)
    assert _shown(match(claims[::-1], {})) == _shown(whole)


@given(st.lists(_claims(), min_size=1, max_size=8))
def test_what_is_put_aside_comes_back_as_it_was(claims: list[Claim]) -> None:
    compared = _seen(claims)
    for one in claims:
        assert unpacked_claim(packed_claim(one)) == one
        assert unpacked(packed(compared[one.id])) == compared[one.id]


def _seen(claims: Sequence[Claim]) -> dict[str, Facets]:
    names = find_entities(claims)
    return subjects(claims, {c.id: facets(c, names) for c in claims})


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(0, 9)), min_size=1, max_size=12))
def test_copies_are_those_that_comparing_all_pairs_finds(cuts: list[tuple[int, int, int]]) -> None:
    texts = [" ".join(f"w{source}x{n}" for n in range(start, start + 5 + 4 * size)) for source, start, size in cuts]
    reports = {f"r{n:02}": report(f"r{n:02}", text, published=f"2020-01-{28 - n:02}") for n, text in enumerate(texts)}
    with pytest.MonkeyPatch.context() as patch:
        _little(patch)
        assert copied_from(reports) == _compared(reports)


def _compared(reports: dict[str, Report]) -> dict[str, str]:
    """The earliest of the copies of each report, by comparing all of them."""
    runs = {id: _runs(r.text) for id, r in reports.items()}
    group = {id: {id} for id in reports}
    for one in reports:
        for other in reports:
            least = min(len(runs[one]), len(runs[other]))
            if one < other and least and len(runs[one] & runs[other]) / least >= COPIED:
                united = group[one] | group[other]
                group |= dict.fromkeys(united, united)
    return {id: min(ids, key=lambda i: (reports[i].published or "", i)) for id, ids in group.items()}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[n : n + 5]) for n in range(len(words) - 4)}


def test_a_full_disk_of_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blocks.Spool, "extend", full)
    with pytest.raises(DragomanError, match=r"No space left .*TMPDIR"):
        match([claim()], {})


def test_a_full_disk_is_told() -> None:
    store = Store()
    store.do("PRAGMA max_page_count = 4")
    store.do("CREATE TABLE much (told BLOB)")
    with pytest.raises(DragomanError, match=r"no room .* full .*SQLITE_TMPDIR"):
        store.add("INSERT INTO much VALUES (?)", [(b"x" * 4_000,)] * 40)
    store.close()
