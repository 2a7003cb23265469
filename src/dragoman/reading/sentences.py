"""Where the sentences of a report begin and end, and which of them are furniture rather than text.

Splitting goes by punctuation and case with a list of abbreviations, paragraph by paragraph: the parser's own splits
move with every slip of the parse, and a claim stands in one sentence.
"""

import re
from collections.abc import Iterator

from dragoman.reading.reading import Sentence

ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen lt col maj capt sgt adm brig cmdr sen rep gov hon rev st jr sr no nos vol pp fig al etc eg ie cf vs
    approx est inc ltd co corp plc llc pvt pty bros dept univ jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu
    fri sat sun op art sec para ed eds ca mt ft sq u.s u.k u.n e.g i.e a.m p.m d.c ph.d b.a m.a u.a.e p.r.c r.o.c u.s.a d.r
    m.o.u messrs supt insp rs mln bn tel ext""".split()
)
NEVER_FINAL = frozenset(
    "mr mrs ms dr prof gen lt col maj capt sgt adm brig cmdr sen rep gov no nos vol pp fig e.g i.e eg ie cf vs st rs".split()
)
END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[.!?][\"'”’»](?=[A-Z])|(?<=[a-z]{2})\.(?=[A-Z][a-z])")
OPENER = re.compile(r"[\s\"'“‘«(\[*_–—-]*([A-Z0-9À-ÞŠŽČĆĐİŞ$€£¥]|[\"“‘«]\s*[a-z])")
WORD_BEFORE = re.compile(r"([\w.&]+)$")
BULLET = re.compile(r"^\s*(?:[-*•‣▪●–·]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n|\s*(?:[-*•‣▪●–·#|]|\d{1,2}[.)])\s)[^\n]+)*")

FURNITURE = [
    re.compile(p, re.I)
    for p in (
        r"^[\[(]?\s*(photo|image|picture|caption|credit|illustration|graphic|video|watch|file photo|cover photo)s?\b\s*(?:[:–—-]|by\b|credit|courtesy)",
        r"^[\[(](photo|image|picture)\b.*[\])]$",
        r"^\(?(?:photo|image|picture)[^.]{0,80}(?:handout|via|/|getty|courtesy)",
        r"^\(?(?:additional )?(?:reporting|writing|editing|edited|written|translated|compiled) (?:by|from)\b",
        r"^(?:read|see|listen|watch) (?:also|more|next|further|on)\b|^(?:also )?(?:read|see) (?:also|more|our)\b|^related\b\s*(?:articles?|stories|posts?|content|links?|news|reading)?\s*:?",
        r"^(?:more on this|most read|most popular|editor'?s? picks?|recommended|trending|further reading|you may also like|don'?t miss|up next|next (?:article|week|story)|previous (?:article|story)|elsewhere|in other news|in brief|coming up)\b",
        r"^(?:subscribe|sign up|log ?in|register|follow us|share this|share on|donate|support our|click here|tap here|get the|join (?:us|our)|download (?:the|our) app|advertis)",
        r"\b(?:we use cookies|this (?:web)?site uses cookies|accept (?:all )?cookies|cookie (?:policy|settings)|privacy policy|terms (?:of use|and conditions)|all rights reserved|copyright ©|©\s*\d{4})",
        r"^(?:the )?(?:views?|opinions?)\b.{0,60}\b(?:are|is) (?:those|that|solely|the author)|^(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed|^disclaimer\b|^(?:this|the) (?:article|text|piece|brief|report|post) (?:was|is|has been|first|originally) (?:first |originally )?(?:published|republished|appeared|produced|updated|translated)",
        r"^(?:by|from|text by|words by) [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}(?:,? (?:in|and|for) [A-Z].{0,40})?\.?$",
        r"^(?:published|updated|posted|last (?:updated|modified)|first published)(?: on| at)?\s*:?\s*(?:\w+ \d|\d)",
        r"^(?:tags?|topics?|categories|keywords|filed under|contact|contacts|press contact|media contact|email|tel|phone|about the authors?|about us|sources?|references|notes?|correction)\s*:",
        r"^\d+ (?:min(?:ute)?s? read|comments?|shares?|views)\b|^(?:leave a|post a|add a) (?:comment|reply)|^comments?\s*(?:\(\d+\))?$|^reader'?s? (?:comment|letter)|^letters? to the editor|^a reader (?:writes|from)",
        r"^[^.]{0,60}(?:\.\.\.|…)\s*$",
        r"^(?:the )?(?:author|writer) is (?:a|an|the)\b|\bis (?:a|an|the) (?:senior |research |visiting |associate |junior |non-resident )*(?:fellow|researcher|analyst|correspondent|journalist|editor|lecturer|professor|student) (?:at|in|with|of|based)\b.{0,80}$",
    )
]


def split(text: str, title: str | None = None) -> tuple[Sentence, ...]:
    """The sentences of a report's text in order, with offsets; nothing is left out but white space."""
    out: list[Sentence] = []
    for number, match in enumerate(PARAGRAPH.finditer(text)):
        start, end = _trim(text, match.start(), match.end())
        if start < end:
            out.extend(_paragraph(text, start, end, number, title))
    return tuple(_mark_teasers(out))


