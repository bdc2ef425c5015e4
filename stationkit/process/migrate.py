"""Makes an installation's users, rights, collections, indexes, exchanges and queues; needs the administrators' URIs.

Services have the least rights: a service may read and write its own collections, but make none, and only add to its
event log, its audit trail and the anchors of others; it may write to its own events and its own dead, to the stream
and replies, and read its own queues. Retries are the broker's own doing: who could write there, or to another's dead
that an operator sends again, could put words into another's mouth.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlparse

import orjson
import structlog
import urllib3
from kombu.connection import Connection
from kombu.entity import Exchange, Queue
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from contracts.language.catalogue import SERVICES, keeper_of_anchors, producers_of, subscriptions_of
from contracts.language.kit_messages import CHAINS_ANCHORED, REPLAY_REQUESTED
from stationkit.ground.names import Names, replay_key
from stationkit.storage import schema
from stationkit.storage.database import connect, database
from stationkit.storage.kit_collections import ANCHORS, AUDIT, EVENT_LOG

GATEWAY = "gateway"
RETRY_SECONDS = 2.0
ORPHAN_SECONDS = 3
_log = structlog.get_logger()
READS = ["find", "changeStream", "listCollections", "listIndexes", "collStats"]
WRITES = ["insert", "update", "remove"]
APPENDS = ["insert"]
ADDED_TO = (AUDIT, EVENT_LOG, ANCHORS)


def migrate(
    *,
    amqp_uri: str,
    broker_api: str,
    mongo_uri: str,
    prefix: str,
    passwords: Mapping[str, str],
    retry_seconds: float = RETRY_SECONDS,
) -> None:
    """Makes everything that is missing under a prefix; may be run again at any time."""
    names = Names(prefix)
    migrate_databases(mongo_uri, names, passwords)
    declare_topology(amqp_uri, names, retry_seconds)
    api = BrokerApi(broker_api, _vhost(amqp_uri))
    for service in (*SERVICES, GATEWAY):
        api.put_user(names.user(service), passwords[service], rights_of(names, service))


def migrate_databases(mongo_uri: str, names: Names, passwords: Mapping[str, str]) -> None:
    """The part of it that is the database's."""
    with connect(mongo_uri) as client:
        _shorten_orphans(client)
        for service in SERVICES:
            _migrate_database(client, names, service, passwords[service])


def drop_databases(mongo_uri: str, names: Names) -> None:
    """Removes the databases of a prefix with their users."""
    with connect(mongo_uri) as client:
        for service in SERVICES:
            name = names.user(service)
            for command in ({"dropUser": name}, {"dropRole": name}, {"dropDatabase": 1}):
                _run_if_there(client, name, command)


def drop(*, amqp_uri: str, broker_api: str, mongo_uri: str, prefix: str) -> None:
    """Removes everything of a prefix: for tests, which leave nothing behind."""
    names = Names(prefix)
    drop_databases(mongo_uri, names)
    api = BrokerApi(broker_api, _vhost(amqp_uri))
    for kind in ("queues", "exchanges"):
        for name in api.names(kind):
            if name.startswith(f"{prefix}."):
                api.delete(kind, name)
    for service in (*SERVICES, GATEWAY):
        api.delete_user(names.user(service))


def collections_of(service: str) -> tuple[Any, ...]:
    """The collections that a service declares."""
    collections: tuple[Any, ...] = importlib.import_module(f"services.{service}.collections").COLLECTIONS
    return collections


def rights_of(names: Names, service: str) -> dict[str, str]:
    """What a user may do on the broker, as its regular expressions."""
    if service == GATEWAY:
        reply_queue, exchanges = r"^amq\.gen-.*$", [names.rpc_exchange]
        read_batcher = _any_of([names.reply_exchange, names.stream_exchange])[:-2] + r"|amq\.gen-.*)$"
        return {"configure": reply_queue, "write": _any_of(exchanges)[:-2] + r"|amq\.gen-.*)$", "read": read_batcher}
    exchanges = [names.events_exchange(service), names.stream_exchange, names.reply_exchange]
    exchanges += [names.dead_exchange(service)]
    queues = [names.rpc_queue(service), *(names.event_queue(service, producer) for producer in producers_of(service))]
    return {"configure": "^$", "write": _any_of(exchanges), "read": _any_of(queues)}


def declare_topology(amqp_uri: str, names: Names, retry_seconds: float) -> None:
    """Declares every exchange and queue of the contract."""
    with Connection(amqp_uri) as connection:
        channel = connection.default_channel
        for entity in [*_exchanges(names), *_queues(names, retry_seconds)]:
            bound: Any = entity(channel)
            bound.declare()
        for queue, exchange, key in bindings(names):
            channel.queue_bind(queue, exchange, key)


def _shorten_orphans(client: MongoClient[dict[str, Any]]) -> None:
    """What a killed process was writing must not keep the next from writing it for MongoDB's own 60 seconds.

    It holds until the server starts again: its configuration has to say the same.
    """
    try:
        client.admin.command("setParameter", 1, transactionLifetimeLimitSeconds=ORPHAN_SECONDS)
    except OperationFailure as error:
        _log.warning("orphaned_transactions_last_long", error=error.code, set="transactionLifetimeLimitSeconds")


def _migrate_database(client: MongoClient[dict[str, Any]], names: Names, service: str, password: str) -> None:
    name = names.user(service)
    db = database(client, name)
    schema.migrate(db, collections_of(service))
    privileges = [
        {"resource": {"db": name, "collection": collection}, "actions": actions}
        for collection, actions in _rights(service)
    ]
    _create_or_update(db, "Role", name, {"privileges": privileges, "roles": []})
    _create_or_update(db, "User", name, {"pwd": password, "roles": [{"role": name, "db": name}]})


