"""Which pages a reader finds in the menu: those that their posts have work on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from contracts.language import permissions as may
from gateway.pages import queries


@dataclass(frozen=True)
class Entry:
    """A line of the menu: an endpoint, its word and icon, and the permissions of which one opens it."""

    endpoint: str
    word: str
    icon: str
    needs: tuple[str, ...]
    covers: tuple[str, ...] = ()

    @property
    def is_here(self) -> bool:
        """Whether the reader is on this page or one that belongs to it."""
        here = (request.endpoint or "").removeprefix("site.")
        return here == self.endpoint or here in self.covers


DESK = (
    Entry("home", "home", "home", ()),
    Entry("receive", "receive", "device-mobile", (may.ORDER_RECEIVE,), ("received",)),
    Entry("orders_list", "orders", "list-search", (may.ORDER_READ,), ("order",)),
    Entry("shelves", "shelves", "layout-grid", (may.ORDER_RECEIVE,)),
    Entry("bench", "bench", "tool", (may.BORROW_MAKE,), ("job",)),
    Entry("store", "store", "package", (may.RECEIPT_RECORD,)),
    Entry("borrows", "borrows", "clipboard-list", (may.BORROW_SETTLE,)),
    Entry("gate", "gate", "building-warehouse", (may.RECEIPT_RECORD, may.RECEIPT_INSPECT)),
    Entry("transfers_list", "transfers", "truck-delivery", (may.TRANSFER_WORK,)),
    Entry("requisitions_list", "requisitions", "file-invoice", (may.REQUISITION_OPEN,)),
    Entry("calls", "calls", "phone-call", (may.CALL_MAKE,), ("call", "appeasement")),
    Entry("day", "day", "calendar-check", (may.DAY_CLOSE,)),
    Entry("inbox", "inbox", "inbox", ()),
)
CONSOLE = (
    Entry("console", "console", "chart-bar", (), ("records",)),
    Entry("overdue", "overdue", "alert-triangle", ()),
    Entry("on_their_way", "on_their_way", "truck-delivery", ()),
    Entry("asked_for", "asked_for", "file-invoice", (may.REQUISITION_APPROVE,)),
    Entry("orders_list", "orders", "list-search", (may.ORDER_READ,), ("order",)),
    Entry("calls", "calls", "phone-call", (may.CALL_MAKE,), ("call", "appeasement")),
    Entry("stations", "stations", "layout-grid", (may.STATION_MANAGE,), ("station",)),
    Entry("inbox", "inbox", "inbox", ()),
)


def of_reader() -> list[Entry]:
    """The menu: head people look over the network, the others at their station's work."""
    entries = CONSOLE if queries.me().network else DESK
    return [entry for entry in entries if not entry.needs or any(queries.may(need) for need in entry.needs)]
