"""What clears the store within a unit of work: reorder proposals, returns of dead layers, write-offs [E3 P4 P8 P10]."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from contracts.inventory.arrivals import arrival_id_of
from contracts.inventory.dead_stock import DeadStock, ListDeadStock
from contracts.inventory.write_offs import RequestWriteOff
from contracts.language.errors import Refused
from contracts.language.ids import derived_id
from contracts.language.operation import ById
from contracts.repair import awaiting_parts
from services.inventory import collections as store
from services.inventory.actions import dispatch, ledger
from services.inventory.rules.ages import StockPolicy, is_dead
from services.inventory.rules.deadstock import AgedLayer, ReturnProposal, aged
from services.inventory.rules.reorders import AwaitedLine, EngineersList, ReorderProposal, missing
from services.inventory.rules.requisitions import Line, Requisition, lines_of
from services.inventory.rules.stock import LOSS, QUARANTINE, STORE
from services.inventory.rules.writeoffs import LostLine, WriteOff
from stationkit.storage.documents import converter
from stationkit.unit_of_work.view import Rows, View

if TYPE_CHECKING:
    from services.inventory.rules.stock import Layer, Stock
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.work import Work

SHORTEST_MONTHS_DAYS = 28
"""How many days a month has at least: what is younger than so many of them cannot be dead."""


def take_lists(work: Work, data: awaiting_parts.AwaitingPartsReported) -> None:
    """The awaiting-parts lists of a day are to be acknowledged; what is short is proposed to be ordered."""
    lists = [_list(one) for one in data.lists]
    lines = [line for line in missing(lists, _there(work, lists)) if work.find(store.parts, _id=line.part_id)]
    proposal_id = derived_id("reorder", work.cause.source_id)
    known = work.find(store.reorders, _id=proposal_id)
    if known is not None:
        known.renew(lists, lines)
        return
    work.add(store.reorders, ReorderProposal(proposal_id, work.station_id, data.day, lists, lines, work.at))


def order_proposed(work: Work, request: ById) -> ReorderProposal:
    """Turns a proposal into a requisition."""
    proposal = work.get(store.reorders, request.id)
    lines = proposal.order(work.new_id("requisition"))
    asked = Requisition(
        id=work.new_id("requisition"),
        station_id=work.station_id,
        reason="awaiting_parts",
        note="",
        lines=lines,
        opened_by=work.by,
        opened_at=work.at,
        proposal_id=proposal.id,
    )
    dispatch.open_requisition(work, asked)
    return proposal


def propose_returns(work: Work, day: str) -> None:
    """Proposes the return of every layer that is dead in a sub-station's store on a day, once for each."""
    if work.station.kind == "head":
        return
    policy, calendar, today = ledger.stock_policy(work), work.station.calendar, date.fromisoformat(day)
    for stock in work.all(store.stocks, layers__place=STORE):
        for layer in stock.layers_in(STORE):
            if is_dead(calendar.day_of(layer.arrived_at), today, policy):
                _propose(work, stock, layer, day)


def accept_return(work: Work, system: System, request: ById) -> ReturnProposal:
    """Sends a dead layer back to the head."""
    proposal = work.get(store.return_proposals, request.id)
    proposal.accept(work.new_id("transfer"), work.by, work.at)
    lines = [Line(proposal.part_id, proposal.quantity)]
    dispatch.open_return(work, system, str(proposal.transfer_id), "dead_stock", lines)
    return proposal


def request_write_off(work: Work, request: RequestWriteOff) -> WriteOff:
    """Asks to give pieces up as lost. Raises `Refused` for more than there is at their place."""
    lines = [LostLine(line.part_id, line.place, line.quantity) for line in request.lines]
    for line in lines:
        there = ledger.stock_of(work, line.part_id).balance(line.place)
        if line.quantity > there:
            raise Refused("not_enough", "There are not that many.", part_id=line.part_id, available=str(there))
    made = WriteOff(work.new_id(), work.station_id, request.reason, lines, work.by, work.at)
    return work.add(store.write_offs, made)


