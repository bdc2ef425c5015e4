"""The store's counter: borrow and return, part requests, the store's days. More of what `inventory` takes."""

from __future__ import annotations

from marshmallow import fields

from contracts.inventory.stock import SERVICE
from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Text, Whole, Word
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

TAKEN_BACK = ("returned", "returned_opened", "dead_on_arrival", "scrapped")
USED = ("consumed", "installed")
HOWS = TAKEN_BACK + USED
OLD_PARTS = ("core", "scrap", "customer_kept", "none")
BORROW_STATES = ("out", "settled")
REQUEST_STATES = ("open", "settled")

_PART = "00000000-0000-4000-8000-000000000003"
_JOB = "00000000-0000-4000-8000-000000000004"


class BorrowPart(Request):
    """Pieces from the store for a job on one's own bench (P1 E12)."""

    job_id = Id(required=True)
    part_id = Id(required=True)
    quantity = Whole(1, 99, required=True)


class SettleBorrow(Request):
    """What became of borrowed pieces.

    Who keeps the store takes back, opened ones to be inspected again; the engineer says what was used, and with each
    what became of the old part.
    """

    how = Word(HOWS, required=True)
    quantity = Whole(1, 99, required=True)
    old_part = Word(OLD_PARTS)
    voucher = Text(80)
    reason = Text(200)
    liable_id = Id()


class Settlement(Reply):
    """What became of some of the borrowed pieces; `in_time` by the close of the day on which they were borrowed."""

    how = Word(HOWS, required=True)
    quantity = fields.Integer(required=True)
    at = Instant(required=True)
    by = Id(required=True)
    in_time = fields.Boolean(required=True)
    old_part = Word(OLD_PARTS, required=True, allow_none=True)
    voucher = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    liable_id = Id(required=True, allow_none=True)


class Borrow(Reply):
    """Pieces that an engineer borrowed against a job; `out` of them are still on the bench."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    part_id = Id(required=True)
    part_code = fields.String(required=True)
    job_id = Id(required=True)
    engineer_id = Id(required=True)
    quantity = fields.Integer(required=True)
    out = fields.Integer(required=True)
    state = Word(BORROW_STATES, required=True)
    borrowed_at = Instant(required=True)
    day = fields.String(required=True)
    settlements = fields.List(fields.Nested(Settlement), required=True)


class BorrowState(Reply):
    """Where a borrow stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(BORROW_STATES, required=True)
    out = fields.Integer(required=True)


class ListBorrows(PageRequest):
    """Borrows by engineer, job, day, state."""

    sort = sorted_by("borrowed_at")
    engineer_id = Id()
    job_id = Id()
    day = Day()
    state = Word(BORROW_STATES)
    station_id = Id()


class SignException(Request):
    """Why a borrow may stay out of the store tonight (P1)."""

    reason = Text(200, required=True)


class PartRequest(Reply):
    """A job's wish for a part; `filled` when the store gave all of it in time (S13)."""

    id = Id(required=True)
    station_id = Id(required=True)
    job_id = Id(required=True)
    engineer_id = Id(required=True)
    part_id = Id(required=True)
    quantity = fields.Integer(required=True)
    issued = fields.Integer(required=True)
    first = fields.Boolean(required=True)
    state = Word(REQUEST_STATES, required=True)
    filled = fields.Boolean(required=True, allow_none=True)
    requested_at = Instant(required=True)


class ListPartRequests(PageRequest):
    """Wishes of jobs for parts, by state."""

    sort = sorted_by("requested_at")
    state = Word(REQUEST_STATES)
    job_id = Id()
    station_id = Id()


class OvernightBorrow(Reply):
    """Pieces that were not in the store when the day closed, with whoever held them."""

    borrow_id = Id(required=True)
    job_id = Id(required=True)
    engineer_id = Id(required=True)
    part_id = Id(required=True)
    part_code = fields.String(required=True)
    quantity = fields.Integer(required=True)
    excepted = fields.Boolean(required=True)


class StoreDay(Reply):
    """A business day of the store: how many pieces were borrowed, how many settled, what stayed out at its close."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    day = fields.String(required=True)
    state = Word(("open", "closed"), required=True)
    borrowed = fields.Integer(required=True)
    settled_in_time = fields.Integer(required=True)
    overnight = fields.List(fields.Nested(OvernightBorrow), required=True)


class ListStoreDays(PageRequest):
    """Days of the store."""

    sort = sorted_by("day")
    station_id = Id()


borrow_part = Operation(
    SERVICE,
    "borrow_part",
    "Borrow a part for a job",
    "command",
    permissions.BORROW_MAKE,
    BorrowPart,
    BorrowState,
    example={"job_id": _JOB, "part_id": _PART, "quantity": 1},
)
settle_borrow = Operation(
    SERVICE,
    "settle_borrow",
    "Say what became of a borrowed part",
    "command",
    permissions.BORROW_SETTLE,
    SettleBorrow,
    BorrowState,
    ids=("borrow_id",),
    example={"how": "installed", "quantity": 1, "old_part": "core", "voucher": "V-118"},
)
sign_exception = Operation(
    SERVICE,
    "sign_exception",
    "Let a borrow stay out tonight",
    "command",
    permissions.EXCEPTION_SIGN,
    SignException,
    BorrowState,
    ids=("borrow_id",),
    example={"reason": "the customer comes at nine tomorrow"},
)
get_borrow = Operation(
    SERVICE, "get_borrow", "Read a borrow", "query", permissions.STOCK_READ, Nothing, Borrow, ids=("borrow_id",)
)
list_borrows = Operation(
    SERVICE, "list_borrows", "List borrows", "query", permissions.STOCK_READ, ListBorrows, page_of(Borrow)
)
list_part_requests = Operation(
    SERVICE,
    "list_part_requests",
    "List what jobs ask of the store",
    "query",
    permissions.STOCK_READ,
    ListPartRequests,
    page_of(PartRequest),
)
list_store_days = Operation(
    SERVICE,
    "list_store_days",
    "List the store's days",
    "query",
    permissions.STOCK_READ,
    ListStoreDays,
    page_of(StoreDay),
)
