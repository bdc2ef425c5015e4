"""One successful call of every operation of `inventory`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.inventory.arrivals import arrival_id_of
from tests.world import between_stations as between
from tests.world.prepared import Prepared
from tests.world.store_room import (
    COST,
    a_borrow,
    a_delivery,
    a_failed_receipt,
    a_job_that_may_borrow,
    a_part,
    a_receipt,
    a_stocked_part,
    keeper,
    let_passes_be_forced,
    stock_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.station import Station


def _define(at: Station) -> Prepared:
    body = {"code": at.network.unique("LCD-"), "name": "屏幕 X50", "category": "screen", "unit_cost": COST}
    return Prepared(at.network.supervisor, {}, body)


def _inspection(at: Station) -> Prepared:
    part = a_part(at)
    lines = [{"part_id": part, "passed": 1, "failed": 1}]
    return Prepared(at.second_engineer, {"receipt_id": a_receipt(at, part)}, {"lines": lines})


def _forcing(at: Station) -> Prepared:
    """Where the policy lets it be recorded: the business clock has gone past the version's notice."""
    part = a_part(at)
    let_passes_be_forced(at)
    lines = [{"part_id": part, "quantity": 1}]
    return Prepared(keeper(at), {"receipt_id": a_receipt(at, part)}, {"lines": lines, "reason": "a customer waits"})


def _borrow(at: Station) -> Prepared:
    order = a_job_that_may_borrow(at)
    return Prepared(at.bench, {}, {"job_id": order.job, "part_id": a_stocked_part(at), "quantity": 2})


def _settlement(at: Station) -> Prepared:
    return Prepared(keeper(at), {"borrow_id": a_borrow(at)}, {"how": "returned", "quantity": 1})


def _borrows(at: Station) -> Prepared:
    a_borrow(at)
    return Prepared(at.desk, {}, {"state": "out"})


def _edit(at: Station) -> Prepared:
    body: dict[str, Any] = {"name": at.network.unique("电池 "), "minimum": 1}
    return Prepared(at.network.supervisor, {"part_id": a_part(at)}, body)


INVENTORY: dict[str, Callable[[Station], Prepared]] = {
    "define_part": _define,
    "edit_part": _edit,
    "get_part": lambda at: Prepared(at.desk, {"part_id": a_part(at)}),
    "search_store": lambda at: Prepared(at.desk, {}, {"q": "bat"}),
    "list_parts": lambda at: Prepared(at.desk, {}, {"category": "battery"}),
    "get_stock": lambda at: Prepared(at.desk, {"stock_id": stock_of(at, a_stocked_part(at))["id"]}),
    "list_stock": lambda at: Prepared(at.desk, {}, {"part_id": a_stocked_part(at)}),
    "list_moves": lambda at: Prepared(at.desk),
    "receive_parts": lambda at: Prepared(keeper(at), {}, a_delivery(at, a_part(at))),
    "inspect_receipt": _inspection,
    "force_receipt": _forcing,
    "get_parts_receipt": lambda at: Prepared(at.desk, {"receipt_id": a_receipt(at, a_part(at))}),
    "list_receipts": lambda at: Prepared(at.desk, {}, {"state": "quarantine"}),
    "send_manufacturer_return": lambda at: Prepared(
        keeper(at), {"return_id": a_failed_receipt(at)}, {"waybill": "SF1234567890"}
    ),
    "list_manufacturer_returns": lambda at: Prepared(at.desk, {}, {"state": "open"}),
    "borrow_part": _borrow,
    "settle_borrow": _settlement,
    "sign_exception": lambda at: Prepared(at.lead, {"borrow_id": a_borrow(at)}, {"reason": "he comes at nine"}),
    "get_borrow": lambda at: Prepared(at.desk, {"borrow_id": a_borrow(at)}),
    "list_borrows": _borrows,
    "list_part_requests": lambda at: Prepared(at.desk, {}, {"state": "open"}),
    "list_store_days": lambda at: Prepared(at.desk),
}

# --- between stations ---


