"""Anchors: at the end of the head station's day each service tells where its audit chains end, and another keeps it.

Who holds a service's database and its key can write its chains anew, but not what lies in another service's database
under another user: there is no right to change or remove an anchor.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import structlog

from contracts.language.fields import instant_text
from contracts.language.kit_messages import CHAINS_ANCHORED, AnchoredHead, ChainsAnchored
from contracts.language.payload import schema_of
from stationkit.ground.clock import wall_now
from stationkit.messaging.kit_messages import kit_message
from stationkit.messaging.publisher import Message, NotConfirmed
from stationkit.messaging.relay import insert_new
from stationkit.storage.kit_collections import ANCHORS
from stationkit.unit_of_work.schedule import every_day

if TYPE_CHECKING:
    from stationkit.audit.trail import Trail
    from stationkit.ground.names import Names
    from stationkit.messaging.publisher import Publisher
    from stationkit.storage.database import Db
    from stationkit.storage.reference_data import ReferenceData, StationRecord
    from stationkit.unit_of_work.work import Work

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
BATCH = 200
_log = structlog.get_logger()
_every_day_end = every_day(lambda _station: time(23, 59, 59), open_days=False)


def next_due(station: StationRecord, after: datetime) -> datetime:
    """23:59:59 of the head station; the chains of all stations are anchored then, also of those that are closed."""
    return _every_day_end(station, after) if station.kind == "head" else NEVER


class Anchors:
    """Both sides of anchoring for one service."""

    def __init__(  # what anchoring stands on, put together once by the kit
        self, service: str, db: Db, trail: Trail, reference_data: ReferenceData, names: Names, publisher: Publisher
    ) -> None:
        self._service = service
        self._db = db
        self._trail = trail
        self._reference_data = reference_data
        self._exchange = names.events_exchange(service)
        self._publisher = publisher

    def emit(self, _work: Work, due: datetime) -> None:
        """Says where every chain ends. Raises `NotConfirmed`: then it is due again."""
        heads = {station_id: self._trail.head(station_id) for station_id in self._reference_data.station_ids()}
        anchored = [
            AnchoredHead(station_id=station_id, seq=head.seq, mac=head.mac)
            for station_id, head in heads.items()
            if head.seq
        ]
        batches = [tuple(anchored[start : start + BATCH]) for start in range(0, len(anchored), BATCH)]
        messages = [self._message(batch, due) for batch in batches]
        unroutable = self._publisher.publish(messages)
        self._publisher.close()  # until tomorrow
        if unroutable:
            raise NotConfirmed("no queue takes the anchors: run zz migrate")
        for batch in batches:
            _log.info("chains_anchored", due=instant_text(due), heads=[vars(head) for head in batch])

    def keep(self, envelope: dict[str, Any]) -> None:
        """Keeps what another service said, for good; what is kept already stays as it is."""
        data, service = ChainsAnchored.load(envelope["data"]), envelope["producer"]
        common = {"service": service, "due": data.due, "at": wall_now()}
        rows = [{**vars(head), **common, "_id": _key(service, head)} for head in data.heads]
        insert_new(self._db, ANCHORS, rows)

    def _message(self, heads: tuple[AnchoredHead, ...], due: datetime) -> Message:
        data = schema_of(ChainsAnchored).dump(ChainsAnchored(due=due, heads=heads))
        return kit_message(self._service, self._exchange, CHAINS_ANCHORED, CHAINS_ANCHORED, data)


def _key(service: str, head: AnchoredHead) -> str:
    return f"{service}|{head.station_id}|{head.seq}|{head.mac}"
