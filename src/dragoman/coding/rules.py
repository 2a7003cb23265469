"""The rules coder: frames of the codebook over the parse, then the fields around each announcing word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dragoman.codebook.lists import load_lists
from dragoman.coding.arguments import coordinated
from dragoman.coding.claim import Claim, Coding, Drop, Span
from dragoman.coding.fields import Valued, item_text, money, nearest, places, quantities, times, token_at
from dragoman.coding.frames import Fit, fits
from dragoman.coding.listed import beside, row, told_of
from dragoman.coding.parties import Names, Party
from dragoman.coding.people import home_peoples, main_pair, main_states
from dragoman.coding.recall import Things
from dragoman.coding.source import attribution
from dragoman.coding.stage import Stage, stage
from dragoman.reading import Amounts, Mention, Reading, Sentence

Token = Any
STATEMENTS = frozenset(("statement_support", "statement_concern", "interest_or_aim"))
DEALS = frozenset(("agreement", "arrangement", "contract", "deal", "order"))
"""What is coded as the thing it is about, where that is a transfer or deployment (a memorandum is both)."""
DEALT = frozenset(
    (
        "arms_transfer",
        "military_aid",
        "technology_transfer",
        "surveillance_deployment",
        "digital_infrastructure",
        "finance",
        "civil_aid",
        "training_education",
    )
)
RANKED = frozenset(("published_statistic", "public_opinion"))
RESTING = frozenset(
    ("statement_support", "statement_concern", "public_opinion", "security_incident", "interest_or_aim")
)
CLAUSE_WORDS = 18
UNCODED = frozenset(("furniture", "headline"))


FAMILIES = {
    "agreement": "agreement",
    "military_exercise": "exercise",
    "police_cooperation": "exercise",
} | dict.fromkeys(
    (
        "arms_transfer",
        "military_aid",
        "technology_transfer",
        "surveillance_deployment",
        "digital_infrastructure",
        "finance",
        "civil_aid",
    ),
    "transfer",
)


@dataclass
class Told:
    """What a report has told so far that later sentences refer to: whom a poll asked, between whom the last deal
    was."""

    peoples: tuple[tuple[str, str], ...]
    asked: str | None = None
    poll: Claim | None = None
    deals: dict[str, tuple[Party, ...]] = field(default_factory=dict)
    things: Things = field(default_factory=Things)
    home: tuple[Party, ...] = ()
    pair: tuple[Party, ...] = ()

    def lend(self, names: Names) -> None:
        """Let a sentence's names draw on it."""
        here = {m.state for m in names.mentions if m.kind in ("state", "nationality", "capital")}
        names.asked = self.asked or next((people for state, people in self.peoples if state not in here), None)
        names.deals = dict(self.deals)
        names.home = next(iter(self.home), None)
        names.pair = self.pair
        self.things.at += 1

    def keep(self, chosen: list[Fit], names: Names) -> None:
        """Take in what one sentence tells."""
        for fit in chosen:
            self.things.remember(fit, names)
            parties = (*fit.actors, *fit.recipients)
            if (family := FAMILIES.get(fit.frame.type)) and len(parties) > 1:
                self.deals[family] = parties
            if fit.frame.people and fit.actors:
                self.asked = fit.actors[0].name


def states_by_id() -> Mapping[str, str]:
    """The common names of the states by id."""
    return {e.id: e.name for e in load_lists().of("state")}


def code_with_rules(reading: Reading) -> Coding:
    """The claims that the frames find in a reading, and what was dropped and why. Pure and deterministic."""
    claims: list[Claim] = []
    drops: list[Drop] = []
    states = dict(states_by_id())
    told = Told(
        home_peoples(reading),
        things=Things.of(reading),
        home=_named(main_states(reading)[:1], reading, states),
        pair=_named(main_pair(reading), reading, states),
    )
    for sentence, mentions, doc, amounts in zip(
        reading.sentences, reading.mentions, reading.docs, reading.amounts, strict=True
    ):
        if sentence.kind in UNCODED:
            drops.append(Drop(sentence.start, sentence.end, f"{sentence.kind}: not coded"))
            continue
        if doc is None:
            drops.append(Drop(sentence.start, sentence.end, "gate: no announcing word beside a party"))
            continue
        found, missed = _sentence(reading.report.id, sentence, mentions, doc, amounts, states, told)
        claims += found
        drops += missed
    return Coding(tuple(claims), tuple(drops))


