"""What is asked of a record: words and filters, as they stand in an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from dragoman.record import Query

ONE_OF = ("type", "status", "modality", "certainty", "year", "review")
"""Filters of which any value will do."""
ALL_OF = ("party", "place", "source")
"""Filters of which all values must hold."""
GROUPS = ("type", "party", "year", "status", "certainty", "modality", "place", "source", "review")
"""All filters, in the order in which a page shows them."""
LONGEST = 400
"""Characters of words that are looked for; what a stranger's link has beyond them is left out."""
MOST = 20
"""Values of one filter at most."""

Choice = tuple[str, ...]


def year_of(value: str) -> int | None:
    """The year that a value of the filter ``year`` stands for; None where it is none, as a stranger's link may have."""
    return int(value) if len(value) == 4 and value.isascii() and value.isdigit() else None


@lru_cache(maxsize=8192)
def _pair(name: str, value: str) -> str:
    """A parameter of an address. A page of results has a hundred, most of them as on the page before."""
    return f"{name}={quote_plus(value)}"


@dataclass(frozen=True, slots=True)
class Ask:
    """Words (as ``Query.text``), filters by value, and bounds of time (EDTF)."""

    q: str = ""
    type: Choice = ()
    status: Choice = ()
    modality: Choice = ()
    certainty: Choice = ()
    year: Choice = ()
    review: Choice = ()
    party: Choice = ()
    place: Choice = ()
    source: Choice = ()
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, parameters: Iterable[tuple[str, str]]) -> "Ask":
        """The question that the parameters of an address put; those that it does not know are none of its business."""
        words: dict[str, str] = {"q": "", "since": "", "until": ""}
        choices: dict[str, dict[str, None]] = {group: {} for group in GROUPS}
        for name, value in parameters:
            value = value.strip()
            if name in words:
                words[name] = value[:LONGEST]
            elif name in choices and value and len(choices[name]) < MOST:
                choices[name][value] = None
        given: dict[str, Any] = words | {group: tuple(found) for group, found in choices.items()}
        return cls(**given)

    @property
    def days(self) -> tuple[str | None, str | None]:
        """First and last day asked for as ISO dates; DragomanError where a time is none."""
        query = Query(since=self.since or None, until=self.until or None)
        return query.first_day, query.last_day

    def chosen(self, group: str) -> Choice:
        """The values of a filter."""
        found: Choice = getattr(self, group)
        return found

    def toggled(self, group: str, value: str) -> "Ask":
        """The question with a value of a filter added, or taken away where it is there."""
        had = self.chosen(group)
        change: dict[str, Any] = {group: tuple(v for v in had if v != value) if value in had else (*had, value)}
        return replace(self, **change)

    def without(self, *names: str) -> "Ask":
        """The question with some filters or words left out."""
        empty = Ask()
        return replace(self, **{name: getattr(empty, name) for name in names})

    def address(self, **more: str | int | None) -> str:
        """The question as parameters of an address, those given here (but for None) behind them."""
        own = [pair for pairs in _pairs_of(self).values() for pair in pairs]
        return "&".join([*own, *(_pair(name, str(value)) for name, value in more.items() if value is not None)])

    def toggles(self, group: str, values: Iterable[str], **more: str | None) -> list[str]:
        """The addresses of ``toggled(group, value)`` for each of the values."""
        pairs = _pairs_of(self)
        names = list(pairs)
        at = names.index(group)
        before = [pair for name in names[:at] for pair in pairs[name]]
        after = [pair for name in names[at + 1 :] for pair in pairs[name]]
        after += [_pair(name, value) for name, value in more.items() if value is not None]
        own = pairs[group]
        found = []
        for value in values:
            pair = _pair(group, value)
            mine = [p for p in own if p != pair] if pair in own else [*own, pair]
            found.append("&".join([*before, *mine, *after]))
        return found

    def as_json(self) -> Mapping[str, object]:
        """What is asked, without what is empty."""
        found = {name: getattr(self, name) for name in ("q", *GROUPS, "since", "until")}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items() if value}


@lru_cache(maxsize=1024)
def _pairs_of(ask: Ask) -> dict[str, list[str]]:
    """The parameters that put a question, by name, in the order in which an address has them."""
    found = {"q": [_pair("q", ask.q)] if ask.q else []}
    found |= {group: [_pair(group, value) for value in ask.chosen(group)] for group in GROUPS}
    return found | {name: [_pair(name, v)] if (v := getattr(ask, name)) else [] for name in ("since", "until")}
