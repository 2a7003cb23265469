"""A claim whose words are not in the report is dropped, with the reason."""

from dragoman.coding.claim import Claim
from dragoman.coding.ground import ground

TEXT = "China sold drones to Serbia."


def claim(**changes: object) -> Claim:
    made = Claim("r", 0, len(TEXT), TEXT, "arms_transfer", ("China",), ("Serbia",), "drones")
    return made.with_(**changes) if changes else made


def test_grounded_claim_is_kept() -> None:
    assert ground(TEXT, [claim()]).claims == (claim(),)


def test_each_fault_is_told() -> None:
    faults = [
        claim(quote="China gave drones."),
        claim(type="gossip"),
        claim(status="sold"),
        claim(spans=(("actor", (0, 99)),)),
    ]
    coding = ground(TEXT, faults)
    assert coding.claims == ()
    assert len(coding.drops) == 4
    assert all(d.reason.startswith("grounding: ") for d in coding.drops)


def test_same_claim_twice_is_one() -> None:
    assert len(ground(TEXT, [claim(), claim()]).claims) == 1
