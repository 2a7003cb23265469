"""Two values between which a sentence leaves it open."""

import pytest

from dragoman.matching import match, open_ends
from tests.matching.claims import claim, drones


@pytest.mark.parametrize(
    ("item", "quote", "items"),
    [
        ("FT-8D", "It is not known whether it is the FT-8C or the FT-8D.", ("FT-8C", "FT-8D")),
        ("FT-8C or FT-8D missiles", "It carries one of two.", ("FT-8C", "FT-8D")),
        ("FK-3", "It sold the FK-3 or the S-300.", ("FK-3",)),
        ("drones", "It sold drones or missiles.", ("drones",)),
        (None, "It sold the FT-8C or the FT-8D.", ()),
    ],
)
def test_items(item: str | None, quote: str, items: tuple[str, ...]) -> None:
    assert open_ends.items(claim(item=item, quote=quote)) == items


@pytest.mark.parametrize(
    ("time", "quote", "times"),
    [
        ("2019", "It was concluded in 2019 (dpa) or 2020.", ("2019", "2020")),
        ("2019", "It was concluded in 2019 or in 2020.", ("2019", "2020")),
        ("2024-06-17", "It was signed on 17 or 18 June.", ("2024-06-17", "2024-06-18")),
        ("2021", "It was concluded in 2019 or 2020.", ("2021",)),
        ("2019", "It was concluded in 2019.", ("2019",)),
        (None, "It was concluded in 2019 or 2020.", ()),
    ],
)
def test_times(time: str | None, quote: str, times: tuple[str, ...]) -> None:
    assert open_ends.times(claim(time=time, quote=quote)) == times
    if time:
        assert open_ends.times(claim(time=time, quote=quote, attribution="an agency")) == (time,)


def test_what_one_sentence_leaves_open_is_a_dispute() -> None:
    (event,) = match([drones(time="2019", status="agreed", quote="It was signed in 2019 (dpa) or 2020.")], {}).events
    (found,) = [f for f in event.findings if f.slot == "time"]
    assert (found.verdict, [v.value for v in found.values]) == ("disputed", ["2019", "2020"])
    assert "leaves open whether it was 2019 or 2020" in found.reason
