"""The business clock of the network, which development moves."""

from __future__ import annotations

from datetime import timedelta

from contracts.language.errors import NotFound, Refused
from contracts.language.ids import derived_id
from contracts.stations import clock
from services.stations import collections as store
from services.stations.rules.calendar import BusinessClock, offset_to
from stationkit.ground.clock import wall_now
from stationkit.messaging.call import Call
from stationkit.process.kit import Kit
from stationkit.unit_of_work.work import Work


def move_clock(kit: Kit, call: Call, request: clock.MoveClock) -> clock.Clock:
    _check_development(kit)
    head = kit.system.find(store.stations, kind="head")
    if head is None:
        raise Refused("network_not_founded", "Found the network first.")

    def rule(work: Work) -> BusinessClock:
        clock_id = derived_id("clock")
        business_clock = work.find(store.clocks, _id=clock_id)
        offset = offset_to(request.now, wall_now(), business_clock.offset_ms if business_clock else None)
        moved = business_clock or work.add(store.clocks, BusinessClock(clock_id, work.station_id, 0))
        moved.offset_ms = offset
        work.emit(moved, clock.clock_moved, clock.ClockMoved(offset_ms=offset))
        return moved

    station = kit.system.in_station(head.id)
    moved = kit.system.carry_out(clock.move_clock, call, station, "clock", rule)
    return _clock_out(moved.offset_ms)


def get_clock(kit: Kit, _call: Call, request: clock.ReadClock) -> clock.Clock:
    _check_development(kit)
    business_clock = kit.system.find(store.clocks, _id=derived_id("clock"))
    if request.to is not None:
        offset_to(request.to, wall_now(), business_clock.offset_ms if business_clock else None)
    return _clock_out(business_clock.offset_ms if business_clock else 0)


def _check_development(kit: Kit) -> None:
    if not kit.settings.development:
        raise NotFound("There is no such operation.")


def _clock_out(offset_ms: int) -> clock.Clock:
    offset = timedelta(milliseconds=offset_ms)
    return clock.Clock(now=wall_now() + offset, offset_seconds=offset.total_seconds())
