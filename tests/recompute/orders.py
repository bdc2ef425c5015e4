"""Orders, jobs and calls, as intake, repair and quality keep them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.recompute.sheet import Document, Sheet

ENDED = ("cancelled", "abandoned")


def count_order(sheet: Sheet, order: Document, job: Document | None, redos: list[dt.datetime]) -> None:
    """Everything that one order counts for, but its calls."""
    day_of = sheet.station.day_of
    sheet.add("received", day_of(order["received_at"]), 1)
    if order["released_at"] and order["outcome"]:
        sheet.add("repaired", day_of(order["released_at"]), int(order["outcome"] == "repaired"))
    if order["imported"]:
        return
    sheet.add("garbage_data", day_of(order["received_at"]), 0)
    _count_durations(sheet, order)
    _count_promises(sheet, order, job)
    _count_redo(sheet, order, redos)
    for day in order["overnights"]:
        sheet.add("devices_overnight", day, 1)


def _count_durations(sheet: Sheet, order: Document) -> None:
    received, fulfilled = order["received_at"], order["fulfilled_at"]
    if fulfilled:
        waits = [
            (wait["began"], min(wait["ended"], fulfilled))
            for wait in order["wait_log"]
            if wait["kind"] == "awaiting_customer" and wait["ended"] and wait["began"] < fulfilled
        ]
        spent = sheet.station.open_minutes(received, fulfilled)
        spent -= sum(sheet.station.open_minutes(*span) for span in _joined(waits))
        minutes = int(round(spent, 6))
        sheet.add("turnaround", sheet.station.day_of(fulfilled), minutes, minutes=minutes)
    has_it = order["released_at"] if order["release"] == "pickup" else order["closed_at"]
    if has_it:
        minutes = int((has_it - received).total_seconds() // 60)
        sheet.add("customer_cycle", sheet.station.day_of(has_it), minutes, minutes=minutes)


def _count_promises(sheet: Sheet, order: Document, job: Document | None) -> None:
    due, fulfilled, ended = order["effective_due_at"], order["fulfilled_at"], _ended_at(order)
    waits = [wait["began"] for wait in order["wait_log"] if wait["kind"] == "awaiting_customer" and not wait["ended"]]
    is_off = (ended is not None and ended <= due) or (ended is None and any(began <= due for began in waits))
    never_due = fulfilled is None and is_off
    if not never_due:
        in_time, is_over = fulfilled is not None and fulfilled <= due, bool(fulfilled or ended)
        sheet.add_due("on_time", due, in_time=in_time, is_over=is_over)
        if order["party_kind"] == "dealer" and order["device"]:
            sheet.add_due("dealer_on_time", due, in_time=in_time, is_over=is_over)
    if order["device"] and order["state"] != "cancelled":
        finished = job["finished_at"] if job else None
        outcome, untested = (job["outcome"], not job["tests"]) if job and finished else (None, False)
        in_time = finished is not None and finished <= order["bench_due_at"]
        asked = [wait["began"] for wait in order["wait_log"] if wait["kind"] == "awaiting_customer"]
        if outcome == "declined" and [finished, *asked][-1] <= order["bench_due_at"]:
            return
        in_time = in_time and not (outcome == "returned_unrepaired" and untested)
        sheet.add_due("bench_on_time", order["bench_due_at"], in_time=in_time, is_over=finished is not None)


def _count_redo(sheet: Sheet, order: Document, redos: list[dt.datetime]) -> None:
    if order["released_at"] is None or order["redo_of"] or order["redo_of_elsewhere"] or not order["device"]:
        return
    day = sheet.station.day_of(order["released_at"])
    sheet.add("redo", day, int(bool(redos)))
    if order["outcome"] == "repaired":
        within = dt.date.fromisoformat(day) + dt.timedelta(days=30)
        broken = any(sheet.station.day_of(redo) <= within.isoformat() for redo in redos)
        sheet.add("first_time_fix", day, int(not broken))


def _ended_at(order: Document) -> dt.datetime | None:
    steps: list[dt.datetime] = [step["at"] for step in order["steps"] if step["what"] in ENDED]
    return steps[0] if steps else None


def _joined(waits: list[tuple[dt.datetime, dt.datetime]]) -> list[tuple[dt.datetime, dt.datetime]]:
    """The same time, none of it twice."""
    joined: list[tuple[dt.datetime, dt.datetime]] = []
    for began, ended in sorted(waits):
        if joined and began <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ended))
        else:
            joined.append((began, ended))
    return joined


def count_calls(sheet: Sheet, calls: list[Document]) -> None:
    """The calls of a station, one by one and order by order."""
    by_order: defaultdict[str, dict[int, Document]] = defaultdict(dict)
    for call in (call for call in calls if call["state"] != "not_owed"):
        by_order[call["order_id"]][call["stage"]] = call
        is_over = call["state"] != "open"
        sheet.add_due(f"call_{call['stage']}", call["due_at"], in_time=_is_done(call), is_over=is_over)
        reached = call["state"] in ("done", "refused")
        sheet.add_due("contact_rate", call["due_at"], in_time=reached, is_over=is_over)
        if call["score"] is not None:
            day = sheet.station.day_of(call["ended_at"])
            sheet.add("satisfaction", day, int(call["score"] >= 4))
            sheet.add("dissatisfaction", day, int(call["score"] <= 2))
            sheet.add("mean_score", day, call["score"])
    for stages in by_order.values():
        if 3 in stages:
            done = all(stage in stages and _is_done(stages[stage]) for stage in (1, 2, 3))
            sheet.add_due("calls_all", stages[3]["due_at"], in_time=done, is_over=stages[3]["state"] != "open")


def _is_done(call: Document) -> bool:
    return bool(call["state"] == "done" and call["ended_at"] <= call["due_at"])
