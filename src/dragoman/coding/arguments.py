"""What a verb or noun governs, as functions: subject, object, iobj, possessive, modifier and prepositions.

Passives, relative clauses, participles, control ("agreed to buy"), coordination ("sold and delivered") and support
verbs
("carried out an exercise") are undone here once, so that a frame names plain functions only.
"""

from typing import Any

Token = Any
Functions = dict[str, list[Token]]

RELATIVE = frozenset(("which", "that", "who", "whom", "whose"))
OBJECT_CONTROL = frozenset(
    """allow help ask urge force press persuade invite order let enable permit require encourage tell want authorise
    authorize call get lead prompt oblige expect contract hire commission task choose select pick tap approve clear
    license invite back assist support see have leave""".split()
)
CHAINED = frozenset("by to from with between for in on at across under towards into".split())
OCCASION = frozenset("during in on at for after following before amid".split())
DEALS = frozenset("contract deal agreement memorandum accord mou arrangement order tender protocol pact".split())
GIVE = frozenset("give lend grant hand award loan teach".split())
HELP = frozenset("help assist aid support enable".split())
COPULAS = frozenset("be become remain rank emerge stay constitute represent form make".split())
SUPPORT = frozenset(
    """hold conduct carry make sign conclude have take give launch stage run undertake perform do complete begin start
    reach provide receive
    mark continue resume sustain finalise finalize offer announce accept place win seal close enter engage join attend
    open see plan approve strike initial ink
    express voice raise pay extend get award secure agree host organise organize participate include involve follow
    lead deliver grant issue impose""".split()
)


def functions(token: Token) -> Functions:
    """The functions around an announcing word, each with the head tokens that fill it."""
    if token.pos_ == "ADJ" or (token.dep_ == "amod" and token.pos_ == "VERB"):  # "the leading supplier"
        return _adjective(token)
    return _verb(token) if token.pos_ in ("VERB", "AUX") else _noun(token)


def _verb(verb: Token, depth: int = 0) -> Functions:
    out: Functions = {}
    passive = (
        any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in verb.children)
        or (verb.tag_ == "VBN" and verb.dep_ == "acl")
        or _participle(verb)
    )
    for child in verb.children:
        if child.dep_ in ("nsubj", "csubj"):
            _add(out, "subject", _antecedent(child, verb))
        elif child.dep_ == "nsubjpass":
            _add(out, "object", _antecedent(child, verb))
        elif child.dep_ == "agent":
            for obj in _objects(child):
                _add(out, "subject", obj)
        elif child.dep_ in ("dobj", "attr", "oprd"):
            _add(out, "object", _antecedent(child, verb))
        elif child.dep_ == "dative":
            if child.pos_ == "ADP":
                _prepositions(out, child)
            else:
                _add(out, "iobj", child)
        elif child.dep_ == "prep":
            _prepositions(out, child)
        elif child.dep_ in ("xcomp", "ccomp"):
            _add(out, "clause", child)
    if verb.lemma_ in GIVE and "iobj" not in out:  # "gave Poland tanks", read as tanks of Poland
        for obj in out.get("object", ()):
            for child in obj.children:
                if (
                    child.dep_ == "compound"
                    and child.pos_ == "PROPN"
                    and child.ent_type_ == "GPE"
                    and obj.pos_ == "NOUN"
                ):
                    _add(out, "iobj", child)
    _fill_subject(out, verb, passive, depth)
    for obj in list(out.get("object", ())):
        for child in _hung(obj):
            if child.lower_ not in ("of",):
                _prepositions(out, child)
    return out


def _hung(noun: Token) -> list[Token]:
    """The prepositions that hang on a noun, also by way of what follows it ("aid worth $5 million to Rohan")."""
    out = [c for c in noun.children if c.dep_ in ("prep", "agent")]
    for child in noun.children:
        if child.i > noun.i and child.dep_ in ("amod", "npadvmod", "appos", "nmod", "advmod"):
            out += [
                c
                for inner in (child, *child.children)
                for c in inner.children
                if c.dep_ == "prep" and c.lower_ in CHAINED
            ]
    return out


