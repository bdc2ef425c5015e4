"""The one field of the frame: whatever somebody types or scans there leads to what it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import g, redirect, request, url_for

from contracts.language import permissions
from contracts.language.errors import Invalid
from contracts.language.identifiers import bare
from gateway import search as everything
from gateway.pages import queries
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response

Row = dict[str, Any]
KINDS = ("order", "party", "part", "transfer", "requisition", "staff", "station")
STATES = {
    "order": "order_state",
    "transfer": "transfer_state",
    "requisition": "requisition_state",
    "staff": "staff_state",
    "station": "station_state",
}
"""The words of the states of each kind that has any."""
_SERIAL = re.compile("(?=.*[0-9])[0-9A-Z]{6,40}")


@page("/desk/search")
def search() -> Response:
    """What it names, where that is one thing with a page; else all that it may name, by kind."""
    sought = request.args.get("q", "").strip()
    hits = _hits(sought) if sought else everything.Hits()
    for error in hits.away.values():
        queries.note_away(error)
    if len(hits.items) == 1 and not hits.away and (leads_to := _page_of(hits.items[0])):
        return redirect(leads_to, 303)  # type: ignore[return-value]  # Werkzeug's base class
    return show(
        "search.html",
        sought=sought,
        groups={kind: rows for kind in KINDS if (rows := [row for row in hits.items if row["kind"] == kind])},
        more=hits.more,
        page_of=_page_of,
        group_of_states=STATES,
        stations=queries.all_stations() if hits.items else {},
        serial=_serial_in(sought),
    )


def _hits(sought: str) -> everything.Hits:
    """What is found; nothing, and why, for what cannot be sought."""
    try:
        return everything.search({"q": sought})
    except Invalid as error:
        g.problem = error
        return everything.Hits()


def _page_of(row: Row) -> str | None:
    """Where the reader can see it; None where their posts have no page for it."""
    match row["kind"]:
        case "order":
            return url_for("site.order", order_id=row["id"])
        case "party":
            return url_for("site.orders_list", party_id=row["id"], station_id=row["station_id"])
        case "part":
            return url_for("site.store", code=row["title"])
        case "transfer":
            return url_for(_transfers_page(row), transfer_id=row["id"])
        case "requisition":
            return _requisitions_page(row)
    return url_for("site.station", station_id=row["station_id"]) if queries.may(permissions.STATION_MANAGE) else None


def _transfers_page(row: Row) -> str:
    """That of the own station for what it sends or gets, else the head's."""
    is_own = queries.me().station_id in (row["station_id"], row["other_station_id"])
    return "site.transfers_list" if is_own else "site.on_their_way"


def _requisitions_page(row: Row) -> str | None:
    if queries.may(permissions.REQUISITION_APPROVE):
        return url_for("site.asked_for")
    is_own = queries.me().station_id == row["station_id"]
    return url_for("site.requisitions_list") if is_own and queries.may(permissions.REQUISITION_OPEN) else None


def _serial_in(sought: str) -> str:
    """What was sought, where it may be the serial of a device that nobody has brought yet; else nothing."""
    return sought if _SERIAL.fullmatch(bare(sought)) else ""
