"""Parts on their way between stations: the sender's half; what concerns the other is told to it [P2 P6]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.inventory import requisitions, transfers
from contracts.language.errors import Refused
from contracts.language.operation import TAKING, ById
from contracts.stations import calendar
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.rules import shipping
from services.inventory.rules.requisitions import Line, lines_of, one_line_a_part
from services.inventory.rules.shipping import Outcome
from services.inventory.rules.transfers import BEFORE_SHIPPING, ON_ITS_WAY, Transfer, TransferLine, due_after
from stationkit.unit_of_work.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from services.inventory.rules.stock import Stock
    from stationkit.unit_of_work.view import View

WOUND_UP = "The receiving station is wound up."


def open_transfer(work: Work, data: requisitions.RequisitionApproved) -> None:
    """The sender's half of an approved requisition."""
    opened = start_transfer(work, data.transfer_id, data.to_station_id, data.reason, lines_of(data.lines))
    opened.requisition_id, opened.opened_by = work.cause.source_id, work.cause.source_actor


def pack_transfer(work: Work, request: transfers.PackTransfer) -> Transfer:
    """Keeps the approved pieces, or the fewer that are named, in the store for the transfer."""
    transfer = work.get(store.transfers, request.transfer_id)
    approved = [Line(line.part_id, line.quantity) for line in transfer.lines]
    lines = one_line_a_part(lines_of(request.lines) if request.lines is not None else approved)
    stocks = stocks_of(work, (line.part_id for line in lines))
    shipping.pack(transfer, {line.part_id: line.quantity for line in lines}, stocks, work.by, work.at)
    return emit_changed(work, transfer)


def ship_transfer(work: Work, request: ById) -> Transfer:
    """Puts the packed pieces on their way and tells the receiver which layers come. Refused on a closed day."""
    ledger.check_open(work)
    transfer = work.get(store.transfers, request.id)
    stocks, policy = stocks_of(work, transfer.part_ids), ledger.stock_policy(work)
    _check_receiver(work, transfer)
    due_at = due_after(work.station.calendar, work.at, policy.receive_within_working_days)
    shipped = shipping.ship(transfer, stocks, due_at, work.by, work.at)
    ledger.post(work, *stocks.values())
    sent = tuple(
        transfers.ShippedLayer.of(layer, part_id=part_id) for part_id, layers in shipped.items() for layer in layers
    )
    _retime(work, transfer)
    data = transfers.TransferShipped.of(transfer, from_station_id=work.station_id, layers=sent, due_at=due_at)
    work.emit(transfer, transfers.transfer_shipped, data)
    return emit_changed(work, transfer)


def check_shipping(work: Work, transfer: Transfer) -> None:
    ledger.check_open(work)
    _check_receiver(work, transfer)


def _check_receiver(work: Work, transfer: Transfer) -> None:
    receiver = work.system.in_station(transfer.to_station_id)
    if receiver.state not in TAKING:
        raise Refused("receiver_not_active", "The receiving station takes nothing in now.", state=receiver.state)


def cancel_transfer(work: Work, request: transfers.CancelTransfer) -> Transfer:
    """Nothing is sent; a requisition may be approved from elsewhere."""
    return _cancel(work, work.get(store.transfers, request.transfer_id), request.reason)


def call_transfer_off(work: Work, transfer: Transfer) -> None:
    """Nothing is sent to a station that is wound up, unless it is on its way already."""
    if transfer.state in BEFORE_SHIPPING:
        _cancel(work, transfer, WOUND_UP)


def _cancel(work: Work, transfer: Transfer, reason: str) -> Transfer:
    stocks = stocks_of(work, transfer.part_ids)
    shipping.cancel(transfer, stocks, reason)
    ledger.post(work, *stocks.values())
    work.emit(
        transfer,
        transfers.transfer_cancelled,
        transfers.TransferCancelled(to_station_id=transfer.to_station_id, requisition_id=transfer.requisition_id),
    )
    return emit_changed(work, transfer)


def retime_all(work: Work, _data: calendar.YearPublished) -> None:
    """By when every open transfer of every station is due, as a calendar year is known otherwise (rules §1)."""
    work.system.each(store.transfers, work.cause, _retime_open, state={"$in": (*BEFORE_SHIPPING, *ON_ITS_WAY)})


def _retime_open(work: Work, transfer: Transfer) -> None:
    if not _retime(work, transfer):
        return
    emit_changed(work, transfer, rescheduled=True)
    if transfer.receive_due_at:
        due = transfers.TransferRescheduled(to_station_id=transfer.to_station_id, due_at=transfer.receive_due_at)
        work.emit(transfer, transfers.transfer_rescheduled, due)


def _retime(work: Work, transfer: Transfer) -> bool:
    ship_days = ledger.stock_policy(work, transfer.opened_at).ship_within_working_days
    receive_days = ledger.stock_policy(work, transfer.shipped_at).receive_within_working_days
    return transfer.retime(work.station.calendar, ship_days, receive_days)


def follow_transfer(work: Work, data: transfers.TransferReceived) -> None:
    """The sender's half: what the receiver took in has left this station."""
    transfer = work.get(store.transfers, data.transfer_id)
    stocks = stocks_of(work, transfer.part_ids)
    shipping.follow(
        transfer,
        [Outcome(line.part_id, line.received, line.damaged, line.lost) for line in data.lines],
        stocks,
        work.at,
    )
    ledger.post(work, *stocks.values())
    emit_changed(work, transfer)


def transfer_out(view: View, transfer: Transfer) -> transfers.Transfer:
    """A transfer as it is read: with the name of the station it goes to."""
    name = view.reference_data.station(transfer.to_station_id).name
    return transfers.Transfer.of(transfer, to_station_name=name)


def start_transfer(work: Work, transfer_id: str, to_station_id: str, reason: str, lines: list[Line]) -> Transfer:
    """An approved transfer, of which is told."""
    return emit_changed(work, add_transfer(work, transfer_id, to_station_id, reason, lines))


def add_transfer(work: Work, transfer_id: str, to_station_id: str, reason: str, lines: list[Line]) -> Transfer:
    transfer = Transfer(
        id=transfer_id,
        station_id=work.station_id,
        to_station_id=to_station_id,
        reason=reason,
        lines=[TransferLine(line.part_id, line.quantity) for line in lines],
        opened_by=work.by,
        opened_at=work.at,
        ship_due_at=ship_due_at(work),
        policy_version=ledger.stock_policy(work).version,
    )
    _retime(work, transfer)
    return work.add(store.transfers, transfer)


def ship_due_at(work: Work) -> datetime:
    """By when is shipped what is approved now."""
    return due_after(work.station.calendar, work.at, ledger.stock_policy(work).ship_within_working_days)


def stocks_of(work: Work, part_ids: Iterable[str]) -> dict[str, Stock]:
    return {part_id: ledger.stock_of(work, part_id) for part_id in part_ids}


def emit_changed(work: Work, transfer: Transfer, *, rescheduled: bool | None = None) -> Transfer:
    changed = transfers.TransferChanged.of(transfer, from_station_id=transfer.station_id, rescheduled=rescheduled)
    work.emit(transfer, transfers.transfer_changed, changed)
    return transfer
