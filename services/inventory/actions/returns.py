"""Parts that go back to the head station [P4 P6]."""

from __future__ import annotations

from contracts.inventory import returns
from contracts.language.errors import Refused
from services.inventory import collections as store
from services.inventory.actions.transfers import add_transfer, emit_changed, ship_due_at, start_transfer
from services.inventory.rules.requisitions import Line, lines_of, one_line_a_part
from services.inventory.rules.transfers import Transfer
from stationkit.unit_of_work.work import Work


def open_return(work: Work, request: returns.OpenReturn) -> Transfer:
    """Asks to return parts; nothing is packed before another person agrees."""
    lines = _checked(work, lines_of(request.lines))
    transfer = add_transfer(work, work.new_id(), work.system.head().id, request.reason, lines)
    transfer.state = "requested"
    work.emit(transfer, returns.return_requested, returns.ReturnRequested.of(transfer, lines=lines))
    return transfer


def approve_return(work: Work, request: returns.ApproveReturn) -> Transfer:
    transfer = work.get(store.transfers, request.transfer_id)
    transfer.decide(request.note, ship_due_at(work), work.by, work.at, agreed=request.agreed)
    if request.agreed:
        return emit_changed(work, transfer)
    work.emit(transfer, returns.return_rejected, returns.ReturnRejected(reason=request.note))
    return transfer


def check_approval(work: Work, transfer: Transfer) -> None:
    transfer.check_decision(work.by)
    work.check_second_person(transfer.opened_by)


def recall_parts(work: Work, request: returns.RecallParts) -> Transfer:
    """The head's own word."""
    return start_return(work, work.new_id(), request.reason, lines_of(request.lines))


def start_return(work: Work, transfer_id: str, reason: str, lines: list[Line]) -> Transfer:
    """Parts are to go back to the head station. Raises `Refused` there, `NotFound` for a part that there is not."""
    return start_transfer(work, transfer_id, work.system.head().id, reason, _checked(work, lines))


def _checked(work: Work, lines: list[Line]) -> list[Line]:
    if work.station.kind == "head":
        raise Refused("head_station", "The head station has nobody to return parts to.")
    for line in one_line_a_part(lines):
        work.get(store.parts, line.part_id)
    return lines