def _named(wanted: Sequence[str], reading: Reading, states: Mapping[str, str]) -> tuple[Party, ...]:
    """States as parties, each where the report names it first."""
    first: dict[str, Mention] = {}
    for mentions in reading.mentions:
        for m in mentions:
            if m.state and m.kind in ("state", "nationality", "capital"):
                first.setdefault(m.state, m)
    return tuple(Party(states.get(s, s), first[s].start, first[s].end, first[s]) for s in wanted if s in first)


def _sentence(
    report: str,
    sentence: Sentence,
    mentions: tuple[Mention, ...],
    doc: Any,
    amounts: Amounts,
    states: dict[str, str],
    told: Told,
) -> tuple[list[Claim], list[Drop]]:
    names = Names(sentence, mentions, states)
    told.lend(names)
    candidates = list(fits(doc, names))
    for fit in candidates:
        told.things.recall(fit, names)
    drops = [
        Drop(
            sentence.start + f.trigger.idx,
            sentence.start + f.trigger.idx + len(f.trigger.text),
            f"{f.frame.type}: lacks {f.lacks}",
            f.trigger.text,
        )
        for f in candidates
        if f.lacks
    ]
    chosen = choose([f for f in candidates if not f.lacks])
    told.keep(chosen, names)
    claims = [
        c for claim in assemble(report, sentence, names, doc, amounts, chosen) for c in row(claim, names, sentence.text)
    ]
    if not claims and told.poll is not None:  # "Peru came next with 41"
        poll = told.poll.with_(start=sentence.start, end=sentence.end, quote=sentence.text, attribution=None)
        claims = [told_of(poll, names, m, n) for m, n in beside(names, sentence.text)]
    told.poll = next((c for c in reversed(claims) if c.type == "public_opinion"), None)
    return claims, drops


def choose(candidates: list[Fit]) -> list[Fit]:
    """One frame per announcing word, and one word per happening: of a verb and the noun it governs that say the same,
    the
    one with more roles filled."""
    best: dict[int, Fit] = {}
    for fit in candidates:
        rival = best.get(fit.trigger.i)
        if rival is None or fit.score > rival.score:
            best[fit.trigger.i] = fit
    kept: list[Fit] = []
    for fit in sorted(best.values(), key=lambda f: (-f.score, f.trigger.i)):
        if not any(_same_happening(fit, other) for other in kept):
            kept.append(fit)
    return sorted((f for f in kept if not _told_within(f, kept)), key=lambda f: f.trigger.i)


def _told_within(fit: Fit, kept: list[Fit]) -> bool:
    """What those asked in a poll believe is the poll's finding, a deal is what it is about, and a wish to do what is
    coded as done or planned is that deed."""
    if any(
        o.frame.type in RANKED and o.frame.pos == "verb" and o is not fit and o.trigger.is_ancestor(fit.trigger)
        for o in kept
    ):
        return True
    if (
        fit.frame.type == "agreement"
        and fit.trigger.lemma_.lower() in DEALS
        and any(o.frame.type in DEALT and _under(fit.trigger, o.trigger) for o in kept)
    ):
        return True
    if (
        fit.frame.type in DEALT
        and _purpose(fit.trigger)
        and any(
            o is not fit
            and o.trigger.is_ancestor(fit.trigger)
            and (fit.trigger.dep_ == "advcl" or o.frame.type == "finance")
            for o in kept
        )
    ):
        return True
    return fit.frame.type == "interest_or_aim" and any(
        o is not fit
        and o.frame.type not in STATEMENTS
        and (
            fit.item == o.trigger or any(h == o.trigger or o.trigger.head == h for h in fit.functions.get("clause", ()))
        )
        for o in kept
    )


