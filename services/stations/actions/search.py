"""Staff, and for the head stations, found by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.language.permissions import STATION_READ
from contracts.language.search import MOST, Search
from contracts.language.search_words import sought
from contracts.stations.staff_search import FoundPeople, FoundPerson
from services.stations import collections as store
from stationkit.unit_of_work.view import Matches

if TYPE_CHECKING:
    from services.stations.rules.staff import Staff
    from services.stations.rules.station import Station
    from stationkit.unit_of_work.view import View


def search_staff(view: View, request: Search) -> FoundPeople:
    """People by name or user name; stations by name or code for who sees more than one."""
    people, stations = view.search(store.staff, sought(request.q), MOST + 1, "name"), _stations(view, request.q)
    each = [
        *(*map(_station_out, stations.whole), *map(_person_out, people.whole)),
        *(*map(_station_out, stations.begun), *map(_person_out, people.begun)),
    ]
    return FoundPeople(items=tuple(each[:MOST]), more=len(each) > MOST)


def _stations(view: View, text: str) -> Matches[Station]:
    may_read = view.caller.network and STATION_READ in view.caller.permissions
    return view.search(store.stations, sought(text), MOST + 1, "name") if may_read else Matches()


def _person_out(person: Staff) -> FoundPerson:
    return FoundPerson(
        kind="staff",
        id=person.id,
        station_id=person.station_id,
        title=person.name,
        state="active" if person.active else "suspended",
        at=None,
        username=person.username,
        posts=person.posts,
        code=None,
    )


def _station_out(station: Station) -> FoundPerson:
    return FoundPerson(
        kind="station",
        id=station.id,
        station_id=station.id,
        title=station.name,
        state=station.state,
        at=None,
        username=None,
        posts=(),
        code=station.code,
    )
