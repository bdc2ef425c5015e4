"""What the service `inventory` keeps."""

from __future__ import annotations

from typing import Any

from services.inventory.rules import words
from services.inventory.rules.arrivals import Arrival
from services.inventory.rules.borrows import Borrow, JobCopy
from services.inventory.rules.deadstock import ReturnProposal
from services.inventory.rules.figures import MoveLine
from services.inventory.rules.part_requests import PartRequest
from services.inventory.rules.parts import Part
from services.inventory.rules.receipts import ManufacturerReturn, Receipt
from services.inventory.rules.reorders import ReorderProposal
from services.inventory.rules.requisitions import Requisition
from services.inventory.rules.stock import Stock
from services.inventory.rules.storedays import StoreDay
from services.inventory.rules.transfers import Transfer
from services.inventory.rules.writeoffs import WriteOff
from stationkit.storage.documents import Collection, Index
from stationkit.unit_of_work.remains import remains_told

parts = Collection(
    "parts",
    Part,
    "network",
    (
        Index(("code",), unique=True, across=True, conflict="part_code"),
        Index(("spelling",), unique=True, across=True, where={"spelling": {"$type": "string"}}, conflict="part_code"),
        Index(("code", "_id"), across=True),
        Index(("category", "code", "_id"), across=True),
        Index(("words", "code"), across=True),
    ),
    words=words.of_part,
)
stocks = Collection(
    "stocks",
    Stock,
    "own",
    (
        Index(("part_code", "_id")),
        Index(("oldest_at", "_id")),
        Index(("part_id",), unique=True, conflict="stock_of_part"),
    ),
)
moves = Collection(
    "moves",
    MoveLine,
    "own",
    (Index(("at", "_id")), Index(("part_id", "at", "_id")), Index(("ref", "at", "_id")), Index(("day", "at", "_id"))),
)
receipts = Collection(
    "receipts",
    Receipt,
    "own",
    (
        Index(("received_at", "_id")),
        Index(("state", "received_at", "_id")),
        Index(
            ("note_spelling",), unique=True, where={"note_spelling": {"$type": "string"}}, conflict="delivery_note_used"
        ),
    ),
)
returns = Collection(
    "returns", ManufacturerReturn, "own", (Index(("opened_at", "_id")), Index(("state", "opened_at", "_id")))
)
jobs = Collection("jobs", JobCopy)
borrows = Collection(
    "borrows",
    Borrow,
    "own",
    (
        Index(("borrowed_at", "_id")),
        Index(("state", "borrowed_at", "_id")),
        Index(("engineer_id", "borrowed_at", "_id")),
        Index(("job_id", "borrowed_at", "_id")),
        Index(("day", "borrowed_at", "_id")),
        Index(("settlements.at",)),
        Index(("vouchers",), unique=True, where={"vouchers": {"$type": "string"}}, conflict="voucher_used"),
    ),
)
requests = Collection(
    "requests",
    PartRequest,
    "own",
    (Index(("requested_at", "_id")), Index(("state", "requested_at", "_id")), Index(("job_id", "requested_at", "_id"))),
)
days = Collection("days", StoreDay, "own", (Index(("day", "_id")),))

# --- between stations ---

requisitions = Collection(
    "requisitions",
    Requisition,
    "own",
    (Index(("opened_at", "_id")), Index(("state", "opened_at", "_id")), Index(("words", "opened_at"))),
    words=words.of_numbered,
)
transfers = Collection(
    "transfers",
    Transfer,
    "own",
    (
        Index(("opened_at", "_id")),
        Index(("state", "opened_at", "_id")),
        Index(("to_station_id", "state"), across=True),
        Index(("words", "opened_at")),
    ),
    words=words.of_numbered,
)
arrivals = Collection(
    "arrivals",
    Arrival,
    "own",
    (Index(("due_at", "_id")), Index(("state", "due_at", "_id")), Index(("words", "due_at"))),
    words=words.of_arrival,
)
reorders = Collection(
    "reorders", ReorderProposal, "own", (Index(("reported_at", "_id")), Index(("state", "reported_at", "_id")))
)
return_proposals = Collection(
    "return_proposals", ReturnProposal, "own", (Index(("proposed_at", "_id")), Index(("state", "proposed_at", "_id")))
)
write_offs = Collection(
    "write_offs", WriteOff, "own", (Index(("requested_at", "_id")), Index(("state", "requested_at", "_id")))
)
BETWEEN_STATIONS = (requisitions, transfers, arrivals, reorders, return_proposals, write_offs)

COLLECTIONS: tuple[Collection[Any], ...] = (
    parts,
    stocks,
    moves,
    receipts,
    returns,
    jobs,
    borrows,
    requests,
    days,
    *BETWEEN_STATIONS,
    remains_told,
)
