"""Planted stops: in development a process can be told to hang at a named point, for a test to kill it just there."""

from __future__ import annotations

import structlog
from eventlet import patcher

_armed: set[str] = set()
_log = structlog.get_logger()
_FOREVER = 3600


def arm(name: str | None) -> None:
    """Whatever reaches the point of that name from now on says so in the log; the whole process goes no further."""
    if name:
        _armed.add(name)


def reach(name: str, about: str = "") -> None:
    """Stops the process here if `name` or `name:about` is armed: no other greenlet goes on either.

    `about` is the operation or event type that is being worked on, where there is one.
    """
    if name in _armed or f"{name}:{about}" in _armed:
        _log.warning("failpoint_reached", name=name, about=about)
        patcher.original("time").sleep(_FOREVER)
