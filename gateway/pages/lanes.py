"""The lanes of the first page: cards of what waits for the reader's posts, each with the one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import g

from contracts.intake import custody
from contracts.intake import orders as intake
from contracts.inventory import arrivals, borrows, parts_receipts, reorder_proposals
from contracts.language import permissions
from contracts.quality import appeasements
from contracts.quality import calls as quality
from contracts.repair import jobs as repair
from gateway.pages import queries

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

Row = dict[str, Any]
OPEN_JOBS = ("queued", "diagnosing", "repairing", "testing")
MOST_CARDS = 6
"""So many cards of a lane are shown; the others are behind its heading."""


@dataclass(frozen=True)
class Card:
    """One thing that waits: its row, where it is opened, and by when it is due."""

    row: Row
    endpoint: str
    ids: dict[str, str] = field(default_factory=dict)
    due: str | None = None


@dataclass(frozen=True)
class Lane:
    """Cards that look alike, the first due first; `all_at` is the page that has them all.

    `look` names their template: `order`, `job`, `borrow`, `supply`, `customer`.
    """

    word: str
    look: str
    cards: tuple[Card, ...]
    all_at: str
    is_more: bool = False
    filters: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> str:
        """How many there are; where one page of the list does not hold them all, at least so many."""
        return f"{len(self.cards)}+" if self.is_more else str(len(self.cards))

    @property
    def shown(self) -> tuple[Card, ...]:
        """The first cards."""
        return self.cards[:MOST_CARDS]


def of_reader() -> list[Lane]:
    """The lanes of all the reader's posts in which something waits."""
    groups: tuple[tuple[str, Callable[[], Iterable[Lane | None]]], ...] = (
        (permissions.ORDER_RECEIVE, _desk),
        (permissions.JOB_APPROVE, _lead),
        (permissions.BORROW_MAKE, _bench),
        (permissions.RECEIPT_RECORD, _store),
        (permissions.CALL_MAKE, _customers),
    )
    lanes = [lane for need, group in groups if queries.may(need) for lane in group()]
    return [lane for lane in lanes if lane and lane.cards]


def headline(lanes: list[Lane]) -> tuple[str, str]:
    """What matters first: the word of a lane in which something is late, else of the first, and how many wait in it."""
    now = queries.now()
    late = (lane for lane in lanes if any(card.due and queries.instant(card.due) < now for card in lane.cards))
    first = next(late, next(iter(lanes), None))
    return (first.word, first.count) if first else ("calm", "")


def _page(operation: AnyOperation, **arguments: Any) -> tuple[list[Row], bool]:
    page = queries.first_page(operation, **arguments)
    return ([], False) if page is None else (page["items"], page["next"] is not None)


def _order(order: Row) -> Card:
    owed = None if order["fulfilled_at"] else order["effective_due_at"]
    return Card(order, "order", {"order_id": order["id"]}, owed)


