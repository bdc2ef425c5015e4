"""What the service `intake` keeps."""

from __future__ import annotations

from typing import Any

from services.intake.orders import Order
from services.intake.parties import Party, Visit
from stationkit.documents import Collection, Index

orders = Collection(
    "orders",
    Order,
    "own",
    (
        Index(
            ("open_serial",),
            unique=True,
            across=True,
            where={"open_serial": {"$type": "string"}},
            conflict="serial_open",
        ),
        Index(("external_ref",), unique=True, where={"external_ref": {"$type": "string"}}, conflict="external_ref"),
        Index(("code",), unique=True, across=True, conflict="code"),
        Index(("device.serial", "-released_at"), across=True),
        Index(("received_at", "_id")),
        Index(("bench_due_at", "_id")),
        Index(("state", "received_at", "_id")),
        Index(("party_id", "received_at", "_id")),
        Index(("custody.holder_id", "received_at", "_id")),
    ),
)
parties = Collection("parties", Party, "own", (Index(("name", "_id")), Index(("phone", "name", "_id"))))
visits = Collection("visits", Visit, "own", (Index(("at", "_id")),))

COLLECTIONS: tuple[Collection[Any], ...] = (orders, parties, visits)
