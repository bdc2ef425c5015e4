"""What may be done to a thing: the command that does it and whoever reads the thing ask the same guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from contracts.language.errors import ContractError
from contracts.language.payload import Request
from stationkit.messaging.call import targets_of
from stationkit.storage.documents import Aggregate, Collection
from stationkit.unit_of_work.work import Cause, Work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.language.operation import Operation
    from stationkit.storage.documents import Document
    from stationkit.unit_of_work.admission import Admission
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.view import View

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
                self.operation.check_state(getattr(thing, "state"))  # noqa: B009  # only things with states have some
            if self.guard:
                self.guard(work, thing)
        except ContractError as refusal:
            return refusal
        return None

    def carry_out(self, action: Callable[[Work, Q], object], work: Work, request: Q) -> object:
        """The action, unless the guard refuses; what the action itself refuses is said first, as it says more."""
        thing = work.find(self.collection, _id=self.named(targets_of(self.operation, request)[-1]))
        refusal = self.refusal(work, thing) if thing else None
        result = action(work, request)
        if refusal:
            raise refusal
        return result


@dataclass(frozen=True)
class Openings:
    """Says of what a caller reads which operations are open to it."""

    system: System
    admission: Admission
    guarded: tuple[Guarded[Any, Any], ...]

    def write_into(self, rows: Iterable[Document], view: View) -> None:
        """Writes `may` into rows of things that the view has read."""
        works: dict[str, Work] = {}
        for row in rows:
            collection, thing = view.read[row["id"]]
            row["may"] = [
                one.operation.name
                for one in self.guarded
                if one.collection is collection and self._is_open(one, thing, view, works)
            ]

    def _is_open(self, one: Guarded[Any, Any], thing: Aggregate, view: View, works: dict[str, Work]) -> bool:
        of_all = one.collection.scope == "network"
        station = self.admission.station_of(
            one.operation, view.caller, view.caller.station_id if of_all else thing.station_id
        )
        if station is None:
            return False
        work = works.setdefault(station.id, Work(self.system, station, _reading(view), network=view.caller.network))
        return one.refusal(work, thing) is None


def _reading(view: View) -> Cause:
    who, now = view.caller.account_id, view.now
    return Cause("may", "may", who, who, now, now)
