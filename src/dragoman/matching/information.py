"""How credible a finding is: the Admiralty's digits of information, 1 to 6.

Doctrine keeps the digit of the information apart from the letter of its source, and so does this: a digit follows from
independent confirmation and contradiction alone (NATO STANAG 2511, AJP-2.1), whoever speaks.
"""

from collections.abc import Mapping, Sequence

from dragoman.matching.said import Said
from dragoman.matching.voices import Voice

CONFIRMED, PROBABLE, POSSIBLE, DOUBTFUL, IMPROBABLE, UNJUDGED = range(1, 7)
MEANING: Mapping[int, str] = {
    CONFIRMED: "confirmed by independent sources",
    PROBABLE: "one source, consistent with what others say of the same happening",
    POSSIBLE: "one source alone",
    DOUBTFUL: "only alleged, or contradicted by another source",
    IMPROBABLE: "contradicted by more independent sources than say it",
    UNJUDGED: "cannot be judged: only planned or hypothetical",
}


def independent(voices: Sequence[Voice]) -> int:
    """How many independent sources speak: as many as there are publishers, and no more than there are speakers.

    Two papers that quote one ministry are one source; so are two officials quoted by one paper, and two articles of it.
    """
    speakers = {voice.key[1] or voice.house or voice.origin for voice in voices}
    return min(len(speakers), len({voice.house or voice.origin for voice in voices}))


def information(said: Sequence[Said], verdict: str, backing: Sequence[Said], sources: int) -> int:
    """The digit of a finding: how well its best value stands, which ``backing`` tell, each in its precision.

    ``sources`` counts the independent sources that tell of the event as fact, whatever they say of this slot.
    """
    told = [s for s in said if s.facets.modality in ("asserted", "negated")]
    if not told:
        return DOUBTFUL if any(s.facets.modality == "alleged" for s in said) else UNJUDGED
    for_it = independent([s.voice for s in told if s in backing])
    if verdict == "disputed":
        against = independent([s.voice for s in told if s not in backing])
        return IMPROBABLE if against > for_it else DOUBTFUL
    if for_it > 1:
        return CONFIRMED
    return PROBABLE if sources > 1 else POSSIBLE
