"""Bringing an installation up and down, step by step; every step does nothing when it has been done."""

from __future__ import annotations

import fcntl
import time
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zz.local import backing, database, health, installation, mail, ports, processes
from zz.local.processes import GATEWAY, PROCESSES, SERVICES
from zz.local.supervisor import Supervisor
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zz.local.installation import Installation
    from zz.local.paths import Paths
    from zz.local.program import Program

    OnStep = Callable[[str], None]

EPMD_SECONDS = 10
READY_SECONDS = 90
LOG_LINES = 15
STOPPED_IN_ORDER = ((GATEWAY,), (*SERVICES, mail.NAME), ("broker", "database"), ("epmd",))


def bring_up(place: Paths, on_step: OnStep) -> Installation:
    """Start what does not run and return when everything is ready; `on_step` is called with each step as it ends."""
    with alone(place):
        supervisor = Supervisor(place)
        if not supervisor.is_running():
            _end_left_behind(supervisor, on_step)
        plan = installation.plan(place, is_running=supervisor.is_running())
        programs = _programs(place, plan)
        if supervisor.runs(programs) and all(health.ask(plan.ports[name]).is_ready for name in PROCESSES):
            on_step("already up, every process is ready")
            return plan
        _check_bind(plan, supervisor)
        supervisor.apply(programs)
        installation.save(place, plan)
        _start_backing(place, plan, supervisor, on_step)
        migrate(plan)
        on_step("databases, users and queues are in place")
        supervisor.start(*(program.name for program in programs if program.name in (mail.NAME, *PROCESSES)))
        _wait_for_processes(place, plan, supervisor, on_step)
    return plan


def bring_down(place: Paths, on_step: OnStep) -> None:
    """Stop gateway, services, then broker and database, so that nobody loses what he still writes to."""
    with alone(place):
        supervisor = Supervisor(place)
        if not supervisor.is_running():
            if not _end_left_behind(supervisor, on_step):
                on_step("nothing was running")
            return
        for names in STOPPED_IN_ORDER:
            supervisor.stop(*names)
            on_step(f"{', '.join(names)} stopped")
        supervisor.shut_down()


def migrate(plan: Installation) -> None:
    """Make databases, users, collections, indexes and queues what this code expects."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"\s*Eventlet is deprecated")
        from stationkit.process import migrate as migration  # noqa: PLC0415 - loads eventlet, which no other command needs
    migration.migrate(
        amqp_uri=plan.backing.amqp_uri,
        broker_api=plan.backing.broker_api,
        mongo_uri=plan.backing.mongo_uri,
        prefix=plan.prefix,
        passwords=plan.secrets.passwords,
    )


def _programs(place: Paths, plan: Installation) -> tuple[Program, ...]:
    own = backing.local_programs(place, plan.secrets, plan.ports) if plan.is_local else ()
    post = (mail.program(place, plan.ports),) if plan.smtp_uri == mail.own_uri(plan.ports) else ()
    return (*own, *post, *processes.programs(plan))


def _end_left_behind(supervisor: Supervisor, on_step: OnStep) -> bool:
    """What a killed supervisor has left nobody restarts, and nobody reads what it logs: it has to begin anew."""
    are_ended = [names for names in STOPPED_IN_ORDER if supervisor.end_left_behind(*names)]
    for names in are_ended:
        on_step(f"{', '.join(names)} stopped, whose supervisor had been killed")
    return bool(are_ended)


def _check_bind(plan: Installation, supervisor: Supervisor) -> None:
    host, port = plan.address
    gateway = supervisor.states().get(GATEWAY)
    if (gateway is None or not gateway.is_alive) and not ports.is_free(port, host):
        raise UserError(
            f"Another program listens at {plan.bind}.",
            f"End it (`ss -ltnp 'sport = :{port}'` shows it), or choose: ZZ_BIND={host}:{port + 1} make run",
        )


def _start_backing(place: Paths, plan: Installation, supervisor: Supervisor, on_step: OnStep) -> None:
    def still_running() -> None:
        _check_alive(place, supervisor, backing.LOCAL_PROGRAMS if plan.is_local else ())

    if plan.is_local:
        supervisor.start("epmd", "database")
        wait_for_epmd(plan.ports["epmd"])
        supervisor.start("broker")
        database.prepare(plan.secrets, plan.ports)
        on_step("database is ready")
    backing.wait_until_ready(plan.backing, still_running)
    on_step("broker is ready" if plan.is_local else "broker and database are ready")


def wait_for_epmd(port: int) -> None:
    """The broker ends at once when it finds no port mapper."""
    deadline = time.monotonic() + EPMD_SECONDS
    while ports.is_free(port):
        if time.monotonic() > deadline:
            raise UserError("The Erlang port mapper did not start.", "Read var/log/epmd.log.")
        time.sleep(0.05)


def _wait_for_processes(place: Paths, plan: Installation, supervisor: Supervisor, on_step: OnStep) -> None:
    deadline = time.monotonic() + READY_SECONDS
    waiting = dict.fromkeys(PROCESSES, "")
    while waiting:
        for name in tuple(waiting):
            answer = health.ask(plan.ports[name])
            waiting[name] = answer.reason
            if answer.is_ready:
                del waiting[name]
                on_step(f"{name} is ready")
        _check_alive(place, supervisor, tuple(waiting))
        if time.monotonic() > deadline:
            reasons = "; ".join(f"{name}: {reason}" for name, reason in waiting.items())
            raise UserError(f"Not ready after {READY_SECONDS} s. {reasons}", "Run `zz doctor`.")
        time.sleep(0.2)


def _check_alive(place: Paths, supervisor: Supervisor, names: tuple[str, ...]) -> None:
    states = supervisor.states()
    for name in names:
        if not states[name].is_up:
            log = place.log / f"{name}.log"
            raise UserError(f"{name} does not stay up. Its last lines:\n{_tail(log)}", f"The rest is in {log}.")


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(lines[-LOG_LINES:])


@contextmanager
def alone(place: Paths) -> Iterator[None]:
    """One `zz up` or `zz down` at a time."""
    with (place.run / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError("Another `zz up` or `zz down` is at work.", "Wait for it to end, then try again.") from None
        yield
