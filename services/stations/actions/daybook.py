"""The days of a station within a unit of work: its calendar read, its business days closed, its rosters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from contracts.language.errors import NotFound
from contracts.language.ids import derived_id
from contracts.stations import calendar as calendar_contract
from contracts.stations import days, rosters
from services.stations import collections as store
from services.stations.rules.days import BusinessDay, Roster, RosterLine

if TYPE_CHECKING:
    from stationkit.unit_of_work.view import View
    from stationkit.unit_of_work.work import Work


def days_of(view: View, request: calendar_contract.ListDays) -> calendar_contract.CalendarDays:
    """The days from `start` on, as the station's calendar has them."""
    wanted = request.station_id or view.caller.station_id
    check_reach(view, wanted)
    calendar = view.reference_data.station(view.get(store.stations, wanted).id).calendar
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


def close(work: Work, day: str) -> BusinessDay:
    """Closes the day, or closes it again after it was opened once more."""
    day_id = derived_id("day", work.station_id, day)
    known = work.find(store.days, _id=day_id) or work.add(store.days, BusinessDay(day_id, work.station_id, day))
    known.close(work.by, work.at)
    work.emit(known, days.day_closed, days.DayClosed(day=day, closed_at=work.at, by=work.by, closing=known.closings))
    return known


def set_roster(work: Work, request: rosters.SetRoster) -> Roster:
    """Who is on duty on a day, who is not, and who stands in. Raises `NotFound` for anybody who is not of here."""
    roster_id = derived_id("roster", work.station_id, request.day)
    roster = work.find(store.rosters, _id=roster_id) or work.add(
        store.rosters, Roster(roster_id, work.station_id, request.day)
    )
    for line in request.lines:
        for staff_id in filter(None, (line.staff_id, line.stand_in_id)):
            work.staff(staff_id)
    lines = [RosterLine(line.staff_id, line.duty, line.stand_in_id) for line in request.lines]
    roster.set(lines, work.station.calendar.day_of(work.at).isoformat())
    work.emit(roster, rosters.roster_set, rosters.RosterSet.of(roster))
    return roster


def check_reach(view: View, station_id: str) -> None:
    """Raises `NotFound` for another's station, unless the caller sees the network."""
    if station_id != view.caller.station_id and not view.caller.network:
        raise NotFound("There is no such thing here.", kind="stations")
