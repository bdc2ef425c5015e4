"""How queues, exchanges, databases and users are called: everything carries the prefix of its installation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Names on the broker and in the database under one prefix."""

    prefix: str

    @property
    def rpc_exchange(self) -> str:
        """Requests to services, routed by `<service>.<operation>`."""
        return f"{self.prefix}.rpc"

    @property
    def reply_exchange(self) -> str:
        """Replies to whoever asked."""
        return f"{self.prefix}.reply"

    @property
    def retry_exchange(self) -> str:
        """Where a refused event goes to wait for its next try."""
        return f"{self.prefix}.retry"

    @property
    def stream_exchange(self) -> str:
        """Short notices of events, for whoever is looking at a page just now."""
        return f"{self.prefix}.stream"

    def rpc_queue(self, service: str) -> str:
        """The queue of requests to a service."""
        return f"{self.prefix}.rpc.{service}"

    def events_exchange(self, producer: str) -> str:
        """The exchange that only its producer may write to."""
        return f"{self.prefix}.events.{producer}"

    def event_queue(self, subscriber: str, producer: str) -> str:
        """What one service hears from another."""
        return f"{self.prefix}.evt.{subscriber}.{producer}"

    def dead_exchange(self, service: str) -> str:
        """Where a message goes that a service has given up; only that service may write to it."""
        return f"{self.prefix}.dead.{service}"

    def wait_queue(self, queue: str) -> str:
        """Where the messages of a queue wait for their next try."""
        return f"{queue}.wait"

    def dead_queue(self, queue: str) -> str:
        """Where the messages of a queue end that were given up."""
        return f"{queue}.dead"

    def user(self, service: str) -> str:
        """The broker's and the database's user of a service, and its database."""
        return f"{self.prefix}_{service}"


def replay_key(subscriber: str, event_type: str) -> str:
    """The routing key of an event that is sent again to one hearer alone."""
    return f"replay.{subscriber}.{event_type}"


def field_of(event_type: str) -> str:
    """An event type as a field name: MongoDB reads a dot as a path."""
    return event_type.replace(".", ":")


def type_of(field_name: str) -> str:
    """The event type that `field_of` made a field name of."""
    return field_name.replace(":", ".")
