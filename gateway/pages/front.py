"""The front desk: what is to be done, receiving a device, what lies on the shelves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from contracts.intake import custody, parties, receiving, releases
from contracts.intake import orders as intake
from contracts.intake import shelves as shelves_contract
from contracts.language import permissions
from contracts.language.errors import Invalid
from gateway.pages import forms, lanes, queries
from gateway.pages.actions import Action
from gateway.pages.queries import engineers_of
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response

    from contracts.language.operation import AnyOperation

SHOWN_FIRST = ("19", "30", "16", "11", "35", "2", "22")
SHORTEST_PHONE = 5
SHORTEST_SERIAL = 5
MOST_EARLIER = 3
NOT_THEIRS = {
    "name": "party.name: Not the name of the customer who is chosen.",
    "kind": "party.kind: Not the kind of the customer who is chosen.",
    "address": "party.address: Not the address of the customer who is chosen.",
}
BEGINS_AS = {"kind": "user"}  # what the form says of a customer before anybody chose it


@page("/desk", custody.accept_custody, custody.offer_custody, releases.notify_customer)
def home() -> Response:
    """What waits for the reader's posts, in lanes of cards that carry what is to be done."""
    waiting = lanes.of_reader()
    engineers = engineers_of(queries.me().station_id) if queries.may(permissions.ORDER_RECEIVE) else []
    return show("home.html", lanes=waiting, headline=lanes.headline(waiting), engineers=engineers)


def _receipt(operation: AnyOperation, form: forms.Form) -> dict[str, Any]:
    """A device or accessories alone, of a customer who is known or new.

    Raises `Invalid` where what was typed is not of the customer who was chosen: somebody else stands there, or the
    typed address would be lost.
    """
    body = forms.request_of(operation, form)
    if body.get("party_id"):
        _check_chosen(str(body["party_id"]), body.pop("party", {}))
    if form.get("what") == "accessories":
        body.pop("device", None)
    return body


def _check_chosen(party_id: str, typed: dict[str, Any]) -> None:
    chosen = next((party for party in _known(typed.get("phone", "")) or [] if party["id"] == party_id), None)
    if chosen is None:
        raise Invalid("The request is not valid.", ["party.phone: Not the phone of the customer who is chosen."])
    for name, refusal in NOT_THEIRS.items():
        if typed.get(name, chosen[name]) not in (chosen[name], BEGINS_AS.get(name)):
            raise Invalid("The request is not valid.", [refusal])


@page(
    "/desk/receive",
    Action(receiving.receive_device, _receipt, then="site.received:order_id"),
    needs=permissions.ORDER_RECEIVE,
)
def receive() -> Response:
    """A device comes in (F1 F2): the phone first, then device, accessories, condition, fault, consent."""
    categories = [*SHOWN_FIRST, *(category for category in receiving.CATEGORIES if category not in SHOWN_FIRST)]
    kinds = [kind for kind in parties.PARTY_KINDS if kind != "company" or "station_lead" in queries.me().posts]
    return show("receive.html", categories=categories, kinds=kinds, known=_known(request.form.get("party.phone", "")))


@page("/desk/known-device", needs=permissions.ORDER_READ)
def known_device() -> Response:
    """The part of the form that shows the earlier orders of a serial, the latest first, and fills in what is known."""
    earlier = _earlier(request.args.get("device.serial", ""))
    party = queries.or_none(parties.get_party, party_id=earlier[0]["party_id"]) if earlier else None
    return show("known_device.html", earlier=earlier, party=party)


def _earlier(serial: str) -> list[dict[str, Any]]:
    if len(serial.strip()) < SHORTEST_SERIAL:
        return []
    try:
        return queries.rows(intake.list_orders, serial=serial, sort="-received_at")[:MOST_EARLIER]
    except Invalid:
        return []


@page("/desk/customers", needs=permissions.PARTY_READ)
def customers() -> Response:
    """The part of the form that shows who is known under a phone number."""
    return show("customers.html", known=_known(request.args.get("party.phone", "")))


def _known(phone: str) -> list[dict[str, Any]] | None:
    """Who has the number; None while it is not typed to its end."""
    if len(phone.strip()) < SHORTEST_PHONE:
        return None
    try:
        return queries.rows(parties.list_parties, phone=phone)
    except Invalid:
        return None


@page("/desk/orders/<id:order_id>/received", needs=permissions.ORDER_RECEIVE)
def received(order_id: str) -> Response:
    """What the customer takes along: the codes, the promise, receipt and label to print."""
    order = queries.ask(intake.get_order, order_id=order_id)
    return show("received.html", order=order, receipt=queries.ask(receiving.get_receipt, order_id=order_id))


@page("/desk/shelves", needs=permissions.ORDER_READ)
def shelves() -> Response:
    """Every device at the desk, by days held and repaired or not (F4)."""
    board = queries.ask(shelves_contract.get_shelf_board)
    cells = {(cell["age"], cell["condition"]): cell for cell in board["items"]}
    return show(
        "shelves.html",
        cells=cells,
        ages=shelves_contract.AGES,
        conditions=shelves_contract.CONDITIONS,
        day=board["day"],
    )
