"""One successful call of every operation of `oversight`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.station import Station

PERIOD = {"start": "2026-01-01", "end": "2099-12-31"}

OVERSIGHT: dict[str, Callable[[Station], Prepared]] = {
    "get_kpi_definitions": lambda at: Prepared(at.lead),
    "get_kpis": lambda at: Prepared(at.lead, {}, PERIOD | {"by": "station"}),
    "list_kpi_records": lambda at: Prepared(at.lead, {}, PERIOD | {"kpi": "garbage_data"}),
    "get_board": lambda at: Prepared(at.lead),
}
