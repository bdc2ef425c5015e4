"""Defective pieces on their way back to the manufacturer [P13]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.inventory.manufacturer_returns import SendReturn
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.rules.receipts import ManufacturerReturn
from services.inventory.rules.stock import DEFECTIVE, MANUFACTURER

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def open_return(work: Work, part_id: str, quantity: int, why: str, ref: str) -> ManufacturerReturn:
    """Defective pieces are to go back to the manufacturer, from the day they were found."""
    opened = ManufacturerReturn(
        id=work.new_id("return", part_id),
        station_id=work.station_id,
        part_id=part_id,
        quantity=quantity,
        why=why,
        ref=ref,
        opened_by=work.by,
        opened_at=work.at,
    )
    return work.add(store.returns, opened)


def check_sending(work: Work, opened: ManufacturerReturn) -> None:
    ledger.check_open(work)
    opened.check_unsent()


def send_manufacturer_return(work: Work, request: SendReturn) -> ManufacturerReturn:
    """Defective pieces are on their way to the manufacturer. Raises `Refused` a second time."""
    ledger.check_open(work)
    sent = work.get(store.returns, request.return_id)
    sent.send(request.waybill, work.by, work.at)
    stock = ledger.stock_of(work, sent.part_id)
    stock.move(sent.quantity, DEFECTIVE, MANUFACTURER, "manufacturer_return", work.at, ref=sent.id)
    ledger.post(work, stock)
    return sent
