"""Garbage data: what rules found in what somebody entered, and one of them with its customer (F3)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import request

from contracts.intake import findings, parties
from contracts.language import permissions
from gateway.pages import queries
from gateway.pages.plain import forms_for
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response


@page("/desk/findings", needs=permissions.FINDING_READ)
def findings_list() -> Response:
    """Findings by state, the first due first."""
    filters = {name: request.args[name] for name in ("state", "author_id", "station_id") if request.args.get(name)}
    listed = queries.ask(findings.list_findings, cursor=request.args.get("cursor"), **filters)
    listed["query"] = f"{urlencode(filters)}&" if filters else ""
    return show("findings.html", found=listed, state=filters.get("state"), filters=filters, states=findings.STATES)


@page("/desk/findings/<id:finding_id>", findings.findings, parties.edit_party, needs=permissions.FINDING_READ)
def finding(finding_id: str) -> Response:
    """One finding: what it is of, by when it is to be put right, and the form that puts it right."""
    row = queries.ask(findings.get_finding, finding_id=finding_id)
    return show(
        "finding.html",
        it=row,
        others=forms_for(findings.findings, row, ()),
        party=queries.or_none(parties.get_party, party_id=row["object_id"]),
    )
