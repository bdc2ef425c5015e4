"""The bench: an engineer's queue and one job on it, with what it takes to work on it with one hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.intake import custody
from contracts.intake import orders as intake
from contracts.inventory import borrows, stock
from contracts.language import permissions
from contracts.repair import awaiting_parts, job_waits
from contracts.repair import jobs as repair
from gateway.pages import queries
from gateway.pages.lanes import OPEN_JOBS
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response

Row = dict[str, Any]
PROPOSED = ("battery", "screen", "charging_port", "camera", "speaker", "mainboard", "software")


@page("/desk/bench", custody.accept_custody, awaiting_parts.submit_awaiting_list, needs=permissions.JOB_WORK)
def bench() -> Response:
    """My queue, first due first; what is offered to me; what I borrowed and have not settled (E1 E12)."""
    mine = queries.me().account_id
    jobs = [row for state in (*OPEN_JOBS, "finished") for row in _jobs(mine, state) if row["on_bench"]]
    received = queries.rows_or_none(intake.list_orders, state="received") or []
    in_repair = queries.rows_or_none(intake.list_orders, state="in_repair") or []
    offered = [order for order in (*received, *in_repair) if _is_offered_to_me(order)]
    borrowed = queries.rows_or_none(borrows.list_borrows, engineer_id=mine, state="out")
    lists = queries.rows_or_none(awaiting_parts.list_awaiting_lists, day=queries.today(), engineer_id=mine)
    return show(
        "bench.html",
        jobs=sorted(jobs, key=lambda row: (row["outcome"] is not None, row["bench_due_at"])),
        offered=offered,
        borrowed=borrowed or [],
        sent=next((row for row in lists or [] if row["sent_at"]), None),
    )


def _is_offered_to_me(order: Row) -> bool:
    return custody.accept_custody.name in order["may"] and order["custody"]["offered_to"] == "engineer"


def _jobs(engineer_id: str, state: str) -> list[Row]:
    return queries.rows_or_none(repair.list_jobs, engineer_id=engineer_id, state=state, sort="-bench_due_at") or []


@page(
    "/desk/bench/<id:job_id>",
    *(repair.start_diagnosis, repair.record_diagnosis, repair.record_repair, repair.record_test, repair.finish_job),
    *(job_waits.await_parts, job_waits.resume_job, repair.explain_unfinished, job_waits.request_parts),
    *(custody.offer_custody, borrows.borrow_part, borrows.settle_borrow),
    needs=permissions.JOB_WORK,
)
def job(job_id: str) -> Response:
    """One job: the next step as one big button, parts beside it (E1 E3 E4 E5 P1)."""
    row = queries.ask(repair.get_job, job_id=job_id)
    order = queries.ask(intake.get_order, order_id=row["order_id"])
    return show(
        "job.html",
        job=row,
        order=order,
        proposed=PROPOSED,
        tested=bool(row["tests"]) and row["tests"][-1]["passed"],
        borrows=queries.rows_or_none(borrows.list_borrows, job_id=job_id) or [],
        stock=queries.rows_or_none(stock.list_stock, station_id=queries.me().station_id) or [],
        explained=any(explanation["day"] == queries.today() for explanation in row["explanations"]),
    )
