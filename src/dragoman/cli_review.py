"""The command with which a person decides who is who: review."""

import getpass
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, plural, safe, say
from dragoman.cli_output import Format, write_rows
from dragoman.shown import plain_quote

if TYPE_CHECKING:
    from dragoman.coding.claim import Claim
    from dragoman.matching import Entity, Matching, Question
    from dragoman.record import Judgement, Record

KEYS = {"s": "same", "d": "different", "u": "unsure", "k": "skip", "z": "undo", "q": "quit"}
_QUOTES = 2
"""Sentences shown of each of the two."""
_COLUMNS = {"score": "score", "one": "one", "other": "other", "reason": "why they may be one"}
_FIELDS = ("one_id", "one", "other_id", "other", "kind", "score", "reason")


@app.command(epilog="Example:  dragoman review --record serbia.db --as ana")
def review(
    record: RecordFile = DEFAULT_RECORD,
    who: Annotated[str | None, typer.Option("--as", help="Who decides; else the login name.", metavar="NAME")] = None,
    least: Annotated[float, typer.Option(help="Ask only about pairs of this score or more.", min=0, max=1)] = 0.7,
    unsure: Annotated[bool, typer.Option("--unsure", help="Ask again what was answered with unsure.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Only list the questions.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How --list writes: table, csv or json.")] = Format.TABLE,
) -> None:
    """Decide which names stand for one party: same, different, unsure, skip, undo.

    Each question shows two entities with a score, the reason and sentences that name them. Answer with a letter.
    Answers are kept with your name and the time, survive coding and matching anew, and can be undone, also in a later
    session. At the end the record is matched anew where an answer changes it.
    """
    from dragoman.record import Record
    from dragoman.running import rematch

    with Record.open(record) as opened:
        session = _Session(opened, who or login_name(), least, unsure)
        if listed:
            rows = [_row(question) for question in session.questions]
            write_rows(rows, form, fields=_FIELDS, columns=_COLUMNS)
            say(plural(len(rows), "question"))
            return
        before = opened.identities()
        session.run()
        if opened.identities() != before:
            rematch(opened)
            counts = opened.counts()
            say(f"matched anew: {plural(counts.entities, 'entity')}, {plural(counts.events, 'event')}", errors=False)


def login_name() -> str:
    """Who sits at this machine, for what is decided without a name given."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user id, as in some containers
        return "unknown"


def _row(question: "Question") -> dict[str, object]:
    one, other = question.one, question.other
    return {"one_id": one.id, "one": one.name, "other_id": other.id, "other": other.name, "kind": one.kind,
            "score": question.score, "reason": question.reason}  # fmt: skip


class _Session:
    """One sitting: the questions, where it stands, and what was decided."""

    def __init__(self, record: "Record", who: str, least: float, unsure: bool) -> None:
        from dragoman.matching import questions
        from dragoman.record.judgements import UNSURE, standing

        self._record, self._who = record, who
        self._matching = record.matching()
        self._quotes: Mapping[str, Sequence[str]] | None = None
        doubtful = {j.pair for j in standing(record.judgements()) if j.decision == UNSURE}
        asked = questions(self._matching.entities, record.identities(), least)
        self.questions: list[Question] = [q for q in asked if unsure or q.pair not in doubtful]

    def run(self) -> None:
        """Asks until there is nothing left to ask, the person quits, or the input ends."""
        at = 0
        while at < len(self.questions):
            question = self.questions[at]
            if self._settled(question):
                at += 1
                continue
            answer = self._ask(question, at)
            if answer == "quit":
                break
            if answer == "undo":
                at = self._undo(at)
                continue
            if answer != "skip":
                self._decide(question, answer)
            at += 1
        else:
            say("no more questions", errors=False)

    def _settled(self, question: "Question") -> bool:
        """Whether the answers given meanwhile answer it."""
        from dragoman.matching import questions

        return not questions((question.one, question.other), self._record.identities(), 0)

    def _ask(self, question: "Question", at: int) -> str:
        for line in self._shown(question, at):
            say(line, errors=False)
        choice = ", ".join(f"{key} {word}" for key, word in KEYS.items())
        while True:
            try:
                said = typer.prompt(choice, prompt_suffix=": ", default="", show_default=False).strip().lower()
            except typer.Abort:  # Ctrl-C, or the input has ended
                return "quit"
            for key, word in KEYS.items():
                if said and (said == key or (len(said) > 1 and word.startswith(said))):
                    return word
            say("answer with one of these letters", errors=False)

    def _shown(self, question: "Question", at: int) -> list[str]:
        lines = ["", f"{at + 1} of {len(self.questions)}   score {question.score}: {question.reason}"]
        for mark, entity in (("A", question.one), ("B", question.other)):
            lines.append(f"  {mark}  {_described(entity)}")
            lines += [f'       "{plain_quote(quote)}"' for quote in self._quotes_of(entity)[:_QUOTES]]
        return lines

    def _quotes_of(self, entity: "Entity") -> Sequence[str]:
        if self._quotes is None:
            self._quotes = _quotes(self._matching, self._record.claims())
        return self._quotes.get(entity.id, ())

    def _decide(self, question: "Question", decision: str) -> None:
        one, other = question.one, question.other
        value = {"names": [one.name, other.name], "score": question.score}
        self._record.judge("entity", one.id, other.id, decision, value, reason=question.reason, made_by=self._who)

    def _undo(self, at: int) -> int:
        """Takes back the last decision that holds, whoever made it, and says where to go on: at its question."""
        from dragoman.record.judgements import ENTITY, UNDO, standing

        held = [j for j in standing(self._record.judgements()) if j.kind == ENTITY]
        if not held:
            say("nothing to undo", errors=False)
            return at
        last = held[-1]
        self._record.judge(
            ENTITY, last.subject, last.object, UNDO, {"undoes": last.number}, reason="undone", made_by=self._who
        )
        say(f"undone: {_told(last)}", errors=False)
        return next((n for n, q in enumerate(self.questions) if q.pair == last.pair), at)


def _told(judgement: "Judgement") -> str:
    one, other = judgement.value["names"]
    return f"{one} and {other}: {judgement.decision} ({judgement.made_by}, {judgement.made_at})"


def _described(entity: "Entity") -> str:
    also = f", also {'; '.join(entity.aliases[:5])}" if entity.aliases else ""
    return safe(f"{entity.name} ({entity.kind}{', ' + entity.state if entity.state else ''}){also}")


def _quotes(matching: "Matching", claims: Sequence["Claim"]) -> dict[str, list[str]]:
    """Sentences that name an entity, a few of each, by its id."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for claim in claims:
        for name in (*claim.actor, *claim.recipient, *claim.place):
            if name in matching.parties:
                found[matching.parties[name]][claim.quote] = None
    return {id: list(quotes) for id, quotes in found.items()}
