"""What is on at which station on which day."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from zz.demonstration import rooms, scripts
from zz.demonstration.scenario import Scenario
from zz.demonstration.timetable import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zz.demonstration.runner import Crew
    from zz.demonstration.scripts import Plot
    from zz.demonstration.timetable import Timetable

Entry = tuple[int, str, "Plot"]
MORNING, EVENING = "09:10", "17:40"

EVERYWHERE: tuple[Entry, ...] = (
    (0, MORNING, scripts.collected_the_same_day),
    (0, MORNING, scripts.collected_the_next_day),
    (0, MORNING, scripts.quote_declined),
    (0, MORNING, scripts.part_arrives_the_next_day),
    (0, MORNING, scripts.beyond_repair),
    (0, MORNING, scripts.shipped_to_the_dealer),
    (0, MORNING, rooms.satisfied),
    (0, MORNING, rooms.part_comes_from_the_head),
    (0, "11:00", scripts.consultation),
    (0, EVENING, scripts.late_dealer),
    (1, MORNING, scripts.collected_the_same_day),
    (1, MORNING, scripts.quote_accepted),
    (1, MORNING, scripts.quote_open),
    (1, MORNING, scripts.part_never_arrives),
    (1, MORNING, scripts.shipped_to_the_dealer),
    (1, EVENING, scripts.late_dealer),
    (2, MORNING, scripts.collected_the_same_day),
    (2, MORNING, scripts.collected_the_next_day),
    (2, MORNING, scripts.quote_accepted),
    (2, MORNING, scripts.shipped_to_the_dealer),
    (2, MORNING, rooms.borrowed_this_morning),
    (2, "09:50", scripts.still_at_the_desk),
)

SOMEWHERE: tuple[Entry, ...] = (
    (0, MORNING, scripts.comes_back),
    (0, MORNING, scripts.offered_to_the_wrong_engineer),
    (0, MORNING, scripts.special),
    (0, MORNING, scripts.nothing_found),
    (0, MORNING, scripts.abandoned),
    (0, MORNING, scripts.refurbished_for_the_company),
    (0, MORNING, scripts.accessory_alone),
    (0, MORNING, scripts.cancelled),
    (1, MORNING, scripts.passed_on_to_another_engineer),
    (1, MORNING, scripts.part_is_not_made_any_more),
    (1, MORNING, scripts.sent_out),
    (1, MORNING, scripts.waits_for_the_lead),
    (1, MORNING, scripts.refurbished_for_a_channel),
    (1, MORNING, scripts.unreadable_serial),
    (1, MORNING, scripts.cancelled),
    (1, MORNING, scripts.abandoned),
    (0, MORNING, rooms.dissatisfied),
    (1, MORNING, rooms.part_is_on_its_way),
    (2, MORNING, rooms.requisition_waits),
    (1, "14:00", rooms.audited),
    (1, MORNING, rooms.angry),
    (0, "11:20", rooms.typed_in_a_hurry),
)
"""Each of these at one station: the first at the first, and so on round the network."""


def entries_of(number: int, extra: int, stations: int) -> list[Entry]:
    """The programme of the station of that number: the common one, its share of the rest, and its extra orders."""
    busy = [(day, MORNING, scripts.collected_the_same_day) for day in range(DAYS) for _ in range(extra)]
    return [*EVERYWHERE, *SOMEWHERE[number::stations], *busy]


def tales(crews: list[Crew], timetable: Timetable, seed: int) -> Iterator[tuple[Entry, Scenario]]:
    """Every tale of the story, with when it begins and what becomes of it."""
    for number, crew in enumerate(crews):
        for line, entry in enumerate(entries_of(number, crew.house.extra, len(crews))):
            name = f"{crew.house.code}-{line}"
            yield entry, Scenario(name, crew, Random(f"{seed} {name}"), timetable)
