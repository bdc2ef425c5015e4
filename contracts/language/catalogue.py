"""Everything that the shared language holds: all operations and events, by name."""

from __future__ import annotations

from typing import Any

from contracts.intake import desk, orders, parties, receiving
from contracts.inventory import arrivals, clearing, incoming, requisitions, stock, store_room, transfers
from contracts.language.operation import Event, Operation
from contracts.notifications import mails as notifications
from contracts.oversight import kpis as oversight
from contracts.quality import audits, penalties, spot_checks
from contracts.quality import calls as quality
from contracts.repair import awaiting
from contracts.repair import jobs as repair
from contracts.stations import accounts, clock, days, policies, staff, stations

_MODULES = (
    *(stations, accounts, staff, policies, days, clock),
    *(orders, parties, receiving, desk, repair, awaiting, stock, incoming, store_room),
    *(requisitions, transfers, arrivals, clearing),
    *(quality, penalties, spot_checks, audits, notifications, oversight),
)

OPERATIONS: dict[str, Operation[Any, Any]] = {
    value.name: value for module in _MODULES for value in vars(module).values() if isinstance(value, Operation)
}

SERVICES: tuple[str, ...] = tuple(dict.fromkeys(operation.service for operation in OPERATIONS.values()))

EVENTS: dict[str, Event[Any]] = {
    value.type: value for module in _MODULES for value in vars(module).values() if isinstance(value, Event)
}


def subscriptions_of(hearer: str) -> dict[str, tuple[str, ...]]:
    """Which event types a service hears, by producer."""
    producers = dict.fromkeys(event.producer for event in EVENTS.values() if hearer in event.subscribers)
    return {
        producer: tuple(
            event.type for event in EVENTS.values() if event.producer == producer and hearer in event.subscribers
        )
        for producer in producers
    }


def producers_of(service: str) -> list[str]:
    """Whose events reach a service: what it hears, its hearers (they ask for replays), whose anchors it keeps."""
    anchoring = (producer for producer in SERVICES if keeper_of_anchors(producer) == service)
    return list(dict.fromkeys((*subscriptions_of(service), *subscribers_of(service), *anchoring)))


def subscribers_of(producer: str) -> list[str]:
    """The services that hear a producer's events."""
    found = (hearer for event in EVENTS.values() if event.producer == producer for hearer in event.subscribers)
    return list(dict.fromkeys(found))


def keeper_of_anchors(producer: str) -> str:
    """The service in whose database a producer's audit chains are anchored: never its own."""
    return stations.SERVICE if producer == oversight.SERVICE else oversight.SERVICE
