"""Which announcing words of a sentence open which frame, and whether what they govern fits it."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dragoman.codebook.lists import load_lists
from dragoman.codebook.types import Codebook, Frame, load_codebook
from dragoman.coding.arguments import Functions, coordinated, functions, phrase
from dragoman.coding.parties import Names, Party
from dragoman.coding.people import those_asked
from dragoman.coding.stage import negated
from dragoman.reading.parsed import text_of

Token = Any
POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
EMPTY_HEADS = frozenset(
    """number series batch variety range kind type amount set total lot bulk majority piece part unit copy lots
    dozen dozens hundred hundreds thousand thousands package shipment consignment tranche pair""".split()
)

GENERAL_HEADS = frozenset(
    """equipment system technology software gear kit hardware device material supply project network platform
    solution tool item goods product aid assistance help package service""".split()
)
DEED_HEADS = frozenset(
    """purchase sale delivery supply acquisition procurement export import transfer installation deployment
    construction provision donation""".split()
)
AMBIGUOUS = frozenset(
    """acquisition tender bid capital budget lease revenue ownership investor reserve maturity donation surveillance
    gift round rounds charge charges arm mine mines fleet primer fuse bug bugs switch exchange command sight sights
    decoy flare shell company degree study skill competition interest card relief term cost price payment""".split()
)
PLACED = frozenset(("in", "at", "across", "throughout", "object.in"))
MAKES = frozenset("make manufacture build produce develop supply design sell".split())


LEMMAS = {
    "instal": "install",
    "enrol": "enroll",
    "fulfil": "fulfill",
    "leas": "lease",
    "hop": "hope",
    "wiretappe": "wiretap",
}
"""Lemmas that the language model gets wrong or spells in its own way."""
DEALT = frozenset(("arms_transfer", "technology_transfer", "surveillance_deployment", "digital_infrastructure"))
BANK = re.compile(r"bank\b|\bexim\b|eximbank|monetary fund|\bIMF\b|development fund", re.I)
TRADE_HEADS = frozenset(
    "equipment system technology software gear kit hardware device product solution platform".split()
)
TRADES = {"arms": "arms", "telecom": "telecom", "it": "telecom", "surveillance": "surveillance"}
FORCE = re.compile(
    r"\b(?:army|navy|air force|armed forces?|military|police|guard|forces|defen[cs]e|gendarmerie|troops"
    r"|interior|coast guard|brigade|battalion|barracks)\b",
    re.I,
)
PERCENT = re.compile(
    r"\d\s?%|\bper ?cent\b|\bpercent|\b(?:half|majority|thirds?|quarters?|fifths?)\b|\b(?:in"
    r"|out of) (?:every )?(?:ten|five|four|three)\b",
    re.I,
)


OFFICES = frozenset(
    """minister president premier chancellor leader official delegation ambassador envoy general admiral commander
    chief secretary chairman king queen
    prince emir sultan officer diplomat lawmaker senator governor director head representative counterpart spokesman
    officials team mission party""".split()
)


POLL = re.compile(r"\b(?:polls?|polled|polling|survey(?:s|ed)?|respondents?|pollsters?|opinion research)\b", re.I)
SHARE = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine) in \w+|\b\d{1,2}(?:\.\d+)?\b")
REFERS = frozenset(("statement_concern", "statement_support"))
ASKED = frozenset("respondent citizen voter adult people resident participant".split())


@dataclass
class Fit:
    """A frame as it fits at an announcing word: its roles filled."""

    trigger: Token
    frame: Frame
    functions: Functions
    actors: list[Party] = field(default_factory=list)
    recipients: list[Party] = field(default_factory=list)
    item: Token | None = None
    lacks: str = ""
    recalled: tuple[str, tuple[int, int]] | None = None
    """The item, with its place in the report, where the sentence only refers to it."""
    score: float = 0.0


@dataclass(frozen=True)
class Vocabulary:
    """The item words by lemma, each with its domains."""

    words: dict[str, frozenset[str]]
    longest: int

    def domains(self, text: str) -> set[str]:
        """The domains that the words of a text belong to, the longest word first ("copper mine" is no naval mine)."""
        tokens = text.lower().replace("-", " ").split()
        found: set[str] = set()
        at = 0
        while at < len(tokens):
            for n in range(min(self.longest, len(tokens) - at), 0, -1):
                key = " ".join(tokens[at : at + n])
                known = (
                    (self.words.get(key) or self.words.get(_singular(key))) if n > 1 or key not in AMBIGUOUS else None
                )
                if known:
                    found |= known
                    at += n - 1
                    break
            at += 1
        return found


def _singular(text: str) -> str:
    if text.endswith("ies"):
        return text[:-3] + "y"
    return text[:-1] if text.endswith("s") and not text.endswith("ss") else text


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The item words of the lists."""
    words: dict[str, set[str]] = {}
    for domain, entries in load_lists().items.items():
        for entry in entries:
            words.setdefault(entry.lower().replace("-", " "), set()).add(domain)
    return Vocabulary({w: frozenset(d) for w, d in words.items()}, max((len(w.split()) for w in words), default=1))


