"""Planted faults: in development a process can be told to hang or to compute at a named point, and is struck there.

A point is `name` or `name:about`; `about` is the operation or event type that is being worked on. A process that comes
to it goes no further, for a test to kill it just there; with `=seconds` behind it the process computes for so long,
once, and goes on by itself.
"""

from __future__ import annotations

from pathlib import Path

import structlog
from eventlet import patcher

from stationkit.ground.clock import monotonic

_armed: list[str] = []
_passed: set[str] = set()
_log = structlog.get_logger()
_FOREVER = 3600


def arm(said: str | None) -> None:
    """Arms points, divided by blanks; `@` and a path names a file that says them at any time, if it is there."""
    _armed.extend((said or "").split())


def reach(name: str, *about: str) -> None:
    """Strikes the whole process here if `name` or `name:about` is armed: no other greenlet goes on either."""
    if not _armed:
        return
    here = {name, *(f"{name}:{subject}" for subject in about)}
    for point in _points():
        where, _, seconds = point.partition("=")
        if where in here and point not in _passed:
            _passed.add(point)
            _log.warning("failpoint_reached", point=point)
            _strike(seconds)


def _points() -> list[str]:
    return [point for entry in _armed for point in (_said_in(entry[1:]) if entry.startswith("@") else [entry])]


def _said_in(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().split() if file.exists() else []


def _strike(seconds: str) -> None:
    if not seconds:
        patcher.original("time").sleep(_FOREVER)
        return
    until = monotonic() + float(seconds)
    while monotonic() < until:
        pass
