"""What a station asks the head for, and what the head decides [P2]."""

from __future__ import annotations

from contracts.inventory import requisitions, transfers
from contracts.inventory.requisitions import ApproveRequisition, RejectRequisition
from contracts.language.errors import NotFound, NotYet, Refused
from contracts.language.operation import WORKING
from services.inventory import collections as store
from services.inventory.rules.requisitions import Requisition, lines_of, one_line_a_part
from stationkit.unit_of_work.work import Work


def open_requisition(work: Work, request: requisitions.OpenRequisition) -> Requisition:
    lines = one_line_a_part(lines_of(request.lines))
    requisition = Requisition(work.new_id(), work.station_id, request.reason, request.note, lines, work.by, work.at)
    return place_requisition(work, requisition)


def place_requisition(work: Work, requisition: Requisition) -> Requisition:
    """Asks the head for parts. Raises `NotFound` for a part that there is not."""
    for line in requisition.lines:
        work.get(store.parts, line.part_id)
    work.add(store.requisitions, requisition)
    return _emit_opened(work, requisition)


def approve_requisition(work: Work, request: ApproveRequisition) -> Requisition:
    """The head says from where the parts come. Raises `NotFound` for a station that there is not."""
    requisition = work.get(store.requisitions, request.requisition_id)
    try:
        sender = work.system.in_station(request.from_station_id)
    except NotYet as error:
        raise NotFound("There is no such station.", kind="stations") from error
    if sender.state not in WORKING:
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


def check_decision(work: Work, requisition: Requisition) -> None:
    requisition.check_decision(work.by)
    work.check_second_person(requisition.opened_by)


def ask_again(work: Work, data: transfers.TransferCancelled) -> None:
    """The sender cancelled: the requisition stands as it was opened."""
    requisition = work.find(store.requisitions, _id=data.requisition_id) if data.requisition_id else None
    if requisition is not None and requisition.transfer_id == work.cause.source_id:
        requisition.ask_again()
        _emit_opened(work, requisition)


def _emit_opened(work: Work, requisition: Requisition) -> Requisition:
    work.emit(requisition, requisitions.requisition_opened, requisitions.RequisitionOpened.of(requisition))
    return requisition