def _under(deal: Token, deed: Token) -> bool:
    """Whether a deed is what a deal is about: "an agreement to supply", "signed an agreement, allowing X to supply"."""
    top = deal.head if deal.dep_ in ("dobj", "nsubjpass") else deal
    path = [deed, *(a for a in deed.ancestors if top.is_ancestor(a))]
    return bool(top.is_ancestor(deed)) and all(t.dep_ != "conj" for t in path)


def _purpose(verb: Token) -> bool:
    """ "... to finance the road": a purpose is part of the deed it is the purpose of."""
    return verb.tag_ == "VB" and verb.dep_ in ("advcl", "acl", "relcl") and any(c.lower_ == "to" for c in verb.children)


def _same_happening(a: Fit, b: Fit) -> bool:
    related = a.trigger.is_ancestor(b.trigger) or b.trigger.is_ancestor(a.trigger)
    if a.frame.type != b.frame.type:
        return bool(a.item is not None and a.item == b.item and related and _direct(a.trigger, b.trigger))
    parties = {p.name for p in (*a.actors, *a.recipients)}, {p.name for p in (*b.actors, *b.recipients)}
    if (
        a.item is not None
        and b.item is not None
        and a.item != b.item
        and a.item != b.trigger
        and b.item != a.trigger
        and not related
    ):
        return False
    if a.trigger.dep_ == "conj" or b.trigger.dep_ == "conj" or (a.actors and b.actors and a.frame.type in STATEMENTS):
        if {p.name for p in a.actors}.isdisjoint(p.name for p in b.actors) and a.actors and b.actors:
            return False
        verbs = a.trigger.pos_ == b.trigger.pos_ == "VERB" and a.trigger in (b.trigger.head, *b.trigger.conjuncts)
        if (
            a.item is not None and b.item is not None and a.item != b.item and (verbs or parties[0] != parties[1])
        ):  # "welcomed X and praised Y"
            return False
    return bool(related or parties[0] == parties[1])


def _direct(a: Token, b: Token) -> bool:
    return bool(a.head == b or b.head == a or a.head.head == b or b.head.head == a)


def assemble(
    report: str, sentence: Sentence, names: Names, doc: Any, amounts: Amounts, chosen: list[Fit]
) -> list[Claim]:
    """Claims from the frames chosen in one sentence: each amount, time and place goes to the nearest announcing
    word."""
    triggers = [f.trigger for f in chosen]
    if not triggers:
        return []
    sums, when, where = money(amounts), times(amounts), places(doc, names.mentions, sentence.start)
    out: list[Claim] = []
    for fit in chosen:
        counts = quantities(doc, amounts, fit.frame.type in RANKED)
        for one, its in _items(fit, counts, doc):
            out.append(_claim(report, sentence, names, doc, one, triggers, its, sums, when, where))
    return out


def _items(fit: Fit, counts: list[Valued], doc: Any) -> list[tuple[Fit, list[Valued]]]:
    """A list of items moved in one transaction is one claim per item with its own quantity."""
    heads = coordinated(fit.item) if fit.item is not None and fit.frame.type in DEALT else []
    owner = {
        v: next((h for h in heads if (t := token_at(doc, v.start)) is not None and t.head == h), None) for v in counts
    }
    if len({h.i for h in owner.values() if h is not None}) < 2:
        return [(fit, counts)]
    return [(replace(fit, item=h), [v for v in counts if owner[v] in (h, None)]) for h in heads]


