"""Who is on duty on a day, who is on leave, who stands in [S1]."""

from __future__ import annotations

from typing import Annotated

from marshmallow import validate

from contracts.language import permissions
from contracts.language.fields import Day, Id, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, Reply, Request
from contracts.stations import SERVICE
from contracts.stations.stations import SUBSCRIBERS

DUTIES = ("on_duty", "on_leave")

rosters = Noun(SERVICE, "/rosters")


class RosterLine(Request):
    """One person on a day: on duty, or on leave with a stand-in."""

    staff_id: Id
    duty: Annotated[str, Word(DUTIES)]
    stand_in_id: Id | None = None


class SetRoster(Request):
    """Who is on duty on a day; whoever is not named is on duty."""

    day: Day
    lines: Annotated[tuple[RosterLine, ...], validate.Length(max=100)]


class RosterLineOut(Reply):
    """One person on a day."""

    staff_id: Id
    duty: Annotated[str, Word(DUTIES)]
    stand_in_id: Id | None


class Roster(Reply):
    """The roster of a station for a day."""

    id: Id
    version: int
    station_id: Id
    day: str
    lines: tuple[RosterLineOut, ...]


class RosterState(Reply):
    """A roster's id and version after a command."""

    id: Id
    version: int


class ListRosters(PageRequest):
    """Rosters of a station by day."""

    sort: Annotated[str, sorted_by("day")] = "day"
    station_id: Id | None = None


set_roster = rosters.command(
    "set_roster",
    "Set a day's roster",
    SetRoster,
    RosterState,
    permissions.ROSTER_SET,
    example={"day": "2026-11-24", "lines": [{"staff_id": "00000000-0000-4000-8000-000000000002", "duty": "on_leave"}]},
)
list_rosters = rosters.list("list_rosters", "List rosters", ListRosters, Roster, permissions.STAFF_READ)


class RosterSet(EventData):
    """Who is on duty on a day."""

    day: str
    lines: tuple[RosterLineOut, ...]


roster_set = Event(SERVICE, "roster_set.v1", RosterSet, SUBSCRIBERS)
