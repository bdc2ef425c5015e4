"""Calendar years, and the days of a station as they make them [S6]."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from contracts.language.errors import Invalid, NotFound
from contracts.language.ids import derived_id
from contracts.stations import calendar as calendar_contract
from services.stations import collections as store
from services.stations.rules.calendar import CalendarYear, check_year
from services.stations.rules.policies import DEFAULTS

if TYPE_CHECKING:
    from stationkit.unit_of_work.view import View
    from stationkit.unit_of_work.work import Work


def import_year(work: Work, request: calendar_contract.ImportYear) -> CalendarYear:
    """The year as its notice has it, and what the notice says of the years beside it.

    Raises `Invalid` for a day of a year beside it that is not known, and of any other year.
    """
    year = _year(work, request.year) or work.add(
        store.years, CalendarYear(_id_of(request.year), work.station_id, request.year, False, (), (), "")
    )
    off, working = request.off or (), request.working or ()
    year.publish(_of(request.year, off), _of(request.year, working), request.source, replace=request.replace)
    _tell(work, year)
    for number in sorted({int(day[:4]) for day in (*off, *working)} - {request.year}):
        beside = _year(work, number) if abs(number - request.year) == 1 else None
        if beside is None:
            raise Invalid("The request is not valid.", [f"year: Lists a day of {number}, which is not known."])
        beside.add(_of(number, off), _of(number, working), request.source)
        _tell(work, beside)
    return year


def _year(work: Work, number: int) -> CalendarYear | None:
    return work.find(store.years, _id=_id_of(number))


def _id_of(number: int) -> str:
    return derived_id("year", str(number))


def _of(number: int, days: tuple[str, ...]) -> list[str]:
    return [day for day in days if int(day[:4]) == number]


def _tell(work: Work, year: CalendarYear) -> None:
    check_year(year.year, year.off, year.working)
    work.emit(year, calendar_contract.year_published, calendar_contract.YearPublished.of(year))


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


def list_cut_offs(view: View, request: calendar_contract.ListCutOffs) -> calendar_contract.CutOffs:
    """Today's cut-offs under the policies that the day began with. Raises `NotFound` for another's station."""
    station = view.station_within_reach(request.station_id)
    calendar, today = station.calendar, station.calendar.day_of(view.now)
    day = today.isoformat()
    local = _cut_offs(view, station.id, calendar.at(today, time.min)) | {"close": calendar.closes.isoformat()}
    instants = sorted((calendar.at(today, time.fromisoformat(text)), what) for what, text in local.items())
    return calendar_contract.CutOffs(
        day=day,
        closed=bool(view.all(store.days, station.id, day=day, state="closed")),
        items=tuple(calendar_contract.CutOff(what=what, at=at) for at, what in instants if calendar.is_open(today)),
    )


def _cut_offs(view: View, station_id: str, at: datetime) -> dict[str, str]:
    def value(policy: str, name: str) -> str:
        in_force = view.reference_data.policy(policy, station_id, at).values
        return str(in_force.get(name, DEFAULTS[policy][name]))

    return {
        "bench": value("receipt", "bench_cut_off"),
        "awaiting_list": value("bench_reports", "awaiting_list_by"),
        "dealers": value("receipt", "dealer_ship_by"),
    }


def check_reach(view: View, station_id: str) -> None:
    """Raises `NotFound` for another's station, unless the caller sees the network."""
    if station_id != view.caller.station_id and not view.caller.network:
        raise NotFound("There is no such thing here.", kind="stations")
