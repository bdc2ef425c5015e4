"""Pieces that are lent to an engineer, and what becomes of them [P1 E12]."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from contracts.inventory import borrows
from contracts.inventory.borrows import BorrowPart, SettleBorrow, SignException
from contracts.language.errors import NotYet
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.actions.jobs import used_on
from services.inventory.actions.manufacturer_returns import open_return
from services.inventory.actions.part_requests import issue
from services.inventory.actions.parts_receipts import open_receipt
from services.inventory.rules.borrows import (
    BACK_TO,
    KEEPERS,
    OLD_PART_TO,
    Borrow,
    End,
    JobCopy,
    check_fits_device,
    check_fits_job,
    check_lends_for_device,
)
from services.inventory.rules.receipts import ReceiptLine
from services.inventory.rules.stock import CUSTOMER, STORE, Lot, Stock, bench, installed

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def borrow_part(work: Work, request: BorrowPart) -> Borrow:
    """Lends pieces to the engineer on whose bench the job's device is.

    Raises `Refused` once the day is closed and for more of the part than one device has, and `NotYet` for a job of
    which the store has heard nothing.
    """
    job, quantity = work.find(store.jobs, _id=request.job_id), request.quantity
    if job is None:
        raise NotYet("The store has heard of no such job yet.", job_id=request.job_id)
    job.check_lends_to(work.by)
    stock, day = ledger.stock_of(work, request.part_id), ledger.store_day(work)
    day.borrow(quantity)
    _check_fits(work, job, stock.part_id, quantity)
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


def settle_borrow(work: Work, request: SettleBorrow) -> Borrow:
    """Takes down what became of borrowed pieces, also after the close of their day, when it is too late for it."""
    lent = work.get(store.borrows, request.borrow_id)
    job, part = work.get(store.jobs, lent.job_id), work.get(store.parts, lent.part_id)
    end = End(request.how, request.quantity, request.old_part, request.voucher, request.reason, request.liable_id)
    end.check(core_owed=part.core_owed)
    check_fits_job(end.how, finished=job.finished)
    check_fits_device(end.how, end.quantity, used_on(work, job.id, part.id), part.per_device)
    if end.liable_id:
        work.staff(end.liable_id)
    in_time = ledger.store_day(work, lent.day).settle(end.quantity, ledger.today(work))
    lent.settle(end, work.by, work.at, keeps=_keeps(work), in_time=in_time)
    stock = ledger.stock_of(work, lent.part_id)
    _move_back(work, stock, lent, job, end)
    ledger.post(work, stock)
    settled = borrows.BorrowSettled.of(lent, quantity=end.quantity, how=end.how, in_time=in_time)
    work.emit(lent, borrows.borrow_settled, settled)
    return lent


def sign_exception(work: Work, request: SignException) -> Borrow:
    """A lead lets a borrow stay out tonight."""
    lent = work.get(store.borrows, request.borrow_id)
    day = ledger.store_day(work)
    day.sign_exception(lent, request.reason, work.by, work.at)
    work.emit(lent, borrows.borrow_excepted, borrows.BorrowExcepted(day=day.day))
    return lent


def check_settlement(work: Work, lent: Borrow) -> None:
    lent.check_settlement(work.by, keeps=_keeps(work))


def check_exception(work: Work, lent: Borrow) -> None:
    ledger.store_day(work).check_exception(lent, work.by)
    work.check_second_person(lent.engineer_id)


def _check_fits(work: Work, job: JobCopy, part_id: str, quantity: int) -> None:
    lent = work.all(store.borrows, job_id=job.id, part_id=part_id)
    used, out = sum(earlier.used for earlier in lent), sum(earlier.out for earlier in lent)
    check_lends_for_device(quantity, used, out, work.get(store.parts, part_id).per_device)


def _keeps(work: Work) -> bool:
    return bool(KEEPERS.intersection(work.posts))


def _move_back(work: Work, stock: Stock, lent: Borrow, job: JobCopy, end: End) -> None:
    source, quantity = bench(lent.engineer_id), end.quantity
    target = {**BACK_TO, "consumed": CUSTOMER, "installed": installed(job.id)}[end.how]
    lots = stock.move(quantity, source, target, end.how, work.at, ref=lent.id)
    if end.how == "installed":
        job.installed = tuple(dict.fromkeys((*job.installed, stock.part_id)))
    if end.how == "returned_opened":
        line = ReceiptLine(stock.part_id, quantity, lots[0].cost)
        open_receipt(work, work.new_id("receipt"), "opened", lent.id, [line], returned_by=lent.engineer_id)
    if end.how == "dead_on_arrival":
        open_return(work, stock.part_id, quantity, "dead_on_arrival", lent.id)
    if end.old_part in OLD_PART_TO:
        old = [Lot(quantity, work.at, work.at, Decimal(0))]
        stock.move(quantity, CUSTOMER, OLD_PART_TO[end.old_part], "old_part", work.at, ref=lent.id, lots=old)
