"""The chassis of a service, as Nameko's dependency: what a service lists is carried out here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import eventlet
import eventlet.wsgi
import structlog
from eventlet.timeout import Timeout
from nameko.extensions import DependencyProvider

from contracts.language import errors
from contracts.language.kit_messages import CHAINS_ANCHORED, REPLAY_FINISHED, REPLAY_REQUESTED, get_standing
from contracts.language.payload import Request, schema_of
from contracts.stations.clock import clock_moved
from stationkit.audit.trail import Trail
from stationkit.ground import failpoints, metrics
from stationkit.ground.clock import monotonic
from stationkit.ground.names import Names
from stationkit.messaging.call import Call, from_wire, load_request
from stationkit.messaging.event_entrypoint import EventQueues
from stationkit.messaging.poison_guard import PoisonGuard
from stationkit.messaging.relay import HEARTBEAT_SECONDS, Relay
from stationkit.messaging.rpc import RpcQueue
from stationkit.messaging.tokens import Verifier
from stationkit.process import health
from stationkit.process.environment import Environment
from stationkit.process.housekeeping import Housekeeping
from stationkit.process.periodic import ROUND, PeriodicTask, PeriodicTasks
from stationkit.process.progress import Queues, Standing
from stationkit.storage import reference_data, schema
from stationkit.storage.database import AWAY, connect, database
from stationkit.storage.reference_data import ReferenceData
from stationkit.unit_of_work import anchors, contacts
from stationkit.unit_of_work.admission import Admission
from stationkit.unit_of_work.anchors import Anchors
from stationkit.unit_of_work.commands import Commands
from stationkit.unit_of_work.commit import Committer
from stationkit.unit_of_work.event_consumption import EventConsumer
from stationkit.unit_of_work.guards import GUARDED, Guarded, Openings
from stationkit.unit_of_work.inbox import Inbox, MarksIn
from stationkit.unit_of_work.readings import Readings
from stationkit.unit_of_work.remains import RemainsWatch
from stationkit.unit_of_work.replay import Replay
from stationkit.unit_of_work.schedule import TIMED, Schedule, Timed
from stationkit.unit_of_work.system import System
from stationkit.unit_of_work.view import View

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.language.operation import AnyOperation, Operation
    from stationkit.ground.settings import Settings
    from stationkit.messaging.publisher import Publisher
    from stationkit.storage.documents import Collection, Document
    from stationkit.unit_of_work.work import Work

END_SECONDS = 5.0
Q = TypeVar("Q", bound=Request)


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


def _away(operation: AnyOperation, error: Exception) -> errors.ContractError:
    if operation.kind == "query" or type(error).__name__ == "ServerSelectionTimeoutError":
        return errors.Unavailable("The database does not answer.")
    return errors.OutcomeUnknown("The database stopped answering; send it again with the same key.")
