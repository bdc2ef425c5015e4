"""The platform under test: its processes as children, on a real broker and database, under a prefix of its own."""

from __future__ import annotations

import secrets as randomness
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import urllib3

from stationkit.ground.names import Names
from stationkit.messaging.rpc_client import RpcClient
from stationkit.process import migrate
from tests.ground.resting import Resting
from zz.local import health, mail, ports, processes, secrets, startup
from zz.local.installation import Installation
from zz.local.processes import PROCESSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from zz.local.backing import Backing
    from zz.local.program import Program
    from zz.local.secrets import Secrets

READY_SECONDS = 120
STOP_SECONDS = 70
TAIL_LINES = 40
BIND_PORT = "bind"


class Children:
    """Programs run as our own children, each with a log file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, program: Program, **environment: str) -> None:
        assert program.name not in self._running, f"{program.name} runs already"
        self._running[program.name] = program.spawn(self._path(program.name), **environment)

    def end(self, name: str, number: int) -> int:
        """Send a signal, wait, and say how it ended: 0, an exit code, or minus the signal."""
        self.send(name, number)
        return self._ended(name)

    def pid(self, name: str) -> int:
        return self._running[name].pid

    def end_all(self, number: int) -> dict[str, int]:
        """The same for all at once, the last started first."""
        names = tuple(reversed(self._running))
        for name in names:
            self.send(name, number)
        return {name: self._ended(name) for name in names}

    def kill_all(self) -> None:
        self.end_all(signal.SIGKILL)

    def _ended(self, name: str) -> int:
        child = self._running.pop(name)
        try:
            return child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            raise AssertionError(f"{name} did not end within {STOP_SECONDS} s\n{self.tail(name)}") from None

    def send(self, name: str, number: int) -> None:
        """Send a signal and do not wait for anything."""
        self._running[name].send_signal(number)

    def check_alive(self, *names: str) -> None:
        for name in names:
            code = self._running[name].poll()
            assert code is None, f"{name} ended with {code}\n{self.tail(name)}"

    def log(self, name: str) -> str:
        path = self._path(name)
        return path.read_text(errors="replace") if path.exists() else ""

    def tail(self, name: str) -> str:
        return "\n".join(self.log(name).splitlines()[-TAIL_LINES:])

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.log"


class Platform:
    """All processes of one prefix; a test may kill, stop and start them one by one."""

    def __init__(self, plan: Installation, folder: Path) -> None:
        self._plan = plan
        self._folder = folder
        self._health_ports = dict(plan.ports)
        self._children = Children(folder)

    @property
    def plan(self) -> Installation:
        """What is installed where, as the command line tool reads it."""
        return self._plan

    @property
    def url(self) -> str:
        return self._plan.url

    @property
    def prefix(self) -> str:
        return self._plan.prefix

    @property
    def backing(self) -> Backing:
        return self._plan.backing

    @property
    def secrets(self) -> Secrets:
        return self._plan.secrets

    def pool(self, source: str = ports.LOOPBACK) -> urllib3.PoolManager:
        """A client's connections to the gateway, from an address of this machine."""
        return urllib3.PoolManager(maxsize=40, timeout=90, retries=False, source_address=(source, 0))

    @cached_property
    def client(self) -> RpcClient:
        """What calls services as the gateway does, with an administrator's log-in."""
        return RpcClient(self.backing.amqp_uri, Names(self.prefix))

    @cached_property
    def _resting(self) -> Resting:
        return Resting(self, self.client)

    def settle(self) -> None:
        """Returns when everything that was committed has been told and moved to its place."""
        self._resting.settle()

    def rest(self) -> None:
        """Returns when everything that was committed has been told and heard, and what came of that too."""
        self._resting.rest()

    def stand_still(self) -> None:
        """The same, and nothing falls due for a while: what would, such as at closing time, is done before."""
        self._resting.stand_still()

    def amqp_uri_of(self, name: str) -> str:
        """The broker under a process's own log-in."""
        return processes.program(name, self._plan).env["AMQP_URI"]

    def environment(self, name: str) -> Mapping[str, str]:
        """What a process is told when it is started."""
        return processes.program(name, self._plan).env

    @property
    def mail_port(self) -> int:
        """Where the platform hands its mails to, for a server that a test starts."""
        return self._plan.ports[mail.NAME]

    def health_port(self, name: str) -> int:
        return self._health_ports[name]

    def pid(self, name: str) -> int:
        """The process's number on this machine."""
        return self._children.pid(name)

    def start(self, name: str, module: str | None = None, **environment: str) -> None:
        """Start a process, or another module in a service's place; `environment` is added."""
        program = processes.program(name, self._plan)
        if module:
            program = replace(program, argv=(*program.argv[:-1], module))
        self._children.start(program, **{"ZZ_FAILPOINT": f"@{self._failpoints(name)}", **environment})

    def start_second(self, name: str) -> str:
        """Start one more process of a service and wait until it is ready. What it is called like any other process."""
        second = f"{name}-second"
        self._health_ports |= ports.choose((second,))
        port = str(self._health_ports[second])
        self._children.start(replace(processes.program(name, self._plan), name=second), ZZ_HEALTH_PORT=port)
        self.wait_ready(second)
        return second

    def arm(self, name: str, *points: str) -> None:
        """A running process is struck at these points from now on and at no others (`stationkit.ground.failpoints`)."""
        written = self._folder / f"{name}.arming"
        written.write_text(" ".join(points))
        written.replace(self._failpoints(name))

    def stop(self, name: str) -> int:
        """End it as an operator would, and say its exit code."""
        return self._children.end(name, signal.SIGTERM)

    def kill(self, name: str, number: int = signal.SIGKILL) -> int:
        return self._children.end(name, number)

    def send(self, name: str, number: int) -> None:
        """Send a process a signal that does not end it."""
        self._children.send(name, number)

    def check_alive(self) -> None:
        """No process has ended by itself."""
        self._children.check_alive(*PROCESSES)

    def wait_ready(self, name: str) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not (answer := health.ask(self.health_port(name))).is_ready:
            self._children.check_alive(name)
            message = f"{name} is not ready after {READY_SECONDS} s: {answer.reason}"
            assert time.monotonic() < deadline, f"{message}\n{self._children.tail(name)}"
            time.sleep(0.1)

    def log(self, name: str) -> str:
        return self._children.log(name)

    def log_tails(self) -> dict[str, str]:
        return {name: self._children.tail(name) for name in PROCESSES}

    def start_all(self) -> None:
        startup.migrate(self._plan)
        for name in PROCESSES:
            self.start(name)
        for name in PROCESSES:
            self.wait_ready(name)

    def stop_all(self) -> None:
        """End what runs and take everything of the prefix off broker and database."""
        for name in ("_resting", "client"):
            if name in vars(self):
                vars(self)[name].close()
        try:
            codes = self._children.end_all(signal.SIGTERM)
        finally:
            self._drop()
        assert set(codes.values()) <= {0}, f"not every process ended well: {codes}"

    def _failpoints(self, name: str) -> Path:
        return self._folder / f"{name}.failpoints"

    def _drop(self) -> None:
        backing = self._plan.backing
        migrate.drop(
            amqp_uri=backing.amqp_uri, broker_api=backing.broker_api, mongo_uri=backing.mongo_uri, prefix=self.prefix
        )


@contextmanager
def running_platform(backing: Backing, folder: Path, environment: str = "development") -> Iterator[Platform]:
    """Every process of the platform, ready; afterwards nothing of it is left."""
    platform = Platform(_plan(backing, folder, environment), folder)
    try:
        platform.start_all()
        yield platform
    finally:
        platform.stop_all()


def _plan(backing: Backing, folder: Path, environment: str) -> Installation:
    numbers = ports.choose((*PROCESSES, BIND_PORT, mail.NAME))
    return Installation(
        prefix=f"zzt{randomness.token_hex(4)}",
        bind=f"{ports.LOOPBACK}:{numbers[BIND_PORT]}",
        environment=environment,
        ports=numbers,
        is_local=False,
        backing=backing,
        secrets=secrets.load_or_make(folder / "processes.json", PROCESSES),
        smtp_uri=mail.own_uri(numbers),
    )
