"""Whether two claims tell of one happening, and why.

These are the rules for claims whose slots are right; ``evidence`` weighs their answers with what else two claims tell.
Two questions are kept apart: whether two claims are barred from being of one happening (other parties, other systems,
other instalments), and whether they share enough to be put together.
"""

from dataclasses import dataclass

from dragoman.coding.claim import Quantity
from dragoman.matching import known
from dragoman.matching.amounts import is_total, same_digits, same_money, same_quantity, unit_key
from dragoman.matching.facets import DEALS, STOCKS, SYMMETRIC, WORDS_ONLY, Facets
from dragoman.matching.things import plural
from dragoman.matching.vocabulary import TOPICS

ALIKE = 0.5
"""Share of the shorter item's telling words that the longer one must hold."""
WORDS_ALIKE = 0.6
"""The same where nothing but words tells the happenings apart (statements, aims, polls)."""
DATE_DISPUTE_DAYS = 550
"""How far two sources may date one stage of one deal apart, where its item is a named system."""
COUNTING = DEALS | {"arms", "published_statistic", "public_opinion"}
"""Families whose happenings are told apart by their numbers."""
OUT_OF_PROPORTION = 5
"""Sums of one stage further apart than this are of two deals, not two accounts of one."""
ABOUT_A_DAY = 10
"""Days by which two accounts of one delivery may date it apart."""
NEAR = 700
"""Characters within which two claims of a report stand close together (four or five sentences)."""
DEAL_LIFE_DAYS = 3700
"""How far stages of one deal may lie apart (about ten years)."""


BARRED = "barred"
"""What ``compared`` says of two claims that cannot be of one happening."""
ECHO = "told next to it, its own words naming no other thing"


@dataclass(frozen=True, slots=True)
class Join:
    """How much speaks for one happening (higher is tried first) and what, in words of slots. ``rests_on`` says what
    else the join rests on, in words."""

    score: float
    item: str
    time: str
    place: bool
    when_agrees: bool
    rests_on: str = ""


def _other_happening(a: Facets, b: Facets) -> bool:
    """What keeps two claims of one family apart, whoever the parties are; the quickest to tell comes first."""
    return _not_alike(a, b) or other_number(a, b) or other_instalment(a, b)


def _not_alike(a: Facets, b: Facets) -> bool:
    return _other_date(a, b) or _other_system(a, b) or other_kind(a, b) or _other_subject(a, b)


def join(a: Facets, b: Facets) -> Join | None:
    """What speaks for one happening by these rules; None where it is barred or too little is shared."""
    found = score(a, b)
    return None if found is None else why(a, b, found)


def why(a: Facets, b: Facets, weight: float) -> Join:
    """What a join of so much weight rests on, in words of slots."""
    shared = _shared_words(a, b)
    return Join(weight, shared, _days(a, b), one_place(a, b), _agree(a, b), _rests_on(a, b, bool(shared)))


def score(a: Facets, b: Facets) -> float | None:
    """How much speaks for one happening; None where it is barred or too little is shared."""
    found = compared(a, b)
    return found if isinstance(found, float) else None


def compared(a: Facets, b: Facets, not_told_apart: bool = False) -> float | str | None:
    """``BARRED``, None where too little is shared, or how much speaks for one happening. ``not_told_apart`` spares the
    questions of number and instalment, where they have been asked."""
    if a.family != b.family or (_not_alike(a, b) if not_told_apart else _other_happening(a, b)):
        return BARRED
    parties = _parties(a, b)
    if parties is None:
        return BARRED
    item, time = _item(a, b), _time(a, b)
    place = one_place(a, b)
    numbers = _shared_number(a, b)
    if not _enough(a, b, item, time, place, parties, numbers):
        return None
    near = 0.2 if a.report == b.report else 0.0
    return parties + 2 * item + time + 0.5 * place + numbers + near


