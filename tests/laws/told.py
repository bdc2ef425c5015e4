"""What a run told, and everything that it left in the databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from contracts.language.catalogue import EVENTS, SERVICES

if TYPE_CHECKING:
    import random

    from pymongo.database import Database

Document = dict[str, Any]
Databases = Callable[[str], "Database[Document]"]
"""The database of a service, by its name."""
HEARD = {event.type: event for event in EVENTS.values() if event.subscribers}
PASSES_BY_ITSELF = {"kit_counters", "kit_due", "kit_leases", "kit_state"}


def some_of_each_type(db: Databases, most: int, chance: random.Random) -> Iterator[tuple[str, Document]]:
    """So many envelopes of every type that somebody hears, each with who told it."""
    for event in HEARD.values():
        rows = list(db(event.producer).kit_events.find({"type": event.type}))
        yield from ((event.producer, row["envelope"]) for row in chance.sample(rows, min(len(rows), most)))


def everything(db: Databases) -> dict[tuple[str, str, Any], Document]:
    """Every document of every service, but for what passes by itself."""
    return {
        (service, name, row["_id"]): row
        for service in SERVICES
        for name in db(service).list_collection_names()
        if name not in PASSES_BY_ITSELF
        for row in db(service)[name].find()
    }


def differences(before: dict[tuple[str, str, Any], Document], after: dict[tuple[str, str, Any], Document]) -> list[Any]:
    """The documents that are not the same."""
    return [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
