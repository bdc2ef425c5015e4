"""The close of a day in the store: names what is out, gives up what was not issued, counts the stock [P1 P5]."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from contracts.inventory import borrows, store_days
from contracts.inventory import stock as stock_contract
from contracts.stations import days
from contracts.stations.days import DayClosed
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.actions.part_requests import give_up, take_up_again
from services.inventory.actions.return_proposals import propose_returns
from services.inventory.rules.figures import MoveLine, consumed, figures, valued_lots

if TYPE_CHECKING:
    from decimal import Decimal

    from services.inventory.rules.borrows import Borrow
    from services.inventory.rules.storedays import StoreDay
    from stationkit.unit_of_work.work import Work

LOOK_BACK = timedelta(days=31)


def _take_down(work: Work, data: DayClosed) -> None:
    """Takes everything as it stood when the day was closed, however late that is consumed."""
    day, closed_at = ledger.store_day(work, data.day), data.closed_at
    out = work.all(store.borrows, state="out")
    late = work.all(store.borrows, state="settled", settlements__at={"$gt": closed_at})
    if not day.close(data.closing, closed_at, [*out, *late]):
        return
    day.settled_in_time += sum(_judge(work, lent, closed_at) for lent in work.all(store.borrows, day=day.day))
    if work.station.calendar.is_open(date.fromisoformat(day.day)) or day.borrowed:
        _report_overnight(work, day)
    for wish in work.all(store.requests, state="open", requested_at={"$lte": closed_at}):
        give_up(work, wish)
    if day.closing == 1:
        _count_what_came_late(work, day)
    _count(work, day, closed_at)


def _report_overnight(work: Work, day: StoreDay) -> None:
    work.emit(day, store_days.overnight_reported, store_days.OvernightReported.of(day, lines=day.overnight))


def _judge(work: Work, lent: Borrow, closed_at: datetime) -> int:
    """What was in time is judged at the last close of the day: what was settled while it was closed counts then."""
    change = lent.judge(closed_at)
    if change:
        work.emit(lent, borrows.borrow_corrected, borrows.BorrowCorrected(day=lent.day, quantity=change))
    return change


def _count(work: Work, day: StoreDay, closed_at: datetime) -> None:
    _tell_count(work, day, closed_at, consumed(_fitted(work, day, {"$lte": closed_at})))


def _count_what_came_late(work: Work, day: StoreDay) -> None:
    """What was fitted on the day before, but after its close, is consumption of that day: it is told once more."""
    before = _day_before(work, day)
    if before and before.closed_at and consumed(_fitted(work, before, {"$gt": before.closed_at})):
        _tell_count(work, before, before.closed_at, consumed(_fitted(work, before)))


def _tell_count(work: Work, day: StoreDay, closed_at: datetime, fitted: Decimal) -> None:
    """What the store was worth at that close, and what was consumed on the day."""
    stocks = work.all(store.stocks)
    places = [(layer.place, layer) for stock in stocks for layer in stock.layers]
    lots = valued_lots(places, work.all(store.moves, at={"$gt": closed_at}))
    counted = figures(lots, date.fromisoformat(day.day), work.station.calendar.day_of, ledger.stock_policy(work))
    said = {"day": day.day, "closing": day.closing, "consumed": fitted}
    work.emit(day, stock_contract.stock_counted, stock_contract.StockCounted.of(counted, **said))


def _fitted(work: Work, day: StoreDay, at: dict[str, datetime] | None = None) -> list[MoveLine]:
    """The day's moves of parts that the manufacturer supplies."""
    supplied = {part.id for part in work.all(store.parts, from_manufacturer=True)}
    moves: list[MoveLine] = work.all(store.moves, day=day.day, **({"at": at} if at else {}))
    return [move for move in moves if move.part_id in supplied]


def _day_before(work: Work, day: StoreDay) -> StoreDay | None:
    first = (date.fromisoformat(day.day) - LOOK_BACK).isoformat()
    earlier = work.all(store.days, day={"$gte": first, "$lt": day.day}, state="closed")
    return max(earlier, key=lambda before: before.day, default=None)


def close_store_day(work: Work, data: days.DayClosed) -> None:
    _take_down(work, data)
    propose_returns(work, data.day)


def reopen_store_day(work: Work, data: days.DayReopened) -> None:
    ledger.store_day(work, data.day).reopen()
    take_up_again(work, data.day)
