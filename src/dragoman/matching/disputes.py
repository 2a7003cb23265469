"""Whether the values of a slot agree, follow one another, or are in dispute.

A dispute needs two voices, one stage, and values that cannot both be right once rounding, bounds, coarser dates, units
and currencies are allowed for. Values of different stages, or of days that follow one another, are history:
``superseded``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

from dragoman.coding.claim import Money, Quantity
from dragoman.matching.amounts import mistaken_currency, same_money, same_quantity
from dragoman.matching.comparable import grown, is_part, of_one_thing, reconciled, sums_up
from dragoman.matching.facets import DEALS, DONE, LADDER, PLAN, STOCKS, SYMMETRIC
from dragoman.matching.names import base, designators, words
from dragoman.matching.said import Said
from dragoman.matching.same import DATE_DISPUTE_DAYS, NEAR
from dragoman.matching.things import counted, plural, things_in
from dragoman.matching.times import Interval, interval
from dragoman.matching.vocabulary import BROAD, KINDS

MANY = 400
"""Pairs of sayings looked at for one slot; an event that needs more is judged by the first in order of content."""
DELIVERIES_DAYS = 200
"""Days between two dates of delivery beyond which they are of two deliveries: weapons come in instalments."""
PLANS_CHANGE = 60
"""Days between two reports after which another date planned is a plan changed."""
BOUNDS = frozenset({"at_least", "at_most"})
BACKED = 1.25
"""How far a figure may lie from a bound that backs it."""
HELD = SYMMETRIC - {"police_cooperation"}
"""Types of what takes place in the open."""
ENDED = frozenset({"suspended", "cancelled"})
GOING_ON = frozenset({"under_way", "operational"})
ONE_DAY_STAGES = frozenset({"announced", "agreed", "completed", "cancelled"})
"""Stages reached on a day, of which two dates cannot both be right."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``verdict`` and ``reason`` as in a finding; ``rule`` tells which value stands where it is history."""

    verdict: str
    reason: str = ""
    rule: str = ""


def judge(slot: str, said: Sequence[Said]) -> Verdict:
    """The verdict on all that is said of a slot."""
    kind = slot.partition(":")[0]
    history = ""
    agreed = False
    pairs = _pairs(_in_order(said) if kind == "time" else said)
    for one, other in pairs:
        found = _CHECKS[kind](one, other)
        if found is None:
            continue
        verdict, reason = found
        if verdict == "disputed" and kind in _FIGURES and reconciled(one, other, said):
            agreed = True
            continue
        if verdict == "disputed":
            return Verdict("disputed", reason)
        history = history or reason
    if history:
        rule = "later stage" if "stage" in history else "later date"
        return Verdict("superseded", _stages(said) if kind == "status" else history, rule)
    agreed = agreed or any(one.voice.key != other.voice.key and backs(slot, one, other) for one, other in pairs)
    return Verdict("agreed" if agreed else "single-source")


def backs(slot: str, one: Said, other: Said) -> bool:
    """Whether two sayings of a slot tell the same, each in its precision: "about 180" and 183, 2019 and 2019-11,
    Batajnica and Batajnica airfield."""
    a, b = one.compared, other.compared
    if one.value == other.value:
        return True
    if "negated" in (one.facets.modality, other.facets.modality):
        return False
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return same_quantity(a, b) and _close(a.approx, b.approx, a.value, b.value)
    if isinstance(a, Money) and isinstance(b, Money):
        alike = a.currency == b.currency and _close(a.approx, b.approx, a.amount, b.amount)
        return same_money(a, b, _year(one, other)) and (alike or not {a.approx, b.approx} & BOUNDS)
    if isinstance(a, Interval) and isinstance(b, Interval):
        return a.overlaps(b)
    if slot in ("item", "place"):
        mine, theirs = words(str(one.value)), words(str(other.value))
        shared = (mine & theirs) - BROAD
        return bool(shared) if slot == "item" else mine <= theirs or theirs <= mine
    return False


def _close(one: str | None, other: str | None, a: float, b: float) -> bool:
    """Whether a bound lies near the figure that it allows: "at least 200" backs 236, not 2,000."""
    return not {one, other} & BOUNDS or max(abs(a), abs(b)) <= BACKED * min(abs(a), abs(b))


def _stages(said: Sequence[Said]) -> str:
    told = {s.facets.status for s in said}
    *early, last = [stage for stage in LADDER if stage in told]
    return f"the stages {', '.join(early)} and then {last}"


def _in_order(said: Sequence[Said]) -> list[Said]:
    """Dates without those of an order placed after the thing had come: such a date was read with the wrong stage."""
    came = [s.compared.last for s in said if isinstance(s.compared, Interval) and s.facets.status == "completed"]
    if not came:
        return list(said)
    return [
        s
        for s in said
        if s.facets.stage != "plan" or not isinstance(s.compared, Interval) or s.compared.first <= min(came)
    ]


