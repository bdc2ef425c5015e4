"""The wiring page of `repair`: jobs on the bench, and what the bench reports of a day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from contracts.intake import order_events as intake
from contracts.inventory import stock
from contracts.language.errors import Refused
from contracts.repair import awaiting
from contracts.repair import jobs as contract
from contracts.stations import days
from services.repair import collections as store
from services.repair.actions import bench
from services.repair.rules.awaiting import AwaitingList
from services.repair.rules.jobs import AwaitedPart, Job
from stationkit.process.kit import Kit, command, daily, on, query
from stationkit.storage.documents import converter
from stationkit.unit_of_work.inbox import MarksIn
from stationkit.unit_of_work.view import View
from stationkit.unit_of_work.work import Work

Request = dict[str, Any]


class RepairService:
    """The bench: what is wrong, what is done, how it ends."""

    name = "repair"
    kit = Kit(
        store.COLLECTIONS,
        {"intake": MarksIn(store.jobs, lambda envelope: contract.job_id_of(envelope["aggregate_id"]))},
    )

    @on(intake.bench_accepted)
    def open_job(self, work: Work, data: Request) -> None:
        job_id = contract.job_id_of(data["aggregate_id"])
        known = work.find(store.jobs, _id=job_id)
        if known:
            known.take_up(data["engineer_id"])
            return
        work.add(
            store.jobs,
            Job(
                id=job_id,
                station_id=work.station_id,
                order_id=data["aggregate_id"],
                code=data["code"],
                party_kind=data["party_kind"],
                category=data["category"],
                brand=data["brand"],
                model=data["model"],
                fault_reported=data["fault"],
                engineer_id=data["engineer_id"],
                bench_due_at=data["bench_due_at"],
                queued_at=work.at,
                imported=work.imported,
                redo_of=data["redo_of"],
            ),
        )

    @on(intake.desk_accepted)
    def put_job_back(self, work: Work, data: Request) -> None:
        work.get(store.jobs, contract.job_id_of(data["aggregate_id"])).put_back()

    @on(days.day_closed)
    def report_unfinished(self, work: Work, data: Request) -> None:
        bench.count_unfinished(work, self.kit.system, data)

    @command(contract.start_diagnosis)
    def start_diagnosis(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        job.start(work.by, work.at)
        return job

    @command(contract.record_diagnosis)
    def record_diagnosis(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        job.diagnose(request["symptom"], request["fault"], request["note"], work.by)
        return job

    @command(contract.record_repair)
    def record_repair(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        job.repair(tuple(request["actions"]), request["note"], work.by)
        return job

    @command(contract.record_test)
    def record_test(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        job.test(request["note"], work.by, work.at, passed=request["passed"])
        return job

    @command(contract.finish_job)
    def finish_job(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        job.finish(request["outcome"], request.get("reason"), request["note"], work.by, work.at)
        return _told_end(work, job)

    @command(contract.approve_outcome)
    def approve_outcome(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        job.approve(request["note"], work.by, work.at, agreed=request["agreed"])
        return _told_end(work, job)

    @command(contract.await_parts)
    def await_parts(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        lines = converter.structure(request["lines"], list[AwaitedPart])
        job.await_parts(tuple(request["parts"]), lines, work.by)
        work.emit(job, contract.job_waiting, order_id=job.order_id, parts=job.awaiting_parts, lines=lines)
        return job

    @command(awaiting.request_parts)
    def request_parts(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        first = job.request_parts(work.by)
        work.emit(
            job,
            awaiting.parts_requested,
            order_id=job.order_id,
            engineer_id=job.engineer_id,
            lines=request["lines"],
            first=first,
        )
        return job

    @on(stock.parts_arrived)
    def go_on_with_parts(self, work: Work, data: Request) -> None:
        job = work.get(store.jobs, data["job_id"])
        if job.receive_parts(data["part_id"], data["quantity"]):
            job.resume()
            work.emit(job, contract.job_resumed, order_id=job.order_id)

    @command(contract.resume_job)
    def resume_job(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        job.resume()
        work.emit(job, contract.job_resumed, order_id=job.order_id)
        return job

    @command(contract.explain_unfinished)
    def explain_unfinished(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        day = work.station.calendar.day_of(work.at).isoformat()
        job.explain(day, request["reason"], request["note"], work.by, work.at)
        return job

    @command(contract.reassign_job)
    def reassign_job(self, work: Work, request: Request) -> Job:
        job = _job(work, request)
        if "engineer" not in work.staff(request["engineer_id"]).posts:
            raise Refused("not_engineer", "That member of staff is not an engineer.")
        job.reassign(request["engineer_id"])
        return job

    @query(contract.get_job)
    def get_job(self, view: View, request: Request) -> Request:
        return _job_out(view, view.get(store.jobs, request["job_id"]))

    @query(contract.list_jobs)
    def list_jobs(self, view: View, request: Request) -> Request:
        page = view.page(
            store.jobs,
            request,
            state=request.get("state"),
            engineer_id=request.get("engineer_id"),
            order_id=request.get("order_id"),
        )
        return {**page, "items": [_job_out(view, job) for job in page["items"]]}

    @command(awaiting.submit_awaiting_list)
    def submit_awaiting_list(self, work: Work, _request: Request) -> AwaitingList:
        return bench.send_list(work)

    @daily("awaiting_lists", bench.AWAITING_LIST_BY)
    def report_awaiting_lists(self, work: Work, due: datetime) -> None:
        bench.report_lists(work, due)

    @query(awaiting.list_awaiting_lists)
    def list_awaiting_lists(self, view: View, request: Request) -> Request:
        return view.page(store.awaiting_lists, request, day=request.get("day"), engineer_id=request.get("engineer_id"))

    @query(awaiting.list_unfinished_reports)
    def list_unfinished_reports(self, view: View, request: Request) -> Request:
        return view.page(store.unfinished_reports, request, day=request.get("day"))


def _job_out(view: View, job: Job) -> Request:
    today = view.reference_data.station(job.station_id).calendar.day_of(view.now).isoformat()
    return {**vars(job), "reason_proposed": job.proposed_reason(today)}


def _job(work: Work, request: Request) -> Job:
    return work.get(store.jobs, request["job_id"])


def _told_end(work: Work, job: Job) -> Job:
    if job.state == "finished":
        work.emit(
            job,
            contract.job_finished,
            order_id=job.order_id,
            bench_due_at=job.bench_due_at,
            outcome=job.outcome,
            reason=job.reason,
            engineer_id=job.engineer_id,
        )
    return job
