"""A MongoDB of our own: a replica set of one member on loopback, with authorization from its first second."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from stationkit.process.migrate import ORPHAN_SECONDS
from zz.local.paths import TOOLS, write_private
from zz.local.ports import LOOPBACK
from zz.local.program import Program
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zz.local.paths import Paths
    from zz.local.secrets import Secrets

ADMIN = "admin"
REPLICA_SET = "rs0"
PORTS = ("database",)
BOOT_SECONDS = 60
AUTHENTICATION_FAILED = 18
ALREADY_INITIALIZED = 23


def server() -> Path:
    """The mongod that set-up unpacked."""
    paths = sorted(TOOLS.glob("**/bin/mongod"))
    if not paths:
        raise UserError("MongoDB is not installed.", "Run `make run`, which unpacks it into var/tools.")
    return paths[0]


def program(place: Paths, secrets: Secrets, ports: Mapping[str, int]) -> Program:
    """The server; writes the key file that it reads."""
    keyfile = place.run / "database.key"
    write_private(keyfile, secrets.database_keyfile)
    folder = place.data / "database"
    folder.mkdir(exist_ok=True, mode=0o700)
    arguments = (
        *("--dbpath", str(folder), "--bind_ip", LOOPBACK, "--port", str(ports["database"]), "--nounixsocket"),
        *("--replSet", REPLICA_SET, "--keyFile", str(keyfile), "--noscripting", "--quiet"),
        *("--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "512"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--setParameter", f"transactionLifetimeLimitSeconds={ORPHAN_SECONDS}"),
    )
    return Program("database", (str(server()), *arguments))


def mongo_uri(secrets: Secrets, ports: Mapping[str, int]) -> str:
    address = f"{LOOPBACK}:{ports['database']}"
    return f"mongodb://{ADMIN}:{secrets.database_admin}@{address}/?authSource=admin&replicaSet={REPLICA_SET}"


def prepare(secrets: Secrets, ports: Mapping[str, int]) -> None:
    """Wait for the server and make it what the address says: a replica set at this port with its administrator."""
    address = f"{LOOPBACK}:{ports['database']}"
    try:
        with _connect(address, secrets.database_admin) as client:
            client.admin.command("ping")
            _move(client, address)
    except OperationFailure as error:
        if error.code != AUTHENTICATION_FAILED:
            raise
        _found(address, secrets.database_admin)
    except ConnectionFailure as error:
        raise UserError(f"MongoDB does not answer at {address}.", "Read var/log/database.log.") from error


def is_ready(mongo_uri: str) -> bool:
    """Whether there is a primary that accepts this log-in."""
    try:
        with MongoClient[dict[str, Any]](mongo_uri, serverSelectionTimeoutMS=2000) as client:
            client.admin.command("ping")
    except PyMongoError:
        return False
    return True


def _found(address: str, password: str) -> None:
    """First start: nobody can log in yet, and a client from this machine may make the set and its administrator."""
    member = {"_id": 0, "host": address}
    with _connect(address) as client:
        try:
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
        except OperationFailure as error:
            if error.code != ALREADY_INITIALIZED:
                raise
        _await_primary(client)
        client.admin.command("createUser", ADMIN, pwd=password, roles=["root"])


def _move(client: MongoClient[dict[str, Any]], address: str) -> None:
    """Tell the set its new address when the port has changed since the data was written."""
    configuration = client.admin.command("replSetGetConfig")["config"]
    member = configuration["members"][0]
    if member["host"] != address:
        member["host"] = address
        configuration["version"] += 1
        client.admin.command("replSetReconfig", configuration, force=True)
    _await_primary(client)


def _await_primary(client: MongoClient[dict[str, Any]]) -> None:
    deadline = time.monotonic() + BOOT_SECONDS
    while not client.admin.command("hello")["isWritablePrimary"]:
        if time.monotonic() > deadline:
            raise UserError("MongoDB found no primary.", "Read var/log/database.log.")
        time.sleep(0.05)


def _connect(address: str, password: str | None = None) -> MongoClient[dict[str, Any]]:
    return MongoClient(
        address,
        username=ADMIN if password else None,
        password=password,
        directConnection=True,
        serverSelectionTimeoutMS=BOOT_SECONDS * 1000,
    )
