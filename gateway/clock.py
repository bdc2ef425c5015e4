"""Business time as the gateway stamps it on each call: the wall's, moved in development."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from contracts import stations
from contracts.errors import ContractError
from stationkit.call import Call
from stationkit.clock import monotonic, wall_now

if TYPE_CHECKING:
    from stationkit.rpc_client import RpcClient

FRESH_SECONDS = 1.0


class BusinessClock:
    """In production the wall. In development asks the service `stations` once a second how far it was moved."""

    def __init__(self, client: RpcClient, *, movable: bool) -> None:
        self._client = client
        self._movable = movable
        self._offset = timedelta(0)
        self._asked = float("-inf")

    def now(self) -> datetime:
        """Business time."""
        if self._movable and monotonic() - self._asked > FRESH_SECONDS:
            self._asked = monotonic()
            self._ask()
        return wall_now() + self._offset

    def forget(self) -> None:
        """Asks again before the next call."""
        self._asked = float("-inf")

    def _ask(self) -> None:
        wall = wall_now()
        call = Call(request={}, deadline=wall + timedelta(seconds=2), now=wall)
        try:
            answer = self._client.call(stations.get_clock, call)
        except ContractError:
            return
        milliseconds = round(answer["offset_seconds"] * 1000)
        self._offset = timedelta(milliseconds=milliseconds)
