"""The wiring page of `quality`: calls, appeasements, penalties, spot checks, audits."""

from __future__ import annotations

from services.quality import store
from stationkit.kit import Kit


class QualityService:
    """What customers say, and what follows from it."""

    name = "quality"
    kit = Kit(store.COLLECTIONS)