def _pairs(said: Sequence[Said]) -> list[tuple[Said, Said]]:
    """Pairs in order of content, those of two reports first: what they say is independent."""
    ordered = sorted(said, key=lambda s: (*s.facets.order, str(s.value)))
    pairs = islice(combinations(ordered, 2), MANY)
    return sorted(pairs, key=lambda pair: pair[0].facets.report == pair[1].facets.report)


Check = Callable[[Said, Said], tuple[str, str] | None]


def _number(same: Callable[[Any, Any, int | None], bool]) -> Check:
    def check(one: Said, other: Said) -> tuple[str, str] | None:
        if same(one.compared, other.compared, _year(one, other)):
            return _denied(one, other)
        return _differ(one, other)

    return check


def _differ(one: Said, other: Said) -> tuple[str, str] | None:
    """Two figures that cannot both be right: history where stage or day differ, a dispute between two voices."""
    if "negated" in (one.facets.modality, other.facets.modality):
        return None
    mistaken = isinstance(one.compared, Money) and mistaken_currency(one.compared, other.compared, _year(one, other))
    if not _one_stage(one, other) and not mistaken:
        return (
            "superseded",
            f"{_text(one)} at the stage {one.facets.status}, {_text(other)} at the stage {other.facets.status}",
        )
    a, b = one.facets.when, other.facets.when
    if a and b and not a.overlaps(b):
        early, late = (one, other) if a.first < b.first else (other, one)
        return "superseded", f"{_text(early)} in {_date(early)}, {_text(late)} in {_date(late)}"
    if (
        one.facets.id == other.facets.id
        and isinstance(one.compared, Money)
        and one.compared.currency != other.compared.currency
    ):
        return (
            "disputed",
            f"{one.voice.label} equates {_text(one)} with {_text(other)}, which no rate of those years does",
        )
    if one.voice.key == other.voice.key:
        return None
    if sums_up(one, other):
        return None
    if isinstance(one.compared, Quantity):
        if not of_one_thing(one, other) or is_part(one, other):
            return None
        if grown(one, other):
            early, late = sorted((one, other), key=lambda s: s.voice.published)
            return "superseded", f"{_text(early)}, {_text(late)} by the later report"
    tail = "; the same number in two currencies, so that one is a mistake" if mistaken else ""
    return (
        "disputed",
        f"{one.voice.label} says {_text(one)}, {other.voice.label} says {_text(other)}, "
        f"both of the stage {_stage(one, other)}{tail}",
    )


def _one_stage(one: Said, other: Said) -> bool:
    """One status, or two that both tell of what has come; a thousand wanted and 180 ordered are two stages."""
    if (one.facets.modality == "planned") != (other.facets.modality == "planned"):
        return False
    statuses = {one.facets.status, other.facets.status}
    if one.facets.type in STOCKS and statuses <= PLAN:
        return True  # cameras wanted, promised and ordered are the cameras planned, as against those in place
    return len(statuses) == 1 or statuses <= DONE


def _denied(one: Said, other: Said) -> tuple[str, str] | None:
    """The same figure given by one voice and denied by another."""
    denied = [s for s in (one, other) if s.facets.modality == "negated"]
    if len(denied) != 1 or one.voice.key == other.voice.key:
        return None
    no = denied[0]
    yes = other if no is one else one
    if _denies_more(no, yes) or not _one_stage(no, yes) or not _puts_right(no):
        return None
    return "disputed", f"{yes.voice.label} says {_text(yes)}, {no.voice.label} denies it"


def _puts_right(no: Said) -> bool:
    """Whether a denied figure is denied as such: named to be put right, or by one who denies what others say."""
    value = no.compared.value if isinstance(no.compared, Quantity) else no.compared.amount
    return value in no.facets.counts.refused or bool(no.facets.voice) or no.facets.denial


def _time(one: Said, other: Said) -> tuple[str, str] | None:
    a, b = one.compared, other.compared
    if not isinstance(a, Interval) or not isinstance(b, Interval) or a.overlaps(b):
        return None
    if one.facets.id == other.facets.id:
        return "disputed", f"{one.voice.label} leaves open whether it was {one.value} or {other.value}"
    if one.facets.type in STOCKS and one.facets.stage == "done":
        return None  # what is put up bit by bit is not completed on one day
    if (
        one.facets.status != other.facets.status
        or (one.facets.modality == "planned") != (other.facets.modality == "planned")
        or one.facets.status not in ONE_DAY_STAGES
    ):
        return None
    if one.voice.key == other.voice.key or "negated" in (one.facets.modality, other.facets.modality):
        return None
    if one.facets.modality == "planned" and _apart(one, other, PLANS_CHANGE):
        early, late = sorted((one, other), key=lambda s: s.voice.published)
        return "superseded", f"planned for {early.value}, later for {late.value}"
    if one.facets.modality == "planned" and _lies_ahead(one) != _lies_ahead(other):
        return None  # the day of the plan, and the day it is planned for
    delivered = one.facets.family == "arms" and one.facets.stage == "done"
    if a.gap(b) > (DELIVERIES_DAYS if delivered else DATE_DISPUTE_DAYS):
        return "superseded", f"{min(one.value, other.value)}, then again {max(one.value, other.value)}"
    return "disputed", f"{one.voice.label} dates the stage {one.facets.status} {a.text}, {other.voice.label} {b.text}"


