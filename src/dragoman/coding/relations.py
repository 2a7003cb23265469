"""How each word of a sentence stands to an announcing word, as one label: its subject, its object, behind "to" ..."""

from bisect import bisect_left, bisect_right
from typing import Any

from dragoman.coding.arguments import coordinated, functions
from dragoman.reading.parsed import starts_of

Token = Any
LABELS = (
    "unknown",
    "none",
    "self",
    "subject",
    "object",
    "iobj",
    "possessive",
    "modifier",
    "of",
    "to",
    "from",
    "for",
    "with",
    "by",
    "in",
    "at",
    "on",
    "between",
    "against",
    "preposition",
    "above_subject",
    "above",
    "below",
    "elsewhere",
)
INDEX = {name: n for n, name in enumerate(LABELS)}
ALIKE = {
    "into": "to",
    "toward": "to",
    "towards": "to",
    "about": "on",
    "over": "on",
    "among": "between",
    "within": "in",
    "across": "in",
    "throughout": "in",
    "near": "at",
    "alongside": "with",
    "together": "with",
    "including": "of",
    "dative": "to",
    "upon": "on",
    "onto": "on",
}
CLAUSES = frozenset(("relcl", "advcl", "acl", "ccomp", "parataxis"))
ELSEWHERE = INDEX["elsewhere"]
UNKNOWN = INDEX["unknown"]


RANK = {"VERB": 0, "NOUN": 1, "PROPN": 2, "ADJ": 3, "AUX": 4}


def main_token(doc: Any, start: int, end: int) -> Token | None:
    """Of the words between two characters the one that announces: a verb before a noun before anything else."""
    begin = starts_of(doc)
    about = doc[max(0, bisect_right(begin, start) - 1) : bisect_left(begin, end)]
    inside = [t for t in about if t.idx + len(t) > start]
    return min(inside, key=lambda t: (RANK.get(t.pos_, 5), t.i), default=None)


def relations(doc: Any, trigger: Token) -> list[int]:
    """For every token of the sentence the index of its label."""
    out = [INDEX["none"]] * len(doc)
    for token in trigger.subtree:
        out[token.i] = INDEX["below"]
    _above(out, trigger)
    marked: list[tuple[int, int, list[Token]]] = []
    for name, heads in functions(trigger).items():
        label = INDEX.get(ALIKE.get(name, name), INDEX["preposition"])
        for head in heads:
            for one in coordinated(head):
                tokens = _words(one, trigger)
                marked.append((len(tokens), label, tokens))
    for _, label, tokens in sorted(marked, key=lambda m: -m[0]):
        for token in tokens:
            out[token.i] = label
    out[trigger.i] = INDEX["self"]
    return out


def _above(out: list[int], trigger: Token) -> None:
    for above in trigger.ancestors:
        out[above.i] = INDEX["above"]
        for child in above.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child.i != trigger.i and not child.is_ancestor(trigger):
                for token in child.subtree:
                    out[token.i] = INDEX["above_subject"]


def _words(head: Token, trigger: Token) -> list[Token]:
    """The words of an argument: its phrase without clauses; of an antecedent, which holds the announcing word itself
    in a clause of its own, what stands before it."""
    if head.is_ancestor(trigger):
        return [head, *(t for c in head.children if c.i < head.i for t in c.subtree)]
    return [t for t in head.subtree if t.i != trigger.i and not _in_clause(t, head)]


def _in_clause(token: Token, head: Token) -> bool:
    current = token
    while current.i != head.i and current.head.i != current.i:
        if current.dep_ in CLAUSES:
            return True
        current = current.head
    return False
