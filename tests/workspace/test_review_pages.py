"""Review by its forms, as a browser without a script sends them: each decision, conflicts, undo, what they change."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from dragoman.record import Record
from dragoman.workspace import fields
from dragoman.workspace.app import create_app
from dragoman.workspace.desk import Desk
from dragoman.workspace.settings import Settings

NEVER = ("csrf", "decision", "why")
"""Fields that a test gives itself."""
FOUR_AND_TWO = {"quantity": "4 drones", "quantity_2": "2 drones"}


class Reviewer:
    """Somebody with a browser: sends forms with what the pages put into them."""

    def __init__(self, client: TestClient, name: str) -> None:
        self.client, self.name = client, name
        self.get("/review/decisions")
        self.post("/me", name=name)

    def get(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return self.page

    def post(self, address: str, expected: int = 303, **form: object) -> str:
        csrf = re.search(r'name="csrf" content="(\w+)"', self.page)
        assert csrf
        answer = self.client.post(address, data={"csrf": csrf[1], **form})
        assert answer.status_code == expected, answer.text
        if expected != 303:
            self.page = answer.text
        return answer.headers.get("location", "")

    def form(self) -> dict[str, str]:
        """What the fields of the page's form hold."""
        form = self.page.partition('id="decide"')[2].partition("</form>")[0]
        found = dict(re.findall(r'<input [^>]*name="([\w:]+)" value="([^"]*)"', form))
        for name, options in re.findall(r'<select [^>]*name="(\w+)">(.*?)</select>', form, re.S):
            chosen = re.search(r'value="(\w+)" selected', options)
            assert chosen
            found[name] = chosen[1]
        return {n: unescape(v) for n, v in found.items() if n not in NEVER and not n.startswith("with_")}


@pytest.fixture
def reviewers(desk: Desk) -> Iterator[tuple[Reviewer, Reviewer]]:
    """Two people at the same record, each with a browser of their own."""
    app = create_app(Settings(desk.record.name), desk)
    address = {"base_url": "http://127.0.0.1:8765", "follow_redirects": False}
    with TestClient(app, **address) as one, TestClient(app, **address) as other:
        yield Reviewer(one, "ana"), Reviewer(other, "bo")


def drones(record: Record, quantity: str) -> str:
    """The claim of so many drones."""
    return next(c.id for c in record.claims() if fields.written(c)["quantity"] == quantity)


def current(record: Record) -> dict[str, str]:
    return {c.id: fields.written(c)["quantity"] for c in record.claims() if c.item == "drones" and c.quantity}


def test_accept_goes_on_and_is_kept_with_who(reviewers: tuple, desk: Desk) -> None:
    ana, _ = reviewers
    id = drones(desk.record, "6 drones")
    ana.get(f"/review?claim={id}")
    to = ana.post(f"/review/claims/{id}", **ana.form(), decision="accept")
    assert to == f"/review?kind=claims&after={id}"
    (made,) = desk.record.judgements()
    assert (made.decision, made.made_by, made.subject) == ("accept", "ana", id)
    assert "accepted" in ana.get(f"/review?claim={id}")


def test_correct_makes_a_claim_of_ones_own(reviewers: tuple, desk: Desk) -> None:
    ana, _ = reviewers
    id = drones(desk.record, "5 drones")
    ana.get(f"/review?claim={id}")
    form = ana.form() | {"quantity": "about 7 drones", "span_quantity": "20-24", "actor": "Arnor; Rohan"}
    ana.post(f"/review/claims/{id}", **form, decision="correct")
    made = next(c for c in desk.record.claims() if c.actor == ("Arnor", "Rohan"))
    assert (made.coder, made.confidence, fields.written(made)["quantity"]) == ("ana", 1.0, "about 7 drones")
    assert ("quantity", (20, 24)) in made.spans
    assert id not in current(desk.record)


def test_what_makes_no_sense_is_told_and_what_was_written_stays(reviewers: tuple, desk: Desk) -> None:
    ana, _ = reviewers
    id = drones(desk.record, "6 drones")
    ana.get(f"/review?claim={id}")
    ana.post(f"/review/claims/{id}", 400, **(ana.form() | {"time": "soon", "item": "kites"}), decision="correct")
    assert "&#39;soon&#39; is no time" in ana.page
    assert 'value="kites"' in ana.page
    ana.post(f"/review/claims/{id}", 400, **ana.form() | {"time": ""}, decision="reject")
    assert "needs a reason" in ana.page
    ana.post(f"/review/claims/{id}", 400, **(ana.form() | {"span_item": "3-99999"}), decision="correct")
    assert "no stretch of the text" in ana.page
    assert desk.record.judgements() == []