def _lies_ahead(said: Said) -> bool:
    """Whether a date may lie after the report that tells it."""
    published = interval(said.voice.published or None)
    return published is None or said.compared.last > published.last


def _apart(one: Said, other: Said, days: int) -> bool:
    """Whether two reports were published so many days apart; no where a date is missing."""
    a, b = interval(one.voice.published or None), interval(other.voice.published or None)
    return a is not None and b is not None and a.gap(b) >= days


def _happened(one: Said, other: Said) -> tuple[str, str] | None:
    modalities = {one.facets.modality, other.facets.modality}
    if "negated" not in modalities or not modalities & {"asserted", "alleged"} or one.voice.key == other.voice.key:
        return None
    no, yes = (one, other) if one.facets.modality == "negated" else (other, one)
    one_status = one.facets.status == other.facets.status or {one.facets.status, other.facets.status} <= DONE
    if not one_status and not no.facets.denial:
        return None  # who says in so many words that he denies it, denies it at whatever stage a coder puts the denial
    if _denies_more(no, yes) or not _denies(no) or not _of_the_same(no, yes):
        return None
    verb = "alleges" if yes.facets.modality == "alleged" else "says"
    return "disputed", f"{yes.voice.label} {verb} that it happened, {no.voice.label} that it did not"


def _denies(no: Said) -> bool:
    """Whether a negation denies that something happened at all. Of what is plainly held or signed (a drill, a visit, an
    agreement) a "no" is mostly of a point in it, and "not before" is a condition; there it takes a word of denial, or a
    speaker who names what he denies."""
    if no.facets.denial:
        return True
    if no.facets.type in HELD and not (no.voice.key[1] and no.facets.content - KINDS):
        return False
    return not no.facets.conditional


def _denies_more(no: Said, yes: Said) -> bool:
    """Whether what is denied is a later stage than the other tells: that a thing serves which came, or, by the author
    himself, that all came where some is on its way."""
    if no.facets.status == "operational":
        return yes.facets.status != "operational"
    return not no.voice.key[1] and no.facets.status == "completed" and yes.facets.status == "under_way"


def _of_the_same(no: Said, yes: Said) -> bool:
    """Whether what is denied is what is told, not a point of it ("a guarantee in the agreement", "cameras that work").

    A denial has a speaker. What the author himself says did not happen contradicts another report only where it is
    told in the same words and of no other time.
    """
    a, b = no.facets.when, yes.facets.when
    if a is not None and b is not None and (not a.overlaps(b) or (b.days > 400 and a.days < 400)):
        return False
    speaks = bool(no.voice.key[1])
    told = yes.facets.voice or yes.facets.hearsay or yes.facets.modality == "alleged"
    if _same_sentence(no, yes) and not told:
        return False  # one voice does not tell and deny in one breath: one of the two was read wrongly
    denied = {word for word in no.facets.content - BROAD if len(word) > 2}
    extra = {
        word
        for word in denied - yes.facets.content
        if not _names_the_thing(word, no, yes) and not any(_one_root(word, other) for other in yes.facets.content)
    }
    if not denied:
        return _right_after(no, yes)
    whole = no.facets.dismissal and no.facets.family not in DEALS
    if whole and no.facets.parties == yes.facets.parties and no.facets.report == yes.facets.report:
        return True
    if speaks or no.facets.dismissal:
        return not extra or len(extra) * 3 < len(denied)
    named = bool(no.facets.bases & yes.facets.bases) or len(denied) > 1
    return named and not extra and no.facets.report != yes.facets.report and not _apart(no, yes, 400)


def _one_root(one: str, other: str) -> bool:
    """Whether two words are forms of one ("copying" and "copy", "intercepted" and "interception")."""
    short, long = sorted((one, other), key=len)
    root = min(len(short), max(4, len(short) - 3))
    return len(short) >= 4 and short[:root] == long[:root] and len(long) - root <= 5


def _names_the_thing(word: str, one: Said, other: Said) -> bool:
    """Whether a word only names the kind of thing that both claims are about ("drones" of aircraft)."""
    thing = one.facets.thing
    return bool(thing) and thing == other.facets.thing and things_in(word, one.facets.family) == (thing,)


