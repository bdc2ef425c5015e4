"""The head station's figures: made again from the events."""

from __future__ import annotations

import click

from zz import console as say
from zz.checks import rebuilding
from zz.console import json_option
from zz.local import installation
from zz.local.paths import HOME


@click.group()
def oversight() -> None:
    """The figures over all stations, made from what the other services tell."""


@oversight.command()
@json_option
def rebuild(*, as_json: bool) -> None:
    """Make all rows and facts again from the events; the figures stay readable meanwhile, the records do not."""
    plan = installation.load(HOME)
    with say.progress("rebuilding", as_json=as_json):
        result = rebuilding.rebuild(plan.backing.mongo_uri, plan.prefix)
    text = (
        f"{result.rows} rows and {result.facts} facts made again in {result.seconds} s; {result.changed} facts changed"
    )
    say.result(for_person=text, for_machine=result.for_machine(), as_json=as_json)
