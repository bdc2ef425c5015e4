"""The business clock, movable in development: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from contracts.language.fields import Instant
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.payload import EventData, Reply, Request
from contracts.stations import SERVICE
from contracts.stations.stations import SUBSCRIBERS

dev = Noun(SERVICE, "/dev")


class MoveClock(Request):
    """The business time to go to: never back once it has been set, at most 32 days ahead.

    The clock stops at each instant at which work falls due; the answer comes when all of it is done.
    """

    now: Instant


class ReadClock(Request):
    """With `to` it is refused where one move cannot go to that time."""

    to: Instant | None = None


class Clock(Reply):
    """The business time and how far it is from the wall."""

    now: Instant
    offset_seconds: float


move_clock = dev.command(
    "move_clock",
    "Move the business clock (development only)",
    MoveClock,
    Clock,
    None,
    at="clock",
    keyed=False,
    development=True,
    example={"now": "2030-01-01T00:00:00+08:00"},
)
get_clock = dev.read(
    "get_clock",
    "Read the business clock (development only)",
    ReadClock,
    Clock,
    None,
    at="clock",
    keyed=False,
    development=True,
)


class ClockMoved(EventData):
    """The business clock was moved (development only)."""

    offset_ms: int


clock_moved = Event(SERVICE, "clock_moved.v1", ClockMoved, SUBSCRIBERS)
