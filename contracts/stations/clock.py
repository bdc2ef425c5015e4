"""The business clock, movable in development: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.language.fields import Instant
from contracts.language.operation import Event, EventData, Operation, Reply, Request
from contracts.stations.stations import HEARERS, SERVICE


class MoveClock(Request):
    """The business time to go to: never back once it has been set, at most 32 days ahead.

    The clock stops at each instant at which work falls due; the answer comes when all of it is done.
    """

    now = Instant(required=True)


class ReadClock(Request):
    """With `to` it is refused where one move cannot go to that time."""

    to = Instant()


class Clock(Reply):
    """The business time and how far it is from the wall."""

    now = Instant(required=True)
    offset_seconds = fields.Float(required=True)


move_clock = Operation(
    SERVICE,
    "move_clock",
    "Move the business clock (development only)",
    "command",
    None,
    MoveClock,
    Clock,
    keyed=False,
    example={"now": "2030-01-01T00:00:00+08:00"},
)
get_clock = Operation(
    SERVICE, "get_clock", "Read the business clock (development only)", "query", None, ReadClock, Clock, keyed=False
)


class ClockMoved(EventData):
    """The business clock was moved (development only)."""

    offset_ms = fields.Integer(required=True)


clock_moved = Event(SERVICE, "clock_moved.v1", ClockMoved, HEARERS)
