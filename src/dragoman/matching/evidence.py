"""How much speaks for two claims being of one happening, and how much against: evidence combined, not vetoes.

What a coder gets wrong most (the item, a party, a date) must not decide alone. So each sign that two claims give has a
weight, the log-odds that it adds, and the sum decides, as record linkage does it (Fellegi and Sunter 1969; the weights
here are fitted as logistic regression, which allows for signs that go together). They are fitted by
``benchmarks/weigh.py`` on judged pairs of claims coded by hand and of claims coded by the program, so that a slot which
the coder gets wrong often weighs little. No sign is a word of a report. ``same`` tells what a careful reader would join
or keep apart where claims are right: its two answers are signs among the others.
"""

from collections.abc import Mapping
from typing import Final

from dragoman.matching.amounts import same_digits, same_money, same_quantity
from dragoman.matching.facets import DEALS, SYMMETRIC, WORDS_ONLY, Facets
from dragoman.matching.same import (
    ABOUT_A_DAY,
    ALIKE,
    BARRED,
    by_unit,
    compared,
    elsewhere,
    one_place,
    other_instalment,
    other_kind,
    other_number,
    score,
)

WEIGHTS: Final[Mapping[str, float]] = {
    "enough in common": 1.57,
    "same number": 1.33,
    "same kind of thing": 1.18,
    "told next to it": 1.18,
    "same system": 0.89,
    "same parties": 0.88,
    "told by words alone": 0.87,
    "same month in two reports": 0.86,
    "same recipient": 0.80,
    "same year in two reports": 0.75,
    "parties or its state": 0.58,
    "done together": 0.50,
    "same name": 0.48,
    "same report": 0.28,
    "same sum": 0.21,
    "same place": 0.20,
    "actor in part": 0.18,
    "recipient not told": 0.17,
    "recipient or its state": 0.13,
    "parties of one state": -0.07,
    "other year of one stage": -0.18,
    "other month of one stage": -0.25,
    "other place": -0.31,
    "actor not told": -0.38,
    "another state's": -0.40,
    "other kind of thing": -0.41,
    "other recipient": -0.53,
    "one lies ahead, unnamed": -0.54,
    "no word of the item shared": -0.59,
    "other sum": -0.63,
    "other use or kind": -0.63,
    "same sentence": -0.72,
    "actor of one state": -0.86,
    "actor or its state": -0.86,
    "recipient of one state": -0.98,
    "kept apart by rule": -0.98,
    "always": -2.99,
}
"""Log-odds that each sign adds; ``always`` is what every pair begins with."""
LEAST = -1.5
"""Log-odds from which two claims are tried. Below even odds: few of the pairs that the weights were fitted on are of
one happening, and a join must hold against the other members of both events as well."""
CAP = 4.0
"""How far one pair of a group can speak for or against a join: no pair decides alone."""
SUPPLIED = DEALS | {"arms"}
"""Families in which the actor supplies."""
THINGS = frozenset(
    {
        "arms",
        "drill",
        "technology_transfer",
        "surveillance_deployment",
        "digital_infrastructure",
        "civil_aid",
        "force_development",
    }
)
"""Families whose items are things: a loan that one calls a credit and another a debt is one loan."""
NEVER: Final = None
"""Two claims of states that have nothing to do with one another, or answers about two subjects."""


def weigh(a: Facets, b: Facets) -> float | None:
    """The log-odds that two claims are of one happening; None where they share no party or tell of two states."""
    if never(a, b):
        return NEVER
    weight = WEIGHTS["always"]
    for sign in signs(a, b):
        weight += WEIGHTS.get(sign, 0.0)
    return weight


def may_link(a: Facets, b: Facets) -> bool:
    """Whether two claims share something that tells happenings apart, so that one may bring the other into its event.

    In one report, standing together is enough. Between reports, the same parties, year and kind of thing are not:
    states that do much together do much of one kind.
    """
    if a.family not in SUPPLIED or a.thing == b.thing == "camera" or score(a, b) is not None:
        return True
    if (a.vague or b.vague) and _lies_ahead(a) != _lies_ahead(b):
        return False  # what is to come, and not named, is not what has come
    if a.report == b.report:
        return True
    named = bool(a.bases & b.bases or a.names & b.names)
    if a.when is not None and b.when is not None and a.when.gap(b.when) > ABOUT_A_DAY and not named:
        return False
    if named or {"same number", "same sum"} & set(_numbers(a, b)):
        return True
    if not a.content or not b.content:
        return a.when is not None and b.when is not None
    return len(a.content & b.content) >= ALIKE * min(len(a.content), len(b.content))


def never(a: Facets, b: Facets) -> bool:
    """What no evidence outweighs: another family, nobody in common, another state served in another report, another
    subject of a poll or a statistic."""
    if a.family != b.family or not (a.states & b.states or a.parties & b.parties):
        return True
    if a.type in ("public_opinion", "published_statistic") and (a.recipients != b.recipients or a.actors != b.actors):
        return True
    return of_other_states(a, b) or told_apart(a, b)


def told_apart(a: Facets, b: Facets) -> bool:
    """Whether the reports themselves tell two happenings apart: another instalment in so many words, two listed
    systems, two unlike suppliers, other numbers of one stage from one voice or on other days, sums or crowds out of
    all proportion."""
    return other_instalment(a, b) or _other_listed(a, b) or other_number(a, b) or _other_supplier(a, b)


