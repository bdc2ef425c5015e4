"""The wiring page of `oversight`: facts and figures over all stations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.intake import desk
from contracts.intake import order_events as intake
from contracts.inventory import stock, transfers
from contracts.language.catalogue import subscriptions_of
from contracts.oversight import kpis as contract
from contracts.quality import calls as quality
from contracts.repair import awaiting
from contracts.repair import jobs as repair
from contracts.stations import days
from services.oversight import collections as store
from services.oversight.actions import ingest as noting
from services.oversight.actions import queries as reading
from services.oversight.actions import rollup as folding
from services.oversight.rules import kpis
from stationkit.process.kit import Kit, every, on, query
from stationkit.unit_of_work.inbox import MarksIn
from stationkit.unit_of_work.view import View
from stationkit.unit_of_work.work import Work

Request = dict[str, Any]


def _row(envelope: Mapping[str, Any]) -> str:
    return noting.row_of(envelope["type"], envelope["aggregate_id"], envelope["data"])


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
            folding.fold(self.kit.system)

    @query(contract.get_kpi_definitions)
    def get_kpi_definitions(self, _view: View, _request: Request) -> Request:
        return {"items": kpis.DEFINITIONS}

    @query(contract.get_kpis)
    def get_kpis(self, view: View, request: Request) -> Request:
        return reading.kpis(view, request)

    @query(contract.list_kpi_records)
    def list_kpi_records(self, view: View, request: Request) -> Request:
        return reading.records(view, request)

    @query(contract.get_board)
    def get_board(self, view: View, request: Request) -> Request:
        return reading.board(view, request)

    # --- orders: intake, repair, calls ---

    @on(intake.order_received)
    def note_received(self, work: Work, data: Request) -> None:
        row = noting.note(work, "order_received.v1", {**data, "imported": work.imported})
        row.redo_of = data["redo_of"]

    @on(intake.order_rescheduled)
    def note_rescheduled(self, work: Work, data: Request) -> None:
        noting.note(work, "order_rescheduled.v1", data)

    @on(intake.bench_accepted)
    def note_on_bench(self, work: Work, data: Request) -> None:
        noting.note(work, "bench_accepted.v1", data)

    @on(intake.order_ready)
    def note_ready(self, work: Work, data: Request) -> None:
        noting.note(work, "order_ready.v1", data)

    @on(intake.customer_notified)
    def note_notified(self, work: Work, data: Request) -> None:
        noting.note(work, "customer_notified.v1", data)

    @on(intake.order_released)
    def note_released(self, work: Work, data: Request) -> None:
        noting.note(work, "order_released.v1", data)

    @on(intake.order_closed)
    def note_closed(self, work: Work, data: Request) -> None:
        noting.note(work, "order_closed.v1", data)

    @on(intake.order_cancelled)
    def note_cancelled(self, work: Work, data: Request) -> None:
        noting.note(work, "order_cancelled.v1", data)

    @on(intake.order_abandoned)
    def note_abandoned(self, work: Work, data: Request) -> None:
        noting.note(work, "order_abandoned.v1", data)

    @on(intake.device_overnight)
    def note_overnight(self, work: Work, data: Request) -> None:
        noting.note(work, "device_overnight.v1", data)

    @on(repair.job_finished)
    def note_finished(self, work: Work, data: Request) -> None:
        noting.note(work, "job_finished.v1", data)

    @on(repair.job_waiting)
    def note_waiting(self, work: Work, data: Request) -> None:
        noting.note(work, "job_waiting.v1", data)

    @on(repair.job_resumed)
    def note_resumed(self, work: Work, data: Request) -> None:
        noting.note(work, "job_resumed.v1", data)

    @on(quality.call_opened)
    def note_call(self, work: Work, data: Request) -> None:
        noting.note(work, "call_opened.v1", data)

    @on(quality.call_ended)
    def note_call_ended(self, work: Work, data: Request) -> None:
        noting.note(work, "call_ended.v1", data)

    # --- other records ---

    @on(quality.appeasement_opened)
    def note_appeasement(self, work: Work, data: Request) -> None:
        noting.note(work, "appeasement_opened.v1", data)

    @on(quality.appeasement_contacted)
    def note_contacted(self, work: Work, data: Request) -> None:
        noting.note(work, "appeasement_contacted.v1", data)

    @on(quality.appeasement_closed)
    def note_appeased(self, work: Work, data: Request) -> None:
        noting.note(work, "appeasement_closed.v1", data)

    @on(quality.audit_finished)
    def note_audit(self, work: Work, data: Request) -> None:
        noting.note(work, "audit_finished.v1", data)

    @on(stock.part_borrowed)
    def note_borrow(self, work: Work, data: Request) -> None:
        noting.note(work, "part_borrowed.v1", data)

    @on(stock.borrow_settled)
    def note_settled(self, work: Work, data: Request) -> None:
        noting.note(work, "borrow_settled.v1", data)

    @on(stock.request_settled)
    def note_request(self, work: Work, data: Request) -> None:
        noting.note(work, "request_settled.v1", data)

    @on(stock.receipt_inspected)
    def note_inspected(self, work: Work, data: Request) -> None:
        noting.note(work, "receipt_inspected.v1", data)

    @on(stock.stock_counted)
    def note_stock(self, work: Work, data: Request) -> None:
        noting.note(work, "stock_counted.v1", data)

    @on(transfers.transfer_changed)
    def note_transfer(self, work: Work, data: Request) -> None:
        noting.note(work, "transfer_changed.v1", data)

    @on(desk.payment_recorded)
    def note_payment(self, work: Work, data: Request) -> None:
        noting.note(work, "payment_recorded.v1", data)

    @on(awaiting.awaiting_parts_reported)
    def note_lists(self, work: Work, data: Request) -> None:
        lists = [int(one["in_time"]) for one in data["lists"]]
        noting.note(work, "awaiting_parts_reported.v1", {**data, "lists": lists})

    @on(awaiting.unfinished_reported)
    def note_unfinished(self, work: Work, data: Request) -> None:
        explained = [int(line["reason"] is not None) for line in data["lines"]]
        noting.note(work, "unfinished_reported.v1", {**data, "explained": explained})

    @on(days.day_closed)
    def note_day(self, work: Work, data: Request) -> None:
        noting.note(work, "day_closed.v1", data)
