"""One supervisord per installation: it starts the programs, keeps their logs short and restarts what dies."""

from __future__ import annotations

import getpass
import shlex
import subprocess
import sys
import time
import xmlrpc.client
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from supervisor.xmlrpc import SupervisorTransport

from zz.local import left_behind
from zz.local.paths import PROJECT, write_private
from zz.local.program import inherited_environment
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zz.local.paths import Paths
    from zz.local.program import Program

START_SECONDS = 15
STOP_SECONDS = 90
LONGEST_SOCKET_PATH = 90  # Linux takes 107 bytes; supervisord appends its process id while it makes the socket
LEFT_BEHIND = "LEFT BEHIND"
UNQUOTABLE = frozenset("'\n")

HEAD = """\
[supervisord]
user = {user}
directory = {directory}
umask = 077
pidfile = {run}/supervisord.pid
logfile = {log}/supervisord.log
logfile_maxbytes = 10MB
logfile_backups = 2

[unix_http_server]
file = {socket}
chmod = 0600

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""

PROGRAM = """
[program:{name}]
command = {command}
environment = {environment}
priority = {priority}
autostart = false
autorestart = true
startsecs = 2
startretries = 30
stopsignal = TERM
stopwaitsecs = 60
killasgroup = false
redirect_stderr = true
stdout_logfile = {log}/{name}.log
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 3
"""


@dataclass(frozen=True)
class State:
    """What supervisord says about one program, or that it is gone itself and the program runs on."""

    name: str
    state: str
    pid: int | None
    uptime: int | None

    @property
    def is_alive(self) -> bool:
        """Whether supervisord runs it, or is about to try again."""
        return self.state in {"STARTING", "RUNNING", "BACKOFF"}

    @property
    def is_up(self) -> bool:
        """Whether it has a process that has not failed yet."""
        return self.state in {"STARTING", "RUNNING"}

    @property
    def is_left_behind(self) -> bool:
        """Whether it runs on though its supervisord was killed."""
        return self.state == LEFT_BEHIND


class Supervisor:
    """The supervisord of a place, running or not."""

    def __init__(self, place: Paths) -> None:
        self._place = place
        self._socket = place.run / "supervisor.sock"
        self._configuration = place.run / "supervisord.conf"

    def is_running(self) -> bool:
        try:
            return bool(self._call("getState")["statename"] == "RUNNING")
        except (OSError, xmlrpc.client.Error):
            return False

    def runs(self, programs: Iterable[Program]) -> bool:
        """Whether it runs exactly these, all of them up."""
        is_current = self._configuration.exists() and self._configuration.read_text() == configuration(
            self._place, programs
        )
        return is_current and self.is_running() and all(state.is_up for state in self.states().values())

    def apply(self, programs: Iterable[Program]) -> None:
        """Make these the programs it knows; starts supervisord itself, but none of them."""
        self._check_socket_path()
        write_private(self._configuration, configuration(self._place, programs))
        if self.is_running():
            self._reload()
        else:
            self._start_daemon()

    def states(self) -> dict[str, State]:
        """By program name; without supervisord, of what it has left behind."""
        if not self.is_running():
            return {name: State(name, LEFT_BEHIND, pid, None) for name, pid in self._left_behind().items()}
        return {info["name"]: _state(info) for info in self._call("getAllProcessInfo")}

    def start(self, *names: str) -> None:
        """Start those that are not alive."""
        states = self.states()
        for name in names:
            if not states[name].is_alive:
                self._call("startProcess", name, False)

    def stop(self, *names: str) -> None:
        """Ask them all to end, and return when they have."""
        for name, state in self.states().items():
            if name in names and state.is_alive:
                self._call("stopProcess", name, False)
        deadline = time.monotonic() + STOP_SECONDS
        while alive := [name for name in names if self._has_process(name)]:
            if time.monotonic() > deadline:
                raise UserError(f"Still running: {', '.join(alive)}.", f"Read {self._place.log}, then `zz down` again.")
            time.sleep(0.1)

    def end_left_behind(self, *names: str) -> bool:
        """End those that run on though supervisord was killed; whether there were any."""
        before = [name for name in names if name in self._left_behind()]
        if before:
            left_behind.end(self._socket, before)
        return bool(before)

    def shut_down(self) -> None:
        """End supervisord itself, and whatever it still runs."""
        self._call("shutdown")
        deadline = time.monotonic() + STOP_SECONDS
        while self._socket.exists() and time.monotonic() < deadline:
            time.sleep(0.1)

    def _call(self, method: str, *arguments: object) -> Any:
        """Ask supervisord; a connection for one call, for its transport cannot be used again after a refusal."""
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        proxy = xmlrpc.client.ServerProxy("http://supervisor", transport=transport)
        try:
            return getattr(proxy.supervisor, method)(*arguments)
        finally:
            transport.close()

    def _left_behind(self) -> dict[str, int]:
        """Process ids by program name; none while supervisord lives."""
        if left_behind.has_supervisor(self._configuration):
            return {}
        running = sorted(left_behind.processes(self._socket), key=lambda process: process.leads)
        return {process.name: process.pid for process in running}

    def _has_process(self, name: str) -> bool:
        state = self.states().get(name)
        return state is not None and state.pid is not None

    def _start_daemon(self) -> None:
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(self._configuration)]
        subprocess.run(command, check=True, cwd=PROJECT, env=inherited_environment(), stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while not self.is_running():
            if time.monotonic() > deadline:
                raise UserError("supervisord did not start.", f"Read {self._place.log / 'supervisord.log'}.")
            time.sleep(0.05)

    def _reload(self) -> None:
        ((added, changed, removed),) = self._call("reloadConfig")
        for name in (*changed, *removed):
            self.stop(name)
            self._call("removeProcessGroup", name)
        for name in (*added, *changed):
            self._call("addProcessGroup", name)

    def _check_socket_path(self) -> None:
        if len(str(self._socket).encode()) > LONGEST_SOCKET_PATH:
            raise UserError(
                f"The path {self._socket} is too long for a Unix socket.", "Move the project to a shorter path."
            )


def _state(info: dict[str, Any]) -> State:
    runs = bool(info["pid"])
    return State(
        name=info["name"],
        state=info["statename"],
        pid=info["pid"] or None,
        uptime=info["now"] - info["start"] if runs else None,
    )


def configuration(place: Paths, programs: Iterable[Program]) -> str:
    """The text of supervisord's configuration file."""
    head = HEAD.format(
        user=getpass.getuser(),
        directory=_escape(str(PROJECT)),
        run=_escape(str(place.run)),
        log=_escape(str(place.log)),
        socket=_escape(str(place.run / "supervisor.sock")),
    )
    sections = (_section(place, program, priority) for priority, program in enumerate(programs))
    return head + "".join(sections)


def _section(place: Paths, program: Program, priority: int) -> str:
    """Of a higher priority number is who starts later and is stopped earlier."""
    return PROGRAM.format(
        name=program.name,
        command=_escape(shlex.join(program.argv)),
        environment=",".join(f"{name}='{_quotable(value)}'" for name, value in program.env.items()),
        priority=priority,
        log=_escape(str(place.log)),
    )


def _quotable(value: str) -> str:
    if UNQUOTABLE & set(value) or " ;" in value or " #" in value:
        raise UserError("A setting contains a quote, a line break or a comment sign.", "Choose passwords without them.")
    return _escape(value)


def _escape(value: str) -> str:
    """Supervisord expands %(name)s in every value."""
    return value.replace("%", "%%")
