"""The command that loads the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Group
from rich.table import Table

from zz import console as say
from zz.api import Refusal
from zz.console import json_option
from zz.demonstration.story import tell_story
from zz.local import installation
from zz.local.paths import HOME
from zz.user_error import UserError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from zz.demonstration.founding import Account
    from zz.demonstration.play import Tell
    from zz.demonstration.story import Told
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
    with say.bar("demonstration", as_json=as_json) as tell:
        told = _told(plan, tell)
    say.result(for_person=_for_person(told), for_machine=_for_machine(told), as_json=as_json)


def _told(plan: Installation, tell: Tell) -> Told:
    try:
        return tell_story(plan.url, plan.secrets.founding_key, HOME.demo, tell)
    except Refusal as refusal:
        remedy = "Run `zz demo` again, it goes on where it was; if it stops there again, read var/log/gateway.log."
        raise UserError(f"The platform refused a part of the demonstration: {refusal}", remedy) from refusal


def _for_person(told: Told) -> RenderableType:
    head = f"{told.orders} orders at {told.stations} sub-stations: {told.url}"
    return Group(head, _log_ins(told.accounts), f"All {len(told.accounts)} log-ins are in {HOME.demo}")


def _log_ins(accounts: list[Account]) -> Table:
    table = Table("user name", "password", "posts")
    for account in accounts:
        if account.username in SHOWN:
            table.add_row(account.username, account.password, ", ".join(account.posts))
    return table


def _for_machine(told: Told) -> dict[str, object]:
    made = {"stations": told.stations, "orders": told.orders, "log_ins": str(HOME.demo)}
    return {"url": told.url, "is_new": True, **made}
