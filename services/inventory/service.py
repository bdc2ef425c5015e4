"""What `inventory` does: parts, stock, the gate, borrows, what moves between stations."""

from __future__ import annotations

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
    store_search,
    transfers,
    write_offs,
)
from contracts.language.identifiers import compact
from contracts.repair import awaiting_parts, job_waits, jobs
from contracts.stations import calendar, days
from services.inventory import collections as store
from services.inventory.actions import arrivals as arrival_actions
from services.inventory.actions import borrows as borrow_actions
from services.inventory.actions import dead_stock as dead_stock_actions
from services.inventory.actions import jobs as job_actions
from services.inventory.actions import manufacturer_returns as manufacturer_return_actions
from services.inventory.actions import part_requests as part_request_actions
from services.inventory.actions import parts as part_actions
from services.inventory.actions import parts_receipts as receipt_actions
from services.inventory.actions import remains as remain_actions
from services.inventory.actions import reorder_proposals as reorder_actions
from services.inventory.actions import requisitions as requisition_actions
from services.inventory.actions import return_proposals as return_proposal_actions
from services.inventory.actions import returns as return_actions
from services.inventory.actions import search as search_actions
from services.inventory.actions import store_days as store_day_actions
from services.inventory.actions import transfers as transfer_actions
from services.inventory.actions import write_offs as write_off_actions
from stationkit.process.entrypoints import command, consumes, does, every, find, get, query
from stationkit.process.kit import Kit
from stationkit.unit_of_work.remains import ROUND_SECONDS
from stationkit.unit_of_work.view import Filter