def _rests_on(a: Facets, b: Facets, item: bool) -> str:
    """What speaks for a join beside parties, item, days and place."""
    parts = []
    if _one_network(a, b):
        parts.append("cameras of one host and supplier, counted as one programme")
    elif not item and _named_deal(a, b):
        parts.append("the same supplier and the same one it supplies")
    if _shared_number(a, b):
        parts.append("the same sum" if _same_digits(a, b) else "the same number")
    if not item and (b.id in a.echoes or a.id in b.echoes):
        parts.append(ECHO)
    elif not item and _near(a, b):
        parts.append("told close by in one report")
    if not item and not parts and a.thing and a.thing == b.thing:
        parts.append(f"both of {plural(a.thing)}")
    return ", ".join(parts)


def one_place(a: Facets, b: Facets) -> bool:
    return bool(a.place and b.place) and len(a.place & b.place) / min(len(a.place), len(b.place)) >= 0.5


def _enough(a: Facets, b: Facets, item: float, time: float, place: bool, parties: float, numbers: float) -> bool:
    if a.type == "security_incident" and parties == 1 and a.actors and a.recipients and time >= 0:
        return True
    if a.type in WORDS_ONLY:
        least = 1 if a.report == b.report or time >= 0.5 or a.content == b.content else 2
        return item >= WORDS_ALIKE and _telling(a, b) >= least and time >= 0
    if a.family in DEALS or a.family == "arms":
        if parties < 0.5 and item < 1:
            return False
        if _one_network(a, b):
            return True
        if numbers > 0 or _telling(a, b) >= 2 or a.bases & b.bases:
            return item >= ALIKE or (time >= 0.9 and parties >= 0.8 and _same_digits(a, b))
        told = bool(a.content & b.content) or item >= WORDS_ALIKE
        if not told and (not _named_deal(a, b) or _numbers_differ(a, b)):
            return False
        return time >= 0 and _contained(a, b) and (time >= 0.5 or _near(a, b) or _named_deal(a, b))
    if a.family in SYMMETRIC and not _same_circle(a, b) and not (time >= 0.9 and _telling(a, b) > 1):
        return False
    if time >= 0.9 and (item > 0 or place or not a.topic or not b.topic):
        return True
    if a.report == b.report and (_one_thing(a, b) or (_one_drill(a, b) and time >= 0.5)):
        return time >= 0
    if time >= 0.5 and (item >= ALIKE or place or _one_topic(a, b)):
        return True
    if time < 0 or not a.content & b.content:
        return False
    return (item >= WORDS_ALIKE and len(a.topic & b.topic) >= 2) or (_contained(a, b) and _near(a, b))


def _same_circle(a: Facets, b: Facets) -> bool:
    """Whether what two reports tell was done by the same: one state that meets and signs with many is not enough."""
    if a.report == b.report or a.parties == b.parties or len(a.states & b.states) > 1:
        return True
    return bool(a.parties & b.parties & a.specific)


def _one_network(a: Facets, b: Facets) -> bool:
    """Whether both tell of the cameras of one host and supplier: a state's cameras are one programme that is announced,
    ordered, put up and counted over years. Within a report one of the two may leave a side out."""
    if not a.thing == b.thing == "camera" or a.type != "surveillance_deployment":
        return False
    sides = ((a.recipient_states, b.recipient_states), (a.actor_states, b.actor_states))
    one_report = a.report == b.report
    return all(one & other or (one_report and not (one and other)) for one, other in sides)


def _one_thing(a: Facets, b: Facets) -> bool:
    """Whether two claims that stand close together name one system and little else."""
    return bool(a.bases & b.bases) and _near(a, b) and min(len(a.content), len(b.content)) <= 1


def _one_drill(a: Facets, b: Facets) -> bool:
    """Whether two claims of a report tell of a drill of the same forces."""
    return a.family == "drill" and a.actors == b.actors and len(a.actors) > 1


def _contained(a: Facets, b: Facets) -> bool:
    """Whether all that one item tells stands in the other."""
    return a.content <= b.content or b.content <= a.content


def _near(a: Facets, b: Facets) -> bool:
    """Whether two claims stand close together in one report."""
    return a.report == b.report and abs(a.start - b.start) <= NEAR


def _named_deal(a: Facets, b: Facets) -> bool:
    """Whether both name the same supplier, a firm or bank, and the same one it supplies."""
    return (
        a.actors == b.actors
        and a.recipients == b.recipients
        and bool(a.recipients)
        and bool(a.actors & a.specific)
        and a.type == b.type
    )


