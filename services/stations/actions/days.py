"""Business days of a station, closed by its lead or by the clock."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from contracts.inventory import borrows
from contracts.language.ids import derived_id
from contracts.stations import days
from services.stations import collections as store
from services.stations.rules.days import CLOSES_ITSELF, BusinessDay, LentPieces, check_close, check_reopen, may_close_at

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def close_day(work: Work, _request: days.CloseDay) -> BusinessDay:
    """Closes today. Raises `Refused` before close of business, and while unsigned pieces are out."""
    day = work.station.calendar.day_of(work.at)
    out = work.all(store.lent_pieces, out={"$gt": 0})
    early = work.policy("day", work.station.calendar.at(day, time.min)).values.get("close_early_minutes", 0)
    check_close(day.isoformat(), work.at, may_close_at(work.station.calendar, day, early), out)
    return close(work, day.isoformat())


def note_borrowed(work: Work, data: borrows.PartBorrowed) -> None:
    lent = LentPieces(work.cause.source_id, work.station_id, data.engineer_id, data.quantity)
    work.add(store.lent_pieces, lent)


def note_settled(work: Work, data: borrows.BorrowSettled) -> None:
    work.get(store.lent_pieces, work.cause.source_id).out -= data.quantity


def note_excepted(work: Work, data: borrows.BorrowExcepted) -> None:
    work.get(store.lent_pieces, work.cause.source_id).excepted_on = data.day


def reopen_day(work: Work, request: days.ReopenDay) -> BusinessDay:
    today = work.station.calendar.day_of(work.at)
    day = today.isoformat()
    business_day = work.get(store.days, derived_id("day", work.station_id, day))
    check_reopen(day, work.at, work.station.calendar.at(today, CLOSES_ITSELF))
    business_day.reopen(request.reason, work.by, work.at)
    work.emit(business_day, days.day_reopened, days.DayReopened(day=day))
    return business_day


def close_by_clock(work: Work, due: datetime) -> None:
    day = work.station.calendar.day_of(due).isoformat()
    business_day = work.find(store.days, _id=derived_id("day", work.station_id, day))
    if business_day is None or business_day.state == "open":
        close(work, day)


def close(work: Work, day: str) -> BusinessDay:
    """Closes the day, or closes it again after it was opened once more."""
    day_id = derived_id("day", work.station_id, day)
    business_day = work.find(store.days, _id=day_id) or work.add(store.days, BusinessDay(day_id, work.station_id, day))
    business_day.close(work.by, work.at)
    work.emit(
        business_day,
        days.day_closed,
        days.DayClosed(day=day, closed_at=work.at, by=work.by, closing=business_day.closings),
    )
    return business_day
