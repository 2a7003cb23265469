"""How sentences are packed into passages."""

from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.tokens import LEAST_CONTEXT, LONGEST_PASSAGE, LONGEST_SENTENCE, windows

lengths = st.lists(st.integers(0, 400), max_size=60)


@given(lengths, st.integers(3, 90))
def test_every_sentence_is_coded_once_and_in_order(sizes: list[int], prefix: int) -> None:
    assert [i for w in windows(sizes, prefix) for i in w.coded] == list(range(len(sizes)))


@given(lengths, st.integers(3, 90))
def test_context_is_what_stands_just_before(sizes: list[int], prefix: int) -> None:
    for w in windows(sizes, prefix):
        assert list(w.context) == list(range(w.coded[0] - len(w.context), w.coded[0]))
        before = sum(min(sizes[i], LEAST_CONTEXT) + 1 for i in w.context)
        assert w.coded[0] == len(w.context) or before >= LEAST_CONTEXT


@given(lengths, st.integers(3, 90))
def test_a_passage_stays_short_unless_its_one_sentence_is_long(sizes: list[int], prefix: int) -> None:
    for w in windows(sizes, prefix):
        context = sum(min(sizes[i], LEAST_CONTEXT) + 1 for i in w.context)
        total = prefix + context + sum(min(sizes[i], LONGEST_SENTENCE) + 1 for i in w.coded)
        assert total <= LONGEST_PASSAGE or len(w.coded) == 1
