"""What a command leaves in its document, and where it goes from there."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import MongoClient
from pymongo.errors import WriteError

from contracts.intake import custody as order_contract
from contracts.intake import receiving
from stationkit.audit.trail import Trail
from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.messaging.publisher import Publisher
from stationkit.messaging.relay import Relay
from stationkit.storage.lease import Lease
from stationkit.storage.schema import REPLY_SECONDS
from tests.world.people import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ground.databases import Db
    from tests.ground.platform import Platform
    from tests.world.caller import Caller
    from tests.world.network import Network


SENT_SECONDS = 0.5
READ_WITHIN = timedelta(seconds=5)
STREAM = "$changeStream"
VALIDATION_FAILED = 121


@contextmanager
def relay_held_back(rows: Any) -> Iterator[None]:
    """Somebody else has the lease: nothing is sent."""
    lease = {"holder": "a test", "until": wall_now() + timedelta(minutes=5)}
    rows.update_one({"_id": "relay"}, {"$set": lease})
    yield
    rows.update_one({"_id": "relay"}, {"$set": {"until": wall_now()}})


def test_state_event_reply_and_audit_entry_are_one_write_and_then_go_their_ways(
    rpc: Caller, network: Network, db: Db
) -> None:
    order = network.a.an_order_offered_to_the_bench()
    orders, engineer = db("intake").orders, network.a.bench
    assert engineer.api.token
    until(lambda: orders.find_one({"_id": order.id})["pending"] == [], "sent")  # type: ignore[index]  # it is there
    with relay_held_back(db("intake").kit_leases):
        until(lambda: _is_held_back(rpc, network, orders), "held back")
        reply = rpc.call(order_contract.accept_custody, engineer, {"order_id": order.id})
        embedded: dict[str, Any] = orders.find_one({"_id": order.id})  # type: ignore[assignment]  # it is there
        (entry,) = embedded["pending"]
        assert entry["reply"] == reply
        assert [event["type"] for event in entry["events"]] == ["bench_accepted.v1"]
        assert entry["audit"]["version"] == embedded["version"] == 3
        assert entry["audit"]["operation"] == "accept_custody"
        assert db("intake").kit_events.find_one({"_id": entry["events"][0]["id"]}) is None
    until(lambda: orders.find_one({"_id": order.id})["pending"] == [], "sent")  # type: ignore[index]  # it is there
    moved: dict[str, Any] = orders.find_one({"_id": order.id})  # type: ignore[assignment]  # it is there
    assert moved == {**embedded, "pending": []}
    event = db("intake").kit_events.find_one({"_id": entry["events"][0]["id"]})
    assert event is not None
    assert event["envelope"] == entry["events"][0]
    kept_reply = db("intake").kit_replies.find_one({"_id": entry["id"]})
    assert kept_reply is not None
    assert (kept_reply["reply"], kept_reply["hash"], kept_reply["station_id"]) == (reply, entry["hash"], network.a.id)
    assert db("intake").kit_audit.count_documents({"aggregate_id": order.id, "version": 3}) == 1


def test_the_event_says_what_happened_where_when_and_through_whom(network: Network, db: Db) -> None:
    order = network.a.an_order_on_the_bench()
    row = db("intake").kit_events.find_one({"aggregate_id": order.id, "type": "bench_accepted.v1"})
    assert row is not None
    envelope = row["envelope"]
    assert envelope["station_id"] == network.a.id
    assert envelope["actor"] == network.a.bench.id
    assert envelope["counts"] == {"order_received.v1": 1, "bench_accepted.v1": 1}
    assert row["position"] == 2
    assert envelope["imported"] is False
    assert "李雷" not in str(envelope)


def test_a_job_is_made_by_the_event_in_its_own_station_and_keeps_the_mark(network: Network, db: Db) -> None:
    order = network.b.an_order_on_the_bench()
    job = db("repair").jobs.find_one({"_id": order.job})
    assert job is not None
    assert (job["station_id"], job["order_id"]) == (network.b.id, order.id)
    assert job["heard"] == {"bench_accepted:v1": 1}
    assert db("repair").kit_marks.find_one({"_id": f"intake|{order.id}"}) is None


def test_the_marks_of_an_orders_calls_stand_in_its_row_each_under_its_call(network: Network, db: Db) -> None:
    order = network.a.an_order_on_the_bench()
    until(lambda: db("quality").calls.find_one({"order_id": order.id}) is not None, "called")
    call: dict[str, Any] = db("quality").calls.find_one({"order_id": order.id})  # type: ignore[assignment]  # it is there
    mark = {"_id": order.id, f"heard.{call['_id']}.call_opened:v1": 1, "heard.order_received:v1": 1}
    until(lambda: db("oversight").rows.find_one(mark) is not None, "heard")
    assert db("oversight").kit_marks.find_one({"_id": f"quality|{call['_id']}"}) is None


def test_replies_are_kept_for_48_hours_and_no_longer(db: Db) -> None:
    for service in ("stations", "intake", "repair"):
        indexes = db(service).kit_replies.index_information().values()
        assert [index["expireAfterSeconds"] for index in indexes if "expireAfterSeconds" in index] == [REPLY_SECONDS]
    assert REPLY_SECONDS == 48 * 3600


def test_a_document_without_a_station_is_refused_by_the_database_itself(network: Network, db: Db) -> None:
    order = network.a.a_received_order()
    with pytest.raises(WriteError) as refused:
        db("intake").orders.update_one({"_id": order.id}, {"$unset": {"station_id": ""}})
    assert refused.value.code == VALIDATION_FAILED


def test_the_stream_of_changes_is_read_only_while_another_process_wants_the_lease(platform: Platform, db: Db) -> None:
    intake = db("intake")
    until(lambda: not _streams_on(platform, intake.name), "nobody reads it")
    assert Lease(intake, "relay").take() is False
    until(lambda: bool(_streams_on(platform, intake.name)), "read")
    until(lambda: not _streams_on(platform, intake.name), "nobody reads it any more")


def _streams_on(platform: Platform, database: str) -> list[Any]:
    """The streams of changes that are read on a database, as the server has them.

    A process that was killed over one leaves it behind there for minutes, and nobody reads it.
    """
    with MongoClient[dict[str, Any]](platform.backing.mongo_uri, tz_aware=True) as client:
        running = client.admin.aggregate([{"$currentOp": {"allUsers": True, "idleCursors": True}}])
        return [
            operation
            for operation in running
            if operation.get("ns", "").startswith(f"{database}.") and STREAM in str(operation)
            if operation["type"] != "idleCursor" or operation["cursor"]["lastAccessDate"] > wall_now() - READ_WITHIN
        ]


def _is_held_back(rpc: Caller, network: Network, orders: Any) -> bool:
    """Whether a fresh order's entry stays where it is."""
    request = {"party_id": network.a.customer, "fault": "none", "accessories": ["charger"]}
    reply = rpc.call(receiving.receive_device, network.a.desk, request)
    time.sleep(SENT_SECONDS)
    return bool(orders.find_one({"_id": reply["id"]})["pending"])