SYSTEM_DOMAIN = {
    "surveillance": "surveillance",
    "telecom": "telecom",
    "network": "telecom",
    "arms": "arms",
    "spyware": "surveillance",
    "programme": "programme",
    "exercise": "exercise",
}


def fits(doc: Any, names: Names, codebook: Codebook | None = None) -> Iterator[Fit]:
    """All frames that the words of a sentence open, fitting or not (``lacks`` says what is missing)."""
    book = codebook or load_codebook()
    for token in doc:
        pos = POS.get(token.pos_)
        if pos is None:
            continue
        lemma = lemma_of(token)
        frames = book.frames(lemma, pos) or book.frames(token.lower_, pos)
        if pos == "verb" and token.tag_ in ("VBN", "VBG") and token.dep_ == "amod":
            frames = book.frames(token.lower_, "adjective")
        if not frames:
            continue
        around = functions(token)
        for frame in frames:
            if _worded(token, frame, lemma):
                yield _fit(token, frame, around, names)


def lemma_of(token: Token) -> str:
    """The lemma, put right where the language model errs; "co - produce" is one word."""
    lemma = str(token.lemma_.lower())
    if (
        token.i > 1
        and token.nbor(-1).text == "-"
        and token.nbor(-2).lower_ in ("co", "re")
        and token.idx == token.nbor(-1).idx + 1
    ):
        return f"{token.nbor(-2).lower_}-{lemma}"
    return LEMMAS.get(lemma, lemma)


def _worded(token: Token, frame: Frame, own: str) -> bool:
    """A verb listed with a particle ("hand over") needs it; one listed without must not be another phrasal verb.

    ``own`` is the token's lemma (``lemma_of``).
    """
    if frame.pos != "verb":
        return any(_modified(token, word) for word in frame.words)
    for word in frame.words:
        lemma, *particle = word.split()
        if lemma != own:
            continue
        if not particle:
            return True
        if any(c.lower_ == particle[0] and c.dep_ in ("prt", "prep", "advmod") for c in token.children) or (
            token.i + 1 < len(token.doc) and token.nbor(1).lower_ == particle[0]
        ):
            return True
    return False


def _modified(noun: Token, word: str) -> bool:
    """A noun listed with what modifies it ("credit line") needs it; a bare one stands for itself."""
    *before, last = word.split()
    if last not in (noun.lemma_.lower(), noun.lower_):
        return False
    left = {
        w
        for t in noun.doc[noun.left_edge.i : noun.i]
        if t.head == noun or t.head.head == noun
        for w in (t.lower_, t.lemma_.lower())
    }
    return all(w in left for w in before)


