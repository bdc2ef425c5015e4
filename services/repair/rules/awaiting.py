"""Awaiting-parts lists: one for each engineer on duty and open day, and the station's report at the cut-off [E3]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from contracts.language.errors import Refused
from services.repair.rules.jobs import Job


@dataclass
class AwaitingPart:
    """So many pieces of a part."""

    part_id: str
    quantity: int


@dataclass
class AwaitingJob:
    """A job that waits for parts: what it waits for in words and, where known, by part."""

    job_id: str
    code: str
    parts: tuple[str, ...]
    lines: list[AwaitingPart]


@dataclass
class AwaitingList:
    """The list of one person and day (YYYY-MM-DD); one that was not sent by the cut-off is made without them."""

    id: str
    station_id: str
    day: str
    engineer_id: str
    lines: list[AwaitingJob] = field(default_factory=list)
    in_time: bool = False
    sent_at: datetime | None = None
    version: int = 0

    def send(self, lines: list[AwaitingJob], at: datetime, cut_off: datetime) -> None:
        """The person sends it; at exactly the cut-off is in time. Refused once it was sent."""
        if self.sent_at:
            raise Refused("list_sent", "Today's awaiting-parts list was sent.", day=self.day)
        self.lines, self.sent_at, self.in_time = lines, at, at <= cut_off

    def report(self, waiting: Iterable[Job], engineers: Sequence[str]) -> None:
        """What it says at the cut-off: what was sent, with the jobs of those whose duty fell to the person later."""
        if self.sent_at is None:
            self.lines = lines_of(waiting, engineers)
            return
        sent = {line.job_id for line in self.lines}
        taken_over = lines_of(waiting, [engineer for engineer in engineers if engineer != self.engineer_id])
        self.lines = [*self.lines, *(line for line in taken_over if line.job_id not in sent)]


@dataclass
class AwaitingReport:
    """That the lists of everybody on duty were reported at a station's cut-off of a day (YYYY-MM-DD)."""

    id: str
    station_id: str
    day: str
    made_at: datetime
    version: int = 0


def owed_by(engineers: Iterable[str], leads: Sequence[str], away: Mapping[str, str | None]) -> dict[str, list[str]]:
    """Who owes a list, and the engineers whose jobs are on it.

    `away` are the people on leave, each with who stands in, if anybody does: their duty falls to the stand-in, else to
    the first lead who is not away. A station that opens owes its lists when everybody is on leave too: then they are
    the first lead's, and where there is no lead each engineer's own.
    """
    lead = next((person for person in leads if person not in away), leads[0] if leads else None)
    owed: dict[str, list[str]] = {}
    for engineer in engineers:
        owner = away[engineer] or lead if engineer in away else None
        owed.setdefault(owner or engineer, []).append(engineer)
    return owed


def lines_of(jobs: Iterable[Job], engineers: Sequence[str]) -> list[AwaitingJob]:
    """The lines of a list: the jobs of these engineers that wait for parts, first due first."""
    waiting = (job for job in jobs if job.engineer_id in engineers and job.awaiting_parts)
    return [_line(job) for job in sorted(waiting, key=lambda job: (job.bench_due_at, job.id))]


def _line(job: Job) -> AwaitingJob:
    missing = [
        AwaitingPart(line.part_id, line.quantity - line.arrived) for line in job.awaiting_lines if not line.is_here
    ]
    return AwaitingJob(job.id, job.code, job.awaiting_parts, missing)
