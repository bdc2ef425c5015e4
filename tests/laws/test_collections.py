"""Every document belongs to a station: the database itself refuses others, and every index begins with the station."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from pymongo.errors import WriteError

from contracts.language.catalogue import SERVICES
from stationkit.process.migrate import collections_of
from stationkit.storage import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document
    from tests.laws.probe import Probe

ACROSS = {
    "intake.orders": {"code", "device_serial_desc_released_at", "open_serial", "waybill"},
    "inventory.transfers": {"to_station_id_state"},
    "notifications.deliveries": {"next_try_at"},
    "oversight.facts": {"span_start_station_id", "stale_start"},
    "oversight.rows": {"redo_of__id", "stale_day"},
    "stations.staff": {"username"},
}
"""Indexes of stations' own documents that hold for the whole network, where the station is not known beforehand."""
OF_THE_HEAD = {
    *("stations.stations", "stations.policies", "stations.years", "stations.clocks"),
    *("inventory.parts", "quality.checklists", "repair.parts"),
}
"""Collections that the head writes and every station reads."""
OF_THE_KIT = {"_id_", "pending"}
"""Indexes for finding one document, and for the relay, which brings every station's news out."""


def check_collections(db: Db, service: str, names: Iterable[str]) -> list[str]:
    """Collections of a database that take a document without a station, or that look one up without it."""
    findings = []
    for name in names:
        full = f"{service}.{name}"
        (options,) = [entry.get("options", {}) for entry in db.list_collections(filter={"name": name})]
        if "station_id" not in options.get("validator", {}).get("$jsonSchema", {}).get("required", ()):
            findings.append(f"{full}: the validator does not ask for a station")
        if options.get("validationLevel", "strict") != "strict" or options.get("validationAction", "error") != "error":
            findings.append(f"{full}: the validator does not refuse")
        findings += [] if full in OF_THE_HEAD else _loose_indexes(db, full, name)
    return findings


def _loose_indexes(db: Db, full: str, name: str) -> list[str]:
    listed = OF_THE_KIT | ACROSS.get(full, set())
    loose = [index["name"] for index in db[name].list_indexes() if next(iter(index["key"])) != "station_id"]
    return [f"{full}: the index {index} does not begin with the station" for index in loose if index not in listed]


def _names(service: str) -> list[str]:
    return [collection.name for collection in collections_of(service)]


@pytest.mark.parametrize("service", SERVICES)
def test_every_collection_asks_for_a_station_and_every_index_begins_with_it(probe: Probe, service: str) -> None:
    assert check_collections(probe.db(service), service, _names(service)) == []


def test_what_is_declared_across_stations_is_what_is_listed_here() -> None:
    declared = {
        f"{service}.{collection.name}": collection for service in SERVICES for collection in collections_of(service)
    }
    assert {name for name, collection in declared.items() if collection.scope == "network"} == OF_THE_HEAD
    own = {name: {index.name for index in collection.indexes if index.across} for name, collection in declared.items()}
    assert {name: names for name, names in own.items() if names and name not in OF_THE_HEAD} == ACROSS


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_else_is_in_the_database(probe: Probe, service: str) -> None:
    names = set(probe.db(service).list_collection_names(filter={"name": {"$regex": "^(?!system[.])"}}))
    assert names == {*_names(service), *schema.KIT_INDEXES}


@pytest.mark.parametrize("missing", ["station_id", "version", "schema", "counts", "pending"])
def test_the_database_refuses_a_document_that_lacks_what_the_kit_gives(probe: Probe, missing: str) -> None:
    for service in SERVICES:
        for name in _names(service):
            document = _document()
            del document[missing]
            with pytest.raises(WriteError, match="Document failed validation"):
                probe.db(service)[name].insert_one(document)


@pytest.mark.parametrize("station_id", [None, "", 7, {"$ne": None}, "a"])
def test_the_database_refuses_a_station_that_is_none(probe: Probe, station_id: Any) -> None:
    for service in SERVICES:
        for name in _names(service):
            with pytest.raises(WriteError, match="Document failed validation"):
                probe.db(service)[name].insert_one(_document() | {"station_id": station_id})


def test_a_document_cannot_lose_its_station(probe: Probe) -> None:
    order = probe.network.a.a_received_order()
    with pytest.raises(WriteError, match="Document failed validation"):
        probe.db("intake").orders.update_one({"_id": order.id}, {"$unset": {"station_id": ""}})


def test_a_collection_without_a_validator_and_an_index_without_the_station_are_found(planted: Probe) -> None:
    db = planted.db("intake")
    db.command("collMod", "visits", validator={})
    db.command("collMod", "orders", validationAction="warn")
    db.parties.create_index("phone", name="by_phone")
    assert check_collections(db, "intake", _names("intake")) == [
        "intake.orders: the validator does not refuse",
        "intake.parties: the index by_phone does not begin with the station",
        "intake.visits: the validator does not ask for a station",
    ]


def _document() -> Document:
    return {
        "_id": str(uuid.uuid4()),
        "station_id": str(uuid.uuid4()),
        "version": 1,
        "schema": 1,
        "counts": {},
        "pending": [],
    }
