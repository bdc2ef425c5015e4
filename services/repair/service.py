"""What `repair` does: jobs on the bench, and what the bench reports of a day."""

from __future__ import annotations

from contracts.intake import custody
from contracts.inventory import borrows, parts, stock
from contracts.repair import awaiting_parts, job_waits, jobs, unfinished_reports
from contracts.stations import days, staff
from services.repair import collections as store
from services.repair.actions import awaiting_parts as awaiting_actions
from services.repair.actions import job_waits as wait_actions
from services.repair.actions import jobs as job_actions
from services.repair.actions import unfinished_reports as unfinished_actions
from stationkit.process.entrypoints import command, consumes, daily, does, find, query
from stationkit.process.kit import Kit
from stationkit.unit_of_work.inbox import MarksIn


class RepairService:
    """The bench: what is wrong, what is done, how it ends."""

    name = "repair"
    kit = Kit(
        store.COLLECTIONS, {"intake": MarksIn(store.jobs, lambda envelope: jobs.job_id_of(envelope["aggregate_id"]))}
    )

    open_job = consumes(custody.bench_accepted, job_actions.open_job)
    put_job_back = consumes(custody.desk_accepted, job_actions.put_job_back)
    report_unfinished = consumes(days.day_closed, unfinished_actions.report_unfinished)
    start_diagnosis = does(jobs.start_diagnosis, store.jobs, job_actions.start_diagnosis, job_actions.check_at_hand)
    record_diagnosis = does(jobs.record_diagnosis, store.jobs, job_actions.record_diagnosis, job_actions.check_at_hand)
    record_repair = does(
        jobs.record_repair, store.jobs, job_actions.record_repair, job_actions.check_at_hand_and_complete
    )
    record_test = does(jobs.record_test, store.jobs, job_actions.record_test, job_actions.check_at_hand)
    finish_job = does(jobs.finish_job, store.jobs, job_actions.finish_job, job_actions.check_at_hand)
    approve_outcome = does(jobs.approve_outcome, store.jobs, job_actions.approve_outcome, job_actions.check_approval)
    await_parts = does(
        job_waits.await_parts, store.jobs, wait_actions.await_parts, job_actions.check_at_hand_and_complete
    )
    request_parts = does(job_waits.request_parts, store.jobs, wait_actions.request_parts, job_actions.check_at_hand)
    go_on_with_parts = consumes(stock.parts_arrived, wait_actions.go_on_with_parts)
    note_part = consumes(parts.part_changed, job_actions.note_part)
    note_use = consumes(borrows.borrow_settled, job_actions.note_use)
    resume_job = does(job_waits.resume_job, store.jobs, wait_actions.resume_job, wait_actions.check_resume)
    explain_unfinished = does(
        jobs.explain_unfinished, store.jobs, job_actions.explain_unfinished, job_actions.check_answer
    )
    name_jobs_left = consumes(staff.staff_changed, job_actions.name_jobs_left)
    reassign_job = does(jobs.reassign_job, store.jobs, job_actions.reassign_job)
    get_job = query(jobs.get_job, job_actions.get_job)
    list_jobs = query(jobs.list_jobs, job_actions.list_jobs)
    submit_awaiting_list = command(awaiting_parts.submit_awaiting_list, awaiting_actions.submit_awaiting_list)
    report_awaiting_lists = daily(
        "awaiting_lists", awaiting_actions.AWAITING_LIST_BY, awaiting_actions.report_awaiting_lists
    )
    list_awaiting_lists = find(awaiting_parts.list_awaiting_lists, store.awaiting_lists)
    list_unfinished_reports = find(unfinished_reports.list_unfinished_reports, store.unfinished_reports)
