"""The local copy of stations, staff, policies, calendar years and ended sessions that every service keeps.

The copies are fed by the events of the service `stations`; each event carries the whole state, so the latest one wins
and none is waited for. What was read is remembered for a few seconds: a suspension reaches everyone well within 60 s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pymongo.errors import DuplicateKeyError

from contracts.language.errors import NotYet
from contracts.language.ids import derived_id
from contracts.stations.accounts import session_ended
from contracts.stations.calendar import year_published
from contracts.stations.clock import clock_moved
from contracts.stations.policies import policy_published
from contracts.stations.rosters import roster_set
from contracts.stations.staff import staff_changed
from contracts.stations.stations import station_changed
from stationkit.ground.calendar import StationCalendar, Year
from stationkit.ground.clock import monotonic
from stationkit.storage.kit_collections import COPIES

if TYPE_CHECKING:
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document

PRODUCER = station_changed.producer
TYPES = (
    station_changed.type,
    staff_changed.type,
    policy_published.type,
    year_published.type,
    session_ended.type,
    clock_moved.type,
    roster_set.type,
)
"""The events of `stations` that every service keeps a copy of."""
REMEMBERED_SECONDS = 3.0

T = TypeVar("T")


@dataclass(frozen=True)
class StationRecord:
    """A station as this service knows it."""

    id: str
    name: str
    kind: str
    state: str
    active_from: datetime | None
    calendar: StationCalendar
    area_code: str | None = None


@dataclass(frozen=True)
class StaffRecord:
    """A member of staff as this service knows them; tokens from before `valid_from` no longer hold."""

    id: str
    station_id: str
    name: str
    posts: tuple[str, ...]
    active: bool
    valid_from: datetime
    created_by: str | None = None
    created_at: datetime | None = None
    password_reset_by: str | None = None
    password_reset_at: datetime | None = None


@dataclass(frozen=True)
class DutyRecord:
    """Who is away on a day, and who stands in for them; whoever is not named is on duty."""

    staff_id: str
    duty: str
    stand_in_id: str | None


@dataclass(frozen=True)
class PolicyRecord:
    """The values of a policy that are in force, and their number."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class CutOff:
    """A local time of every day that a policy may say: a day stands under the version in force when it began."""

    policy: str
    value: str
    default: time

    def on(self, day: date, station: StationRecord, reference_data: ReferenceData) -> datetime:
        """The instant, in UTC, of the cut-off on a day of the station."""
        values = reference_data.policy(self.policy, station.id, station.calendar.at(day, time.min)).values
        local = time.fromisoformat(values[self.value]) if self.value in values else self.default
        return station.calendar.at(day, local)


