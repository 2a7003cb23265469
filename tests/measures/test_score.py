"""The project's scorer gives the figures of the manual, and says what went wrong."""

import importlib.machinery
import importlib.util
import json
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import DragomanError
from dragoman.measures.rendering import render
from dragoman.measures.score import TABLES, Scores, compare, score

ROOT = Path(__file__).parents[2]
PINNED = Path(__file__).parent / "pinned"
TOOL = ROOT.parent / "shared" / "tools" / "score"
CLAIMS = ROOT / "gold" / "claims"
with_tool = pytest.mark.skipif(not TOOL.exists(), reason="the reference tool is not on this machine")

Coding = dict[str, list[dict[str, Any]]]


def claim(quote: str, type: str = "agreement", **fields: Any) -> dict[str, Any]:
    empty = {"actor": [], "recipient": [], "item": None, "quantity": [], "money": None, "time": None, "place": []}
    return {"quote": quote, "type": type, **empty, "status": "completed", "modality": "asserted", **fields}


def write(folder: Path, coding: Coding) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.jsonl"):
        old.unlink()
    for name, claims in coding.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(c) + "\n" for c in claims), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("reference_score", str(TOOL))
    spec = importlib.util.spec_from_loader("reference_score", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # the shared folder is not ours to write to
    loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


def by_tool(tool: ModuleType, gold: Path, predicted: Path) -> Any:
    written: list[str] = []
    tool.__dict__["print"] = lambda *parts, **_: written.append(" ".join(map(str, parts)))
    before, sys.argv = sys.argv, ["score", str(gold), str(predicted), "--json"]
    try:
        tool.main()
    finally:
        sys.argv = before
    return json.loads("\n".join(written))


def test_the_figures_pinned_from_the_reference_tool() -> None:
    expected = json.loads((PINNED / "figures.json").read_text())
    assert score(PINNED / "gold", PINNED / "predicted").as_json() == expected


NAMES = [
    "Gondor",
    "the government of Gondor",
    "Arnor",
    "Mordor Telecom",
    "Mordor Telecom Ltd",
    "US",
    "Rohán",
    "",
    "of the",
]
QUOTES = [
    "Gondor ordered nine drones from Arnor in 2019.",
    "Gondor ordered nine drones from Arnor in 2019",
    "Arnor delivered six of the drones to Gondor.",
    "Rohan warned of misuse.",
    "",
]
numbers = st.sampled_from([1, 2, 2.0, 100, 100.9, "3", None, "many", -1, 0])
quantities = st.one_of(
    st.fixed_dictionaries({"value": numbers, "unit": st.just("x")}), st.sampled_from(["nine", {}, 7])
)
coded = st.fixed_dictionaries(
    {
        "quote": st.sampled_from(QUOTES),
        "type": st.sampled_from(["agreement", "finance", "training_education"]),
        "actor": st.one_of(st.lists(st.sampled_from(NAMES), max_size=3), st.sampled_from(NAMES)),
        "recipient": st.lists(st.sampled_from(NAMES), max_size=2),
        "item": st.sampled_from([None, "drones", "nine drones and a base", "base"]),
        "quantity": st.lists(quantities, max_size=2),
        "money": st.one_of(
            st.none(),
            st.fixed_dictionaries({"amount": numbers, "currency": st.sampled_from(["USD", "EUR"])}),
            st.just("5 million"),
        ),
        "time": st.sampled_from([None, "2019", "2019-11", "2019/2020", "2019/..", "~2019", "XXXX-04", "/"]),
        "place": st.lists(st.sampled_from(NAMES), max_size=2),
        "status": st.sampled_from(["completed", "agreed"]),
    },
    optional={"modality": st.sampled_from(["asserted", "planned"]), "attribution": st.sampled_from([None, *NAMES])},
)
loose = st.one_of(coded, st.fixed_dictionaries({}, optional={"type": st.just("finance"), "quote": st.just(QUOTES[0])}))
codings = st.fixed_dictionaries(
    {"one": st.lists(coded, max_size=5)}, optional={"two": st.lists(coded, max_size=3)}
)  # fmt: skip
guesses = st.fixed_dictionaries(
    {},
    optional={"one": st.lists(loose, max_size=5), "two": st.lists(loose, max_size=3), "x": st.lists(loose, max_size=1)},
)


@with_tool
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gold=codings, predicted=guesses)
def test_generated_codings_score_as_with_the_tool(
    tool: ModuleType, tmp_path: Path, gold: Coding, predicted: Coding
) -> None:
    a, b = write(tmp_path / "gold", gold), write(tmp_path / "predicted", predicted)
    assert score(a, b).as_json() == by_tool(tool, a, b)


