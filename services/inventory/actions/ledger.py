"""The ledger: finds a part's stock within a unit of work, and writes down and emits what moved in it.

Nothing else in the service writes moves or tells of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.inventory import stock as contract
from contracts.language.ids import derived_id
from services.inventory import collections as store
from services.inventory.rules.ages import StockPolicy
from services.inventory.rules.figures import MoveLine
from services.inventory.rules.stock import Move, Stock
from services.inventory.rules.storedays import StoreDay
from stationkit.storage.documents import converter

if TYPE_CHECKING:
    from datetime import datetime

    from stationkit.unit_of_work.work import Work


def stock_of(work: Work, part_id: str) -> Stock:
    """This station's stock of a part, new where it never had one. Raises `NotFound` for a part that there is not."""
    stock_id = derived_id("stock", work.station_id, part_id)
    stock = work.find(store.stocks, _id=stock_id)
    if stock is not None:
        return stock
    part = work.get(store.parts, part_id)
    return work.add(store.stocks, Stock(stock_id, work.station_id, part_id, part_code=part.code))


def post(work: Work, *stocks: Stock) -> None:
    """Writes down and emits what has moved in these stocks, and for whom something has arrived."""
    for stock in stocks:
        moved = stock.take_moved()
        for move in moved:
            work.add(store.moves, _line(work, stock, move))
        if moved:
            moves = tuple(contract.Move.of(move, **vars(move.lot)) for move in moved)
            work.emit(stock, contract.stock_moved, contract.StockMoved(part_id=stock.part_id, moves=moves))
        for claim in stock.take_arrived():
            arrived = contract.PartsArrived(job_id=claim.ref, part_id=stock.part_id, quantity=claim.quantity)
            work.emit(stock, contract.parts_arrived, arrived)


def store_day(work: Work, day: str | None = None) -> StoreDay:
    """A day of this station's store, by default today; new where nothing has happened on it yet."""
    day = day or today(work)
    day_id = derived_id("store_day", work.station_id, day)
    return work.find(store.days, _id=day_id) or work.add(store.days, StoreDay(day_id, work.station_id, day))


def check_open(work: Work) -> None:
    """Raises `Refused` where today is closed: what moves then moves tomorrow."""
    day = work.find(store.days, _id=derived_id("store_day", work.station_id, today(work)))
    if day is not None:
        day.check_open()


def today(work: Work) -> str:
    """The business day of this work, YYYY-MM-DD."""
    return work.station.calendar.day_of(work.at).isoformat()


def stock_policy(work: Work, at: datetime | None = None) -> StockPolicy:
    """The stock policy that is in force here, or was at an instant."""
    policy = work.policy("stock", at)
    return converter.structure({**policy.values, "version": policy.number}, StockPolicy)


def _line(work: Work, stock: Stock, move: Move) -> MoveLine:
    return MoveLine(
        id=work.new_id("move", str(len(work.tracked))),
        station_id=work.station_id,
        part_id=stock.part_id,
        part_code=stock.part_code,
        source=move.source,
        target=move.target,
        **vars(move.lot),
        why=move.why,
        ref=move.ref,
        at=move.at,
        day=today(work),
        by=work.by,
    )
