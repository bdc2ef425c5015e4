"""Moves the business clock of development from one due instant to the next; time goes on when all have come to rest."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from time import sleep
from typing import TYPE_CHECKING, Any

import structlog

from contracts.language.catalogue import SERVICES
from contracts.language.errors import ContractError, Refused, Unavailable
from contracts.language.kit_messages import Standing, get_standing
from contracts.stations import clock as clock_contract
from stationkit.ground.clock import monotonic, wall_now
from stationkit.messaging.call import load_request
from stationkit.messaging.rpc_client import ANSWER_SECONDS

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from gateway.clock import BusinessClock
    from stationkit.messaging.call import Call
    from stationkit.messaging.rpc_client import Client

MOVE_SECONDS = 25.0  # a little less than clients wait for an answer
LOOK_AGAIN_SECONDS = 0.02
UNDER_WAY = ("due", "waiting", "in_hand", "held", "pending")
_log = structlog.get_logger()


class ClockStepper:
    """Carries out what the API offers in development: to read the clock and to move it, one move at a time."""

    def __init__(self, client: Client, clock: BusinessClock) -> None:
        self._client = client
        self._clock = clock
        self._turn = threading.Lock()
        self._askers = ThreadPoolExecutor(len(SERVICES))

    def carry_out(self, operation: AnyOperation, call: Call) -> Any:
        """The clock as it then is. Raises `Refused` before anything was moved.

        Raises `Unavailable` naming who does not answer, or has not come to rest when the move has taken 25 s: the clock
        stays at the stop that it has reached, and the same move sent again goes on from there.
        """
        if operation is not clock_contract.move_clock:
            return self._ask(operation, call)
        target = load_request(clock_contract.move_clock, call.request).now
        with self._turn:
            return self._move(replace(call, request={}), target)

    def _move(self, call: Call, target: datetime) -> Any:
        until = monotonic() + MOVE_SECONDS
        clock = self._ask(clock_contract.get_clock, call, to=target.isoformat())
        stop = None
        while stop != target:
            stop = min([target, *self._rest(call, clock, until)])
            clock = self._go_to(stop, call)
        self._rest(call, clock, until)
        return clock

    def _go_to(self, stop: datetime, call: Call) -> Any:
        try:
            return self._ask(clock_contract.move_clock, call, now=stop.isoformat())
        except Refused as refusal:
            if refusal.reason != "clock_goes_forward":
                raise
            return self._ask(clock_contract.get_clock, call)

    def _rest(self, call: Call, clock: dict[str, Any], until: float) -> list[datetime]:
        """Waits until all know this clock and two looks at everybody find the same and nothing under way.

        Returns what is due next.
        """
        offset_ms = round(clock["offset_seconds"] * 1000)
        before: dict[str, Standing] = {}
        while True:
            standings = dict(zip(SERVICES, self._askers.map(partial(self._standing, call), SERVICES), strict=True))
            restless = [
                service
                for service, standing in standings.items()
                if standing != before.get(service) or not _rests(standing, offset_ms)
            ]
            if not restless:
                return [standing.next_due for standing in standings.values() if standing.next_due]
            if monotonic() > until:
                _log.warning(
                    "clock_waits_in_vain", standings={service: str(standings[service]) for service in restless}
                )
                raise Unavailable("Not all is done that fell due; send the move again to go on.", services=restless)
            before = standings
            sleep(LOOK_AGAIN_SECONDS)

    def _standing(self, call: Call, service: str) -> Standing:
        try:
            return Standing.load(self._ask(get_standing(service), call))
        except ContractError as error:
            raise Unavailable("A service does not answer.", services=[service]) from error

    def _ask(self, operation: AnyOperation, call: Call, **request: Any) -> Any:
        deadline = wall_now() + timedelta(seconds=ANSWER_SECONDS)
        fresh = replace(call, request={**call.request, **request}, deadline=deadline, now=self._clock.now())
        answer = self._client.call(operation, fresh)
        if operation.reply is clock_contract.Clock:
            self._clock.take(answer)
        return answer


def _rests(standing: Standing, offset_ms: int) -> bool:
    return standing.offset_ms == offset_ms and not any(getattr(standing, name) for name in UNDER_WAY)
