"""The figures of the first page: what waits for the reader, each a way to where it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contracts.intake import orders as intake
from contracts.inventory import arrivals, borrows, parts_receipts, reorder_proposals
from contracts.language import permissions
from contracts.notifications import inbox as notifications
from contracts.quality import calls as quality
from contracts.repair import jobs as repair
from gateway.pages import queries

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

Row = dict[str, Any]
OPEN_JOBS = ("queued", "diagnosing", "repairing", "testing")


@dataclass(frozen=True)
class Count:
    """How many there are; where one page does not hold them all, at least so many."""

    number: int
    is_more: bool = False

    def __add__(self, other: Count) -> Count:
        return Count(self.number + other.number, self.is_more or other.is_more)

    def __bool__(self) -> bool:
        return self.number > 0

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_more else str(self.number)


@dataclass(frozen=True)
class Tile:
    """A figure; None where its service is away. `is_hot` is for what must not stay so."""

    word: str
    endpoint: str
    count: Count | None
    is_hot: bool = False
    state: str = ""


def of_reader() -> list[Tile]:
    """The tiles of all the reader's posts."""
    groups: tuple[tuple[str, Callable[[], list[Tile]]], ...] = (
        (permissions.ORDER_RECEIVE, _desk),
        (permissions.BORROW_MAKE, _bench),
        (permissions.RECEIPT_RECORD, _store),
        (permissions.CALL_MAKE, _calls),
        (permissions.JOB_APPROVE, _lead),
        (permissions.ME_READ, _inbox),
    )
    return [tile for need, group in groups if queries.may(need) for tile in group()]


def _count(operation: AnyOperation, holds: Callable[[Row], bool] = lambda _: True, **arguments: Any) -> Count | None:
    page = queries.first_page(operation, **arguments)
    return None if page is None else Count(sum(1 for row in page["items"] if holds(row)), page["next"] is not None)


def _desk() -> list[Tile]:
    waiting = _count(intake.list_orders, lambda order: order["custody"]["offered_to"] is None, state="received")
    back = _count(intake.list_orders, lambda order: order["custody"]["offered_to"] == "desk", state="in_repair")
    return [
        Tile("to_offer", "orders_list", waiting, state="received"),
        Tile("to_accept", "orders_list", back, bool(back), "in_repair"),
        Tile("to_hand_out", "orders_list", _count(intake.list_orders, state="ready"), state="ready"),
    ]


def _bench() -> list[Tile]:
    mine = queries.me().account_id
    counts = [_count(repair.list_jobs, _is_on_bench, state=state, engineer_id=mine) for state in OPEN_JOBS]
    jobs = None if None in counts else sum((count for count in counts if count is not None), Count(0))
    borrowed = _count(borrows.list_borrows, state="out", engineer_id=mine)
    return [Tile("my_jobs", "bench", jobs), Tile("my_borrows", "bench", borrowed, bool(borrowed))]


def _is_on_bench(job: Row) -> bool:
    return bool(job["on_bench"])


def _store() -> list[Tile]:
    out = _count(borrows.list_borrows, state="out")
    coming = _count(arrivals.list_arrivals, lambda arrival: arrival["state"] != "received")
    return [
        Tile("out_of_store", "borrows", out, bool(out)),
        Tile("in_quarantine", "gate", _count(parts_receipts.list_receipts, state="quarantine")),
        Tile("coming", "transfers_list", coming),
        Tile("awaiting_lists", "requisitions_list", _count(reorder_proposals.list_reorder_proposals, state="reported")),
    ]


def _calls() -> list[Tile]:
    return [Tile("calls_due", "calls", _count(quality.list_calls, state="open"))]


def _lead() -> list[Tile]:
    counts = [
        _count(repair.list_jobs, lambda job: job["proposed_outcome"] is not None, state=state) for state in OPEN_JOBS
    ]
    proposed = sum((count for count in counts if count is not None), Count(0))
    return [Tile("to_decide", "day", proposed, bool(proposed))]


def _inbox() -> list[Tile]:
    return [Tile("unread", "inbox", _count(notifications.list_inbox, read="false"))]
