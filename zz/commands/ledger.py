"""The stock ledger: whether every piece is where the moves say."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Group
from rich.table import Table

from zz import console as say
from zz.checks import conservation
from zz.console import json_option
from zz.local import installation
from zz.local.paths import HOME

if TYPE_CHECKING:
    from rich.console import RenderableType

    from zz.checks.conservation import Conserved


@click.group()
def ledger() -> None:
    """The ledger of parts: every change of stock is a move from a place to a place."""


@ledger.command()
@json_option
def verify(*, as_json: bool) -> None:
    """Rebuild all stock from the moves and say every difference; exit code 1 if there is any."""
    plan = installation.load(HOME)
    with say.progress("verifying", as_json=as_json):
        conserved = conservation.verify(plan.backing.mongo_uri, plan.prefix)
    say.result(for_person=_for_person(conserved), for_machine=conserved.for_machine(), as_json=as_json)
    sys.exit(1 if conserved.differences else 0)


def _for_person(conserved: Conserved) -> RenderableType:
    stations = Table("station", "parts", "pieces inside", "moves")
    for station_id, station in sorted(conserved.stations.items()):
        stations.add_row(station_id, str(station.parts), str(station.pieces), str(station.moves))
    said = f"{len(conserved.differences)} differences"
    if not conserved.differences:
        return Group(stations, said)
    table = Table("station", "part", "what", "about", "kept", "the moves say")
    for difference in conserved.differences:
        table.add_row(*vars(difference).values())
    return Group(stations, table, said)