def approve_write_off(work: Work, request: ById) -> WriteOff:
    """Gives the pieces up. Raises `Refused` where they are not there any more, and on a closed day."""
    ledger.check_open(work)
    made = work.get(store.write_offs, request.id)
    made.approve(work.by, work.at)
    for line in made.lines:
        stock = ledger.stock_of(work, line.part_id)
        stock.move(line.quantity, line.place, LOSS, "write_off", work.at, ref=made.id)
        ledger.post(work, stock)
    return made


def dead_stock(view: View, request: ListDeadStock) -> Rows[DeadStock]:
    """A page of stock with layers that are at least so old, each judged by its own station's calendar and policy."""
    page = view.page(store.stocks, request, oldest_at={"$lte": view.now - timedelta(days=_least_days(view, request))})
    items = [DeadStock.of(stock, layers=_aged(view, stock, request.age)) for stock in page.items]
    return Rows([stock for stock in items if stock.layers], page.next)


def _least_days(view: View, request: ListDeadStock) -> int:
    """How many days old a layer of that age is at least, whatever the station."""
    if request.age == "fresh":
        return 0
    wanted = [request.station_id] if request.station_id is not None else view.reference_data.station_ids()
    policies = [_policy(view, station_id) for station_id in wanted]
    if request.age == "warning":
        return min(policy.warn_after_days for policy in policies) - 1
    return min(policy.dead_after_months for policy in policies) * SHORTEST_MONTHS_DAYS


def _aged(view: View, stock: Stock, least: str) -> list[AgedLayer]:
    calendar = view.reference_data.station(stock.station_id).calendar
    policy = _policy(view, stock.station_id)
    return aged(stock.layers, calendar.day_of(view.now), calendar.day_of, policy, least)


def _policy(view: View, station_id: str) -> StockPolicy:
    policy = view.reference_data.policy("stock", station_id, view.now)
    return converter.structure({**policy.values, "version": policy.number}, StockPolicy)


def _propose(work: Work, stock: Stock, layer: Layer, day: str) -> None:
    since = (layer.received_at.isoformat(), layer.arrived_at.isoformat(), str(layer.cost))
    proposal_id = derived_id("return_proposal", stock.id, *since)
    if work.find(store.return_proposals, _id=proposal_id) is None:
        proposal = ReturnProposal(
            id=proposal_id,
            station_id=work.station_id,
            part_id=stock.part_id,
            quantity=layer.quantity,
            arrived_at=layer.arrived_at,
            received_at=layer.received_at,
            cost=layer.cost,
            proposed_at=work.at,
            day=day,
        )
        work.add(store.return_proposals, proposal)


def _list(given: awaiting_parts.EngineersList) -> EngineersList:
    lines = [AwaitedLine(line.job_id, line.code, list(line.parts), lines_of(line.lines)) for line in given.lines]
    return EngineersList(given.engineer_id, given.in_time, lines)


def _there(work: Work, lists: list[EngineersList]) -> Counter[str]:
    """What is in quarantine, in the store for nobody else, or on order, of each part that jobs wait for."""
    awaited = [line for one in lists for line in one.lines]
    there = _on_order(work)
    for part_id in {line.part_id for one in awaited for line in one.lines}:
        stock = work.find(store.stocks, part_id=part_id)
        if stock is not None:
            meant = sum(stock.reserved_for(one.job_id) for one in awaited)
            there[part_id] += stock.free + meant + stock.balance(QUARANTINE)
    return there


def _on_order(work: Work) -> Counter[str]:
    found: Counter[str] = Counter()
    for requisition in work.all(store.requisitions, state={"$in": ["requested", "approved"]}):
        coming = work.find(store.arrivals, _id=arrival_id_of(requisition.transfer_id or ""))
        for part_id, quantity in coming.on_their_way if coming else requisition.wanted:
            found[part_id] += quantity
    return found
