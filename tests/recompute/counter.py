"""The other documents: borrows, requests, receipts, transfers, lists, reports, money, appeasements and so on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.recompute.sheet import Document, Sheet


def count_borrows(sheet: Sheet, borrows: Iterable[Document]) -> None:
    for lent in borrows:
        settled = sum(settlement["quantity"] for settlement in lent["settlements"])
        in_time = sum(settlement["quantity"] for settlement in lent["settlements"] if settlement["in_time"])
        if settled == lent["quantity"] or lent["day"] <= sheet.station.closed_until:
            sheet.add("same_day_return", lent["day"], in_time, lent["quantity"])


def count_requests(sheet: Sheet, requests: Iterable[Document]) -> None:
    for wish in requests:
        if wish["first"] and wish["filled"] is not None:
            sheet.add("fill_rate", wish["day"], int(wish["filled"]))


def count_inspections(sheet: Sheet, moves: Iterable[Document], receipts: Iterable[Document]) -> None:
    """Of what came, what an engineer passed or failed on that day, or the first open one after it."""
    by_receipt: defaultdict[str, list[Document]] = defaultdict(list)
    for move in moves:
        if move["source"] == "quarantine" and move["ref"]:
            by_receipt[move["ref"]].append(move)
    for receipt in receipts:
        if receipt["source"] == "manufacturer":
            _count_receipt(sheet, receipt, by_receipt[receipt["_id"]])


def _count_receipt(sheet: Sheet, receipt: Document, moves: list[Document]) -> None:
    received, forced = (sum(line[name] for line in receipt["lines"]) for name in ("quantity", "forced"))
    due, days = sheet.station.open_day_of(receipt["received_at"]), {move["day"] for move in moves}
    assert forced == 0 or len(days) == 1, "a receipt that was inspected on several days and forced cannot be told apart"
    left = sum(move["quantity"] for move in moves)
    in_time = sum(move["quantity"] for move in moves if move["day"] <= due)
    if left == received or due <= sheet.station.closed_until:
        sheet.add("inspected", due, max(in_time - forced, 0), received)


def count_transfers(
    sheet: Sheet, transfers: Iterable[Document], trail: dict[str, list[tuple[dt.datetime, Any]]]
) -> None:
    """The transfers that stood open at each close; `trail` says when each came to which state and due time."""
    for transfer in transfers:
        for day, closed_at in sheet.station.closes.items():
            before = [state for at, state in trail[transfer["_id"]] if at <= closed_at]
            if before and before[-1]["state"] not in ("closed", "cancelled"):
                due = before[-1]["due_at"]
                sheet.add("overdue_transfers", day, int(due is not None and dt.datetime.fromisoformat(due) < closed_at))


def count_lists(sheet: Sheet, lists: Iterable[Document], reported: set[str]) -> None:
    for own_list in lists:
        if own_list["day"] in reported:
            sheet.add("awaiting_lists", own_list["day"], int(own_list["in_time"]))


def count_unfinished(sheet: Sheet, reports: Iterable[Document]) -> None:
    for report in reports:
        for line in report["lines"]:
            sheet.add("unfinished_explained", report["day"], int(line["reason"] is not None))


def count_payments(sheet: Sheet, payments: Iterable[Document]) -> None:
    for payment in payments:
        sheet.add("revenue", payment["day"], int(payment["amount"].to_decimal() * 100))


def count_appeasements(sheet: Sheet, appeasements: Iterable[Document]) -> None:
    for appeasement in appeasements:
        contacts, due = appeasement["contacts"], appeasement["contact_due_at"]
        in_time = bool(contacts) and contacts[0]["at"] <= due
        sheet.add_due("appeasement", due, in_time=in_time, is_over=bool(contacts))


def count_findings(sheet: Sheet, findings: Iterable[Document]) -> None:
    """However they ended; what they are held against is counted with the orders."""
    for finding in findings:
        sheet.add("garbage_data", sheet.station.day_of(finding["opened_at"]), 1, 0)


def count_audits(sheet: Sheet, audits: Iterable[Document]) -> None:
    for audit in audits:
        if audit["finished_at"]:
            results = {answer["code"]: answer["result"] for answer in audit["answers"]}
            points = sum(item["points"] for item in audit["items"] if results[item["code"]] == "met")
            possible = sum(item["points"] for item in audit["items"] if results[item["code"]] != "not_applicable")
            sheet.add("audit_score", sheet.station.day_of(audit["finished_at"]), points, possible)
