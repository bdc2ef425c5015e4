"""The audit trail: whether it is whole."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Group
from rich.table import Table

from zz import console as say
from zz.checks import verification
from zz.console import json_option
from zz.local import installation
from zz.local.paths import HOME

if TYPE_CHECKING:
    from rich.console import RenderableType

    from zz.checks.verification import Verified


@click.group()
def audit() -> None:
    """The trail of who did, or was refused, what."""


@audit.command()
@json_option
def verify(*, as_json: bool) -> None:
    """Say whether the trail is whole, and exactly what is wrong with it; exit code 1 if anything is."""
    plan = installation.load(HOME)
    with say.progress("verifying", as_json=as_json):
        found = verification.verify(plan.backing.mongo_uri, plan.prefix, plan.secrets.audit_keys)
    say.result(for_person=_for_person(found), for_machine=found.for_machine(), as_json=as_json)
    sys.exit(1 if found.findings else 0)


def _for_person(found: Verified) -> RenderableType:
    looked_at = (
        f"{found.entries} entries in {found.chains} chains, {found.documents} documents, {found.anchors} anchors"
    )
    if not found.findings:
        return f"The audit trail is whole: {looked_at}"
    table = Table("service", "station", "number", "damage", "about", "detail")
    for one in found.findings:
        table.add_row(one.service, one.station_id, str(one.seq or ""), one.kind, one.about, one.detail)
    return Group(table, f"{len(found.findings)} damages; looked at {looked_at}")