def _same_sentence(one: Said, other: Said) -> bool:
    return one.facets.report == other.facets.report and one.facets.start == other.facets.start


def _right_after(no: Said, yes: Said) -> bool:
    """Whether somebody waves away, without naming it, what the text has told just before."""
    near = no.facets.report == yes.facets.report and abs(no.facets.start - yes.facets.start) <= NEAR
    return near and no.facets.denial and bool(yes.facets.content or yes.facets.bases)


def _status(one: Said, other: Said) -> tuple[str, str] | None:
    if one.value == other.value:
        return None
    a, b = one.facets, other.facets
    if (
        a.when
        and b.when
        and a.when.text == b.when.text
        and a.when.days == 1
        and a.stage == b.stage == "plan"
        and "considered" in (one.value, other.value)
        and one.voice.key != other.voice.key
    ):
        return "disputed", f"on {a.when.text} {one.voice.label} says {one.value}, {other.voice.label} {other.value}"
    if one.voice.key != other.voice.key and one.voice.origin == other.voice.origin and _ended_and_going_on(one, other):
        return "disputed", f"{one.voice.label} says {one.value}, {other.voice.label} {other.value}"
    return "superseded", f"the stage {one.value}, then the stage {other.value}"


def _ended_and_going_on(one: Said, other: Said) -> bool:
    """Whether two speakers of one report differ on whether a thing goes on: off, says one, in force, the other."""
    off, on = sorted((one, other), key=lambda said: said.value not in ENDED)
    if off.value not in ENDED or on.value not in GOING_ON or not (off.voice.key[1] and on.voice.key[1]):
        return False
    if {off.facets.modality, on.facets.modality} != {"asserted"}:
        return False
    return off.facets.when is None or on.facets.when is None or off.facets.when.overlaps(on.facets.when)


def _item(one: Said, other: Said) -> tuple[str, str] | None:
    """Two variants of one system (``F-16D``, ``F-16B``), named by two voices or left open by one."""
    if one.facets.id == other.facets.id:
        return "disputed", f"{one.voice.label} leaves open whether it is {one.value} or {other.value}"
    drafts = [s for s in (one, other) if "draft" in s.facets.topic]
    if len(drafts) == 1:
        final = other if drafts[0] is one else one
        return "superseded", f"the draft stage ({drafts[0].value}), then {final.value}"
    if one.voice.key == other.voice.key or one.facets.report != other.facets.report:
        return None
    mine, theirs = ({m for m in designators(s.value) if base(m) != m} for s in (one, other))
    if mine & theirs or not {base(m) for m in mine} & {base(m) for m in theirs}:
        return None
    return "disputed", f"{one.voice.label} names {_text(one)}, {other.voice.label} {_text(other)}: two variants"


def _extent(one: Said, other: Said) -> tuple[str, str] | None:
    """One battery or several; parts that came first are no dispute."""
    if one.value == other.value or one.voice.key == other.voice.key:
        return None
    return "disputed", f"{one.voice.label} says {one.value}, {other.voice.label} {other.value}"


def _never(one: Said, other: Said) -> None:
    return None


_CHECKS: dict[str, Check] = {
    "happened": _happened,
    "status": _status,
    "time": _time,
    "item": _item,
    "place": _never,
    "extent": _extent,
    "quantity": _number(lambda a, b, year: same_quantity(a, b)),
    "total": _number(lambda a, b, year: same_quantity(a, b)),
    "money": _number(same_money),
}


_FIGURES = frozenset({"quantity", "total", "money", "time"})
"""Slots of which one voice may tell several values that all hold."""


def _year(one: Said, other: Said) -> int | None:
    years = [int(s.facets.when.text[:4]) for s in (one, other) if s.facets.when and s.facets.when.text[:4].isdigit()]
    return min(years, default=None)


def _stage(one: Said, other: Said) -> str:
    return (
        one.facets.status
        if one.facets.status == other.facets.status
        else f"{one.facets.status} or {other.facets.status}"
    )


def _date(said: Said) -> str:
    return said.facets.when.text if said.facets.when else "no date"


def _text(said: Said) -> str:
    value = said.compared
    if isinstance(value, Quantity):
        return f"{_approx(value.approx)}{value.value:,.10g} {value.unit if counted(value.unit) else plural(said.unit)}"
    if isinstance(value, Money):
        upper = f" to {value.max:,.10g}" if value.max else ""
        return f"{_approx(value.approx)}{value.amount:,.10g}{upper} {value.currency}"
    return str(said.value)


def _approx(approx: str | None) -> str:
    return {"about": "about ", "at_least": "at least ", "at_most": "at most "}.get(approx or "", "")