def test_reject_with_a_reason_of_the_list_or_in_ones_words(reviewers: tuple, desk: Desk) -> None:
    ana, _ = reviewers
    six, five = drones(desk.record, "6 drones"), drones(desk.record, "5 drones")
    for id, given in ((six, {"why": "a headline, caption or teaser"}), (five, {"reason": "it was a joke"})):
        ana.get(f"/review?claim={id}")
        ana.post(f"/review/claims/{id}", **(ana.form() | given), decision="reject")
    assert [j.reason for j in desk.record.judgements()] == ["a headline, caption or teaser", "it was a joke"]
    assert not {six, five} & set(current(desk.record))


def test_split_into_two_that_differ(reviewers: tuple, desk: Desk) -> None:
    ana, _ = reviewers
    id = drones(desk.record, "6 drones")
    ana.get(f"/review?claim={id}")
    ana.post(f"/review/claims/{id}", 200, **ana.form(), decision="part")
    assert "Part 2" in ana.page
    ana.post(f"/review/claims/{id}", 400, **ana.form(), decision="split")
    assert "Two of the parts are the same" in ana.page
    ana.post(f"/review/claims/{id}", **(ana.form() | FOUR_AND_TWO), decision="split")
    assert {"4 drones", "2 drones"} <= set(current(desk.record).values())
    assert id not in current(desk.record)


def test_merge_and_undo_of_both_at_once(reviewers: tuple, desk: Desk) -> None:
    ana, _ = reviewers
    before = current(desk.record)
    id = drones(desk.record, "6 drones")
    ana.get(f"/review?claim={id}")
    ana.post(f"/review/claims/{id}", 200, **ana.form(), decision="part")
    ana.post(f"/review/claims/{id}", **(ana.form() | FOUR_AND_TWO), decision="split")
    four, two = drones(desk.record, "4 drones"), drones(desk.record, "2 drones")
    page = ana.get(f"/review?claim={four}")
    assert f'name="with_1" value="{two}"' in page
    ana.post(f"/review/claims/{four}", **(ana.form() | {"quantity": "6 drones", "with_1": two}), decision="merge")
    assert current(desk.record) == before
    ana.post("/review/undo")
    assert {"4 drones", "2 drones"} <= set(current(desk.record).values())
    ana.post("/review/undo")
    assert current(desk.record) == before
    assert len(desk.record.judgements()) == 6


def test_two_reviewers_never_lose_each_others_work(reviewers: tuple, desk: Desk) -> None:
    ana, bo = reviewers
    id = drones(desk.record, "6 drones")
    ana.get(f"/review?claim={id}")
    bo.get(f"/review?claim={id}")
    assert "Somebody else looks at this" in bo.page
    bo.post(f"/review/claims/{id}", **(bo.form() | {"quantity": "8 drones"}), decision="correct")
    ana.post(f"/review/claims/{id}", 409, **(ana.form() | {"item": "winged drones"}), decision="correct")
    assert "<b>bo</b> was quicker: <b>correct</b>" in ana.page
    assert 'value="winged drones"' in ana.page
    assert list(current(desk.record).values()).count("8 drones") == 1
    over = re.search(r'name="over" value="(\d+)"', ana.page)
    assert over
    ana.post(f"/review/claims/{id}", **ana.form(), decision="correct", over=over[1])
    made = [(j.made_by, j.decision) for j in desk.record.judgements()]
    assert made == [("bo", "correct"), ("ana", "correct")]
    (claim,) = [c for c in desk.record.claims() if c.item == "winged drones"]
    assert claim.coder == "ana"
    assert "8 drones" not in current(desk.record).values()


def test_deciding_after_somebody_has_split_it_undoes_that_and_says_so(reviewers: tuple, desk: Desk) -> None:
    ana, bo = reviewers
    id = drones(desk.record, "6 drones")
    ana.get(f"/review?claim={id}")
    bo.get(f"/review?claim={id}")
    bo.post(f"/review/claims/{id}", 200, **bo.form(), decision="part")
    bo.post(f"/review/claims/{id}", **(bo.form() | FOUR_AND_TWO), decision="split")
    ana.post(f"/review/claims/{id}", 409, **ana.form(), decision="accept")
    over = re.search(r'name="over" value="(\d+)"', ana.page)
    assert over
    ana.post(f"/review/claims/{id}", **ana.form(), decision="accept", over=over[1])
    assert [(j.made_by, j.decision) for j in desk.record.judgements()] == [
        ("bo", "split"),
        ("ana", "undo"),
        ("ana", "accept"),
    ]
    assert id in current(desk.record)


