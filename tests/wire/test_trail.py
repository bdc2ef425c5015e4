"""The audit trail of a platform at work is whole; whoever damages it in the database is found, with the very place."""

from __future__ import annotations

import json
import secrets
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import MongoClient

from contracts.language.catalogue import SERVICES, keeper_of_anchors
from contracts.language.fields import instant_text
from stationkit.audit.chain import START, Head, Seals
from stationkit.audit.trail import Trail
from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.process.migrate import collections_of
from stationkit.storage.database import database
from stationkit.storage.kit_collections import ANCHORS, AUDIT, REFUSALS
from tests.ground.platform import running_platform
from tests.world.network import NOBODY, Network
from tests.world.people import until
from zz import cli
from zz.checks import verification
from zz.commands import audit
from zz.local import installation
from zz.local.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stationkit.storage.database import Db
    from zz.local.backing import Backing

Document = dict[str, Any]
Damages = list[tuple[str, str, str, int | None]]


class Ground:
    """A network of its own, whose databases may be damaged."""

    def __init__(self, network: Network, client: MongoClient[Document]) -> None:
        self.network = network
        self.platform = network.platform
        self.client = client
        self.key = self.platform.secrets.audit_keys["intake"]
        self.seals = Seals(self.key)

    def db(self, service: str = "intake") -> Db:
        return database(self.client, Names(self.platform.prefix).user(service))

    def verified(self) -> verification.Verified:
        return verification.verify(
            self.platform.backing.mongo_uri, self.platform.prefix, self.platform.secrets.audit_keys
        )

    def damages(self) -> Damages:
        return [
            (finding.service, finding.station_id, finding.kind, finding.seq) for finding in self.verified().findings
        ]

    def chain(self) -> list[Document]:
        """Intake's chain of station A."""
        return list(self.db()[AUDIT].find({"station_id": self.network.a.id, "seq": {"$gt": 0}}).sort("seq", 1))

    def settle(self) -> None:
        until(lambda: not any(map(self._pending, SERVICES)), "settled")

    def anchor(self) -> None:
        """Lets the head station's day end."""
        api = self.network.supervisor.api
        now = datetime.fromisoformat(api.do.get_clock()["now"])
        before = {service: self._anchors(service) for service in SERVICES}
        api.do.move_clock(now=instant_text(now + timedelta(days=1)))
        until(
            lambda: all(self._anchors(service) > before[service] for service in ("stations", "intake", "repair")),
            "anchored",
        )
        self.settle()

    def _anchors(self, service: str) -> int:
        return self.db(keeper_of_anchors(service))[ANCHORS].count_documents({"service": service})

    def _pending(self, service: str) -> bool:
        names = [REFUSALS, *(collection.name for collection in collections_of(service))]
        return any(self.db(service)[name].find_one({"pending.0": {"$exists": True}}) for name in names)


@pytest.fixture(scope="module")
def ground(backing: Backing) -> Iterator[Ground]:
    """After a day's work, anchored, and some work of the next day."""
    with (
        tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as folder,
        running_platform(backing, Path(folder)) as platform,
        MongoClient[Document](backing.mongo_uri, tz_aware=True) as client,
    ):
        ground = Ground(Network(platform), client)
        station = ground.network.a
        station.an_order_on_the_bench()
        assert station.desk.ask.close_order(order_id=NOBODY, receipt="signed").code == "not_found"
        ground.settle()
        ground.anchor()
        station.an_order_offered_to_the_bench()
        ground.settle()
        yield ground


@contextmanager
def restored(ground: Ground, *names: str) -> Iterator[None]:
    """What is done to these collections of intake is undone."""
    documents = {name: list(ground.db()[name].find()) for name in names}
    try:
        yield
    finally:
        for name, rows in documents.items():
            ground.db()[name].delete_many({})
            ground.db()[name].insert_many(rows)


