"""Calendar years, and the days of a station as they make them [S6]."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from contracts.language.errors import NotFound
from contracts.language.ids import derived_id
from contracts.stations import calendar as calendar_contract
from services.stations import collections as store
from services.stations.rules.calendar import CalendarYear, check_year

if TYPE_CHECKING:
    from stationkit.unit_of_work.view import View
    from stationkit.unit_of_work.work import Work


def import_year(work: Work, request: calendar_contract.ImportYear) -> CalendarYear:
    year_id = derived_id("year", str(request.year))
    year = work.find(store.years, _id=year_id) or work.add(
        store.years, CalendarYear(year_id, work.station_id, request.year, False, (), (), "")
    )
    year.official, year.source = True, request.source
    year.off, year.working = request.off or (), request.working or ()
    check_year(year.year, year.off, year.working)
    work.emit(year, calendar_contract.year_published, calendar_contract.YearPublished.of(year))
    return year


def list_days(view: View, request: calendar_contract.ListDays) -> calendar_contract.CalendarDays:
    """The days from `start` on, as the station's calendar has them."""
    station_id = request.station_id or view.caller.station_id
    check_reach(view, station_id)
    calendar = view.reference_data.station(view.get(store.stations, station_id).id).calendar
    start = date.fromisoformat(request.start)
    listed = (start + timedelta(days=number) for number in range(request.days))
    items = (
        calendar_contract.CalendarDay(
            day=day.isoformat(),
            open=calendar.is_open(day),
            working=calendar.is_working(day),
            provisional=calendar.is_provisional(day),
        )
        for day in listed
    )
    return calendar_contract.CalendarDays(items=tuple(items))


def check_reach(view: View, station_id: str) -> None:
    """Raises `NotFound` for another's station, unless the caller sees the network."""
    if station_id != view.caller.station_id and not view.caller.network:
        raise NotFound("There is no such thing here.", kind="stations")
