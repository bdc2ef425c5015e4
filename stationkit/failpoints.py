"""Planted stops: in development a process can be told to hang at a named point, so that a test can kill it just there."""

from __future__ import annotations

from time import sleep

import structlog

_armed: set[str] = set()
_log = structlog.get_logger()
_FOREVER = 3600


def arm(name: str | None) -> None:
    """Whatever reaches the point of that name from now on says so in the log and goes no further."""
    if name:
        _armed.add(name)


def reach(name: str) -> None:
    """Stops here if this point is armed."""
    if name in _armed:
        _log.warning("failpoint_reached", name=name)
        sleep(_FOREVER)
