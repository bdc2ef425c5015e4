"""The whole plan of a simulation, made from its seed alone, before anything is played."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from zz.simulation import days, mails
from zz.simulation.acts import HEAD
from zz.simulation.mails import Close, CutOff
from zz.simulation.orders import Crew
from zz.simulation.scenarios import acts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from zz.simulation.acts import Act
    from zz.simulation.cast import Cast
    from zz.simulation.mails import Closing, Mails

FEWEST_ORDERS, MOST_ORDERS = 5, 8


@dataclass(frozen=True)
class Plan:
    """What is done, in the order of time, and which mails are to come of it by the end of the last day."""

    days: int
    acts: list[Act]
    mails: Mails

    def moments(self) -> Iterator[tuple[tuple[int, int], list[Act]]]:
        """The acts of each ten minutes, with day and slot."""
        for moment, acts in groupby(self.acts, key=_moment):
            yield moment, list(acts)


def make(cast: Cast, last: int, chance: Random) -> Plan:
    """A plan of so many days; what would come after the last is left out."""
    acts = [*days.catalogue(cast.prefix), *days.stocked(cast.prefix, HEAD, f"{HEAD}.engineer")]
    closings: list[Closing] = []
    for day in range(last + 1):
        closings += [CutOff(HEAD, day), Close(HEAD, day, 1)]
    for number, place in enumerate(cast.stations):
        crew = Crew(place, cast.places[place].city, cast.benches(place))
        acts += [*days.stocked(cast.prefix, place, crew.benches[0]), *days.visits_of_the_head(crew, number, last)]
        closings += [CutOff(place, 0), Close(place, 0, 1)]
        for day in range(1, last + 1):
            for order in range(chance.randint(FEWEST_ORDERS, MOST_ORDERS)):
                acts += acts_of(cast.prefix, crew, day, order)
            done, said = days.evening(cast.prefix, crew, day)
            acts, closings = acts + done, closings + said
    acts_in_time = sorted((act for act in acts if act.day <= last), key=_moment)
    return Plan(last, acts_in_time, mails.expected(cast, closings))


def _moment(act: Act) -> tuple[int, int]:
    return act.day, act.slot
