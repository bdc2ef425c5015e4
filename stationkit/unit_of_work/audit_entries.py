"""The entries of the audit trail: who did, read or was refused what; ids, field names, keyed digests, never a value."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from contracts.language.ids import derived_id
from stationkit.audit.chain import Seals
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from contracts.language.errors import ContractError
    from stationkit.storage.documents import Document
    from stationkit.unit_of_work.work import Cause, Tracked, Work


class Entries:
    """Makes the entries of one service and seals them, so that nobody without its key can put one in."""

    def __init__(self, audit_key: str) -> None:
        self._seals = Seals(audit_key)

    def done(self, work: Work, tracked: Tracked, changes: Document) -> Document:
        """The entry of a new version of an aggregate."""
        cause = work.cause
        return self._sealed(
            {
                "_id": derived_id(cause.id, tracked.aggregate.id),
                "station_id": work.station_id,
                "outcome": "done",
                **_caused(cause),
                "aggregate": tracked.collection.name,
                "aggregate_id": tracked.aggregate.id,
                "version": tracked.aggregate.version,
                "fields": sorted(changes),
                "digest": self._seals.digest(changes),
            }
        )

    def refused(self, cause: Cause, station_id: str, error: ContractError) -> Document:
        """The entry of a refusal."""
        outcome = {"outcome": error.code, "reason": error.params.get("reason")}
        return self._sealed({"_id": secrets.token_hex(16), "station_id": station_id, **outcome, **_caused(cause)})

    def read(self, cause: Cause, station_id: str, outcome: str, asked: Document, rows: int) -> Document:
        """The entry of what was read: how many rows, of those that fit what was asked."""
        read: Document = {"fields": sorted(asked), "digest": self._seals.digest(asked), "rows": rows}
        entry = {"_id": secrets.token_hex(16), "station_id": station_id, "outcome": outcome, **_caused(cause)}
        return self._sealed(entry | read)

    def _sealed(self, entry: Document) -> Document:
        entry["at"] = wall_now()
        entry["seal"] = self._seals.seal(entry)
        return entry


def _caused(cause: Cause) -> Document:
    return {
        "cause": cause.id,
        "operation": cause.operation,
        "actor": cause.actor,
        "recorder": cause.recorder,
        "imported": cause.imported,
        "occurred_at": cause.occurred_at,
        "recorded_at": cause.recorded_at,
        "request_id": cause.request_id,
    }
