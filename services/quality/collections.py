"""What the service `quality` keeps."""

from __future__ import annotations

from typing import Any

from services.quality.rules.appeasements import Appeasement
from services.quality.rules.audits import Audit, Checklist
from services.quality.rules.calls import Call
from services.quality.rules.compensations import Compensations
from services.quality.rules.orders import Order
from services.quality.rules.parties import Party
from services.quality.rules.penalties import Penalty
from services.quality.rules.spot_checks import SpotCheck
from stationkit.storage.documents import Collection, Index

orders = Collection(
    "orders", Order, "own", (Index(("week", "_id")), Index(("dispatched_on",), where={"awaits_third_call": True}))
)
parties = Collection("parties", Party, "own")
calls = Collection(
    "calls",
    Call,
    "own",
    (
        Index(("order_id", "stage"), unique=True, conflict="call_of_stage"),
        Index(("first_due_at", "_id")),
        Index(("due_at", "_id")),
        Index(("opened_at", "_id")),
        Index(("state", "first_due_at", "_id")),
        Index(("state", "due_at", "_id")),
        Index(("state", "opened_at", "_id")),
        Index(("stage", "first_due_at", "_id")),
    ),
)
appeasements = Collection(
    "appeasements",
    Appeasement,
    "own",
    (
        Index(("call_id",), unique=True, conflict="appeasement_of_call"),
        Index(("order_id", "contact_due_at", "_id")),
        Index(("contact_due_at", "_id")),
        Index(("opened_at", "_id")),
        Index(("state", "contact_due_at", "_id")),
        Index(("state", "opened_at", "_id")),
    ),
)
penalties = Collection(
    "penalties",
    Penalty,
    "own",
    (Index(("proposed_at", "_id")), Index(("person_id", "proposed_at", "_id")), Index(("state", "proposed_at", "_id"))),
)
compensations = Collection("compensations", Compensations, "own", derived=True)
spot_checks = Collection(
    "spot_checks",
    SpotCheck,
    "own",
    (
        Index(("week", "number"), unique=True, conflict="spot_check_number"),
        Index(("week", "_id")),
        Index(("drawn_at", "_id")),
    ),
)
checklists = Collection(
    "checklists",
    Checklist,
    "network",
    (
        Index(("name", "number"), unique=True, across=True, conflict="checklist_number"),
        Index(("number", "_id"), across=True),
        Index(("published_at", "_id"), across=True),
    ),
)
audits = Collection(
    "audits",
    Audit,
    "own",
    (Index(("started_at", "_id")), Index(("kind", "started_at", "_id")), Index(("state", "started_at", "_id"))),
)

COLLECTIONS: tuple[Collection[Any], ...] = (
    orders,
    parties,
    calls,
    appeasements,
    penalties,
    compensations,
    spot_checks,
    checklists,
    audits,
)
