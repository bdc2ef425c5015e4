"""The wiring page of `inventory`: parts, stock, transfers."""

from __future__ import annotations

from functools import partial

from contracts.intake import custody, orders
from contracts.inventory import (
    arrivals,
    borrows,
    dead_stock,
    manufacturer_returns,
    moves,
    part_requests,
    parts,
    parts_receipts,
    reorder_proposals,
    requisitions,
    return_proposals,
    returns,
    stock,
    store_days,
    transfers,
    write_offs,
)
from contracts.language.operation import ById
from contracts.repair import awaiting_parts
from contracts.repair import jobs as repair
from contracts.repair.jobs import job_id_of
from contracts.stations import days
from services.inventory import collections as store
from services.inventory.actions import clearance, closing, counter, dispatch, gate, ledger
from services.inventory.rules.arrivals import Arrival
from services.inventory.rules.borrows import Borrow
from services.inventory.rules.deadstock import ReturnProposal
from services.inventory.rules.figures import MoveLine
from services.inventory.rules.part_requests import PartRequest
from services.inventory.rules.parts import Part
from services.inventory.rules.receipts import ManufacturerReturn, Receipt
from services.inventory.rules.reorders import ReorderProposal
from services.inventory.rules.requisitions import Requisition, lines_of, one_line_a_part
from services.inventory.rules.stock import Stock
from services.inventory.rules.storedays import StoreDay
from services.inventory.rules.transfers import Transfer
from services.inventory.rules.writeoffs import WriteOff
from stationkit.process.kit import Kit, command, consumes, query
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work