def _rights(service: str) -> list[tuple[str, list[str]]]:
    """What a service may do in each collection; a right to write anywhere would be one to make collections."""
    declared = [collection.name for collection in collections_of(service)]
    writes = [(name, APPENDS if name in ADDED_TO else WRITES) for name in (*declared, *schema.KIT_INDEXES)]
    return [("", READS), *writes]


def _create_or_update(db: Any, what: str, name: str, values: dict[str, Any]) -> None:
    try:
        db.command({f"create{what}": name, **values})
    except OperationFailure as error:
        if error.code not in (51002, 51003):
            raise
        db.command({f"update{what}": name, **values})


def _run_if_there(client: MongoClient[dict[str, Any]], name: str, command: dict[str, Any]) -> None:
    try:
        client[name].command(command)
    except OperationFailure as error:
        if error.code not in (11, 31):
            raise


def _exchanges(names: Names) -> list[Exchange]:
    topics = [names.rpc_exchange, names.stream_exchange, *(names.events_exchange(service) for service in SERVICES)]
    directs = [names.reply_exchange, names.retry_exchange, *(names.dead_exchange(service) for service in SERVICES)]
    return [
        *(Exchange(name, "topic", durable=True) for name in topics),
        *(Exchange(name, "direct", durable=True) for name in directs),
    ]


def _queues(names: Names, retry_seconds: float) -> list[Queue]:
    queues = []
    for service in SERVICES:
        rpc = names.rpc_queue(service)
        queues += [_queue(rpc, {}), _queue(names.dead_queue(rpc), {})]
        for producer in producers_of(service):
            name = names.event_queue(service, producer)
            wait = {"x-message-ttl": int(retry_seconds * 1000), **_to("", name)}
            queues += [
                _queue(name, _to(names.retry_exchange, name)),
                _queue(names.wait_queue(name), wait),
                _queue(names.dead_queue(name), {}),
            ]
    return queues


def bindings(names: Names) -> list[tuple[str, str, str]]:
    """Which queue takes from which exchange what comes under which key."""
    rows = []
    for service in SERVICES:
        rpc, dead = names.rpc_queue(service), names.dead_exchange(service)
        rows += [(rpc, names.rpc_exchange, f"{service}.*"), (names.dead_queue(rpc), dead, rpc)]
        for producer in producers_of(service):
            name, exchange = names.event_queue(service, producer), names.events_exchange(producer)
            keys = [*subscriptions_of(service).get(producer, ()), REPLAY_REQUESTED, replay_key(service, "#")]
            keys += [CHAINS_ANCHORED] if keeper_of_anchors(producer) == service else []
            rows += [(name, exchange, key) for key in keys]
            rows += [(names.wait_queue(name), names.retry_exchange, name), (names.dead_queue(name), dead, name)]
    return rows


def _queue(name: str, arguments: dict[str, Any]) -> Queue:
    return Queue(name, durable=True, queue_arguments={"x-queue-type": "quorum", **arguments})


def _to(exchange: str, key: str) -> dict[str, Any]:
    return {
        "x-dead-letter-exchange": exchange,
        "x-dead-letter-routing-key": key,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def _any_of(names: list[str]) -> str:
    return f"^({'|'.join(re.escape(name) for name in names)})$"


def _vhost(amqp_uri: str) -> str:
    return unquote(urlparse(amqp_uri.split(";", maxsplit=1)[0]).path[1:]) or "/"


class BrokerApi:
    """The part of RabbitMQ's management API that an installation needs."""

    def __init__(self, url: str, vhost: str) -> None:
        parts = urlparse(url)
        self._base = f"{parts.scheme}://{parts.hostname}:{parts.port}/api"
        self._headers = urllib3.make_headers(
            basic_auth=f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        )
        self._pool = urllib3.PoolManager(timeout=10, retries=urllib3.Retry(3, backoff_factor=0.5))
        self._vhost = quote(vhost, safe="")

    def put_user(self, name: str, password: str, rights: dict[str, str]) -> None:
        """Makes or changes a user with these rights and no others."""
        self._send("PUT", f"users/{quote(name)}", {"password": password, "tags": ""})
        self._send("PUT", f"permissions/{self._vhost}/{quote(name)}", rights)

    def delete_user(self, name: str) -> None:
        """Removes a user."""
        self._send("DELETE", f"users/{quote(name)}", None)

    def names(self, kind: str) -> list[str]:
        """The names of all `queues` or `exchanges`."""
        return [row["name"] for row in self.rows(kind, "name")]

    def rows(self, kind: str, columns: str) -> list[dict[str, Any]]:
        """Chosen columns of all `queues` or `exchanges`."""
        rows: list[dict[str, Any]] = orjson.loads(self._send("GET", f"{kind}/{self._vhost}?columns={columns}", None))
        return rows

    def delete(self, kind: str, name: str) -> None:
        """Removes a queue or exchange."""
        self._send("DELETE", f"{kind}/{self._vhost}/{quote(name, safe='')}", None)

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> bytes:
        encoded = None if body is None else orjson.dumps(body)
        headers = {**self._headers, "Content-Type": "application/json"}
        answer = self._pool.request(method, f"{self._base}/{path}", body=encoded, headers=headers)
        if answer.status >= 400 and not (method == "DELETE" and answer.status == 404):  # noqa: PLR2004  # HTTP
            raise RuntimeError(f"RabbitMQ's management API answered {answer.status} to {method} {path}")
        return answer.data