def test_undo_takes_back_ones_own_last_and_no_others(reviewers: tuple, desk: Desk) -> None:
    ana, bo = reviewers
    six, five = drones(desk.record, "6 drones"), drones(desk.record, "5 drones")
    for who, id in ((ana, six), (bo, five)):
        who.get(f"/review?claim={id}")
        who.post(f"/review/claims/{id}", **(who.form() | {"reason": "no"}), decision="reject")
    assert ana.post("/review/undo") == f"/review?claim={six}"
    assert six in current(desk.record)
    assert five not in current(desk.record)
    answer = ana.client.post("/review/undo", headers={"x-csrf-token": re.search(r'csrf" content="(\w+)', ana.page)[1]})
    assert "nothing of yours" in answer.text


def test_a_dispute_is_settled_and_leaves_the_queue(reviewers: tuple, desk: Desk) -> None:
    ana, _ = reviewers
    page = ana.get("/review?kind=disputes")
    assert "Arnor to Gondor: drones" in page
    values = re.findall(r'name="decision" value="(prefer [\w-]+)"', page)
    assert len(values) == 3
    ana.post("/review/disputes", **(ana.form() | {"reason": "Herald b counted them"}), decision=values[2])
    assert "Nothing waits here" in ana.get("/review?kind=disputes")
    (made,) = desk.record.judgements()
    assert (made.decision, made.reason) == ("prefer", "Herald b counted them")
    ana.post("/review/undo")
    assert "Arnor to Gondor: drones" in ana.get("/review?kind=disputes")


def test_a_real_dispute_is_left_open(reviewers: tuple, desk: Desk) -> None:
    ana, _ = reviewers
    ana.get("/review?kind=disputes")
    ana.post("/review/disputes", **ana.form(), decision="open")
    assert "Nothing waits here" in ana.get("/review?kind=disputes")


def test_a_dispute_is_decided_though_events_were_matched_anew_meanwhile(reviewers: tuple, desk: Desk) -> None:
    ana, bo = reviewers
    ana.get("/review?kind=disputes")
    matching = desk.record.matching()
    anew = [replace(e, id="event-77") if e.id == "event-1" else e for e in matching.events]
    desk.record.keep_matching(replace(matching, events=tuple(anew)))
    desk.changed()
    ana.post("/review/disputes", **(ana.form() | {"reason": "both were there"}), decision="open")
    (made,) = desk.record.judgements()
    assert (made.decision, made.reason, made.value["about"]) == ("open", "both were there", "event-77 quantity:drone")
    back = ana.post("/review/undo")
    desk.record.keep_matching(matching)
    desk.changed()
    assert "Arnor to Gondor: drones" in bo.get(back)


def test_events_follow_decisions(reviewers: tuple, desk: Desk) -> None:
    ana, _ = reviewers
    ana.client.app.state.rematcher.now()
    desk.changed()
    five = drones(desk.record, "5 drones")
    ana.get(f"/review?claim={five}")
    ana.post(f"/review/claims/{five}", **(ana.form() | {"reason": "no"}), decision="reject")
    ana.client.app.state.rematcher.now()
    desk.changed()
    assert all(five not in e.claims for e in desk.record.events())
    assert desk.record.disputes() == []


def test_the_queue_holds_what_the_coder_was_unsure_of_and_ends(reviewers: tuple, desk: Desk) -> None:
    ana, bo = reviewers
    sure = drones(desk.record, "6 drones")
    unsure = [c.with_(confidence=0.3 + i / 10, item=f"thing {i}") for i, c in enumerate(desk.record.claims()[:2])]
    from dragoman.coding.claim import Coding

    report = desk.record.report(unsure[0].report)
    desk.record.keep(report, Coding(tuple(unsure)), "sample-2")
    desk.changed()
    ana.get("/review")
    bo.get("/review")
    shown = [re.search(r'action="/review/claims/([\w-]+)"', who.page)[1] for who in (ana, bo)]
    assert shown == [c.id for c in unsure]  # two people are not handed the same
    for who, id in zip((ana, bo), shown, strict=True):
        who.post(f"/review/claims/{id}", **who.form(), decision="accept")
    assert "Nothing waits here" in ana.get("/review?kind=claims")
    assert sure not in shown
