"""How an installation is right now: every program with its state and health, every queue with its depth."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table

from zz.local import broker_api, health
from zz.local.backing import LOCAL_PROGRAMS
from zz.local.processes import PROCESSES
from zz.local.supervisor import Supervisor

if TYPE_CHECKING:
    from rich.console import RenderableType

    from zz.local.installation import Installation
    from zz.local.paths import Paths
    from zz.local.supervisor import State

LEFT_BEHIND = "its supervisor was killed: `zz up` starts it anew, `zz down` ends it"


@dataclass(frozen=True)
class ProgramStatus:
    """One row; `is_ready` of broker and database only says that they run."""

    name: str
    state: str
    pid: int | None
    uptime_seconds: int | None
    is_ready: bool
    reason: str


@dataclass(frozen=True)
class Status:
    """The whole; `queues` is None when the broker cannot be asked."""

    url: str
    prefix: str
    programs: tuple[ProgramStatus, ...]
    queues: dict[str, int] | None

    @property
    def is_ready(self) -> bool:
        names = {program.name for program in self.programs if program.is_ready}
        return names.issuperset(PROCESSES) and all(program.is_ready for program in self.programs)

    def for_machine(self) -> dict[str, Any]:
        return {"is_ready": self.is_ready, **asdict(self)}

    def for_person(self) -> RenderableType:
        where = f"{self.url}  (prefix {self.prefix})"
        return Group(where, _program_table(self.programs), _queue_table(self.queues))


def look(place: Paths, installation: Installation) -> Status:
    """Ask supervisord, every process and the broker."""
    states = Supervisor(place).states()
    in_order = (states[name] for name in (*LOCAL_PROGRAMS, *PROCESSES) if name in states)
    return Status(
        url=installation.url,
        prefix=installation.prefix,
        programs=tuple(_program(state, installation) for state in in_order),
        queues=_queues(installation),
    )


def _program(state: State, installation: Installation) -> ProgramStatus:
    if state.is_left_behind:
        answer = health.Health(is_ready=False, reason=LEFT_BEHIND)
    elif state.name in PROCESSES:
        answer = health.ask(installation.ports[state.name])
    else:
        answer = health.Health(is_ready=state.is_up, reason="")
    return ProgramStatus(state.name, state.state, state.pid, state.uptime, answer.is_ready, answer.reason)


def _queues(installation: Installation) -> dict[str, int] | None:
    backing = installation.backing
    try:
        return broker_api.queue_depths(backing.amqp_uri, backing.broker_api, installation.prefix)
    except broker_api.NoAnswer:
        return None


def _program_table(programs: tuple[ProgramStatus, ...]) -> RenderableType:
    if not programs:
        return "Nothing is running. Start it with `zz up`."
    table = Table("program", "state", "pid", "uptime", "ready", "reason")
    for program in programs:
        uptime = "" if program.uptime_seconds is None else str(timedelta(seconds=program.uptime_seconds))
        ready = "[green]yes[/]" if program.is_ready else "[red]no[/]"
        table.add_row(program.name, program.state, str(program.pid or ""), uptime, ready, program.reason)
    return table


def _queue_table(queues: dict[str, int] | None) -> RenderableType:
    if queues is None:
        return "The broker does not answer; queue depths are unknown."
    table = Table("queue", "messages")
    for name, messages in sorted(queues.items()):
        table.add_row(name, str(messages))
    return table
