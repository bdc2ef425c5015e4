"""Parts that are still at a station that is wound up, or come or go [S6]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.inventory import stock
from services.inventory import collections as store
from services.inventory.actions.transfers import call_transfer_off
from services.inventory.rules.transfers import BEFORE_SHIPPING

if TYPE_CHECKING:
    from stationkit.process.kit import Kit
    from stationkit.unit_of_work.work import Work


def tell_parts(kit: Kit) -> bool:
    """One round: what others have not shipped yet stays with them, and what is still here is told."""
    at = kit.schedule.now()
    for station_id in kit.reference_data.station_ids_in("winding_up"):
        for transfer in kit.system.all(store.transfers, 0, to_station_id=station_id, state={"$in": BEFORE_SHIPPING}):
            kit.system.change("call_transfer_off", store.transfers, transfer, at, call_transfer_off)
    return kit.remains.tell_remains(at, stock.parts_counted, _count)


def _count(work: Work) -> dict[str, int]:
    stocks = work.all(store.stocks)
    coming_or_going = sum(stock.on_its_way for stock in stocks)
    return {"pieces": sum(stock.to_send_home for stock in stocks), "pieces_on_their_way": coming_or_going}
