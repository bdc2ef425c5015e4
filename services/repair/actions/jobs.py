"""Jobs on the bench, from the device in hand to the outcome [E1 E4 B5]."""

from __future__ import annotations

from functools import partial

from contracts.intake import custody as intake
from contracts.inventory import borrows, parts
from contracts.language.errors import Refused
from contracts.language.operation import ById
from contracts.repair import jobs as contract
from contracts.stations import staff
from services.repair import collections as store
from services.repair.rules.jobs import Job, PartCopy
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work


def open_job(work: Work, data: intake.BenchAccepted) -> None:
    job_id = contract.job_id_of(work.cause.source_id)
    job = work.find(store.jobs, _id=job_id)
    if job:
        job.take_up(data.engineer_id)
        return
    work.add(
        store.jobs,
        Job(
            id=job_id,
            station_id=work.station_id,
            order_id=work.cause.source_id,
            code=data.code,
            party_kind=data.party_kind,
            category=data.category,
            brand=data.brand,
            model=data.model,
            fault_reported=data.fault,
            engineer_id=data.engineer_id,
            held_by=data.engineer_id,
            bench_due_at=data.bench_due_at,
            queued_at=work.at,
            imported=work.imported,
            redo_of=data.redo_of,
            redo=bool(data.redo or data.redo_of),
        ),
    )


def put_job_back(work: Work, _data: intake.DeskAccepted) -> None:
    work.get(store.jobs, contract.job_id_of(work.cause.source_id)).put_back()


def check_at_hand(work: Work, job: Job) -> None:
    job.check_at_hand(work.by)


def check_at_hand_and_complete(work: Work, job: Job) -> None:
    job.check_at_hand(work.by)
    job.check_complete()


def check_approval(work: Work, job: Job) -> None:
    job.check_approval(work.by)
    work.check_second_person(job.proposed_by)


def check_answer(work: Work, job: Job) -> None:
    """The engineer, whoever stands in for them today, or a lead says what becomes of a job."""
    job.check_answer(work.by, deputy="station_lead" in work.posts or _stands_in(work, job.engineer_id))


def start_diagnosis(work: Work, request: contract.StartDiagnosis) -> Job:
    job = work.get(store.jobs, request.job_id)
    job.start(work.by, work.at)
    return job


def record_diagnosis(work: Work, request: contract.RecordDiagnosis) -> Job:
    job = work.get(store.jobs, request.job_id)
    job.diagnose(request.symptom, request.fault, request.note, work.by)
    return job


def record_repair(work: Work, request: contract.RecordRepair) -> Job:
    job = work.get(store.jobs, request.job_id)
    job.repair(request.actions, request.note, work.by)
    return job


def record_test(work: Work, request: contract.RecordTest) -> Job:
    job = work.get(store.jobs, request.job_id)
    job.test(request.note, work.by, work.at, passed=request.passed)
    return job


def finish_job(work: Work, request: contract.FinishJob) -> Job:
    job = work.get(store.jobs, request.job_id)
    job.finish(request.outcome, request.reason, request.note, work.by, work.at)
    return _told_end(work, job)


def approve_outcome(work: Work, request: contract.ApproveOutcome) -> Job:
    job = work.get(store.jobs, request.job_id)
    job.approve(request.note, work.by, work.at, agreed=request.agreed)
    return _told_end(work, job)


def note_part(work: Work, data: parts.PartChanged) -> None:
    part_id = work.cause.source_id
    part = work.find(store.parts, _id=part_id)
    if part is None:
        work.add(store.parts, PartCopy(part_id, work.station_id, data.per_device))
    else:
        part.per_device = data.per_device


def note_use(work: Work, data: borrows.BorrowSettled) -> None:
    if data.how in borrows.USED and data.job_id and data.part_id:
        work.get(store.jobs, data.job_id).fit(data.part_id, data.quantity)


def explain_unfinished(work: Work, request: contract.ExplainUnfinished) -> Job:
    job = work.get(store.jobs, request.job_id)
    check_answer(work, job)
    job.explain(_today(work), request.reason, request.note, work.by, work.at)
    return job


def reassign_job(work: Work, request: contract.ReassignJob) -> Job:
    job = work.get(store.jobs, request.job_id)
    if "engineer" not in work.staff(request.engineer_id).posts:
        raise Refused("not_engineer", "That member of staff is not an engineer.")
    job.reassign(request.engineer_id)
    return job


def name_jobs_left(work: Work, data: staff.StaffChanged) -> None:
    """Names every unfinished job of somebody suspended that is not on the bench: no device there reminds of it [B5]."""
    if data.active:
        return
    left = {"engineer_id": work.cause.source_id, "on_bench": False, "state": {"$ne": "finished"}}
    for job in work.all(store.jobs, **left):
        work.emit(job, contract.job_left, contract.JobLeft.of(job))


def get_job(view: View, request: ById) -> contract.Job:
    return _job_out(view, view.get(store.jobs, request.id))


def list_jobs(view: View, request: contract.ListJobs) -> Rows[contract.Job]:
    jobs = view.page(
        store.jobs, request, state=request.state, engineer_id=request.engineer_id, order_id=request.order_id
    )
    return jobs.map(partial(_job_out, view))


def _job_out(view: View, job: Job) -> contract.Job:
    today = view.reference_data.station(job.station_id).calendar.day_of(view.now).isoformat()
    return contract.Job.of(job, reason_proposed=job.proposed_reason(today))


def _today(work: Work) -> str:
    return work.station.calendar.day_of(work.at).isoformat()


def _stands_in(work: Work, engineer_id: str) -> bool:
    away = (duty for duty in work.roster(_today(work)) if duty.staff_id == engineer_id and duty.duty == "on_leave")
    return any(duty.stand_in_id == work.by for duty in away)


def _told_end(work: Work, job: Job) -> Job:
    if job.state == "finished":
        work.emit(job, contract.job_finished, contract.JobFinished.of(job))
    return job
