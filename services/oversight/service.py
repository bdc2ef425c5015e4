"""The wiring page of `oversight`: facts and figures over all stations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.intake import custody, orders, payments
from contracts.inventory import borrows, part_requests, parts_receipts, stock, transfers
from contracts.language.catalogue import subscriptions_of
from contracts.language.operation import Nothing
from contracts.oversight import board
from contracts.oversight import kpis as kpis_contract
from contracts.quality import appeasements, audits, calls
from contracts.repair import awaiting_parts, unfinished_reports
from contracts.repair import jobs as repair
from contracts.stations import days
from services.oversight import collections as store
from services.oversight.actions import ingest, queries, rollup
from services.oversight.rules import kpis
from stationkit.process.kit import Kit, consumes, every, query
from stationkit.unit_of_work.inbox import MarksIn
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work


def _row(envelope: Mapping[str, Any]) -> str:
    return ingest.row_of(envelope["type"], envelope["aggregate_id"], envelope["data"].get("order_id"))


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

    @every(1)
    def fold(self) -> None:
        if all(self.kit.replay.complete(producer) for producer in subscriptions_of(self.name)):
            rollup.fold(self.kit.system)

    @query(kpis_contract.get_kpi_definitions)
    def get_kpi_definitions(self, _view: View, _request: Nothing) -> kpis_contract.Definitions:
        return kpis_contract.Definitions(items=kpis_contract.Definition.all_of(kpis.DEFINITIONS))

    @query(kpis_contract.get_kpis)
    def get_kpis(self, view: View, request: kpis_contract.GetKpis) -> kpis_contract.Kpis:
        return queries.kpis(view, request)

    @query(kpis_contract.list_kpi_records)
    def list_kpi_records(self, view: View, request: kpis_contract.ListKpiRecords) -> Rows[kpis_contract.KpiRecord]:
        return queries.records(view, request)

    @query(board.get_board)
    def get_board(self, view: View, request: board.ReadBoard) -> board.Board:
        return queries.board(view, request)

    # --- orders: intake, repair, calls ---

    @consumes(orders.order_received)
    def note_received(self, work: Work, data: orders.OrderReceivedData) -> None:
        row = ingest.note(work, orders.order_received, data, imported=work.imported)
        row.redo_of = data.redo_of

    @consumes(orders.order_rescheduled)
    def note_rescheduled(self, work: Work, data: orders.OrderRescheduled) -> None:
        ingest.note(work, orders.order_rescheduled, data)

    @consumes(custody.bench_accepted)
    def note_on_bench(self, work: Work, data: custody.BenchAccepted) -> None:
        ingest.note(work, custody.bench_accepted, data)

    @consumes(orders.order_ready)
    def note_ready(self, work: Work, data: orders.OrderMoved) -> None:
        ingest.note(work, orders.order_ready, data)

    @consumes(orders.customer_notified)
    def note_notified(self, work: Work, data: orders.OrderMoved) -> None:
        ingest.note(work, orders.customer_notified, data)

    @consumes(orders.order_released)
    def note_released(self, work: Work, data: orders.OrderMoved) -> None:
        ingest.note(work, orders.order_released, data)

    @consumes(orders.order_closed)
    def note_closed(self, work: Work, data: orders.OrderMoved) -> None:
        ingest.note(work, orders.order_closed, data)

    @consumes(orders.order_cancelled)
    def note_cancelled(self, work: Work, data: orders.OrderMoved) -> None:
        ingest.note(work, orders.order_cancelled, data)

    @consumes(orders.order_abandoned)
    def note_abandoned(self, work: Work, data: orders.OrderMoved) -> None:
        ingest.note(work, orders.order_abandoned, data)

    @consumes(custody.device_overnight)
    def note_overnight(self, work: Work, data: custody.DeviceOvernight) -> None:
        ingest.note(work, custody.device_overnight, data)

    @consumes(repair.job_finished)
    def note_finished(self, work: Work, data: repair.JobFinished) -> None:
        ingest.note(work, repair.job_finished, data)

    @consumes(repair.job_waiting)
    def note_waiting(self, work: Work, data: repair.JobWaiting) -> None:
        ingest.note(work, repair.job_waiting, data)

    @consumes(repair.job_resumed)
    def note_resumed(self, work: Work, data: repair.JobResumed) -> None:
        ingest.note(work, repair.job_resumed, data)

    @consumes(calls.call_opened)
    def note_call(self, work: Work, data: calls.CallOpened) -> None:
        ingest.note(work, calls.call_opened, data)

    @consumes(calls.call_ended)
    def note_call_ended(self, work: Work, data: calls.CallEnded) -> None:
        ingest.note(work, calls.call_ended, data)

    # --- other records ---

    @consumes(appeasements.appeasement_opened)
    def note_appeasement(self, work: Work, data: appeasements.AppeasementOpened) -> None:
        ingest.note(work, appeasements.appeasement_opened, data)

    @consumes(appeasements.appeasement_contacted)
    def note_contacted(self, work: Work, data: appeasements.AppeasementContacted) -> None:
        ingest.note(work, appeasements.appeasement_contacted, data)

    @consumes(appeasements.appeasement_closed)
    def note_appeased(self, work: Work, data: appeasements.AppeasementClosed) -> None:
        ingest.note(work, appeasements.appeasement_closed, data)

    @consumes(audits.audit_finished)
    def note_audit(self, work: Work, data: audits.AuditFinished) -> None:
        ingest.note(work, audits.audit_finished, data)

    @consumes(borrows.part_borrowed)
    def note_borrow(self, work: Work, data: borrows.PartBorrowed) -> None:
        ingest.note(work, borrows.part_borrowed, data)

    @consumes(borrows.borrow_settled)
    def note_settled(self, work: Work, data: borrows.BorrowSettled) -> None:
        ingest.note(work, borrows.borrow_settled, data)

    @consumes(part_requests.request_settled)
    def note_request(self, work: Work, data: part_requests.RequestSettled) -> None:
        ingest.note(work, part_requests.request_settled, data)

    @consumes(parts_receipts.receipt_inspected)
    def note_inspected(self, work: Work, data: parts_receipts.ReceiptInspected) -> None:
        ingest.note(work, parts_receipts.receipt_inspected, data)

    @consumes(stock.stock_counted)
    def note_stock(self, work: Work, data: stock.StockCounted) -> None:
        ingest.note(work, stock.stock_counted, data)

    @consumes(transfers.transfer_changed)
    def note_transfer(self, work: Work, data: transfers.TransferChanged) -> None:
        ingest.note(work, transfers.transfer_changed, data)

    @consumes(payments.payment_recorded)
    def note_payment(self, work: Work, data: payments.PaymentRecorded) -> None:
        ingest.note(work, payments.payment_recorded, data)

    @consumes(awaiting_parts.awaiting_parts_reported)
    def note_lists(self, work: Work, data: awaiting_parts.AwaitingPartsReported) -> None:
        lists = [int(engineer.in_time) for engineer in data.lists]
        ingest.note(work, awaiting_parts.awaiting_parts_reported, data, lists=lists)

    @consumes(unfinished_reports.unfinished_reported)
    def note_unfinished(self, work: Work, data: unfinished_reports.UnfinishedReported) -> None:
        explained = [int(line.reason is not None) for line in data.lines]
        ingest.note(work, unfinished_reports.unfinished_reported, data, explained=explained)

    @consumes(days.day_closed)
    def note_day(self, work: Work, data: days.DayClosed) -> None:
        ingest.note(work, days.day_closed, data)
