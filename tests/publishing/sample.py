"""A small record with a dispute, a later stage, the same words twice, a plan and hostile text, put together by hand."""

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.publishing import DossierInput
from dragoman.sources.report import Failure, Report

FIRST = (
    "Gondor ordered nine drones in 2019. An aside of no weight. Gondor ordered nine drones in 2019. "
    "Arnor delivered six drones on 4 July 2020.\n\nThe price is € 5.2 million, 𝔄rnor's envoy said."
)
SECOND = "Arnor has delivered five drones to Gondor. A joint drill is planned for autumn 2021."
EVIL = '<script>alert("owned")</script><img src=x onerror=alert(1)> & "quoted" \u2028 </script>'


def claim(report: Report, quote: str, at: int = 0, **fields: object) -> Claim:
    """A claim on the ``at``-th occurrence of ``quote`` in a report."""
    start = -1
    for _ in range(at + 1):
        start = report.text.index(quote, start + 1)
    return Claim(report.id, start, start + len(quote), quote, **fields)  # type: ignore[arg-type]


def report(name: str, text: str, **fields: str | None) -> Report:
    """A report with everything but its text taken for granted."""
    given: dict[str, str | None] = {
        "title": f"Report {name}",
        "publisher": f"Herald {name}",
        "published": "2020-07-06",
        "address": f"https://example.org/{name}",
        "media_type": "text/plain",
        "language": "en",
        "sha256": name * 64,
    } | fields
    return Report(id=f"report-{name}", text=text, **given)  # type: ignore[arg-type]


def sample() -> DossierInput:
    """Two reports, five claims, two events, one dispute."""
    a, b = report("a", FIRST), report("b", SECOND, published="2021-03-01")
    ordered = claim(
        a,
        "Gondor ordered nine drones in 2019.",
        1,
        type="arms_transfer",
        actor=("Arnor",),
        recipient=("Gondor",),
        item="drones",
        quantity=(Quantity(9, "drones"),),
        time="2019",
        status="agreed",
    )
    start = FIRST.index("six drones")
    six = claim(
        a,
        "Arnor delivered six drones on 4 July 2020.",
        type="arms_transfer",
        actor=("Arnor",),
        recipient=("Gondor",),
        item="drones",
        quantity=(Quantity(6, "drones"),),
        time="2020-07-04",
        spans=(("quantity", (start, start + 3)),),
    )
    start = FIRST.index("€ 5.2 million")
    price = claim(
        a,
        "The price is € 5.2 million, 𝔄rnor's envoy said.",
        type="arms_transfer",
        item="drones",
        actor=("Arnor",),
        money=Money(5_200_000, "EUR"),
        spans=(("money", (start, start + 13)),),
    )
    five = claim(
        b,
        "Arnor has delivered five drones to Gondor.",
        type="arms_transfer",
        actor=("Arnor",),
        recipient=("Gondor",),
        item="drones",
        quantity=(Quantity(5, "drones"),),
        place=("Minas Tirith",),
    )
    drill = claim(
        b,
        "A joint drill is planned for autumn 2021.",
        type="military_exercise",
        actor=("Arnor", "Gondor"),
        time="2021-23",
        status="announced",
        modality="planned",
    )
    quantity = Finding(
        "quantity:drone",
        "disputed",
        (
            Value({"value": 9, "unit": "drones"}, (ordered.id,), ("Herald a",), "agreed"),
            Value({"value": 6, "unit": "drones"}, (six.id,), ("Herald a",), "completed"),
            Value({"value": 5, "unit": "drones"}, (five.id,), ("Herald b",), "completed"),
        ),
        best={"value": 6, "unit": "drones"},
        low=5,
        high=9,
        rule="lower figure",
        reason="Herald a says 6, Herald b says 5",
    )
    transfer = Event(
        "event-1",
        "arms_transfer",
        "Arnor to Gondor: drones",
        ("state:ar",),
        ("state:go",),
        "drones",
        "2020-07-04",
        ("place-mt",),
        "completed",
        "asserted",
        tuple(c.id for c in (ordered, six, price, five)),
        (quantity,),
        (("agreed", "2019", ordered.id), ("completed", "2020-07-04", six.id)),
        ((five.id, six.id, "same parties and item"),),
    )
    planned = Event(
        "event-2",
        "military_exercise",
        "Arnor and Gondor: joint drill",
        ("state:ar", "state:go"),
        (),
        None,
        "2021-23",
        (),
        "announced",
        "planned",
        (drill.id,),
    )
    entities = (
        Entity("state:ar", "state", "Arnor"),
        Entity("state:go", "state", "Gondor"),
        Entity("place-mt", "place", "Minas Tirith", latitude=44.8, longitude=20.5),
    )
    return DossierInput(
        (a, b),
        (ordered, six, price, five, drill),
        Matching(entities, (transfer, planned)),
        (Failure("broken.pdf", "is no PDF", "save it again"),),
        made="2026-11-22",
    )
