"""Everything that the shared language holds: all operations and events, by name."""

from __future__ import annotations

from contracts import awaiting, desk, intake, notifications, oversight, quality, repair, stations, stock, transfers
from contracts.operation import Event, Operation

_MODULES = (stations, intake, desk, repair, awaiting, stock, transfers, quality, notifications, oversight)

SERVICES: tuple[str, ...] = tuple(dict.fromkeys(module.SERVICE for module in _MODULES))

OPERATIONS: dict[str, Operation] = {
    value.name: value for module in _MODULES for value in vars(module).values() if isinstance(value, Operation)
}

EVENTS: dict[str, Event] = {
    value.type: value for module in _MODULES for value in vars(module).values() if isinstance(value, Event)
}


def heard_by(hearer: str) -> dict[str, tuple[str, ...]]:
    """Which event types a service hears, by producer."""
    producers = dict.fromkeys(event.producer for event in EVENTS.values() if hearer in event.hearers)
    return {
        producer: tuple(
            event.type for event in EVENTS.values() if event.producer == producer and hearer in event.hearers
        )
        for producer in producers
    }


def producers_heard(service: str) -> list[str]:
    """Whose events reach a service: those of the contract, and of its own hearers, who may ask for a replay."""
    heard = heard_by(service)
    asking = [hearer for hearer in hearers_of(service) if hearer not in heard]
    return [*heard, *asking]


def hearers_of(producer: str) -> list[str]:
    """The services that hear a producer's events."""
    found = (hearer for event in EVENTS.values() if event.producer == producer for hearer in event.hearers)
    return list(dict.fromkeys(found))