class InventoryService:
    """The store: what is there, who has it, where it goes."""

    name = "inventory"
    kit = Kit(store.COLLECTIONS)

    tell_parts = every(ROUND_SECONDS, remain_actions.tell_parts)

    # --- parts and stock ---

    define_part = command(parts.define_part, part_actions.define_part, creates=store.parts)
    edit_part = does(parts.edit_part, store.parts, part_actions.edit_part)
    get_part = get(parts.get_part, store.parts)
    list_parts = find(parts.list_parts, store.parts, code=Filter(compact, "spelling"))
    get_stock = get(stock.get_stock, store.stocks)
    list_stock = find(stock.list_stock, store.stocks)
    list_moves = find(moves.list_moves, store.moves)

    # --- the incoming gate ---

    receive_parts = command(parts_receipts.receive_parts, receipt_actions.receive_parts, creates=store.receipts)
    inspect_receipt = does(
        parts_receipts.inspect_receipt,
        store.receipts,
        receipt_actions.inspect_receipt,
        receipt_actions.check_inspection,
    )
    force_receipt = does(
        parts_receipts.force_receipt, store.receipts, receipt_actions.force_receipt, receipt_actions.check_force
    )
    get_parts_receipt = get(parts_receipts.get_parts_receipt, store.receipts)
    list_receipts = find(parts_receipts.list_receipts, store.receipts)
    send_manufacturer_return = does(
        manufacturer_returns.send_manufacturer_return,
        store.returns,
        manufacturer_return_actions.send_manufacturer_return,
        manufacturer_return_actions.check_sending,
    )
    list_manufacturer_returns = find(manufacturer_returns.list_manufacturer_returns, store.returns)

    # --- borrow and return ---

    borrow_part = command(borrows.borrow_part, borrow_actions.borrow_part, creates=store.borrows)
    settle_borrow = does(
        borrows.settle_borrow, store.borrows, borrow_actions.settle_borrow, borrow_actions.check_settlement
    )
    sign_exception = does(
        borrows.sign_exception, store.borrows, borrow_actions.sign_exception, borrow_actions.check_exception
    )
    get_borrow = get(borrows.get_borrow, store.borrows)
    list_borrows = find(borrows.list_borrows, store.borrows)
    list_part_requests = find(part_requests.list_part_requests, store.requests)
    list_store_days = find(store_days.list_store_days, store.days)

    # --- jobs and days, as the others tell of them ---

    put_job_on_bench = consumes(custody.bench_accepted, job_actions.put_job_on_bench)
    take_job_off_bench = consumes(custody.desk_accepted, job_actions.take_job_off_bench)
    hand_over = consumes(orders.order_released, job_actions.hand_over)
    hand_back = consumes(orders.device_handed_back, job_actions.hand_over)
    ask_for_parts = consumes(job_waits.parts_requested, part_request_actions.ask_for_parts)
    wait_for_parts = consumes(job_waits.job_waiting, part_request_actions.wait_for_parts)
    stop_waiting = consumes(job_waits.job_resumed, part_request_actions.stop_waiting)
    finish_job = consumes(jobs.job_finished, part_request_actions.finish_job)
    close_store_day = consumes(days.day_closed, store_day_actions.close_store_day)
    reopen_store_day = consumes(days.day_reopened, store_day_actions.reopen_store_day)

    search_store = query(store_search.search_store, search_actions.search_store)

    # --- between stations ---

    open_requisition = command(
        requisitions.open_requisition, requisition_actions.open_requisition, creates=store.requisitions
    )
    approve_requisition = does(
        requisitions.approve_requisition,
        store.requisitions,
        requisition_actions.approve_requisition,
        requisition_actions.check_decision,
    )
    reject_requisition = does(
        requisitions.reject_requisition,
        store.requisitions,
        requisition_actions.reject_requisition,
        requisition_actions.check_decision,
    )
    get_requisition = get(requisitions.get_requisition, store.requisitions)
    list_requisitions = find(requisitions.list_requisitions, store.requisitions)
    open_transfer = consumes(requisitions.requisition_approved, transfer_actions.open_transfer)
    pack_transfer = does(transfers.pack_transfer, store.transfers, transfer_actions.pack_transfer)
    ship_transfer = does(
        transfers.ship_transfer, store.transfers, transfer_actions.ship_transfer, transfer_actions.check_shipping
    )
    expect_transfer = consumes(transfers.transfer_shipped, arrival_actions.expect_transfer)
    retime_all = consumes(calendar.year_published, transfer_actions.retime_all)
    reschedule_transfer = consumes(transfers.transfer_rescheduled, arrival_actions.reschedule_transfer)
    receive_transfer = does(
        arrivals.receive_transfer,
        store.arrivals,
        arrival_actions.receive_transfer,
        arrival_actions.check_reception,
        named=arrivals.arrival_id_of,
    )
    decide_loss = does(arrivals.decide_loss, store.arrivals, arrival_actions.decide_loss, arrival_actions.check_losses)
    follow_transfer = consumes(transfers.transfer_received, transfer_actions.follow_transfer)
    cancel_transfer = does(transfers.cancel_transfer, store.transfers, transfer_actions.cancel_transfer)
    ask_again = consumes(transfers.transfer_cancelled, requisition_actions.ask_again)
    open_return = command(returns.open_return, return_actions.open_return, creates=store.transfers)
    approve_return = does(
        returns.approve_return, store.transfers, return_actions.approve_return, return_actions.check_approval
    )
    recall_parts = command(returns.recall_parts, return_actions.recall_parts, creates=store.transfers)
    get_transfer = get(transfers.get_transfer, store.transfers, transfer_actions.transfer_out)
    list_transfers = find(transfers.list_transfers, store.transfers, transfer_actions.transfer_out)
    get_arrival = get(arrivals.get_arrival, store.arrivals, arrival_actions.arrival_out)
    list_arrivals = find(arrivals.list_arrivals, store.arrivals, arrival_actions.arrival_out)
    take_awaiting_lists = consumes(awaiting_parts.awaiting_parts_reported, reorder_actions.take_awaiting_lists)
    acknowledge_awaiting_list = does(
        reorder_proposals.acknowledge_awaiting_list, store.reorders, reorder_actions.acknowledge_awaiting_list
    )
    order_proposed = does(
        reorder_proposals.order_proposed, store.reorders, reorder_actions.order_proposed, reorder_actions.check_order
    )
    list_reorder_proposals = find(reorder_proposals.list_reorder_proposals, store.reorders)
    list_dead_stock = query(dead_stock.list_dead_stock, dead_stock_actions.list_dead_stock)
    accept_return_proposal = does(
        return_proposals.accept_return_proposal, store.return_proposals, return_proposal_actions.accept_return_proposal
    )
    decline_return_proposal = does(
        return_proposals.decline_return_proposal,
        store.return_proposals,
        return_proposal_actions.decline_return_proposal,
    )
    list_return_proposals = find(return_proposals.list_return_proposals, store.return_proposals)
    request_write_off = command(
        write_offs.request_write_off, write_off_actions.request_write_off, creates=store.write_offs
    )
    approve_write_off = does(
        write_offs.approve_write_off,
        store.write_offs,
        write_off_actions.approve_write_off,
        write_off_actions.check_approval,
    )
    reject_write_off = does(
        write_offs.reject_write_off,
        store.write_offs,
        write_off_actions.reject_write_off,
        write_off_actions.check_decision,
    )
    list_write_offs = find(write_offs.list_write_offs, store.write_offs)
