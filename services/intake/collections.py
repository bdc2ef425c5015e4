"""What the service `intake` keeps."""

from __future__ import annotations

from typing import Any

from services.intake.rules import words
from services.intake.rules.day import DayReport
from services.intake.rules.findings import Finding
from services.intake.rules.orders import Order
from services.intake.rules.parcels import Parcel
from services.intake.rules.parties import Party, Visit
from services.intake.rules.payments import Payment
from stationkit.storage.documents import Collection, Index
from stationkit.unit_of_work.remains import remains_told

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
        Index(("state", "bench_due_at", "_id")),
        Index(("party_id", "received_at", "_id")),
        Index(("custody.holder_id", "received_at", "_id")),
        Index(("custody.offered_id",), where={"custody.offered_id": {"$type": "string"}}),
        Index(("overnights",), where={"overnights.0": {"$exists": True}}),
        Index(("released_at",)),
        Index(("handed_back_at",), where={"handed_back_at": {"$type": "date"}}),
        Index(("waybill",), across=True),
        Index(("words", "received_at")),
    ),
    words=words.of_order,
)
parties = Collection(
    "parties",
    Party,
    "own",
    (Index(("name", "_id")), Index(("phone", "name", "_id")), Index(("kind", "name", "_id")), Index(("words", "name"))),
    words=words.of_party,
)
findings = Collection(
    "findings",
    Finding,
    "own",
    (
        Index(("open_key",), unique=True, where={"open_key": {"$type": "string"}}, conflict="finding_open"),
        Index(("due_at", "_id")),
        Index(("state", "due_at", "_id")),
        Index(("author_id", "due_at", "_id")),
        Index(("rule", "due_at", "_id")),
        Index(("object_id", "due_at", "_id")),
        Index(("due_day", "due_at", "_id")),
        Index(("overdue", "due_at", "_id")),
    ),
)
visits = Collection("visits", Visit, "own", (Index(("at", "_id")),))
payments = Collection(
    "payments",
    Payment,
    "own",
    (
        Index(("at", "_id")),
        Index(("day", "at", "_id")),
        Index(("method", "at", "_id")),
        Index(("order_id", "at", "_id")),
    ),
)
parcels = Collection("parcels", Parcel)
day_reports = Collection("day_reports", DayReport, "own", (Index(("day", "_id")),))

COLLECTIONS: tuple[Collection[Any], ...] = (
    *(orders, parties, findings, visits, payments, parcels, day_reports, remains_told),
)
