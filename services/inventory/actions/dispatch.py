"""What requisitions, transfers and returns do within a unit of work, at one station and at the other [P2 P4 P6].

Neither side writes at the other: what concerns it is told, and heard in its own scope.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from contracts.inventory import arrivals, requisitions, transfers
from contracts.inventory.arrivals import ReceiveTransfer, arrival_id_of
from contracts.inventory.requisitions import ApproveRequisition, RejectRequisition
from contracts.language.errors import NotFound, NotYet, Refused
from contracts.language.operation import ById
from services.inventory import collections as store
from services.inventory.actions import gate, ledger
from services.inventory.rules import shipping
from services.inventory.rules.arrivals import Arrival, Reception
from services.inventory.rules.receipts import ReceiptLine
from services.inventory.rules.requisitions import Line, Requisition, lines_of, one_line_a_part
from services.inventory.rules.shipping import Outcome
from services.inventory.rules.stock import Lot, transit_in
from services.inventory.rules.transfers import BEFORE_SHIPPING, Transfer, TransferLine, due_after
from stationkit.unit_of_work.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.inventory.rules.stock import Stock
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.view import View

CENT = Decimal("0.01")


def open_requisition(work: Work, requisition: Requisition) -> Requisition:
    """Asks the head for parts. Raises `NotFound` for a part that there is not."""
    for line in requisition.lines:
        work.get(store.parts, line.part_id)
    work.add(store.requisitions, requisition)
    return _tell_opened(work, requisition)


def approve_requisition(work: Work, system: System, request: ApproveRequisition) -> Requisition:
    """The head says from where the parts come. Raises `NotFound` for a station that there is not."""
    requisition = work.get(store.requisitions, request.requisition_id)
    try:
        sender = system.in_station(request.from_station_id)
    except NotYet as error:
        raise NotFound("There is no such station.", kind="stations") from error
    if sender.state != "active":
        raise Refused("station_not_active", "The station is not active.", state=sender.state)
    requisition.approve(sender.id, work.new_id("transfer"), work.by, work.at)
    approved = requisitions.RequisitionApproved.of(
        requisition, from_station_id=sender.id, to_station_id=requisition.station_id
    )
    work.emit(requisition, requisitions.requisition_approved, approved)
    return requisition


def reject_requisition(work: Work, request: RejectRequisition) -> Requisition:
    """The head says no."""
    requisition = work.get(store.requisitions, request.requisition_id)
    requisition.reject(request.reason, work.by, work.at)
    work.emit(requisition, requisitions.requisition_rejected, requisitions.RequisitionRejected(reason=request.reason))
    return requisition


def open_transfer(work: Work, data: requisitions.RequisitionApproved) -> None:
    """The sender's half of an approved requisition."""
    opened = _transfer(work, data.transfer_id, data.to_station_id, data.reason, lines_of(data.lines))
    opened.requisition_id, opened.opened_by = work.cause.source_id, work.cause.source_actor


def open_return(work: Work, system: System, transfer_id: str, reason: str, lines: list[Line]) -> Transfer:
    """Parts are to go back to the head station. Raises `Refused` there, `NotFound` for a part that there is not."""
    head = system.head()
    if head.id == work.station_id:
        raise Refused("head_station", "The head station has nobody to return parts to.")
    for line in one_line_a_part(lines):
        work.get(store.parts, line.part_id)
    return _transfer(work, transfer_id, head.id, reason, lines)


def pack(work: Work, request: transfers.PackTransfer) -> Transfer:
    """Keeps the approved pieces, or the fewer that are named, in the store for the transfer."""
    transfer = work.get(store.transfers, request.transfer_id)
    approved = [Line(line.part_id, line.quantity) for line in transfer.lines]
    lines = one_line_a_part(lines_of(request.lines) if request.lines is not None else approved)
    stocks = _stocks(work, (line.part_id for line in lines))
    shipping.pack(transfer, {line.part_id: line.quantity for line in lines}, stocks, work.by, work.at)
    return _tell(work, transfer)


def ship(work: Work, request: ById) -> Transfer:
    """Puts the packed pieces on their way and tells the receiver which layers come. Refused on a closed day."""
    ledger.check_open(work)
    transfer = work.get(store.transfers, request.id)
    stocks, policy = _stocks(work, transfer.part_ids), ledger.stock_policy(work)
    due_at = due_after(work.station.calendar, work.at, policy.receive_within_working_days)
    shipped = shipping.ship(transfer, stocks, due_at, work.by, work.at)
    ledger.post(work, *stocks.values())
    sent = tuple(
        transfers.ShippedLayer.of(layer, part_id=part_id) for part_id, layers in shipped.items() for layer in layers
    )
    told = transfers.TransferShipped.of(transfer, from_station_id=work.station_id, layers=sent, due_at=due_at)
    work.emit(transfer, transfers.transfer_shipped, told)
    return _tell(work, transfer)


def cancel(work: Work, request: transfers.CancelTransfer) -> Transfer:
    """Nothing is sent; a requisition may be approved from elsewhere."""
    transfer = work.get(store.transfers, request.transfer_id)
    stocks = _stocks(work, transfer.part_ids)
    shipping.cancel(transfer, stocks, request.reason)
    ledger.post(work, *stocks.values())
    work.emit(
        transfer,
        transfers.transfer_cancelled,
        transfers.TransferCancelled(to_station_id=transfer.to_station_id, requisition_id=transfer.requisition_id),
    )
    return _tell(work, transfer)


def ask_again(work: Work, data: transfers.TransferCancelled) -> None:
    """The sender cancelled: the requisition stands as it was opened."""
    known = work.find(store.requisitions, _id=data.requisition_id) if data.requisition_id else None
    if known is not None and known.transfer_id == work.cause.source_id:
        known.ask_again()
        _tell_opened(work, known)


