"""Broker and database of a test run: named by the environment, or in containers, or children of the run.

Whoever runs them, the same descriptions start them as in `zz up`, with their data in a temporary folder.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from tests.ground import choice
from tests.ground.containers import Containers
from tests.ground.platform import Children
from zz.local import backing, database, ports, secrets, startup
from zz.local.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ground.choice import Choice
    from zz.local.backing import Backing
    from zz.local.program import Program


class Runner(Protocol):
    """What runs programs for the test run: as its children, or in containers."""

    def start(self, program: Program) -> None: ...

    def check_alive(self, *names: str) -> None: ...

    def kill_all(self) -> None: ...


class Servers:
    """Broker and database for this test run alone."""

    def __init__(self, folder: Path, runner: Runner) -> None:
        place = Paths(folder)
        self._keys = secrets.load_or_make(place.secrets, ())
        self._ports = ports.choose(backing.LOCAL_PORTS)
        self._programs = {program.name: program for program in backing.local_programs(place, self._keys, self._ports)}
        self._runner = runner
        self.address = backing.local(self._keys, self._ports)

    def start(self) -> None:
        for program in self._programs.values():
            self._runner.start(program)
            if program.name == "epmd":
                startup.wait_for_epmd(self._ports["epmd"])
        database.prepare(self._keys, self._ports)
        self.wait_ready()

    def wait_ready(self) -> None:
        backing.wait_until_ready(self.address, lambda: self._runner.check_alive(*self._programs))

    def end(self) -> None:
        self._runner.kill_all()


class OwnBacking(Servers):
    """The same as children of the test run, which a test may kill, freeze and start again."""

    def __init__(self, folder: Path) -> None:
        self._children = Children(folder)
        super().__init__(folder, self._children)

    def start_again(self, name: str) -> None:
        self._children.start(self._programs[name])

    def kill(self, name: str) -> int:
        return self._children.end(name, signal.SIGKILL)

    def send(self, name: str, number: int) -> None:
        self._children.send(name, number)

    def pid(self, name: str) -> int:
        return self._children.pid(name)


@contextmanager
def running_backing(folder: Path, chosen: Choice) -> Iterator[Backing]:
    """Broker and database for one run; own ones are killed at the end, for their data goes with the folder."""
    if chosen.named is not None:
        yield chosen.named
        return
    own = Servers(folder, Containers(folder)) if chosen.kind == choice.CONTAINERS else OwnBacking(folder)
    with _running(own):
        yield own.address


@contextmanager
def own_backing(folder: Path) -> Iterator[OwnBacking]:
    """Broker and database as our own children, whatever the run has been given."""
    own = OwnBacking(folder)
    with _running(own):
        yield own


@contextmanager
def _running(own: Servers) -> Iterator[None]:
    try:
        own.start()
        yield
    finally:
        own.end()
