"""The wiring page of `repair`: jobs on the bench, and what the bench reports of a day."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from contracts.intake import custody as intake
from contracts.inventory import stock
from contracts.language.errors import Refused
from contracts.language.operation import ById
from contracts.repair import awaiting_parts, unfinished_reports
from contracts.repair import jobs as contract
from contracts.stations import days
from services.repair import collections as store
from services.repair.actions import bench
from services.repair.rules.awaiting import AwaitingList
from services.repair.rules.jobs import AwaitedPart, Job
from services.repair.rules.unfinished import UnfinishedReport
from stationkit.process.kit import Kit, command, consumes, daily, query
from stationkit.unit_of_work.inbox import MarksIn
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work


class RepairService:
    """The bench: what is wrong, what is done, how it ends."""

    name = "repair"
    kit = Kit(
        store.COLLECTIONS,
        {"intake": MarksIn(store.jobs, lambda envelope: contract.job_id_of(envelope["aggregate_id"]))},
    )

    @consumes(intake.bench_accepted)
    def open_job(self, work: Work, data: intake.BenchAccepted) -> None:
        job_id = contract.job_id_of(work.cause.source_id)
        known = work.find(store.jobs, _id=job_id)
        if known:
            known.take_up(data.engineer_id)
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
                bench_due_at=data.bench_due_at,
                queued_at=work.at,
                imported=work.imported,
                redo_of=data.redo_of,
            ),
        )

    @consumes(intake.desk_accepted)
    def put_job_back(self, work: Work, _data: intake.DeskAccepted) -> None:
        work.get(store.jobs, contract.job_id_of(work.cause.source_id)).put_back()

    @consumes(days.day_closed)
    def report_unfinished(self, work: Work, data: days.DayClosed) -> None:
        bench.count_unfinished(work, self.kit.system, data)

    @command(contract.start_diagnosis)
    def start_diagnosis(self, work: Work, request: contract.StartDiagnosis) -> Job:
        job = work.get(store.jobs, request.job_id)
        job.start(work.by, work.at)
        return job

    @command(contract.record_diagnosis)
    def record_diagnosis(self, work: Work, request: contract.RecordDiagnosis) -> Job:
        job = work.get(store.jobs, request.job_id)
        job.diagnose(request.symptom, request.fault, request.note, work.by)
        return job

    @command(contract.record_repair)
    def record_repair(self, work: Work, request: contract.RecordRepair) -> Job:
        job = work.get(store.jobs, request.job_id)
        job.repair(request.actions, request.note, work.by)
        return job

    @command(contract.record_test)
    def record_test(self, work: Work, request: contract.RecordTest) -> Job:
        job = work.get(store.jobs, request.job_id)
        job.test(request.note, work.by, work.at, passed=request.passed)
        return job

    @command(contract.finish_job)
    def finish_job(self, work: Work, request: contract.FinishJob) -> Job:
        job = work.get(store.jobs, request.job_id)
        job.finish(request.outcome, request.reason, request.note, work.by, work.at)
        return _told_end(work, job)

    @command(contract.approve_outcome)
    def approve_outcome(self, work: Work, request: contract.ApproveOutcome) -> Job:
        job = work.get(store.jobs, request.job_id)
        job.approve(request.note, work.by, work.at, agreed=request.agreed)
        return _told_end(work, job)

    @command(contract.await_parts)
    def await_parts(self, work: Work, request: contract.AwaitParts) -> Job:
        job = work.get(store.jobs, request.job_id)
        lines = [AwaitedPart(line.part_id, line.quantity) for line in request.lines]
        job.await_parts(request.parts, lines, work.by)
        waiting = contract.JobWaiting.of(job, parts=job.awaiting_parts, lines=lines)
        work.emit(job, contract.job_waiting, waiting)
        return job

    @command(awaiting_parts.request_parts)
    def request_parts(self, work: Work, request: awaiting_parts.RequestParts) -> Job:
        job = work.get(store.jobs, request.job_id)
        first = job.request_parts(work.by)
        requested = awaiting_parts.PartsRequested.of(job, lines=request.lines, first=first)
        work.emit(job, awaiting_parts.parts_requested, requested)
        return job

    @consumes(stock.parts_arrived)
    def go_on_with_parts(self, work: Work, data: stock.PartsArrived) -> None:
        job = work.get(store.jobs, data.job_id)
        if job.receive_parts(data.part_id, data.quantity):
            job.resume()
            work.emit(job, contract.job_resumed, contract.JobResumed(order_id=job.order_id))

    @command(contract.resume_job)
    def resume_job(self, work: Work, request: contract.ResumeJob) -> Job:
        job = work.get(store.jobs, request.job_id)
        job.resume()
        work.emit(job, contract.job_resumed, contract.JobResumed(order_id=job.order_id))
        return job

    @command(contract.explain_unfinished)
    def explain_unfinished(self, work: Work, request: contract.ExplainUnfinished) -> Job:
        job = work.get(store.jobs, request.job_id)
        day = work.station.calendar.day_of(work.at).isoformat()
        job.explain(day, request.reason, request.note, work.by, work.at)
        return job

    @command(contract.reassign_job)
    def reassign_job(self, work: Work, request: contract.ReassignJob) -> Job:
        job = work.get(store.jobs, request.job_id)
        if "engineer" not in work.staff(request.engineer_id).posts:
            raise Refused("not_engineer", "That member of staff is not an engineer.")
        job.reassign(request.engineer_id)
        return job

    @query(contract.get_job)
    def get_job(self, view: View, request: ById) -> contract.Job:
        return _job_out(view, view.get(store.jobs, request.id))

    @query(contract.list_jobs)
    def list_jobs(self, view: View, request: contract.ListJobs) -> Rows[contract.Job]:
        jobs = view.page(
            store.jobs, request, state=request.state, engineer_id=request.engineer_id, order_id=request.order_id
        )
        return jobs.map(partial(_job_out, view))

    @command(awaiting_parts.submit_awaiting_list)
    def submit_awaiting_list(self, work: Work, _request: awaiting_parts.SubmitAwaitingList) -> AwaitingList:
        return bench.send_list(work)

    @daily("awaiting_lists", bench.AWAITING_LIST_BY)
    def report_awaiting_lists(self, work: Work, due: datetime) -> None:
        bench.report_lists(work, due)

    @query(awaiting_parts.list_awaiting_lists)
    def list_awaiting_lists(self, view: View, request: awaiting_parts.ListAwaitingLists) -> Rows[AwaitingList]:
        return view.page(store.awaiting_lists, request, day=request.day, engineer_id=request.engineer_id)

    @query(unfinished_reports.list_unfinished_reports)
    def list_unfinished_reports(
        self, view: View, request: unfinished_reports.ListUnfinishedReports
    ) -> Rows[UnfinishedReport]:
        return view.page(store.unfinished_reports, request, day=request.day)


def _job_out(view: View, job: Job) -> contract.Job:
    today = view.reference_data.station(job.station_id).calendar.day_of(view.now).isoformat()
    return contract.Job.of(job, reason_proposed=job.proposed_reason(today))


def _told_end(work: Work, job: Job) -> Job:
    if job.state == "finished":
        work.emit(job, contract.job_finished, contract.JobFinished.of(job))
    return job
