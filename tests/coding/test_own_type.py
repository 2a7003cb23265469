"""A type that the model was never trained on is coded by the rules alone, with the default coder too."""

from typing import cast

import pytest

from dragoman.coding.both import combine_proposals
from dragoman.coding.claim import Claim, Coding
from dragoman.coding.model import Thresholds
from dragoman.reading import Reading
from dragoman.sources.report import Report

NO_READING = Reading(cast(Report, None), (), (), (), ())
"""Without sentences: nothing else is asked of it where the model proposes nothing."""


@pytest.mark.parametrize(("type_", "kept"), [("space_launch", True), ("arms_transfer", False)])
def test_what_only_the_rules_find(type_: str, kept: bool) -> None:
    claim = Claim("report-1", 0, 40, "Arnor launched a satellite for Gondor.", type_, actor=("Arnor",))
    coding = combine_proposals(NO_READING, Coding((claim,)), [], Thresholds(alone=1.01))
    assert coding.claims == ((claim,) if kept else ())
    assert [drop.reason.split(":")[0] for drop in coding.drops] == ([] if kept else [type_])