def origin(item: Token) -> list[Token]:
    """Who the item is said to come from: its adjective of nationality, its maker before it, or "made by", "from"."""
    out = [c for c in item.children if c.dep_ in ("amod", "compound", "nmod", "poss") and c.i < item.i]
    out += [
        g
        for c in out
        for g in c.children
        if c.dep_ in ("amod", "compound") and g.dep_ in ("amod", "compound", "npadvmod", "nmod")
    ]
    for child in item.children:
        if child.dep_ == "prep" and child.lower_ == "from":
            out += [o for o in child.children if o.dep_ == "pobj"]
        elif child.dep_ in ("acl", "relcl") and child.lemma_ in MAKES:
            out += [
                o
                for key in ("subject", "by", "in", "from")
                for o in functions(child).get(key, [])
                if o != item and not o.is_ancestor(item)
            ]
    return out


def _fit(token: Token, frame: Frame, around: Functions, names: Names) -> Fit:
    fit = Fit(token, frame, around)
    fit.item = _item(frame, around, names)
    around = (
        {**around, "origin": origin(fit.item), "inside": [t for t in fit.item.subtree if names.at(t)]}
        if fit.item is not None
        else around
    )
    if frame.people:
        fit.actors = those_asked([h for name in frame.actor for h in filled(name, around)], names)
    else:
        fit.actors = _role(frame.actor, around, names, frame.collect)
    fit.recipients = _role(frame.recipient, around, names, frame.collect, frame.nationals, {a.name for a in fit.actors})
    if not fit.actors and frame.type == "agreement":  # "the memorandum was signed in 2019"
        thing = fit.item if fit.item is not None and token.pos_ == "VERB" else token
        fit.actors = names.referred(thing) or list(names.pair)
    if not fit.recipients and frame.type in REFERS:  # "objected to the draft"
        heads = [h for name in frame.recipient if name != "inside" for h in filled(name, around)]
        fit.recipients = next(
            (r for h in heads if (r := [p for p in names.referred(h) if p.name not in {a.name for a in fit.actors}])),
            [],
        )
    if frame.type == "finance":
        _lenders_act(fit)
    elif around.get("partner") and frame.type in DEALT:
        _partners_act(fit, names.parties(around["partner"]))
    if frame.company_acts and _company(fit.recipients) and fit.actors and not _company(fit.actors):
        fit.actors, fit.recipients = fit.recipients, fit.actors
    fit.lacks = lack(fit, names)
    fit.score = frame.weight * (
        1 + bool(fit.actors) + bool(fit.recipients) + 0.5 * bool(fit.item) + 0.5 * len(frame.domains and frame.needs)
    )
    return fit


def _role(
    wanted: tuple[str, ...],
    around: Functions,
    names: Names,
    collect: bool,
    nationals: bool = False,
    taken: AbstractSet[str] = frozenset(),
) -> list[Party]:
    out: list[Party] = []
    for name in wanted:
        found = [
            p for p in names.parties(filled(name, around), nationals) if p.name not in {o.name for o in out} | taken
        ]
        if name in PLACED:  # a state or body can be a host, a town that no list knows is its place only
            found = [p for p in found if p.mention.kind not in ("place", "person") and p.mention.how != "model"]
        if name == "origin":  # what the statistical model calls a name may be the thing itself
            found = [p for p in found if p.mention.how != "model"]
        out += found
        if out and not collect:
            break
    return out


def filled(name: str, around: Functions) -> list[Token]:
    """The heads of a function; ``clause.with`` looks for the with-phrase of the clause."""
    first, _, rest = name.partition(".")
    heads = around.get(first, [])
    return [h for head in heads for h in filled(rest, functions(head))] if rest else heads


def _partners_act(fit: Fit, partners: list[Party]) -> None:
    """Of those who sign a contract to supply or build, a company does it and the other side gets it."""
    sides = [*fit.actors, *(p for p in partners if p.name not in {a.name for a in fit.actors})]
    companies = [p for p in sides if p.mention.kind == "company"]
    others = [p for p in sides if p.mention.kind != "company"]
    if companies and others and not fit.recipients:
        fit.actors, fit.recipients = companies, others