def expect(work: Work, data: transfers.TransferShipped) -> None:
    """The receiver's half: what was shipped is on its way to this station."""
    transfer_id = work.cause.source_id
    arrival = Arrival(
        id=arrival_id_of(transfer_id),
        station_id=work.station_id,
        transfer_id=transfer_id,
        from_station_id=data.from_station_id,
        reason=data.reason,
        lines=[],
        shipped_at=work.at,
        due_at=data.due_at,
    )
    lots: dict[str, list[Lot]] = {}
    for layer in data.layers:
        lot = Lot(layer.quantity, layer.received_at, work.at, layer.cost)
        lots.setdefault(layer.part_id, []).append(lot)
    stocks = _stocks(work, lots)
    shipping.expect(arrival, lots, stocks, work.at)
    work.add(store.arrivals, arrival)
    ledger.post(work, *stocks.values())


def receive(work: Work, system: System, request: ReceiveTransfer) -> Arrival:
    """Takes pieces in. Raises `Refused` before they were shipped, and on a closed day."""
    ledger.check_open(work)
    arrival = _arrival(work, system, request.transfer_id)
    one_line_a_part([Line(line.part_id, 1) for line in request.lines])
    receptions = [
        Reception(line.part_id, line.received, line.damaged, line.lost, line.liable, work.by, work.at)
        for line in request.lines
    ]
    stocks = _stocks(work, (one.part_id for one in receptions))
    costs = {part_id: _cost(stock, arrival.transfer_id) for part_id, stock in stocks.items()}
    shipping.receive(arrival, receptions, stocks, work.at)
    ledger.post(work, *stocks.values())
    inspected = [ReceiptLine(one.part_id, one.received, costs[one.part_id]) for one in receptions if one.received]
    if inspected:
        gate.open_receipt(work, work.new_id("receipt"), "transfer", arrival.transfer_id, inspected)
    return _tell_received(work, arrival, transfers.ArrivalLine.all_of(request.lines))


def follow(work: Work, data: transfers.TransferReceived) -> None:
    """The sender's half: what the receiver took in has left this station."""
    transfer = work.get(store.transfers, data.transfer_id)
    stocks = _stocks(work, transfer.part_ids)
    shipping.follow(
        transfer,
        [Outcome(line.part_id, line.received, line.damaged, line.lost) for line in data.lines],
        stocks,
        work.at,
    )
    ledger.post(work, *stocks.values())
    _tell(work, transfer)


def _transfer(work: Work, transfer_id: str, to_station_id: str, reason: str, lines: list[Line]) -> Transfer:
    policy = ledger.stock_policy(work)
    transfer = Transfer(
        id=transfer_id,
        station_id=work.station_id,
        to_station_id=to_station_id,
        reason=reason,
        lines=[TransferLine(line.part_id, line.quantity) for line in lines],
        opened_by=work.by,
        opened_at=work.at,
        ship_due_at=due_after(work.station.calendar, work.at, policy.ship_within_working_days),
        policy_version=policy.version,
    )
    return _tell(work, work.add(store.transfers, transfer))


def _arrival(work: Work, system: System, transfer_id: str) -> Arrival:
    known = work.find(store.arrivals, _id=arrival_id_of(transfer_id))
    if known is not None:
        return known
    coming = system.find(store.transfers, _id=transfer_id, to_station_id=work.station_id)
    if coming is None:
        raise NotFound("There is no such thing here.", kind="transfers")
    if coming.state in BEFORE_SHIPPING:
        raise Refused("not_shipped", "The sender has not shipped it.", state=coming.state)
    if coming.state == "cancelled":
        raise Refused("transfer_cancelled", "The sender cancelled it.", state=coming.state)
    raise NotYet("The sender's shipping is not known here yet.", transfer_id=transfer_id)


def _stocks(work: Work, part_ids: Iterable[str]) -> dict[str, Stock]:
    return {part_id: ledger.stock_of(work, part_id) for part_id in part_ids}


def _cost(stock: Stock, transfer_id: str) -> Decimal:
    """What a piece on its way costs: the mean of its layers, to the cent."""
    layers = stock.layers_in(transit_in(transfer_id))
    worth = sum((layer.quantity * layer.cost for layer in layers), Decimal(0))
    return (worth / max(1, sum(layer.quantity for layer in layers))).quantize(CENT)


def _tell(work: Work, transfer: Transfer) -> Transfer:
    changed = transfers.TransferChanged.of(transfer, from_station_id=transfer.station_id)
    work.emit(transfer, transfers.transfer_changed, changed)
    return transfer


def _tell_opened(work: Work, requisition: Requisition) -> Requisition:
    work.emit(requisition, requisitions.requisition_opened, requisitions.RequisitionOpened.of(requisition))
    return requisition


def _tell_received(work: Work, arrival: Arrival, lines: tuple[transfers.ArrivalLine, ...]) -> Arrival:
    whole = arrival.state == "received"
    asked = work.all(store.requisitions, transfer_id=arrival.transfer_id) if whole else []
    for requisition in asked:
        requisition.fill()
    work.emit(arrival, transfers.transfer_received, transfers.TransferReceived.of(arrival, lines=lines, whole=whole))
    return arrival


def transfer_out(view: View, transfer: Transfer) -> transfers.Transfer:
    """A transfer as it is read: with the name of the station it goes to."""
    name = view.reference_data.station(transfer.to_station_id).name
    return transfers.Transfer.of(transfer, to_station_name=name)


def arrival_out(view: View, arrival: Arrival) -> arrivals.Arrival:
    """An arrival as it is read: with the name of the station it comes from."""
    name = view.reference_data.station(arrival.from_station_id).name
    return arrivals.Arrival.of(arrival, from_station_name=name)
