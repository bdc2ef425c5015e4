"""What the service `oversight` keeps; all of it can be dropped and made again from the events."""

from __future__ import annotations

from typing import Any

from services.oversight.rules.facts import Facts
from services.oversight.rules.figures import Sum
from services.oversight.rules.rows import Row
from stationkit.storage.documents import Collection, Index, store_without_defaults

store_without_defaults(Sum)

rows = Collection(
    "rows",
    Row,
    "own",
    (
        Index(("days",)),
        Index(("figures.kpi", "figures.day", "day", "_id")),
        Index(("day", "_id")),
        Index(("kind", "day")),
        Index(("kind", "to_day")),
        Index(("state", "due_at"), where={"state": {"$type": "string"}}),
        Index(("stale", "day"), across=True, where={"stale": True}),
        Index(("redo_of", "_id"), across=True, where={"redo_of": {"$type": "string"}}),
    ),
    derived=True,
)
facts = Collection(
    "facts",
    Facts,
    "own",
    (
        Index(("span", "start"), unique=True),
        Index(("span", "start", "station_id"), across=True),
        Index(("stale", "start"), across=True, where={"stale": True}),
    ),
    derived=True,
)
network_facts = Collection("network_facts", Facts, "own", (Index(("span", "start"), unique=True),), derived=True)

COLLECTIONS: tuple[Collection[Any], ...] = (rows, facts, network_facts)