def _fill_subject(out: Functions, verb: Token, passive: bool, depth: int) -> None:
    head = verb.head.head if verb.dep_ == "pcomp" and verb.head.pos_ in ("ADP", "SCONJ") else verb.head  # "by buying"
    if verb.dep_ in ("acl", "relcl") and _infinitive(verb) and head.pos_ == "NOUN" and "subject" not in out:
        for holder in _holders(head, depth):
            _add(out, "subject", holder)
        if head.lemma_.lower() in DEALS:
            out["partner"] = _partners(head)
    elif verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        _add(out, "object" if passive else "subject", head)
    elif verb.dep_ == "relcl" and "subject" not in out and not passive and head.pos_ in ("NOUN", "PROPN"):
        _add(out, "subject", head)
    elif verb.dep_ == "relcl" and passive and "object" not in out:
        _add(out, "object", head)
    if (
        "subject" in out
        and verb.dep_ == "ccomp"
        and head.lemma_ in OBJECT_CONTROL
        and depth <= 3
        and head.pos_ == "VERB"
    ):
        out["above"] = list(_verb(head, depth + 1).get("subject", ()))
        out["helper"] = out["above"] if head.lemma_ in HELP else []
    if (
        "subject" not in out and not passive and head.pos_ == "ADJ" and verb.dep_ in ("xcomp", "ccomp") and depth <= 3
    ):  # "quick to object"
        out["subject"] = list(_adjective(head).get("subject", ()))
    if (
        passive and verb.dep_ == "advcl" and "object" not in out and depth <= 3 and head.pos_ in ("VERB", "AUX")
    ):  # "asked about it, X said"
        out["object"] = list(_verb(head, depth + 1).get("subject", ()))
    if "subject" in out or passive or depth > 3 or head == verb or head.pos_ not in ("VERB", "AUX"):
        if passive and verb.dep_ == "conj" and "object" not in out and depth <= 3 and head.pos_ in ("VERB", "AUX"):
            out["object"] = list(_verb(head, depth + 1).get("object", ()))
        return
    above = _verb(head, depth + 1)
    if verb.dep_ == "conj":
        out["subject"] = list(above.get("subject", ()))
        if "object" not in out and not any(c.dep_ in ("ccomp", "xcomp") for c in verb.children):
            out["object"] = list(above.get("object", ()))
    elif verb.dep_ in ("xcomp", "advcl", "ccomp", "pcomp"):
        controller = (
            "object"
            if verb.dep_ in ("xcomp", "ccomp") and head.lemma_ in OBJECT_CONTROL and above.get("object")
            else "subject"
        )
        deals = [o for o in above.get("object", ()) if o.lemma_.lower() in DEALS]
        if deals:  # "signed a contract with X to supply"
            controller = "subject"
            out["partner"] = [*above.get("with", ()), *(p for d in deals for p in _partners(d))]
        out["subject"] = list(above.get(controller, ()) or above.get("object", ()))
        if controller == "object":
            out["above"] = list(above.get("subject", ()))
            out["helper"] = out["above"] if head.lemma_ in HELP else []


def _participle(verb: Token) -> bool:
    """ "Asked about the deal, the minister ...": passive without an auxiliary."""
    return (
        verb.tag_ == "VBN"
        and verb.dep_ == "advcl"
        and not any(c.dep_ in ("aux", "dobj", "nsubj", "mark") for c in verb.children)
    )


def _partners(deal: Token) -> list[Token]:
    """With whom a deal is."""
    return [o for c in deal.children if c.dep_ == "prep" and c.lower_ in ("with", "between") for o in _objects(c)]


def _infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.lower_ == "to" and c.i < verb.i for c in verb.children)