class ReferenceData:
    """Reads and feeds the local copies."""

    def __init__(self, db: Db) -> None:
        self._rows = db[COPIES]
        self._remembered: dict[tuple[str, ...], tuple[float, Any]] = {}
        self.changes = 0

    def apply(self, envelope: Document) -> None:
        """Takes an event of `stations` in, unless a later one of the same aggregate is here already."""
        count = envelope["counts"][envelope["type"]]
        row = {"type": envelope["type"], "station_id": envelope["station_id"], "mark": count, "data": envelope["data"]}
        earlier = {"_id": envelope["aggregate_id"], "mark": {"$lt": count}}
        try:
            self._rows.update_one(earlier, {"$set": row}, upsert=True)
        except DuplicateKeyError:  # it is there: from a later event, or since this moment from an earlier one
            if not self._rows.update_one(earlier, {"$set": row}).matched_count:
                return
        self.changes += 1
        self._remembered = {}

    def station(self, station_id: str) -> StationRecord:
        """A station. Raises `NotYet` where this service has not heard of it."""
        station = self._remember(("station", station_id), lambda: self._station(station_id))
        if station is None:
            raise NotYet("This station is not known here yet.", station_id=station_id)
        return station

    def station_ids(self) -> list[str]:
        """Every station of the network."""
        return self._remember(("stations",), lambda: [row["_id"] for row in self._of(station_changed.type)])

    def station_ids_in(self, state: str) -> list[str]:
        """The stations in a state, as it stands in the database now."""
        return [row["_id"] for row in self._rows.find({"type": station_changed.type, "data.state": state}, {"_id": 1})]

    def staff(self, staff_id: str) -> StaffRecord | None:
        """A member of staff of any station, or None."""
        return self._remember(("staff", staff_id), lambda: self._staff(staff_id))

    def staff_of(self, station_id: str) -> list[StaffRecord]:
        """Everybody who is active at a station."""
        return self._remember(("staff of", station_id), lambda: self._staff_of(station_id))

    def roster(self, station_id: str, day: str) -> list[DutyRecord]:
        """Who is on duty at a station on a day (YYYY-MM-DD) as its roster says; empty where there is none."""
        return self._remember(("roster", station_id, day), lambda: self._roster(station_id, day))

    def is_ended(self, session_id: str) -> bool:
        """Whether a session was logged out."""
        return self._remember(("session", session_id), lambda: self._one(session_ended.type, session_id) is not None)

    def policy(self, name: str, station_id: str, at: datetime) -> PolicyRecord:
        """The policy in force at a station: its own if it has one, else the network's; number 0 is the default."""
        versions = self._remember(("policies", name), lambda: self._policies(name))
        for owner in (station_id, None):
            ruling = [
                version
                for version in versions
                if version["for_station_id"] == owner and version["effective_from"] <= at
            ]
            if ruling:
                latest = max(ruling, key=lambda version: (version["effective_from"], version["number"]))
                return PolicyRecord(latest["number"], latest["values"])
        return PolicyRecord(0, {})

    def clock_offset(self) -> timedelta:
        """How far business time is from the wall; nothing but in development."""
        rows = self._remember(("clock",), lambda: self._of(clock_moved.type))
        return timedelta(milliseconds=rows[0]["data"]["offset_ms"]) if rows else timedelta(0)

    def years(self) -> dict[int, Year]:
        """The calendar years that are known."""
        return self._remember(("years",), lambda: dict(map(_year, self._of(year_published.type))))

    def _station(self, station_id: str) -> StationRecord | None:
        row = self._one(station_changed.type, station_id)
        if row is None:
            return None
        data = row["data"]
        return StationRecord(
            id=station_id,
            name=data["name"],
            kind=data["kind"],
            state=data["state"],
            active_from=_instant(data["active_from"]) if data["active_from"] else None,
            calendar=calendar_of(data["time_zone"], data["hours"], self.years()),
            area_code=data.get("area_code"),
        )

    def _staff(self, staff_id: str) -> StaffRecord | None:
        row = self._one(staff_changed.type, staff_id)
        return None if row is None else _person(row)

    def _staff_of(self, station_id: str) -> list[StaffRecord]:
        rows = self._rows.find({"type": staff_changed.type, "station_id": station_id, "data.active": True})
        return [_person(row) for row in rows.sort("_id", 1)]

    def _roster(self, station_id: str, day: str) -> list[DutyRecord]:
        row = self._one(roster_set.type, derived_id("roster", station_id, day))
        lines = row["data"]["lines"] if row else []
        return [DutyRecord(line["staff_id"], line["duty"], line["stand_in_id"]) for line in lines]

    def _policies(self, name: str) -> list[Document]:
        versions = [row["data"] for row in self._of(policy_published.type) if row["data"]["name"] == name]
        return [{**data, "effective_from": _instant(data["effective_from"])} for data in versions]

    def _one(self, event_type: str, aggregate_id: str) -> Document | None:
        return self._rows.find_one({"_id": aggregate_id, "type": event_type})

    def _of(self, event_type: str) -> list[Document]:
        return list(self._rows.find({"type": event_type}))

    def _remember(self, key: tuple[str, ...], read: Callable[[], T]) -> T:
        remembered = self._remembered  # an event that comes while this reads begins a new one
        entry = remembered.get(key)
        if entry is not None and entry[0] > monotonic():
            value: T = entry[1]
            return value
        value = read()
        if len(remembered) > 10_000:  # noqa: PLR2004  # bounds the memory, nothing else hangs on it
            remembered.clear()
        remembered[key] = (monotonic() + REMEMBERED_SECONDS, value)
        return value


def calendar_of(time_zone: str, hours: Mapping[str, Any], years: Mapping[int, Year]) -> StationCalendar:
    """A station's calendar from its opening hours as they are sent."""
    return StationCalendar(
        time_zone=time_zone,
        opens=time.fromisoformat(hours["opens"]),
        closes=time.fromisoformat(hours["closes"]),
        open_weekdays=frozenset(hours["open_weekdays"]),
        extra_open=_days(hours.get("extra_open", ())),
        extra_closed=_days(hours.get("extra_closed", ())),
        years=years,
    )


def _person(row: Document) -> StaffRecord:
    data = row["data"]
    return StaffRecord(
        id=row["_id"],
        station_id=row["station_id"],
        name=data["name"],
        posts=tuple(data["posts"]),
        active=data["active"],
        valid_from=_instant(data["valid_from"]),
        created_by=data.get("created_by"),
        created_at=_instant_or_none(data.get("created_at")),
        password_reset_by=data.get("password_reset_by"),
        password_reset_at=_instant_or_none(data.get("password_reset_at")),
    )


def _days(texts: list[str] | tuple[str, ...]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


def _year(row: Document) -> tuple[int, Year]:
    data = row["data"]
    return data["year"], Year(data["year"], data["official"], _days(data["off"]), _days(data["working"]))


def _instant_or_none(text: str | None) -> datetime | None:
    return _instant(text) if text else None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