def test_the_trail_of_a_platform_at_work_is_whole(ground: Ground) -> None:
    verified = ground.verified()
    assert verified.findings == []
    assert verified.chains >= 5
    assert verified.entries >= verified.documents > 20
    assert verified.anchors >= 3
    numbers = [row["seq"] for row in ground.chain()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {row["outcome"] for row in ground.chain()} == {"done", "not_found"}


def test_the_chains_are_anchored_in_the_database_of_another(ground: Ground) -> None:
    for service in ("stations", "intake", "repair"):
        (row,) = ground.db("oversight")[ANCHORS].find({"service": service, "station_id": ground.network.a.id})
        link = ground.db(service)[AUDIT].find_one({"station_id": ground.network.a.id, "seq": row["seq"]})
        assert link is not None
        assert row["mac"] == link["mac"]
    assert ground.db("intake")[ANCHORS].find_one() is None
    assert keeper_of_anchors("oversight") == "stations"


def _alter(_ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    rows.update_one({"_id": chain[2]["_id"]}, {"$set": {"actor": NOBODY}})
    return [("altered", 3)]


def _remove_a_refusal(_ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    row = next(row for row in chain if row["outcome"] == "not_found")
    rows.delete_one({"_id": row["_id"]})
    return [("removed", row["seq"])]


def _remove_what_was_done(_ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    row = next(row for row in chain if row["outcome"] == "done")
    rows.delete_one({"_id": row["_id"]})
    return [("removed", row["seq"]), ("version_without_entry", None)]


def _cut_behind_the_anchor(_ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    """The last order was received and offered after the anchor: no chain tells, but its document does."""
    rows.delete_many({"_id": {"$in": [row["_id"] for row in chain[-2:]]}})
    return [("version_without_entry", None)]


def _cut_before_the_anchor(_ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    cut = chain[3:]
    rows.delete_many({"_id": {"$in": [row["_id"] for row in cut]}})
    documents = {row["aggregate_id"] for row in cut if row["outcome"] == "done"}
    return [("truncated", 4), *[("version_without_entry", None) for _ in documents]]


def _insert_without_a_number(_ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    entry = {name: value for name, value in chain[0].items() if name not in ("seq", "aggregate_id")}
    rows.insert_one({**entry, "_id": "made up"})
    return [("inserted", None)]


def _insert_at_the_end(_ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    seq, actor = chain[-1]["seq"] + 1, {"actor": NOBODY, "outcome": "refused"}
    rows.insert_one({**chain[-1], **actor, "_id": "made up", "seq": seq, "prev": chain[-1]["mac"], "mac": "0" * 64})
    return [("inserted", seq)]


def _link_anew_without_the_key(_ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    guess = Seals("a guess")
    for row in chain[-2:]:
        rows.update_one({"_id": row["_id"]}, {"$set": {"mac": guess.mac(row)}})
    return [("rewritten", row["seq"]) for row in chain[-2:]]


def _write_anew_with_the_key(ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    """All from the first entry, by somebody who has database and key of the service: only the anchor tells."""
    anchored = ground.db("oversight")[ANCHORS].find_one({"service": "intake", "station_id": ground.network.a.id})
    assert anchored is not None
    rows.delete_many({"station_id": ground.network.a.id})
    _append(ground, rows, START, [{**row, "actor": NOBODY} for row in chain])
    return [("rewritten", anchored["seq"])]


def _cut_and_grow_again_with_the_key(ground: Ground, rows: Any, chain: list[Document]) -> list[tuple[str, int | None]]:
    anchored = ground.db("oversight")[ANCHORS].find_one({"service": "intake", "station_id": ground.network.a.id})
    assert anchored is not None
    cut = chain[anchored["seq"] - 1 :]
    rows.delete_many({"_id": {"$in": [row["_id"] for row in cut]}})
    before = chain[anchored["seq"] - 2]
    _append(ground, rows, Head(before["seq"], before["mac"]), [{**row, "actor": NOBODY} for row in cut])
    return [("rewritten", anchored["seq"])]


def _append(ground: Ground, rows: Any, head: Head, entries: list[Document]) -> None:
    for entry in entries:
        link = ground.seals.linked({**entry, "seal": ground.seals.seal(entry)}, head)
        head = Head(link["seq"], link["mac"])
        rows.insert_one(link)


def _raise_a_version(ground: Ground, _rows: Any, _chain: list[Document]) -> list[tuple[str, int | None]]:
    ground.db().orders.update_one({"station_id": ground.network.a.id}, {"$inc": {"version": 1}})
    return [("version_without_entry", None)]


def _put_a_document_back(ground: Ground, _rows: Any, _chain: list[Document]) -> list[tuple[str, int | None]]:
    ground.db().orders.update_one({"station_id": ground.network.a.id, "version": {"$gt": 1}}, {"$inc": {"version": -1}})
    return [("entry_without_version", None)]


DAMAGES: tuple[Callable[[Ground, Any, list[Document]], list[tuple[str, int | None]]], ...] = (
    _alter,
    _remove_a_refusal,
    _remove_what_was_done,
    _cut_behind_the_anchor,
    _cut_before_the_anchor,
    _insert_without_a_number,
    _insert_at_the_end,
    _link_anew_without_the_key,
    _write_anew_with_the_key,
    _cut_and_grow_again_with_the_key,
    _raise_a_version,
    _put_a_document_back,
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damage_is_found_at_its_place_and_nothing_else_is(
    ground: Ground, damage: Callable[[Ground, Any, list[Document]], list[tuple[str, int | None]]]
) -> None:
    with restored(ground, AUDIT, "orders"):
        expected = damage(ground, ground.db()[AUDIT], ground.chain())
        assert ground.damages() == [("intake", ground.network.a.id, *damage) for damage in expected]
    assert ground.damages() == []


def test_the_command_names_the_damage_and_ends_with_1(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Paths(tmp_path)
    installation.save(place, ground.platform._plan)
    place.secrets.write_text(json.dumps(asdict(ground.platform.secrets)))
    monkeypatch.setattr(audit, "HOME", place)
    assert _run(monkeypatch, "audit", "verify") == 0
    assert "The audit trail is whole" in capsys.readouterr().out
    with restored(ground, AUDIT):
        _alter(ground, ground.db()[AUDIT], chain := ground.chain())
        assert _run(monkeypatch, "audit", "verify") == 1
        assert ground.network.a.id in capsys.readouterr().out
        assert _run(monkeypatch, "audit", "verify", "--json") == 1
        said = json.loads(capsys.readouterr().out)
    assert said["is_whole"] is False
    (finding,) = said["findings"]
    assert (finding["service"], finding["kind"], finding["seq"]) == ("intake", "altered", 3)
    assert finding["about"] == chain[2]["_id"]


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["zz", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert isinstance(end.value.code, int)
    return end.value.code


def test_two_that_add_to_a_chain_at_once_do_not_fork_it(ground: Ground) -> None:
    station_id, each = ground.network.b.id, 60
    entries = [_refusal(ground, station_id) for _ in range(2 * each)]
    writers = [
        threading.Thread(target=_add, args=(ground, entries[start : start + each + 20])) for start in (0, each - 20)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    added = ground.db()[AUDIT].count_documents({"_id": {"$in": [entry["_id"] for entry in entries]}})
    assert added == 2 * each
    assert ground.damages() == []


def _add(ground: Ground, entries: list[Document]) -> None:
    trail = Trail(ground.db(), ground.key)
    for start in range(0, len(entries), 5):
        trail.append(entries[start : start + 5])


def _refusal(ground: Ground, station_id: str) -> Document:
    entry = {"_id": secrets.token_hex(16), "station_id": station_id, "outcome": "refused", "at": wall_now()}
    return {**entry, "seal": ground.seals.seal(entry)}


def test_entries_that_come_again_are_linked_once(ground: Ground) -> None:
    entries = [_refusal(ground, ground.network.b.id) for _ in range(10)]
    trail = Trail(ground.db(), ground.key)
    trail.append(entries[:6])
    before = trail.head(ground.network.b.id)
    trail.append(entries[:6])
    assert trail.head(ground.network.b.id) == before
    trail.append(entries)
    assert trail.head(ground.network.b.id).seq == before.seq + 4
    assert ground.damages() == []


def test_what_somebody_puts_among_the_pending_without_the_key_is_found(ground: Ground) -> None:
    forged = _refusal(ground, ground.network.head.id) | {"actor": ground.network.supervisor.id}
    entry = {"id": forged["_id"], "at": forged["at"], "events": [], "audit": forged}
    ground.db()[REFUSALS].insert_one({"_id": forged["_id"], "station_id": forged["station_id"], "pending": [entry]})
    ground.settle()
    row = ground.db()[AUDIT].find_one({"_id": forged["_id"]})
    assert row is not None
    assert ground.damages() == [("intake", ground.network.head.id, "altered", row["seq"])]
