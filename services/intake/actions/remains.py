"""Customers' devices that are still at a station that is wound up [S6]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import custody
from services.intake import collections as store
from services.intake.rules.orders import CAME_TO_NOTHING, IN_HAND

if TYPE_CHECKING:
    from stationkit.process.kit import Kit
    from stationkit.unit_of_work.work import Work


def tell_devices(kit: Kit) -> bool:
    """One round: tells of devices, or accessories alone, that are still to be handed out."""
    return kit.remains.tell_remains(kit.schedule.now(), custody.devices_counted, _count)


def _count(work: Work) -> dict[str, int]:
    in_hand = work.count(store.orders, state={"$in": IN_HAND})
    left = work.count(store.orders, state={"$in": CAME_TO_NOTHING}, open_serial={"$ne": None})
    return {"devices": in_hand + left}
