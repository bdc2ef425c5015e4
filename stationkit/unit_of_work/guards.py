"""What may be done to a thing: the command that does it and whoever reads the thing ask the same guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from contracts.language.errors import ContractError, Refused
from contracts.language.payload import Request
from stationkit.messaging.call import targets_of
from stationkit.storage.documents import Aggregate, Collection
from stationkit.unit_of_work.work import Cause, Work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from contracts.language.operation import Operation
    from stationkit.storage.documents import Document
    from stationkit.unit_of_work.admission import Admission
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.view import View

GUARDED = "guarded"
"""Where an entrypoint keeps what it does to which things."""
Q = TypeVar("Q", bound=Request)
T = TypeVar("T", bound=Aggregate)
Guard = Callable[[Work, T], object]
"""Raises `ContractError` where nothing may be done to the thing by who acts, whatever the request says."""


@dataclass(frozen=True)
class Guarded(Generic[Q, T]):
    """An operation that is done to one of a collection's things; `named` makes the thing's id of that in the path."""

    operation: Operation[Q, Any]
    collection: Collection[T]
    guard: Guard[T] | None = None
    named: Callable[[str], str] = str

    def refusal(self, work: Work, thing: T) -> ContractError | None:
        """Why it is not taken now; None where it is, but for what the request says."""
        try:
            if self.operation.from_states:
                self.operation.check_state(_state_of(thing))
            if self.guard:
                self.guard(work, thing)
        except ContractError as refusal:
            return refusal
        return None

    def is_taken(self, work: Work, thing: T) -> bool:
        """Whether it is; of most things a reader sees most is not, so that no refusal is made for the state."""
        states = self.operation.from_states
        return (not states or _state_of(thing) in states) and self.refusal(work, thing) is None

    def carry_out(self, action: Callable[[Work, Q], object], work: Work, request: Q) -> object:
        """The action, unless the guard refuses; what the action itself refuses is said first, as it says more."""
        thing = work.find(self.collection, _id=self.named(targets_of(self.operation, request)[-1]))
        if thing and work.imported:
            check_history(cast("Recorded", thing), work.at)
        refusal = self.refusal(work, thing) if thing else None
        result = action(work, request)
        if refusal:
            raise refusal
        return result


class Recorded(Protocol):
    """What history may be recorded of: whether it came in that way itself, and when its last step was."""

    imported: bool

    @property
    def last_at(self) -> datetime:
        """The instant of its last step, business time."""


def check_history(thing: Recorded, at: datetime) -> None:
    """Refused for the station's own work, and for a time before the thing's last step."""
    if not thing.imported:
        raise Refused("not_imported", "History is recorded of what was brought in alone.")
    if at < thing.last_at:
        raise Refused("before_last_step", "It happened before the step before it.", last_at=thing.last_at.isoformat())


class Openings:
    """Says of what a caller reads which operations are open to it."""

    def __init__(self, system: System, admission: Admission, operations: Iterable[Guarded[Any, Any]]) -> None:
        self._system = system
        self._admission = admission
        self._guarded: dict[str, list[Guarded[Any, Any]]] = {}
        for guarded in operations:
            self._guarded.setdefault(guarded.collection.name, []).append(guarded)

    def write_into(self, rows: Iterable[Document], view: View) -> None:
        """Writes `may` into rows of things that the view has read."""
        open_at: dict[tuple[str, str], tuple[Work, list[Guarded[Any, Any]]]] = {}
        for row in rows:
            collection, thing = view.read[row["id"]]
            station_id = view.caller.station_id if collection.scope == "network" else thing.station_id
            key = (collection.name, station_id)
            if key not in open_at:
                open_at[key] = self._open_at(collection, station_id, view)
            work, operations = open_at[key]
            row["may"] = [guarded.operation.name for guarded in operations if guarded.is_taken(work, thing)]

    def _open_at(
        self, collection: Collection[Any], station_id: str, view: View
    ) -> tuple[Work, list[Guarded[Any, Any]]]:
        """What the caller's posts allow on the collection's things of a station, and the work in which guards read."""
        station, held = view.reference_data.station(station_id), view.caller.permissions
        work = Work(self._system, station, _reading(view), network=view.caller.network)
        operations = [
            guarded for guarded in self._guarded.get(collection.name, ()) if guarded.operation.permission in held
        ]
        is_open = self._admission.is_open
        return work, [guarded for guarded in operations if is_open(guarded.operation, view.caller, station)]


def _state_of(thing: Aggregate) -> str:
    return str(getattr(thing, "state"))  # noqa: B009  # only things with states have one


def _reading(view: View) -> Cause:
    who, now = view.caller.account_id, view.now
    return Cause("may", "may", who, who, now, now)