def _of_requisition(at: Station, **body: Any) -> Prepared:
    requisition = between.a_requisition(at, a_part(at))
    return Prepared(at.network.supervisor, {"station_id": at.id, "requisition_id": requisition}, body)


def _of_transfer(at: Station, transfer: str, **body: Any) -> Prepared:
    return Prepared(keeper(at), {"transfer_id": transfer}, body)


def _reception(at: Station) -> Prepared:
    transfer, part = between.a_shipped_transfer(at)
    return _of_transfer(at, transfer, lines=[{"part_id": part, "received": 1, "lost": 1, "liable": "carrier"}])


def _arrival(at: Station) -> Prepared:
    return Prepared(at.desk, {"arrival_id": arrival_id_of(between.a_shipped_transfer(at)[0])})


def _of_write_off(at: Station, **body: Any) -> Prepared:
    write_off = between.a_write_off(at)
    return Prepared(at.network.supervisor, {"station_id": at.id, "write_off_id": write_off}, body)


def _list_of(make: Callable[[Station], object], **arguments: str) -> Callable[[Station], Prepared]:
    """A list with something in it."""

    def prepared(at: Station) -> Prepared:
        make(at)
        return Prepared(at.desk, {}, arguments)

    return prepared


INVENTORY |= {
    "open_requisition": lambda at: Prepared(
        keeper(at), {}, {"reason": "usage", "lines": [{"part_id": a_part(at), "quantity": 2}]}
    ),
    "approve_requisition": lambda at: _of_requisition(at, from_station_id=at.network.head.id),
    "reject_requisition": lambda at: _of_requisition(at, reason="enough in store"),
    "get_requisition": lambda at: Prepared(at.desk, {"requisition_id": between.a_requisition(at, a_part(at))}),
    "list_requisitions": _list_of(lambda at: between.a_requisition(at, a_part(at)), state="requested"),
    "acknowledge_awaiting_list": lambda at: Prepared(keeper(at), {"proposal_id": between.a_reorder_proposal(at)}),
    "order_proposed": lambda at: Prepared(keeper(at), {"proposal_id": between.an_acknowledged_proposal(at)}),
    "list_reorder_proposals": _list_of(between.a_reorder_proposal, state="reported"),
    "pack_transfer": lambda at: _of_transfer(at, between.a_return(at)),
    "ship_transfer": lambda at: _of_transfer(at, between.a_packed_return(at)),
    "cancel_transfer": lambda at: _of_transfer(at, between.a_return(at), reason="used here"),
    "receive_transfer": _reception,
    "decide_loss": lambda at: Prepared(
        at.network.supervisor,
        {"station_id": at.id, "arrival_id": arrival_id_of(between.a_transfer_with_a_loss(at))},
        {"agreed": True},
    ),
    "open_return": lambda at: Prepared(keeper(at), {}, between.a_return_body(at)),
    "approve_return": lambda at: Prepared(
        at.lead, {"station_id": at.id, "transfer_id": between.a_requested_return(at)}, {"agreed": True}
    ),
    "recall_parts": lambda at: Prepared(at.network.supervisor, {"station_id": at.id}, between.a_return_body(at)),
    "get_transfer": lambda at: Prepared(at.desk, {"transfer_id": between.a_return(at)}),
    "list_transfers": _list_of(between.a_rejected_return, state="rejected"),
    "get_arrival": _arrival,
    "list_arrivals": _list_of(between.a_shipped_transfer, state="shipped"),
    "list_dead_stock": _list_of(a_stocked_part, age="fresh"),
    "accept_return_proposal": lambda at: Prepared(keeper(at), {"proposal_id": between.a_return_proposal(at)}),
    "decline_return_proposal": lambda at: Prepared(
        keeper(at), {"proposal_id": between.a_return_proposal(at)}, {"reason": "needed next week"}
    ),
    "list_return_proposals": _list_of(between.a_return_proposal, state="proposed"),
    "request_write_off": lambda at: Prepared(keeper(at), {}, between.a_write_off_body(at)),
    "approve_write_off": _of_write_off,
    "reject_write_off": lambda at: _of_write_off(at, reason="send it to the manufacturer"),
    "list_write_offs": _list_of(between.a_write_off, state="requested"),
}
