"""What hangs on a station that is wound up: a service counts it over and over and tells the head when it changes [S6].

Nothing is told as empty before it was counted so several times: by then every process knows that the station takes
nothing new, and what had been admitted before is written.
"""

from __future__ import annotations

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
    """What a service last told of a station, and in how many rounds on end it found nothing there."""

    id: str
    station_id: str
    version: int = 0
    told: dict[str, int] | None = None
    empty_rounds: int = 0

    def take(self, counts: Mapping[str, int]) -> bool:
        """Whether what was counted now is to be told."""
        self.empty_rounds = 0 if any(counts.values()) else min(self.empty_rounds + 1, ROUNDS_TO_EMPTY)
        if counts == self.told or 0 < self.empty_rounds < ROUNDS_TO_EMPTY:
            return False
        self.told = dict(counts)
        return True


remains_told = Collection("remains", Remains)


def tell_remains(system: System, at: datetime, event: Event[RemainsCounted], count: Count) -> None:
    """One round over the stations that are wound up, at an instant of business time."""
    for station_id in system.reference_data.station_ids_in("winding_up"):
        system.do(event.type, station_id, at, partial(_tell, event, count))


def _tell(event: Event[RemainsCounted], count: Count, work: Work) -> None:
    remains_id = derived_id(event.type, work.station_id)
    remains = work.find(remains_told, _id=remains_id) or work.add(remains_told, Remains(remains_id, work.station_id))
    counts = count(work)
    if remains.take(counts):
        told = tuple(Remaining(what=what, count=number) for what, number in counts.items())
        data = RemainsCounted(head_id=work.system.head().id, counted_at_id=work.station_id, remains=told)
        work.emit(remains, event, data)
