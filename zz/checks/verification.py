"""Holds an installation's audit trails against their keys, their anchors and the documents that they tell of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from contracts.language.catalogue import SERVICES, keeper_of_anchors
from stationkit.audit.chain import Damage, Seals, Walk
from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.process.migrate import collections_of
from stationkit.storage.database import connect
from stationkit.storage.kit_collections import ANCHORS, AUDIT

if TYPE_CHECKING:
    from pymongo import MongoClient
    from pymongo.client_session import ClientSession

    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document

BATCH = 500
ANCHORED_WITHIN = timedelta(days=2)
Anchored = dict[str, dict[int, set[str]]]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the chain of which service and station, which link, which entry or document."""

    service: str
    station_id: str
    seq: int | None
    kind: str
    about: str
    detail: str

    def for_machine(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Verified:
    """What was found, and how much was looked at."""

    findings: list[Finding] = field(default_factory=list)
    chains: int = 0
    entries: int = 0
    documents: int = 0
    anchors: int = 0

    def for_machine(self) -> dict[str, Any]:
        return {**asdict(self), "is_whole": not self.findings}


def verify(mongo_uri: str, prefix: str, audit_keys: Mapping[str, str]) -> Verified:
    """Looks at everything; the platform may work meanwhile."""
    result = Verified()
    with connect(mongo_uri) as client:
        for service in SERVICES:
            _Trail(service, client, Names(prefix), Seals(audit_keys[service]), result).verify()
    return result


class _Trail:
    """The audit trail of one service."""

    def __init__(
        self, service: str, client: MongoClient[Document], names: Names, seals: Seals, result: Verified
    ) -> None:
        self._service = service
        self._client = client
        self._db: Db = client[names.user(service)]
        self._keeper: Db = client[names.user(keeper_of_anchors(service))]
        self._seals = seals
        self._result = result

    def verify(self) -> None:
        anchored = self._anchored()
        rows = self._db[AUDIT].find({"seq": {"$gt": 0}}).sort([("station_id", 1), ("seq", 1)])
        for station_id, links in groupby(rows, key=lambda row: str(row.get("station_id"))):
            self._verify_chain(station_id, links, anchored.pop(station_id, {}))
        for station_id, anchors in anchored.items():
            self._verify_chain(station_id, iter(()), anchors)
        for row in self._db[AUDIT].find({"seq": {"$not": {"$gt": 0}}}):
            damage = Damage("inserted", None, str(row["_id"]), "it is no link of the chain")
            self._note(str(row.get("station_id")), damage)
        for collection in collections_of(self._service):
            if not collection.derived:
                self._verify_documents(collection.name)

    def _anchored(self) -> Anchored:
        """The codes that were put away, by station and number; read before the chains, which only grow."""
        macs: Anchored = defaultdict(lambda: defaultdict(set))
        for row in self._keeper[ANCHORS].find({"service": self._service}):
            macs[row["station_id"]][row["seq"]].add(row["mac"])
            self._result.anchors += 1
        return macs

    def _verify_chain(self, station_id: str, links: Iterator[Document], anchors: Mapping[int, set[str]]) -> None:
        walk = Walk(self._seals, anchors)
        for row in links:
            self._result.entries += 1
            for damage in walk.step(row):
                self._note(station_id, damage)
        for damage in walk.end(wall_now() - ANCHORED_WITHIN):
            self._note(station_id, damage)
        self._result.chains += 1

    def _verify_documents(self, name: str) -> None:
        """In steps, each of one instant: what is pending in a document then is not yet, or just now, in the trail."""
        last = ""
        while True:
            with self._client.start_session(snapshot=True) as session:
                selection: Document = {"_id": {"$gt": last}}
                fields: Document = {"station_id": 1, "version": 1, "pending.audit.version": 1}
                rows = list(self._db[name].find(selection, fields, session=session).sort("_id", 1).limit(BATCH))
                if not rows:
                    return
                versions = self._versions(name, [row["_id"] for row in rows], session)
            last = rows[-1]["_id"]
            self._result.documents += len(rows)
            for row in rows:
                self._compare(name, row, versions[row["_id"]])

    def _versions(self, name: str, ids: list[str], session: ClientSession) -> dict[str, Counter[int]]:
        selection = {"aggregate_id": {"$in": ids}, "aggregate": name, "outcome": "done"}
        versions: dict[str, Counter[int]] = defaultdict(Counter)
        for row in self._db[AUDIT].find(selection, {"aggregate_id": 1, "version": 1}, session=session):
            if isinstance(row.get("version"), int):
                versions[row["aggregate_id"]][row["version"]] += 1
        return versions

    def _compare(self, name: str, row: Document, entries: Counter[int]) -> None:
        about, whole = f"{name} {row['_id']}", Counter(range(1, row["version"] + 1))
        pending = {entry["audit"]["version"] for entry in row["pending"]}
        if lacking := sorted(whole.keys() - entries.keys() - pending):
            self._note(row["station_id"], Damage("version_without_entry", None, about, f"no entry of {lacking}"))
        if surplus := sorted(entries - whole):
            detail = f"one entry too many of {surplus}; it stands at {row['version']}"
            self._note(row["station_id"], Damage("entry_without_version", None, about, detail))

    def _note(self, station_id: str, damage: Damage) -> None:
        finding = Finding(self._service, station_id, damage.seq, damage.kind, damage.about, damage.detail)
        self._result.findings.append(finding)
