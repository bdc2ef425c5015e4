"""Services in this process, on a real database: no broker, no HTTP, no second process, and nothing goes on by itself.

Each stands on its whole kit. What one tells is handed to those who hear it, one event after the other, in the order in
which it was told; what goes round or falls due happens when it is asked for. So nobody waits, and everything happens in
the same order every time.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from threading import RLock
from typing import TYPE_CHECKING, Any, cast

import orjson
from nameko.containers import ServiceContainer

from contracts.language import errors
from contracts.language.catalogue import SERVICES, producers_of
from contracts.language.kit_messages import get_standing
from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.messaging.event_entrypoint import EventEntrypoint
from stationkit.process.migrate import bindings
from stationkit.process.wiring import config_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from contracts.language.operation import AnyOperation
    from stationkit.ground.settings import Settings
    from stationkit.messaging.call import Call
    from stationkit.messaging.publisher import Message
    from stationkit.process.kit import Kit
    from stationkit.storage.documents import Document

MOST_STEPS = 100_000
"""More events than any one command brings about: beyond it two services answer each other for ever."""


@dataclass(frozen=True)
class Post:
    """Takes letters in place of a broker: all are there at once, and none is lost."""

    messages: deque[Message]

    def publish(self, messages: Sequence[Message]) -> set[str]:
        """Takes them all."""
        self.messages.extend(messages)
        return set()

    def keep_alive(self) -> None:
        """There is no connection."""

    def close(self) -> None:
        """There is no connection."""


class Service:
    """One service, set up and never started."""

    def __init__(self, service_cls: type, settings: Settings, post: Post) -> None:
        config = config_of(settings, cast("Any", lambda *_: post))
        self._container = ServiceContainer(service_cls, config)
        self._container.extensions.all.setup()
        (self.kit,) = (cast("Kit", dependency.get_dependency(None)) for dependency in self._container.dependencies)
        self.kit.show_standing(lambda: 0)
        self._object: Any = service_cls()
        self._object.kit = self.kit
        self._rounds = self.kit.periodic_tasks()
        self._methods = {
            entrypoint.event.type: entrypoint.method_name
            for entrypoint in self._container.entrypoints
            if isinstance(entrypoint, EventEntrypoint)
        }

    @property
    def name(self) -> str:
        """As the contract names it."""
        return str(self._container.service_name)

    def carry_out(self, name: str, request: Any) -> Any:
        """The reply to a request in the form in which both cross the broker."""
        built_in = self.kit.requests.built_in.get(f"{self.name}.{name}")
        return built_in(request) if built_in else getattr(self._object, name)(request)

    def consume(self, envelope: Document) -> bool:
        """Lets an event have its effect: True; or holds it: False. Raises what the effect raises."""
        event_type = envelope["type"]
        if event_type in self.kit.events.built_in:
            self.kit.events.built_in[event_type](envelope)
        return event_type not in self._methods or getattr(self._object, self._methods[event_type])(envelope)

    def emit(self) -> int:
        """Brings out what was committed. Returns how many documents had something to send."""
        return self.kit.relay.drain_changed()

    def consume_held(self) -> int:
        """Gives held events another try. Returns how many had their effect."""
        return sum(self._try_again(row) for row in self.kit.inbox.held())

    @property
    def holds_something(self) -> bool:
        """Whether an event waits here for another try."""
        return bool(self.kit.inbox.held())

    def go_round(self) -> bool:
        """Does once what goes round by the wall's clock. Returns whether the next round goes on with something."""
        answers = [task.do() for task in self._rounds]
        return any(answers)

    def do_what_is_due(self) -> int:
        """Does what has fallen due. Returns how many effects were written."""
        return self.kit.schedule.tick()

    def _try_again(self, row: Document) -> bool:
        if self.consume(row["envelope"]):
            self.kit.inbox.let_go(row["_id"])
            return True
        return False

    def close(self) -> None:
        """Gives the database up."""
        self.kit.client.close()


