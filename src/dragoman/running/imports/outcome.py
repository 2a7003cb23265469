"""What came of an import: how much was taken in, and what was not, with the reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A row or file that was not taken in. ``where`` is file and line; ``remedy`` what to do."""

    where: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: reports whose coding was taken in, claims of them, judgements; reports that were ``kept``
    as the record has them; ``changed`` counts claims whose id is not the one they were exported under."""

    reports: int = 0
    claims: int = 0
    judgements: int = 0
    kept: int = 0
    changed: int = 0
    faults: tuple[Fault, ...] = ()
