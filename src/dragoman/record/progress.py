"""How far builds are, for those who look at a record while another process fills it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, update

from dragoman.record.record import Record
from dragoman.record.tables import runs

SILENT = 90.0
"""Seconds without a sign of life after which a build that has not ended is taken for one that was cut short. A long
report can take a minute."""


@dataclass(frozen=True, slots=True)
class Build:
    """One build: ``stage`` is ``coding`` or ``matching``; ``done`` of ``total`` reports, ``failed`` of them in vain;
    ``at`` the address last dealt with; ``heard`` when it last said so (UTC). What is None was never told."""

    number: int
    coder_version: str
    started: str
    finished: str | None
    stage: str | None
    done: int | None
    total: int | None
    failed: int | None
    at: str | None
    heard: str | None

    def running(self, now: datetime) -> bool:
        """Whether it goes on, as far as can be told."""
        last = datetime.fromisoformat(self.heard or self.started)
        # Matching tells nothing until it is through.
        return self.finished is None and (self.stage == "matching" or (now - last).total_seconds() < SILENT)


def note(record: Record, run: int, stage: str, done: int, total: int, failed: int, at: str) -> None:
    """Notes how far build ``run`` is."""
    heard = datetime.now(UTC).isoformat(timespec="seconds")
    values = {"stage": stage, "done": done, "total": total, "failed": failed, "at": at, "heard": heard}
    with record._writing() as connection:
        connection.execute(update(runs).where(runs.c.number == run).values(values))


def builds(record: Record, limit: int = 20) -> list[Build]:
    """The builds of a record, the last first."""
    columns = [runs.c[name] for name in Build.__slots__]
    with record._reading() as connection:
        found = connection.execute(select(*columns).order_by(runs.c.number.desc()).limit(limit))
        return [Build(**row._mapping) for row in found]
