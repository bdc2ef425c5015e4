"""What `oversight` does: facts and figures over all stations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from contracts.intake import custody, findings, orders, payments
from contracts.inventory import borrows, part_requests, parts_receipts, stock, transfers
from contracts.language.catalogue import subscriptions_of
from contracts.language.operation import AnyEvent
from contracts.oversight import board, kpis
from contracts.quality import appeasements, audits, calls
from contracts.repair import awaiting_parts, job_waits, jobs, unfinished_reports
from contracts.stations import days
from services.oversight import collections as store
from services.oversight.actions import ingest, queries, rollup
from stationkit.process.entrypoints import consumes, every, query
from stationkit.process.kit import Kit
from stationkit.unit_of_work.inbox import MarksIn


def _row(envelope: Mapping[str, Any]) -> str:
    return ingest.row_of(envelope["type"], envelope["aggregate_id"], envelope["data"].get("order_id"))


def notes(event: AnyEvent) -> Any:
    """An event that is noted in its record's row as it is."""
    return consumes(event, partial(ingest.note, event))


def _fold(kit: Kit) -> None:
    if all(kit.replay.complete(producer) for producer in subscriptions_of(OversightService.name)):
        rollup.fold(kit.system)


class OversightService:
    """The head station's figures, made from what the others tell."""

    name = "oversight"
    kit = Kit(
        store.COLLECTIONS,
        {
            "intake": MarksIn(store.rows, _row),
            "inventory": MarksIn(store.rows, _row),
            "quality": MarksIn(store.rows, _row, shared=True),
            "repair": MarksIn(store.rows, _row),
            "stations": MarksIn(store.rows, _row),
        },
    )

    fold = every(1, _fold)
    get_kpi_definitions = query(kpis.get_kpi_definitions, queries.get_kpi_definitions)
    get_kpis = query(kpis.get_kpis, queries.get_kpis)
    list_kpi_records = query(kpis.list_kpi_records, queries.list_kpi_records)
    get_board = query(board.get_board, queries.get_board)

    # --- orders: intake, repair, calls ---

    note_received = consumes(orders.order_received, ingest.note_received)
    note_rescheduled = notes(orders.order_rescheduled)
    note_on_bench = notes(custody.bench_accepted)
    note_ready = notes(orders.order_ready)
    note_notified = notes(orders.customer_notified)
    note_released = notes(orders.order_released)
    note_closed = notes(orders.order_closed)
    note_cancelled = consumes(orders.order_cancelled, ingest.note_cancelled)
    note_abandoned = notes(orders.order_abandoned)
    note_handed_back = notes(orders.device_handed_back)
    note_overnight = notes(custody.device_overnight)
    note_brought_back = notes(custody.device_brought_back)
    note_finished = notes(jobs.job_finished)
    note_waiting = notes(job_waits.job_waiting)
    note_resumed = notes(job_waits.job_resumed)
    note_call = notes(calls.call_opened)
    note_call_rescheduled = notes(calls.call_rescheduled)
    note_call_ended = notes(calls.call_ended)

    # --- other records ---

    note_appeasement = notes(appeasements.appeasement_opened)
    note_appeasement_rescheduled = notes(appeasements.appeasement_rescheduled)
    note_contacted = notes(appeasements.appeasement_contacted)
    note_appeased = notes(appeasements.appeasement_closed)
    note_audit = notes(audits.audit_finished)
    note_finding = notes(findings.finding_opened)
    note_borrow = notes(borrows.part_borrowed)
    note_settled = notes(borrows.borrow_settled)
    note_corrected = notes(borrows.borrow_corrected)
    note_request = notes(part_requests.request_settled)
    note_parts_received = notes(parts_receipts.parts_received)
    note_inspected = notes(parts_receipts.receipt_inspected)
    note_stock = notes(stock.stock_counted)
    note_transfer = notes(transfers.transfer_changed)
    note_payment = notes(payments.payment_recorded)
    note_lists = consumes(awaiting_parts.awaiting_parts_reported, ingest.note_lists)
    note_unfinished = consumes(unfinished_reports.unfinished_reported, ingest.note_unfinished)
    note_day = notes(days.day_closed)