def spoiled(claims: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """A coding with the slips programs make: claims lost or retyped, roles swapped, values dropped or cut."""
    dice = random.Random(seed)
    out = []
    for one in claims:
        copy = json.loads(json.dumps(one))
        if dice.random() < 0.2:
            continue
        if dice.random() < 0.15:
            copy["type"] = dice.choice(claims)["type"]
        if dice.random() < 0.2:
            copy["actor"], copy["recipient"] = copy["recipient"], copy["actor"]
        for field in ("item", "time", "attribution"):
            if dice.random() < 0.3 and copy.get(field):
                copy[field] = copy[field][: dice.randrange(1, len(copy[field]) + 1)]
        if dice.random() < 0.2:
            copy["quantity"] = [*copy["quantity"], {"value": dice.randrange(20), "unit": "x"}]
        if dice.random() < 0.2:
            copy["place"], copy["status"] = [], "announced"
        if dice.random() < 0.1:
            copy["quote"] = dice.choice(claims)["quote"]
        out.append(copy)
    return out


@with_tool
@pytest.mark.skipif(not CLAIMS.is_dir(), reason="gold is not in a source distribution")
@pytest.mark.parametrize("seed", [1, 2])
def test_real_codings_score_as_with_the_tool(tool: ModuleType, tmp_path: Path, seed: int) -> None:
    gold = {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in sorted(CLAIMS.glob("g0[124]*.jsonl"))
    }
    a = write(tmp_path / "gold", gold)
    b = write(tmp_path / "predicted", {name: spoiled(claims, seed) for name, claims in gold.items()})
    found = score(a, b)
    assert found.as_json() == by_tool(tool, a, b)
    assert 0.3 < found.figures["claim"].f1 < 1


@given(coding=st.lists(coded.filter(lambda c: c["quote"] and not isinstance(c["money"], str)), min_size=1, max_size=5))
def test_a_coding_agrees_with_itself(coding: list[dict[str, Any]]) -> None:
    scores = compare({"one": (coding, coding)})
    assert scores.figures["claim"].f1 == scores.figures["core"].f1 == 1.0
    assert not [e for e in scores.errors if e.kind != "field"]
    assert all(gold == predicted for gold, predicted in scores.confusion)


@given(gold=st.lists(coded, max_size=5), predicted=st.lists(loose, max_size=5))
def test_every_claim_is_accounted_for_once(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> None:
    scores = compare({"one": (gold, predicted)})
    assert sum(n for (a, _), n in scores.confusion.items() if a != "-") == len(gold)
    assert sum(n for (_, b), n in scores.confusion.items() if b != "-") == len(predicted)
    missed = sum(e.kind == "miss" for e in scores.errors)
    assert scores.figures["claim"].right + missed == len(gold)


SENTENCE = "Gondor ordered nine drones from Arnor in 2019."


@pytest.mark.parametrize(
    ("gold", "predicted", "causes"),
    [
        ([claim(SENTENCE)], [], ["no frame"]),
        ([claim(SENTENCE)], [claim(SENTENCE, "finance")], ["wrong frame"]),
        ([claim(SENTENCE), claim(SENTENCE)], [claim(SENTENCE)], ["boundary"]),
        ([claim(SENTENCE)], [claim(SENTENCE), claim(SENTENCE)], ["boundary"]),
        ([], [claim(SENTENCE)], ["uncoded sentence"]),
        ([claim(SENTENCE, actor=["Arnor"])], [claim(SENTENCE)], ["role not found"]),
        ([claim(SENTENCE)], [claim(SENTENCE, actor=["Arnor"])], ["role too many"]),
        ([claim(SENTENCE, actor=["Rohan"])], [claim(SENTENCE, actor=["Arnor"])], ["reference"]),
        ([claim(SENTENCE, actor=["Arnor"])], [claim(SENTENCE, actor=["Rohan"])], ["name"]),
        (
            [claim(SENTENCE, actor=["Arnor"], recipient=["Gondor"])],
            [claim(SENTENCE, actor=["Gondor"], recipient=["Arnor"])],
            ["role swapped", "role swapped"],
        ),
        ([claim(SENTENCE, quantity=[{"value": 9}])], [claim(SENTENCE, quantity=[{"value": 8}])], ["number"]),
        ([claim(SENTENCE, time="2019", status="agreed")], [claim(SENTENCE)], ["time", "status"]),
        ([claim(SENTENCE)], [claim(SENTENCE, item="drones", modality="planned")], ["item", "modality"]),
    ],
)
def test_causes(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], causes: list[str]) -> None:
    scores = compare({"one": (gold, predicted)})
    assert [error.cause for error in scores.errors] == causes
    assert sum(row["errors"] for row in scores.causes()) == len(causes)
    assert all(str(error).count("\n") == 0 for error in scores.errors)


@pytest.fixture(scope="module")
def pinned() -> Scores:
    return score(PINNED / "gold", PINNED / "predicted")


def test_tables(pinned: Scores) -> None:
    fields = {row["field"]: row for row in pinned.table()}
    assert fields["claim"]["f1"] == pinned.figures["claim"].f1
    assert fields["item"]["paired"] == 1.0
    assert fields["status"]["paired"] is None
    assert [row["report"] for row in pinned.table("report")] == ["one", "three", "two"]
    assert {row["type"]: row["due"] for row in pinned.table("type")}["arms_transfer"] == 3
    assert (pinned.missing, pinned.unscored) == (("three",), ("four",))
    with pytest.raises(DragomanError, match="no table by 'colour'"):
        pinned.table("colour")


def test_rendering_shows_markup_as_text(pinned: Scores) -> None:
    assert "statement_concern   statement_support" in render(pinned, TABLES, errors=3)
    hostile = compare({"[red]x": ([claim("a [bold] sentence", "[link=x]y")], [])})
    shown = render(hostile, TABLES, errors=5)
    assert "[red]x" in shown
    assert "[link=x]y" in shown
    assert "a [bold] sentence" in shown


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("{", "not JSON"),
        ("[1]", "not a claim"),
        ('{"type": "agreement"}', "without quote"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_claim_is_named_by_its_line(tmp_path: Path, lines: str, what: str) -> None:
    gold = write(tmp_path / "gold", {"one": [claim(SENTENCE)]})
    (gold / "one.jsonl").write_text(json.dumps(claim(SENTENCE)) + "\n\n" + lines)
    with pytest.raises(DragomanError, match=what) as caught:
        score(gold, write(tmp_path / "predicted", {}))
    assert caught.value.where.endswith("one.jsonl:3")


def test_folders_without_claims(tmp_path: Path) -> None:
    empty = write(tmp_path / "empty", {})
    with pytest.raises(DragomanError, match="no such folder"):
        score(tmp_path / "missing", empty)
    with pytest.raises(DragomanError, match=r"no \.jsonl files"):
        score(empty, empty)
