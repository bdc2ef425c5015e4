"""The ledger of a platform at work adds up; whoever damages it in the database is found, with the very place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.ids import derived_id
from stationkit.storage.kit_collections import EVENT_LOG
from tests.world.people import until
from tests.world.store_room import a_job_that_may_borrow, a_stocked_part, lend
from zz import cli
from zz.checks import conservation
from zz.commands import ledger
from zz.local import installation
from zz.local.paths import Paths

if TYPE_CHECKING:
    from pathlib import Path

    from pymongo.database import Database

    from tests.ground.databases import Db
    from tests.ground.platform import Platform
    from tests.world.network import Network

Found = list[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def lent(network: Network, db: Db) -> tuple[str, str]:
    """A stock and its part, of which one piece is on a bench; all its moves are in the event log."""
    station = network.an_open_station()
    part = a_stocked_part(station, 3)
    lend(station, a_job_that_may_borrow(station), part)
    stock_id = derived_id("stock", station.id, part)
    until(lambda: db("inventory").stocks.find_one({"_id": stock_id})["pending"] == [], "relayed")  # type: ignore[index]  # it is there
    return stock_id, part


def found(platform: Platform, part: str) -> Found:
    """What is wrong with a part, and that nothing is wrong with any other."""
    result = conservation.verify(platform.backing.mongo_uri, platform.prefix)
    assert {difference.part_id for difference in result.differences} <= {part}
    return [
        (difference.kind, difference.about.partition(" ")[0], difference.kept, difference.told)
        for difference in result.differences
    ]


def changed(database: Database[dict[str, Any]], stock_id: str, update: dict[str, Any]) -> None:
    assert database.stocks.update_one({"_id": stock_id}, update).modified_count == 1


def test_a_ledger_that_nobody_touched_adds_up(platform: Platform, lent: tuple[str, str]) -> None:
    assert found(platform, lent[1]) == []


def test_a_changed_balance_is_found(platform: Platform, db: Db, lent: tuple[str, str]) -> None:
    changed(db("inventory"), lent[0], {"$inc": {"balances.store": 1}})
    assert found(platform, lent[1]) == [("balance", "store", "3", "2")]
    changed(db("inventory"), lent[0], {"$inc": {"balances.store": -1}})
    assert found(platform, lent[1]) == []


def test_a_changed_layer_is_found(platform: Platform, db: Db, lent: tuple[str, str]) -> None:
    stock = db("inventory").stocks.find_one({"_id": lent[0]})
    assert stock is not None
    place = next(number for number, layer in enumerate(stock["layers"]) if layer["place"] == "store")
    changed(db("inventory"), lent[0], {"$inc": {f"layers.{place}.quantity": -1}})
    assert found(platform, lent[1]) == [("layer", "store", "1", "2")]
    changed(db("inventory"), lent[0], {"$inc": {f"layers.{place}.quantity": 1}})
    assert found(platform, lent[1]) == []


def test_a_missing_event_is_found(platform: Platform, db: Db, lent: tuple[str, str]) -> None:
    rows = db("inventory")[EVENT_LOG].find({"type": "stock_moved.v1", "aggregate_id": lent[0]})
    row = next(row for row in rows if row["envelope"]["counts"]["stock_moved.v1"] == 2)
    db("inventory")[EVENT_LOG].delete_one({"_id": row["_id"]})
    assert found(platform, lent[1]) == [("event", "2", "counted", "missing")]
    db("inventory")[EVENT_LOG].insert_one(row)
    assert found(platform, lent[1]) == []


def test_a_changed_line_of_the_ledger_is_found(platform: Platform, db: Db, lent: tuple[str, str]) -> None:
    moves = db("inventory").moves
    line = moves.find_one({"part_id": lent[1], "why": "borrow"})
    assert line is not None
    moves.update_one({"_id": line["_id"]}, {"$set": {"source": "quarantine"}})
    assert found(platform, lent[1]) == [("line", "quarantine", "-1", "0"), ("line", "store", "3", "2")]
    moves.update_one({"_id": line["_id"]}, {"$set": {"source": line["source"]}})
    assert found(platform, lent[1]) == []


def test_a_borrow_that_is_not_on_the_bench_is_found(platform: Platform, db: Db, lent: tuple[str, str]) -> None:
    borrows = db("inventory").borrows
    borrows.update_one({"part_id": lent[1]}, {"$inc": {"quantity": 1}})
    assert [(kind, kept, told) for kind, _, kept, told in found(platform, lent[1])] == [("borrow", "2", "1")]
    borrows.update_one({"part_id": lent[1]}, {"$inc": {"quantity": -1}})
    assert found(platform, lent[1]) == []


def test_the_command_says_what_differs_and_ends_with_1(
    platform: Platform,
    db: Db,
    lent: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = Paths(tmp_path)
    place.run.mkdir(parents=True, exist_ok=True)
    installation.save(place, platform._plan)
    monkeypatch.setattr(ledger, "HOME", place)
    assert _run(monkeypatch, "ledger", "verify", "--json") == 0
    assert json.loads(capsys.readouterr().out)["differences"] == []
    changed(db("inventory"), lent[0], {"$inc": {"balances.scrap": 1}})
    assert _run(monkeypatch, "ledger", "verify") == 1
    assert "1 differences" in capsys.readouterr().out
    changed(db("inventory"), lent[0], {"$unset": {"balances.scrap": 1}})


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["zz", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert isinstance(end.value.code, int)
    return end.value.code
