"""Orders by state; one order with its way so far and what may be done with it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request

from contracts.intake import custody, findings, orders, parties, payments, releases, waits
from contracts.language import permissions
from contracts.quality import calls as quality
from contracts.repair import jobs as repair
from gateway.pages import queries
from gateway.pages.plain import forms_for
from gateway.pages.site import page, show, site
from gateway.prints import views as prints

if TYPE_CHECKING:
    from flask import Response

Row = dict[str, Any]


@page("/desk/orders", needs=permissions.ORDER_READ)
def orders_list() -> Response:
    """Orders by state, or those of a customer."""
    state = request.args.get("state", "")
    if request.args.get("wait"):
        listed: Row = {"items": _by_wait(state, request.args["wait"]), "next": None}
    else:
        chosen = {name: request.args.get(name) for name in ("station_id", "party_id", "cursor")}
        listed = queries.ask(orders.list_orders, sort="-received_at", state=state, **chosen)
    filters = {name: value for name, value in request.args.items() if name != "cursor" and value}
    listed["query"] = f"{urlencode(filters)}&" if filters else ""
    return show("orders.html", found=listed, state=state, states=orders.STATES)


def _by_wait(state: str, wait: str) -> list[Row]:
    """Orders that wait for that, or with `none` those that do not wait for parts."""
    orders_of = queries.every(orders.list_orders, state=state, station_id=request.args.get("station_id"))
    parts = "awaiting_parts"
    return [row for row in orders_of if (parts not in row["waits"] if wait == "none" else wait in row["waits"])]


DRAWN = (
    *(custody.offer_custody, custody.accept_custody, custody.decline_custody, waits.start_wait, waits.end_wait),
    *(orders.approve_special, releases.notify_customer, releases.release_order, releases.close_order),
    *(orders.cancel_order, orders.request_abandonment, orders.abandon_order, payments.record_payment),
)


@page(
    "/desk/orders/<id:order_id>",
    *(orders.orders, payments.request_refund, payments.withdraw_refund, payments.refund_payment),
    *(repair.approve_outcome, repair.reassign_job),
    needs=permissions.ORDER_READ,
)
def order(order_id: str) -> Response:
    """One order: where it stands, who holds the device, what may be done now."""
    row = queries.ask(orders.get_order, order_id=order_id)
    return show(
        "order.html",
        order=row,
        stages=_stages(row),
        prints=row["station_id"] == queries.me().station_id and queries.may(permissions.ORDER_RECEIVE),
        others=forms_for(orders.orders, row, DRAWN),
        party=queries.or_none(parties.get_party, party_id=row["party_id"]),
        findings=queries.rows_or_none(findings.list_findings, object_id=row["party_id"]) or [],
        job=queries.or_none(repair.get_job, job_id=repair.job_id_of(order_id)),
        paid=queries.or_none(payments.get_order_payments, order_id=order_id),
        calls=queries.rows_or_none(quality.list_calls, order_id=order_id) or [],
        engineers=queries.engineers_of(row["station_id"]),
    )


@dataclass(frozen=True)
class Stage:
    """How far an order has come: a stage, and since when it is reached."""

    word: str
    at: str | None


def _stages(order: Row) -> list[Stage]:
    """Received, on the bench, ready, out of the house; an order that came to nothing goes back without the bench."""
    on_bench = next((step["at"] for step in order["steps"] if step["what"] == "engineer_accepted"), None)
    out = order["released_at"] or order["handed_back_at"]
    reached = {"received": order["received_at"], "bench": on_bench, "ready": order["ready_at"], "out": out}
    return [Stage(word, at) for word, at in reached.items()]


@site.get("/desk/orders/<id:order_id>/receipt.pdf")
def receipt_sheet(order_id: str) -> Response:
    """The customer's receipt, to print."""
    return prints.print_receipt(order_id)


@site.get("/desk/orders/<id:order_id>/label.pdf")
def label_sheet(order_id: str) -> Response:
    """The label on the device, to print."""
    return prints.print_label(order_id)