def _by_due(cards: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(sorted(cards, key=lambda card: str(card.due)))


def _desk() -> list[Lane]:
    received, repairing, ready = (Orders.in_state(state) for state in ("received", "in_repair", "ready"))
    return [
        ready.lane("dealers", lambda order: order["party_kind"] == "dealer"),
        repairing.lane("to_accept", lambda order: order["custody"]["offered_to"] == "desk"),
        received.lane("to_offer", lambda order: order["custody"]["offered_to"] is None),
        ready.lane("to_notify", lambda order: order["party_kind"] != "dealer" and not order["notified_at"]),
        ready.lane("to_hand_out", lambda order: order["party_kind"] != "dealer" and order["notified_at"]),
    ]


@dataclass(frozen=True)
class Orders:
    """The first orders of a state."""

    state: str
    rows: list[Row]
    is_more: bool

    @classmethod
    def in_state(cls, state: str) -> Orders:
        """As the service lists them now, the first due at the bench first; asked for once for all posts of a reader."""
        asked: dict[str, Orders] = g.setdefault("orders_in_state", {})
        if state not in asked:
            asked[state] = cls(state, *_page(intake.list_orders, state=state, sort="bench_due_at"))
        return asked[state]

    def lane(self, word: str, belongs: Callable[[Row], Any]) -> Lane:
        """Those of them that wait for one thing."""
        cards = _by_due(_order(order) for order in self.rows if belongs(order))
        return Lane(word, "order", cards, "orders_list", self.is_more, {"state": self.state})


def _job(job: Row) -> Card:
    return Card(job, "job", {"job_id": job["id"]}, job["bench_due_at"])


def _bench() -> list[Lane]:
    mine = queries.me().account_id
    offered = [order for order in _in_house() if _is_offered_to_me(order)]
    pages = [_page(repair.list_jobs, state=state, engineer_id=mine) for state in OPEN_JOBS]
    jobs = [job for rows, _ in pages for job in rows if job["on_bench"]]
    out, more_out = _page(borrows.list_borrows, state="out", engineer_id=mine)
    is_more = any(more for _, more in pages)
    at_work = [job for job in jobs if not job["awaiting_parts"]]
    waiting = [job for job in jobs if job["awaiting_parts"]]
    borrowed = tuple(Card(row, "job", {"job_id": row["job_id"]}) for row in out)
    return [
        Lane("offered", "order", _by_due(map(_order, offered)), "bench"),
        Lane("my_jobs", "job", _by_due(map(_job, at_work)), "bench", is_more),
        Lane("my_waiting", "job", _by_due(map(_job, waiting)), "bench", is_more),
        Lane("my_borrows", "borrow", borrowed, "bench", more_out),
    ]


def _in_house() -> list[Row]:
    return [order for state in ("received", "in_repair") for order in Orders.in_state(state).rows]


def _is_offered_to_me(order: Row) -> bool:
    return custody.accept_custody.name in order["may"] and order["custody"]["offered_to"] == "engineer"


def _store() -> list[Lane]:
    out, more_out = _page(borrows.list_borrows, state="out")
    waiting, more_waiting = _page(parts_receipts.list_receipts, state="quarantine")
    coming, more_coming = _page(arrivals.list_arrivals)
    lists, more_lists = _page(reorder_proposals.list_reorder_proposals, state="reported")
    on_the_way = [Card(row, "transfers_list", due=row["due_at"]) for row in coming if row["state"] != "received"]
    reported = tuple(Card(row, "requisitions_list") for row in lists)
    return [
        Lane("out_of_store", "borrow", tuple(Card(row, "borrows") for row in out), "borrows", more_out),
        Lane("in_quarantine", "supply", tuple(Card(row, "gate") for row in waiting), "gate", more_waiting),
        Lane("coming", "supply", _by_due(on_the_way), "transfers_list", more_coming),
        Lane("awaiting_lists", "supply", reported, "requisitions_list", more_lists),
    ]


def _customers() -> list[Lane]:
    unhappy, more_unhappy = _page(appeasements.list_appeasements)
    listed, more_calls = _page(quality.list_calls, state="open")
    open_now = [row for row in unhappy if row["state"] != "closed"]
    mine = [row for row in listed if quality.finish_call.name in row["may"]]
    return [
        Lane("to_appease", "customer", _by_due(map(_appeasement, open_now)), "calls", more_unhappy),
        Lane("calls_due", "customer", _by_due(map(_call, mine)), "calls", more_calls),
    ]


def _appeasement(row: Row) -> Card:
    due = row["finding_due_at"] if row["contacts"] else row["contact_due_at"]
    return Card(row, "appeasement", {"appeasement_id": row["id"]}, due)


def _call(row: Row) -> Card:
    return Card(row, "call", {"call_id": row["id"]}, row["due_at"] if row["attempts"] else row["first_due_at"])


def _lead() -> list[Lane]:
    pages = [_page(repair.list_jobs, state=state) for state in OPEN_JOBS]
    proposed = [job for rows, _ in pages for job in rows if job["proposed_outcome"]]
    cards = (Card(job, "order", {"order_id": job["order_id"]}, job["bench_due_at"]) for job in proposed)
    return [Lane("to_decide", "job", _by_due(cards), "day", any(more for _, more in pages))]