def _holders(noun: Token, depth: int) -> list[Token]:
    """Whose "contract to supply", "offer to build" or "plan to buy" it is."""
    if depth > 3:
        return []
    own = [c for c in noun.children if c.dep_ == "poss"]
    if own or noun.head.pos_ not in ("VERB", "AUX"):
        return own
    above = _verb(noun.head, depth + 1)
    receivers = [*above.get("iobj", ()), *above.get("to", ())]
    if receivers and noun.head.lemma_ in (
        "award",
        "give",
        "grant",
        "offer",
        "hand",
    ):  # "awarded Huawei a contract to build"
        return receivers
    return list(above.get("subject", ()))


def _noun(noun: Token) -> Functions:
    out: Functions = {"self": [noun]}
    for child in noun.children:
        if child.dep_ == "poss":
            _add(out, "possessive", child)
        elif child.dep_ in ("amod", "compound", "nmod", "npadvmod"):
            _add(out, "modifier", child)
            for inner in child.children:
                if inner.dep_ in ("compound", "amod", "conj", "npadvmod"):
                    _add(out, "modifier", inner)
        elif child.dep_ in ("acl", "relcl") and _infinitive(child):  # "a wish to join"
            _add(out, "clause", child)
        elif child.dep_ == "acl" or (child.dep_ == "relcl" and _undergoes(noun, child)):
            for key, heads in _verb(child, 3).items():
                if key not in ("object",):
                    for head in heads:
                        _add(out, key, head)
    for preposition in _hung(noun):
        _prepositions(out, preposition)
    head = noun.head
    governor = head.head if head.dep_ in ("prep", "agent") and noun.dep_ == "pobj" else head
    if noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        first = _noun(noun.head)  # once: a long list of coordinated nouns must stay linear
        for key in ("subject", "by", "possessive"):
            out.setdefault(key, list(first.get(key, ())) if _depth(noun) < 4 else [])
    elif governor.pos_ in ("VERB", "AUX") and (
        noun.dep_ in ("dobj", "nsubjpass", "attr")
        or (
            noun.dep_ == "pobj"
            and (governor.lemma_ in SUPPORT or (governor.lemma_ in ("be", "remain") and head.lower_ in ("in", "under")))
        )
    ):
        for key, heads in _verb(governor).items():
            if key != "object":
                for one in heads:
                    if one != noun:
                        _add(out, key, one)
    elif (
        noun.dep_ == "pobj" and head.lower_ in OCCASION and governor.pos_ in ("VERB", "AUX")
    ):  # "during a visit to X, Y said"
        out["outer"] = list(_verb(governor).get("subject", ()))
    elif governor.lemma_ == "be" and noun.dep_ == "nsubj":  # "the aim of X is to join"
        for child in governor.children:
            if child.dep_ in ("xcomp", "ccomp"):
                _add(out, "clause", child)
    return {k: v for k, v in out.items() if v}


def _undergoes(noun: Token, relative: Token) -> bool:
    """ "the pact that X signed", "the pact X signed": the noun is what the relative clause is done to."""
    told = _verb(relative, 3)
    return noun in told.get("object", ()) or (
        "object" not in told
        and any(c.dep_ == "nsubj" and c.lower_ not in RELATIVE for c in relative.children)
        and not any(c.dep_ in ("prep", "ccomp", "xcomp") and c.i < relative.i for c in relative.children)
    )


def _adjective(adjective: Token) -> Functions:
    """Of "X is eager to join" and of "X, the largest donor to Y": the subject, what follows, and the noun it stands
    before."""
    out: Functions = {}
    for child in adjective.children:
        if child.dep_ == "prep":
            _prepositions(out, child)
        elif child.dep_ in ("xcomp", "ccomp"):
            _add(out, "clause", child)
    head = adjective.head
    if adjective.dep_ == "amod" and head.pos_ in ("NOUN", "PROPN"):
        return _described(out, head)
    while head.pos_ == "ADJ" and head.head != head and adjective.dep_ == "conj":  # "willing and eager to"
        adjective, head = head, head.head
    if head.pos_ in ("VERB", "AUX"):
        out["subject"] = list(_verb(head).get("subject", ()))
    elif adjective.dep_ in ("relcl", "acl") and head.pos_ in ("NOUN", "PROPN"):
        out["subject"] = [head]
    return {k: v for k, v in out.items() if v}


