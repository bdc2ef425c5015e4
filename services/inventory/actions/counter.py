"""What the parts counter does within a unit of work: lend, take back, and what jobs ask for [P1 E12 S13]."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from contracts.inventory import borrows, part_requests
from contracts.inventory.borrows import BorrowPart, SettleBorrow, SignException
from contracts.repair.awaiting_parts import PartsRequested
from contracts.repair.jobs import JobFinished, JobResumed, JobWaiting, job_id_of
from services.inventory import collections as store
from services.inventory.actions import gate, ledger
from services.inventory.rules.borrows import BACK_TO, KEEPERS, OLD_PART_TO, Borrow, End, JobCopy, check_fits_job
from services.inventory.rules.part_requests import PartRequest
from services.inventory.rules.receipts import ReceiptLine
from services.inventory.rules.stock import CUSTOMER, STORE, Lot, Stock, bench, installed

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def borrow(work: Work, request: BorrowPart) -> Borrow:
    """Lends pieces to the engineer on whose bench the job's device is. Raises `Refused` once the day is closed."""
    job, quantity = work.get(store.jobs, request.job_id), request.quantity
    job.check_lends_to(work.by)
    stock, day = ledger.stock_of(work, request.part_id), ledger.store_day(work)
    day.borrow(quantity)
    stock.move(quantity, STORE, bench(work.by), "borrow", work.at, ref=job.id)
    ledger.post(work, stock)
    lent = work.add(
        store.borrows,
        Borrow(
            id=work.new_id(),
            station_id=work.station_id,
            part_id=stock.part_id,
            part_code=stock.part_code,
            job_id=job.id,
            engineer_id=work.by,
            quantity=quantity,
            borrowed_at=work.at,
            day=day.day,
        ),
    )
    work.emit(lent, borrows.part_borrowed, borrows.PartBorrowed.of(lent))
    for wish in work.all(store.requests, job_id=job.id, part_id=stock.part_id, state="open"):
        issue(work, wish, quantity)
    return lent


def settle(work: Work, request: SettleBorrow) -> Borrow:
    """Takes down what became of borrowed pieces, also after the close of their day, when it is too late for it."""
    lent = work.get(store.borrows, request.borrow_id)
    job, part = work.get(store.jobs, lent.job_id), work.get(store.parts, lent.part_id)
    end = End(request.how, request.quantity, request.old_part, request.voucher, request.reason, request.liable_id)
    end.check(core_owed=part.core_owed)
    check_fits_job(end.how, finished=job.finished)
    if end.liable_id:
        work.staff(end.liable_id)
    in_time = ledger.store_day(work, lent.day).settle(end.quantity, ledger.today(work))
    lent.settle(end, work.by, work.at, keeps=bool(KEEPERS.intersection(work.posts)), in_time=in_time)
    stock = ledger.stock_of(work, lent.part_id)
    _move_back(work, stock, lent, job, end)
    ledger.post(work, stock)
    settled = borrows.BorrowSettled(quantity=end.quantity, how=end.how, in_time=in_time, day=lent.day)
    work.emit(lent, borrows.borrow_settled, settled)
    return lent


def sign_exception(work: Work, request: SignException) -> Borrow:
    """A lead lets a borrow stay out tonight."""
    lent = work.get(store.borrows, request.borrow_id)
    ledger.store_day(work).sign_exception(lent, request.reason, work.by, work.at)
    return lent


def job_of(work: Work, job_id: str, order_id: str) -> JobCopy:
    """What is known of a job; new where no service has told of it yet."""
    return work.find(store.jobs, _id=job_id) or work.add(store.jobs, JobCopy(job_id, work.station_id, order_id))


def ask_for(work: Work, data: PartsRequested) -> None:
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
        _tell_settled(work, wish)


def give_up(work: Work, wish: PartRequest) -> None:
    """The day closed before a wish was filled."""
    wish.give_up()
    _tell_settled(work, wish)


def wait_for_parts(work: Work, data: JobWaiting) -> None:
    """A job waits: what comes is reserved for it; a part that the catalogue does not have stays words."""
    job = job_of(work, work.cause.source_id, data.order_id)
    for line in data.lines:
        if work.find(store.parts, _id=line.part_id) is not None:
            stock = ledger.stock_of(work, line.part_id)
            stock.wait_for(job.id, line.quantity, work.at)
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


def hand_over(work: Work, order_id: str) -> None:
    """The device leaves the house: what was built in belongs to the customer now."""
    job = work.find(store.jobs, _id=job_id_of(order_id))
    for part_id in job.installed if job else ():
        stock, place = ledger.stock_of(work, part_id), installed(job_id_of(order_id))
        if stock.balance(place):
            stock.move(stock.balance(place), place, CUSTOMER, "release", work.at, ref=order_id)
        ledger.post(work, stock)


def _move_back(work: Work, stock: Stock, lent: Borrow, job: JobCopy, end: End) -> None:
    source, quantity = bench(lent.engineer_id), end.quantity
    target = {**BACK_TO, "consumed": CUSTOMER, "installed": installed(job.id)}[end.how]
    lots = stock.move(quantity, source, target, end.how, work.at, ref=lent.id)
    if end.how == "installed":
        job.installed = tuple(dict.fromkeys((*job.installed, stock.part_id)))
    if end.how == "returned_opened":
        line = ReceiptLine(stock.part_id, quantity, lots[0].cost)
        gate.open_receipt(work, work.new_id("receipt"), "opened", lent.id, [line])
    if end.how == "dead_on_arrival":
        gate.open_return(work, stock.part_id, quantity, "dead_on_arrival", lent.id)
    if end.old_part in OLD_PART_TO:
        old = [Lot(quantity, work.at, work.at, Decimal(0))]
        stock.move(quantity, CUSTOMER, OLD_PART_TO[end.old_part], "old_part", work.at, ref=lent.id, lots=old)


def _tell_settled(work: Work, wish: PartRequest) -> None:
    if wish.first and wish.state == "settled":
        work.emit(wish, part_requests.request_settled, part_requests.RequestSettled.of(wish))
