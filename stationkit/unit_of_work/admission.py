"""Who may do it, in which station, and when: checked once, before any rule of the business is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from contracts.language.errors import Forbidden, Invalid, NotFound, NotYet, Refused, Unauthenticated
from contracts.language.payload import History
from contracts.language.permissions import HISTORY_IMPORT
from stationkit.messaging.call import targets_of

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from contracts.language.payload import Request
    from stationkit.messaging.call import Call
    from stationkit.messaging.tokens import Caller, Verifier
    from stationkit.storage.reference_data import ReferenceData, StaffRecord, StationRecord


ROUNDED = timedelta(milliseconds=1)
"""What an instant loses between the database, an event and a token."""


def is_up_to_date(staff: StaffRecord, caller: Caller) -> bool:
    """Whether what this service knows of the account is no older than what the token says; most say nothing."""
    return caller.known_from is None or staff.valid_from + ROUNDED >= caller.known_from


@dataclass(frozen=True)
class Admitted:
    """A caller that may go on: the station in whose scope, who acted and when (business time)."""

    caller: Caller
    station: StationRecord
    actor: str
    occurred_at: datetime
    imported: bool


class Admission:
    """Lets calls in."""

    def __init__(self, verifier: Verifier, reference_data: ReferenceData) -> None:
        self._verifier = verifier
        self._reference_data = reference_data

    def caller(self, operation: AnyOperation, call: Call) -> Caller:
        """Who calls. Raises `Unauthenticated`, `Forbidden`, and `NotYet` for an account not known here as it is."""
        caller = self._verifier.caller(call.token)
        staff = self._reference_data.staff(caller.account_id)
        if staff is None:
            raise NotYet("Your account is not known here yet.", account_id=caller.account_id)
        if not is_up_to_date(staff, caller):
            raise NotYet("Your account is not known here yet as it is now.", account_id=caller.account_id)
        if not staff.active or caller.issued_at < staff.valid_from:
            raise Unauthenticated("The account's sessions have ended.")
        if self._reference_data.is_ended(caller.session_id):
            raise Unauthenticated("The session has ended.")
        if operation.permission not in caller.permissions:
            raise Forbidden("Your posts do not allow this.", permission=str(operation.permission))
        return caller

    def admit(self, operation: AnyOperation, call: Call, caller: Caller, request: Request) -> Admitted:
        """Where and as whom the command runs.

        Raises `NotFound` for another station, `Refused` where the station is not active, `Forbidden` for history.
        """
        station = self._station(operation, caller, request)
        occurred_at, actor = (request.occurred_at, request.actor_id) if isinstance(request, History) else (None, None)
        if occurred_at is None and actor is None and not (caller.history and operation.takes_history):
            self._check_active(operation, caller, station)
            return Admitted(caller, station, caller.account_id, call.now, imported=False)
        happened_at = self._history_at(caller, station, occurred_at, call.now)
        return Admitted(caller, station, self._actor(actor, station), happened_at, imported=True)

    def is_open(self, operation: AnyOperation, caller: Caller, station: StationRecord) -> bool:
        """Whether a caller who holds its permission may carry the operation out on something that is at the station."""
        within = station.id == caller.station_id or (operation.acts_on_station and caller.network)
        return within and not caller.history and station.state in operation.station_states

    def _station(self, operation: AnyOperation, caller: Caller, request: Request) -> StationRecord:
        if not operation.acts_on_station:
            return self._reference_data.station(caller.station_id)
        station_id = targets_of(operation, request)[0]
        if station_id != caller.station_id and not caller.network:
            raise NotFound("There is no such thing here.", kind="stations")
        try:
            return self._reference_data.station(station_id)
        except NotYet as error:
            raise NotFound("There is no such thing here.", kind="stations") from error

    def _check_active(self, operation: AnyOperation, caller: Caller, station: StationRecord) -> None:
        if caller.history:
            raise Forbidden("A session that imports history does nothing else.", permission=str(operation.permission))
        if station.state not in operation.station_states:
            raise Refused("station_not_active", "The station is not active.", state=station.state)

    def _history_at(
        self, caller: Caller, station: StationRecord, occurred_at: datetime | None, now: datetime
    ) -> datetime:
        if HISTORY_IMPORT not in caller.permissions:
            raise Forbidden("Only an importer may say when it happened.", permission=HISTORY_IMPORT)
        if occurred_at is None:
            raise Invalid("The request is not valid.", ["occurred_at: Required for history."])
        if station.state not in ("onboarding", "active"):
            raise Refused("station_not_active", "The station takes no history in this state.", state=station.state)
        if occurred_at > now or (station.active_from and occurred_at >= station.active_from):
            raise Refused("not_history", "History ends where the station's own work begins.")
        return occurred_at

    def _actor(self, actor: str | None, station: StationRecord) -> str:
        if actor is None:
            raise Invalid("The request is not valid.", ["actor_id: Required for history."])
        staff = self._reference_data.staff(actor)
        if staff is None or staff.station_id != station.id:
            raise NotYet("This member of staff is not known here yet.", actor_id=str(actor))
        return staff.id
