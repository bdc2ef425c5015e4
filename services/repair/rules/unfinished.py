"""What was not finished when a day closed, and why: one report a station and day, corrected by each closing [E5]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from services.repair.rules.jobs import Job


@dataclass
class UnfinishedJob:
    """A job that was not finished, and what was said of it by the close; None where nobody said anything."""

    job_id: str
    code: str
    engineer_id: str
    reason: str | None
    note: str | None


@dataclass
class UnfinishedReport:
    """The unfinished jobs of a day (YYYY-MM-DD) as its latest closing found them."""

    id: str
    station_id: str
    day: str
    closing: int = 0
    lines: list[UnfinishedJob] = field(default_factory=list)
    version: int = 0

    def close(self, closing: int, lines: list[UnfinishedJob]) -> bool:
        """Takes down what this closing found; False where it, or a later one, was taken before."""
        if closing <= self.closing:
            return False
        self.closing, self.lines = closing, lines
        return True


def lines_at(jobs: Iterable[Job], day: str, closed_at: datetime) -> list[UnfinishedJob]:
    """One line for each of these unfinished jobs that was there at the close, first due first."""
    queued_jobs = (job for job in jobs if job.queued_at <= closed_at)
    return [_line(job, day, closed_at) for job in sorted(queued_jobs, key=lambda job: (job.bench_due_at, job.id))]


def _line(job: Job, day: str, closed_at: datetime) -> UnfinishedJob:
    said = job.explanation_of(day, closed_at)
    reason, note = (said.reason, said.note) if said else (None, None)
    return UnfinishedJob(job.id, job.code, job.engineer_id, reason, note)