def _lenders_act(fit: Fit) -> None:
    """Of those who sign a loan, the bank lends and the other side borrows, whatever the order they are named in."""
    banks = [p for p in (*fit.actors, *fit.recipients) if _bank(p)]
    others = [p for p in (*fit.actors, *fit.recipients) if not _bank(p)]
    if banks and others and (not fit.recipients or not any(_bank(p) for p in fit.actors)):
        fit.actors, fit.recipients = banks, others


def _bank(party: Party) -> bool:
    return bool(BANK.search(party.name))


def _company(parties: list[Party]) -> bool:
    return bool(parties) and all(p.mention.kind == "company" for p in parties)


def _item(frame: Frame, around: Functions, names: Names) -> Token | None:
    """The first thing governed that is of a domain of the frame, else the first thing governed at all."""
    heads = [
        one
        for name in frame.item
        for head in filled(name, around)
        for one in coordinated(_content(head, bool(frame.domains)))
    ]
    return next((h for h in heads if in_domains(h, frame.domains, names)), heads[0] if heads else None)


def _content(head: Token, things: bool) -> Token:
    """ "a number of drones" is about drones; where ``things`` are looked for, "the purchase of drones" and "buying
    drones" are too."""
    if things and head.pos_ == "VERB":
        return next((_content(o, things) for o in _verb_objects(head)), head)
    if head.lemma_.lower() in EMPTY_HEADS or (things and head.lemma_.lower() in DEED_HEADS):
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for obj in child.children:
                    if obj.dep_ == "pobj":
                        return _content(obj, things)
    return head


def _verb_objects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]


def lack(fit: Fit, names: Names) -> str:
    """What the frame needs and a sentence does not give, in plain English; empty where the frame fits."""
    frame = fit.frame
    for need in frame.needs:
        if need == "item" and (
            fit.item is None or not (in_domains(fit.item, frame.domains, names) or _of_trade(fit, names))
        ):
            return f"item of domain {' or '.join(frame.domains)}"
        if need == "force" and not any(FORCE.search(p.name) for p in fit.recipients):
            return "an armed force or police that gets it"
        if need == "actor" and not fit.actors:
            return "actor"
        if need == "recipient" and not fit.recipients:
            return "recipient"
        if need == "party" and not (fit.actors or fit.recipients):
            return "party"
        if need == "two_parties" and len(fit.actors) + len(fit.recipients) < 2:
            return "second party"
        if need == "number" and not any(t.like_num for t in fit.trigger.doc):
            return "number"
        if need == "money" and not any(t.ent_type_ == "MONEY" for t in fit.trigger.doc):
            return "money"
        if need == "percent" and not PERCENT.search(text_of(fit.trigger.doc)):
            return "percentage"
        if need == "negation" and not negated(fit.trigger):
            return "negation"
        if need == "person" and not any(_person(h, names) for name in frame.actor for h in filled(name, fit.functions)):
            return "person as actor"
        if need == "clause" and not fit.functions.get("clause"):
            return "clause"
        if need == "company" and not _company(fit.recipients):
            return "company as recipient"
        if need == "asked" and not any(_asked(h, names) for name in frame.actor for h in filled(name, fit.functions)):
            return "share of those asked"
        if need == "name" and not any(
            t.pos_ == "PROPN" or (t.is_title and t.i)
            for t in _phrase(fit.item if fit.item is not None else fit.trigger)
        ):
            return "name of its own"
        if need == "date" and not any(t.ent_type_ == "DATE" for t in fit.trigger.subtree):
            return "date of its own"
    text = _governed(fit)
    if frame.with_ and not any(f" {w} " in text for w in frame.with_):
        return f"one of {', '.join(frame.with_[:4])}"
    if frame.without and (bad := next((w for w in frame.without if f" {w} " in text), None)):
        return f"ruled out by {bad!r}"
    return ""


