"""The command that loads the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Group
from rich.table import Table

from zz import console as say
from zz.api import Refusal
from zz.console import json_option
from zz.demonstration.story import play_story
from zz.local import installation
from zz.local.paths import HOME
from zz.user_error import UserError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from zz.demonstration.founding import Account
    from zz.demonstration.play import OnStep
    from zz.demonstration.story import DemoNetwork
    from zz.local.installation import Installation

SHOWN = ("head.supervisor", "head.manager", "sz.lead", "sz.desk", "sz.bench1", "sz.store")


@click.command()
@json_option
def demo(*, as_json: bool) -> None:
    """Load the demonstration: a head station, five sub-stations, three days of orders; log-ins in var/demo.json."""
    plan = installation.load(HOME)
    if HOME.demo.exists():
        text = f"The demonstration is loaded already; its log-ins are in {HOME.demo}"
        say.result(for_person=text, for_machine={"url": plan.url, "is_new": False}, as_json=as_json)
        return
    with say.bar("demonstration", as_json=as_json) as on_step:
        network = _play(plan, on_step)
    say.result(for_person=_for_person(network), for_machine=_for_machine(network), as_json=as_json)


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
