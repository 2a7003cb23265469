"""How far a happening came and how the text vouches for it, by the plain cues of the parse, as a second opinion.

The network judges a claim's stage by the meaning of its announcing words, and is sure of itself where it should not be.
This is a logistic regression over what grammar tells of those words (tense, auxiliaries, negation, what governs them,
the words beside them), trained by ``training/stages.py``. Alone it is about as often right as the network, but on other
claims: together they are right more often than either (``pooled``).
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.codebook.types import STATUSES
from dragoman.coding.relations import main_token
from dragoman.coding.stage import stage

Token = Any
Array = NDArray[np.float32]
FILE = Path(__file__).parent / "cues.npz"
NEAR = 6
"""Words before and after the announcing word that are looked at."""
WEIGHT = 0.8
"""What the cues count beside the network, in log-probability: the best of 0.4 to 1.5 where neither was trained."""
LEAST = 1e-6
BESIDE = frozenset("amod det neg advmod compound prt nummod poss aux auxpass mark".split())
BESIDE_VERB = frozenset("neg advmod prt mark prep npadvmod".split())
GOVERNED = frozenset("dobj nsubjpass attr acomp xcomp".split())
OWN_FORM = frozenset("aux auxpass nsubj nsubjpass".split())
HIGHEST = 3
"""How many words above the verb are looked at."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues known, as sorted checksums, and for each its weights: one column a status, then one a modality."""

    known: NDArray[np.uint32]
    weights: NDArray[np.int8]
    scale: float

    def of(self, doc: Any, start: int, end: int, type_: str) -> tuple[Array, Array]:
        """Log-probabilities of status and modality of a claim whose announcing words stand at these offsets."""
        total = self.total(cues(doc, start, end, type_))
        return _normal(total[: len(STATUSES)]), _normal(total[len(STATUSES) :])

    def total(self, told: Iterable[str]) -> Array:
        """The summed weights of the cues; one never met in training weighs nothing."""
        wanted = checksums(told)
        at = np.minimum(np.searchsorted(self.known, wanted), len(self.known) - 1)
        rows = self.weights[at[self.known[at] == wanted]]
        out: Array = rows.sum(0, dtype=np.int32).astype(np.float32) * np.float32(self.scale)
        return out


@lru_cache(maxsize=1)
def load_cues(file: Path = FILE) -> Cues:
    """The trained weights, loaded once per process."""
    with np.load(file) as saved:
        return Cues(saved["known"], saved["weights"], float(saved["scale"]))


def pooled(status: Array, modality: Array, doc: Any, span: tuple[int, int], type_: str) -> tuple[Array, Array]:
    """The network's probabilities of status and modality with the cues' opinion, as log-odds up to a constant.

    ``span`` are the offsets of the announcing words in the parsed sentence.
    """
    said = load_cues().of(doc, *span, type_)
    one, other = (np.log(told + LEAST) + WEIGHT * cue for told, cue in zip((status, modality), said, strict=True))
    return one, other


def cues(doc: Any, start: int, end: int, type_: str) -> list[str]:
    """What the parse tells of the announcing words, each cue once by itself and once with the claim's type."""
    trigger = main_token(doc, start, end)
    told = {"any", *(_of(trigger, doc) if trigger is not None else ())}
    return sorted({*told, *(f"{type_} {cue}" for cue in told)})


def checksums(told: Iterable[str]) -> NDArray[np.uint32]:
    """What cues are known by: the words themselves need not be shipped."""
    return np.fromiter((zlib.crc32(cue.encode()) for cue in told), dtype=np.uint32)


def _of(trigger: Token, doc: Any) -> Iterator[str]:
    yield from (f"word {trigger.lemma_.lower()}", f"word {trigger.lower_}", f"as {trigger.pos_} {trigger.dep_}")
    rule = stage(trigger, None, lasting=False)
    yield from (f"rule {rule.status}", f"rule {rule.modality}")
    yield from (f"with {c.dep_} {c.lower_}" for c in trigger.children if c.dep_ in BESIDE)
    verb = _verb(trigger)
    if verb is not None:
        yield from _governing(verb, trigger)
    yield from (f"before {t.lower_}" for t in doc[max(0, trigger.i - NEAR) : trigger.i])
    yield from (f"after {t.lower_}" for t in doc[trigger.i + 1 : trigger.i + 1 + NEAR])


def _governing(verb: Token, trigger: Token) -> Iterator[str]:
    """The verb the announcing word is or stands under: its form, what it governs, what governs it."""
    form, lemma = _form(verb), verb.lemma_.lower()
    yield from (f"form {form}", f"verb {lemma}", f"verb {lemma} {form}")
    if verb.i != trigger.i:
        yield from ("noun", f"noun {trigger.dep_} {lemma}", f"noun form {form}")
    for child in verb.children:
        if child.dep_ in BESIDE_VERB:
            yield f"verb with {child.lower_}"
        if child.dep_ in GOVERNED:
            yield f"verb {child.dep_} {child.lemma_.lower()}"
    above, steps = verb, 0
    while above.head.i != above.i and steps < HIGHEST:
        yield f"under {above.dep_} {above.head.lemma_.lower()}"
        yield f"under {steps} {above.dep_} {above.head.tag_}"
        above, steps = above.head, steps + 1


def _verb(token: Token) -> Token | None:
    if token.pos_ in ("VERB", "AUX") and token.dep_ != "amod":
        return token
    return next((above for above in token.ancestors if above.pos_ in ("VERB", "AUX")), None)


def _form(verb: Token) -> str:
    """Auxiliaries and tag: "has been VBN"; a coordinated verb shares the first one's ("will build and deliver")."""
    lead = verb
    while (
        lead.dep_ == "conj" and lead.head.pos_ in ("VERB", "AUX") and not any(c.dep_ in OWN_FORM for c in lead.children)
    ):
        lead = lead.head
    return " ".join((*(c.lower_ for c in lead.children if c.dep_ in ("aux", "auxpass")), verb.tag_))


def _normal(x: Array) -> Array:
    out: Array = x - x.max()
    out -= np.log(np.exp(out).sum())
    return out