def elsewhere(a: Facets, b: Facets) -> bool:
    """Whether a claim of one report lacks a party, and the one told in the other is of a state that its own report
    never speaks of: "the Safe City went live" of Praia is not that of Djibouti, though one firm built both."""
    if a.report == b.report or (a.recipient_states and b.recipient_states):
        return False
    if a.family in SYMMETRIC or a.family == "drill":
        few = [(one, other) for one, other in ((a, b), (b, a)) if len(one.states) < 2]
        return any(other.states - one.states - one.around for one, other in few) or (
            len(few) == 2 and _of_other_states(a, b, a.states | b.states)
        )
    if not a.recipient_states and not b.recipient_states:
        return _of_other_states(a, b, a.actor_states | b.actor_states)
    known_to, told = (a, b) if not a.recipient_states else (b, a)
    return not told.recipient_states & known_to.around


def _of_other_states(a: Facets, b: Facets, parties: frozenset[str]) -> bool:
    """Whether the reports of two claims are both about states other than the parties told, and share none."""
    mine, theirs = a.around - parties, b.around - parties
    return bool(mine and theirs) and not mine & theirs


def _parties(a: Facets, b: Facets) -> float | None:
    """1 for the same parties, less where states stand for their bodies, None where they differ."""
    if elsewhere(a, b):
        return None
    if a.family in SYMMETRIC or b.family in SYMMETRIC or a.family == "drill":
        return _side(a.parties, b.parties, a.states, b.states, a, b, whole=True)
    actor = _side(a.actors, b.actors, a.actor_states, b.actor_states, a, b)
    recipient = _side(a.recipients, b.recipients, a.recipient_states, b.recipient_states, a, b)
    if actor is None or recipient is None:
        return None
    if not (a.parties & b.parties or a.states & b.states):
        return None
    return (actor + recipient) / 2


def _side(
    one: frozenset[str],
    other: frozenset[str],
    states: frozenset[str],
    other_states: frozenset[str],
    a: Facets,
    b: Facets,
    whole: bool = False,
) -> float | None:
    if not one and not other:
        return 1.0
    if not one or not other:
        return 0.4
    if one == other:
        return 1.0
    if one & other:
        if whole and len(one & other) < min(len(one), len(other)):
            return _by_state(one, other, states, other_states, a, b, whole)
        return 0.8
    return _by_state(one, other, states, other_states, a, b, whole)


def _by_state(
    one: frozenset[str],
    other: frozenset[str],
    states: frozenset[str],
    other_states: frozenset[str],
    a: Facets,
    b: Facets,
    whole: bool,
) -> float | None:
    """A state and its ministry, firm or officer may act for one another; two firms or two speakers may not."""
    common = states & other_states
    if whole and states and other_states and not (states <= other_states or other_states <= states):
        return None
    if not common:
        unplaced = (one <= a.unplaced and not states) or (other <= b.unplaced and not other_states)
        return 0.2 if unplaced and a.marks & b.marks and a.type not in WORDS_ONLY else None
    if a.type in WORDS_ONLY and a.type != "security_incident":
        return 0.5 if one & common or other & common else None
    if (one <= a.specific) and (other <= b.specific) and not one & other:
        return None if _companies(one) and _companies(other) else 0.4
    return 0.6


def _companies(ids: frozenset[str]) -> bool:
    return all(i.startswith("company") for i in ids)


def _other_system(a: Facets, b: Facets) -> bool:
    """Two named systems of which neither is a variant of the other."""
    return bool(a.bases and b.bases and not a.bases & b.bases) and a.type not in WORDS_ONLY


def other_instalment(a: Facets, b: Facets) -> bool:
    """ "Second batch" and "first batch"; "further drones" and those that came before."""
    if not a.counted and not b.counted:
        return a.more != b.more and (a.family in DEALS or a.family == "arms")
    if any(f.vague and not f.counted for f in (a, b)):
        return a.more != b.more
    nouns = {c.split()[0]: c for c in a.counted}
    if any(c.split()[0] in nouns and c not in a.counted for c in b.counted):
        return True
    dated_apart = a.when is not None and b.when is not None and not a.when.overlaps(b.when) and a.status == b.status
    if (a.report == b.report or dated_apart) and any(c.split()[1] != "1" for c in a.counted ^ b.counted):
        return True
    return a.more != b.more and (a.family in DEALS or a.family == "arms")


