"""What is kept of each event: what the figures need, and no personal data. Instants are business time, money is in fen.

A field that is added later has a default, for what was recorded before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.intake import orders
from contracts.inventory import transfers


@dataclass(frozen=True)
class Nothing:
    """That it happened, and when."""


@dataclass(frozen=True)
class OrderReceived:
    """What came, of which customer's kind, by when it was promised, and who received it."""

    party_kind: str
    category: str | None
    bench_due_at: datetime
    due_at: datetime
    redo_of: str | None
    imported: bool
    received_by: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Redo:
    """The order by which one was repeated."""

    order_id: str


@dataclass(frozen=True)
class OrderRescheduled:
    """By when it is promised now, and since when it waits for the customer, if it does."""

    effective_due_at: datetime
    waits_since: datetime | None = None


@dataclass(frozen=True)
class OrderMoved:
    """The state that an order came to."""

    state: orders.State
    outcome: str | None
    release: str | None
    effective_due_at: datetime
    fulfilled_at: datetime | None
    turnaround_minutes: int | None


@dataclass(frozen=True)
class DeviceOvernight:
    """The day after which an engineer still had it."""

    day: str


@dataclass(frozen=True)
class DeviceBroughtBack:
    """The day after which no engineer had it after all."""

    day: str


@dataclass(frozen=True)
class JobFinished:
    """Who finished it, with which outcome, and whether it was tested; neither is known of earlier ones."""

    engineer_id: str
    outcome: str | None = None
    tested: bool | None = None


@dataclass(frozen=True)
class CallOpened:
    """Which call, and by when its result is due."""

    stage: int
    due_at: datetime


@dataclass(frozen=True)
class CallEnded:
    """How it ended."""

    stage: int
    due_at: datetime
    outcome: str
    in_time: bool
    score: int | None


@dataclass(frozen=True)
class AppeasementOpened:
    """By when the customer is to be contacted."""

    order_id: str
    contact_due_at: datetime


@dataclass(frozen=True)
class AppeasementContacted:
    """Whether that was in time."""

    in_time: bool


@dataclass(frozen=True)
class AppeasementClosed:
    """Whether the complaint was upheld."""

    upheld: bool


@dataclass(frozen=True)
class AuditFinished:
    """Its points, of those that were possible."""

    day: str
    points: int
    possible: int


@dataclass(frozen=True)
class FindingOpened:
    """Who entered what was found."""

    author_id: str


@dataclass(frozen=True)
class PartBorrowed:
    """How many pieces, and on which day they are to be back."""

    job_id: str
    engineer_id: str
    day: str
    quantity: int


@dataclass(frozen=True)
class BorrowSettled:
    """How many of them came to their end, and whether in time."""

    day: str
    quantity: int
    in_time: bool


@dataclass(frozen=True)
class BorrowCorrected:
    """How many more of them were in time, as the last close of their day found."""

    day: str
    quantity: int


@dataclass(frozen=True)
class RequestSettled:
    """Whether a part that was asked for came at once."""

    job_id: str
    day: str
    filled: bool


@dataclass(frozen=True)
class PartsReceived:
    """How many pieces came, and by the close of which day an engineer looks at them."""

    day: str
    received: int


@dataclass(frozen=True)
class ReceiptInspected:
    """How many pieces left quarantine, and how many of them an engineer looked at."""

    day: str
    received: int
    inspected: int


@dataclass(frozen=True)
class StockCounted:
    """What a store was worth at that closing of the day, and what was consumed."""

    day: str
    closing: int
    value: int
    dead_value: int
    dead_value_network: int
    consumed: int


@dataclass(frozen=True)
class TransferChanged:
    """The state that a transfer came to, and by when its next step is due."""

    state: transfers.State
    due_at: datetime | None
    opened_at: datetime
    to_station_id: str


@dataclass(frozen=True)
class PaymentRecorded:
    """What was taken, or given back."""

    order_id: str
    day: str
    amount: int


@dataclass(frozen=True)
class DayClosed:
    """Which day, and which closing of it."""

    day: str
    closing: int


@dataclass(frozen=True)
class AwaitingPartsReported:
    """For each engineer who owed a list, whether it came in time (1 or 0)."""

    day: str
    lists: list[int]


@dataclass(frozen=True)
class UnfinishedReported:
    """For each job that was unfinished, whether a reason was given (1 or 0)."""

    day: str
    closing: int
    explained: list[int]