class House:
    """Several services; implements what calls them over RPC."""

    def __init__(self, services: Iterable[tuple[type, Settings]], prefix: str) -> None:
        self._post = Post(deque())
        hosted = (Service(service_cls, settings, self._post) for service_cls, settings in services)
        self.services = {service.name: service for service in hosted}
        self._subscribers = _subscribers(Names(prefix))
        self._one_at_a_time = RLock()
        self._restless: set[str] = set()
        self._holding: set[str] = set()
        self.goes_on = True
        self.given_up: list[tuple[str, Document, Exception]] | None = None
        """Events whose effect failed, where that is not to be a failure of the command that brought them about."""
        for service in self.services.values():
            service.kit.replay.ask_for_missing()
        self.go_on()

    def call(self, operation: AnyOperation, call: Call) -> Any:
        """The operation's reply once all that came of it has happened, or the contract's error."""
        with self._one_at_a_time:
            reply = self._carried_out(operation, call)
            if self.goes_on:
                self.go_on()
        if reply["error"] is not None:
            raise errors.from_wire(reply["error"])
        return reply["result"]

    def go_on(self) -> None:
        """Returns when everything that was emitted has been consumed, and what came of that too."""
        for _ in range(MOST_STEPS):
            if not self._step():
                return
        raise RuntimeError("The services do not come to rest.")

    def tell(self, message: Message) -> None:
        """Somebody's event once more, to everybody who hears it."""
        with self._one_at_a_time:
            self._post.messages.append(message)
            self.go_on()

    def settle(self) -> None:
        """As `go_on`, also of what somebody else wrote into the databases."""
        with self._one_at_a_time:
            relays = [service.kit.relay for service in self.services.values()]
            while unsent := [relay for relay in relays if relay.pending()]:
                for relay in unsent:
                    relay.drain()
                self.go_on()
            while self._go_round():
                self.go_on()

    def close(self) -> None:
        """Gives the databases up."""
        for service in self.services.values():
            service.close()

    def _go_round(self) -> bool:
        """Everybody's rounds, once. Returns whether the next goes on with something."""
        answers = [service.go_round() for service in self.services.values()]
        self.go_on()
        return any(answers)

    def _carried_out(self, operation: AnyOperation, call: Call) -> Any:
        service = self.services[operation.service]
        if operation.name == get_standing(operation.service).name:
            service.do_what_is_due()
            self.go_on()
        elif operation.kind == "query" and service.name in self._restless:
            self._restless.discard(service.name)
            begun = wall_now()
            if service.go_round():
                self._restless.add(service.name)
            call = replace(call, deadline=call.deadline + (wall_now() - begun))  # elsewhere it is done meanwhile
        request = orjson.loads(orjson.dumps(call.to_wire()))
        return orjson.loads(orjson.dumps(service.carry_out(operation.name, request)))

    def _step(self) -> bool:
        """Whether anything was done: the next letter is consumed, everybody emits, or what was held is tried again."""
        if self._post.messages:
            self._hand_over(self._post.messages.popleft())
            return True
        emitting = {name for name, service in self.services.items() if service.emit()}
        self._restless |= emitting
        return bool(emitting) or self._holding_let_go()

    def _holding_let_go(self) -> bool:
        let_go = {name for name in self._holding if self.services[name].consume_held()}
        self._holding = {name for name in self._holding if self.services[name].holds_something}
        return bool(let_go)

    def _hand_over(self, message: Message) -> None:
        for pattern, subscriber in self._subscribers.get(message.exchange, ()):
            if message.routing_key == pattern or (pattern[-1] == "#" and message.routing_key.startswith(pattern[:-1])):
                self._restless.add(subscriber)
                self._consume(subscriber, orjson.loads(message.body))

    def _consume(self, subscriber: str, envelope: Document) -> None:
        try:
            if not self.services[subscriber].consume(envelope):
                self._holding.add(subscriber)
        except Exception as error:
            if self.given_up is None:
                raise
            self.given_up.append((subscriber, envelope, error))


def _subscribers(names: Names) -> dict[str, list[tuple[str, str]]]:
    """By exchange: under which keys who consumes what comes there, as the broker's own bindings say."""
    queues = {
        names.event_queue(subscriber, producer): subscriber
        for subscriber in SERVICES
        for producer in producers_of(subscriber)
    }
    subscribers: dict[str, list[tuple[str, str]]] = {}
    for queue, exchange, key in bindings(names):
        if queue in queues and exchange != names.retry_exchange:
            subscribers.setdefault(exchange, []).append((key, queues[queue]))
    return subscribers
