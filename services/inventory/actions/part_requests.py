"""What jobs ask the store for, and wait for [S13 E3]."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from contracts.inventory import part_requests
from contracts.repair.job_waits import JobResumed, JobWaiting, PartsRequested
from contracts.repair.jobs import JobFinished
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.actions.jobs import job_of, used_on
from services.inventory.rules.borrows import Borrow
from services.inventory.rules.part_requests import PartRequest

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def ask_for_parts(work: Work, data: PartsRequested) -> None:
    """A job asks for parts. What it borrowed since then counts, for its event may come later than the borrow."""
    job = job_of(work, work.cause.source_id, data.order_id)
    for line in data.lines:
        wish = work.add(
            store.requests,
            PartRequest(
                id=work.new_id(line.part_id),
                station_id=work.station_id,
                job_id=job.id,
                engineer_id=data.engineer_id,
                part_id=line.part_id,
                quantity=line.quantity,
                first=data.first,
                requested_at=work.at,
                day=ledger.today(work),
            ),
        )
        for lent in work.all(store.borrows, job_id=job.id, part_id=wish.part_id, borrowed_at={"$gte": work.at}):
            issue(work, wish, lent.quantity, lent)
        if wish.state == "open" and not ledger.store_day(work).is_open:
            give_up(work, wish)


def issue(work: Work, wish: PartRequest, quantity: int, lent: Borrow | None = None) -> None:
    """Pieces were lent for a wish."""
    if wish.state == "open":
        within = timedelta(minutes=ledger.stock_policy(work).fill_minutes)
        wish.issue(quantity, lent.borrowed_at if lent else work.at, within)
        _emit_settled(work, wish)


def give_up(work: Work, wish: PartRequest) -> None:
    """The day closed before a wish was filled."""
    wish.give_up()
    _emit_settled(work, wish)


def take_up_again(work: Work, day: str) -> None:
    """The day is opened again: its last close decides on what was given up."""
    morning = work.station.calendar.at(date.fromisoformat(day), time.min)
    for wish in work.all(store.requests, state="settled", requested_at={"$gte": morning}):
        wish.take_up_again()


def wait_for_parts(work: Work, data: JobWaiting) -> None:
    """A job waits: what comes is reserved for it, no more of a part than its device takes.

    A part that the catalogue does not have stays words.
    """
    job = job_of(work, work.cause.source_id, data.order_id)
    for line in data.lines:
        part = work.find(store.parts, _id=line.part_id)
        quantity = min(line.quantity, part.per_device - used_on(work, job.id, part.id)) if part else 0
        if quantity > 0:
            stock = ledger.stock_of(work, line.part_id)
            stock.wait_for(job.id, quantity, work.at)
            ledger.post(work, stock)
            job.awaited = tuple(dict.fromkeys((*job.awaited, line.part_id)))


def stop_waiting(work: Work, data: JobResumed) -> None:
    """A job waits no longer; what is reserved for it stays so until it is borrowed or the job ends."""
    job = job_of(work, work.cause.source_id, data.order_id)
    for part_id in job.awaited:
        ledger.stock_of(work, part_id).stop_waiting(job.id)


def finish_job(work: Work, data: JobFinished) -> None:
    """A job has ended: what was meant for it is free for the next."""
    job = job_of(work, work.cause.source_id, data.order_id)
    job.finished = True
    for part_id in job.awaited:
        stock = ledger.stock_of(work, part_id)
        stock.unreserve(job.id)
        ledger.post(work, stock)


def _emit_settled(work: Work, wish: PartRequest) -> None:
    if wish.first and wish.state == "settled":
        work.emit(wish, part_requests.request_settled, part_requests.RequestSettled.of(wish))
