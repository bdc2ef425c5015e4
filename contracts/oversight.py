"""Facts, KPIs and roll-ups over all stations: what the service `oversight` takes, answers and tells."""

from __future__ import annotations

SERVICE = "oversight"