def _paragraph(text: str, start: int, end: int, number: int, title: str | None) -> Iterator[Sentence]:
    body = text[start:end]
    if bullet := BULLET.match(body):
        start += bullet.end()
    kind = "bullet" if bullet else "body"
    spans = list(_bounds(text, start, end))
    lone = len(spans) == 1
    for a, b in spans:
        sentence = text[a:b]
        yield Sentence(a, b, sentence, _kind(sentence, kind, lone, title), number)


def _bounds(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in END.finditer(text, start, end):
        if match.end() < end and not _ends_here(text, match, end):
            continue
        a, b = _trim(text, at, match.end())
        if a < b:
            yield a, b
        at = match.end()
    a, b = _trim(text, at, end)
    if a < b:
        yield a, b


def _ends_here(text: str, match: re.Match[str], end: int) -> bool:
    after = text[match.end() : end]
    if not OPENER.match(after):
        return False
    if match.group().startswith((".", "…")) and match.group()[0] == "." and len(match.group().rstrip("\"'”’»)]")) == 1:
        before = WORD_BEFORE.search(text, max(0, match.start() - 20), match.start())
        word = before.group(1).lower() if before else ""
        if word in NEVER_FINAL:
            return False
        if len(word) == 1 and word.isalpha() and word != "i":  # an initial: "J. Smith"
            return False
        if word in ABBREVIATIONS:  # "the U.S. Navy" goes on, "in the U.S. The" ends
            following = after.split(maxsplit=1)
            return bool(following) and following[0].strip("\"“'").lower() in SENTENCE_OPENERS
    return True


SENTENCE_OPENERS = frozenset(
    """the a an in on at it its he she they this that these those but and however meanwhile while when after before since for as
    if although though under according during by with from to there we i both some many several his her their""".split()
)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _kind(sentence: str, kind: str, lone: bool, title: str | None) -> str:
    if any(p.search(sentence) for p in FURNITURE):
        return "furniture"
    words = sentence.split()
    if sentence.startswith("#") or (title and sentence.strip("# ") == title):
        return "headline"
    if lone and kind == "body" and len(words) <= 14 and sentence[-1] not in ".!?:;”\"'’)":
        return "headline"
    return kind


def _mark_teasers(sentences: list[Sentence]) -> list[Sentence]:
    """After the author's disclaimer nothing but other articles follows: their teasers are furniture too."""
    out: list[Sentence] = []
    closed = False
    for s in sentences:
        if s.kind == "furniture" and CLOSING.search(s.text):
            closed = True
        out.append(Sentence(s.start, s.end, s.text, "furniture", s.paragraph) if closed else s)
    return out


CLOSING = re.compile(
    r"^(?:the )?(?:views?|opinions?)\b|^disclaimer|^related\b|^(?:read|see) (?:also|more)|^more on this|^most read|^you may also",
    re.I,
)
