"""Shares, network, register, map and the grid of the first screen: every figure from the events under it."""

import re
from dataclasses import replace

import pytest

from dragoman.coding.claim import Claim, Quantity
from dragoman.matching.event import Entity, Event, Matching
from dragoman.measures.facts import gather
from dragoman.measures.register import register_of
from dragoman.publishing import DossierInput, dossier, shares
from dragoman.publishing.build import EventViews, Pages
from dragoman.publishing.marks import Marks
from dragoman.publishing.network import network
from dragoman.publishing.register import systems
from dragoman.publishing.selection import States
from dragoman.publishing.summary import UNDATED, grid, label_step
from dragoman.publishing.tables import places
from dragoman.publishing.view import EventView, FindingView, ValueView
from dragoman.publishing.wording import value_in_words
from dragoman.publishing.worldmap import worldmap
from tests.publishing.sample import report

SERBIA = Entity("state:rs", "state", "Serbia", state="state:rs")
CHINA = Entity("state:cn", "state", "China", state="state:cn")
RUSSIA = Entity("state:ru", "state", "Russia", state="state:ru")
HUAWEI = Entity("company:huawei", "company", "Huawei", state="state:cn")
XI = Entity("person:xi", "person", "Xi Jinping", state="state:cn")
TEXT = report("z", "China, Russia and Huawei supply Serbia with cameras, twice two of them, at one place.")


class Drawn:
    """A record of events with one claim each, as the page has it."""

    def __init__(self, *events: dict[str, object], entities: tuple[Entity, ...] = ()) -> None:
        self.entities = {e.id: e for e in (SERBIA, CHINA, RUSSIA, HUAWEI, XI, *entities)}
        made = [self._event(i, **fields) for i, fields in enumerate(events)]
        self.claims = [claim for _, claim in made]
        names = {e.name: e.id for e in self.entities.values()}
        self.matching = Matching(tuple(self.entities.values()), tuple(event for event, _ in made), names)
        self.pages = Pages((TEXT,), self.claims)
        maker = EventViews(self.pages, self.matching)
        self.views = [maker.view(event, i) for i, (event, _) in enumerate(made)]
        self.sources = {v.anchor: e for v, e in zip(self.views, self.matching.events, strict=True)}
        self.marks = Marks(range(len(made)), len(made))
        self.index = {e.id: i for i, e in enumerate(self.matching.events)}

    def _event(self, i: int, **fields: object) -> tuple[Event, Claim]:
        given = {"type": "surveillance_deployment", "item": "cameras", "time": None, "status": "completed"} | fields
        actor, recipient = given.pop("actor", ("state:cn",)), given.pop("recipient", ("state:rs",))
        place = given.pop("place", ())
        name = self.entities
        assert isinstance(actor, tuple)
        assert isinstance(recipient, tuple)
        claim = Claim(
            TEXT.id, i, len(TEXT.text), TEXT.text[i:], actor=tuple(name[a].name for a in actor),
            recipient=tuple(name[r].name for r in recipient), place=place, quantity=(Quantity(i + 2, "cameras"),),
            **given,  # type: ignore[arg-type]
        )  # fmt: skip
        event = Event(
            f"event-{i}", title=f"Event {i}", actor=actor, recipient=recipient,
            place=place, modality="asserted", claims=(claim.id,), **given,  # type: ignore[arg-type]
        )  # fmt: skip
        return event, claim


