"""The head station and its sub-stations, from planned to closed [S6]."""

from __future__ import annotations

from contracts.language.operation import ById
from contracts.stations import stations as contract
from services.stations import collections as store
from services.stations.actions.calendar import check_reach
from services.stations.actions.network import station_out
from services.stations.rules.station import Hours, Station, check_hours
from stationkit.storage.documents import converter
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work


def create_station(work: Work, request: contract.CreateStation) -> Station:
    hours = _hours(request.hours) or Hours()
    check_hours(request.time_zone, hours)
    station = Station(
        id=work.new_id(),
        station_id=work.station_id,
        name=request.name,
        code=request.code,
        kind="sub",
        parent_id=work.station_id,
        time_zone=request.time_zone,
        hours=hours,
        area_code=request.area_code,
        external_ref=request.external_ref,
    )
    return _tell(work, work.add(store.stations, station))


def edit_station(work: Work, request: contract.EditStation) -> Station:
    station = work.get(store.stations, request.station_id)
    work.check_match(station)
    station.edit(request.name, request.area_code, _hours(request.hours))
    return _tell(work, station)


def start_onboarding(work: Work, request: contract.ChangeState) -> Station:
    station = work.get(store.stations, request.station_id)
    station.start_onboarding(request.reason)
    return _tell(work, station)


def check_onboarding(work: Work, request: contract.CheckOnboarding) -> Station:
    station = work.get(store.stations, request.station_id)
    station.check_onboarding(request.item)
    return _tell(work, station)


def activate_station(work: Work, request: contract.ChangeState) -> Station:
    station = work.get(store.stations, request.station_id)
    station.activate(request.reason, work.at)
    return _tell(work, station)


def suspend_station(work: Work, request: contract.ChangeState) -> Station:
    station = work.get(store.stations, request.station_id)
    station.suspend(request.reason)
    return _tell(work, station)


def wind_up_station(work: Work, request: contract.ChangeState) -> Station:
    station = work.get(store.stations, request.station_id)
    station.wind_up(request.reason)
    return _tell(work, station)


def count_remains(work: Work, data: contract.RemainsCounted) -> None:
    """What a service counted at a station that is wound up."""
    station = work.get(store.stations, data.counted_at_id)
    station.count({remaining.what: remaining.count for remaining in data.remains})


def close_station(work: Work, request: contract.ChangeState) -> Station:
    station = work.get(store.stations, request.station_id)
    station.close(request.reason)
    return _tell(work, station)


def check_edit(_work: Work, station: Station) -> None:
    station.check_edit()


def check_start(_work: Work, station: Station) -> None:
    station.check_move("onboarding")


def check_checklist(_work: Work, station: Station) -> None:
    station.check_checklist()


def check_activation(_work: Work, station: Station) -> None:
    station.check_move("active")


def check_suspension(_work: Work, station: Station) -> None:
    station.check_move("suspended")


def check_winding_up(_work: Work, station: Station) -> None:
    station.check_move("winding_up")


def check_closing(_work: Work, station: Station) -> None:
    station.check_move("closed")


def get_station(view: View, request: ById) -> contract.Station:
    check_reach(view, request.id)
    return station_out(view.get(store.stations, request.id))


def list_stations(view: View, request: contract.ListStations) -> Rows[contract.Station]:
    page = view.page(
        store.stations,
        request,
        state=request.state,
        external_ref=request.external_ref,
        _id=None if view.caller.network else view.caller.station_id,
    )
    return page.map(station_out)


def _tell(work: Work, station: Station) -> Station:
    work.emit(station, contract.station_changed, contract.StationChanged.of(station_out(station)))
    return station


def _hours(given: contract.Hours | None) -> Hours | None:
    return None if given is None else converter.structure(given.given(), Hours)
