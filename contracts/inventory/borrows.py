"""Pieces that an engineer borrows for a job, and what becomes of them [P1 E12]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.inventory import SERVICE
from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Text, Whole, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing

TAKEN_BACK = ("returned", "returned_opened", "dead_on_arrival", "scrapped")
USED = ("consumed", "installed")
HOWS = TAKEN_BACK + USED
OLD_PARTS = ("core", "scrap", "customer_kept", "none")
State = Literal["out", "settled"]
BORROW_STATES: tuple[State, ...] = get_args(State)
_JOB = "00000000-0000-4000-8000-000000000004"
_PART = "00000000-0000-4000-8000-000000000003"

borrows = Noun(SERVICE, "/borrows", "borrow_id")


class PartBorrowed(EventData):
    """An engineer borrowed pieces against a job (P1 E12)."""

    job_id: Id
    engineer_id: Id
    part_id: Id
    quantity: int
    day: str


class BorrowSettled(EventData):
    """Pieces of a borrow came to their end; `in_time` by the close of the day on which they were borrowed."""

    quantity: int
    how: str
    in_time: bool
    day: str
    job_id: Id | None = None
    part_id: Id | None = None


class BorrowPart(Request):
    """Pieces from the store for a job on one's own bench (P1 E12).

    At most the part's `per_device`, less what is in the device already or still out for it.
    """

    job_id: Id
    part_id: Id
    quantity: Annotated[int, Whole(1, 99)]


class SettleBorrow(Request):
    """What became of borrowed pieces.

    Who keeps the store takes back, opened ones to be inspected again, and says why a piece is scrapped; the engineer
    says what was used, and with each what became of the old part.
    """

    borrow_id: PathId
    how: Annotated[str, Word(HOWS)]
    quantity: Annotated[int, Whole(1, 99)]
    old_part: Annotated[str, Word(OLD_PARTS)] | None = None
    voucher: Annotated[str, Text(80)] | None = None
    reason: Annotated[str, Text(200)] | None = None
    liable_id: Id | None = None


class Settlement(Reply):
    """What became of some of the borrowed pieces; `in_time` by the close of the day on which they were borrowed."""

    how: Annotated[str, Word(HOWS)]
    quantity: int
    at: Instant
    by: Id
    in_time: bool
    old_part: Annotated[str, Word(OLD_PARTS)] | None
    voucher: str | None
    reason: str | None
    liable_id: Id | None


class Borrow(Thing):
    """Pieces that an engineer borrowed against a job; `out` of them are still on the bench."""

    id: Id
    version: int
    station_id: Id
    part_id: Id
    part_code: str
    job_id: Id
    engineer_id: Id
    quantity: int
    out: int
    state: State
    borrowed_at: Instant
    day: str
    settlements: tuple[Settlement, ...]


class BorrowState(Reply):
    """Where a borrow stands after a command."""

    id: Id
    version: int
    state: State
    out: int


class ListBorrows(PageRequest):
    """Borrows by engineer, job, day, state."""

    sort: Annotated[str, sorted_by("borrowed_at")] = "borrowed_at"
    engineer_id: Id | None = None
    job_id: Id | None = None
    day: Day | None = None
    state: State | None = None
    station_id: Id | None = None


class SignException(Request):
    """Why a borrow may stay out of the store tonight (P1)."""

    borrow_id: PathId
    reason: Annotated[str, Text(200)]


borrow_part = borrows.create(
    "borrow_part",
    "Borrow a part for a job",
    BorrowPart,
    BorrowState,
    permissions.BORROW_MAKE,
    example={"job_id": _JOB, "part_id": _PART, "quantity": 1},
)
settle_borrow = borrows.does(
    "settle_borrow",
    "Say what became of a borrowed part",
    SettleBorrow,
    BorrowState,
    permissions.BORROW_SETTLE,
    example={"how": "installed", "quantity": 1, "old_part": "core", "voucher": "V-118"},
)
sign_exception = borrows.does(
    "sign_exception",
    "Let a borrow stay out tonight",
    SignException,
    BorrowState,
    permissions.EXCEPTION_SIGN,
    at="sign-exception",
    example={"reason": "the customer comes at nine tomorrow"},
)
get_borrow = borrows.get("get_borrow", "Read a borrow", Borrow, permissions.STOCK_READ)
list_borrows = borrows.list("list_borrows", "List borrows", ListBorrows, Borrow, permissions.STOCK_READ)


class BorrowCorrected(EventData):
    """The last close of its day finds so many more pieces of it settled in time, or fewer where it is below zero."""

    day: str
    quantity: int


class BorrowExcepted(EventData):
    """A lead lets it stay out of the store on the night of a day (P1)."""

    day: str


part_borrowed = Event(SERVICE, "part_borrowed.v1", PartBorrowed, ("stations", "oversight"))
borrow_settled = Event(SERVICE, "borrow_settled.v1", BorrowSettled, ("repair", "stations", "oversight"))
borrow_corrected = Event(SERVICE, "borrow_corrected.v1", BorrowCorrected, ("oversight",))
borrow_excepted = Event(SERVICE, "borrow_excepted.v1", BorrowExcepted, ("stations",))
