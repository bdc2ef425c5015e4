"""What the service `notifications` keeps."""

from __future__ import annotations

from typing import Any

from services.notifications.rules.addresses import Address
from services.notifications.rules.deliveries import Delivery
from services.notifications.rules.inbox import Message
from services.notifications.rules.reports import Report
from stationkit.storage.documents import Collection, Index

addresses = Collection("addresses", Address, "own", (Index(("staff_id",), unique=True, conflict="address"),))
messages = Collection(
    "messages", Message, "own", (Index(("staff_id", "at", "_id")), Index(("staff_id", "read", "at", "_id")))
)
reports = Collection(
    "reports",
    Report,
    "own",
    (Index(("made_at", "_id")), Index(("kind", "made_at", "_id")), Index(("day", "made_at", "_id"))),
)
deliveries = Collection(
    "deliveries",
    Delivery,
    "own",
    (
        Index(("made_at", "_id")),
        Index(("state", "made_at", "_id")),
        Index(("report_id",)),
        Index(("next_try_at",), across=True, where={"state": "queued"}),
    ),
)

COLLECTIONS: tuple[Collection[Any], ...] = (addresses, messages, reports, deliveries)