def _claim(
    report: str,
    sentence: Sentence,
    names: Names,
    doc: Any,
    fit: Fit,
    triggers: list[Token],
    counts: list[Valued],
    sums: list[Valued],
    when: list[Valued],
    where: list[Valued],
) -> Claim:
    offset = sentence.start
    own = [_owned(values, doc, fit.trigger, triggers) for values in (counts, sums, when, where)]
    if not own[2] and when and (len(triggers) == 1 or when[0].start < min(t.idx for t in triggers)):
        own[2] = when[:1]
    role_spans = {(p.start - offset, p.end - offset) for p in fit.actors}
    own[3] = [v for v in own[3] if (v.start, v.end) not in role_spans]
    actors = tuple(p.name for p in fit.actors)
    said, said_span = attribution(fit.trigger, names, actors, fit.frame.type in STATEMENTS)
    happening = (
        _fixed(fit)
        if fit.frame.fixed
        else stage(fit.trigger, fit.frame.status, fit.frame.status in ("under_way", "operational"), fit.frame.modality)
    )
    if fit.frame.type in RESTING and happening.status in (
        "announced",
        "considered",
    ):  # what may happen is told of as a whole
        happening = Stage("completed", happening.modality)
    item, item_span = _item(fit)
    if item_span and fit.recalled is None:
        item_span = (item_span[0] + offset, item_span[1] + offset)
    spans: list[tuple[str, Span]] = [("actor", (p.start, p.end)) for p in fit.actors] + [
        ("recipient", (p.start, p.end)) for p in fit.recipients
    ]
    if item_span:
        spans.append(("item", item_span))
    for name, values in zip(("quantity", "money", "time", "place"), own, strict=True):
        spans += [
            (name, (v.start + offset, v.end + offset))
            for v in (values if name in ("quantity", "place") else values[:1])
        ]
    if said_span:
        spans.append(("attribution", said_span))
    return Claim(
        report,
        sentence.start,
        sentence.end,
        sentence.text,
        fit.frame.type,
        actors,
        tuple(p.name for p in fit.recipients),
        item,
        tuple(v.value for v in own[0]),
        own[1][0].value if own[1] else None,
        own[2][0].value if own[2] else None,
        tuple(dict.fromkeys(v.value for v in own[3])),
        happening.status,
        happening.modality,
        said,
        (offset + fit.trigger.idx, offset + fit.trigger.idx + len(fit.trigger.text)),
        tuple(spans),
    )


def _fixed(fit: Fit) -> Stage:
    """Status and modality as the frame gives them; what went on and is told as past is completed."""
    status = fit.frame.status or "completed"
    past = fit.trigger.tag_ == "VBD" or any(c.lower_ in ("was", "were", "did") for c in fit.trigger.children)
    return Stage("completed" if past and status == "under_way" else status, fit.frame.modality or "asserted")


def _owned(values: list[Valued], doc: Any, trigger: Token, triggers: list[Token]) -> list[Valued]:
    out = []
    for value in values:
        token = token_at(doc, value.start)
        if token is not None and nearest(token, triggers) == trigger:
            out.append(value)
    return out


def _item(fit: Fit) -> tuple[str | None, tuple[int, int] | None]:
    if fit.recalled is not None:
        return fit.recalled
    head = fit.item if fit.item is not None else fit.trigger if fit.trigger.pos_ in ("NOUN", "PROPN") else None
    if head is None or head.pos_ in ("PRON", "DET"):
        return None, None
    text, start, end = clause_text(head) if head.pos_ in ("VERB", "AUX") else item_text(head)
    return text, (start, end)


def clause_text(verb: Token) -> tuple[str, int, int]:
    """What a clause says, without "to" or "that": "to protect its investments" is "protect its investments"."""
    left, right = verb.left_edge.i, min(verb.right_edge.i + 1, verb.i + CLAUSE_WORDS)
    while left < verb.i and verb.doc[left].lower_ in ("to", "that", "whether", "if"):
        left += 1
    while right > verb.i + 1 and verb.doc[right - 1].pos_ in ("PUNCT", "CCONJ", "ADP", "DET"):
        right -= 1
    span = verb.doc[left:right]
    return span.text, span.start_char, span.end_char
