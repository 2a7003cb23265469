"""From the words that fill a role to the parties they name, by the naming rules of the coding manual."""

from dataclasses import dataclass
from typing import Any

from dragoman.coding.arguments import coordinated
from dragoman.reading import Mention, Sentence

Token = Any
PARTY_KINDS = frozenset(("state", "nationality", "capital", "group", "body", "company", "person"))
PAIRED = frozenset(("conj", "amod", "compound", "npadvmod", "nmod"))
OWN = frozenset("government authorities".split())
DEALS = {
    w: kind
    for kind, words in {
        "agreement": """agreement pact treaty memorandum accord draft arrangement text understanding convention
        protocol declaration mou partnership alliance""".split(),
        "transfer": "deal contract purchase sale order acquisition delivery donation gift loan project".split(),
        "exercise": "exercise drill manoeuvre maneuver patrol training".split(),
    }.items()
    for w in words
}
UNNAMED = frozenset(
    """company companies firm firms manufacturer manufacturers maker makers bank banks contractor contractors supplier
    suppliers vendor vendors
    citizen citizens national nationals student students man men woman women people journalist journalists analyst
    analysts expert experts
    researcher researchers activist activists critic critics observer observers lawmaker lawmakers senator senators
    source sources
    product products weapon weapons system systems drone drones camera cameras technology technologies equipment
    aircraft missile missiles loan loans
    investor investors tourist tourists worker workers resident residents politician politicians media newspaper
    newspapers website
    app apps market markets investment investments money aid support city cities town towns university universities
    border""".split()
)

OWNED = frozenset(
    """government president minister ministry army navy police parliament congress senate embassy ambassador air force
    defence defense
    foreign interior general prime security state council department chief head leader military forces""".split()
)
"""What a state has, written with a capital: it stands for the state or is found as a body, and is no name of its
own."""


@dataclass(frozen=True, slots=True)
class Party:
    """A resolved party and where it was read."""

    name: str
    start: int
    end: int
    mention: Mention


class Names:
    """The mentions of one sentence, looked up by token."""

    def __init__(self, sentence: Sentence, mentions: tuple[Mention, ...], states: dict[str, str]) -> None:
        self.offset = sentence.start
        self.mentions = mentions
        self.states = states
        self.deals: dict[str, tuple[Party, ...]] = {}
        """The parties of the last agreement, transfer or exercise that the report told of."""
        self.home: Party | None = None
        """The state that the report is set in: whose "the government" is."""
        self.pair: tuple[Party, ...] = ()
        """The two states that the report tells of, where it tells of two."""
        self.domains: dict[tuple[int, int], frozenset[str]] = {}
        """Of noun phrases looked at already (first and last token) the domains of their words."""
        self.asked: str | None = None
        """Whom a poll told of in this report asked, where the sentence does not say."""

    def at(self, token: Token) -> list[Mention]:
        """The mentions that cover a token."""
        start, end = token.idx + self.offset, token.idx + len(token.text) + self.offset
        return [m for m in self.mentions if m.start < end and start < m.end]

    def party(self, mention: Mention) -> Party:
        """A mention as the party it names: a demonym or a capital is its state."""
        name = mention.name
        if mention.kind in ("nationality", "capital") and mention.state:
            name = self.states.get(mention.state, name)
        return Party(name, mention.start, mention.end, mention)

    def parties(self, heads: list[Token], nationals: bool = False) -> list[Party]:
        """All parties that these argument heads name, coordination included, each once; with ``nationals``, "Serbian
        students"
        stand for their state (who is taught), which elsewhere they do not."""
        out: list[Party] = []
        for head in heads:
            for one in coordinated(head):
                for party in self._one(one, nationals=nationals):
                    if party.name not in (p.name for p in out):
                        out.append(party)
        return out

    def _one(self, head: Token, depth: int = 0, nationals: bool = False) -> list[Party]:
        own = [m for m in self.at(head) if m.kind in PARTY_KINDS or (m.kind == "place" and m.state)]
        named = [m for m in own if m.kind != "nationality" or head.pos_ in ("PROPN", "NOUN", "ADJ")]
        if named:
            references = [m for m in named if m.how == "reference"]
            solid = [m for m in named if m.how != "reference"]
            return [self.party(m) for m in (solid[-1:] or references)]
        if depth > 3 or (not nationals and (head.lower_ in UNNAMED or head.lemma_.lower() in UNNAMED)):
            return self._apposition(head, depth)
        if person := next((p for p in self._apposition(head, depth) if p.mention.kind == "person"), None):
            return [person]  # "the US Secretary of Defense, Lloyd Austin"
        if (
            head.pos_ == "PROPN"
            and head.i
            and head.nbor(-1).lower_ in ("'s", "’s")
            and head.lemma_.lower() not in OWNED
        ):  # "Romania's POSTelecom"
            start = head.idx + self.offset
            return [
                Party(
                    head.text,
                    start,
                    start + len(head.text),
                    Mention(start, start + len(head.text), head.text, "body", head.text, how="shape"),
                )
            ]
        for child in head.children:
            if child.dep_ in ("amod", "compound", "nmod", "poss"):  # noqa: SIM102 (the second asks more of the same)
                if found := [m for m in self.at(child) if m.kind in PARTY_KINDS]:
                    pair = [
                        m
                        for c in child.children
                        if c.dep_ in PAIRED
                        for m in self.at(c)
                        if m.kind in PARTY_KINDS and m not in found
                    ]  # "Sino-Serbian"
                    return [self.party(m) for m in (*found[:1], *pair)]
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from", "in"):
                for obj in child.children:
                    if obj.dep_ == "pobj" and (
                        found_below := [p for c in coordinated(obj) for p in self._one(c, depth + 1)]
                    ):
                        return found_below
        return self._apposition(head, depth) or self._own(head)

    def _own(self, head: Token) -> list[Party]:
        """ "the government", "the authorities": those of the state that the report is set in."""
        alone = all(
            c.dep_ in ("det", "relcl", "acl", "punct") and c.lower_ not in ("a", "an", "no") for c in head.children
        )
        return [self.home] if self.home is not None and alone and head.lower_ in OWN else []

    def referred(self, head: Token) -> list[Party]:
        """Between whom "the pact" or "this deal" is: the parties of the last one told of."""
        definite = any(
            c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "such", "both") for c in head.children
        )
        return list(self.deals.get(DEALS[head.lemma_.lower()], ())) if definite and head.lemma_.lower() in DEALS else []

    def _apposition(self, head: Token, depth: int) -> list[Party]:
        if depth > 3:
            return []
        return [p for child in head.children if child.dep_ == "appos" for p in self._one(child, depth + 1)]
