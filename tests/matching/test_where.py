"""Places get coordinates, offline, their parties' states telling namesakes apart."""

import pytest

from dragoman.matching import Entity, match
from tests.matching.claims import claim


def place(name: str, *parties: str, others: tuple[str, ...] = ()) -> Entity:
    claims = [claim("r1", actor=[p], recipient=["France"], place=[name], item=f"thing {p}") for p in parties]
    claims += [claim("r2", actor=[p], recipient=["France"], place=[name], item=f"other {p}") for p in others]
    return next(e for e in match(claims, {}).entities if e.kind == "place")


@pytest.mark.parametrize(
    ("name", "party", "state", "near"),
    [
        ("Smederevo", "Serbia", "state:rs", (44.7, 20.9)),
        ("Belgrade airport", "Serbia", "state:rs", (44.8, 20.5)),
        ("steel works, Smederevo", "Serbia", "state:rs", (44.7, 20.9)),
        ("Tripoli", "Lebanon", "state:lb", (34.4, 35.8)),
        ("Tripoli", "Libya", "state:ly", (32.9, 13.2)),
    ],
)
def test_a_place_is_found_in_the_state_it_is_told_with(
    name: str, party: str, state: str, near: tuple[float, float]
) -> None:
    found = place(name, party)
    assert found.state == state
    assert (found.latitude, found.longitude) == pytest.approx(near, abs=0.1)


def test_of_several_states_the_one_told_most_often_decides() -> None:
    assert place("Tripoli", "Lebanon", others=()).state == "state:lb"
    assert place("Tripoli", "Lebanon", "Libya", others=("Libya",)).state == "state:ly"


@pytest.mark.parametrize("name", ["Serbian cities", "Zzyzxville", "the border"])
def test_what_is_not_found_has_no_coordinates(name: str) -> None:
    found = place(name, "Serbia")
    assert (found.state, found.latitude, found.longitude) == (None, None, None)
