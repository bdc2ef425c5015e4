"""Calls to customers: which are due, one call with what is asked, and what follows from a low score (B2 B3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts import intake, parties, penalties, permissions, quality
from contracts.errors import ContractError, Unauthenticated
from gateway.pages import asking
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response


@page("/desk/calls", needs=permissions.CALL_READ)
def calls() -> Response:
    """Open calls and appeasements, the first due first."""
    unhappy = asking.rows_or_none(penalties.list_appeasements) or []
    return show(
        "calls.html",
        calls=asking.rows(quality.list_calls, state="open"),
        unhappy=[one for one in unhappy if one["state"] != "closed"],
        stations=asking.all_stations() if asking.me().network else {},
    )


@page("/desk/calls/<id:call_id>", quality.record_attempt, quality.finish_call, needs=permissions.CALL_READ)
def call(call_id: str) -> Response:
    """One call: whom, about what, what was tried; the third asks for the score."""
    found = asking.ask(quality.get_call, call_id=call_id)
    return show(
        "call.html",
        call=found,
        order=_or_none(intake.get_order, order_id=found["order_id"]),
        party=_or_none(parties.get_party, party_id=found["party_id"]),
        checks=quality.CHECKS,
        not_reached=quality.NOT_REACHED,
    )


def _or_none(operation: Any, **asked: Any) -> asking.Row | None:
    try:
        return asking.ask(operation, **asked)
    except Unauthenticated:
        raise
    except ContractError:
        return None


@page(
    "/desk/appeasements/<id:appeasement_id>",
    *(penalties.record_contact, penalties.record_finding, penalties.close_appeasement),
    needs=permissions.APPEASEMENT_READ,
)
def appeasement(appeasement_id: str) -> Response:
    """A dissatisfied customer: contact in time, what was found (B3)."""
    found = asking.ask(penalties.get_appeasement, appeasement_id=appeasement_id)
    order = _or_none(intake.get_order, order_id=found["order_id"])
    return show(
        "appeasement.html",
        it=found,
        order=order,
        party=_or_none(parties.get_party, party_id=order["party_id"]) if order else None,
    )
