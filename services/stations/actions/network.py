"""Founding the network: its head station, its first supervisor, its calendar."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from eventlet import tpool

from contracts.language.errors import Forbidden, Refused
from contracts.language.ids import derived_id
from contracts.stations import calendar, network, staff
from contracts.stations import stations as contract
from services.stations import collections as store
from services.stations.rules import passwords
from services.stations.rules.founding import founders
from services.stations.rules.throttle import Throttle
from stationkit.ground.clock import wall_now
from stationkit.storage.documents import converter
from stationkit.unit_of_work.commit import Duplicate
from stationkit.unit_of_work.system import station_record

if TYPE_CHECKING:
    from services.stations.rules.calendar import CalendarYear
    from services.stations.rules.staff import Staff
    from services.stations.rules.station import Station
    from stationkit.messaging.call import Call
    from stationkit.process.kit import Kit
    from stationkit.unit_of_work.work import Work


def found_network(kit: Kit, call: Call, request: network.FoundNetwork) -> network.Founded:
    """Makes the head station and its first supervisor.

    Raises `Forbidden` without the key, `Throttled` after ten wrong ones, `Refused` where there is a network.
    """
    _check_key(kit, call, request.founding_key)
    if kit.system.find(store.stations, kind="head"):
        raise _refusal()
    passwords.check_strength(request.password, request.username, request.supervisor)
    hashed = tpool.execute(passwords.hash_of, request.password)
    head, supervisor, years = founders(request, hashed, call.now, wall_now(), derived_id)
    state = {"name": head.name, "time_zone": head.time_zone}
    copy = station_record(head.id, state, converter.unstructure(head.hours))
    try:
        kit.system.carry_out(
            network.found_network, call, copy, supervisor.id, lambda work: _found(work, head, supervisor, years)
        )
    except Duplicate as error:  # somebody was faster
        raise _refusal() from error
    return network.Founded(station_id=head.id, staff_id=supervisor.id)


def _check_key(kit: Kit, call: Call, shown: str) -> None:
    throttle, began = Throttle(kit.system.counters, "the founding key", call.source), wall_now()
    throttle.begin(began)
    key = kit.settings.founding_key
    if not key or not secrets.compare_digest(key.encode(), shown.encode()):
        raise Forbidden("The founding key is wrong.", permission="network:found")
    throttle.succeeded(began)


def _refusal() -> Refused:
    return Refused("network_founded", "The network has been founded already.")


def _found(work: Work, head: Station, supervisor: Staff, years: list[CalendarYear]) -> None:
    work.add(store.stations, head)
    work.emit(head, contract.station_changed, contract.StationChanged.of(station_out(head)))
    work.add(store.staff, supervisor)
    work.emit(supervisor, staff.staff_changed, staff.StaffChanged.of(supervisor))
    for year in years:
        work.add(store.years, year)
        work.emit(year, calendar.year_published, calendar.YearPublished.of(year))


def station_out(station: Station) -> contract.Station:
    """A station as events and replies carry it."""
    remains = tuple(contract.Remaining(what=what, count=count) for what, count in sorted(station.remains.items()))
    hours = contract.Hours(**converter.unstructure(station.hours))
    return contract.Station.of(station, hours=hours, remains=remains)
