"""Attribution: who says so, where it is not the author and the sentence names them."""

import re
from typing import Any

from dragoman.coding.parties import Names
from dragoman.reading.parsed import text_of
from dragoman.reading.speech import ACCORDING, SAY

Token = Any


def attribution(
    trigger: Token, names: Names, actors: tuple[str, ...], statement: bool
) -> tuple[str | None, tuple[int, int] | None]:
    """The speaker of the clause an announcing word stands in, with the offsets read; None for the author's own word.

    ``statement`` types name their speaker as actor, and who announces an own plan is its actor, not its source.
    """
    doc = trigger.doc
    for match in ACCORDING.finditer(text_of(doc)):
        head = next(
            (
                t
                for t in doc
                if t.idx >= match.end()
                and t.pos_ in ("NOUN", "PROPN", "PRON")
                and t.dep_ in ("pobj", "ROOT", "nsubj", "conj", "dobj", "compound", "poss")
            ),
            None,
        )
        if head is not None:
            while head.dep_ == "compound" and head.head.i > head.i:
                head = head.head
            return _speaker([head], names, actors, statement)
    for verb in _speech_verbs(trigger):
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") or (c.dep_ == "agent")]
        if subjects:
            heads = [
                o for s in subjects for o in ([c for c in s.children if c.dep_ == "pobj"] if s.dep_ == "agent" else [s])
            ]
            return _speaker(heads, names, actors, statement)
    return None, None


def _speech_verbs(trigger: Token) -> list[Token]:
    out = []
    for above in trigger.ancestors:
        if above.pos_ == "VERB" and above.lemma_ in SAY:
            clause = next(
                (
                    c
                    for c in above.children
                    if c.dep_ in ("ccomp", "xcomp", "advcl", "dobj") and (c == trigger or c.is_ancestor(trigger))
                ),
                None,
            )
            if clause is not None and clause.dep_ in ("ccomp",):
                out.append(above)
    for token in trigger.doc:  # "..., the ministry said": parsed as a parataxis or as the root above
        if token.pos_ == "VERB" and token.lemma_ in SAY and token.dep_ in ("parataxis",) and token not in out:
            out.append(token)
    return out


def _speaker(
    heads: list[Token], names: Names, actors: tuple[str, ...], statement: bool
) -> tuple[str | None, tuple[int, int] | None]:
    parties = names.parties(heads)
    if parties:
        name = " and ".join(p.name for p in parties[:2])
        if statement or name in actors:
            return None, None
        return name, (parties[0].start, parties[0].end)
    head = heads[0]
    if head.pos_ == "PRON" or statement:
        return None, None
    left = min(
        (c.left_edge.i for c in head.children if c.dep_ in ("amod", "compound", "det", "nummod", "poss")),
        default=head.i,
    )
    span = head.doc[left : head.i + 1]
    text = re.sub(r"^(?:the|The)\s+", "", span.text)
    return (
        text[0].lower() + text[1:] if text[:1].isupper() and span[0].ent_type_ == "" and span[0].pos_ == "DET" else text
    ), (span.start_char + names.offset, span.end_char + names.offset)