def other_kind(a: Facets, b: Facets) -> bool:
    """A patrol and a drill of the same forces in the same year."""
    if ("use" in a.kinds) != ("use" in b.kinds):
        return True
    return bool(a.kinds and b.kinds and not a.kinds & b.kinds)


def _other_date(a: Facets, b: Facets) -> bool:
    """Days that lie too far apart for one happening, or for one stage of it."""
    if a.when is None or b.when is None or a.when.overlaps(b.when):
        return False
    gap = a.when.gap(b.when)
    if a.thing == b.thing == "camera" and a.family in DEALS:
        return gap > DEAL_LIFE_DAYS
    if a.family not in DEALS and a.family != "arms":
        same_stage = (a.modality == "planned") == (b.modality == "planned") and a.status == b.status
        return same_stage or gap > 400
    if a.status == b.status and (a.modality == "planned") == (b.modality == "planned"):
        if a.report == b.report and a.voice == b.voice and a.status in ("agreed", "completed") and a.type not in STOCKS:
            return True  # one voice that tells two days of one stage tells of two happenings
        named = bool(a.bases & b.bases) or a.family == "surveillance_deployment"
        return gap > (DATE_DISPUTE_DAYS if named else 200)
    return gap > DEAL_LIFE_DAYS


def other_number(a: Facets, b: Facets) -> bool:
    """Other quantities or sums: of one voice at one stage, of any at days that differ, or out of all proportion."""
    if not (a.quantity and b.quantity) and not (a.money and b.money):
        return False
    if _out_of_proportion(a, b):
        return True
    apart = a.when is not None and b.when is not None and a.when.gap(b.when) > ABOUT_A_DAY
    one_voice = a.report == b.report and a.voice == b.voice
    if not (apart or one_voice) or a.stage != b.stage or (a.modality == "planned") != (b.modality == "planned"):
        return False
    if "negated" in (a.modality, b.modality) or a.family not in COUNTING:
        return False
    return _numbers_differ(a, b) and not (_is_part(a, b) or _is_part(b, a) or _grows(a, b))


def _out_of_proportion(a: Facets, b: Facets) -> bool:
    """Whether two sums of one stage, or the people of two drills or patrols, are as few and as many times as many."""
    if a.money and b.money and a.money.currency == b.money.currency and a.stage == b.stage:
        small, large = sorted((abs(a.money.amount), abs(b.money.amount)))
        if large > OUT_OF_PROPORTION * small:
            return True
    if a.family != "drill" or a.content & b.content or not (a.quantity and b.quantity):
        return False
    few, many = sorted(max((q.value for q in by_unit(f).get("people", ())), default=0.0) for f in (a, b))
    return 0 < few * 10 < many


def _grows(a: Facets, b: Facets) -> bool:
    """Whether both count one stock that was installed bit by bit: cameras, 900 in one year and 2,500 in the next.

    Only what is installed is counted so; weapons handed over in two years are two deliveries.
    """
    if a.type != b.type or a.type not in STOCKS or a.stage != "done" or a.when is None or b.when is None:
        return False
    early, late = (a, b) if a.when.first <= b.when.first else (b, a)
    counts = {unit_key(q.unit): q.value for q in early.quantity if not is_total(q.unit)}
    return any(q.value >= counts.get(unit_key(q.unit), float("inf")) for q in late.quantity)


def _is_part(whole: Facets, part: Facets) -> bool:
    """Whether one claim counts a kind of what the other counts on the same day: of 20 F-16s, 4 two-seaters."""
    if whole.when is None or part.when is None or whole.when.text != part.when.text or not whole.bases & part.bases:
        return False
    return whole.report == part.report and whole.marks <= part.marks and bool(part.topic - whole.topic)


def _numbers_differ(a: Facets, b: Facets) -> bool:
    """Whether both count the same things and no number of the one can be one of the other's, or their sums differ."""
    mine, theirs = by_unit(a), by_unit(b)
    for unit in mine.keys() & theirs.keys():
        if not any(same_quantity(one, other) for one in mine[unit] for other in theirs[unit]):
            return True
    return (
        a.money is not None
        and b.money is not None
        and a.money.currency == b.money.currency
        and not same_money(a.money, b.money)
    )


