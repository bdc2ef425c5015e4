"""What is on at which station on which day."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from zz.demonstration import plots, rooms
from zz.demonstration.tale import Tale
from zz.demonstration.timetable import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zz.demonstration.plots import Plot
    from zz.demonstration.stage import Crew
    from zz.demonstration.timetable import Timetable

Entry = tuple[int, str, "Plot"]
MORNING, EVENING = "09:10", "17:40"

EVERYWHERE: tuple[Entry, ...] = (
    (0, MORNING, plots.collected_the_same_day),
    (0, MORNING, plots.collected_the_next_day),
    (0, MORNING, plots.quote_declined),
    (0, MORNING, plots.part_arrives_the_next_day),
    (0, MORNING, plots.beyond_repair),
    (0, MORNING, plots.shipped_to_the_dealer),
    (0, MORNING, rooms.satisfied),
    (0, MORNING, rooms.part_comes_from_the_head),
    (0, "11:00", plots.consultation),
    (0, EVENING, plots.late_dealer),
    (1, MORNING, plots.collected_the_same_day),
    (1, MORNING, plots.quote_accepted),
    (1, MORNING, plots.quote_open),
    (1, MORNING, plots.part_never_arrives),
    (1, MORNING, plots.shipped_to_the_dealer),
    (1, EVENING, plots.late_dealer),
    (2, MORNING, plots.collected_the_same_day),
    (2, MORNING, plots.collected_the_next_day),
    (2, MORNING, plots.quote_accepted),
    (2, MORNING, plots.shipped_to_the_dealer),
    (2, MORNING, rooms.borrowed_this_morning),
    (2, "09:50", plots.still_at_the_desk),
)

SOMEWHERE: tuple[Entry, ...] = (
    (0, MORNING, plots.comes_back),
    (0, MORNING, plots.offered_to_the_wrong_engineer),
    (0, MORNING, plots.special),
    (0, MORNING, plots.nothing_found),
    (0, MORNING, plots.abandoned),
    (0, MORNING, plots.refurbished_for_the_company),
    (0, MORNING, plots.accessory_alone),
    (0, MORNING, plots.cancelled),
    (1, MORNING, plots.passed_on_to_another_engineer),
    (1, MORNING, plots.part_is_not_made_any_more),
    (1, MORNING, plots.sent_out),
    (1, MORNING, plots.waits_for_the_lead),
    (1, MORNING, plots.refurbished_for_a_channel),
    (1, MORNING, plots.unreadable_serial),
    (1, MORNING, plots.cancelled),
    (1, MORNING, plots.abandoned),
    (0, MORNING, rooms.dissatisfied),
    (1, MORNING, rooms.part_is_on_its_way),
    (2, MORNING, rooms.requisition_waits),
    (1, "14:00", rooms.audited),
    (1, MORNING, rooms.angry),
)
"""Each of these at one station: the first at the first, and so on round the network."""


def entries_of(number: int, extra: int, stations: int) -> list[Entry]:
    """The programme of the station of that number: the common one, its share of the rest, and its extra orders."""
    busy = [(day, MORNING, plots.collected_the_same_day) for day in range(DAYS) for _ in range(extra)]
    return [*EVERYWHERE, *SOMEWHERE[number::stations], *busy]


def tales(crews: list[Crew], timetable: Timetable, seed: int) -> Iterator[tuple[Entry, Tale]]:
    """Every tale of the story, with when it begins and what becomes of it."""
    for number, crew in enumerate(crews):
        for line, entry in enumerate(entries_of(number, crew.house.extra, len(crews))):
            name = f"{crew.house.code}-{line}"
            yield entry, Tale(name, crew, Random(f"{seed} {name}"), timetable)
