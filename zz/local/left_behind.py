"""Programs that run on though their supervisor was killed: known by what it told them, never by a remembered number."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PROC = Path("/proc")
SERVER, NAME = "SUPERVISOR_SERVER_URL", "SUPERVISOR_PROCESS_NAME"
TERM_SECONDS = 60
KILL_SECONDS = 10


@dataclass(frozen=True)
class Process:
    """One that runs now; who leads was started by the supervisor itself, the others are its children."""

    pid: int
    name: str
    leads: bool


def processes(socket: Path, names: Iterable[str] | None = None) -> list[Process]:
    """What the supervisor of this socket has started of these programs, or of all."""
    pids = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdecimal()]
    running = [process for pid in pids if (process := _process(pid, socket))]
    return [process for process in running if names is None or process.name in names]


def end(socket: Path, names: Iterable[str]) -> None:
    """Asks them to end and returns when they have; what does not in time, or stays behind its leader, is killed."""
    names = tuple(names)
    for process in _leaders(socket, names):
        _send(process, socket, signal.SIGTERM)
    _wait(lambda: not _leaders(socket, names), TERM_SECONDS)
    for process in processes(socket, names):
        _send(process, socket, signal.SIGKILL)
    _wait(lambda: not processes(socket, names), KILL_SECONDS)


def has_supervisor(configuration: Path) -> bool:
    """Whether a supervisor with this configuration lives, though it may not answer."""
    return any(os.fsencode(configuration) in _read(entry / "cmdline") for entry in PROC.glob("[0-9]*"))


def _leaders(socket: Path, names: Iterable[str]) -> list[Process]:
    return [process for process in processes(socket, names) if process.leads]


def _wait(is_so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.1)


def _process(pid: int, socket: Path) -> Process | None:
    name = _name(pid, socket)
    stat = b"".join(_read(PROC / str(pid) / "stat")).rpartition(b")")[2].split()  # state, parent, group, …
    if name is None or not stat:
        return None
    parent, group = int(stat[1]), int(stat[2])
    return Process(pid, name, leads=group == pid and _name(parent, socket) != name)


def _name(pid: int, socket: Path) -> str | None:
    """As which program the supervisor of this socket has started it, if it has."""
    environment = dict(entry.partition(b"=")[::2] for entry in _read(PROC / str(pid) / "environ"))
    name = environment.get(NAME.encode())
    is_ours = environment.get(SERVER.encode()) == b"unix://" + os.fsencode(socket)
    return name.decode() if name and is_ours else None


def _read(file: Path) -> list[bytes]:
    """What stands in a file of a process, word by word; nothing where it has ended or is another's."""
    with suppress(OSError):
        return file.read_bytes().split(b"\0")
    return []


def _send(process: Process, socket: Path, number: int) -> None:
    """Signals that very process: its number may be another's as soon as it has ended."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(process.pid)
        try:
            if _process(process.pid, socket) == process:
                signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)
