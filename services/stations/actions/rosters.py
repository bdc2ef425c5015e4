"""Who is on duty on a day, who is on leave, who stands in [S1]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.language.errors import Refused
from contracts.language.ids import derived_id
from contracts.stations import rosters
from services.stations import collections as store
from services.stations.rules.days import Roster, RosterLine

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

BENCH = frozenset({"engineer", "station_lead"})
"""Who can send an engineer's list and explain their jobs."""


def set_roster(work: Work, request: rosters.SetRoster) -> Roster:
    """Who is on duty on a day, who is not, and who stands in.

    Raises `NotFound` for anybody who is not of here, `Refused` where an engineer's stand-in does not work at the bench.
    """
    roster_id = derived_id("roster", work.station_id, request.day)
    roster = work.find(store.rosters, _id=roster_id) or work.add(
        store.rosters, Roster(roster_id, work.station_id, request.day)
    )
    for line in request.lines:
        person = work.staff(line.staff_id)
        stand_in = work.staff(line.stand_in_id) if line.stand_in_id else None
        if stand_in and "engineer" in person.posts and BENCH.isdisjoint(stand_in.posts):
            raise Refused("stand_in_not_at_bench", "An engineer or a lead stands in for an engineer.", day=request.day)
    lines = [RosterLine(line.staff_id, line.duty, line.stand_in_id) for line in request.lines]
    roster.set(lines, work.station.calendar.day_of(work.at).isoformat())
    work.emit(roster, rosters.roster_set, rosters.RosterSet.of(roster))
    return roster
