"""Every list that the platform keeps, also those for which a page is drawn, and the page that leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import day_reports, parties, payments, visits
from contracts.inventory import (
    arrivals,
    borrows,
    dead_stock,
    manufacturer_returns,
    moves,
    parts,
    parts_receipts,
    requisitions,
    return_proposals,
    returns,
    stock,
    store_days,
    transfers,
    write_offs,
)
from contracts.notifications import addresses, deliveries, reports
from contracts.quality import appeasements, audits, checklists, penalties, spot_checks
from contracts.repair import awaiting_parts, unfinished_reports
from contracts.stations import calendar, days, policies, rosters, staff, stations
from gateway.pages import nouns, queries
from gateway.pages.nouns import NounPages
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response

QUALITY = (
    NounPages(
        "penalties",
        penalties.list_penalties,
        ("state", "station_id", "person_id", "points", "compensation", "proposed_at", "appeal_due_at"),
        penalties.penalties,
        penalties.get_penalty,
    ),
    NounPages(
        "appeasements",
        appeasements.list_appeasements,
        ("score", "state", "station_id", "opened_at", "contact_due_at", "finding_due_at", "order_id"),
        appeasements.appeasements,
        appeasements.get_appeasement,
        drawn="appeasement",
    ),
    NounPages(
        "audits",
        audits.list_audits,
        ("state", "station_id", "kind", "checklist_name", "points", "possible", "started_at", "finished_at"),
        audits.audits,
        audits.get_audit,
        (audits.start_audit,),
    ),
    NounPages(
        "checklists",
        checklists.list_checklists,
        ("name", "number", "items", "author_id", "published_at"),
        makes=(checklists.publish_checklist,),
    ),
    NounPages(
        "spot-checks",
        spot_checks.list_spot_checks,
        ("week", "station_id", "number", "drawn", "checked", "drawn_at"),
        spot_checks.spot_checks,
        spot_checks.get_spot_check,
        (spot_checks.draw_spot_check,),
        drawn="spot_check",
    ),
)
REPORTS = (
    NounPages("reports", reports.list_reports, ("day", "kind", "station_id", "made_at"), None, reports.get_report),
    NounPages(
        "deliveries",
        deliveries.list_deliveries,
        ("state", "kind", "station_id", "staff_id", "tries", "made_at", "sent_at", "error"),
        deliveries.deliveries,
    ),
    NounPages(
        "day-reports",
        day_reports.list_day_reports,
        ("day", "station_id", "closed", "total", "closed_at", "corrected_at"),
        None,
        day_reports.get_day_report,
    ),
    NounPages("unfinished", unfinished_reports.list_unfinished_reports, ("day", "station_id", "closing", "lines")),
    NounPages(
        "awaiting-lists",
        awaiting_parts.list_awaiting_lists,
        ("day", "station_id", "engineer_id", "in_time", "sent_at", "lines"),
    ),
    NounPages("days", days.list_business_days, ("day", "station_id", "state", "closed_at", "closed_by", "closings")),
)
CUSTOMERS = (
    NounPages(
        "parties",
        parties.list_parties,
        ("name", "kind", "phone", "address", "station_id"),
        parties.parties,
        parties.get_party,
        (parties.register_party,),
        (parties.edit_party,),
    ),
    NounPages("payments", payments.list_payments, ("at", "station_id", "method", "amount", "by", "order_id")),
    NounPages("visits", visits.list_visits, ("at", "station_id", "kind", "note", "by"), makes=(visits.record_visit,)),
)
PARTS = (
    NounPages(
        "parts",
        parts.list_parts,
        ("code", "name", "category", "unit_cost", "minimum", "maximum"),
        parts.parts,
        parts.get_part,
        (parts.define_part,),
        (parts.edit_part,),
    ),
    NounPages(
        "stock", stock.list_stock, ("part_id", "station_id", "in_store", "reserved", "free"), None, stock.get_stock
    ),
    NounPages(
        "moves", moves.list_moves, ("at", "station_id", "part_id", "source", "target", "quantity", "cost", "why", "by")
    ),
    NounPages(
        "receipts",
        parts_receipts.list_receipts,
        ("state", "station_id", "source", "delivery_note", "received_at", "received_by", "inspected_by"),
        parts_receipts.parts_receipts,
        parts_receipts.get_parts_receipt,
    ),
    NounPages(
        "borrows",
        borrows.list_borrows,
        ("state", "station_id", "part_id", "engineer_id", "quantity", "out", "borrowed_at"),
        borrows.borrows,
        borrows.get_borrow,
    ),
    NounPages(
        "store-days",
        store_days.list_store_days,
        ("day", "station_id", "state", "borrowed", "settled_in_time", "exceptions", "overnight"),
    ),
    NounPages(
        "requisitions",
        requisitions.list_requisitions,
        ("state", "station_id", "opened_at", "opened_by", "lines", "from_station_id", "decided_at"),
        requisitions.requisitions,
        requisitions.get_requisition,
    ),
    NounPages(
        "transfers",
        transfers.list_transfers,
        ("state", "station_id", "to_station_name", "lines", "opened_at", "due_at", "shipped_at"),
        transfers.transfers,
        transfers.get_transfer,
    ),
    NounPages(
        "arrivals",
        arrivals.list_arrivals,
        ("state", "station_id", "from_station_name", "lines", "shipped_at", "due_at"),
        arrivals.arrivals,
        arrivals.get_arrival,
    ),
    NounPages(
        "dead-stock",
        dead_stock.list_dead_stock,
        ("part_id", "station_id", "oldest_at", "layers"),
        makes=(returns.recall_parts,),
    ),
    NounPages(
        "return-proposals",
        return_proposals.list_return_proposals,
        ("state", "station_id", "part_id", "quantity", "cost", "proposed_at"),
        return_proposals.return_proposals,
    ),
    NounPages(
        "write-offs",
        write_offs.list_write_offs,
        ("state", "station_id", "reason", "lines", "requested_by", "requested_at", "decided_by"),
        write_offs.write_offs,
        makes=(write_offs.request_write_off,),
    ),
    NounPages(
        "manufacturer-returns",
        manufacturer_returns.list_manufacturer_returns,
        ("state", "station_id", "part_id", "quantity", "why", "opened_at", "sent_at", "waybill"),
        manufacturer_returns.manufacturer_returns,
    ),
)
HOUSE = (
    NounPages(
        "staff",
        staff.list_staff,
        ("name", "station_id", "posts", "username", "active"),
        staff.staff,
        staff.get_staff,
        (staff.create_staff,),
        (addresses.set_address,),
    ),
    NounPages("rosters", rosters.list_rosters, ("day", "station_id", "lines"), makes=(rosters.set_roster,)),
    NounPages("policies", policies.list_policies, ("name", "number", "for_station_id", "effective_from", "author_id")),
    NounPages("years", calendar.list_years, ("year", "official", "source"), makes=(calendar.import_year,)),
    NounPages(
        "stations",
        stations.list_stations,
        ("name", "code", "kind", "state"),
        stations.stations,
        stations.get_station,
        (stations.create_station,),
        (stations.edit_station,),
    ),
)
GROUPS = {"customers": CUSTOMERS, "parts": PARTS, "quality": QUALITY, "reports": REPORTS, "house": HOUSE}
ALL = tuple(pages for group in GROUPS.values() for pages in group)

for _pages in ALL:
    nouns.add(_pages)


@page("/desk/all")
def everything() -> Response:
    """Which lists there are for the reader's posts, in groups."""
    seen = {
        word: [pages for pages in group if queries.may(str(pages.list.permission))] for word, group in GROUPS.items()
    }
    return show("everything.html", groups={word: group for word, group in seen.items() if group})
