"""What must hold after every fault: read from broker and database themselves, behind the platform's back."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from pymongo import MongoClient

from contracts.language.catalogue import SERVICES, producers_of, subscriptions_of
from contracts.language.ids import derived_id
from stationkit.ground.names import Names, field_of
from stationkit.messaging.publisher import connect
from stationkit.process.migrate import collections_of
from stationkit.storage.kit_collections import LONG_AGO, REFUSALS
from tests.recompute import compare, recompute
from zz.checks import conservation
from zz.checks.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    import amqp
    from pymongo.database import Database

    from tests.faults.load import Load
    from tests.ground.platform import Platform
    from tests.recompute import Mismatch
    from tests.world.people import Person

QUIET_SECONDS = 30.0
QUIET_TIMES = 5
ALWAYS = {"start": "2026-01-01", "end": "2099-12-31"}
TOLD_ELSEWHERE = {("notifications", "recipient_id"), ("notifications", "staff_id")}
"""Whom a station's reports are told to may be people of the head."""
OTHER_END = ("from_station_id", "to_station_id")
"""A document with one of these is of both its stations: what goes from one to the other."""
Document = dict[str, Any]


class Oracle:
    """Reads one platform's databases and queues as an administrator; every check returns its violations."""

    def __init__(self, platform: Platform) -> None:
        self._names = Names(platform.prefix)
        self._uri = platform.backing.amqp_uri
        self._mongo_uri, self._prefix = platform.backing.mongo_uri, platform.prefix
        self._verify = partial(verify, self._mongo_uri, self._prefix, platform.secrets.audit_keys)
        self._client: MongoClient[Document] = MongoClient(platform.backing.mongo_uri, tz_aware=True)

    def close(self) -> None:
        self._client.close()

    def db(self, service: str) -> Database[Document]:
        return self._client[self._names.user(service)]

    def settle(self) -> None:
        """Waits until nothing is on its way any more, and says what still is when it stays the same for too long.

        A queue does not count what it has handed out, so quiet has to be seen several times.
        """
        deadline, quiet, before = 0.0, 0, [""]
        while quiet < QUIET_TIMES:
            left = [*self.pending(), *self.held(), *self.waiting()]
            quiet = 0 if left else quiet + 1
            if left != before:
                deadline, before = time.monotonic() + QUIET_SECONDS, left
            assert time.monotonic() < deadline, f"the same for {QUIET_SECONDS} s: {left[:10]}"
            time.sleep(0.1)

    def violations(self) -> list[str]:
        """Everything that is wrong once the platform is quiet."""
        self.settle()
        checks = (
            *(self.unsent, self.dead, self.unconsumed, self.gaps, self.untrue),
            *(self.foreign, self.repeated_jobs, self.unbalanced),
        )
        return [line for check in checks for line in check()]

    def check(self, load: Load, reader: Person) -> None:
        """What was answered holds, once; nothing is wrong besides, and the figures of the network are right."""
        assert load.errors == []
        assert self.violations() == []
        orders, borrows = self.db("intake").orders, self.db("inventory").borrows
        serials = orders.distinct("device.serial", {"_id": {"$in": load.begun}})
        assert orders.count_documents({"device.serial": {"$in": serials}}) == len(load.begun)
        assert orders.count_documents({"_id": {"$in": load.orders}, "state": "closed"}) == len(load.orders)
        assert borrows.count_documents({"_id": {"$in": load.borrows}, "state": "settled"}) == len(load.borrows)
        assert self.wrong_figures(reader) == []

    def unbalanced(self) -> Iterator[str]:
        """What is wrong with the stock ledgers."""
        for difference in conservation.verify(self._mongo_uri, self._prefix).differences:
            yield (
                f"{difference.station_id} {difference.kind} {difference.about}: "
                f"kept {difference.kept}, told {difference.told}"
            )

    def wrong_figures(self, reader: Person) -> list[str]:
        """KPIs that are not as they are when they are worked out anew; what is still folded is waited for."""
        deadline = time.monotonic() + QUIET_SECONDS
        while wrong := self._compared(reader):
            if time.monotonic() > deadline:
                break
            time.sleep(0.5)
        return [str(figure) for figure in wrong]

    def _compared(self, reader: Person) -> list[Mismatch]:
        recomputed = recompute(self._mongo_uri, self._prefix, **ALWAYS)
        return compare(recomputed, reader.do.get_kpis(**ALWAYS, by="station")["items"])

    def pending(self) -> Iterator[str]:
        """Documents that still have something to send, as the service itself finds them."""
        return self._with_something_pending({"pending.at": {"$gt": LONG_AGO}})

    def unsent(self) -> Iterator[str]:
        """Those that the service will never find; what it finds, such as a mail that falls due just now, it sends."""
        return self._with_something_pending({"pending.0": {"$exists": True}, "pending.at": {"$not": {"$gt": LONG_AGO}}})

    def _with_something_pending(self, condition: Document) -> Iterator[str]:
        for service, name in _collections():
            for row in self.db(service)[name].find(condition, {"_id": 1}).limit(5):
                yield f"{service}.{name} {row['_id']} has something pending"

    def held(self) -> Iterator[str]:
        """Events that wait for their predecessors."""
        for service in SERVICES:
            for row in self.db(service).kit_held.find().limit(5):
                yield f"{service} holds {row['envelope']['type']} {row['_id']}"

    def waiting(self) -> Iterator[str]:
        """Messages on their way to a service."""
        events = self._event_queues()
        waits, requests = map(self._names.wait_queue, events), map(self._names.rpc_queue, SERVICES)
        return self._filled([*events, *waits, *requests])

    def dead(self) -> Iterator[str]:
        """Messages that were given up."""
        queues = [*self._event_queues(), *(self._names.rpc_queue(service) for service in SERVICES)]
        yield from self._filled([self._names.dead_queue(queue) for queue in queues])

    def empty(self, queue: str) -> None:
        """Takes everything off a queue."""
        with connect(self._uri) as connection:
            connection.channel().queue_purge(queue)

    def unconsumed(self) -> Iterator[str]:
        """Aggregates whose hearers' marks differ from what the producer told."""
        for hearer in SERVICES:
            for producer, types in subscriptions_of(hearer).items():
                emitted, marked = self._emitted(producer, types), self._marked(hearer, producer, types)
                copied = self._copied(hearer, types)
                for key in sorted({*emitted, *marked, *copied}):
                    counts = {marks[key] for marks in (marked, copied) if key in marks}
                    if counts != {emitted[key]}:
                        yield f"{hearer} heard {key} {counts} times of {emitted[key]}"

    def gaps(self) -> Iterator[str]:
        """Aggregates whose events are not numbered 1, 2, 3 … or whose document counts otherwise."""
        for service in SERVICES:
            positions: defaultdict[str, list[int]] = defaultdict(list)
            types: defaultdict[str, Counter[str]] = defaultdict(Counter)
            for row in self.db(service).kit_events.find():
                positions[row["aggregate_id"]].append(row["position"])
                types[row["aggregate_id"]][field_of(row["type"])] += 1
            for name in _names_of(service):
                for row in self.db(service)[name].find({"counts": {"$exists": True}}, {"counts": 1}):
                    numbers = sorted(positions[row["_id"]])
                    if numbers != list(range(1, len(numbers) + 1)) or dict(types[row["_id"]]) != row["counts"]:
                        yield f"{service}.{name} {row['_id']} counts {row['counts']}, told {numbers}"

    def untrue(self) -> Iterator[str]:
        """What is wrong with the audit trail."""
        for finding in self._verify().findings:
            yield (
                f"{finding.service} {finding.station_id} {finding.kind} {finding.seq} {finding.about}: {finding.detail}"
            )

    def foreign(self) -> Iterator[str]:
        """Documents that name a document, or bear the id, of a station that they have nothing to do with."""
        own = [
            (service, collection.name, row)
            for service in SERVICES
            for collection in collections_of(service)
            if collection.scope == "own"
            for row in self.db(service)[collection.name].find()
        ]
        everywhere, ends = self._head_staff(), defaultdict(set)
        for *_, row in own:
            ends[row["_id"]].update(_ends(row))
        for service, name, row in own:
            for path, value in _values(row):
                if _leaf(path) in OTHER_END or value in everywhere or (service, path.rstrip("s")) in TOLD_ELSEWHERE:
                    continue
                of = {value} if _leaf(path) == "station_id" else ends.get(value, ends[row["_id"]])
                if of.isdisjoint(ends[row["_id"]]):
                    yield f"{service}.{name} {row['_id']}.{path} is of station {', '.join(sorted(of))}"

    def _head_staff(self) -> set[str]:
        """Whoever belongs to the head acts in every station."""
        head = self.db("stations").stations.find_one({"kind": "head"}, {"_id": 1})
        return set(self.db("stations").staff.distinct("_id", {"station_id": head["_id"]})) if head else set()

    def repeated_jobs(self) -> Iterator[str]:
        """Orders that reached the bench and have not exactly one job."""
        accepted = self.db("intake").kit_events.distinct("aggregate_id", {"type": "bench_accepted.v1"})
        jobs = Counter(row["order_id"] for row in self.db("repair").jobs.find({}, {"order_id": 1}))
        for order_id in {*accepted, *jobs}:
            if jobs[order_id] != 1:
                yield f"order {order_id} has {jobs[order_id]} jobs"

    def _emitted(self, producer: str, types: tuple[str, ...]) -> Counter[str]:
        rows = self.db(producer).kit_events.find({"type": {"$in": list(types)}}, {"type": 1, "aggregate_id": 1})
        return Counter(f"{row['type']} of {row['aggregate_id']}" for row in rows)

    def _copied(self, hearer: str, types: tuple[str, ...]) -> dict[str, int]:
        rows = self.db(hearer).kit_copies.find({"type": {"$in": list(types)}})
        return {f"{row['type']} of {row['_id']}": row["mark"] for row in rows}

    def _marked(self, hearer: str, producer: str, types: tuple[str, ...]) -> Counter[str]:
        """Marks as the hearer keeps them: in a row of their own, or in the document."""
        marked: Counter[str] = Counter()
        for row in self.db(hearer).kit_marks.find():
            marked.update(_marks(row, types, row["_id"].partition("|")[2]))
        for name in _names_of(hearer):
            for row in self.db(hearer)[name].find({"heard": {"$gt": {}}}):
                marked.update(_marks(row, types, _source_of(hearer, producer, row)))
        return marked

    def _event_queues(self) -> list[str]:
        return [self._names.event_queue(hearer, producer) for hearer in SERVICES for producer in producers_of(hearer)]

    def _filled(self, queues: list[str]) -> Iterator[str]:
        connection = connect(self._uri)
        try:
            channel: amqp.Channel = connection.channel()
            for queue in queues:
                count = channel.queue_declare(queue, passive=True).message_count
                if count:
                    yield f"{queue} has {count} messages"
        finally:
            connection.close()


