"""The parts counter: what lies in the store, what is out on benches, what came in and waits for its inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from contracts.inventory import borrows as borrows_contract
from contracts.inventory import manufacturer_returns, part_requests, parts_receipts, stock
from contracts.inventory import parts as parts_contract
from contracts.language import permissions
from gateway.pages import queries
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response


@page("/desk/store", needs=permissions.STOCK_READ)
def store() -> Response:
    """The station's stock by part; a code typed or scanned leads to its part."""
    code = request.args.get("code", "").strip()
    own = queries.me().station_id
    stocks = queries.every(stock.list_stock, station_id=own)
    spelled = {part["id"] for part in queries.rows(parts_contract.list_parts, code=code)} if code else set()
    shown = [row for row in stocks if row["part_id"] in spelled or code.lower() in row["part_code"].lower()]
    return show("store.html", rows=shown, code=code, places=_by_place)


def _by_place(row: queries.Row) -> dict[str, int]:
    """Pieces inside the house but not in the store, by kind of place."""
    pieces: dict[str, int] = {}
    for balance in row["places"]:
        kind = balance["place"].partition(":")[0]
        if kind in ("quarantine", "bench", "defective", "core", "scrap", "transit_in") and balance["quantity"]:
            pieces[kind] = pieces.get(kind, 0) + balance["quantity"]
    return pieces


@page(
    "/desk/borrows", *(borrows_contract.settle_borrow, borrows_contract.sign_exception), needs=permissions.BORROW_SETTLE
)
def borrows() -> Response:
    """What is out of the store, with whom; taken back here; at the close nothing may be out (P1)."""
    return show(
        "borrows.html",
        out=queries.rows(borrows_contract.list_borrows, state="out", station_id=queries.me().station_id),
        wishes=queries.rows_or_none(part_requests.list_part_requests, state="open") or [],
    )


@page(
    "/desk/gate",
    *(parts_receipts.receive_parts, parts_receipts.inspect_receipt, manufacturer_returns.send_manufacturer_return),
    needs=permissions.STOCK_READ,
)
def gate() -> Response:
    """Deliveries in quarantine until an engineer has inspected them; what failed goes back (P13)."""
    own = queries.me().station_id
    return show(
        "gate.html",
        waiting=queries.rows(parts_receipts.list_receipts, state="quarantine", station_id=own),
        returns=queries.rows_or_none(manufacturer_returns.list_manufacturer_returns, state="open", station_id=own)
        or [],
        parts=queries.parts(),
    )
