"""The ground that is measured on: broker, database, the whole platform as in production, a network, the reference."""

from __future__ import annotations

import secrets as randomness
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pymongo import MongoClient

from stationkit.ground.names import Names
from tests.bench import reference
from tests.bench.client import Loop, request
from tests.bench.quiet import Quiet
from tests.ground.platform import Children, Platform, running_platform
from tests.ground.servers import OwnBacking, own_backing
from tests.world.network import Network
from zz.local import ports
from zz.local.processes import PROCESSES
from zz.local.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from pymongo.database import Database

    from tests.world.people import Person
    from tests.world.station import Station

STATIONS = 8
PARTIES = 400
READY_SECONDS = 30
LONGEST_ROUND_SECONDS = 240.0
API = "/api/v1"


@dataclass
class Ground:
    """Everything that runs, and who works on it."""

    backing: OwnBacking
    platform: Platform
    network: Network
    client: MongoClient[dict[str, Any]]
    quiet: Quiet
    reference_url: str
    reference_db: Database[dict[str, Any]]
    own_reference: Mapping[str, int]
    stations: list[Station]
    parties: dict[str, list[str]] = field(default_factory=dict)

    @property
    def processes(self) -> dict[str, int]:
        """The numbers of all processes that the platform consists of, with broker and database."""
        own = {name: self.platform.pid(name) for name in PROCESSES}
        return own | {name: self.backing.pid(name) for name in ("broker", "database")}

    @property
    def reference_processes(self) -> dict[str, int]:
        """The same of the reference."""
        return {**self.own_reference, "database": self.backing.pid("database")}

    def db(self, service: str) -> Database[dict[str, Any]]:
        """A service's database, as an administrator."""
        return self.client[Names(self.platform.prefix).user(service)]

    def station(self, client: int) -> Station:
        """Where the client of that number works."""
        return self.stations[client % len(self.stations)]

    def loop(self, clients: int) -> Loop:
        """So many clients of the gateway."""
        return Loop(self.platform.url, clients)

    def reference_loop(self, clients: int) -> Loop:
        """So many clients of the reference."""
        return Loop(self.reference_url, clients)

    def refresh(self) -> None:
        """Nobody's session ends, and nobody logs in, within the next minutes."""
        for person in (self.network.supervisor, *self._staff()):
            if person.seconds_left < LONGEST_ROUND_SECONDS:
                person.forget(person.password)
            assert person.api.token

    def _staff(self) -> Iterator[Person]:
        for station in (self.network.head, *self.stations):
            yield from station.people.values()


def post(person: Person, path: str, body: Any) -> bytes:
    """A command of somebody."""
    return request("POST", API + path, person.api.token, body)


def get(person: Person, path: str) -> bytes:
    """A query of somebody."""
    return request("GET", API + path, person.api.token)


@contextmanager
def running_ground(show: Callable[[str], None]) -> Iterator[Ground]:
    """Starts everything, and ends it."""
    with (
        tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name,
        own_backing(Path(name)) as backing,
        running_platform(backing.address, Path(name), environment="production") as platform,
        MongoClient[dict[str, Any]](backing.address.mongo_uri, tz_aware=True) as client,
        _running_reference(Path(name), backing) as (url, database_name, number),
    ):
        show("broker, database, platform and reference are ready")
        network = Network(platform)
        stations = [network.a, network.b, *(network.an_open_station() for _ in range(STATIONS - 2))]
        ground = Ground(
            backing,
            platform,
            network,
            client,
            Quiet(platform, client),
            url,
            client[database_name],
            {"reference": number},
            stations,
        )
        ground.refresh()
        _register_parties(ground)
        ground.quiet.wait()
        show(f"a network with {STATIONS} stations at work")
        yield ground


def _register_parties(ground: Ground) -> None:
    """Customers who are known already, in equal parts at each station."""
    left = iter(range(PARTIES))

    def make(_client: int) -> bytes | None:
        number = next(left, None)
        if number is None:
            return None
        body = {"kind": "user", "name": "李雷", "phone": ground.network.phone()}
        return post(ground.station(number).desk, "/parties", body)

    ground.loop(8).run(make).check()
    for row in ground.db("intake").parties.find({}, {"station_id": 1}):
        ground.parties.setdefault(row["station_id"], []).append(row["_id"])


@contextmanager
def _running_reference(folder: Path, backing: OwnBacking) -> Iterator[tuple[str, str, int]]:
    port = ports.choose(["reference"])["reference"]
    name, address = f"zzr{randomness.token_hex(4)}", f"{ports.LOOPBACK}:{port}"
    server = (sys.executable, "-m", "gunicorn", "-k", reference.WORKER, "-w", "1", "-b", address)
    app = f"{reference.__name__}:create_app()"
    environment = {"MONGO_URI": backing.address.mongo_uri, reference.DATABASE: name}
    children = Children(folder)
    children.start(Program("reference", (*server, app), environment))
    try:
        _wait_until_open(port, children)
        yield f"http://{address}", name, children.pid("reference")
    finally:
        children.end_all(15)


def _wait_until_open(port: int, children: Children) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        children.check_alive("reference")
        try:
            socket.create_connection((ports.LOOPBACK, port), 1).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, children.tail("reference")
            time.sleep(0.1)
        else:
            return
