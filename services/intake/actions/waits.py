"""What an order waits for, as the desk says it and as the bench tells it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from contracts.intake import waits
from contracts.language.errors import Refused
from contracts.repair import job_waits
from services.intake import collections as store
from services.intake.actions.orders import emit_ready
from services.intake.actions.promises import put_off, receipt_policy
from services.intake.rules.waits import check_resume as check_waiting

if TYPE_CHECKING:
    from services.intake.rules.orders import Order
    from stationkit.unit_of_work.work import Work


def start_wait(work: Work, request: waits.StartWait) -> Order:
    order = work.get(store.orders, request.order_id)
    if request.wait == "awaiting_customer" and request.channel is None:
        raise Refused("attempt_missing", "Say how the customer was asked.")
    latest = work.at + timedelta(days=receipt_policy(work).sent_out_days)
    if request.due_at is not None and request.due_at > latest:
        raise Refused("due_too_far", "What is sent out is due back sooner.", latest=latest.isoformat())
    order.start_wait(request.wait, request.reason, work.at, work.by, request.due_at)
    return put_off(work, order, waited=request.wait == "awaiting_customer")


def end_wait(work: Work, request: waits.EndWait) -> Order:
    order = work.get(store.orders, request.order_id)
    order.end_wait(request.wait, request.reason, work.at, work.by)
    put_off(work, order, waited=request.wait == "awaiting_customer")
    return emit_ready(work, order) if order.ready_at else order


def check_wait(_work: Work, order: Order) -> None:
    order.check_waits()


def check_resume(_work: Work, order: Order) -> None:
    check_waiting(order.wait_log)


def wait_for_parts(work: Work, data: job_waits.JobWaiting) -> None:
    order = work.get(store.orders, data.order_id)
    order.start_wait("awaiting_parts", ", ".join(data.parts), work.at, work.by)


def go_on(work: Work, data: job_waits.JobResumed) -> None:
    order = work.get(store.orders, data.order_id)
    order.end_wait("awaiting_parts", "parts are here", work.at, work.by)
