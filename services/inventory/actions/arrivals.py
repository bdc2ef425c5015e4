"""Parts on their way between stations: the receiver's half [P2 P6]."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from contracts.inventory import arrivals, transfers
from contracts.inventory.arrivals import ReceiveTransfer, arrival_id_of
from contracts.language.errors import NotFound, NotYet, Refused
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.actions.parts_receipts import open_receipt
from services.inventory.actions.transfers import stocks_of
from services.inventory.rules import shipping
from services.inventory.rules.arrivals import Arrival, Loss, Reception
from services.inventory.rules.receipts import ReceiptLine
from services.inventory.rules.requisitions import Line, one_line_a_part
from services.inventory.rules.stock import Lot, transit_in
from services.inventory.rules.transfers import BEFORE_SHIPPING
from stationkit.unit_of_work.work import Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.inventory.rules.shipping import Outcome
    from services.inventory.rules.stock import Stock
    from stationkit.unit_of_work.view import View

CENT = Decimal("0.01")


def expect_transfer(work: Work, data: transfers.TransferShipped) -> None:
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
    stocks = stocks_of(work, lots)
    shipping.expect(arrival, lots, stocks, work.at)
    work.add(store.arrivals, arrival)
    ledger.post(work, *stocks.values())


def reschedule_transfer(work: Work, data: transfers.TransferRescheduled) -> None:
    """By when what is on its way is to be received now."""
    work.get(store.arrivals, arrival_id_of(work.cause.source_id)).due_at = data.due_at


def receive_transfer(work: Work, request: ReceiveTransfer) -> Arrival:
    """Takes pieces in. Raises `Refused` before they were shipped, and on a closed day."""
    ledger.check_open(work)
    arrival = _arrival(work, request.transfer_id)
    one_line_a_part([Line(line.part_id, 1) for line in request.lines])
    receptions = [
        Reception(line.part_id, line.received, line.damaged, line.lost, line.liable, work.by, work.at)
        for line in request.lines
    ]
    stocks = stocks_of(work, (reception.part_id for reception in receptions))
    costs = {part_id: _cost(stock, arrival.transfer_id) for part_id, stock in stocks.items()}
    shipping.receive(arrival, receptions, stocks, work.at)
    ledger.post(work, *stocks.values())
    inspected = [
        ReceiptLine(reception.part_id, reception.received, costs[reception.part_id])
        for reception in receptions
        if reception.received
    ]
    if inspected:
        open_receipt(work, work.new_id("receipt"), "transfer", arrival.transfer_id, inspected)
    _report_losses(work, arrival, receptions, costs)
    here = [reception for reception in receptions if reception.received]
    return _emit_received(work, arrival, [replace(reception, damaged=0, lost=0) for reception in here])


def _report_losses(work: Work, arrival: Arrival, receptions: list[Reception], costs: dict[str, Decimal]) -> None:
    """Asks the head for its word on what is lost or damaged."""
    quantities = [(said, kind, getattr(said, kind)) for said in receptions for kind in arrivals.LOSS_KINDS]
    losses = [
        Loss(said.part_id, quantity, quantity * costs[said.part_id], str(said.liable), work.by, work.at, kind)
        for said, kind, quantity in quantities
        if quantity
    ]
    if losses:
        arrival.losses += losses
        lines = tuple(arrivals.LossLine.of(loss, part_code=work.get(store.parts, loss.part_id).code) for loss in losses)
        work.emit(arrival, arrivals.loss_reported, arrivals.LossReported.of(arrival, lines=lines))


def decide_loss(work: Work, request: arrivals.DecideLoss) -> Arrival:
    """The head's word on what is lost or damaged. Raises `Refused` to who said so, and on a closed day."""
    ledger.check_open(work)
    arrival = work.get(store.arrivals, request.arrival_id)
    stocks = stocks_of(work, (line.part_id for line in arrival.lines if line.missing))
    lost = shipping.decide_losses(arrival, stocks, request.note, work.by, work.at, agreed=request.agreed)
    ledger.post(work, *stocks.values())
    decided = arrivals.LossDecided.of(arrival, agreed=request.agreed, note=request.note)
    work.emit(arrival, arrivals.loss_decided, decided)
    return _emit_received(work, arrival, lost)


def check_losses(work: Work, arrival: Arrival) -> None:
    ledger.check_open(work)
    arrival.check_losses(work.by)
    work.check_second_person(*(loss.by for loss in arrival.waiting_losses))


def check_reception(work: Work, arrival: Arrival) -> None:
    ledger.check_open(work)
    arrival.check_coming()


def arrival_out(view: View, arrival: Arrival) -> arrivals.Arrival:
    """An arrival as it is read: with the name of the station it comes from."""
    name = view.reference_data.station(arrival.from_station_id).name
    return arrivals.Arrival.of(arrival, from_station_name=name)


def _arrival(work: Work, transfer_id: str) -> Arrival:
    arrival = work.find(store.arrivals, _id=arrival_id_of(transfer_id))
    if arrival is not None:
        return arrival
    coming = work.system.find(store.transfers, _id=transfer_id, to_station_id=work.station_id)
    if coming is None:
        raise NotFound("There is no such thing here.", kind="transfers")
    if coming.state in BEFORE_SHIPPING:
        raise Refused("not_shipped", "The sender has not shipped it.", state=coming.state)
    if coming.state in ("cancelled", "rejected"):
        raise Refused(f"transfer_{coming.state}", f"The sending was {coming.state}.", state=coming.state)
    raise NotYet("The sender's shipping is not known here yet.", transfer_id=transfer_id)


def _cost(stock: Stock, transfer_id: str) -> Decimal:
    """What a piece on its way costs: the mean of its layers, to the cent."""
    layers = stock.layers_in(transit_in(transfer_id))
    worth = sum((layer.quantity * layer.cost for layer in layers), Decimal(0))
    return (worth / max(1, sum(layer.quantity for layer in layers))).quantize(CENT)


def _emit_received(work: Work, arrival: Arrival, outcomes: Sequence[Reception | Outcome]) -> Arrival:
    """Tells the sender what is not on its way any more."""
    whole = arrival.state == "received"
    filled = work.all(store.requisitions, transfer_id=arrival.transfer_id) if whole else []
    for requisition in filled:
        requisition.fill()
    if outcomes:
        lines = transfers.ArrivalLine.all_of(outcomes)
        received = transfers.TransferReceived.of(arrival, lines=lines, whole=whole)
        work.emit(arrival, transfers.transfer_received, received)
    return arrival
