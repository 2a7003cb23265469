"""What `dragoman explain` prints: every sentence with its mentions, claims and drops."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.text import Text

from dragoman.cli_app import plural, safe
from dragoman.cli_output import shown
from dragoman.coding.claim import Claim, Coding, Drop
from dragoman.reading.reading import Mention, Reading, Sentence
from dragoman.shown import plain_quote
from dragoman.sources.report import Report

_INDENT = "    "
_Placed = TypeVar("_Placed", Claim, Drop)


def explained(report: Report, parts: Iterable[tuple[Reading, Coding]]) -> Iterator[Text]:
    """Lines for a terminal, of the parts of a report. A claim or drop stands under the sentence it begins in."""
    yield Text(safe(report.title or report.address), style="bold")
    yield Text(safe(f"{report.publisher or 'no publisher'}, {report.published or 'no date: relative dates stay null'}"))
    sentences = claims = drops = 0
    for reading, coding in parts:
        yield from _part(reading, coding, sentences)
        sentences += len(reading.sentences)
        claims, drops = claims + len(coding.claims), drops + len(coding.drops)
    yield Text()
    yield Text(f"{plural(sentences, 'sentence')}, {plural(claims, 'claim')}, {drops:,} dropped", style="bold")


def _part(reading: Reading, coding: Coding, before: int) -> Iterator[Text]:
    """The sentences of a part before which there were ``before``."""
    starts = [sentence.start for sentence in reading.sentences]
    claims, drops = _by_sentence(coding.claims, starts), _by_sentence(coding.drops, starts)
    for number, sentence in enumerate(reading.sentences):
        yield Text()
        yield _sentence(before + number + 1, sentence)
        yield from _mentions(reading.mentions[number] if number < len(reading.mentions) else ())
        for claim in claims[number]:
            yield from _claim(claim)
        for drop in drops[number]:
            yield _drop(drop, reading.report.text)
        if not claims[number] and not drops[number]:
            yield Text(f"{_INDENT}no claim", style="dim")


def _by_sentence(found: Iterable[_Placed], starts: list[int]) -> defaultdict[int, list[_Placed]]:
    placed: defaultdict[int, list[_Placed]] = defaultdict(list)
    for one in found:
        placed[max(bisect_right(starts, one.start) - 1, 0)].append(one)
    return placed


def _sentence(number: int, sentence: Sentence) -> Text:
    kind = "" if sentence.kind == "body" else f" [{sentence.kind}]"
    return Text(safe(f"{number:>3}{kind} {plain_quote(sentence.text)}"))


def _mentions(mentions: Iterable[Mention]) -> Iterator[Text]:
    for mention in mentions:
        told = "" if mention.text == mention.name else f' from "{mention.text}"'
        state = f", {mention.state}" if mention.state and mention.state != mention.ref else ""
        known = f", {mention.ref}" if mention.ref else ""
        yield Text(
            safe(f"{_INDENT}found  {mention.name} ({mention.kind}{known}{state}; by {mention.how}){told}"), style="dim"
        )


def _claim(claim: Claim) -> Iterator[Text]:
    yield Text(safe(f"{_INDENT}claim  {claim.type}, {claim.status}, {claim.modality}"), style="green")
    fields = claim.as_manual()
    for name in ("actor", "recipient", "item", "quantity", "money", "time", "place", "attribution"):
        if value := shown(fields[name]):
            yield Text(safe(f"{_INDENT * 2}   {name:<12}{value}"), style="green")


def _drop(drop: Drop, text: str) -> Text:
    detail = f" ({drop.detail})" if drop.detail else ""
    quote = plain_quote(text[drop.start : drop.end])
    return Text(safe(f'{_INDENT}drop   "{quote}": {drop.reason}{detail}'), style="yellow")
