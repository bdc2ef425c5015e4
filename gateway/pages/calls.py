"""Calls to customers: which are due, one call with what is asked, and what follows from a low score (B2 B3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from contracts.intake import orders as intake
from contracts.intake import parties
from contracts.language import permissions
from contracts.quality import appeasements, spot_checks
from contracts.quality import calls as quality
from gateway.pages import queries
from gateway.pages.plain import PlainForm, forms_for, inputs_beside
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response

    from contracts.language.operation import AnyOperation

DRAWN = (appeasements.record_contact, appeasements.record_finding, appeasements.close_appeasement)
SHOWN = 20  # each brings its order and its customer, one request each


@page("/desk/calls", needs=permissions.CALL_READ)
def calls() -> Response:
    """Open calls and appeasements, the first due first; last those that the reader may not make."""
    unhappy = queries.rows_or_none(appeasements.list_appeasements) or []
    listed = queries.ask(quality.list_calls, state="open", limit=SHOWN, cursor=request.args.get("cursor"))
    orders = _each(intake.get_order, "order_id", listed["items"])
    return show(
        "calls.html",
        found={**listed, "query": ""},
        calls=sorted(listed["items"], key=lambda row: quality.finish_call.name not in row["may"]),
        orders=orders,
        customers=_each(parties.get_party, "party_id", listed["items"]),
        unhappy=[complaint for complaint in unhappy if complaint["state"] != "closed"],
        stations=queries.all_stations() if queries.me().network else {},
    )


@page("/desk/calls/<id:call_id>", quality.record_attempt, quality.finish_call, needs=permissions.CALL_READ)
def call(call_id: str) -> Response:
    """One call: whom, about what, what was tried; the third asks for the score."""
    row = queries.ask(quality.get_call, call_id=call_id)
    order = queries.or_none(intake.get_order, order_id=row["order_id"])
    return show(
        "call.html",
        call=row,
        order=order,
        party=queries.or_none(parties.get_party, party_id=row["party_id"]),
        checks=quality.CHECKS,
        not_reached=quality.NOT_REACHED,
    )


def _each(operation: AnyOperation, name: str, calls: list[queries.Row]) -> dict[str, queries.Row]:
    """What stands behind the calls under that id, as far as the reader may see it and its service answers."""
    by_id: dict[str, queries.Row] = {}
    for row_id in {call[name] for call in calls}:
        if row := queries.or_none(operation, **{name: row_id}):
            by_id[row_id] = row
        elif queries.is_away():
            break
    return by_id


@page("/desk/appeasements/<id:appeasement_id>", appeasements.appeasements, needs=permissions.APPEASEMENT_READ)
def appeasement(appeasement_id: str) -> Response:
    """A dissatisfied customer: contact in time, what was found (B3)."""
    row = queries.ask(appeasements.get_appeasement, appeasement_id=appeasement_id)
    order = queries.or_none(intake.get_order, order_id=row["order_id"])
    return show(
        "appeasement.html",
        it=row,
        others=forms_for(appeasements.appeasements, row, DRAWN),
        order=order,
        party=queries.or_none(parties.get_party, party_id=order["party_id"]) if order else None,
    )


@page("/desk/spot-checks/<id:spot_check_id>", spot_checks.record_spot_check, needs=permissions.SPOT_CHECK_READ)
def spot_check(spot_check_id: str) -> Response:
    """A sample of a week's orders, each to be asked about once more, and what the customers said (B2)."""
    sample = queries.ask(spot_checks.get_spot_check, spot_check_id=spot_check_id)
    return show(
        "spot_check.html",
        check=sample,
        results={result["order_id"]: result for result in sample["results"] if not result["superseded"]},
        form=PlainForm(spot_checks.record_spot_check.name, inputs_beside(spot_checks.record_spot_check, "order_id")),
    )
