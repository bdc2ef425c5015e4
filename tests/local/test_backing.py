"""Broker and database: which ones are used, and that nobody gets in without a log-in."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import urllib3
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from zz.local import backing as backings
from zz.local.program import ADMINISTRATORS, inherited_environment
from zz.user_error import UserError

if TYPE_CHECKING:
    from zz.local.backing import Backing


def test_without_addresses_local_servers_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ADMINISTRATORS:
        monkeypatch.delenv(name, raising=False)
    assert backings.given() is None


def test_all_three_addresses_are_used_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ADMINISTRATORS:
        monkeypatch.setenv(name, f"address of {name}")
    given = backings.given()
    assert given is not None
    assert given.broker_api == "address of ZZ_BROKER_API"


def test_a_missing_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ADMINISTRATORS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AMQP_URI", "amqp://somewhere")
    with pytest.raises(UserError, match="ZZ_BROKER_API, MONGO_URI not set"):
        backings.given()


def test_a_process_does_not_inherit_an_administrators_address(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ADMINISTRATORS:
        monkeypatch.setenv(name, "secret")
    assert not set(ADMINISTRATORS) & set(inherited_environment())


def test_the_servers_are_ready(backing: Backing) -> None:
    assert backing.is_ready()


def test_a_wrong_password_is_not_ready(backing: Backing) -> None:
    uri = backing.mongo_uri.replace(urlsplit(backing.mongo_uri).password or "", "wrong")
    assert not dataclasses.replace(backing, mongo_uri=uri).is_ready()


def test_the_broker_knows_no_guest(backing: Backing) -> None:
    url = urlsplit(backing.broker_api)
    headers = urllib3.make_headers(basic_auth="guest:guest")
    reply = urllib3.request("GET", f"http://{url.hostname}:{url.port}/api/overview", headers=headers)
    assert reply.status == 401


def test_the_database_lets_nobody_in_without_a_log_in(backing: Backing) -> None:
    hosts = urlsplit(backing.mongo_uri).netloc.rpartition("@")[2]
    client: MongoClient[dict[str, Any]]
    with MongoClient(f"mongodb://{hosts}/?replicaSet=rs0") as client, pytest.raises(OperationFailure, match="requires"):
        client.list_database_names()


def test_the_database_runs_no_javascript(backing: Backing) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(backing.mongo_uri) as client, pytest.raises(OperationFailure):
        list(client.admin["system.version"].find({"$where": "true"}))
