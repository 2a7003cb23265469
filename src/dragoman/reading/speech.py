"""Who says what: the cue, the speaker and whether a sentence is told on somebody's word."""

import re

SAY = frozenset(
    """say tell report state announce claim add note confirm argue write explain declare reveal disclose allege insist maintain
    suggest indicate acknowledge admit deny stress emphasise emphasize point observe recall remark comment respond reply find estimate
    put describe believe think assert contend inform cite quote count publish show warn predict expect calculate record document list
    conclude suspect fear caution conceal underline underscore reiterate reaffirm affirm pledge promise vow""".split()
)
ACCORDING = re.compile(
    r"\b(?:according to|as reported by|as (?:stated|announced|told|noted|confirmed|claimed) by|in the words of|citing|quoted by|quoting|as per|on the word of|by the account of|reported by|reports? (?:by|from|in)|data (?:from|of)|figures (?:from|of)|a (?:report|study|poll|survey|analysis) (?:by|from|of|for))\s+",
    re.I,
)
ALLEGED = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|rumou?red|rumou?rs?|alleged|unconfirmed|suspected|suspicions?|believed to|thought to|said to (?:be|have)|"
    r"some (?:reports|sources|analysts|observers)|it is (?:said|believed|alleged|claimed|reported|understood)|speculat\w+|leaked|claims? that|apparently)\b",
    re.I,
)
