"""The wiring page of `inventory`: parts, stock, transfers."""

from __future__ import annotations

from services.inventory import store
from stationkit.kit import Kit


class InventoryService:
    """The store: what is there, who has it, where it goes."""

    name = "inventory"
    kit = Kit(store.COLLECTIONS)