def test_shares_are_those_of_the_measure_and_add_up() -> None:
    drawn = Drawn(
        {}, {}, {"actor": ("state:ru",)}, {"actor": ("state:cn", "state:ru")}, {"type": "visit_meeting"},
        {"status": "announced"},
    )  # fmt: skip
    measures = shares.computed(gather(drawn.matching, drawn.claims))
    (panel,) = shares.panels(measures, drawn.index, drawn.marks)
    (serbia,) = panel.recipients
    assert (panel.key, serbia.name, serbia.whole.events) == ("suppliers", "Serbia", (0, 1, 2, 3))
    assert [(g.name, g.mark.count) for g in serbia.givers] == [("China", 2.5), ("Russia", 1.5)]
    figures = {row.keys["who"]: row.figures["events"].value for row in measures[0].rows}
    assert figures == {"all": 4, "China": 2.5, "Russia": 1.5}
    assert [(why, m.events) for why, m in panel.left_out] == [("planned or pledged only", (5,))]


def test_those_who_give_least_stand_together_so_that_shares_are_whole() -> None:
    many = tuple(Entity(f"state:x{i}", "state", f"Land {i:02}", state=f"state:x{i}") for i in range(10))
    drawn = Drawn(*({"actor": (e.id,)} for e in many), entities=many)
    (panel,) = shares.panels(shares.computed(gather(drawn.matching, drawn.claims)), drawn.index, drawn.marks)
    givers = panel.recipients[0].givers
    assert givers[-1].name == "4 others"
    assert sum(g.mark.count for g in givers) == panel.recipients[0].whole.count == 10


def test_a_person_counts_for_their_state_and_actors_alone_are_tied_to_each_other() -> None:
    drawn = Drawn(
        {"actor": ("company:huawei",)},
        {"type": "visit_meeting", "actor": ("person:xi",)},
        {"type": "military_exercise", "actor": ("state:cn", "state:ru"), "recipient": ()},
    )
    net = network(drawn.views, drawn.sources, drawn.entities, States(drawn.matching), drawn.marks)
    ties = {frozenset((net.nodes[t.one].name, net.nodes[t.other].name)): t.mark.events for t in net.ties}
    assert ties == {
        frozenset(("Huawei", "Serbia")): (0,),
        frozenset(("China", "Serbia")): (1,),
        frozenset(("China", "Russia")): (2,),
    }
    assert {n.name: n.state for n in net.nodes}["Huawei"] == "China"


def test_a_system_leads_from_each_value_to_its_sentence() -> None:
    drawn = Drawn({}, {"item": "drones", "type": "arms_transfer"})
    found = register_of(gather(drawn.matching, drawn.claims), {TEXT.id: TEXT})
    kinds = systems(found, drawn.pages, drawn.entities, drawn.index, drawn.marks)
    assert [(k.key, k.count.count) for k in kinds] == [("surveillance", 1), ("weapon", 1)]
    (cameras,) = kinds[0].rows
    assert [t.text for t in cameras.supplier] == ["China"]
    assert [t.text for t in cameras.counts] == ["2 cameras"]
    assert cameras.counts[0].cites[0].href == f"#r1-0-{len(TEXT.text)}"
    assert cameras.mark.events == (0,)


def test_a_state_is_drawn_as_a_whole_and_a_town_as_a_point() -> None:
    towns = (Entity("place-b", "place", "BELGRADE"), Entity("place-a", "place", "Belgrade airport"))
    drawn = Drawn(
        {"place": ("state:rs",)}, {"place": ("place-b",)}, {"place": ("place-a",)}, entities=towns,
    )  # fmt: skip
    rows = {p.name: p for p in places(drawn.views, drawn.sources, drawn.entities)}
    assert rows["Serbia"].area
    assert (rows["Belgrade"].at, rows["Belgrade airport"].at) == ("", "Belgrade")
    found = worldmap(tuple(rows.values()), drawn.marks)
    assert found is not None
    assert {p.name: p.near for p in found.pins} == {"Belgrade": False, "Belgrade airport": True}
    (area,) = found.areas
    assert area.name == "Serbia"
    assert 19 < area.x < 23
    assert -46 < area.y < -42
    assert area.path.count("M") > 3


