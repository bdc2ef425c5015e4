"""The command that loads the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Group
from rich.table import Table
from rich.text import Text

from zz import console as say
from zz.api import Refusal
from zz.console import json_option
from zz.demonstration.story import play_story
from zz.local import installation
from zz.local.paths import HOME
from zz.user_error import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from zz.demonstration.founding import Account
    from zz.demonstration.play import OnStep
    from zz.demonstration.story import DemoNetwork
    from zz.local.installation import Installation

FOUNDING = """\
KEY=$(python3 -c 'import json; print(json.load(open("{secrets}"))["founding_key"])')
curl -sS --fail-with-body -H 'Content-Type: application/json' {url}/api/v1/network -d '{{"founding_key": "'"$KEY"'",
  "name": "总站", "code": "HEAD", "supervisor": "张伟", "username": "head", "password": "…"}}'"""
"""What a shell is given, with a name, log-in and password of one's own."""
SHOWN = ("head.supervisor", "head.manager", "sz.lead", "sz.desk", "sz.bench1", "sz.store")


@click.command()
@json_option
def demo(*, as_json: bool) -> None:
    """Load the demonstration: a head station, five sub-stations, three days of orders; log-ins in var/demo.json.

    In production there is none: it says what comes next.
    """
    plan = installation.load(HOME)
    if plan.environment != installation.ENVIRONMENT:
        said = {"url": plan.url, "is_new": False, "next": founding(plan, HOME.secrets)}
        say.result(for_person=_what_comes_next(plan), for_machine=said, as_json=as_json)
        return
    if HOME.demo.exists():
        text = f"The demonstration is loaded already; its log-ins are in {HOME.demo}"
        say.result(for_person=text, for_machine={"url": plan.url, "is_new": False}, as_json=as_json)
        return
    with say.bar("demonstration", as_json=as_json) as on_step:
        network = _play(plan, on_step)
    say.result(for_person=_for_person(network), for_machine=_for_machine(network), as_json=as_json)


def founding(plan: Installation, secrets: Path) -> str:
    """The command that founds the network."""
    return FOUNDING.format(secrets=secrets, url=plan.url)


def _what_comes_next(plan: Installation) -> RenderableType:
    command = Text(founding(plan, HOME.secrets), no_wrap=True, overflow="ignore")
    return Group("This is production: no demonstration. Unless it is founded already, found the network:", command)


def _play(plan: Installation, on_step: OnStep) -> DemoNetwork:
    try:
        return play_story(plan.url, plan.secrets.founding_key, HOME.demo, on_step)
    except Refusal as refusal:
        remedy = "Run `zz demo` again, it goes on where it was; if it stops there again, read var/log/gateway.log."
        raise UserError(f"The platform refused a part of the demonstration: {refusal}", remedy) from refusal


def _for_person(network: DemoNetwork) -> RenderableType:
    head = f"{network.orders} orders at {network.stations} sub-stations: {network.url}"
    return Group(head, _log_ins(network.accounts), f"All {len(network.accounts)} log-ins are in {HOME.demo}")


def _log_ins(accounts: list[Account]) -> Table:
    table = Table("user name", "password", "posts")
    for account in accounts:
        if account.username in SHOWN:
            table.add_row(account.username, account.password, ", ".join(account.posts))
    return table


def _for_machine(network: DemoNetwork) -> dict[str, object]:
    counts = {"stations": network.stations, "orders": network.orders, "log_ins": str(HOME.demo)}
    return {"url": network.url, "is_new": True, **counts}
