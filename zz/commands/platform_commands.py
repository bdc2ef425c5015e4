"""Commands that start, stop and look after the platform on this machine."""

from __future__ import annotations

import sys

import click

from zz import console as say
from zz.checks import doctor as examination
from zz.checks import status as situation
from zz.console import json_option
from zz.local import backing, installation, startup
from zz.local.paths import HOME


@click.command()
@json_option
def up(*, as_json: bool) -> None:
    """Start everything and wait until it is ready."""
    with say.progress("starting", as_json=as_json) as on_step:
        plan = startup.bring_up(HOME, on_step)
    result = {"url": plan.url, "prefix": plan.prefix}
    say.result(for_person=f"The platform is up at {plan.url}", for_machine=result, as_json=as_json)


@click.command()
@json_option
def where(*, as_json: bool) -> None:
    """Say where to look: addresses and log-ins."""
    plan = installation.load(HOME)
    addresses = {"pages": plan.url, "api": f"{plan.url}/api/v1", "docs": f"{plan.url}/api/v1/docs"}
    if HOME.demo.exists():
        addresses["log_ins"] = str(HOME.demo)
    lines = (f"{name.replace('_', '-'):8} {address}" for name, address in addresses.items())
    say.result(for_person="\n".join(lines), for_machine=addresses, as_json=as_json)


@click.command()
@json_option
def down(*, as_json: bool) -> None:
    """Stop everything; the data stays."""
    with say.progress("stopping", as_json=as_json) as on_step:
        startup.bring_down(HOME, on_step)
    say.result(for_person="The platform is down", for_machine={"is_down": True}, as_json=as_json)


@click.command()
@json_option
def migrate(*, as_json: bool) -> None:
    """Make databases, users, indexes and queues what this version expects.

    On the servers that the environment names, else on those of the last start.
    """
    plan = installation.load(HOME) if backing.given() is None else installation.plan(HOME, is_running=True)
    startup.migrate(plan)
    text = "Databases, users and queues are in place"
    say.result(for_person=text, for_machine={"is_migrated": True}, as_json=as_json)


@click.command()
@json_option
def status(*, as_json: bool) -> None:
    """Show every program and queue; exit code 1 unless all are ready."""
    current = situation.look(HOME, installation.load(HOME))
    say.result(for_person=current.for_person(), for_machine=current.for_machine(), as_json=as_json)
    sys.exit(0 if current.is_ready else 1)


@click.command()
@json_option
def doctor(*, as_json: bool) -> None:
    """Examine machine and platform; each trouble comes with the line that mends it."""
    checks = examination.examine(HOME)
    say.result(
        for_person=examination.table(checks), for_machine=[check.for_machine() for check in checks], as_json=as_json
    )
    sys.exit(0 if all(check.is_ok for check in checks) else 1)
