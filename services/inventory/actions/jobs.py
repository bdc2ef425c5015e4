"""What the store knows of the bench's jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import custody, orders
from contracts.repair.jobs import job_id_of
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.rules.borrows import JobCopy
from services.inventory.rules.stock import CUSTOMER, installed

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def job_of(work: Work, job_id: str, order_id: str) -> JobCopy:
    """What is known of a job; new where no service has emitted anything of it yet."""
    return work.find(store.jobs, _id=job_id) or work.add(store.jobs, JobCopy(job_id, work.station_id, order_id))


def used_on(work: Work, job_id: str, part_id: str) -> int:
    """How many pieces of a part are in the device of a job."""
    return sum(lent.used for lent in work.all(store.borrows, job_id=job_id, part_id=part_id))


def put_job_on_bench(work: Work, data: custody.BenchAccepted) -> None:
    job = job_of(work, job_id_of(work.cause.source_id), work.cause.source_id)
    job.engineer_id, job.on_bench = data.engineer_id, True


def take_job_off_bench(work: Work, _data: custody.DeskAccepted) -> None:
    job_of(work, job_id_of(work.cause.source_id), work.cause.source_id).on_bench = False


def hand_over(work: Work, _data: orders.OrderMoved | orders.DeviceHandedBack) -> None:
    """The device leaves the house: what was built in belongs to the customer now."""
    order_id = work.cause.source_id
    job = work.find(store.jobs, _id=job_id_of(order_id))
    for part_id in job.installed if job else ():
        stock, place = ledger.stock_of(work, part_id), installed(job_id_of(order_id))
        if stock.balance(place):
            stock.move(stock.balance(place), place, CUSTOMER, "release", work.at, ref=order_id)
        ledger.post(work, stock)
