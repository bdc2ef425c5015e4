"""One successful call of every operation of `inventory`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.prepared import Prepared
    from tests.station import Station

INVENTORY: dict[str, Callable[[Station], Prepared]] = {}
