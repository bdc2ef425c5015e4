"""Plays all tales side by side: the clock goes from moment to moment, and at each every station does its part."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from zz.demonstration.timetable import DAYS, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zz.demonstration.programme import Entry
    from zz.demonstration.runner import Clock
    from zz.demonstration.scenario import Scenario
    from zz.demonstration.timetable import Timetable

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (0, 10, 20))

MIDNIGHT = "00:00"

OnStep = Callable[[str, float], None]
"""Hears what has happened, and which part of the whole is done."""


@dataclass(order=True)
class Turn:
    """When a tale goes on."""

    at: datetime
    number: int
    day: int = field(compare=False)
    tale: Scenario = field(compare=False)
    plot: Iterator[Moment] = field(compare=False)


class Play:
    """The tales that are not told to their end yet."""

    def __init__(self, timetable: Timetable, entries: Iterable[tuple[Entry, Scenario]]) -> None:
        self._timetable = timetable
        self._turns: list[Turn] = []
        for number, ((day, clock, plot), tale) in enumerate(entries):
            self._plan(Moment(clock), number, day, tale, plot(tale))
        self._whole = len(self._turns)

    def perform(self, clock: Clock, on_step: OnStep) -> None:
        """Until the story has reached the moment at which it is told."""
        stations = {turn.tale.crew.station_id for turn in self._turns}
        with ThreadPoolExecutor(len(stations)) as pool:
            for day in range(DAYS):
                while self._turns and self._turns[0].at < self._timetable.instant(day + 1, MIDNIGHT):
                    self._next_moment(clock, pool)
                    on_step("", 1 - len(self._turns) / self._whole)
                on_step(f"day {day + 1} of {DAYS} is played", 1 - len(self._turns) / self._whole)

    def _next_moment(self, clock: Clock, pool: ThreadPoolExecutor) -> None:
        moment = self._turns[0].at
        clock.go_to(moment)
        by_station: defaultdict[str, list[Turn]] = defaultdict(list)
        while self._turns and self._turns[0].at == moment:
            turn = heapq.heappop(self._turns)
            by_station[turn.tale.crew.station_id].append(turn)
        for played in pool.map(_play_all, by_station.values()):
            for turn, following in played:
                self._plan(following, turn.number, turn.day, turn.tale, turn.plot)

    def _plan(self, moment: Moment, number: int, day: int, tale: Scenario, plot: Iterator[Moment]) -> None:
        """The tale's next turn, unless it lies after the moment at which the story is told."""
        at = self._timetable.instant(day + moment.days, moment.clock, DELAYS[number % len(DELAYS)])
        if at <= self._timetable.told_at:
            heapq.heappush(self._turns, Turn(at, number, day, tale, plot))


def _play_all(turns: list[Turn]) -> list[tuple[Turn, Moment]]:
    """The turns of one station, one after the other; those that go on, with when."""
    following = ((turn, next(turn.plot, None)) for turn in turns)
    return [(turn, moment) for turn, moment in following if moment is not None]