def _collections() -> Iterator[tuple[str, str]]:
    return ((service, name) for service in SERVICES for name in (*_names_of(service), REFUSALS))


def _names_of(service: str) -> list[str]:
    return [collection.name for collection in collections_of(service)]


def _source_of(hearer: str, producer: str, row: Document) -> str:
    """Whose events a document's marks count: a job's those of its order, an order's its own and those of its job."""
    if hearer == "repair":
        return str(row["order_id"])
    of_an_order = hearer in ("intake", "quality") or row.get("kind") == "order"
    return derived_id("job", row["_id"]) if producer == "repair" and of_an_order else str(row["_id"])


def _marks(row: Document, types: tuple[str, ...], aggregate_id: str) -> dict[str, int]:
    """An aggregate's own marks, or those of each aggregate that shares the document."""
    counted: dict[str, int] = {}
    for name, marks in row["heard"].items():
        of, counts = (name, marks) if isinstance(marks, dict) else (aggregate_id, {name: marks})
        counted |= {
            f"{event_type} of {of}": counts[field_of(event_type)]
            for event_type in types
            if field_of(event_type) in counts
        }
    return counted


def _ends(row: Document) -> set[str]:
    """The stations that a document is of: its own, and the other end of what goes between two."""
    return {row["station_id"], *(value for path, value in _values(row) if _leaf(path) in OTHER_END)}


def _leaf(path: str) -> str:
    return path.rpartition(".")[2]


def _values(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a document with its path; what is pending is the kit's."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _values(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, path)
    elif isinstance(value, str):
        yield path, value
