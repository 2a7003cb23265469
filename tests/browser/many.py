"""A large record by a fixed recipe: reports, claims and events in the proportions of what ``make demo`` reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from dragoman.coding.claim import Claim, Quantity
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.publishing import DossierInput
from dragoman.publishing.wording import LADDER, TYPES
from tests.publishing.sample import report

STATES = ("China", "Serbia", "Russia", "France", "Armenia", "Turkey", "Somalia", "Uganda", "India", "Japan", "Kenya")
CODES = ("cn", "rs", "ru", "fr", "am", "tr", "so", "ug", "in", "jp", "ke")
TOWNS = ("Belgrade", "Yerevan", "Kampala", "Mogadishu", "Nairobi", "Tokyo", "Paris", "Ankara", "Moscow", "Mumbai")
FILLER = (
    "Officials on both sides spoke of a new chapter and left the particulars to working groups that meet in spring. "
    "What the papers before the committee hold was not made public, and questions of members went unanswered. "
    "A spokesman said that the matter had been dealt with long ago, and that nothing about it was out of the ordinary. "
    "Two former ministers, asked for their view, remembered it otherwise; neither has kept any papers of that time. "
)
EVENTS_EACH = 5
"""Events that one report tells of."""


@dataclass(frozen=True)
class Happening:
    """What an event is made of."""

    number: int
    type: str
    giver: Entity
    getter: Entity
    item: str
    time: str | None
    status: str
    place: tuple[Entity, ...]

    def sentence(self, quantity: int) -> str:
        """How a report tells of it."""
        return f"{self.giver.name} gave {self.getter.name} {quantity} items of {self.item}."


def many(events: int, seed: int = 4) -> DossierInput:
    """A record of ``events`` events; one in eight is told by two reports, one in 48 is disputed."""
    random = Random(seed)
    states = [Entity(f"state:{c}", "state", n, state=f"state:{c}") for c, n in zip(CODES, STATES, strict=True)]
    bodies = [
        Entity(f"body-{i}-{s.id}", "body", f"{s.name} Ministry {i}", state=s.id) for s in states for i in range(8)
    ]
    towns = [Entity(f"place-{t}", "place", t) for t in TOWNS]
    texts = [""] * max(2, events // EVENTS_EACH)
    happenings = [_happening(random, i, states, bodies, towns) for i in range(events)]
    told: list[tuple[Happening, int, int, int]] = []
    for happening in happenings:
        for copy in range(2 if happening.number % 8 == 0 else 1):
            n = (happening.number // EVENTS_EACH + copy) % len(texts)
            quantity = happening.number % 90 + 2 + copy
            texts[n] += FILLER
            told.append((happening, n, len(texts[n]), quantity))
            texts[n] += f"{happening.sentence(quantity)} "
    reports = [
        report(f"{n:04x}", text, published=f"{2016 + n % 10}-0{n % 9 + 1}-11", publisher=f"Daily {n % 40}")
        for n, text in enumerate(texts)
    ]
    claims: dict[int, list[Claim]] = {}
    for happening, n, start, quantity in told:
        claims.setdefault(happening.number, []).append(_claim(happening, reports[n].id, start, quantity))
    entities = (*states, *bodies, *towns)
    made = tuple(_event(happening, claims[happening.number]) for happening in happenings)
    everything = [claim for found in claims.values() for claim in found]
    return DossierInput(reports, everything, Matching(entities, made, {e.name: e.id for e in entities}))


def _happening(
    random: Random, i: int, states: Sequence[Entity], bodies: Sequence[Entity], towns: Sequence[Entity]
) -> Happening:
    giver, getter = random.sample(range(len(states)), 2)
    body = bodies[giver * 8 + random.randrange(8)]
    month = f"-{random.randint(1, 12):02}" if random.random() < 0.6 else ""
    return Happening(
        i,
        random.choice(list(TYPES)),
        body if random.random() < 0.3 else states[giver],
        states[getter],
        f"item {i % 400}",
        f"{random.randint(2008, 2026)}{month}" if random.random() < 0.6 else None,
        random.choice(LADDER[:6]),
        (random.choice(towns),) if random.random() < 0.3 else (),
    )


def _claim(of: Happening, source: str, start: int, quantity: int) -> Claim:
    sentence = of.sentence(quantity)
    item = start + sentence.index(of.item)
    return Claim(
        source, start, start + len(sentence), sentence, of.type, (of.giver.name,), (of.getter.name,), of.item,
        (Quantity(quantity, "items"),), time=of.time, place=tuple(p.name for p in of.place), status=of.status,
        spans=(("item", (item, item + len(of.item))),),
    )  # fmt: skip


def _event(of: Happening, claims: Sequence[Claim]) -> Event:
    ids = tuple(c.id for c in claims)
    disputed = len(ids) > 1 and of.number % 48 == 0
    told = tuple(
        Value({"value": c.quantity[0].value, "unit": "items"}, (c.id,), (f"Daily {i}",), of.status)
        for i, c in enumerate(claims)
    )
    verdict = "disputed" if disputed else "agreed" if len(ids) > 1 else "single-source"
    happened = Value("asserted", ids, tuple(f"Daily {i}" for i in range(len(ids))))
    findings = (
        Finding("happened", "agreed" if len(ids) > 1 else "single-source", (happened,), "asserted", grade=3),
        Finding("quantity:item", verdict, told, told[0].value, grade=4 if disputed else 3),
    )
    earlier = (("announced", "2015", ids[0]),) if of.number % 10 == 0 else ()
    return Event(
        f"event-{of.number:05}", of.type, f"{of.giver.name} to {of.getter.name}: {of.item}", (of.giver.id,),
        (of.getter.id,), of.item, of.time, tuple(p.id for p in of.place), of.status, "asserted", ids, findings,
        (*earlier, (of.status, of.time, ids[0])),
    )  # fmt: skip
