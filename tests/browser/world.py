"""A record of several pairs of states, put together by hand: what filters, map and shares have to tell apart."""

from dragoman.coding.claim import Claim
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.publishing import DossierInput
from tests.publishing.sample import report

STATES = {"cn": "China", "rs": "Serbia", "ru": "Russia", "fr": "France", "am": "Armenia"}
ENTITIES = (
    *(Entity(f"state:{code}", "state", name, state=f"state:{code}") for code, name in STATES.items()),
    Entity("company:huawei", "company", "Huawei", state="state:cn"),
    Entity("place-belgrade", "place", "Belgrade"),
    Entity("place-yerevan", "place", "Yerevan"),
)
TOLD: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], str | None, str, str, tuple[str, ...]], ...] = (
    ("a", "arms_transfer", ("state:cn",), ("state:rs",), "2020-07", "completed", "drones", ("place-belgrade",)),
    ("b", "arms_transfer", ("state:cn",), ("state:rs",), "2022", "agreed", "missiles", ("state:rs",)),
    ("a", "surveillance_deployment", ("company:huawei",), ("state:rs",), "2019", "operational", "cameras", ()),
    ("b", "visit_meeting", ("state:cn", "state:rs"), (), None, "completed", "summit", ("place-belgrade",)),
    ("b", "arms_transfer", ("state:ru",), ("state:rs",), "2021", "completed", "tanks", ()),
    ("c", "arms_transfer", ("state:fr",), ("state:am",), "2023-10", "completed", "radars", ("place-yerevan",)),
    ("c", "arms_transfer", ("state:fr",), ("state:am",), "2024", "agreed", "howitzers", ()),
    ("c", "statement_concern", ("state:ru",), ("state:fr", "state:am"), "2024-02", "completed", "radars", ()),
)
"""Report, type, actors, recipients, time, stage, item and places of each event."""


def world() -> DossierInput:
    """Three reports of eight events: four between China and Serbia, one dispute between France and Armenia."""
    texts: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    for name, kind, actor, recipient, *_, item, _ in TOLD:
        sentence = f"{', '.join(actor)} and {', '.join(recipient) or 'nobody'}: {kind} of {item}. "
        start = len(texts.get(name, ""))
        texts[name] = texts.get(name, "") + sentence
        spans.append((start, start + len(sentence) - 1))
    reports = {name: report(name, text, published=f"202{i}-01-01") for i, (name, text) in enumerate(texts.items())}
    made = [_event(i, reports[told[0]].id, texts[told[0]], spans[i], *told[1:]) for i, told in enumerate(TOLD)]
    return DossierInput(
        tuple(reports.values()),
        tuple(claim for claim, _ in made),
        Matching(ENTITIES, tuple(event for _, event in made), {e.name: e.id for e in ENTITIES}),
        made="2026-11-22",
    )


def _event(
    i: int,
    source: str,
    text: str,
    span: tuple[int, int],
    kind: str,
    actor: tuple[str, ...],
    recipient: tuple[str, ...],
    time: str | None,
    status: str,
    item: str,
    place: tuple[str, ...],
) -> tuple[Claim, Event]:
    names = {e.id: e.name for e in ENTITIES}
    at = text.index(item, span[0])
    claim = Claim(
        source, *span, text[slice(*span)], kind, tuple(names[a] for a in actor), tuple(names[r] for r in recipient),
        item, time=time, place=tuple(names[p] for p in place), status=status, spans=(("item", (at, at + len(item))),),
    )  # fmt: skip
    findings = [Finding("happened", "single-source", (Value("asserted", (claim.id,), ("x",)),), "asserted", grade=3)]
    if item == "radars" and kind == "arms_transfer":
        sides = tuple(Value({"value": n, "unit": "radars"}, (claim.id,), (f"Herald {n}",), "completed") for n in (2, 3))
        findings.append(Finding("quantity:radar", "disputed", sides, reason="two or three", grade=4))
    title = f"{' and '.join(names[p] for p in (*actor, *recipient))}: {item}"
    event = Event(
        f"event-{i}", kind, title, actor, recipient, item, time, place, status, "asserted", (claim.id,), tuple(findings)
    )
    return claim, event
