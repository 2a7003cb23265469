"""Whether a record is what its log of custody says: the chain is whole, and every row is as it was kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, func, select

from dragoman.record import rows, seals, tables
from dragoman.record.custody import CODED, COPY, GENESIS, JUDGED, KEPT, MATCHED, Entry, entry_of, hash_of

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not fit: ``entry`` is the number of the entry it is seen at, None where there is none."""

    entry: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and the faults, that of the first entry first. ``head`` is the hash of the last entry."""

    entries: int
    head: str
    reports: int
    codings: int
    judgements: int
    faults: tuple[Fault, ...] = ()


def verify(connection: Connection, head: str | None = None) -> Verification:
    """Goes through the whole log and all it speaks of; ``head`` is the hash of an entry that has to be in it.

    Every entry has to follow the one before (number and hash) and to be what it was hashed as. What an entry sealed,
    and no later entry sealed anew, has to be in the record unchanged. Every report, coding and decision has to have an
    entry.
    """
    log = _Log()
    faults = list(log.read(connection))
    if head is not None and head not in log.hashes:
        faults.append(Fault(log.count or None, f"no entry has the hash {head}: entries were cut off or written anew"))
    # A broken chain says nothing of the rows any more; the rows are looked at all the same, to tell what else is wrong.
    for check in (_reports, _codings, _claims, _judgements, _matching):
        faults += check(connection, log)
    faults.sort(key=lambda fault: (fault.entry is None, fault.entry or 0))
    return Verification(log.count, log.head, len(log.reports), len(log.codings), len(log.judgements), tuple(faults))


class _Log:
    """What the log says holds now: for each subject the last entry about it."""

    def __init__(self) -> None:
        self.count = 0
        self.head = GENESIS
        self.hashes: set[str] = set()
        self.reports: dict[str, Entry] = {}
        self.copies: dict[str, list[Entry]] = {}
        self.codings: dict[tuple[str, str], Entry] = {}
        self.judgements: dict[str, Entry] = {}
        self.matching: Entry | None = None

    def read(self, connection: Connection) -> Iterator[Fault]:
        """Reads the log and tells where its chain breaks."""
        table = tables.custody
        before = 0
        for row in connection.execute(select(table).order_by(table.c.number).execution_options(yield_per=_BATCH)):
            entry = entry_of(row)
            if entry.number != before + 1:
                yield Fault(entry.number, f"the entry before it is number {before}: what stood between was taken out")
            elif entry.previous != self.head:
                yield Fault(entry.number, "does not follow the one before it: that one was altered, or this one put in")
            if hash_of(row.number, row.at, row.action, row.subject, row.details, row.previous) != entry.hash:
                yield Fault(entry.number, "the entry itself was altered")
            before, self.head = entry.number, entry.hash
            self.count += 1
            self.hashes.add(entry.hash)
            self._note(entry)

    def _note(self, entry: Entry) -> None:
        if entry.action in (KEPT, COPY):
            self.reports.setdefault(entry.subject, entry)
            self.copies.setdefault(entry.subject, []).append(entry)
        elif entry.action == CODED:
            self.codings[entry.subject, str(entry.details.get("coder"))] = entry
        elif entry.action == JUDGED:
            self.judgements[entry.subject] = entry
        elif entry.action == MATCHED:
            self.matching = entry


def _reports(connection: Connection, log: _Log) -> Iterator[Fault]:
    for report, entry in log.reports.items():
        found = seals.report_seal(connection, report)
        if found is None:
            yield Fault(entry.number, f"{report} is not in the record any more")
        elif found != entry.details.get("report"):
            yield Fault(entry.number, f"{report} is not as it was kept: its text, title, publisher or date was changed")
        elif not _is_told(seals.evidence_of(connection, report), log.copies[report]):
            yield Fault(entry.number, f"{report} is not as it was kept: the place or the hash of its bytes was changed")
    yield from _unlogged(connection, tables.reports, "id", log.reports)


def _is_told(evidence: dict[str, Any] | None, copies: list[Entry]) -> bool:
    return any(entry.details.get("evidence") == evidence for entry in copies)


def _codings(connection: Connection, log: _Log) -> Iterator[Fault]:
    table = tables.codings
    there = {
        (row.report, row.coder_version): row.current
        for row in connection.execute(select(table.c.report, table.c.coder_version, table.c.current))
    }
    for (report, version), entry in log.codings.items():
        what = f"the coding of {report} by {version}"
        if (report, version) not in there:
            yield Fault(entry.number, f"{what} is not in the record any more")
        elif seals.claims_seal(connection, report, version) != entry.details.get("claims"):
            yield Fault(entry.number, f"{what} is not as it was kept: claims were added or taken out")
        elif there[report, version] and seals.coding_seal(connection, report, version) != entry.details.get("coding"):
            yield Fault(entry.number, f"{what} is not as it was kept: a claim or a drop was changed")
    for report, version in sorted(set(there) - set(log.codings)):
        yield Fault(None, f"the coding of {report} by {version} has no entry: it was put in past the program")


def _claims(connection: Connection, log: _Log) -> Iterator[Fault]:
    """Claims of codings that no longer hold are guarded by their ids, which are hashes of what they say."""
    of, codings, claims = tables.coding_claims, tables.codings, tables.claims
    held = (
        select(of.c.claim)
        .join(codings, (codings.c.report == of.c.report) & (codings.c.coder_version == of.c.coder_version))
        .where(codings.c.current)
    )
    for row in connection.execute(select(claims).where(claims.c.id.not_in(held)).order_by(claims.c.id)):
        (claim,) = rows.claims_of([row], [])
        if replace(claim, id="").id != claim.id:
            number = next((e.number for (report, _), e in log.codings.items() if report == claim.report), None)
            yield Fault(number, f"{claim.id} of {claim.report} is not as it was kept")


def _judgements(connection: Connection, log: _Log) -> Iterator[Fault]:
    for number, entry in log.judgements.items():
        found = seals.judgement_seal(connection, int(number)) if number.isdecimal() else None
        if found is None:
            yield Fault(entry.number, f"decision {number} is not in the record any more")
        elif found != entry.details.get("judgement"):
            yield Fault(entry.number, f"decision {number} is not as it was made")
    yield from _unlogged(connection, tables.judgements, "number", log.judgements)


def _matching(connection: Connection, log: _Log) -> Iterator[Fault]:
    if log.matching is None:
        if connection.scalar(select(func.count()).select_from(tables.events)):
            yield Fault(None, "the events have no entry: they were put in past the program")
    elif seals.matching_seal(connection) != log.matching.details.get("matching"):
        yield Fault(log.matching.number, "the events, entities or findings are not as they were matched")


def _unlogged(connection: Connection, table: Table, key: str, logged: dict[str, Entry]) -> Iterator[Fault]:
    names = {"reports": "", "judgements": "decision "}
    for subject in connection.scalars(select(table.c[key]).order_by(table.c[key])):
        if str(subject) not in logged:
            yield Fault(None, f"{names[table.name]}{subject} has no entry: it was put in past the program")
