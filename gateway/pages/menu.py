"""Which pages a reader finds in the menu: those that their posts have work on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from contracts.language import permissions as may
from gateway.pages import queries

TABS = 4
"""So many entries stand at the foot of a phone's page; the others open from there."""


@dataclass(frozen=True)
class Entry:
    """A line of the menu: an endpoint, its word and icon, and the permissions of which one opens it."""

    endpoint: str
    word: str
    icon: str
    needs: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()

    @property
    def is_here(self) -> bool:
        """Whether the reader is on this page or one that belongs to it."""
        here = (request.endpoint or "").removeprefix("site.")
        return here == self.endpoint or here in self.covers

    @property
    def is_for_reader(self) -> bool:
        """Whether the reader's posts have work there."""
        return not self.needs or any(queries.may(need) for need in self.needs)


@dataclass(frozen=True)
class Group:
    """Entries that belong together, under a word; the first group has none."""

    word: str
    entries: tuple[Entry, ...]


DESK = (
    Group(
        "",
        (
            Entry("home", "home", "home"),
            Entry("receive", "receive", "plus", (may.ORDER_RECEIVE,), ("received",)),
            Entry("bench", "bench", "tool", (may.BORROW_MAKE,), ("job",)),
            Entry("borrows", "borrows", "arrows-exchange", (may.BORROW_SETTLE,)),
            Entry("gate", "gate", "building-warehouse", (may.RECEIPT_RECORD, may.RECEIPT_INSPECT)),
            Entry("orders_list", "orders", "list-search", (may.ORDER_READ,), ("order",)),
            Entry("shelves", "shelves", "layout-grid", (may.ORDER_RECEIVE,)),
        ),
    ),
    Group(
        "parts",
        (
            Entry("store", "store", "package", (may.RECEIPT_RECORD,)),
            Entry("requisitions_list", "requisitions", "file-invoice", (may.REQUISITION_OPEN,)),
            Entry("transfers_list", "transfers", "truck-delivery", (may.TRANSFER_WORK,)),
        ),
    ),
    Group(
        "customers",
        (
            Entry("calls", "calls", "phone-call", (may.CALL_MAKE,), ("call", "appeasement")),
            Entry("findings_list", "findings", "shield-check", (may.ORDER_RECEIVE,), ("finding",)),
        ),
    ),
    Group(
        "day",
        (
            Entry("day", "day", "calendar-check", (may.DAY_CLOSE,)),
            Entry("inbox", "inbox", "inbox"),
            Entry("everything", "everything", "list-check"),
        ),
    ),
)
CONSOLE = (
    Group(
        "",
        (
            Entry("console", "console", "chart-bar", (), ("records",)),
            Entry("overdue", "overdue", "alert-triangle"),
            Entry("orders_list", "orders", "list-search", (may.ORDER_READ,), ("order",)),
            Entry("stations", "stations", "building-store", (may.STATION_MANAGE,), ("station",)),
        ),
    ),
    Group(
        "customers",
        (
            Entry("calls", "calls", "phone-call", (may.CALL_MAKE,), ("call", "appeasement")),
            Entry("findings_list", "findings", "shield-check", (may.FINDING_READ,), ("finding",)),
        ),
    ),
    Group(
        "parts",
        (
            Entry("asked_for", "asked_for", "file-invoice", (may.REQUISITION_APPROVE,)),
            Entry("on_their_way", "on_their_way", "truck-delivery"),
        ),
    ),
    Group("day", (Entry("inbox", "inbox", "inbox"), Entry("everything", "everything", "list-check"))),
)


def of_reader() -> list[Group]:
    """The menu: head people look over the network, the others at their station's work."""
    groups = CONSOLE if queries.me().network else DESK
    seen = [Group(group.word, tuple(entry for entry in group.entries if entry.is_for_reader)) for group in groups]
    return [group for group in seen if group.entries]


def tabs() -> list[Entry]:
    """The entries at the foot of a phone's page."""
    return [entry for group in of_reader() for entry in group.entries][:TABS]
