"""What the manifests say is enough to migrate, to start, to be ready and to stop: on a real broker and database."""

from __future__ import annotations

import secrets as randomness
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import urllib3

from stationkit.process import migrate
from tests.deploy.manifests import KUBERNETES, Manifests, Object, build, container_of
from tests.deploy.told import Values, environment
from tests.ground.platform import Children
from zz.local import ports
from zz.local.backing import Backing
from zz.local.processes import GATEWAY
from zz.local.program import Program

STARTED = ("stations", GATEWAY)
READY_SECONDS = 60
MIGRATE = (
    "import sys, zz.commands.platform_commands as c, zz.local.paths as p; "
    "c.HOME = p.Paths(p.Path(sys.argv.pop())); c.migrate()"
)


class Cluster:
    """Runs what the manifests describe as children, with the addresses of the broker and database at hand."""

    def __init__(self, manifests: Manifests, secrets: Values, backing: Backing, folder: Path) -> None:
        self._manifests = manifests
        self._broker, self._mongo = urlsplit(backing.amqp_uri), urlsplit(backing.mongo_uri)
        self._settings = self._addresses(backing)
        self._secrets = {**secrets, **self._administrators()}
        self.children = Children(folder)

    @property
    def prefix(self) -> str:
        return self._settings["ZZ_PREFIX"]

    def program(self, workload: Object, *argv: str, **settings: str) -> Program:
        """The container of a workload; its first word, `python`, is the one that runs the tests."""
        variables = environment(self._manifests, self._secrets, workload, **self._settings, **settings)
        command = argv or container_of(workload)["command"][1:]
        return Program(workload["metadata"]["name"], (sys.executable, *command), variables)

    def ask(self, name: str, probe: str, port: int) -> int:
        path = container_of(self._manifests.get("Deployment", name))[probe]["httpGet"]["path"]
        try:
            return urllib3.request("GET", f"http://127.0.0.1:{port}{path}", retries=False, timeout=5).status
        except urllib3.exceptions.HTTPError:
            return 0

    def _addresses(self, backing: Backing) -> dict[str, str]:
        return {
            "ZZ_PREFIX": f"zzt{randomness.token_hex(4)}",
            "BROKER": self._broker.netloc.rpartition("@")[2],
            "BROKER_API": urlsplit(backing.broker_api).netloc.rpartition("@")[2],
            "DATABASE": self._mongo.netloc.rpartition("@")[2],
            "DATABASE_OPTIONS": self._mongo.query.replace("authSource=admin&", ""),
        }

    def _administrators(self) -> Values:
        broker = {"username": self._broker.username or "", "password": unquote(self._broker.password or "")}
        database = {"password": unquote(self._mongo.password or "")}
        return {"zongzhan-broker-default-user": broker, "zongzhan-database-admin": database}


@pytest.fixture
def manifests() -> Manifests:
    return build(KUBERNETES / "base")


@pytest.fixture
def cluster(manifests: Manifests, secrets: Values, backing: Backing, tmp_path: Path) -> Iterator[Cluster]:
    """A cluster on which the Job has done its work."""
    cluster = Cluster(manifests, secrets, backing, tmp_path)
    try:
        job = manifests.get("Job", "zongzhan-migrate")
        log = tmp_path / "migrate.log"
        child = cluster.program(job, "-c", MIGRATE, str(tmp_path)).spawn(log)
        assert child.wait(job["spec"]["activeDeadlineSeconds"]) == 0, log.read_text()
        yield cluster
    finally:
        cluster.children.end_all(signal.SIGKILL)
        migrate.drop(
            amqp_uri=backing.amqp_uri, broker_api=backing.broker_api, mongo_uri=backing.mongo_uri, prefix=cluster.prefix
        )


def test_an_installation_comes_up_with_what_its_manifests_say(cluster: Cluster, manifests: Manifests) -> None:
    chosen = ports.choose((*STARTED, "bind"))
    for name in STARTED:
        own = {"ZZ_HEALTH_PORT": str(chosen[name]), "ZZ_BIND": f"127.0.0.1:{chosen['bind']}"}
        cluster.children.start(cluster.program(manifests.get("Deployment", name), **own))
    for name in STARTED:
        _wait_until(cluster, name, chosen[name])
        assert cluster.ask(name, "livenessProbe", chosen[name]) == 200
    assert urllib3.request("GET", f"http://127.0.0.1:{chosen['bind']}/api/v1/openapi.json").status == 200
    assert cluster.children.end_all(signal.SIGTERM) == dict.fromkeys(STARTED, 0)


def _wait_until(cluster: Cluster, name: str, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while cluster.ask(name, "readinessProbe", port) != 200:
        cluster.children.check_alive(name)
        assert time.monotonic() < deadline, cluster.children.tail(name)
        time.sleep(0.1)
