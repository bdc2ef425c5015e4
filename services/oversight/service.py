"""The wiring page of `oversight`: facts and figures over all stations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.intake import desk
from contracts.intake import orders as intake
from contracts.inventory import stock, transfers
from contracts.language.catalogue import subscriptions_of
from contracts.language.operation import Nothing
from contracts.oversight import kpis as contract
from contracts.quality import calls as quality
from contracts.repair import awaiting
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

    @query(contract.get_kpi_definitions)
    def get_kpi_definitions(self, _view: View, _request: Nothing) -> contract.Definitions:
        return contract.Definitions(items=contract.Definition.all_of(kpis.DEFINITIONS))

    @query(contract.get_kpis)
    def get_kpis(self, view: View, request: contract.GetKpis) -> contract.Kpis:
        return queries.kpis(view, request)

    @query(contract.list_kpi_records)
    def list_kpi_records(self, view: View, request: contract.ListKpiRecords) -> Rows[contract.KpiRecord]:
        return queries.records(view, request)

    @query(contract.get_board)
    def get_board(self, view: View, request: contract.ReadBoard) -> contract.Board:
        return queries.board(view, request)

    # --- orders: intake, repair, calls ---

    @consumes(intake.order_received)
    def note_received(self, work: Work, data: intake.OrderReceivedData) -> None:
        row = ingest.note(work, intake.order_received, data, imported=work.imported)
        row.redo_of = data.redo_of

    @consumes(intake.order_rescheduled)
    def note_rescheduled(self, work: Work, data: intake.OrderRescheduled) -> None:
        ingest.note(work, intake.order_rescheduled, data)

    @consumes(intake.bench_accepted)
    def note_on_bench(self, work: Work, data: intake.BenchAccepted) -> None:
        ingest.note(work, intake.bench_accepted, data)

    @consumes(intake.order_ready)
    def note_ready(self, work: Work, data: intake.OrderMoved) -> None:
        ingest.note(work, intake.order_ready, data)

    @consumes(intake.customer_notified)
    def note_notified(self, work: Work, data: intake.OrderMoved) -> None:
        ingest.note(work, intake.customer_notified, data)

    @consumes(intake.order_released)
    def note_released(self, work: Work, data: intake.OrderMoved) -> None:
        ingest.note(work, intake.order_released, data)

    @consumes(intake.order_closed)
    def note_closed(self, work: Work, data: intake.OrderMoved) -> None:
        ingest.note(work, intake.order_closed, data)

    @consumes(intake.order_cancelled)
    def note_cancelled(self, work: Work, data: intake.OrderMoved) -> None:
        ingest.note(work, intake.order_cancelled, data)

    @consumes(intake.order_abandoned)
    def note_abandoned(self, work: Work, data: intake.OrderMoved) -> None:
        ingest.note(work, intake.order_abandoned, data)

    @consumes(intake.device_overnight)
    def note_overnight(self, work: Work, data: intake.DeviceOvernight) -> None:
        ingest.note(work, intake.device_overnight, data)

    @consumes(repair.job_finished)
    def note_finished(self, work: Work, data: repair.JobFinished) -> None:
        ingest.note(work, repair.job_finished, data)

    @consumes(repair.job_waiting)
    def note_waiting(self, work: Work, data: repair.JobWaiting) -> None:
        ingest.note(work, repair.job_waiting, data)

    @consumes(repair.job_resumed)
    def note_resumed(self, work: Work, data: repair.JobResumed) -> None:
        ingest.note(work, repair.job_resumed, data)

    @consumes(quality.call_opened)
    def note_call(self, work: Work, data: quality.CallOpened) -> None:
        ingest.note(work, quality.call_opened, data)

    @consumes(quality.call_ended)
    def note_call_ended(self, work: Work, data: quality.CallEnded) -> None:
        ingest.note(work, quality.call_ended, data)

    # --- other records ---

    @consumes(quality.appeasement_opened)
    def note_appeasement(self, work: Work, data: quality.AppeasementOpened) -> None:
        ingest.note(work, quality.appeasement_opened, data)

    @consumes(quality.appeasement_contacted)
    def note_contacted(self, work: Work, data: quality.AppeasementContacted) -> None:
        ingest.note(work, quality.appeasement_contacted, data)

    @consumes(quality.appeasement_closed)
    def note_appeased(self, work: Work, data: quality.AppeasementClosed) -> None:
        ingest.note(work, quality.appeasement_closed, data)

    @consumes(quality.audit_finished)
    def note_audit(self, work: Work, data: quality.AuditFinished) -> None:
        ingest.note(work, quality.audit_finished, data)

    @consumes(stock.part_borrowed)
    def note_borrow(self, work: Work, data: stock.PartBorrowed) -> None:
        ingest.note(work, stock.part_borrowed, data)

    @consumes(stock.borrow_settled)
    def note_settled(self, work: Work, data: stock.BorrowSettled) -> None:
        ingest.note(work, stock.borrow_settled, data)

    @consumes(stock.request_settled)
    def note_request(self, work: Work, data: stock.RequestSettled) -> None:
        ingest.note(work, stock.request_settled, data)

    @consumes(stock.receipt_inspected)
    def note_inspected(self, work: Work, data: stock.ReceiptInspected) -> None:
        ingest.note(work, stock.receipt_inspected, data)

    @consumes(stock.stock_counted)
    def note_stock(self, work: Work, data: stock.StockCounted) -> None:
        ingest.note(work, stock.stock_counted, data)

    @consumes(transfers.transfer_changed)
    def note_transfer(self, work: Work, data: transfers.TransferChanged) -> None:
        ingest.note(work, transfers.transfer_changed, data)

    @consumes(desk.payment_recorded)
    def note_payment(self, work: Work, data: desk.PaymentRecorded) -> None:
        ingest.note(work, desk.payment_recorded, data)

    @consumes(awaiting.awaiting_parts_reported)
    def note_lists(self, work: Work, data: awaiting.AwaitingPartsReported) -> None:
        lists = [int(engineer.in_time) for engineer in data.lists]
        ingest.note(work, awaiting.awaiting_parts_reported, data, lists=lists)

    @consumes(awaiting.unfinished_reported)
    def note_unfinished(self, work: Work, data: awaiting.UnfinishedReported) -> None:
        explained = [int(line.reason is not None) for line in data.lines]
        ingest.note(work, awaiting.unfinished_reported, data, explained=explained)

    @consumes(days.day_closed)
    def note_day(self, work: Work, data: days.DayClosed) -> None:
        ingest.note(work, days.day_closed, data)
