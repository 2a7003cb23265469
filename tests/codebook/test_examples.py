"""Every example of the codebook, read and coded by the rules: the claims it names are found, and no others."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from dragoman.codebook.types import Example, load_codebook
from dragoman.coding.ground import ground
from dragoman.coding.rules import code_with_rules
from dragoman.reading import read
from dragoman.sources.report import Report
from tests.codebook.fictional import fiction

CASES = [
    pytest.param(kind.name, example, id=f"{kind.name}-{n}")
    for kind in load_codebook().types.values()
    for n, example in enumerate(kind.examples, 1)
]


@pytest.fixture(scope="module", autouse=True)
def fictional_names() -> Iterator[None]:
    with fiction():
        yield


def coded(example: Example) -> list[dict[str, Any]]:
    """The claims the rules find in an example's own sentences (those of its context are not looked at)."""
    lead = f"{example.context} " if example.context else ""
    report = Report("example", lead + example.text, None, None, example.published, "example", "text/plain", "en", "")
    coding = ground(report.text, code_with_rules(read(report)).claims)
    return [c.as_manual() for c in coding.claims if c.start >= len(lead)]


def differs(wanted: Mapping[str, Any], found: Mapping[str, Any], own: str) -> list[str]:
    """The fields in which a found claim is not what the example names; lists go without order."""
    out = []
    for name, value in {"type": own, **wanted}.items():
        got = found[name]
        same = sorted(map(repr, value)) == sorted(map(repr, got)) if isinstance(value, list) else value == got
        if not same:
            out.append(f"{name}: {got!r} instead of {value!r}")
    return out


@pytest.mark.parametrize(("own", "example"), CASES)
def test_example_is_coded_as_it_says(own: str, example: Example) -> None:
    found = coded(example)
    due = Counter(c.get("type", own) for c in example.claims)
    assert Counter(c["type"] for c in found) == due, (
        f"{example.text}\nfound: {[(c['type'], c['actor'], c['recipient'], c['item']) for c in found]}"
    )
    left = list(found)
    for wanted in example.claims:
        best = min(left, key=lambda c: len(differs(wanted, c, own)))
        assert not differs(wanted, best, own), example.text
        left.remove(best)
