"""The day's report of a desk, made at its close [F10c F11 E4]."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from contracts.intake import custody as intake
from contracts.intake import day_reports
from contracts.language.ids import derived_id
from contracts.stations import days
from services.intake import collections as store
from services.intake.rules.day import DayReport, DeviceCounts
from services.intake.rules.orders import Order

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

_WAITS_FOR_PARTS = {"$elemMatch": {"kind": "awaiting_parts", "ended": None}}


def close_day(work: Work, data: days.DayClosed) -> None:
    """Who still holds a device is named [E4]; then the day's report is made and emitted [F10c F11].

    Done again, also after marks were lost, it tells nothing twice: orders remember the day, the report its closings.
    A day on which the station is not open has a report where money came in.
    """
    day, closed_at = data.day, data.closed_at
    is_open = work.station.calendar.is_open(date.fromisoformat(day))
    if is_open:
        name_holders(work, day)
        _clear_holders(work, day)
    report = report_of(work, day)
    devices = _devices(work, date.fromisoformat(day))
    if report.close(data.closing, closed_at, devices) and (is_open or report.methods):
        reported = day_reports.DeskDayReported.of(report, **vars(devices))
        work.emit(report, day_reports.desk_day_reported, reported)


def name_holders(work: Work, day: str) -> None:
    """Names every engineer who holds a device, once for each device and day [E4]."""

    def note(inner: Work, order: Order) -> None:
        if order.stay_overnight(day, work.at, work.by):
            overnight = intake.DeviceOvernight.of(order, engineer_id=order.custody.holder_id, day=day)
            inner.emit(order, intake.device_overnight, overnight)

    work.system.each(store.orders, work.cause, note, **{"station_id": work.station_id, "custody.holder": "engineer"})


def _clear_holders(work: Work, day: str) -> None:
    """Takes back what an earlier close of the day said of devices that no engineer holds at this one."""

    def note(inner: Work, order: Order) -> None:
        if order.come_back(day, work.at, work.by):
            inner.emit(order, intake.device_brought_back, intake.DeviceBroughtBack.of(order, day=day))

    work.system.each(store.orders, work.cause, note, station_id=work.station_id, overnights=day)


def name_late_holders(work: Work, due: datetime) -> None:
    """Names also who took a device after the day was closed and kept it [E4]."""
    name_holders(work, work.station.calendar.day_of(due).isoformat())


def correct_report(work: Work, due: datetime) -> None:
    """Counts also what came and went after the day was closed; the mail of the close stays what it was [F11]."""
    day = work.station.calendar.day_of(due)
    report = work.find(store.day_reports, _id=_report_id(work, day.isoformat()))
    if report:
        report.correct(_devices(work, day), due)


def reopen_day(work: Work, data: days.DayReopened) -> None:
    """Money may be taken on that day again."""
    report_of(work, data.day).reopen()


def report_of(work: Work, day: str) -> DayReport:
    report_id = _report_id(work, day)
    return work.find(store.day_reports, _id=report_id) or work.add(
        store.day_reports, DayReport(report_id, work.station_id, day)
    )


def _report_id(work: Work, day: str) -> str:
    return derived_id("day_report", work.station_id, day)


def report_of_today(work: Work) -> DayReport:
    """The report on which money is booked now."""
    return report_of(work, work.station.calendar.day_of(work.at).isoformat())


def _devices(work: Work, day: date) -> DeviceCounts:
    calendar = work.station.calendar
    today = {"$gte": calendar.at(day, time.min), "$lt": calendar.at(day + timedelta(days=1), time.min)}

    def count(**equals: Any) -> int:
        return work.count(store.orders, device={"$ne": None}, **equals)

    def left(how: str) -> int:
        """Of an order that came to nothing the device goes back too."""
        return count(released_at=today, release=how) + count(handed_back_at=today, release=how)

    waiting = count(state="in_repair", wait_log=_WAITS_FOR_PARTS)
    return DeviceCounts(
        received=count(received_at=today),
        in_repair=count(state="in_repair") - waiting,
        awaiting_parts=waiting,
        ready=count(state="ready"),
        shipped=left("dispatch"),
        collected=left("pickup"),
    )
