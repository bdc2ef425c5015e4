"""Between stations: what comes and goes, what is asked for, what the bench waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from contracts.inventory import arrivals, reorder_proposals, requisitions, returns, transfers
from contracts.language import permissions
from gateway.pages import queries
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response

SHOWN_BEFORE = 10
OVER = ("closed", "rejected", "cancelled")


@page(
    "/desk/transfers",
    *(transfers.pack_transfer, transfers.ship_transfer, transfers.cancel_transfer, returns.open_return),
    *(returns.approve_return, arrivals.receive_transfer),
    needs=permissions.TRANSFER_READ,
)
def transfers_list() -> Response:
    """What is on its way to this station, and what it sends (P4 P6)."""
    own = queries.me().station_id
    coming = _sought("transfer_id", queries.rows(arrivals.list_arrivals, station_id=own, sort="-due_at"))
    sending = _sought("id", queries.rows(transfers.list_transfers, station_id=own, sort="-opened_at"))
    return show(
        "transfers.html",
        coming=[arrival for arrival in coming if any(line["in_transit"] for line in arrival["lines"])],
        sending=[transfer for transfer in sending if transfer["state"] not in OVER],
        over=[transfer for transfer in sending if transfer["state"] in OVER][:SHOWN_BEFORE],
        reasons=returns.RETURN_REASONS,
        parts=queries.parts(),
    )


def _sought(name: str, rows: list[queries.Row]) -> list[queries.Row]:
    """The one transfer that the address names, else all."""
    transfer_id = request.args.get("transfer_id")
    return [row for row in rows if transfer_id in (None, row[name])]


@page(
    "/desk/requisitions",
    *(requisitions.open_requisition, reorder_proposals.acknowledge_awaiting_list, reorder_proposals.order_proposed),
    needs=permissions.REQUISITION_OPEN,
)
def requisitions_list() -> Response:
    """What the station asks the head for, and the awaiting-parts lists that say why (P2 E3)."""
    own = queries.me().station_id
    lists = queries.rows_or_none(reorder_proposals.list_reorder_proposals, station_id=own, sort="-reported_at")
    return show(
        "requisitions.html",
        asked=queries.rows(requisitions.list_requisitions, station_id=own, sort="-opened_at"),
        lists=(lists or [])[:SHOWN_BEFORE],
        parts=queries.parts(),
        reasons=requisitions.REQUISITION_REASONS,
    )
