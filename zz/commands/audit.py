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
        verified = verification.verify(plan.backing.mongo_uri, plan.prefix, plan.secrets.audit_keys)
    say.result(for_person=_for_person(verified), for_machine=verified.for_machine(), as_json=as_json)
    sys.exit(1 if verified.findings else 0)


def _for_person(result: Verified) -> RenderableType:
    looked_at = (
        f"{result.entries} entries in {result.chains} chains, {result.documents} documents, {result.anchors} anchors"
    )
    if not result.findings:
        return f"The audit trail is whole: {looked_at}"
    table = Table("service", "station", "number", "damage", "about", "detail")
    for finding in result.findings:
        table.add_row(
            finding.service, finding.station_id, str(finding.seq or ""), finding.kind, finding.about, finding.detail
        )
    return Group(table, f"{len(result.findings)} damages; looked at {looked_at}")
