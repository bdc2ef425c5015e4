"""What the service `oversight` keeps."""

from __future__ import annotations

from typing import Any

from stationkit.documents import Collection

COLLECTIONS: tuple[Collection[Any], ...] = ()