def by_unit(f: Facets) -> dict[str, list[Quantity]]:
    found: dict[str, list[Quantity]] = {}
    for q in f.quantity:
        if not is_total(q.unit) and q.value not in f.counts.refused:
            found.setdefault(unit_key(q.unit), []).append(q)
    return found


def _other_subject(a: Facets, b: Facets) -> bool:
    """Answers about two states, shares of two suppliers, statements to two addressees are never one."""
    if a.type not in ("public_opinion", "published_statistic"):
        return False
    return a.recipients != b.recipients or a.actors != b.actors or _numbers_differ(a, b)


def _item(a: Facets, b: Facets) -> float:
    """How alike two items are (1: one named system)."""
    if a.marks & b.marks or a.bases & b.bases:
        return 1.0
    if not a.content or not b.content:
        shared = len(a.topic & b.topic)
        least = min(len(a.topic), len(b.topic))
        return 0.8 * shared / least if shared >= 2 and shared / least >= ALIKE else 0.0
    shared = len(a.content & b.content)
    smaller, larger = sorted((len(a.content), len(b.content)))
    alike = shared / smaller
    if a.type in WORDS_ONLY or smaller == 1:
        alike = (alike + shared / larger) / 2
    return alike


def _shared_words(a: Facets, b: Facets) -> str:
    """The system two items name, or the words they share."""
    if marks := a.marks & b.marks or a.bases & b.bases:
        return _called(marks)
    if a.content and b.content:
        return " ".join(sorted(a.content & b.content))
    return " ".join(sorted(a.topic & b.topic)) if _item(a, b) else ""


def _called(marks: frozenset[str]) -> str:
    """Listed systems by their name; where none is listed, two of the designators."""
    listed = [entry.name for m in sorted(marks) if ":" in m and (entry := known.system(m))]
    return ", ".join(listed or sorted(marks)[:2])


def _telling(a: Facets, b: Facets) -> int:
    """How many telling words two items share."""
    return len(a.content & b.content)


def _time(a: Facets, b: Facets) -> float:
    """1 for the same day or month, less for coarser overlap, 0 where one has no date, below where they differ."""
    if a.when is None or b.when is None:
        return 0.0
    if not a.when.overlaps(b.when):
        return -0.2 if a.status == b.status else 0.0
    shortest, longest = sorted((a.when.days, b.when.days))
    return 1.0 if longest <= 40 else 0.6 if longest <= 400 or shortest <= 40 else 0.3


def _days(a: Facets, b: Facets) -> str:
    """The two dates in words; "" where one has none."""
    if a.when is None or b.when is None:
        return ""
    if not a.when.overlaps(b.when):
        return f"{a.when.text} and {b.when.text}"
    inner, outer = sorted((a.when, b.when), key=lambda when: when.days)
    return inner.text if inner.text == outer.text else f"{inner.text} within {outer.text}"


def _agree(a: Facets, b: Facets) -> bool:
    """Whether two dates, where both have one, can be one."""
    return a.when is None or b.when is None or a.when.overlaps(b.when)


def _one_topic(a: Facets, b: Facets) -> bool:
    """An agreement named by its subject alone fits one on a part of that subject."""
    if a.family != "agreement":
        return False
    for part in TOPICS.values():
        for one, other in ((a, b), (b, a)):
            if one.topic & part and len(one.content) <= 1 and other.topic & part:
                return True
    return False


def _shared_number(a: Facets, b: Facets) -> float:
    """Half a point for a number above two of one unit that both give, or a sum of money."""
    if a.quantity and b.quantity:
        mine = {(unit_key(q.unit), q.value) for q in a.quantity if q.value > 2}
        if any((unit_key(q.unit), q.value) in mine for q in b.quantity):
            return 0.5
    return 0.5 if _same_digits(a, b) else 0.0


def _same_digits(a: Facets, b: Facets) -> bool:
    """Whether two sums are one number, whatever the currency (one may be a slip of the pen), or one amount."""
    if a.money is None or b.money is None:
        return False
    return same_digits(a.money, b.money)
