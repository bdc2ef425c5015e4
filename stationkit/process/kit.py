"""The chassis of a service, as Nameko's dependency: what a service lists is carried out here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

import eventlet
import eventlet.wsgi
import structlog
from eventlet.timeout import Timeout
from nameko.extensions import DependencyProvider

from contracts.language import errors
from contracts.language.catalogue import OPERATIONS
from contracts.language.kit_messages import CHAINS_ANCHORED, REPLAY_FINISHED, REPLAY_REQUESTED, get_standing
from contracts.language.paging import PageRequest
from contracts.language.payload import EventData, Request, schema_of
from contracts.stations.clock import clock_moved
from stationkit.audit.trail import Trail
from stationkit.ground import failpoints, metrics
from stationkit.ground.clock import monotonic
from stationkit.ground.names import Names, field_of
from stationkit.messaging.call import Call, from_wire, load_request
from stationkit.messaging.event_entrypoint import EventEntrypoint, EventQueues
from stationkit.messaging.poison_guard import PoisonGuard
from stationkit.messaging.relay import HEARTBEAT_SECONDS, Relay
from stationkit.messaging.rpc import RpcQueue, rpc
from stationkit.messaging.tokens import Verifier
from stationkit.process import health
from stationkit.process.environment import Environment
from stationkit.process.housekeeping import Housekeeping
from stationkit.process.periodic import ROUND, PeriodicTask, PeriodicTasks
from stationkit.process.progress import Queues, Standing
from stationkit.storage import reference_data, schema
from stationkit.storage.database import AWAY, connect, database
from stationkit.storage.documents import Aggregate
from stationkit.storage.reference_data import CutOff, ReferenceData
from stationkit.unit_of_work import anchors, contacts
from stationkit.unit_of_work.admission import Admission
from stationkit.unit_of_work.anchors import Anchors
from stationkit.unit_of_work.commands import Commands
from stationkit.unit_of_work.commit import Committer
from stationkit.unit_of_work.event_consumption import EventConsumer
from stationkit.unit_of_work.guards import Guarded, Openings
from stationkit.unit_of_work.inbox import Inbox, MarksIn
from stationkit.unit_of_work.readings import Readings
from stationkit.unit_of_work.remains import RemainsWatch
from stationkit.unit_of_work.replay import Replay
from stationkit.unit_of_work.schedule import TIMED, LocalTime, NextDue, Schedule, Timed, at_cut_off, every_day
from stationkit.unit_of_work.system import System
from stationkit.unit_of_work.view import Filter, View, conditions_of

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.language.operation import AnyOperation, ById, Event, Operation
    from stationkit.ground.settings import Settings
    from stationkit.messaging.publisher import Publisher
    from stationkit.storage.documents import Collection, Document
    from stationkit.unit_of_work.guards import Guard
    from stationkit.unit_of_work.work import Work

END_SECONDS = 5.0
GUARDED = "guarded"
Q = TypeVar("Q", bound=Request)
D = TypeVar("D", bound=EventData)
T = TypeVar("T", bound=Aggregate)
Pages = TypeVar("Pages", bound=PageRequest)
Shown = Callable[[View, T], object]
"""What a reader is shown of a thing."""


class Kit(DependencyProvider):
    """Everything a service stands on. One instance a process; services write `kit = Kit(COLLECTIONS)`."""

    events = EventQueues()
    requests = RpcQueue()
    reference_data_kind = ReferenceData
    commands_kind = Commands

    def __init__(self, collections: tuple[Collection[Any], ...], marks: Mapping[str, MarksIn] | None = None) -> None:
        self.collections = {collection.name: collection for collection in collections}
        self.marks = dict(marks or {})

    def setup(self) -> None:
        """Connects and puts the parts together."""
        settings: Settings = self.container.config["SETTINGS"]
        service = self.container.service_name
        names = Names(settings.prefix)
        publisher: Callable[..., Publisher] = self.container.config["PUBLISHER"]
        self.settings = settings
        self.client = connect(settings.mongo_uri)
        self.db = database(self.client, names.user(service))
        self.environment = Environment(self.db, development=settings.development)
        self.environment.settle()
        self.reference_data = self.reference_data_kind(self.db)
        self.admission = Admission(Verifier(settings.public_keys), self.reference_data)
        trail = Trail(self.db, settings.audit_key)
        emitting = [collection.name for collection in self.collections.values() if not collection.derived]
        self.relay = Relay(service, self.db, emitting, trail, names, publisher(settings.amqp_uri, HEARTBEAT_SECONDS))
        committer = Committer(self.db, settings.audit_key, self.relay.wake)
        self.system = System(self.db, committer, self.reference_data)
        self.commands = self.commands_kind(self.system, self.admission, self.collections)
        self.requests.consumer.poison_guard = PoisonGuard(self.system.counters)
        self.readings = Readings(self.system)
        self.inbox = Inbox(self.db, self.system.read_batcher, self.marks)
        self.anchors = Anchors(service, self.db, trail, self.reference_data, names, publisher(settings.amqp_uri))
        self.replay = Replay(service, self.db, names, publisher(settings.amqp_uri), self.marks)
        self.event_consumer = EventConsumer(service, self.system, self.inbox, self.replay.has_reference_data)
        self.schedule = Schedule(service, self.system)
        self.remains = RemainsWatch(self.system)
        self.tasks = PeriodicTasks(self.db)
        self.housekeeping = Housekeeping(self.events, self.inbox, self.schedule, self.replay)
        self.openings = Openings(self.system, self.admission, self._guarded())
        self._take_up_timed()
        self._consume_built_ins()
        if settings.development:
            self.show_standing(Queues(self.events).waiting)
        failpoints.arm(settings.failpoint)

    def start(self) -> None:
        """Starts the relay, the watch over held and missing events, and the health page."""
        socket = eventlet.listen((self.settings.health_host, self.settings.health_port))
        eventlet.spawn(eventlet.wsgi.server, socket, health.page(self.troubles), log_output=False)
        self.container.spawn_managed_thread(self.environment.settle_at_last, identifier="environment")
        self.container.spawn_managed_thread(self.relay.run, identifier="relay")
        self._begun = [self.container.spawn_managed_thread(self.housekeeping.run, identifier="watch")]
        self._start_rounds()

    def stop(self) -> None:
        """Every worker has answered: ends watch and rounds, each with what it has in hand, sends what is pending."""
        self.housekeeping.stop()
        self.tasks.stop()
        self.requests.cease()
        self.events.cease()
        with Timeout(END_SECONDS, exception=False):
            for thread in self._begun:
                thread.wait()
        self.relay.stop()
        self.client.close()

    def get_dependency(self, _worker_ctx: Any) -> Kit:
        """The kit itself."""
        return self

    def troubles(self) -> list[str]:
        """Why the service is not ready, if it is not."""
        try:
            troubles = schema.troubles(self.db, tuple(self.collections.values()))
            if not self.replay.has_reference_data():
                troubles.append("the copies of stations, staff and policies are not complete")
        except AWAY as error:
            return [f"database: {type(error).__name__}"]
        return troubles + ([] if self.events.consumer.connected else ["broker: not connected"])

    def answer(self, operation: AnyOperation, data: Any, carry_out: Callable[[Call], Any]) -> Document:
        """Carries a call out and puts result or error into the reply that goes back."""
        started, outcome = monotonic(), "done"
        try:
            call = from_wire(data)
            with structlog.contextvars.bound_contextvars(request_id=call.request_id, operation=operation.name):
                call.check_deadline()
                return {"result": carry_out(call), "error": None}
        except errors.ContractError as error:
            outcome = error.code
            return {"result": None, "error": errors.to_wire(error)}
        except AWAY as error:
            outcome = "away"
            return {"result": None, "error": errors.to_wire(_away(operation, error))}
        finally:
            metrics.calls.labels(operation.name, outcome).observe(monotonic() - started)

    def query(self, operation: Operation[Q, Any], call: Call, read: Callable[[View, Q], object]) -> Document:
        """Reads for a caller and answers in the form of the contract."""
        caller = self.admission.caller(operation, call)
        view = View(self.system.read_batcher, caller, self.reference_data, call.now, self.settings.cursor_key.encode())
        whole: Document = schema_of(operation.reply).dump(read(view, load_request(operation, call.request)))
        self.readings.take(operation, call, view, whole)
        reply = contacts.shown_to(caller, operation.reply, whole)
        self.openings.write_into(operation.things_in(reply), view)
        return reply

    def show_standing(self, waiting: Callable[[], int]) -> None:
        """Answers where this service stands; `waiting` says how many messages wait for it."""
        operation = get_standing(self.container.service_name)
        standing = Standing(self.schedule, self.reference_data, self.events, self.inbox, self.relay, waiting)
        look = lambda data: self.answer(operation, data, lambda _call: standing.look())  # noqa: E731  # binds them
        self.requests.register_built_in(operation.name, look)

    def periodic_tasks(self) -> list[PeriodicTask]:
        """What goes round in this service, each on a service object of its own."""
        methods = inspect.getmembers(self.container.service_cls, inspect.isfunction)
        tasks = [(name, method) for name, method in methods if hasattr(method, ROUND)]
        return [PeriodicTask(name, getattr(method, ROUND), partial(method, self._service())) for name, method in tasks]

    def _guarded(self) -> tuple[Guarded[Any, Any], ...]:
        """What the service does to its things."""
        methods = inspect.getmembers(self.container.service_cls, inspect.isfunction)
        return tuple(getattr(method, GUARDED) for _, method in methods if hasattr(method, GUARDED))

    def _take_up_timed(self) -> None:
        """The service's timed methods; each runs on a service object of its own, as Nameko's workers do."""
        self.schedule.add(Timed("anchors", anchors.next_due, self.anchors.emit))
        for _, method in inspect.getmembers(self.container.service_cls, inspect.isfunction):
            if hasattr(method, TIMED):
                name, next_due_by = getattr(method, TIMED)
                self.schedule.add(Timed(name, next_due_by(self.reference_data), partial(self._run_timed, method)))

    def _start_rounds(self) -> None:
        tasks = self.periodic_tasks()
        for task in tasks:
            self._begun.append(self.container.spawn_managed_thread(partial(self.tasks.go, task), identifier=task.name))
        if tasks:
            self.container.spawn_managed_thread(self.tasks.keep_lease, identifier="rounds")

    def _service(self) -> Any:
        """A service object of its own, as Nameko's workers have."""
        service = self.container.service_cls()
        service.kit = self
        return service

    def _run_timed(self, method: Callable[..., None], work: Work, due: datetime) -> None:
        method(self._service(), work, due)

    def _consume_built_ins(self) -> None:
        for event_type in reference_data.TYPES:
            self.events.register_built_in(event_type, self.reference_data.apply)
        self.events.register_built_in(clock_moved.type, self._on_clock_moved)
        self.events.register_built_in(CHAINS_ANCHORED, self.anchors.keep)
        self.events.register_built_in(REPLAY_REQUESTED, self.replay.on_requested)
        self.events.register_built_in(REPLAY_FINISHED, self.replay.on_finished)

    def _on_clock_moved(self, envelope: Document) -> None:
        self.reference_data.apply(envelope)
        self.housekeeping.wake()


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


def _away(operation: AnyOperation, error: Exception) -> errors.ContractError:
    if operation.kind == "query" or type(error).__name__ == "ServerSelectionTimeoutError":
        return errors.Unavailable("The database does not answer.")
    return errors.OutcomeUnknown("The database stopped answering; send it again with the same key.")
