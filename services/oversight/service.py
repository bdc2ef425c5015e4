"""The wiring page of `oversight`: facts and figures over all stations."""

from __future__ import annotations

from services.oversight import store
from stationkit.kit import Kit


class OversightService:
    """The head station's figures, made from what the others tell."""

    name = "oversight"
    kit = Kit(store.COLLECTIONS)
