"""Pieces that are given up as a loss [P10]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.inventory import write_offs
from contracts.inventory.write_offs import RequestWriteOff
from contracts.language.errors import Refused
from contracts.language.operation import ById
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.rules.stock import LOSS
from services.inventory.rules.writeoffs import LostLine, WriteOff

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def request_write_off(work: Work, request: RequestWriteOff) -> WriteOff:
    """Asks to give pieces up as lost. Raises `Refused` for more than there is at their place."""
    lines = [LostLine(line.part_id, line.place, line.quantity) for line in request.lines]
    _check_there(work, lines)
    write_off = WriteOff(work.new_id(), work.station_id, request.reason, lines, work.by, work.at)
    return work.add(store.write_offs, write_off)


def approve_write_off(work: Work, request: ById) -> WriteOff:
    """Gives the pieces up. Raises `Refused` where they are not there any more, and on a closed day."""
    ledger.check_open(work)
    write_off = work.get(store.write_offs, request.id)
    write_off.approve(work.by, work.at)
    for line in write_off.lines:
        stock = ledger.stock_of(work, line.part_id)
        stock.move(line.quantity, line.place, LOSS, "write_off", work.at, ref=write_off.id)
        ledger.post(work, stock)
    return write_off


def reject_write_off(work: Work, request: write_offs.RejectWriteOff) -> WriteOff:
    write_off = work.get(store.write_offs, request.write_off_id)
    write_off.reject(request.reason, work.by, work.at)
    return write_off


def check_approval(work: Work, write_off: WriteOff) -> None:
    ledger.check_open(work)
    check_decision(work, write_off)
    _check_there(work, write_off.lines)


def check_decision(work: Work, write_off: WriteOff) -> None:
    write_off.check_decision(work.by)
    work.check_second_person(write_off.requested_by)


def _check_there(work: Work, lines: list[LostLine]) -> None:
    for line in lines:
        available = ledger.stock_of(work, line.part_id).balance(line.place)
        if line.quantity > available:
            raise Refused("not_enough", "There are not that many.", part_id=line.part_id, available=str(available))
