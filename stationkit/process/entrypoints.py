"""What a service lists: its operations, the events that it hears, what falls due and what goes round."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from contracts.language.catalogue import OPERATIONS
from contracts.language.paging import PageRequest
from contracts.language.payload import EventData, Request
from stationkit.ground.names import field_of
from stationkit.messaging.event_entrypoint import EventEntrypoint
from stationkit.messaging.rpc import rpc
from stationkit.process.periodic import ROUND
from stationkit.storage.documents import Aggregate
from stationkit.storage.reference_data import CutOff, ReferenceData
from stationkit.unit_of_work.guards import GUARDED, Guarded
from stationkit.unit_of_work.schedule import TIMED, LocalTime, NextDue, at_cut_off, every_day
from stationkit.unit_of_work.view import Filter, View, conditions_of

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.language.operation import AnyOperation, ById, Event, Operation
    from stationkit.messaging.call import Call
    from stationkit.process.kit import Kit
    from stationkit.storage.documents import Collection, Document
    from stationkit.unit_of_work.guards import Guard
    from stationkit.unit_of_work.work import Work

Q = TypeVar("Q", bound=Request)
D = TypeVar("D", bound=EventData)
T = TypeVar("T", bound=Aggregate)
Pages = TypeVar("Pages", bound=PageRequest)
Shown = Callable[[View, T], object]
"""What a reader is shown of a thing."""


def command(
    operation: Operation[Q, Any], action: Callable[[Work, Q], object], *, creates: Collection[Any] | None = None
) -> Any:
    """The entrypoint of a command: `action` is given the unit of work, and returns what the reply is dumped from."""

    def entry(self: Any, data: Any) -> Document:
        kit = cast("Kit", self.kit)
        return kit.answer(operation, data, lambda call: kit.commands.run(operation, call, action, creates))

    return _entrypoint(operation, entry)


def does(
    operation: Operation[Q, Any],
    collection: Collection[T],
    action: Callable[[Work, Q], object],
    guard: Guard[T] | None = None,
    *,
    creates: Collection[Any] | None = None,
    named: Callable[[str], str] = str,
) -> Any:
    """The entrypoint of a command that is done to one of the collection's things, where the guard lets it.

    Whoever reads the thing is told by the same guard whether it would be taken. `named` makes the thing's id of that
    in the path, where it is another.
    """
    guarded = Guarded(operation, collection, guard, named)
    entry = command(operation, partial(guarded.carry_out, action), creates=creates)
    setattr(entry, GUARDED, guarded)
    return entry


def open_command(operation: Operation[Q, Any], action: Callable[[Kit, Call, Q], object]) -> Any:
    """The entrypoint of an operation that needs no token, such as a log-in."""

    def entry(self: Any, data: Any) -> Document:
        kit = cast("Kit", self.kit)
        opened = partial(action, kit)
        return kit.answer(operation, data, lambda call: kit.commands.run_open(operation, call, opened))

    return _entrypoint(operation, entry)


def query(operation: Operation[Q, Any], read: Callable[[View, Q], object]) -> Any:
    """The entrypoint of a query."""

    def entry(self: Any, data: Any) -> Document:
        kit = cast("Kit", self.kit)
        return kit.answer(operation, data, lambda call: kit.query(operation, call, read))

    return _entrypoint(operation, entry)


def get(operation: Operation[ById, Any], collection: Collection[T], shown: Shown[T] | None = None) -> Any:
    """The entrypoint of a query for one thing by its id, as it is `shown`."""

    def read(view: View, request: ById) -> object:
        thing = view.get(collection, request.id)
        return shown(view, thing) if shown else thing

    return query(operation, read)


def find(
    operation: Operation[Pages, Any], collection: Collection[T], shown: Shown[T] | None = None, **filters: str | Filter
) -> Any:
    """The entrypoint of a list: rows whose fields are what the request says of them, as they are `shown`.

    `filters` are those of which more is to be said: the path of the field where it is called otherwise in the document,
    or how what was asked for is spelled there.
    """

    def read(view: View, request: Pages) -> object:
        page = view.page(collection, request, **conditions_of(request, filters))
        return page.map(partial(shown, view)) if shown else page

    return query(operation, read)


def consumes(event: Event[D], effect: Callable[[Work, D], object]) -> Any:
    """The entrypoint of an event; `work.cause` says what it is about."""

    def entry(self: Any, envelope: Document) -> bool:
        return cast("Kit", self.kit).event_consumer.consume(envelope, effect)

    entry.__name__ = f"on_{field_of(event.type)}"
    return EventEntrypoint.decorator(event)(entry)


def daily(
    name: str, local: LocalTime | CutOff, effect: Callable[[Work, datetime], None], *, open_days: bool = True
) -> Any:
    """What falls due every (open) day at a local time of the station; a `CutOff` falls due on open days only."""

    def timed(_self: Any, work: Work, due: datetime) -> None:
        effect(work, due)

    def next_due_by(reference_data: ReferenceData) -> NextDue:
        return at_cut_off(local, reference_data) if isinstance(local, CutOff) else every_day(local, open_days=open_days)

    setattr(timed, TIMED, (name, next_due_by))
    return timed


def every(seconds: float, go: Callable[[Kit], bool | None]) -> Any:
    """What goes round on the wall clock, in one process of the service at a time."""

    def task(self: Any) -> bool | None:
        return go(cast("Kit", self.kit))

    setattr(task, ROUND, seconds)
    return task


def _entrypoint(operation: AnyOperation, entry: Callable[..., Any]) -> Any:
    if OPERATIONS.get(operation.name) is not operation:
        raise ValueError(f"{operation.name} is no operation of the contract")
    entry.__name__ = operation.name
    return rpc(entry)