class InventoryService:
    """The store: what is there, who has it, where it goes."""

    name = "inventory"
    kit = Kit(store.COLLECTIONS)

    # --- parts and stock ---

    @command(parts.define_part, creates=store.parts)
    def define_part(self, work: Work, request: parts.DefinePart) -> Part:
        return work.add(store.parts, Part(id=work.new_id(), station_id=work.station_id, **request.given()))

    @command(parts.edit_part)
    def edit_part(self, work: Work, request: parts.EditPart) -> Part:
        part = work.get(store.parts, request.part_id)
        work.check_match(part)
        part.edit(request.given())
        return part

    @query(parts.get_part)
    def get_part(self, view: View, request: ById) -> Part:
        return view.get(store.parts, request.id)

    @query(parts.list_parts)
    def list_parts(self, view: View, request: parts.ListParts) -> Rows[Part]:
        return view.page(store.parts, request, code=request.code, category=request.category)

    @query(stock.get_stock)
    def get_stock(self, view: View, request: ById) -> Stock:
        return view.get(store.stocks, request.id)

    @query(stock.list_stock)
    def list_stock(self, view: View, request: stock.ListStock) -> Rows[Stock]:
        return view.page(store.stocks, request, part_id=request.part_id)

    @query(moves.list_moves)
    def list_moves(self, view: View, request: moves.ListMoves) -> Rows[MoveLine]:
        return view.page(store.moves, request, part_id=request.part_id, ref=request.ref, day=request.day)

    # --- the incoming gate ---

    @command(parts_receipts.receive_parts, creates=store.receipts)
    def receive_parts(self, work: Work, request: parts_receipts.ReceiveParts) -> Receipt:
        return gate.receive(work, request)

    @command(parts_receipts.inspect_receipt)
    def inspect_receipt(self, work: Work, request: parts_receipts.InspectReceipt) -> Receipt:
        return gate.inspect(work, request)

    @command(parts_receipts.force_receipt)
    def force_receipt(self, work: Work, request: parts_receipts.ForceReceipt) -> Receipt:
        return gate.force(work, request)

    @query(parts_receipts.get_parts_receipt)
    def get_parts_receipt(self, view: View, request: ById) -> Receipt:
        return view.get(store.receipts, request.id)

    @query(parts_receipts.list_receipts)
    def list_receipts(self, view: View, request: parts_receipts.ListReceipts) -> Rows[Receipt]:
        return view.page(store.receipts, request, state=request.state)

    @command(manufacturer_returns.send_manufacturer_return)
    def send_manufacturer_return(self, work: Work, request: manufacturer_returns.SendReturn) -> ManufacturerReturn:
        return gate.send_return(work, request)

    @query(manufacturer_returns.list_manufacturer_returns)
    def list_manufacturer_returns(
        self, view: View, request: manufacturer_returns.ListReturns
    ) -> Rows[ManufacturerReturn]:
        return view.page(store.returns, request, state=request.state)

    # --- borrow and return ---

    @command(borrows.borrow_part, creates=store.borrows)
    def borrow_part(self, work: Work, request: borrows.BorrowPart) -> Borrow:
        return counter.borrow(work, request)

    @command(borrows.settle_borrow)
    def settle_borrow(self, work: Work, request: borrows.SettleBorrow) -> Borrow:
        return counter.settle(work, request)

    @command(borrows.sign_exception)
    def sign_exception(self, work: Work, request: borrows.SignException) -> Borrow:
        return counter.sign_exception(work, request)

    @query(borrows.get_borrow)
    def get_borrow(self, view: View, request: ById) -> Borrow:
        return view.get(store.borrows, request.id)

    @query(borrows.list_borrows)
    def list_borrows(self, view: View, request: borrows.ListBorrows) -> Rows[Borrow]:
        return view.page(
            store.borrows,
            request,
            engineer_id=request.engineer_id,
            job_id=request.job_id,
            day=request.day,
            state=request.state,
        )

    @query(part_requests.list_part_requests)
    def list_part_requests(self, view: View, request: part_requests.ListPartRequests) -> Rows[PartRequest]:
        return view.page(store.requests, request, state=request.state, job_id=request.job_id)

    @query(store_days.list_store_days)
    def list_store_days(self, view: View, request: store_days.ListStoreDays) -> Rows[StoreDay]:
        return view.page(store.days, request)

    # --- jobs and days, as the others tell of them ---

    @consumes(custody.bench_accepted)
    def put_job_on_bench(self, work: Work, data: custody.BenchAccepted) -> None:
        job = counter.job_of(work, job_id_of(work.cause.source_id), work.cause.source_id)
        job.engineer_id, job.on_bench = data.engineer_id, True

    @consumes(custody.desk_accepted)
    def take_job_off_bench(self, work: Work, _data: custody.DeskAccepted) -> None:
        counter.job_of(work, job_id_of(work.cause.source_id), work.cause.source_id).on_bench = False

    @consumes(orders.order_released)
    def hand_over(self, work: Work, _data: orders.OrderMoved) -> None:
        counter.hand_over(work, work.cause.source_id)

    @consumes(awaiting_parts.parts_requested)
    def ask_for_parts(self, work: Work, data: awaiting_parts.PartsRequested) -> None:
        counter.ask_for(work, data)

    @consumes(repair.job_waiting)
    def wait_for_parts(self, work: Work, data: repair.JobWaiting) -> None:
        counter.wait_for_parts(work, data)

    @consumes(repair.job_resumed)
    def stop_waiting(self, work: Work, data: repair.JobResumed) -> None:
        counter.stop_waiting(work, data)

    @consumes(repair.job_finished)
    def finish_job(self, work: Work, data: repair.JobFinished) -> None:
        counter.finish_job(work, data)

    @consumes(days.day_closed)
    def close_store_day(self, work: Work, data: days.DayClosed) -> None:
        closing.close_day(work, data)
        clearance.propose_returns(work, data.day)

    @consumes(days.day_reopened)
    def reopen_store_day(self, work: Work, data: days.DayReopened) -> None:
        ledger.store_day(work, data.day).reopen()

    # --- between stations ---

    @command(requisitions.open_requisition, creates=store.requisitions)
    def open_requisition(self, work: Work, request: requisitions.OpenRequisition) -> Requisition:
        lines = one_line_a_part(lines_of(request.lines))
        made = Requisition(work.new_id(), work.station_id, request.reason, request.note, lines, work.by, work.at)
        return dispatch.open_requisition(work, made)

    @command(requisitions.approve_requisition)
    def approve_requisition(self, work: Work, request: requisitions.ApproveRequisition) -> Requisition:
        return dispatch.approve_requisition(work, self.kit.system, request)

    @command(requisitions.reject_requisition)
    def reject_requisition(self, work: Work, request: requisitions.RejectRequisition) -> Requisition:
        return dispatch.reject_requisition(work, request)

    @query(requisitions.get_requisition)
    def get_requisition(self, view: View, request: ById) -> Requisition:
        return view.get(store.requisitions, request.id)

    @query(requisitions.list_requisitions)
    def list_requisitions(self, view: View, request: requisitions.ListRequisitions) -> Rows[Requisition]:
        return view.page(store.requisitions, request, state=request.state)

    @consumes(requisitions.requisition_approved)
    def open_transfer(self, work: Work, data: requisitions.RequisitionApproved) -> None:
        dispatch.open_transfer(work, data)

    @command(transfers.pack_transfer)
    def pack_transfer(self, work: Work, request: transfers.PackTransfer) -> Transfer:
        return dispatch.pack(work, request)

    @command(transfers.ship_transfer)
    def ship_transfer(self, work: Work, request: ById) -> Transfer:
        return dispatch.ship(work, request)

    @consumes(transfers.transfer_shipped)
    def expect_transfer(self, work: Work, data: transfers.TransferShipped) -> None:
        dispatch.expect(work, data)

    @command(arrivals.receive_transfer)
    def receive_transfer(self, work: Work, request: arrivals.ReceiveTransfer) -> Arrival:
        return dispatch.receive(work, self.kit.system, request)

    @consumes(transfers.transfer_received)
    def follow_transfer(self, work: Work, data: transfers.TransferReceived) -> None:
        dispatch.follow(work, data)

    @command(transfers.cancel_transfer)
    def cancel_transfer(self, work: Work, request: transfers.CancelTransfer) -> Transfer:
        return dispatch.cancel(work, request)

    @consumes(transfers.transfer_cancelled)
    def ask_again(self, work: Work, data: transfers.TransferCancelled) -> None:
        dispatch.ask_again(work, data)

    @command(returns.open_return, creates=store.transfers)
    def open_return(self, work: Work, request: returns.OpenReturn) -> Transfer:
        return dispatch.open_return(work, self.kit.system, work.new_id(), request.reason, lines_of(request.lines))

    @command(returns.recall_parts, creates=store.transfers)
    def recall_parts(self, work: Work, request: returns.RecallParts) -> Transfer:
        return dispatch.open_return(work, self.kit.system, work.new_id(), request.reason, lines_of(request.lines))

    @query(transfers.get_transfer)
    def get_transfer(self, view: View, request: ById) -> transfers.Transfer:
        return dispatch.transfer_out(view, view.get(store.transfers, request.id))

    @query(transfers.list_transfers)
    def list_transfers(self, view: View, request: transfers.ListTransfers) -> Rows[transfers.Transfer]:
        return view.page(store.transfers, request, state=request.state).map(partial(dispatch.transfer_out, view))

    @query(arrivals.get_arrival)
    def get_arrival(self, view: View, request: ById) -> arrivals.Arrival:
        return dispatch.arrival_out(view, view.get(store.arrivals, request.id))

    @query(arrivals.list_arrivals)
    def list_arrivals(self, view: View, request: arrivals.ListArrivals) -> Rows[arrivals.Arrival]:
        return view.page(store.arrivals, request, state=request.state).map(partial(dispatch.arrival_out, view))

    @consumes(awaiting_parts.awaiting_parts_reported)
    def take_awaiting_lists(self, work: Work, data: awaiting_parts.AwaitingPartsReported) -> None:
        clearance.take_lists(work, data)

    @command(reorder_proposals.acknowledge_awaiting_list)
    def acknowledge_awaiting_list(self, work: Work, request: ById) -> ReorderProposal:
        proposal = work.get(store.reorders, request.id)
        proposal.acknowledge(work.by, work.at)
        return proposal

    @command(reorder_proposals.order_proposed)
    def order_proposed(self, work: Work, request: ById) -> ReorderProposal:
        return clearance.order_proposed(work, request)

    @query(reorder_proposals.list_reorder_proposals)
    def list_reorder_proposals(
        self, view: View, request: reorder_proposals.ListReorderProposals
    ) -> Rows[ReorderProposal]:
        return view.page(store.reorders, request, state=request.state)

    @query(dead_stock.list_dead_stock)
    def list_dead_stock(self, view: View, request: dead_stock.ListDeadStock) -> Rows[dead_stock.DeadStock]:
        return clearance.dead_stock(view, request)

    @command(return_proposals.accept_return_proposal)
    def accept_return_proposal(self, work: Work, request: ById) -> ReturnProposal:
        return clearance.accept_return(work, self.kit.system, request)

    @command(return_proposals.decline_return_proposal)
    def decline_return_proposal(self, work: Work, request: return_proposals.DeclineProposal) -> ReturnProposal:
        proposal = work.get(store.return_proposals, request.proposal_id)
        proposal.decline(request.reason, work.by, work.at)
        return proposal

    @query(return_proposals.list_return_proposals)
    def list_return_proposals(self, view: View, request: return_proposals.ListReturnProposals) -> Rows[ReturnProposal]:
        return view.page(store.return_proposals, request, state=request.state)

    @command(write_offs.request_write_off, creates=store.write_offs)
    def request_write_off(self, work: Work, request: write_offs.RequestWriteOff) -> WriteOff:
        return clearance.request_write_off(work, request)

    @command(write_offs.approve_write_off)
    def approve_write_off(self, work: Work, request: ById) -> WriteOff:
        return clearance.approve_write_off(work, request)

    @command(write_offs.reject_write_off)
    def reject_write_off(self, work: Work, request: write_offs.RejectWriteOff) -> WriteOff:
        made = work.get(store.write_offs, request.write_off_id)
        made.reject(request.reason, work.by, work.at)
        return made

    @query(write_offs.list_write_offs)
    def list_write_offs(self, view: View, request: write_offs.ListWriteOffs) -> Rows[WriteOff]:
        return view.page(store.write_offs, request, state=request.state)
