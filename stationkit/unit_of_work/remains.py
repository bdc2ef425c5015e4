"""What hangs on a station that is wound up: a service counts it over and over and tells the head when it changes [S6].

Nothing is told as empty before it was counted so several times: by then every process knows that the station takes
nothing new, and what had been admitted before is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from contracts.language.ids import derived_id
from contracts.stations.stations import Remaining, RemainsCounted
from stationkit.storage.documents import Collection

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.language.operation import Event
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.work import Work

ROUND_SECONDS = 4.0
ROUNDS_TO_EMPTY = 4
Count = Callable[["Work"], Mapping[str, int]]


@dataclass
class Remains:
    """What a service last told of a station."""

    id: str
    station_id: str
    version: int = 0
    told: dict[str, int] | None = None


remains_told = Collection("remains", Remains)


class RemainsWatch:
    """Goes round over the stations that are wound up, and knows in how many rounds on end one was found empty."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._empty_rounds: Counter[str] = Counter()

    def tell_remains(self, at: datetime, event: Event[RemainsCounted], count: Count) -> bool:
        """One round, at an instant of business time. Returns whether a station may be empty and is looked at again."""
        station_ids = self._system.reference_data.station_ids_in("winding_up")
        for station_id in station_ids:
            self._system.do(event.type, station_id, at, partial(self._tell, event, count))
        return any(0 < self._empty_rounds[station_id] < ROUNDS_TO_EMPTY for station_id in station_ids)

    def is_due(self, station_id: str, counts: Mapping[str, int]) -> bool:
        """Whether what was counted now may be told."""
        self._empty_rounds[station_id] = 0 if any(counts.values()) else self._empty_rounds[station_id] + 1
        return not 0 < self._empty_rounds[station_id] < ROUNDS_TO_EMPTY

    def _tell(self, event: Event[RemainsCounted], count: Count, work: Work) -> None:
        remains_id = derived_id(event.type, work.station_id)
        remains, counts = work.find(remains_told, _id=remains_id), dict(count(work))
        if not self.is_due(work.station_id, counts) or (remains and remains.told == counts):
            return
        remains = remains or work.add(remains_told, Remains(remains_id, work.station_id))
        remains.told = counts
        told = tuple(Remaining(what=what, count=number) for what, number in counts.items())
        data = RemainsCounted(head_id=work.system.head().id, counted_at_id=work.station_id, remains=told)
        work.emit(remains, event, data)