@pytest.fixture
def things(platform: Platform) -> Iterator[Any]:
    """A collection of no service."""
    with MongoClient[dict[str, Any]](platform.backing.mongo_uri, tz_aware=True) as client:
        database = client[f"{platform.prefix}_scratch"]
        yield database["things"]
        client.drop_database(database.name)


def _entry(command: str, document: str, *events: str) -> dict[str, Any]:
    event_ids = [{"id": event} for event in events]
    return {"id": command, "at": wall_now(), "events": event_ids, "audit": {"_id": f"{command} {document}"}}


def _taken_off(
    platform: Platform, things: Any, documents: list[dict[str, Any]], unroutable: set[str]
) -> dict[str, Any]:
    """The entries that are left in each document."""
    database = things.database
    relay = Relay("s", database, ["things"], Trail(database, "key"), Names(platform.prefix), Publisher("amqp://"))
    relay._take_off("things", documents, unroutable)
    return {row["_id"]: [entry["id"] for entry in row["pending"]] for row in things.find()}


def test_what_a_command_left_in_a_document_after_it_was_read_stays_when_its_entry_in_another_is_taken_off(
    platform: Platform, things: Any
) -> None:
    documents = [
        {"_id": "a", "station_id": "s", "pending": [_entry("both", "a")]},
        {"_id": "b", "station_id": "s", "pending": [_entry("earlier", "b")]},
    ]
    things.insert_many(documents)
    things.update_one({"_id": "b"}, {"$push": {"pending": _entry("both", "b")}})
    assert _taken_off(platform, things, documents, set()) == {"a": [], "b": ["both"]}


def test_what_no_queue_took_stays_and_what_was_sent_with_it_does_not(platform: Platform, things: Any) -> None:
    pending = [_entry("first", "a", "e1"), _entry("second", "a", "e2", "e3"), _entry("third", "a")]
    documents = [{"_id": "a", "station_id": "s", "pending": pending}]
    things.insert_many(documents)
    assert _taken_off(platform, things, documents, {"e3"}) == {"a": ["second"]}
