"""Inserts that are written together, and what is looked for together, end each as it would have ended alone."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from pymongo import MongoClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pymongo.collection import Collection

    from tests.ground.platform import Platform

NAME = "scratch"
TOO_LARGE = 2**63
"""A number that the database has no room for: it fails before anything is sent."""


@pytest.fixture
def gathered(platform: Platform) -> Iterator[Collection[dict[str, Any]]]:
    """A collection of no service, with something in it, where serials are unique and codes are texts."""
    with MongoClient[dict[str, Any]](platform.backing.mongo_uri) as client:
        database = client[f"{platform.prefix}_{NAME}"]
        database.create_collection("gathered", validator={"code": {"$type": "string"}})
        database["gathered"].create_index("serial", unique=True)
        database.create_collection("beside")
        database["gathered"].insert_one({"_id": "taken", "serial": "used", "code": "first"})
        yield database["gathered"]
        client.drop_database(database.name)


def _done_at_once(platform: Platform, items: list[Any]) -> dict[str, Any]:
    program = (sys.executable, "-m", "tests.wire.gathered")
    target = (platform.backing.mongo_uri, f"{platform.prefix}_{NAME}")
    done = subprocess.run([*program, *target], input=orjson.dumps(items), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return dict(orjson.loads(done.stdout))


def _document(number: int, **other: Any) -> dict[str, Any]:
    return {"_id": str(number), "serial": str(number), "code": "new"} | other


def test_many_inserts_at_once_are_few_writes_and_all_there(
    platform: Platform, gathered: Collection[dict[str, Any]]
) -> None:
    result = _done_at_once(platform, [_document(number) for number in range(60)])
    assert result["counts"] == {"written": 60}
    assert result["sent"]["insert"] < 60
    assert {row["_id"] for row in gathered.find()} == {"taken", *map(str, range(60))}


def test_each_fails_for_its_own_fault_alone(platform: Platform, gathered: Collection[dict[str, Any]]) -> None:
    documents = [_document(number) for number in range(40)]
    wrong: dict[int, dict[str, Any]] = {5: {"_id": "taken"}, 11: {"serial": "used"}, 17: {"code": 7}, 23: {"_id": "3"}}
    for number, other in wrong.items():
        documents[number] |= other
    result = _done_at_once(platform, documents)
    how = dict(enumerate(result["how"]))
    assert {number: how.pop(number) for number in wrong} == {
        5: "DuplicateKeyError",
        11: "DuplicateKeyError",
        17: "WriteError",
        23: "DuplicateKeyError",
    }
    assert set(how.values()) == {"written"}
    assert gathered.count_documents({"code": "new"}) == len(how)


def test_one_that_cannot_be_sent_takes_no_other_with_it(
    platform: Platform, gathered: Collection[dict[str, Any]]
) -> None:
    documents = [_document(number) for number in range(40)]
    documents[20]["code"] = TOO_LARGE
    result = _done_at_once(platform, documents)
    assert result["counts"] == {"written": 39, "OverflowError": 1}
    assert gathered.count_documents({"code": "new"}) == 39


def _pair(number: int, **other: Any) -> list[dict[str, Any]]:
    return [_document(number, **other), {"_id": f"beside {number}"}]


def test_many_pairs_at_once_are_few_transactions_and_all_there(
    platform: Platform, gathered: Collection[dict[str, Any]]
) -> None:
    result = _done_at_once(platform, [_pair(number) for number in range(60)])
    assert result["counts"] == {"written": 60}
    assert result["sent"]["insert"] < 60
    assert gathered.count_documents({"code": "new"}) == 60
    assert gathered.database["beside"].count_documents({}) == 60


@pytest.mark.parametrize("fault", [{"serial": "used"}, {"code": 7}, {"code": TOO_LARGE}])
def test_a_pair_that_cannot_be_written_leaves_nothing_of_itself_nor_of_those_with_it(
    platform: Platform, gathered: Collection[dict[str, Any]], fault: dict[str, Any]
) -> None:
    pairs = [_pair(number) for number in range(40)]
    pairs[20] = _pair(20, **fault)
    result = _done_at_once(platform, pairs)
    written = {str(number) for number, how in enumerate(result["how"]) if how == "written"}
    assert result["how"][20] == "none of them"
    assert set(result["how"]) <= {"written", "none of them"}
    assert {row["_id"] for row in gathered.find({"code": "new"})} == written
    assert {row["_id"] for row in gathered.database["beside"].find()} == {f"beside {number}" for number in written}


def test_what_many_look_for_at_once_are_few_queries_and_each_finds_the_last_of_its_own(
    platform: Platform, gathered: Collection[dict[str, Any]]
) -> None:
    for number in range(60):
        code, at = f"code {number % 20}", None if number < 20 else number
        gathered.insert_one({**_document(number), "part": {"code": code}, "at": at})
    result = _done_at_once(platform, [f"code {number % 30}" for number in range(90)])
    own = [str(40 + number) if number < 20 else "none" for number in range(30)]
    assert result["how"] == own * 3
    assert result["sent"]["find"] < 90
