"""Agreement between coders: worked examples of the literature, and cases worked out by hand."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import cli
from dragoman.errors import DragomanError
from dragoman.measures.agreement import Agreement, Agreements, agree, agree_on, alpha, contingency, kappa

Labels = list[tuple[str, str]]


def table(pairs: Labels) -> Any:
    return contingency([pairs])[0]


def test_kappa_of_cohens_own_example() -> None:
    """Cohen 1960: 200 cases, 140 agreed, 41 per cent expected: (0.70 - 0.41) / (1 - 0.41)."""
    counts = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=float)
    assert kappa(counts) == pytest.approx(0.29 / 0.59)


def test_alpha_of_krippendorffs_binary_example() -> None:
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section A: two observers, ten units, 0.095."""
    pairs = list(zip("0100000010", "1110010000", strict=True))
    assert alpha(table(pairs)) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_krippendorffs_nominal_example() -> None:
    """The same, section B: two observers, twelve units, five values, 0.692."""
    pairs = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert alpha(table(pairs)) == pytest.approx(0.692, abs=5e-4)


def test_what_cannot_be_told_apart_is_missing_not_perfect() -> None:
    assert kappa(table([("a", "a")] * 5)) is None
    assert alpha(table([("a", "a")] * 5)) is None
    assert kappa(contingency([[]])[0]) is None


labels = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40)


@given(labels)
def test_both_coefficients_are_symmetric_and_at_most_one(pairs: Labels) -> None:
    for compute in (kappa, alpha):
        there, back = compute(table(pairs)), compute(table([(b, a) for a, b in pairs]))
        assert (there is None) == (back is None)
        if there is not None and back is not None:
            assert there == pytest.approx(back)
            assert there <= 1 + 1e-9


@given(labels)
def test_full_agreement_on_several_labels_is_one(pairs: Labels) -> None:
    same = [(a, a) for a, _ in pairs] + [("a", "a"), ("b", "b")]
    assert kappa(table(same)) == pytest.approx(1)
    assert alpha(table(same)) == pytest.approx(1)


def claim(quote: str, **fields: Any) -> dict[str, Any]:
    empty = {"actor": ["China"], "recipient": ["Serbia"], "item": None, "quantity": [], "money": None, "time": None,
             "place": [], "attribution": None}  # fmt: skip
    return {"quote": quote, "type": "agreement", "status": "completed", "modality": "asserted", **empty, **fields}


def of(found: Agreements, what: str, measure: str) -> Agreement:
    return next(r for r in found.rows if (r.what, r.measure) == (what, measure))


ONE = [
    claim("The first pact was signed."),
    claim("A second deal came about.", time="2019"),
    claim("Nobody else saw it."),
]
OTHER = [claim("The first pact was signed.", type="visit_meeting"), claim("A second deal came about.", time="2020")]


def test_f1_of_claims_and_fields_by_hand() -> None:
    """One of three and two claims pairs: 2 x 1 / (3 + 2). Of two times none agrees. One type of two differs."""
    found = agree_on({"r": (ONE, OTHER)})
    assert of(found, "claim", "f1").value == 0.4
    assert of(found, "time", "f1").value == 0
    assert of(found, "money", "f1").value is None
    assert of(found, "type", "kappa").units == 2
    assert of(found, "type", "kappa").value == 0


def test_one_report_has_no_interval_and_several_have_one_that_holds_the_value() -> None:
    assert of(agree_on({"r": (ONE, OTHER)}), "claim", "f1").low is None
    several = agree_on({f"r{n}": (ONE, OTHER if n % 2 else ONE) for n in range(8)})
    found = of(several, "claim", "f1")
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_the_seed_makes_the_interval() -> None:
    codings = {f"r{n}": (ONE, OTHER if n % 3 else ONE) for n in range(9)}
    assert agree_on(codings) == agree_on(dict(reversed(codings.items())))
    assert agree_on(codings, draws=20, seed=1) != agree_on(codings, draws=20, seed=2)


def written(folder: Path, **reports: list[dict[str, Any]]) -> Path:
    folder.mkdir()
    for name, claims in reports.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(c) + "\n" for c in claims), encoding="utf-8")
    return folder


def test_folders_are_compared_by_the_reports_they_share(tmp_path: Path) -> None:
    found = agree(written(tmp_path / "a", x=ONE, y=ONE), written(tmp_path / "b", x=OTHER, z=OTHER))
    assert (found.reports, found.only_one) == (("x",), ("y", "z"))
    with pytest.raises(DragomanError, match="share no report"):
        agree(tmp_path / "a", written(tmp_path / "c", w=ONE))
    with pytest.raises(DragomanError, match="no such folder"):
        agree(tmp_path / "a", tmp_path / "nowhere")


def test_the_command_shows_missing_as_missing(tmp_path, monkeypatch, capsys) -> None:
    one, other = written(tmp_path / "a", x=ONE), written(tmp_path / "b", x=OTHER)
    monkeypatch.setattr(sys, "argv", ["dragoman", "agree", str(one), str(other)])
    with pytest.raises(SystemExit):
        cli.main()
    out = capsys.readouterr().out
    assert "0.400" in out
    assert "missing" in out
    assert "1 report coded by both" in out
