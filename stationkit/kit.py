"""The chassis of a service, as Nameko's dependency: `@command`, `@query` and `@on` are carried out here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import eventlet
import eventlet.wsgi
import structlog
from eventlet import sleep
from nameko.extensions import DependencyProvider

from contracts import errors
from contracts.catalogue import OPERATIONS
from contracts.chassis import REPLAY_FINISHED, REPLAY_REQUESTED, get_standing
from contracts.operation import schema_of
from stationkit import copies, failpoints, health, metrics, schema
from stationkit.admission import Door
from stationkit.call import Call, from_wire, load_request
from stationkit.clock import monotonic, wall_now
from stationkit.commands import Commands
from stationkit.commit import Committer
from stationkit.confirmed import NotConfirmed
from stationkit.copies import Copies
from stationkit.database import AWAY, connect, database
from stationkit.hearing import Hearing
from stationkit.inbox import Inbox, MarksIn
from stationkit.names import Names
from stationkit.on import TRIES, EventQueues, On
from stationkit.relay import Relay
from stationkit.replay import Replay
from stationkit.rpc import rpc
from stationkit.schedule import TIMED, LocalTime, Schedule, Timed, every_day
from stationkit.system import System
from stationkit.tokens import Verifier
from stationkit.view import View

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.operation import Event, Operation
    from stationkit.documents import Collection, Document
    from stationkit.settings import Settings
    from stationkit.work import Work

CHECK_SECONDS = 1.0
HELD_ALARM_SECONDS = 60
_log = structlog.get_logger()
Method = TypeVar("Method", bound=Callable[..., Any])
P = ParamSpec("P")


class Kit(DependencyProvider):
    """Everything a service stands on. One instance a process; services write `kit = Kit(COLLECTIONS)`."""

    events = EventQueues()

    def __init__(self, collections: tuple[Collection[Any], ...], marks: Mapping[str, MarksIn] | None = None) -> None:
        self.collections = {collection.name: collection for collection in collections}
        self.marks = dict(marks or {})

    def setup(self) -> None:
        """Connects and puts the parts together."""
        settings: Settings = self.container.config["SETTINGS"]
        service = self.container.service_name
        names = Names(settings.prefix)
        self.settings = settings
        self.client = connect(settings.mongo_uri)
        self.db = database(self.client, names.user(service))
        self.copies = Copies(self.db)
        self.door = Door(Verifier(settings.public_keys), self.copies)
        committer = Committer(self.db, settings.audit_key)
        self.commands = Commands(self.db, committer, self.door, self.copies, self.collections)
        self.system = System(self.db, committer, self.copies)
        self.inbox = Inbox(self.db, self.marks)
        self.relay = Relay(service, self.db, self.collections, names, settings.amqp_uri)
        self.replay = Replay(service, self.db, names, settings.amqp_uri, self.marks)
        know_stations = partial(self.replay.complete, copies.PRODUCER)
        self.hearing = Hearing(service, self.db, committer, self.copies, self.inbox, know_stations)
        self.schedule = Schedule(service, self.db, committer, self.copies)
        self._take_up_timed()
        self._hear_built_ins()
        failpoints.arm(settings.failpoint)

    def start(self) -> None:
        """Starts the relay, the watch over held and missing events, and the health page."""
        self._running = True
        socket = eventlet.listen((self.settings.health_host, self.settings.health_port))
        eventlet.spawn(eventlet.wsgi.server, socket, health.page(self.troubles), log_output=False)
        self.container.spawn_managed_thread(self.relay.run, identifier="relay")
        self.container.spawn_managed_thread(self._watch_over, identifier="watch")

    def stop(self) -> None:
        """Every worker has answered: sends what is pending and closes."""
        self._running = False
        self.events.cease()
        self.relay.stop()
        self.client.close()

    def get_dependency(self, _worker_ctx: Any) -> Kit:
        """The kit itself."""
        return self

    def troubles(self) -> list[str]:
        """Why the service is not ready, if it is not."""
        try:
            found = schema.troubles(self.db, tuple(self.collections.values()))
            if not self.replay.complete(copies.PRODUCER):
                found.append("the copies of stations, staff and policies are not complete")
        except AWAY as error:
            return [f"database: {type(error).__name__}"]
        return found + ([] if self.events.inlet.connected else ["broker: not connected"])

    def answer(self, operation: Operation, data: Any, carry_out: Callable[[Call], Any]) -> Document:
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

    def query(self, operation: Operation, call: Call, read: Callable[[View, dict[str, Any]], Any]) -> Any:
        """Reads for a caller and answers in the form of the contract."""
        caller = self.door.caller(operation, call)
        view = View(self.db, caller, self.copies, call.now, self.settings.cursor_key.encode())
        return schema_of(operation.reply).dump(read(view, load_request(operation, call.request)))

    def _take_up_timed(self) -> None:
        """The service's timed methods; each runs on a service object of its own, as Nameko's workers do."""
        for _, method in inspect.getmembers(self.container.service_cls, inspect.isfunction):
            if hasattr(method, TIMED):
                name, next_due = getattr(method, TIMED)
                self.schedule.add(Timed(name, next_due, partial(self._run_timed, method)))

    def _run_timed(self, method: Callable[..., None], work: Work, due: datetime) -> None:
        service = self.container.service_cls()
        service.kit = self
        method(service, work, due)

    def _hear_built_ins(self) -> None:
        for event_type in copies.TYPES:
            self.events.register_built_in(event_type, self.copies.apply)
        self.events.register_built_in(REPLAY_REQUESTED, self.replay.on_requested)
        self.events.register_built_in(REPLAY_FINISHED, self.replay.on_finished)

    def _watch_over(self) -> None:
        rounds = 0
        while self._running:
            try:
                self._release_held()
                self.schedule.tick()
                if rounds % 5 == 0:
                    self.replay.ask_for_missing()
            except (*AWAY, NotConfirmed) as error:
                _log.warning("watch_over_waits", error=f"{type(error).__name__}: {error}"[:300])
            except Exception:  # noqa: BLE001  # one bad event must not end the watch over the others
                _log.exception("watch_over_failed")
            rounds += 1
            sleep(CHECK_SECONDS)

    def _release_held(self) -> None:
        oldest = 0.0
        for row in self.inbox.held():
            age = (wall_now() - row["since"]).total_seconds()
            oldest = max(oldest, age)
            self.events.take(row["envelope"], partial(self._settle_held, row))
            if age > HELD_ALARM_SECONDS and self.inbox.may_ask_for(row):
                _log.error("event_held_too_long", event_id=row["_id"], producer=row["producer"], seconds=age)
                self.replay.ask(row["producer"], row["aggregate_id"])
        metrics.held_oldest.set(oldest)

    def _settle_held(self, row: Document, failure: BaseException | None, settled: bool) -> None:  # noqa: FBT001  # see Settle
        """Lets go what has had its effect and puts aside what keeps failing; what this misses is tried again."""
        try:
            if failure is None and settled:
                self.inbox.let_go(row["_id"])
            elif failure is not None and self.inbox.failed(row["_id"]) >= TRIES:
                self.events.put_aside(row["producer"], row["envelope"], failure)
                self.inbox.let_go(row["_id"])
        except AWAY as error:
            _log.warning("held_event_not_settled", event_id=row["_id"], error=type(error).__name__)


def command(operation: Operation, *, creates: Collection[Any] | None = None) -> Callable[[Method], Method]:
    """Makes a service method `(self, work, request)` carry a command out; it returns what the reply is dumped from."""

    def decorate(method: Method) -> Method:
        @wraps(method)
        def entry(self: Any, data: Any) -> Document:
            rule = lambda work, request: method(self, work, request)  # noqa: E731  # binds the service
            return cast("Kit", self.kit).answer(
                operation, data, lambda call: self.kit.commands.run(operation, call, rule, creates)
            )

        return cast("Method", _entrypoint(operation, entry))

    return decorate


def open_command(operation: Operation) -> Callable[[Method], Method]:
    """Makes a service method `(self, call, request)` carry out an operation that needs no token, such as a log-in."""

    def decorate(method: Method) -> Method:
        @wraps(method)
        def entry(self: Any, data: Any) -> Document:
            rule = lambda call, request: method(self, call, request)  # noqa: E731  # binds the service
            return cast("Kit", self.kit).answer(
                operation, data, lambda call: self.kit.commands.run_open(operation, call, rule)
            )

        return cast("Method", _entrypoint(operation, entry))

    return decorate


def query(operation: Operation) -> Callable[[Method], Method]:
    """Makes a service method `(self, view, request)` answer a query."""

    def decorate(method: Method) -> Method:
        @wraps(method)
        def entry(self: Any, data: Any) -> Document:
            read = lambda view, request: method(self, view, request)  # noqa: E731  # binds the service
            return cast("Kit", self.kit).answer(operation, data, lambda call: self.kit.query(operation, call, read))

        return cast("Method", _entrypoint(operation, entry))

    return decorate


def on(event: Event) -> Callable[[Method], Method]:
    """Makes a service method `(self, work, data)` an event's effect; `data` has its `aggregate_id` and `actor` too."""

    def decorate(method: Method) -> Method:
        @wraps(method)
        def entry(self: Any, envelope: Document) -> bool:
            effect = lambda work, data: method(self, work, data)  # noqa: E731  # binds the service
            return cast("Kit", self.kit).hearing.hear(envelope, effect)

        return cast("Method", On.decorator(event)(entry))

    return decorate


def daily(name: str, local: LocalTime, *, open_days: bool = True) -> Callable[[Method], Method]:
    """Makes a service method `(self, work, due)` fall due every (open) day at a local time of the station."""

    def decorate(method: Method) -> Method:
        setattr(method, TIMED, (name, every_day(local, open_days=open_days)))
        return method

    return decorate


def _entrypoint(operation: Operation, entry: Callable[..., Any]) -> Any:
    if OPERATIONS.get(operation.name) is not operation or entry.__name__ != operation.name:
        raise ValueError(f"{entry.__name__} does not carry out {operation.name} of the contract")
    return rpc(entry)


def _away(operation: Operation, error: Exception) -> errors.ContractError:
    if operation.kind == "query" or type(error).__name__ == "ServerSelectionTimeoutError":
        return errors.Unavailable("The database does not answer.")
    return errors.OutcomeUnknown("The database stopped answering; send it again with the same key.")