def _other_listed(a: Facets, b: Facets) -> bool:
    if not a.marks or not b.marks or a.marks & b.marks:
        return False
    return any(":" in mark for mark in a.marks) and any(":" in mark for mark in b.marks)


def _other_supplier(a: Facets, b: Facets) -> bool:
    """Whether two firms or persons of whom nothing else is known each supply something."""
    if a.family not in SUPPLIED or not a.actors or not b.actors or a.actors & b.actors:
        return False
    return a.actors <= a.unplaced and b.actors <= b.unplaced


def of_other_states(a: Facets, b: Facets) -> bool:
    """Whether two reports tell of a thing that goes to one state and of one that goes to another."""
    if a.report == b.report or _symmetric(a):
        return False
    return bool(a.recipient_states and b.recipient_states and not a.recipient_states & b.recipient_states)


def signs(a: Facets, b: Facets) -> list[str]:
    """What speaks for two claims, of which nothing tells that they can never be one, and what against."""
    found = _rules(a, b)
    found += _sides(a, b)
    if _symmetric(a):
        found.append("done together")
    elif a.type in WORDS_ONLY:
        found.append("told by words alone")
    if a.report == b.report:
        found.append("same sentence" if a.start == b.start else "same report")
    if a.thing and a.thing == b.thing:
        found.append("same kind of thing")
    elif a.thing and b.thing and a.family in THINGS:
        found.append("other kind of thing")
    if len(a.states) > 1 and a.states == b.states:
        found.append("same states")
    if a.bases & b.bases:
        found.append("same system")
    if a.names & b.names:
        found.append("same name")
    if a.content and b.content and not a.content & b.content:
        found.append("no word of the item shared")
    if a.place and b.place:
        found += ["same place"] if one_place(a, b) else [] if a.place & b.place else ["other place"]
    if (a.modality == "planned") != (b.modality == "planned"):
        found.append("one lies ahead" if a.bases & b.bases or a.thing == "camera" else "one lies ahead, unnamed")
    return found + _days(a, b) + _numbers(a, b)


def _symmetric(f: Facets) -> bool:
    return f.family in SYMMETRIC or f.family == "drill"


def _rules(a: Facets, b: Facets) -> list[str]:
    """What the rules for claims that are right say of the two."""
    found = []
    verdict = compared(a, b, not_told_apart=True)  # `never` has asked
    if verdict is BARRED:
        found.append("kept apart by rule")
        found += [name for name, rule in _RULES if rule(a, b)]
    elif verdict is not None:
        found.append("enough in common")
    if (b.id in a.echoes or a.id in b.echoes) and (a.thing == "camera" or _lies_ahead(a) == _lies_ahead(b)):
        found.append("told next to it")
    return found


_RULES = (("other use or kind", other_kind), ("another state's", elsewhere))


def _lies_ahead(f: Facets) -> bool:
    """Whether a claim tells of what is still to come, which without a name of its own is not what has come."""
    return f.modality == "planned" and f.stage == "plan"


def _sides(a: Facets, b: Facets) -> list[str]:
    """How the parties compare: of what is done together both sides at once, else who does it and to whom."""
    if _symmetric(a):
        return [_side("parties", a.parties, b.parties, a.states, b.states)]
    return [
        _side("actor", a.actors, b.actors, a.actor_states, b.actor_states),
        _side("recipient", a.recipients, b.recipients, a.recipient_states, b.recipient_states),
    ]


def _side(
    side: str, one: frozenset[str], other: frozenset[str], states: frozenset[str], other_states: frozenset[str]
) -> str:
    """How one side of two claims compares; a state stands for its own bodies and firms, which sources name or leave."""
    if not one or not other:
        return f"{side} not told"
    if one == other:
        return f"same {side}"
    if one & other:
        return f"{side} in part"
    common = states & other_states
    if not common:
        return f"other {side}"
    return f"{side} or its state" if common & (one | other) else f"{side} of one state"


def _days(a: Facets, b: Facets) -> list[str]:
    if a.when is None or b.when is None:
        return []
    if a.when.overlaps(b.when):
        longest = max(a.when.days, b.when.days)
        same = ["same month"] if longest <= 40 else ["same year"] if longest <= 400 else []
        # a report tells many things of one day; that two reports tell of one day says more
        return same if a.report == b.report else [f"{sign} in two reports" for sign in same]
    gap = a.when.gap(b.when)
    if gap <= ABOUT_A_DAY and a.report != b.report:
        return ["same month in two reports"]
    if a.stage != b.stage or gap <= 60:
        return []
    return ["other year of one stage" if gap > 400 else "other month of one stage"]


def _put_right(a: Facets, b: Facets) -> bool:
    """Whether one says that a number is wrong ("24, not 30") which the other gives."""
    return any(q.value in a.counts.refused for q in b.quantity)


def _numbers(a: Facets, b: Facets) -> list[str]:
    found = []
    if _put_right(a, b) or _put_right(b, a):
        found.append("same number")
    elif a.quantity and b.quantity:
        mine, theirs = by_unit(a), by_unit(b)
        pairs = [(x, y) for unit in mine.keys() & theirs.keys() for x in mine[unit] for y in theirs[unit]]
        if any(x.value > 2 and same_quantity(x, y) for x, y in pairs):
            found.append("same number")
    if a.money and b.money:
        same = same_digits(a.money, b.money) or same_money(a.money, b.money)
        found.append("same sum" if same else "other sum")
    return found
