"""A service reads and writes its own database and makes nothing there; it tells its own events and reads its queues."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import amqp
from pymongo.errors import OperationFailure

from contracts.language.catalogue import SERVICES, producers_of
from stationkit.messaging.publisher import connect as connect_broker
from stationkit.process.migrate import GATEWAY
from stationkit.storage.database import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from stationkit.ground.names import Names
    from stationkit.storage.database import Db
    from tests.laws.probe import Probe

    Attempt = Callable[[amqp.Channel], None]

MADE = "made_by_a_law"


def check_database(names: Names, logins: Mapping[str, str]) -> list[str]:
    """What each service may do in the database beyond its own documents, with the log-in that it is told."""
    findings = []
    for service, uri in logins.items():
        with connect(uri, pool=2) as client:
            own, others = client[names.user(service)], [other for other in SERVICES if other != service]
            tries: dict[str, Callable[[], Any]] = {
                f"read {other}": client[names.user(other)]["kit_events"].find_one for other in others
            }
            tries |= {f"write to {other}": _insert(client[names.user(other)]) for other in others}
            tries |= {
                "make a collection": partial(own.create_collection, MADE),
                "make a collection by writing": _insert(own),
                "make an index": partial(own["kit_events"].create_index, MADE),
                "drop a collection": partial(own.drop_collection, MADE),
                "change a validator": partial(own.command, "collMod", MADE, validator={}),
                "change the audit trail": partial(own["kit_audit"].update_one, {"_id": MADE}, {"$set": {"actor": ""}}),
                "put an anchor elsewhere": partial(own["kit_anchors"].update_one, {"_id": MADE}, {"$set": {"mac": ""}}),
                "forget an anchor": partial(own["kit_anchors"].delete_one, {"_id": MADE}),
                "forget what was told": partial(own["kit_events"].delete_one, {"_id": MADE}),
                "make a user": partial(own.command, "createUser", MADE, pwd=MADE, roles=[]),
                "read the users": client.admin["system.users"].find_one,
            }
            findings += [f"{service} may {what}" for what, attempt in tries.items() if _is_allowed(attempt)]
    return findings


def _insert(db: Any) -> Callable[[], Any]:
    return lambda: db[MADE].insert_one({"station_id": "none"})


def _is_allowed(attempt: Callable[[], Any]) -> bool:
    try:
        attempt()
    except OperationFailure as error:
        return error.code != 13
    return True


def check_broker(names: Names, logins: Mapping[str, str]) -> list[str]:
    """Where each process may write, read, listen or make something on the broker beyond its own, or not even that."""
    return [
        f"{process} may {what}" if allowed else f"{process} may not {what}"
        for process, uri in logins.items()
        for what, attempt, expected in _tries(names, process)
        if (allowed := _may(uri, attempt)) != expected
    ]


def _tries(names: Names, process: str) -> Iterator[tuple[str, Attempt, bool]]:
    writes = {names.rpc_exchange} if process == GATEWAY else _exchanges_of(names, process)
    everything = {names.rpc_exchange, names.stream_exchange, names.retry_exchange, "amq.topic", ""}.union(
        *(_exchanges_of(names, service) for service in SERVICES)
    )
    for exchange in sorted(everything):
        yield f"write to {exchange or 'the default exchange'}", partial(_write, exchange), exchange in writes
    reads = {names.reply_exchange, names.stream_exchange} if process == GATEWAY else set()
    for exchange in sorted(everything - {""}):
        yield f"listen to {exchange}", partial(_listen, exchange), exchange in reads
    for service in SERVICES:
        for queue in (
            names.rpc_queue(service),
            *(names.event_queue(service, producer) for producer in producers_of(service)),
        ):
            if service != process:
                yield f"read {queue}", partial(_read, queue), False
                yield f"empty {queue}", partial(_empty, queue), False
            yield f"feed {queue} from elsewhere", partial(_bind, queue, names.rpc_exchange), False
            yield f"cut {queue} off", partial(_unbind, queue, names.rpc_exchange), False
            yield f"delete {queue}", partial(_delete_queue, queue), False
    for exchange in sorted(everything - {"", "amq.topic"}):
        yield f"delete {exchange}", partial(_delete_exchange, exchange), False
    yield "make a queue", _make_queue, False
    yield "make an exchange", _make_exchange, False


def _exchanges_of(names: Names, service: str) -> set[str]:
    return {names.events_exchange(service), names.stream_exchange, names.reply_exchange, names.dead_exchange(service)}


def _write(exchange: str, channel: amqp.Channel) -> None:
    channel.basic_publish_confirm(amqp.Message("{}"), exchange, MADE)


def _listen(exchange: str, channel: amqp.Channel) -> None:
    queue = channel.queue_declare("", durable=False, exclusive=True, auto_delete=True).queue
    channel.queue_bind(queue, exchange, MADE)


def _read(queue: str, channel: amqp.Channel) -> None:
    channel.basic_get(queue)


def _bind(queue: str, exchange: str, channel: amqp.Channel) -> None:
    channel.queue_bind(queue, exchange, MADE)


def _empty(queue: str, channel: amqp.Channel) -> None:
    channel.queue_purge(queue)


def _unbind(queue: str, exchange: str, channel: amqp.Channel) -> None:
    channel.queue_unbind(queue, exchange, MADE)


def _delete_queue(queue: str, channel: amqp.Channel) -> None:
    channel.queue_delete(queue)


def _delete_exchange(exchange: str, channel: amqp.Channel) -> None:
    channel.exchange_delete(exchange)


def _make_queue(channel: amqp.Channel) -> None:
    channel.queue_declare(MADE, durable=False, auto_delete=True)


def _make_exchange(channel: amqp.Channel) -> None:
    channel.exchange_declare(MADE, "topic", durable=False, auto_delete=True)


def _may(uri: str, attempt: Attempt) -> bool:
    connection = connect_broker(uri)
    try:
        attempt(connection.channel())
    except amqp.AccessRefused:
        return False
    finally:
        connection.close()
    return True


def _logins(probe: Probe, variable: str, *processes: str) -> dict[str, str]:
    return {name: probe.network.platform.environment(name)[variable] for name in processes}


def test_no_service_may_do_more_in_the_database_than_read_and_write_what_is_its_own(probe: Probe) -> None:
    assert check_database(probe.names, _logins(probe, "MONGO_URI", *SERVICES)) == []


def test_nobody_may_do_more_on_the_broker_than_is_their_part(probe: Probe) -> None:
    assert check_broker(probe.names, _logins(probe, "AMQP_URI", *SERVICES, GATEWAY)) == []


def test_the_gateway_is_told_no_way_to_the_database(probe: Probe) -> None:
    variables = probe.network.platform.environment(GATEWAY)
    assert not [name for name, value in variables.items() if "mongo" in f"{name}{value}".lower()]
    assert "ZZ_TOKEN_PRIVATE_KEY" not in variables


@contextmanager
def _spoilt(db: Db, *roles: dict[str, str]) -> Iterator[str]:
    """The log-in of a user with other roles than the least."""
    db.command("createUser", "spoilt", pwd="spoilt", roles=[*roles])
    try:
        yield "spoilt:spoilt"
    finally:
        db.command("dropUser", "spoilt")


def test_a_database_user_with_more_than_the_least_rights_is_found(probe: Probe) -> None:
    uri, db = probe.network.platform.environment("intake")["MONGO_URI"], probe.db("intake")
    roles = [{"role": "readWrite", "db": db.name}, {"role": "read", "db": probe.names.user("repair")}]
    with _spoilt(db, *roles) as login:
        own_login = uri.partition("://")[2].partition("@")[0]
        findings = check_database(probe.names, {"intake": uri.replace(own_login, login)})
    assert findings == [
        "intake may read repair",
        "intake may make a collection",
        "intake may make a collection by writing",
        "intake may make an index",
        "intake may drop a collection",
        "intake may change the audit trail",
        "intake may put an anchor elsewhere",
        "intake may forget an anchor",
        "intake may forget what was told",
    ]


def test_a_broker_user_with_the_rights_of_another_is_found(probe: Probe) -> None:
    environment = probe.network.platform.environment
    findings = check_broker(probe.names, {"intake": environment("repair")["AMQP_URI"]})
    names = probe.names
    assert f"intake may write to {names.events_exchange('repair')}" in findings
    assert f"intake may not write to {names.events_exchange('intake')}" in findings
    assert f"intake may read {names.rpc_queue('repair')}" in findings
