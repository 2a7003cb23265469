"""A network's drawing: everybody has a place of their own, parties of one state stand together."""

from itertools import pairwise
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from dragoman.workspace.circle import RING, Party, drawing

NUMBERS = st.lists(st.tuples(st.sampled_from(["", "a", "b", "c"]), st.integers(1, 90)), min_size=1, max_size=28)


def parties(given: list[tuple[str, int]]) -> list[Party]:
    """A party for each (state, ties); the first of a state is the state."""
    first = {state: at for at, (state, _) in reversed(list(enumerate(given))) if state}
    return [Party(f"p{at}", f"Party {at}", s, first.get(s) == at, n) for at, (s, n) in enumerate(given)]


@given(NUMBERS)
def test_each_party_has_a_place_of_its_own_on_the_ring(given: list[tuple[str, int]]) -> None:
    drawn = drawing(parties(given), {})
    assert all(abs(hypot(n.x, n.y) - RING) < 0.2 for n in drawn.nodes)
    assert len({(n.x, n.y) for n in drawn.nodes}) == len(given)
    assert {n.party.id for n in drawn.nodes} == {f"p{at}" for at in range(len(given))}


@given(NUMBERS)
def test_parties_of_one_state_stand_side_by_side_the_state_first(given: list[tuple[str, int]]) -> None:
    around = [n.party for n in drawing(parties(given), {}).nodes]
    for state in {p.state for p in around} - {""}:
        members = [at for at, p in enumerate(around) if p.state == state]
        assert all(after - before == 1 for before, after in pairwise(members))
        assert around[members[0]].is_state


@given(NUMBERS, st.randoms())
def test_the_same_parties_are_drawn_the_same_in_any_order(given: list[tuple[str, int]], random: object) -> None:
    made = parties(given)
    ties = {(a.id, b.id): a.ties for a, b in pairwise(made)}
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert drawing(made, ties) == drawing(shuffled, dict(reversed(ties.items())))


def test_names_are_within_the_box_and_long_ones_are_cut() -> None:
    drawn = drawing([Party("a", "Ministry of " * 9, "", False, 1), Party("b", "Arnor", "b", True, 4)], {("a", "b"): 3})
    left, high, width, low = map(float, drawn.view.split())
    for node in drawn.nodes:
        assert left < node.x - node.r < node.x + node.r < left + width
        assert high < node.y - node.r < node.y + node.r < high + low
    assert drawn.nodes[1].label.endswith("…")
    assert drawn.lines[0].words.endswith("Arnor: 3")


def test_nobody_is_drawn_as_nothing() -> None:
    assert drawing([], {}).nodes == ()
