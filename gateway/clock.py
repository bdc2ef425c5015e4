"""Business time as the gateway stamps it on each call: the wall's, moved in development."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from time import sleep
from typing import TYPE_CHECKING, Any

import structlog

from contracts.language.errors import ContractError, Unavailable
from contracts.stations import clock
from stationkit.ground.clock import monotonic, wall_now
from stationkit.messaging.call import Call
from stationkit.messaging.rpc_client import ANSWER_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationkit.messaging.rpc_client import Client

FRESH_SECONDS = 1.0
ASKING_SECONDS = 4.0
_log = structlog.get_logger()


class BusinessClock:
    """In production the wall. In development the service `stations` is asked once a second how far it was moved."""

    def __init__(self, client: Client, *, movable: bool) -> None:
        self._client = client
        self._offset = timedelta(0)
        self._taken = monotonic()
        self._known = threading.Event()
        if not movable:
            self._known.set()

    def follow(self) -> None:
        """Asks from now on, in a thread of its own."""
        threading.Thread(target=self._follow, daemon=True, name="business-clock").start()

    def now(self) -> datetime:
        """Business time. Raises `Unavailable` where nobody could say yet how far it was moved."""
        if not self._known.wait(ASKING_SECONDS):
            raise Unavailable("The business clock is not known yet.")
        return wall_now() + self._offset

    def take(self, clock: Mapping[str, Any]) -> None:
        """Goes by this answer of `stations` from now on."""
        self._offset = timedelta(milliseconds=round(clock["offset_seconds"] * 1000))
        self._taken = monotonic()
        self._known.set()

    def _follow(self) -> None:
        while True:
            self._ask()
            sleep(FRESH_SECONDS)

    def _ask(self) -> None:
        wall, began = wall_now(), monotonic()
        call = Call(request={}, deadline=wall + timedelta(seconds=ANSWER_SECONDS), now=wall)
        try:
            answer = self._client.call(clock.get_clock, call)
        except ContractError as error:
            _log.info("clock_not_followed", code=error.code)
            return
        if self._taken < began:
            self.take(answer)