def _person(head: Token, names: Names) -> bool:
    return head.lemma_.lower() in OFFICES or any(m.kind == "person" for one in coordinated(head) for m in names.at(one))


def _asked(head: Token, names: Names) -> bool:
    """A share of people, or in a sentence about a poll the people themselves."""
    above = (
        head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else head
    )  # "61 per cent of Serbs named": parsed as Serbs so named
    if above != head and PERCENT.search(head.doc[above.left_edge.i : head.i].text):
        return True
    if PERCENT.search(_phrase_text(head)) or (SHARE.search(_phrase_text(head)) and POLL.search(text_of(head.doc))):
        return True
    return bool(POLL.search(text_of(head.doc))) and (
        head.lemma_.lower() in ASKED
        or (head.tag_ in ("NNS", "NNPS") and any(m.kind == "nationality" for m in names.at(head)))
    )


def _phrase(head: Token) -> Any:
    return head.doc[head.left_edge.i : head.right_edge.i + 1]


def _phrase_text(head: Token) -> str:
    return str(_phrase(head).text)


def _of_trade(fit: Fit, names: Names) -> bool:
    """ "ZTE's equipment" is telecom equipment: a general word is of the trade of the company that makes or supplies
    it."""
    if fit.item is None or fit.item.lemma_.lower() not in TRADE_HEADS:
        return False
    makers = [p for p in (*fit.actors, *names.parties(origin(fit.item))) if p.mention.kind == "company"]
    entries = [load_lists().get(p.mention.ref) for p in makers]
    return any(e is not None and TRADES.get(str(e.extra.get("sector"))) in fit.frame.domains for e in entries)


def in_domains(head: Token, domains: tuple[str, ...], names: Names) -> bool:
    """Whether a thing is of one of these domains, by its noun phrase (and what a general word such as "equipment" is
    for)."""
    if not domains:
        return head.pos_ not in ("PRON", "DET")
    if any(m.kind in ("company", "state", "person") and m.how in ("list", "alias") for m in names.at(head)):
        return False
    left, right = phrase(head)
    if head.lemma_.lower() in GENERAL_HEADS:
        right = max(right, min(head.right_edge.i + 1, head.i + 14))
    span = head.doc[left:right]
    wanted = set(domains)
    if (left, right) not in names.domains:
        said = vocabulary().domains(" ".join(t.lemma_ for t in span)) | vocabulary().domains(span.text)
        names.domains[left, right] = frozenset(said)
    if names.domains[left, right] & wanted:
        return True
    return any(
        _system_domain(m.ref) & wanted
        for m in names.mentions
        if m.kind == "system"
        and m.how != "model"
        and m.start < span.end_char + names.offset
        and span.start_char + names.offset < m.end
    )


def _system_domain(ref: str | None) -> set[str]:
    entry = load_lists().get(ref)
    if entry is None:
        return {"arms"}
    return {
        SYSTEM_DOMAIN.get(str(entry.extra.get("class")), str(entry.extra.get("class", "arms"))),
        str(entry.extra.get("sort", "")),
    }


def _governed(fit: Fit) -> str:
    """What an announcing word governs, as lower-case lemmas, for the tests ``with`` and ``without``."""
    tokens = {t.i for t in fit.trigger.subtree} | {fit.trigger.i}
    head = fit.trigger.head
    describes = fit.frame.pos == "adjective"
    if (describes or fit.trigger.pos_ in ("NOUN", "PROPN")) and (describes or head.pos_ in ("VERB", "AUX")):
        tokens |= {t.i for t in head.subtree}
    words = [fit.trigger.doc[i] for i in sorted(tokens)]
    return f" {' '.join(w.lemma_.lower() for w in words)} | {' '.join(w.lower_ for w in words)} "
