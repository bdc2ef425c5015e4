"""What a new network begins with: its head station, the first supervisor, the calendar years that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from contracts.stations.network import FoundNetwork
from services.stations.rules.calendar import CalendarYear
from services.stations.rules.staff import Staff
from services.stations.rules.station import CHECKLIST, Station
from services.stations.rules.years import official_year
from stationkit.ground.calendar import Year

FIRST_YEAR = 2004
SOURCE = "国务院办公厅节假日安排通知 (chinesecalendar)"


def founders(
    request: FoundNetwork, password_hash: str, now: datetime, wall: datetime, make_id: Callable[..., str]
) -> tuple[Station, Staff, list[CalendarYear]]:
    """The head station, its first supervisor, and every official year from 2004 on that has been published."""
    head_id = make_id("network", request.code, wall.isoformat())
    head = Station(
        id=head_id,
        station_id=head_id,
        name=request.name,
        code=request.code,
        kind="head",
        parent_id=None,
        state="active",
        checklist=CHECKLIST,
        active_from=now,
    )
    supervisor = Staff(
        id=make_id(head_id, request.username),
        station_id=head_id,
        name=request.supervisor,
        posts=("supervisor",),
        grants=(),
        valid_from=wall,
        username=request.username,
        password_hash=password_hash,
    )
    return head, supervisor, [_year(head_id, year, make_id) for year in _known(now.year)]


def _known(this_year: int) -> Iterator[Year]:
    years = (official_year(number) for number in range(FIRST_YEAR, this_year + 2))
    return (year for year in years if year is not None)


def _year(head_id: str, year: Year, make_id: Callable[..., str]) -> CalendarYear:
    off, working = (tuple(sorted(day.isoformat() for day in days)) for days in (year.off, year.working))
    return CalendarYear(make_id("year", str(year.year)), head_id, year.year, True, off, working, SOURCE)
