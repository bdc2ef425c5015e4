"""Who is on duty on a day, who is on leave, who stands in [S1]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.language.ids import derived_id
from contracts.stations import rosters
from services.stations import collections as store
from services.stations.rules.days import Roster, RosterLine

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


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
