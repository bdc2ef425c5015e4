"""Work that falls due by the clock: each due instant of each station has its effect once, also after downtime.

Every process has the schedule; the one that holds the lease works. The lease only saves effort: an effect is written
together with the mark up to which the work is done at that station, so a second process changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog
from pymongo.errors import DuplicateKeyError

from contracts.language.ids import derived_id
from contracts.language.operation import WORKING
from stationkit.ground.clock import monotonic, wall_now
from stationkit.storage.database import AWAY
from stationkit.storage.kit_collections import DUE
from stationkit.storage.lease import Lease
from stationkit.unit_of_work.commit import Moved, Write
from stationkit.unit_of_work.work import Cause, Work

if TYPE_CHECKING:
    from stationkit.storage.reference_data import CutOff, ReferenceData, StationRecord
    from stationkit.unit_of_work.system import System

_log = structlog.get_logger()
NextDue = Callable[["StationRecord", datetime], datetime]
Effect = Callable[[Work, datetime], None]
LocalTime = Callable[["StationRecord"], time]
TIMED = "zongzhan_timed"
LOOK_AGAIN_SECONDS = 60


@dataclass(frozen=True)
class Timed:
    """One kind of work: its name, when it is next due at a station strictly after an instant, what it does."""

    name: str
    next_due: NextDue
    effect: Effect


class Schedule:
    """The timed work of one service. Instants are business time."""

    def __init__(self, service: str, system: System, wall: Callable[[], datetime] = wall_now) -> None:
        self._service = service
        self._system = system
        self._db = system.db
        self._reference_data = system.reference_data
        self._lease = Lease(system.db, "schedule")
        self._timed: list[Timed] = []
        self._wall = wall
        self._known: dict[str, datetime] = {}
        self._stopping = False
        self._next: datetime | None = None
        self._copies_seen = -1
        self._look_again = 0.0

    def add(self, timed: Timed) -> None:
        """Takes up a kind of work."""
        self._timed.append(timed)

    def now(self) -> datetime:
        """Business time: the wall's, moved in development."""
        return self._wall() + self._reference_data.clock_offset()

    def stop(self) -> None:
        """Begins nothing more: what is still due is caught up after the next start."""
        self._stopping = True

    def next_due(self) -> datetime | None:
        """The earliest instant that is not done, of any kind of work at any active station, or None."""
        return min(
            (self._next_due(timed, station) for station in self._active() for timed in self._timed), default=None
        )

    def tick(self) -> int:
        """Does what has fallen due, if this process holds the lease. Returns how many effects were written."""
        if not self._timed or not self._may_be_due() or not self._lease.take():
            return 0
        self._copies_seen, self._look_again = self._reference_data.changes, monotonic() + LOOK_AGAIN_SECONDS
        done = sum(self._try(timed, station) for station in self._active() for timed in self._timed)
        self._next = self.next_due()
        return done

    def _may_be_due(self) -> bool:
        """Whether it is worth looking: the next instant is there, stations have changed, or it is long ago."""
        if self._reference_data.changes != self._copies_seen or monotonic() >= self._look_again:
            return True
        return self._next is not None and self._next <= self.now()

    def _active(self) -> Iterator[StationRecord]:
        stations = (self._reference_data.station(station_id) for station_id in self._reference_data.station_ids())
        return (station for station in stations if station.state in WORKING)

    def _try(self, timed: Timed, station: StationRecord) -> int:
        """One kind of work at one station; a fault there is tried again later and holds nobody else up."""
        try:
            return self._catch_up(timed, station)
        except AWAY:
            raise
        except Exception:  # noqa: BLE001  # whatever it is, the other stations' work goes on
            _log.exception("timed_work_failed", work=timed.name, station_id=station.id)
            return 0

    def _catch_up(self, timed: Timed, station: StationRecord) -> int:
        done = 0
        while not self._stopping and (due := self._next_due(timed, station)) <= self.now():
            done += self._run(timed, station, due)
        return done

    def _next_due(self, timed: Timed, station: StationRecord) -> datetime:
        return timed.next_due(station, self._done_until(timed, station))

    def _run(self, timed: Timed, station: StationRecord, due: datetime) -> bool:
        until = self._done_until(timed, station)
        if until >= due:
            return False
        cause = Cause(
            id=derived_id(timed.name, station.id, due.isoformat()),
            operation=f"due:{timed.name}",
            actor=self._service,
            recorder=self._service,
            occurred_at=due,
            recorded_at=due,
        )
        work = Work(self._system, station, cause, network=station.kind == "head")
        timed.effect(work, due)
        mark = Write(DUE, filter={"_id": _key(timed, station), "until": until}, update={"$set": {"until": due}})
        try:
            self._system.committer.commit(work, None, also=[mark])
        except Moved:
            self._known.pop(_key(timed, station), None)
            return False
        self._known[_key(timed, station)] = due
        return True

    def _done_until(self, timed: Timed, station: StationRecord) -> datetime:
        key = _key(timed, station)
        if key in self._known:
            return self._known[key]
        row = self._db[DUE].find_one({"_id": key})
        if row is None:
            row = {"_id": key, "station_id": station.id, "until": self.now()}
            try:
                self._db[DUE].insert_one(row)
            except DuplicateKeyError:
                return self._done_until(timed, station)
        until: datetime = row["until"]
        self._known[key] = until
        return until


def every_day(local: LocalTime, *, open_days: bool = True) -> NextDue:
    """Due every day, or every open day, at a local time that is asked of the station."""
    return _on_days(lambda station, day: station.calendar.at(day, local(station)), open_days=open_days)


def at_cut_off(cut_off: CutOff, reference_data: ReferenceData) -> NextDue:
    """Due every open day at a cut-off that a policy may say."""
    return _on_days(lambda station, day: cut_off.on(day, station, reference_data), open_days=True)


def _on_days(instant: Callable[[StationRecord, date], datetime], *, open_days: bool) -> NextDue:
    def next_due(station: StationRecord, after: datetime) -> datetime:
        calendar = station.calendar
        day = calendar.day_of(after)
        while not (instant(station, day) > after and (calendar.is_open(day) or not open_days)):
            day += timedelta(days=1)
        return instant(station, day)

    return next_due


def _key(timed: Timed, station: StationRecord) -> str:
    return f"{timed.name}|{station.id}"
