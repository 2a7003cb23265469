"""What a report has told so far, and the plain facts about a candidate that the roles are chosen by."""

import math
from collections.abc import Iterable, Sequence

from dragoman.coding.candidates import HERE, Candidate
from dragoman.coding.parties import PARTY_KINDS

FEATURES = 33
MOST_NAMED = 8
NOTHING = (0.0,) * 6


class Told:
    """Who did what to whom so far in the report: a sentence that leaves a party out goes on about those told before."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.roles: dict[tuple[str, str, str], int] = {}
        self.last: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())

    def take(self, claims: Iterable[tuple[str, Iterable[str], Iterable[str]]]) -> None:
        """Keep in mind the claims of one sentence: type, actors and recipients of each."""
        actors: set[str] = set()
        recipients: set[str] = set()
        for type_, acting, receiving in claims:
            for role, names, here in (("actor", acting, actors), ("recipient", receiving, recipients)):
                for name in names:
                    here.add(name)
                    self.names.add(name)
                    for key in ((role, type_, name), (role, "", name)):
                        self.roles[key] = self.roles.get(key, 0) + 1
        if actors or recipients:
            self.last = (frozenset(actors), frozenset(recipients))

    def about(self, c: Candidate, type_: str) -> tuple[float, ...]:
        """What was told of a candidate, and of the state it belongs to."""
        return (*self.of(c.party, type_), *self.of(c.owner, type_))

    def of(self, name: str | None, type_: str) -> tuple[float, ...]:
        """What was told of a party: actor or recipient of this type, of any type, and in the last claims."""
        if name is None or name not in self.names:
            return NOTHING
        said = [
            min(3, self.roles.get((role, kind, name), 0)) / 3 for kind in (type_, "") for role in ("actor", "recipient")
        ]
        return (*said, float(name in self.last[0]), float(name in self.last[1]))


def fixed_features(
    c: Candidate, i: int, ranks: dict[str, int], counts: dict[str, int], leading: Sequence[str], many: int
) -> tuple[float, ...]:
    """Plain facts about a candidate of sentence ``i`` that hold whatever is claimed.

    ``ranks`` and ``counts`` are the report's most named parties and how often each is named; ``leading`` the states it
    is most about; ``many`` how many parties the sentence itself names.
    """
    rank = ranks.get(c.party or "", MOST_NAMED)
    back = 0 if c.at < 0 else min(4, i - c.at)
    place = leading.index(c.state) if c.state in leading else -1
    return (
        float(c.nested),
        float(c.reference),
        float(c.dual),
        float(c.subject),
        float(bool(c.item)),
        float(bool(c.party)),
        float(bool(c.place)),
        back / 4,
        float(rank == 0),
        float(rank == 1),
        rank / MOST_NAMED,
        math.log1p(counts.get(c.party or "", 0)) / 4,
        float(many == 0),
        float(many == 1),
        float(many >= 3),
        float(c.at < 0),
        float(c.guessed),
        float(place == 0),
        float(place == 1),
        float(place == 2),
        float(c.state is not None and place < 0),
    )


def parties_here(candidates: Iterable[Candidate]) -> int:
    """How many parties the sentence itself names."""
    return len({c.party for c in candidates if c.segment == HERE and c.party and c.kind in PARTY_KINDS})
