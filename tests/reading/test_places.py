"""Coordinates: of namesakes the one in a state of the context."""

import pytest

from dragoman.reading.places import locate, plain


@pytest.mark.parametrize(
    ("name", "states", "state"),
    [
        ("Tripoli", ("ly",), "ly"),
        ("Tripoli", ("lb",), "lb"),
        ("Tripoli", (), "ly"),
        ("Georgia", ("ge", "ru"), "ge"),
        ("Cordoba", ("es",), "es"),
        ("Córdoba", ("ar",), "ar"),
        ("Santiago", ("cl",), "cl"),
        ("Santiago", ("do",), "do"),
        ("Valencia", ("es",), "es"),
        ("Valencia", ("ve",), "ve"),
        ("Novi Sad", (), "rs"),
        ("Belgrade airport", ("rs",), "rs"),
    ],
)
def test_states_decide_between_namesakes(name: str, states: tuple[str, ...], state: str) -> None:
    place = locate(name, states)
    assert place is not None
    assert place.state == state


def test_a_small_town_outside_the_context_is_not_guessed_at() -> None:
    assert locate("Smederevo", ("rs",)) is not None
    assert locate("Xyzzyton", ("rs",)) is None


def test_plain_names() -> None:
    assert plain("Čačak–Łódź, İzmir") == plain("cacak lodz izmir")
