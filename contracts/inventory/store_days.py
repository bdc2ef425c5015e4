"""Business days of a store, and what stayed out overnight [P1]."""

from __future__ import annotations

from typing import Annotated

from contracts.inventory import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, Reply

store_days = Noun(SERVICE, "/store-days")


class OvernightLine(EventData):
    """Pieces that an engineer still held when the day closed (P1); `excepted` where a lead had signed for it."""

    borrow_id: Id
    job_id: Id
    engineer_id: Id
    part_id: Id
    part_code: str
    quantity: int
    excepted: bool


class OvernightReported(EventData):
    """What was outside the store when a day closed; told also when it was nothing."""

    day: str
    closing: int
    lines: tuple[OvernightLine, ...]


class OvernightBorrow(Reply):
    """Pieces that were not in the store when the day closed, with whoever held them."""

    borrow_id: Id
    job_id: Id
    engineer_id: Id
    part_id: Id
    part_code: str
    quantity: int
    excepted: bool


class SignedException(Reply):
    """A lead's word that a borrow might stay out that night, and why."""

    borrow_id: Id
    reason: str
    by: Id
    at: Instant


class StoreDay(Reply):
    """A business day of the store: how many pieces were borrowed, how many settled, what stayed out at its close."""

    id: Id
    version: int
    station_id: Id
    day: str
    state: Annotated[str, Word(("open", "closed"))]
    closing: int
    closed_at: Instant | None
    borrowed: int
    settled_in_time: int
    exceptions: tuple[SignedException, ...]
    overnight: tuple[OvernightBorrow, ...]


class ListStoreDays(PageRequest):
    """Days of the store."""

    sort: Annotated[str, sorted_by("day")] = "day"
    station_id: Id | None = None


list_store_days = store_days.list(
    "list_store_days", "List the store's days", ListStoreDays, StoreDay, permissions.STOCK_READ
)


overnight_reported = Event(SERVICE, "overnight_reported.v1", OvernightReported, ("notifications",))
