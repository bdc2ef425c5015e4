"""Orders: found by code, serial or phone; one order with its way so far and what may be done with it now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request

from contracts.intake import custody, findings, orders, parties, payments, releases, waits
from contracts.language import permissions
from contracts.language.errors import Invalid
from contracts.language.identifiers import plain
from contracts.quality import calls as quality
from contracts.repair import jobs as repair
from gateway.pages import queries
from gateway.pages.plain import forms_for
from gateway.pages.site import page, show, site
from gateway.prints import views as prints

if TYPE_CHECKING:
    from flask import Response

Row = dict[str, Any]
_PHONE = re.compile(r"\+?[0-9 ().-]{7,25}")


@page("/desk/orders", needs=permissions.ORDER_READ)
def orders_list() -> Response:
    """Orders by state, or those that a code, serial or phone number leads to."""
    sought, state = request.args.get("q", "").strip(), request.args.get("state", "")
    if sought:
        listed: Row = {"items": _chosen(_found(sought)), "next": None}
    elif request.args.get("wait"):
        listed = {"items": _by_wait(state, request.args["wait"]), "next": None}
    else:
        arguments = {"state": state, "station_id": request.args.get("station_id"), "cursor": request.args.get("cursor")}
        listed = queries.ask(orders.list_orders, sort="-received_at", **arguments)
    filters = {name: value for name, value in request.args.items() if name != "cursor" and value}
    listed["query"] = f"{urlencode(filters)}&" if filters else ""
    return show("orders.html", found=listed, sought=sought, state=state, states=orders.STATES)


def _chosen(rows: list[Row]) -> list[Row]:
    """Of the orders found, those of the state and the station that are chosen beside what is sought."""
    chosen = {name: request.args.get(name) for name in ("state", "station_id")}
    return [row for row in rows if all(not value or row[name] == value for name, value in chosen.items())]


def _by_wait(state: str, wait: str) -> list[Row]:
    """Orders that wait for that, or with `none` those that do not wait for parts."""
    orders_of = queries.every(orders.list_orders, state=state, station_id=request.args.get("station_id"))
    parts = "awaiting_parts"
    return [row for row in orders_of if (parts not in row["waits"] if wait == "none" else wait in row["waits"])]


def _found(sought: str) -> list[Row]:
    searches = [{"code": sought}, {"serial": sought}]
    if _PHONE.fullmatch(plain(sought)):
        customers = _unless_wrong(parties.list_parties, phone=sought)
        searches += [{"party_id": customer["id"]} for customer in customers]
    rows = {
        row["id"]: row
        for search in searches
        for row in _unless_wrong(orders.list_orders, sort="-received_at", **search)
    }
    return list(rows.values())


def _unless_wrong(operation: Any, **arguments: Any) -> list[Row]:
    """The rows, or none where what is sought cannot be such a thing."""
    try:
        return queries.rows(operation, **arguments)
    except Invalid:
        return []


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
