"""The wiring page of `inventory`: parts, stock, transfers."""

from __future__ import annotations

from typing import Any

from contracts.intake import order_events as intake
from contracts.inventory import arrivals, clearing, incoming, requisitions, store_room, transfers
from contracts.inventory import stock as contract
from contracts.repair import awaiting
from contracts.repair import jobs as repair
from contracts.repair.jobs import job_id_of
from contracts.stations import days
from services.inventory import collections as store
from services.inventory.actions import clearance, closing, counter, dispatch, gate, ledger
from services.inventory.rules.arrivals import Arrival
from services.inventory.rules.borrows import Borrow
from services.inventory.rules.deadstock import ReturnProposal
from services.inventory.rules.parts import Part
from services.inventory.rules.receipts import ManufacturerReturn, Receipt
from services.inventory.rules.reorders import ReorderProposal
from services.inventory.rules.requisitions import Line, Requisition, one_line_a_part
from services.inventory.rules.stock import Stock
from services.inventory.rules.transfers import Transfer
from services.inventory.rules.writeoffs import WriteOff
from stationkit.process.kit import Kit, command, on, query
from stationkit.unit_of_work.view import View
from stationkit.unit_of_work.work import Work

Request = dict[str, Any]


class InventoryService:
    """The store: what is there, who has it, where it goes."""

    name = "inventory"
    kit = Kit(store.COLLECTIONS)

    # --- parts and stock ---

    @command(contract.define_part, creates=store.parts)
    def define_part(self, work: Work, request: Request) -> Part:
        return work.add(store.parts, Part(id=work.new_id(), station_id=work.station_id, **request))

    @command(contract.edit_part)
    def edit_part(self, work: Work, request: Request) -> Part:
        part = work.get(store.parts, request["part_id"])
        work.check_match(part)
        part.edit({name: value for name, value in request.items() if name != "part_id"})
        return part

    @query(contract.get_part)
    def get_part(self, view: View, request: Request) -> Part:
        return view.get(store.parts, request["part_id"])

    @query(contract.list_parts)
    def list_parts(self, view: View, request: Request) -> Request:
        return view.page(store.parts, request, code=request.get("code"), category=request.get("category"))

    @query(contract.get_stock)
    def get_stock(self, view: View, request: Request) -> Stock:
        return view.get(store.stocks, request["stock_id"])

    @query(contract.list_stock)
    def list_stock(self, view: View, request: Request) -> Request:
        return view.page(store.stocks, request, part_id=request.get("part_id"))

    @query(contract.list_moves)
    def list_moves(self, view: View, request: Request) -> Request:
        wanted = {name: request.get(name) for name in ("part_id", "ref", "day")}
        return view.page(store.moves, request, **wanted)

    # --- the incoming gate ---

    @command(incoming.receive_parts, creates=store.receipts)
    def receive_parts(self, work: Work, request: Request) -> Receipt:
        return gate.receive(work, request)

    @command(incoming.inspect_receipt)
    def inspect_receipt(self, work: Work, request: Request) -> Receipt:
        return gate.inspect(work, request)

    @command(incoming.force_receipt)
    def force_receipt(self, work: Work, request: Request) -> Receipt:
        return gate.force(work, request)

    @query(incoming.get_parts_receipt)
    def get_parts_receipt(self, view: View, request: Request) -> Receipt:
        return view.get(store.receipts, request["receipt_id"])

    @query(incoming.list_receipts)
    def list_receipts(self, view: View, request: Request) -> Request:
        return view.page(store.receipts, request, state=request.get("state"))

    @command(incoming.send_manufacturer_return)
    def send_manufacturer_return(self, work: Work, request: Request) -> ManufacturerReturn:
        return gate.send_return(work, request)

    @query(incoming.list_manufacturer_returns)
    def list_manufacturer_returns(self, view: View, request: Request) -> Request:
        return view.page(store.returns, request, state=request.get("state"))

    # --- borrow and return ---

    @command(store_room.borrow_part, creates=store.borrows)
    def borrow_part(self, work: Work, request: Request) -> Borrow:
        return counter.borrow(work, request)

    @command(store_room.settle_borrow)
    def settle_borrow(self, work: Work, request: Request) -> Borrow:
        return counter.settle(work, request)

    @command(store_room.sign_exception)
    def sign_exception(self, work: Work, request: Request) -> Borrow:
        return counter.sign_exception(work, request)

    @query(store_room.get_borrow)
    def get_borrow(self, view: View, request: Request) -> Borrow:
        return view.get(store.borrows, request["borrow_id"])

    @query(store_room.list_borrows)
    def list_borrows(self, view: View, request: Request) -> Request:
        wanted = {name: request.get(name) for name in ("engineer_id", "job_id", "day", "state")}
        return view.page(store.borrows, request, **wanted)

    @query(store_room.list_part_requests)
    def list_part_requests(self, view: View, request: Request) -> Request:
        return view.page(store.requests, request, state=request.get("state"), job_id=request.get("job_id"))

    @query(store_room.list_store_days)
    def list_store_days(self, view: View, request: Request) -> Request:
        return view.page(store.days, request)

    # --- jobs and days, as the others tell of them ---

    @on(intake.bench_accepted)
    def put_job_on_bench(self, work: Work, data: Request) -> None:
        job = counter.job_of(work, job_id_of(data["aggregate_id"]), data["aggregate_id"])
        job.engineer_id, job.on_bench = data["engineer_id"], True

    @on(intake.desk_accepted)
    def take_job_off_bench(self, work: Work, data: Request) -> None:
        counter.job_of(work, job_id_of(data["aggregate_id"]), data["aggregate_id"]).on_bench = False

    @on(intake.order_released)
    def hand_over(self, work: Work, data: Request) -> None:
        counter.hand_over(work, data["aggregate_id"])

    @on(awaiting.parts_requested)
    def ask_for_parts(self, work: Work, data: Request) -> None:
        counter.ask_for(work, data)

    @on(repair.job_waiting)
    def wait_for_parts(self, work: Work, data: Request) -> None:
        counter.wait_for_parts(work, data)

    @on(repair.job_resumed)
    def stop_waiting(self, work: Work, data: Request) -> None:
        counter.stop_waiting(work, data)

    @on(repair.job_finished)
    def finish_job(self, work: Work, data: Request) -> None:
        counter.finish_job(work, data)

    @on(days.day_closed)
    def close_store_day(self, work: Work, data: Request) -> None:
        closing.close_day(work, data)
        clearance.propose_returns(work, data["day"])

    @on(days.day_reopened)
    def reopen_store_day(self, work: Work, data: Request) -> None:
        ledger.store_day(work, data["day"]).reopen()

    # --- between stations ---

    @command(requisitions.open_requisition, creates=store.requisitions)
    def open_requisition(self, work: Work, request: Request) -> Requisition:
        lines = one_line_a_part([Line(**line) for line in request["lines"]])
        made = Requisition(work.new_id(), work.station_id, request["reason"], request["note"], lines, work.by, work.at)
        return dispatch.open_requisition(work, made)

    @command(requisitions.approve_requisition)
    def approve_requisition(self, work: Work, request: Request) -> Requisition:
        return dispatch.approve_requisition(work, self.kit.system, request)

    @command(requisitions.reject_requisition)
    def reject_requisition(self, work: Work, request: Request) -> Requisition:
        return dispatch.reject_requisition(work, request)

    @query(requisitions.get_requisition)
    def get_requisition(self, view: View, request: Request) -> Requisition:
        return view.get(store.requisitions, request["requisition_id"])

    @query(requisitions.list_requisitions)
    def list_requisitions(self, view: View, request: Request) -> Request:
        return view.page(store.requisitions, request, state=request.get("state"))

    @on(transfers.requisition_approved)
    def open_transfer(self, work: Work, data: Request) -> None:
        dispatch.open_transfer(work, data)

    @command(transfers.pack_transfer)
    def pack_transfer(self, work: Work, request: Request) -> Transfer:
        return dispatch.pack(work, request)

    @command(transfers.ship_transfer)
    def ship_transfer(self, work: Work, request: Request) -> Transfer:
        return dispatch.ship(work, request)

    @on(transfers.transfer_shipped)
    def expect_transfer(self, work: Work, data: Request) -> None:
        dispatch.expect(work, data)

    @command(arrivals.receive_transfer)
    def receive_transfer(self, work: Work, request: Request) -> Arrival:
        return dispatch.receive(work, self.kit.system, request)

    @on(transfers.transfer_received)
    def follow_transfer(self, work: Work, data: Request) -> None:
        dispatch.follow(work, data)

    @command(transfers.cancel_transfer)
    def cancel_transfer(self, work: Work, request: Request) -> Transfer:
        return dispatch.cancel(work, request)

    @on(transfers.transfer_cancelled)
    def ask_again(self, work: Work, data: Request) -> None:
        dispatch.ask_again(work, data)

    @command(transfers.open_return, creates=store.transfers)
    def open_return(self, work: Work, request: Request) -> Transfer:
        lines = [Line(**line) for line in request["lines"]]
        return dispatch.open_return(work, self.kit.system, work.new_id(), request["reason"], lines)

    @command(transfers.recall_parts, creates=store.transfers)
    def recall_parts(self, work: Work, request: Request) -> Transfer:
        lines = [Line(**line) for line in request["lines"]]
        return dispatch.open_return(work, self.kit.system, work.new_id(), request["reason"], lines)

    @query(transfers.get_transfer)
    def get_transfer(self, view: View, request: Request) -> Request:
        return dispatch.transfer_out(view, view.get(store.transfers, request["transfer_id"]))

    @query(transfers.list_transfers)
    def list_transfers(self, view: View, request: Request) -> Request:
        page = view.page(store.transfers, request, state=request.get("state"))
        return {**page, "items": [dispatch.transfer_out(view, transfer) for transfer in page["items"]]}

    @query(arrivals.get_arrival)
    def get_arrival(self, view: View, request: Request) -> Request:
        return dispatch.arrival_out(view, view.get(store.arrivals, request["arrival_id"]))

    @query(arrivals.list_arrivals)
    def list_arrivals(self, view: View, request: Request) -> Request:
        page = view.page(store.arrivals, request, state=request.get("state"))
        return {**page, "items": [dispatch.arrival_out(view, arrival) for arrival in page["items"]]}

    @on(awaiting.awaiting_parts_reported)
    def take_awaiting_lists(self, work: Work, data: Request) -> None:
        clearance.take_lists(work, data)

    @command(requisitions.acknowledge_awaiting_list)
    def acknowledge_awaiting_list(self, work: Work, request: Request) -> ReorderProposal:
        proposal = work.get(store.reorders, request["proposal_id"])
        proposal.acknowledge(work.by, work.at)
        return proposal

    @command(requisitions.order_proposed)
    def order_proposed(self, work: Work, request: Request) -> ReorderProposal:
        return clearance.order_proposed(work, request)

    @query(requisitions.list_reorder_proposals)
    def list_reorder_proposals(self, view: View, request: Request) -> Request:
        return view.page(store.reorders, request, state=request.get("state"))

    @query(clearing.list_dead_stock)
    def list_dead_stock(self, view: View, request: Request) -> Request:
        return clearance.dead_stock(view, request)

    @command(clearing.accept_return_proposal)
    def accept_return_proposal(self, work: Work, request: Request) -> ReturnProposal:
        return clearance.accept_return(work, self.kit.system, request)

    @command(clearing.decline_return_proposal)
    def decline_return_proposal(self, work: Work, request: Request) -> ReturnProposal:
        proposal = work.get(store.return_proposals, request["proposal_id"])
        proposal.decline(request["reason"], work.by, work.at)
        return proposal

    @query(clearing.list_return_proposals)
    def list_return_proposals(self, view: View, request: Request) -> Request:
        return view.page(store.return_proposals, request, state=request.get("state"))

    @command(clearing.request_write_off, creates=store.write_offs)
    def request_write_off(self, work: Work, request: Request) -> WriteOff:
        return clearance.request_write_off(work, request)

    @command(clearing.approve_write_off)
    def approve_write_off(self, work: Work, request: Request) -> WriteOff:
        return clearance.approve_write_off(work, request)

    @command(clearing.reject_write_off)
    def reject_write_off(self, work: Work, request: Request) -> WriteOff:
        made = work.get(store.write_offs, request["write_off_id"])
        made.reject(request["reason"], work.by, work.at)
        return made

    @query(clearing.list_write_offs)
    def list_write_offs(self, view: View, request: Request) -> Request:
        return view.page(store.write_offs, request, state=request.get("state"))