def test_a_namesake_in_a_state_nobody_speaks_of_is_not_put_on_the_map() -> None:
    airport = Entity("place-h", "place", "Henderson airport", latitude=36.04, longitude=-114.98, state="state:us")
    (row,) = places(*_placed(airport))
    assert row.latitude is None
    assert "Henderson" in row.doubt


def test_a_place_that_only_the_record_locates_is_drawn_where_it_says() -> None:
    (row,) = places(*_placed(Entity("place-m", "place", "Minas Tirith", latitude=44.8, longitude=20.5)))
    assert (row.latitude, row.longitude, row.area) == (44.8, 20.5, False)


def _placed(entity: Entity) -> tuple[list[EventView], dict[str, Event], dict[str, Entity]]:
    drawn = Drawn({"place": (entity.id,)}, entities=(entity,))
    return drawn.views, drawn.sources, drawn.entities


def test_the_grid_keeps_every_event_once() -> None:
    drawn = Drawn({"time": "2019-03"}, {"time": "1980"}, {}, {"time": "2021/2023", "type": "statement_concern"})
    made = grid(drawn.views, drawn.marks)
    assert [year for year, _ in made.years] == [*map(str, range(1998, 2022)), UNDATED]
    assert [(r.name, r.mark.count) for r in made.rows] == [
        ("Surveillance systems", 3),
        ("Statements, incidents etc.", 1),
    ]
    inside = sum(c.mark.count for r in made.rows for c in r.cells if c)
    assert inside + made.before.count == 4
    assert [year for year, within in made.years if within] == ["2019", "2020", "2021", UNDATED]


@pytest.mark.parametrize(("years", "step"), [(1, 1), (8, 1), (9, 2), (14, 2), (15, 5)])
def test_labels_of_years_keep_apart(years: int, step: int) -> None:
    assert label_step(years) == step


def test_a_page_of_one_pair_holds_what_others_gave_them_but_shows_it_only_where_asked() -> None:
    rohan = Entity("state:ro", "state", "Rohan", state="state:ro")
    drawn = Drawn(
        {},
        {"actor": ("state:ru",), "item": "drones"},
        {"actor": ("state:ru",), "recipient": ("state:ro",)},
        entities=(rohan,),
    )
    inputs = DossierInput((TEXT,), drawn.claims, drawn.matching, about="China-Serbia")
    page = dossier(inputs)
    assert re.search(r'<details data-e="\d" class="event cv off" id="e-event-1"', page)
    assert "e-event-2" not in page
    assert "All pairs of states" not in page
    assert "All pairs of states" in dossier(replace(inputs, about=None))


@pytest.mark.parametrize(
    ("unit", "said"), [("number", "at least 1,200"), ("cameras", "at least 1,200 cameras"), ("", "at least 1,200")]
)
def test_a_unit_that_says_nothing_is_not_said(unit: str, said: str) -> None:
    assert value_in_words("quantity", {"value": 1200, "unit": unit, "approx": "at_least"}, {}) == said


@pytest.mark.parametrize(
    ("slot", "texts", "shown"),
    [
        (
            "quantity:people",
            ("about 180 officers", "180 Chinese", "6 policemen"),
            ("about 180 officers", "6 policemen"),
        ),
        ("quantity:aircraft", ("6 units", "9 aircraft", "6 drones"), ("6 drones", "9 aircraft")),
        ("quantity", ("6 units", "9 units"), ("6 units", "9 units")),
        ("quantity", ("180 officers", "180 people"), ("180 officers", "180 people")),  # one of them denied
        ("money", ("USD 5 million", "EUR 5 million"), ("USD 5 million", "EUR 5 million")),
        ("item", ("FT-8C", "FT-8D"), ("FT-8C", "FT-8D")),
    ],
)
def test_what_is_contested_names_each_number_once(slot: str, texts: tuple[str, ...], shown: tuple[str, ...]) -> None:
    finding = FindingView(slot, "", "disputed", tuple(ValueView(text, (), "") for text in texts))
    assert finding.versions == shown
