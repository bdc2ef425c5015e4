"""Sends events again to a hearer that asks, and asks for those that this service lacks.

A hearer with an empty or gapped store asks; the producer sends what it keeps in its event log to that hearer's queue
alone and ends with how many events of each type there are, so that the hearer can tell whether it has them all. A long
history takes its time: the hearer asks again only after pauses that grow.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog

from contracts.language.catalogue import subscriptions_of
from contracts.language.kit_messages import REPLAY_FINISHED, REPLAY_REQUESTED
from stationkit.ground.clock import wall_now
from stationkit.ground.names import field_of, replay_key
from stationkit.messaging.kit_messages import kit_message
from stationkit.messaging.publisher import Message, dumps
from stationkit.storage import reference_data
from stationkit.storage.kit_collections import COPIES, EVENT_LOG, LONG_AGO, MARKS, STATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationkit.ground.names import Names
    from stationkit.messaging.publisher import Publisher
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document
    from stationkit.unit_of_work.inbox import MarksIn

BATCH = 200
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0
_log = structlog.get_logger()


def state_id(producer: str) -> str:
    """Under which id a hearer keeps how much of the producer it has heard; without it, all is asked for again."""
    return f"replay:{producer}"


class Replay:
    """Both sides of a replay for one service."""

    def __init__(  # what a replay stands on, put together once by the kit
        self, service: str, db: Db, names: Names, publisher: Publisher, marks: Mapping[str, MarksIn]
    ) -> None:
        self._service = service
        self._db = db
        self._exchange = names.events_exchange(service)
        self._publisher = publisher
        self._marks = marks
        self._types = subscriptions_of(service)

    def complete(self, producer: str) -> bool:
        """Whether everything that the producer ever told has been heard once."""
        return "complete_at" in self._state(producer)

    def has_reference_data(self) -> bool:
        """Whether everything is here that is kept as a copy; what else its producer tells is understood only then."""
        totals = self._state(reference_data.PRODUCER).get("totals")
        return self.complete(reference_data.PRODUCER) or (
            totals is not None
            and not self._lacks(
                reference_data.PRODUCER, [total for total in totals if total[0] in reference_data.TYPES]
            )
        )

    def ask(self, producer: str, aggregate_id: str | None = None) -> None:
        """Asks a producer to send everything again, or all of one aggregate. Raises `NotConfirmed`."""
        data = {"hearer": self._service, "producer": producer, "aggregate_id": aggregate_id}
        self._publish([self._message(REPLAY_REQUESTED, REPLAY_REQUESTED, data)])

    def ask_for_missing(self) -> None:
        """Asks every producer whose events were never heard completely, and not long ago. Raises `NotConfirmed`."""
        for producer in self._types:
            if not self.complete(producer) and not self._complete_now(producer) and self._may_ask(producer):
                self.ask(producer)
                self._pause(producer)

    def on_requested(self, envelope: dict[str, Any]) -> None:
        """Sends again what the asking hearer hears, if this service is the one that was asked, and by that hearer."""
        request = envelope["data"]
        if request["producer"] != self._service or request["hearer"] != envelope["producer"]:
            return
        subscriber, types = request["hearer"], subscriptions_of(request["hearer"]).get(self._service, ())
        selection: Document = {"type": {"$in": list(types)}}
        if request["aggregate_id"]:
            selection["aggregate_id"] = request["aggregate_id"]
        totals = self._send_again(subscriber, selection)
        finished = {"replay_id": envelope["id"], "totals": totals, "whole": request["aggregate_id"] is None}
        self._publish([self._message(REPLAY_FINISHED, replay_key(subscriber, REPLAY_FINISHED), finished)])

    def on_finished(self, envelope: dict[str, Any]) -> None:
        """Notes how much the producer has told; what is still being heard of it is looked for again."""
        producer, data = envelope["producer"], envelope["data"]
        if data["whole"] and not self.complete(producer):
            self._note(producer, totals=[[event_type, total] for event_type, total in data["totals"].items()])
            self._complete_now(producer)

    def _complete_now(self, producer: str) -> bool:
        """Notes that the producer's events are complete here, if they are by what it said last."""
        totals = self._state(producer).get("totals")
        if totals is None:
            return False
        if self._lacks(producer, totals):
            return False
        self._note(producer, complete_at=wall_now())
        _log.info("events_complete", producer=producer, totals=dict(totals))
        return True

    def _lacks(self, producer: str, totals: list[tuple[str, int]]) -> bool:
        have = self._have(producer)
        return any(have.get(event_type, 0) < total for event_type, total in totals)

    def _may_ask(self, producer: str) -> bool:
        """Whether the pause after the last time is over."""
        return bool(self._state(producer).get("not_before", LONG_AGO) <= wall_now())

    def _pause(self, producer: str) -> None:
        """Notes when it may be asked for again: every pause is twice as long as the one before."""
        pause = min(2 * self._state(producer).get("pause", FIRST_PAUSE / 2), LONGEST_PAUSE)
        self._note(producer, pause=pause, not_before=wall_now() + timedelta(seconds=pause))

    def _state(self, producer: str) -> Document:
        return self._db[STATE].find_one({"_id": state_id(producer)}) or {}

    def _note(self, producer: str, **said: Any) -> None:
        self._db[STATE].update_one({"_id": state_id(producer)}, {"$set": said}, upsert=True)

    def _send_again(self, subscriber: str, selection: Document) -> dict[str, int]:
        totals: dict[str, int] = {}
        messages: list[Message] = []
        for row in self._db[EVENT_LOG].find(selection).sort([("aggregate_id", 1), ("position", 1)]):
            envelope = row["envelope"]
            totals[row["type"]] = totals.get(row["type"], 0) + 1
            messages.append(
                Message(self._exchange, replay_key(subscriber, row["type"]), envelope["id"], dumps(envelope))
            )
            if len(messages) == BATCH:
                self._publish(messages)
                messages = []
        self._publish(messages)
        return totals

    def _have(self, producer: str) -> dict[str, int]:
        types = self._types[producer]
        counts = {event_type: self._sum_consumed(MARKS, event_type, producer) for event_type in types}
        if producer in self._marks:
            name = self._marks[producer].collection.name
            counts = {
                event_type: count + self._sum_consumed(name, event_type, None) for event_type, count in counts.items()
            }
        if producer == reference_data.PRODUCER:
            copied = {
                event_type: self._sum(COPIES, "$mark", {"type": event_type})
                for event_type in types
                if event_type in reference_data.TYPES
            }
            return {**counts, **copied}
        return counts

    def _sum_consumed(self, collection: str, event_type: str, producer: str | None) -> int:
        prefix = f"{producer}|"
        match: Document = {"_id": {"$gte": prefix, "$lt": prefix + "~"}} if producer else {}
        name = field_of(event_type)
        shared = {"$map": {"input": {"$objectToArray": "$heard"}, "in": f"$$this.v.{name}"}}
        return self._sum(collection, {"$add": [{"$ifNull": [f"$heard.{name}", 0]}, {"$sum": shared}]}, match)

    def _sum(self, collection: str, field: str | Document, match: Document) -> int:
        rows = self._db[collection].aggregate([{"$match": match}, {"$group": {"_id": None, "sum": {"$sum": field}}}])
        return int(next((row["sum"] for row in rows), 0))

    def _message(self, event_type: str, routing_key: str, data: dict[str, Any]) -> Message:
        return kit_message(self._service, self._exchange, event_type, routing_key, data)

    def _publish(self, messages: list[Message]) -> None:
        unroutable = self._publisher.publish(messages)
        if unroutable:
            _log.warning("replay_unroutable", count=len(unroutable))
