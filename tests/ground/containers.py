"""Broker and database as containers: the programs that `zz up` starts, run by testcontainers in images of this machine.

A container has this machine's network and the run's folder, so addresses, settings and data are those of a child
process. `deploy/test-images/build` makes the images; nothing is fetched from a registry.
"""

from __future__ import annotations

import fcntl
import os
import socket
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docker.errors import APIError, ImageNotFound
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient as Connection
from testcontainers.core.docker_client import get_docker_host

if TYPE_CHECKING:
    from docker import DockerClient

    from zz.local.program import Program

BROKER_IMAGE = "zongzhan-test-broker"
DATABASE_IMAGE = "zongzhan-test-database"
IMAGES = {"epmd": BROKER_IMAGE, "broker": BROKER_IMAGE, "database": DATABASE_IMAGE}
SOCKET = "unix:///var/run/docker.sock"
ANSWER_SECONDS = 10
TAIL_LINES = 40
FOLDER = "zongzhan.test-folder"
LOCK = "containers.lock"

testcontainers_config.ryuk_disabled = True  # its image would be fetched; `remove_left_behind` does what it is for


class Containers:
    """Programs run as containers for as long as the test run lives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = (folder / LOCK).open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._running: dict[str, DockerContainer] = {}
        remove_left_behind()

    def start(self, program: Program) -> None:
        """Run it under our own user, so that its files are ours; the image finds the program by its name alone."""
        folder = str(self._folder)
        container = (
            DockerContainer(IMAGES[program.name], env=dict(program.env), volumes=[(folder, folder, "rw")])
            .with_command([Path(program.argv[0]).name, *program.argv[1:]])
            .with_kwargs(network="host", user=f"{os.getuid()}:{os.getgid()}", labels={FOLDER: folder})
        )
        self._running[program.name] = container
        container.start()

    def check_alive(self, *names: str) -> None:
        for name in names:
            container = self._running[name]
            container.reload()
            assert container.status == "running", f"{name} does not run ({container.status})\n{self._tail(name)}"

    def kill_all(self) -> None:
        """End and remove every container, the last started first."""
        while self._running:
            self._running.popitem()[1].stop()
        self._lock.close()

    def _tail(self, name: str) -> str:
        lines: bytes = self._running[name].get_wrapped_container().logs(tail=TAIL_LINES)
        return lines.decode(errors="replace")


def lack() -> str:
    """What keeps broker and database from running in containers here; empty when nothing does."""
    if not _is_listening():
        return "no Docker engine answers on this machine"
    with closing(_engine()) as engine:
        return _lack_of(engine)


def remove_left_behind() -> None:
    """Remove the containers of runs that were killed: nobody holds their folder's lock any more."""
    with closing(_engine()) as engine:
        for container in engine.containers.list(all=True, filters={"label": FOLDER}, ignore_removed=True):
            if not _is_held(Path(container.labels[FOLDER]) / LOCK):
                with suppress(APIError):  # another run removes it, too
                    container.remove(force=True, v=True)


def _is_listening() -> bool:
    """Asked by hand, for docker's client leaves its socket open where nobody listens."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(urlsplit(get_docker_host() or SOCKET).path)
    except OSError:
        return False
    return True


def _engine() -> DockerClient:
    return Connection(timeout=ANSWER_SECONDS).client


def _lack_of(engine: DockerClient) -> str:
    about = engine.info()
    if about["Name"] != socket.gethostname():
        return "the Docker engine runs on another machine"
    if any("rootless" in option for option in about["SecurityOptions"] or ()):
        return "the Docker engine is rootless, so its containers have not this machine's network"
    for image in sorted(set(IMAGES.values())):
        try:
            engine.images.get(image)
        except ImageNotFound:
            return f"the Docker engine has no image {image}, which deploy/test-images/build makes"
    return ""


def _is_held(lock: Path) -> bool:
    try:
        with lock.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:  # held, or another user's
        return True
    return False
