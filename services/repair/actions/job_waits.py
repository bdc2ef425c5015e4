"""What jobs wait for, and how they go on [E3 S13]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.repair import job_waits
from services.repair import collections as store
from services.repair.actions.jobs import check_answer
from services.repair.rules.jobs import AwaitedPart, Job, check_named_once

if TYPE_CHECKING:
    from contracts.inventory import stock
    from stationkit.unit_of_work.work import Work


def check_resume(work: Work, job: Job) -> None:
    job.check_resume()
    check_answer(work, job)


def await_parts(work: Work, request: job_waits.AwaitParts) -> Job:
    job = work.get(store.jobs, request.job_id)
    lines = [AwaitedPart(line.part_id, line.quantity) for line in request.lines]
    first = job.await_parts(request.parts, lines, work.by)
    _check_fits(work, job, lines)
    if first:
        requested = job_waits.PartsRequested.of(job, lines=request.lines, first=True)
        work.emit(job, job_waits.parts_requested, requested)
    waiting = job_waits.JobWaiting.of(job, parts=job.awaiting_parts, lines=lines)
    work.emit(job, job_waits.job_waiting, waiting)
    return job


def _check_fits(work: Work, job: Job, lines: list[AwaitedPart]) -> None:
    for line in lines:
        part = work.find(store.parts, _id=line.part_id)
        if part is not None:
            job.check_fits(line, part.per_device)


def request_parts(work: Work, request: job_waits.RequestParts) -> Job:
    job = work.get(store.jobs, request.job_id)
    first = job.request_parts(work.by)
    check_named_once([line.part_id for line in request.lines])
    requested = job_waits.PartsRequested.of(job, lines=request.lines, first=first)
    work.emit(job, job_waits.parts_requested, requested)
    return job


def go_on_with_parts(work: Work, data: stock.PartsArrived) -> None:
    job = work.get(store.jobs, data.job_id)
    if job.receive_parts(data.part_id, data.quantity):
        job.resume()
        work.emit(job, job_waits.job_resumed, job_waits.JobResumed.of(job))


def resume_job(work: Work, request: job_waits.ResumeJob) -> Job:
    job = work.get(store.jobs, request.job_id)
    check_resume(work, job)
    job.resume()
    work.emit(job, job_waits.job_resumed, job_waits.JobResumed(order_id=job.order_id))
    return job