def _described(out: Functions, noun: Token) -> Functions:
    """The functions around a noun, with what it is said of as subject ("China is the largest donor to Serbia")."""
    out["self"] = [noun]
    for key, heads in _noun(noun).items():
        if key not in ("self", "subject"):
            out.setdefault(key, []).extend(h for h in heads if h not in out.get(key, ()))
    governor = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "as" else noun.head
    if noun.dep_ in ("attr", "oprd", "dobj", "pobj", "conj") and governor.pos_ in ("VERB", "AUX"):
        told = _verb(governor)
        named_as = governor != noun.head and governor.lemma_ not in COPULAS  # "described X as the largest"
        out["subject"] = list(told.get("object", ()) if named_as else told.get("subject", ()))
    elif noun.dep_ == "appos":
        out["subject"] = [noun.head]
    if apposed := [c for c in noun.children if c.dep_ == "appos"]:
        out.setdefault("subject", apposed)
    out["subject"] = [s for s in out.get("subject", ()) if s != noun]
    return {k: v for k, v in out.items() if v}


def _depth(token: Token) -> int:
    return 0 if token.head == token else 1 + min(5, sum(1 for _ in token.ancestors))


def _prepositions(out: Functions, preposition: Token, depth: int = 0) -> None:
    """The objects of a preposition, and of those hung on them: the parser often puts "of 500 rifles by Rohan to
    Gondor" in a chain."""
    for obj in _objects(preposition):
        _add(out, preposition.lower_, obj)
        if preposition.lower_ == "by":
            _add(out, "subject", obj) if "subject" not in out else None
        if depth < 3:
            for inner in obj.children:
                if inner.dep_ in ("prep", "agent") and inner.lower_ in CHAINED:
                    _prepositions(out, inner, depth + 1)
    for inner in preposition.children:
        if (
            inner.dep_ == "prep" and depth < 3 and any(c.dep_ == "pobj" for c in preposition.children)
        ):  # "from Arnor to Rohan"
            _prepositions(out, inner, depth + 1)


def _objects(preposition: Token) -> list[Token]:
    out = [c for c in preposition.children if c.dep_ in ("pobj", "pcomp")]
    if not out:
        for child in preposition.children:
            if child.dep_ == "prep":  # "from out of", "together with"
                out += _objects(child)
    return out


def _antecedent(token: Token, verb: Token) -> Token:
    if token.lower_ in RELATIVE and verb.dep_ == "relcl":
        return verb.head
    return token


def _add(out: Functions, key: str, token: Token) -> None:
    slot = out.setdefault(key, [])
    if token not in slot:
        slot.append(token)


def coordinated(token: Token) -> list[Token]:
    """The token and what is coordinated with it ("France, Germany and Spain")."""
    out, queue = [], [token]
    while queue:
        one = queue.pop(0)
        if one not in out:
            out.append(one)
            queue += [c for c in one.children if c.dep_ == "conj"]
    return out


def phrase(token: Token) -> tuple[int, int]:
    """First and last token index (exclusive) of the noun phrase around a head, without clauses, trailing prepositional
    phrases other than "of", and coordinated heads."""
    left, right = token.i, token.i
    for child in token.children:
        if child.i < token.i and child.dep_ in (
            "amod",
            "compound",
            "nmod",
            "nummod",
            "poss",
            "quantmod",
            "det",
            "npadvmod",
            "advmod",
        ):
            left = min(left, child.left_edge.i)
    for inner in range(token.i - 1, left, -1):  # "BELGRADE - Six drones": a dateline is no part of the phrase
        if token.doc[inner].text in ("-", "–", "—", "--") and token.doc[inner - 1].whitespace_:
            left = inner + 1
            break
    for child in token.children:
        if child.i < token.i:
            continue
        if child.dep_ == "prep" and child.lower_ == "of":
            right = max(right, max((phrase(o)[1] - 1 for o in _objects(child)), default=child.i))
        elif child.i == token.i + 1 and child.dep_ in ("nummod", "appos") and child.text[:1].isdigit():
            right = child.i
    return left, right + 1
