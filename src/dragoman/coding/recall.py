"""What a report has told of a thing so far: who supplies it and who gets it, for sentences that name only the thing.

"Serbia ordered nine CH-92A drones from China. Six drones were delivered in June." The second sentence names nobody; a
reader
fills in both parties from the first. The same holds for "they were delivered" right after.
"""

from dataclasses import dataclass, field
from typing import Any

from dragoman.coding.arguments import phrase
from dragoman.coding.frames import Fit, lack
from dragoman.coding.parties import Names, Party
from dragoman.reading import Mention, Reading

Token = Any
THINGS = frozenset(
    ("arms_transfer", "military_aid", "surveillance_deployment", "digital_infrastructure", "civil_aid", "finance")
)
"""The types that move or build a thing: their roles carry over from one stage of it to the next."""
PRONOUNS = frozenset("it they them these those this both all some".split())
GENERAL = frozenset(
    """system aircraft equipment vehicle weapon package batch consignment shipment machine device platform jet item
    unit project network craft plane one kit gear""".split()
)
DEFINITE = frozenset("the these those this that its their".split())
PLAIN = frozenset(
    """deliver order buy purchase hand supply ship donate install receive sell unload procure arrive land export
    deploy acquire
    complete mount lease inspect commission operate contract delivery shipment""".split()
)
"""Verbs plain enough to be about the last thing named when all they govern is a pronoun ("come" and "take" are not)."""
REACH = 8
"""Sentences after which a common noun ("drones") no longer means the drones told of."""
NEAR = 2
"""Sentences after which "they" no longer means the thing told of."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as a claim told of it."""

    type: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    item: str
    span: tuple[int, int]
    sentence: int


@dataclass
class Things:
    """The things a report has told of, by the systems and by the nouns that name them."""

    known: dict[str, Thing] = field(default_factory=dict)
    last: Thing | None = None
    at: int = 0
    """The number of the sentence being coded."""
    states: dict[str, list[Mention]] = field(default_factory=dict)
    """The mentions of each state in the report: which of them it is about shows only over the whole."""

    @classmethod
    def of(cls, reading: Reading) -> "Things":
        """Nothing told yet, of a report that names these states."""
        states: dict[str, list[Mention]] = {}
        for m in (m for mentions in reading.mentions for m in mentions):
            if m.state and m.kind in ("state", "nationality", "capital") and m.how != "reference":
                states.setdefault(m.state, []).append(m)
        return cls(states=states)

    def recall(self, fit: Fit, names: Names) -> None:
        """Fill the roles that a fit leaves open from what was told of its thing."""
        if fit.frame.type not in THINGS or (fit.actors and fit.recipients):
            return
        if fit.item == fit.trigger:  # "the loan has a maturity of ten years" does not lend it again
            return
        if fit.lacks.startswith("item "):
            self._last_thing(fit)
        elif fit.item is not None and (not fit.lacks or fit.lacks in ("party", "actor", "recipient", "second party")):
            for key in keys(fit.item, names):
                told = self.known.get(key)
                if (
                    told is not None
                    and (key.startswith("system ") or self.at - told.sentence <= REACH)
                    and _fill(fit, told)
                ):
                    fit.lacks = lack(fit, names)
                    return
            self._host(fit, names)

    def remember(self, fit: Fit, names: Names) -> None:
        """Keep in mind what a chosen fit tells of its thing."""
        if fit.frame.type not in THINGS or fit.item is None:
            return
        left, right = phrase(fit.item)
        span = fit.item.doc[left:right]
        told = Thing(
            fit.frame.type,
            tuple(fit.actors),
            tuple(fit.recipients),
            span.text,
            (span.start_char + names.offset, span.end_char + names.offset),
            self.at,
        )
        if fit.recalled is not None and self.last is not None:
            told = Thing(told.type, told.actors, told.recipients, self.last.item, self.last.span, self.at)
        self.last = told
        for key in keys(fit.item, names):
            self.known[key] = told

    def _host(self, fit: Fit, names: Names) -> None:
        """Where only the supplier is named: the state that the report has been about, if there is one beside the
        supplier's."""
        if not fit.actors or fit.recipients or fit.lacks not in ("", "recipient") or fit.frame.type not in THINGS:
            return
        own = {p.mention.state for p in fit.actors}
        counts = sorted(((len(ms), s) for s, ms in self.states.items() if s not in own), reverse=True)
        if counts and counts[0][0] >= 3 and (len(counts) == 1 or counts[0][0] >= 2 * counts[1][0]):
            fit.recipients = [
                names.party(Mention(m.start, m.end, m.text, "nationality", m.name, m.ref, m.state))
                for m in self.states[counts[0][1]][:1]
            ]
            fit.lacks = lack(fit, names)

    def _last_thing(self, fit: Fit) -> None:
        told = self.last
        if told is None or fit.item is None or told.type != fit.frame.type or not 0 < self.at - told.sentence <= NEAR:
            return
        if fit.trigger.lemma_.lower() in PLAIN and _refers(fit.item) and _fill(fit, told):
            fit.recalled = (told.item, told.span)
            fit.lacks = ""


def keys(item: Token, names: Names) -> list[str]:
    """What a thing is known by: the systems named in its noun phrase, else its noun."""
    left, right = phrase(item)
    span = item.doc[left:right]
    start, end = span.start_char + names.offset, span.end_char + names.offset
    systems = [f"system {m.name}" for m in names.mentions if m.kind == "system" and m.start < end and start < m.end]
    return systems or ([f"noun {item.lemma_.lower()}"] if item.pos_ in ("NOUN", "PROPN") else [])


def _fill(fit: Fit, told: Thing) -> bool:
    """Fill the open roles, unless what is there contradicts what was told."""
    for own, before in ((fit.actors, told.actors), (fit.recipients, told.recipients)):
        if own and before and {p.name for p in own}.isdisjoint(p.name for p in before):
            return False
    if not told.actors and not told.recipients:
        return False
    taken = {p.name for p in (*fit.actors, *fit.recipients)}
    if not fit.actors:
        fit.actors = [p for p in told.actors if p.name not in taken]
    if not fit.recipients:
        fit.recipients = [p for p in told.recipients if p.name not in taken]
    return bool(fit.actors or fit.recipients)


def _refers(item: Token) -> bool:
    """A pronoun, a bare number, or "the system": what stands for a thing named before."""
    if (
        (item.pos_ in ("PRON", "DET") and item.lower_ in PRONOUNS)
        or item.pos_ == "NUM"
        or item.lower_ in ("more", "rest", "others")
    ):
        return True
    return item.lemma_.lower() in GENERAL and any(c.lower_ in DEFINITE for c in item.children)
