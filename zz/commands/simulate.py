"""The command that plays business days."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.console import Group
from rich.table import Table

from zz import console as say
from zz.api import Refusal
from zz.console import json_option
from zz.demonstration.founding import Account
from zz.local import installation
from zz.local.paths import HOME, write_private
from zz.simulation.running import Extent, simulate
from zz.simulation.setting import Ground
from zz.user_error import UserError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from zz.local.installation import Installation
    from zz.simulation.report import Report

SHOWN_FAILURES = 20


@click.command(name="simulate")
@click.option("--stations", default=6, type=click.IntRange(1, 20), show_default=True)
@click.option("--days", default=5, type=click.IntRange(1, 30), show_default=True)
@click.option("--seed", default=1, type=click.IntRange(0, 99_999), show_default=True)
@json_option
def command(*, stations: int, days: int, seed: int, as_json: bool) -> None:
    """Play business days at stations of its own, under the movable business clock, and say whether all went well.

    The clock stays where the last day ended, for it only goes forward. A network that is not founded is founded, and
    its log-ins are kept in var/simulation.json. Exit code 1 where an act was refused or a mail is missing or surplus.
    """
    plan = installation.load(HOME)
    with say.bar("simulation", as_json=as_json) as on_step:
        try:
            ground = Ground(plan.url, plan.secrets.founding_key, _supervisor())
            played = simulate(ground, Extent(stations, days, seed), lambda accounts: _keep(plan, accounts), on_step)
        except Refusal as refusal:
            remedy = "Run `zz simulate` again, it makes new stations; if it stops there again, read var/log."
            raise UserError(f"The platform refused a part of the simulation: {refusal}", remedy) from refusal
    say.result(for_person=_for_person(played), for_machine=played.for_machine(), as_json=as_json)
    sys.exit(0 if played.is_good else 1)


def _supervisor() -> Account | None:
    """A supervisor whose log-in is known here: of the demonstration, else of an earlier simulation."""
    for path in (HOME.demo, HOME.simulation):
        if path.exists():
            accounts = [
                Account(**{**row, "posts": tuple(row["posts"])}) for row in json.loads(path.read_text())["accounts"]
            ]
            return next(account for account in accounts if "supervisor" in account.posts)
    return None


def _keep(plan: Installation, accounts: list[Account]) -> None:
    body = {"url": plan.url, "accounts": [asdict(account) for account in accounts]}
    write_private(HOME.simulation, json.dumps(body, ensure_ascii=False, indent=1))


def _for_person(played: Report) -> RenderableType:
    said = played.for_machine()
    table = Table("played", "", show_header=False)
    for name in ("days", "acts", "moves", *played.counts):
        table.add_row(name, str(said[name]))
    for kind, count in said["mails_expected"].items():
        table.add_row(f"mails: {kind}", str(count))
    mails = [
        f"{mail['address']} {mail['kind']}: {mail['expected']} expected, {mail['sent']} sent"
        for mail in played.differing_mails
    ]
    failed = [
        f"{failure['who']} {failure['what']} on day {failure['day']}: {failure['why']}" for failure in played.failed
    ]
    counts = f"{len(failed)} acts were refused, {len(mails)} kinds of mails differ"
    return Group(table, counts, *failed[:SHOWN_FAILURES], *mails[:SHOWN_FAILURES])
