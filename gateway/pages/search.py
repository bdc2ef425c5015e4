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
PAGES = {
    "party": "site.one_parties",
    "part": "site.one_parts",
    "transfer": "site.one_transfers",
    "requisition": "site.one_requisitions",
    "staff": "site.one_staff",
    "station": "site.one_stations",
}
_SERIAL = re.compile("(?=.*[0-9])[0-9A-Z]{6,40}")


@page("/desk/search")
def search() -> Response:
    """What it names, where that is one thing; else all that it may name, by kind."""
    sought = request.args.get("q", "").strip()
    hits = _hits(sought) if sought else everything.Hits()
    for error in hits.away.values():
        queries.note_away(error)
    if len(hits.items) == 1 and not hits.away:
        return redirect(_page_of(hits.items[0]), 303)  # type: ignore[return-value]  # Werkzeug's base class
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


def _page_of(row: Row) -> str:
    """Where it is seen: on the page drawn for it, for parts and transfers of the own station among the others there."""
    own = queries.me().station_id
    match row["kind"]:
        case "order":
            return url_for("site.order", order_id=row["id"])
        case "part" if not queries.me().network:
            return url_for("site.store", code=row["title"])
        case "transfer" if own in (row["station_id"], row["other_station_id"]):
            return url_for("site.transfers_list", transfer_id=row["id"])
        case "station" if queries.may(permissions.STATION_MANAGE):
            return url_for("site.station", station_id=row["id"])
    return url_for(PAGES[row["kind"]], thing_id=row["id"])


def _serial_in(sought: str) -> str:
    """What was sought, where it may be the serial of a device that nobody has brought yet; else nothing."""
    return sought if _SERIAL.fullmatch(bare(sought)) else ""
