"""Status and modality from the words that govern an announcing word: tense, auxiliaries, negation, hedges."""

from dataclasses import dataclass
from typing import Any

from dragoman.reading.speech import ALLEGED

Token = Any
PLAN = frozenset(
    """plan intend pledge promise vow propose aim expect schedule set slate due commit prepare offer consider want
    hope seek agree decide announce
    pave approve budget earmark project envisage foresee undertake poise tap eye""".split()
)
CONSIDER = frozenset(
    """consider mull weigh discuss explore study eye contemplate debate negotiate talk examine want seek hope look
    request ask propose float""".split()
)
ANNOUNCE = frozenset(
    """plan intend pledge promise vow commit announce offer expect schedule set slate due decide approve earmark
    undertake prepare project envisage foresee poise aim""".split()
)
HYPOTHETICAL = frozenset("may might could would can".split())
NEGATIVE = frozenset("not n't no never neither nor nobody none without hardly barely".split())
DENY = frozenset(
    "deny refuse reject fail decline dismiss rule refute prevent stop avoid lack abandon scrap cancel".split()
)
CANCEL = frozenset("cancel scrap abandon terminate annul revoke axe withdraw drop ditch shelve".split())
SUSPEND = frozenset("suspend freeze halt pause delay postpone defer stall".split())
AGREED_NOUNS = frozenset("contract deal agreement accord order tender".split())
PLAN_NOUNS = frozenset(
    """plan intention pledge promise decision commitment offer proposal memorandum mou intent readiness
    willingness""".split()
)
PROGRESS = frozenset("begin start continue keep resume proceed undergo".split())


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a happening stands and how the text vouches for it."""

    status: str
    modality: str


def stage(trigger: Token, told: str | None, lasting: bool, default_modality: str | None = None) -> Stage:
    """The stage of the happening a word announces. ``told`` is what its plain past tense says (the frame's status),
    ``lasting`` whether the word names something that goes on."""
    verb = _governing_verb(trigger)
    status, modality = told or "completed", default_modality or "asserted"
    if verb is None:
        return Stage(status, _hedged(trigger, modality))
    verb = _lead(verb)
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    above = _chain(verb)
    if "will" in auxiliaries or "shall" in auxiliaries or "’ll" in auxiliaries or "'ll" in auxiliaries or _future(verb):
        status, modality = _planned(told), "planned"
    elif auxiliaries & HYPOTHETICAL:
        status, modality = "announced", "hypothetical"
    elif verb.tag_ == "VBN" and auxiliaries & {"being"}:
        status = "under_way"
    elif (verb.tag_ == "VBG" and auxiliaries & {"is", "are", "'s", "’s", "be"}) or (
        verb.tag_ == "VBG" and "been" in auxiliaries
    ):
        status = "under_way" if status in ("completed", "operational", "under_way") else status
    elif lasting and verb.tag_ in ("VBZ", "VBP"):
        status = "operational" if told == "operational" else "under_way"
    for one in above:
        status, modality = _under(one, status, modality, verb)
    status, modality = _promised(verb, status, modality)
    if trigger.lemma_ in CANCEL or (verb.lemma_ in CANCEL and _governing_verb(trigger) != trigger):
        status = "cancelled"
    elif _governing_verb(trigger) != trigger and verb.lemma_ in SUSPEND:
        status = "suspended"
    if negated(trigger):
        modality = "negated"
    return Stage(status, _hedged(trigger, modality))


def negated(trigger: Token) -> bool:
    """Whether the clause a word stands in says that it is not so ("did not", "no", "neither", "refused to")."""
    verb = _governing_verb(trigger)
    if verb is None:
        return any(c.lower_ in NEGATIVE for c in trigger.children)
    verb = _lead(verb) if verb.tag_ == "VB" else verb
    if any(
        c.lower_ in NEGATIVE and c.dep_ in ("neg", "det", "preconj", "advmod")
        for v in (verb, trigger)
        for c in v.children
    ):
        return True
    return any(c.lower_ in ("no", "neither") for v in (trigger, *_subjects(verb)) for c in v.children)


def _planned(told: str | None) -> str:
    return told if told in ("agreed", "considered", "cancelled", "suspended") and told != "agreed" else "announced"


def _under(above: Token, status: str, modality: str, verb: Token) -> tuple[str, str]:
    """What a verb that takes the happening as its complement does to it ("plans to buy", "denied that it sold")."""
    lemma = above.lemma_.lower()
    infinitive = verb.dep_ in ("xcomp",) and verb.tag_ == "VB"
    if lemma in ("deny", "refute", "reject") and verb.dep_ in ("ccomp", "xcomp", "pcomp"):
        return status, "negated"
    if lemma in ("refuse", "decline", "fail") and infinitive:
        return status, "negated"
    if infinitive and lemma in CONSIDER:
        return "considered", "planned" if modality == "asserted" else modality
    if infinitive and lemma in ANNOUNCE | {"agree"}:
        return ("agreed" if lemma == "agree" else "announced"), "planned" if modality == "asserted" else modality
    if lemma in PROGRESS and verb.dep_ == "xcomp":
        return "under_way", modality
    return status, modality


def _promised(verb: Token, status: str, modality: str) -> tuple[str, str]:
    """What the noun or the signing before an infinitive does to it: "a contract to supply", "plans to open", "signed
    ... to build"."""
    if (
        verb.tag_ != "VB"
        or verb.dep_ not in ("acl", "relcl", "advcl", "xcomp")
        or not any(c.lower_ == "to" for c in verb.children)
    ):
        return status, modality
    head = verb.head
    noun = head.lemma_.lower() if head.pos_ == "NOUN" else ""
    objects = (
        {c.lemma_.lower() for c in head.children if c.dep_ in ("dobj", "nsubjpass")} if head.pos_ == "VERB" else set()
    )
    if noun in AGREED_NOUNS or objects & AGREED_NOUNS:
        return "agreed", modality
    if noun in PLAN_NOUNS or objects & PLAN_NOUNS:
        return "announced", "planned" if modality == "asserted" else modality
    return status, modality


def _governing_verb(token: Token) -> Token | None:
    if token.pos_ in ("VERB", "AUX") and token.dep_ != "amod":
        return token
    for above in token.ancestors:
        if above.pos_ in ("VERB", "AUX"):
            return above
        if above.dep_ in ("relcl", "acl") and above != token:
            return None
    return None


def _lead(verb: Token) -> Token:
    """The verb whose auxiliaries a coordinated one shares ("will build and deliver", "plans to buy and deploy")."""
    while (
        verb.dep_ == "conj"
        and verb.head.pos_ in ("VERB", "AUX")
        and verb.tag_ == verb.head.tag_
        and not any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for c in verb.children)
    ):
        verb = verb.head
    return verb


def _chain(verb: Token) -> list[Token]:
    out: list[Token] = []
    current = verb
    while current.dep_ in ("xcomp", "ccomp", "pcomp") and current.head != current and len(out) < 3:
        current = current.head
        out.append(current)
    return out


def _subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]


def _future(verb: Token) -> bool:
    """ "is to buy", "is set to buy", "is due to open", "is expected to arrive", "going to"."""
    if verb.tag_ != "VB" or not any(c.lower_ == "to" for c in verb.children):
        return False
    head = verb.head
    return verb.dep_ == "xcomp" and (
        head.lemma_ in ("be", "set", "go", "due", "expect", "schedule", "slate", "plan", "poise")
        or head.lower_ == "due"
    )


def _hedged(trigger: Token, modality: str) -> str:
    if modality in ("asserted", "planned", "hypothetical"):
        sentence = trigger.doc
        for match in ALLEGED.finditer(sentence.text):
            if abs(match.start() - trigger.idx) < 60:
                return "alleged"
    return modality
