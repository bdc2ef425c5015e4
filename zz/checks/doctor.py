"""Looking for what is wrong with machine and platform, and naming the line that mends it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rich.markup import escape
from rich.table import Table

from zz.checks import status as situation
from zz.commands import dead_letters as dead
from zz.local import backing, broker, database, health, installation, ports
from zz.local.processes import GATEWAY
from zz.local.settings import SMTP_URI, TRUSTED_PROXIES
from zz.local.supervisor import Supervisor
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zz.local.installation import Installation
    from zz.local.paths import Paths

ENOUGH_DISK = 2 * 10**9  # mongod aborts on a full disk instead of refusing writes
OTHERS_MAY = 0o077
NOT_BELIEVED = "zongzhan_forwarded_not_believed_total"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; `remedy` is empty when it is in order."""

    name: str
    is_ok: bool
    detail: str
    remedy: str = ""

    def for_machine(self) -> dict[str, Any]:
        return asdict(self)


def examine(place: Paths) -> list[Check]:
    """Every check, also when the first ones fail."""
    tools = [] if backing.given() else [_mongod(), _rabbitmq()]
    checks = [*tools, _disk(place), _secrets(place)]
    try:
        plan = installation.load(place)
    except UserError as trouble:
        return [*checks, Check("installation", is_ok=False, detail=trouble.message, remedy=trouble.remedy)]
    return [*checks, _address(place, plan), _backing(plan), _mail(plan), _proxy(plan), *_running(place, plan)]


def table(checks: list[Check]) -> Table:
    """For people."""
    drawn = Table("check", "", "found", "what to do")
    for check in checks:
        mark = "[green]ok[/]" if check.is_ok else "[bold red]trouble[/]"
        drawn.add_row(check.name, mark, escape(check.detail), escape(check.remedy))
    return drawn


def _mongod() -> Check:
    try:
        run = subprocess.run([database.server(), "--version"], check=False, capture_output=True, text=True)
    except UserError as trouble:
        return Check("mongod", is_ok=False, detail=trouble.message, remedy=trouble.remedy)
    if run.returncode:
        return Check("mongod", is_ok=False, detail=run.stderr.strip(), remedy="apt-get install libcurl4")
    return Check("mongod", is_ok=True, detail=run.stdout.splitlines()[0])


def _rabbitmq() -> Check:
    versions = sorted(folder.name for folder in broker.SERVER.parent.parent.glob("lib/rabbitmq_server-*"))
    is_ok = broker.SERVER.exists() and shutil.which("erl") is not None
    remedy = "" if is_ok else "apt-get install rabbitmq-server"
    return Check("rabbitmq", is_ok=is_ok, detail=", ".join(versions) or "not installed", remedy=remedy)


def _disk(place: Paths) -> Check:
    free = shutil.disk_usage(place.data).free
    is_ok = free > ENOUGH_DISK
    remedy = "" if is_ok else "Free some space: MongoDB ends when the disk is full."
    return Check("disk", is_ok=is_ok, detail=f"{free / 10**9:.1f} GB free", remedy=remedy)


def _secrets(place: Paths) -> Check:
    if not place.secrets.exists():
        return Check("secrets", is_ok=False, detail="not made yet", remedy="zz up")
    mode = place.secrets.stat().st_mode & 0o777
    is_ok = not mode & OTHERS_MAY
    return Check("secrets", is_ok=is_ok, detail=f"mode {mode:o}", remedy="" if is_ok else f"chmod 600 {place.secrets}")


def _address(place: Paths, plan: Installation) -> Check:
    host, port = plan.address
    gateway = Supervisor(place).states().get(GATEWAY)
    if gateway is not None and (gateway.is_alive or gateway.is_left_behind):
        return Check("address", is_ok=True, detail=f"{plan.bind} is the gateway's")
    if ports.is_free(port, host):
        return Check("address", is_ok=True, detail=f"{plan.bind} is free")
    remedy = f"End what listens there (ss -ltnp 'sport = :{port}'), or set ZZ_BIND={host}:{port + 1}"
    return Check("address", is_ok=False, detail=f"{plan.bind} is taken by another program", remedy=remedy)


def _backing(plan: Installation) -> Check:
    is_ok = plan.backing.is_ready()
    remedy = "zz up" if plan.is_local else "Check AMQP_URI, ZZ_BROKER_API and MONGO_URI, and the servers behind them."
    detail = "broker and database answer" if is_ok else "broker or database does not answer"
    return Check("backing", is_ok=is_ok, detail=detail, remedy="" if is_ok else remedy)


def _mail(plan: Installation) -> Check:
    if plan.smtp_uri:
        return Check("mail", is_ok=True, detail=f"by {urlsplit(plan.smtp_uri).netloc.rpartition('@')[2]}")
    remedy = f"{SMTP_URI}=smtp+starttls://name:password@host zz up"
    return Check("mail", is_ok=False, detail="no mail server is named: reports wait", remedy=remedy)


def _proxy(plan: Installation) -> Check:
    count = health.figure(plan.ports[GATEWAY], NOT_BELIEVED)
    if not count:
        return Check("proxy", is_ok=True, detail=f"{plan.settings.get(TRUSTED_PROXIES, '0')} believed")
    detail = f"{count:.0f} requests came through a proxy that is not believed: all its people count as one"
    return Check("proxy", is_ok=False, detail=detail, remedy=f"{TRUSTED_PROXIES}=1 zz up, for one proxy")


def _running(place: Paths, plan: Installation) -> Iterator[Check]:
    status = situation.look(place, plan)
    if not status.programs:
        yield Check("programs", is_ok=False, detail="nothing is running", remedy="zz up")
    for program in status.programs:
        remedy = f"Read {place.log / program.name}.log, then `zz up`"
        detail = f"{program.state} {program.reason}".strip()
        yield Check(program.name, is_ok=program.is_ready, detail=detail, remedy="" if program.is_ready else remedy)
    yield _dead(status.queues)


def _dead(queues: dict[str, int] | None) -> Check:
    if queues is None:
        return Check("dead messages", is_ok=False, detail="the broker does not say", remedy="zz status")
    depths = {name: depth for name, depth in queues.items() if name.endswith(dead.SUFFIX) and depth}
    detail = ", ".join(f"{name}: {depth}" for name, depth in depths.items()) or "none"
    return Check("dead messages", is_ok=not depths, detail=detail, remedy="zz dead list" if depths else "")
