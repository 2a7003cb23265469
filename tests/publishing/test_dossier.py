"""The page: complete, self-contained, deterministic, true to the offsets and deaf to hostile text."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dragoman.errors import DragomanError
from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.publishing import DossierInput, dossier
from tests.publishing.sample import EVIL, FIRST, claim, report


class Page(HTMLParser):
    """Elements, ids, links and the text of ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[tuple[str, str | None]] = []
        self.open: list[int] = []
        self.texts: dict[str, str] = {}
        self.parts: list[tuple[str, str, list[str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "link", "br", "img", "hr"):
            self.stack.append((tag, dict(attrs).get("id")))
            self.open.append(len(self.parts))
            self.parts.append((tag, dict(attrs).get("class") or "", []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.stack:
            self.open.pop()
            if self.stack.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        for _, name in self.stack:
            if name:
                self.texts[name] = self.texts.get(name, "") + data
        for place in self.open:
            self.parts[place][2].append(data)

    def words(self, tag: str, name: str) -> str:
        """The text of the first element with this tag and class."""
        return next("".join(text) for found, classes, text in self.parts if found == tag and name in classes.split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self) -> list[str]:
        return [i for _, attributes in self.elements if (i := attributes.get("id"))]


def _twice(finding: Finding) -> Finding:
    """The same with its last value stated once more, by others."""
    last = finding.values[-1]
    return replace(finding, values=(*finding.values, replace(last, sources=("Herald c",))))


def test_the_first_screen_counts_what_is_there(record: DossierInput) -> None:
    page = Page(dossier(record))
    figures = re.sub(r"\s+", " ", page.words("dl", "figures")).split()
    assert figures == ["reports2", "publishers2", "claims5", "events2", "disputes1"]
    assert page.texts["heading"] == "Arnor and Gondor"
    assert page.texts["period"] == "2020–2021"
    assert page.texts["often"] == "arms transfers (1) and military exercises (1)"
    assert "6 drones or 5 drones" in " ".join(page.words("span", "versus").split())
    twice = replace(record.matching.events[0], findings=tuple(_twice(f) for f in record.matching.events[0].findings))
    again = replace(record, matching=replace(record.matching, events=(twice, *record.matching.events[1:])))
    assert Page(dossier(again)).words("span", "versus").split() == ["6", "drones", "or", "5", "drones"]
    bare = replace(record.matching.events[1], id="event-4", time=None)
    more = Page(dossier(replace(record, matching=replace(record.matching, events=(*record.matching.events, bare)))))
    assert "1 of 3 events: no date told" in " ".join(more.words("ul", "gaps").split())


def test_every_link_leads_somewhere_and_every_id_is_unique(record: DossierInput) -> None:
    page = Page(dossier(record))
    ids = page.ids()
    assert len(ids) == len(set(ids))
    local = [a["href"][1:] for a in page.all("a") if (a.get("href") or "").startswith("#")]  # type: ignore[index]
    assert len(local) > 20
    assert set(local) <= set(ids)


def test_a_value_leads_to_its_sentence_also_where_the_words_occur_twice(record: DossierInput) -> None:
    page = Page(dossier(record))
    second = FIRST.rindex("Gondor ordered nine drones in 2019.")
    assert FIRST.index("Gondor ordered") != second
    hrefs = {a["href"] for a in page.all("a")}
    assert f"#r1-{second}-{second + 35}" in hrefs
    assert "#r1-0-35" not in hrefs
    for item in record.claims:
        key = {"report-a": "r1", "report-b": "r2"}[item.report]
        assert page.texts[f"{key}-{item.start}-{item.end}"] == item.quote


def test_a_value_carries_the_offsets_of_its_words(record: DossierInput) -> None:
    start = FIRST.index("six drones")
    links = [a for a in Page(dossier(record)).all("a") if a.get("data-m") == f"{start}-{start + 3}"]
    assert links


def test_a_dispute_shows_its_sides_and_what_was_said_at_other_stages(record: DossierInput) -> None:
    page = dossier(record)
    part = page.partition('<section id="disputes"')[2].partition("</section>")[0]
    sides = part.split('<div class="side')
    assert len(sides) == 1 + 1 + 2  # before, the wrapper, two sides
    assert "6 drones" in sides[2]
    assert "Arnor delivered six drones" in re.sub("<[^>]+>", "", sides[2])
    assert "5 drones" in sides[3]
    assert "At other stages:" in sides[3]
    assert "9 drones" in sides[3].partition("At other stages:")[2]
    assert "lower figure" in part


def test_nothing_asks_a_network_and_nothing_runs_but_our_script(record: DossierInput) -> None:
    html = dossier(record)
    page = Page(html)
    assert not [
        e
        for e, _ in page.elements
        if e in ("img", "link", "iframe", "object", "embed", "base", "audio", "video", "source")
    ]
    assert not [
        a for _, a in page.elements if "style" in a or any(name.startswith("on") for name in a) or "srcset" in a
    ]
    assert all("src" not in a for _, a in page.elements)
    assert not re.search(r"url\((?!#)|@import", html)
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag, number in (("style", 2), ("script", 1)):
        texts = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert len(texts) == number
        for text in texts:
            assert "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_hostile_text_is_only_ever_text(record: DossierInput) -> None:
    evil = report(
        "e", f"{EVIL} signed it.", title=EVIL, publisher=EVIL, address="javascript:alert(1)", language=EVIL, sha256=EVIL
    )
    told = claim(
        evil,
        f"{EVIL} signed it.",
        type=EVIL,
        actor=(EVIL,),
        item=EVIL,
        attribution=EVIL,
        time=EVIL,
        status=EVIL,
        place=(EVIL,),
    )
    finding = Finding(
        f"{EVIL}:{EVIL}",
        "disputed",
        (Value({EVIL: EVIL}, (told.id,), (EVIL,), EVIL), Value([EVIL], (told.id,), (EVIL,), EVIL)),
        rule=EVIL,
        reason=EVIL,
    )
    event = Event(
        f"e-{EVIL}",
        EVIL,
        EVIL,
        ("p",),
        ("q",),
        EVIL,
        EVIL,
        ("p",),
        EVIL,
        EVIL,
        (told.id,),
        (finding,),
        ((EVIL, EVIL, told.id),),
    )
    entities = (Entity("p", EVIL, EVIL, (EVIL,), EVIL, 1.0, 2.0), Entity("q", "state", "Gondor"))
    clean = Page(dossier(record))
    html = dossier(
        replace(
            record,
            reports=(*record.reports, evil),
            claims=(*record.claims, told),
            failures=(),
            matching=Matching((*record.matching.entities, *entities), (*record.matching.events, event)),
        )
    )
    page = Page(html)
    assert {e for e, _ in page.elements} <= {e for e, _ in clean.elements}
    assert len(page.all("script")) == 2
    assert "<script>alert" not in html
    files = r"data:application/(x-bibtex|vnd\.citationstyles\.csl\+json);charset=utf-8;base64,[\w+/=]*\Z"
    assert not [a for a in page.all("a") if not re.match(rf"#|https?://|{files}", a.get("href") or "#")]
    sources = [text for key, text in page.texts.items() if re.fullmatch(r"r\d", key)]
    shown = next(text for text in sources if "javascript:alert(1)" in text)
    assert shown.count(EVIL) >= 5  # title, publisher, language, hash and the text itself


def test_data_for_the_filters_is_json_and_fits_the_choices(record: DossierInput) -> None:
    page = Page(dossier(record))
    data = json.loads(page.texts["data"])
    assert len(data["rows"]) == 2
    assert all(len(row) == 5 for row in data["rows"])
    keys = {int(a[name] or 0) for _, a in page.elements for name in ("data-k", "data-row", "data-none") if name in a}
    assert keys <= set(range(len(data["marks"])))
    assert {a["data-set"] for _, a in page.elements if "data-set" in a} <= set(data["sets"])
    assert {event for mark in data["marks"] for event in mark} <= {0, 1}


def test_the_same_input_gives_the_same_page_in_any_order(record: DossierInput) -> None:
    turned = replace(
        record,
        reports=tuple(reversed(record.reports)),
        claims=tuple(reversed(record.claims)),
        matching=Matching(tuple(reversed(record.matching.entities)), tuple(reversed(record.matching.events))),
    )
    assert dossier(record) == dossier(turned)


def test_an_empty_record_still_makes_a_page() -> None:
    page = dossier(DossierInput((), (), Matching((), ())))
    assert "No events." in page
    assert "No reports." in page


def test_about_keeps_to_a_pair(record: DossierInput) -> None:
    other = claim(record.reports[1], "Arnor has delivered five drones to Gondor.", type="finance", actor=("Rohan",))
    event = Event(
        "event-3", "finance", "Rohan: loan", ("state:ro",), (), None, None, (), "completed", "asserted", (other.id,)
    )
    matching = Matching(
        (*record.matching.entities, Entity("state:ro", "state", "Rohan")), (*record.matching.events, event)
    )
    wide = replace(record, claims=(*record.claims, other), matching=matching)
    assert "Rohan: loan" in dossier(wide)
    narrow = dossier(replace(wide, about="gondor - Arnor"))
    assert "Rohan: loan" not in narrow
    assert Page(narrow).texts["heading"] == "Gondor and Arnor"


@pytest.mark.parametrize("about", ["Mordor-Gondor", "Gondor", "", "Gondor-Gondor"])
def test_a_pair_the_record_does_not_hold_is_a_clear_error(record: DossierInput, about: str) -> None:
    with pytest.raises(DragomanError, match="--about: "):
        dossier(replace(record, about=about))


def test_the_page_is_one_a_screen_reader_can_walk(record: DossierInput) -> None:
    page = Page(dossier(record))
    for landmark in ("header", "nav", "main", "footer"):
        assert page.all(landmark)
    assert len(page.all("h1")) == 1
    assert page.all("html")[0]["lang"] == "en"
    labels = {a["for"] for a in page.all("label") if "for" in a}
    boxes = {a["id"] for a in page.all("input") if a.get("type") == "checkbox"}  # these stand inside of their label
    assert {a["id"] for a in [*page.all("select"), *page.all("input")]} - boxes == labels
    first = next(a for a in page.all("a"))
    assert first["href"] == "#main"
    assert all(a.get("aria-hidden") or a.get("aria-label") for a in page.all("svg"))
