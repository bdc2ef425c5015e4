"""A device comes over the counter [F1 F2 F5]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import orders, receiving
from contracts.language.errors import Conflict, Forbidden, Invalid
from contracts.language.permissions import HISTORY_IMPORT
from services.intake import collections as store
from services.intake.actions.parties import add_party
from services.intake.actions.promises import receipt_policy
from services.intake.rules import codes, devices, receipt
from services.intake.rules.orders import Device, Order
from services.intake.rules.parties import Party
from services.intake.rules.promises import promise

if TYPE_CHECKING:
    from stationkit.unit_of_work.view import View
    from stationkit.unit_of_work.work import Work


def receive_device(work: Work, request: receiving.ReceiveDevice) -> Order:
    """Opens the order of what was received; its party may be new."""
    party = party_of(work, request)
    device = device_of(work, request.device)
    _check_not_here(work, device)
    promised = promise(party.kind, work.at, work.station.calendar, receipt_policy(work))
    order = receipt.open_order(_names(work), party, device, request, promised, work.at)
    order.imported = work.imported
    _note_redo(work, order, device)
    order.note("received", work.at, work.by)
    category = device.category if device else None
    first = order.redo_of or order.redo_of_elsewhere
    received = orders.OrderReceivedData.of(order, category=category, received_by=work.by, redo_of=first)
    work.emit(work.add(store.orders, order), orders.order_received, received)
    return order


def receipt_out(view: View, order: Order) -> Order:
    """The receipt with its pick-up code. Raises `Forbidden` for a live order where earlier records are brought in."""
    if view.caller.history and not order.imported:
        raise Forbidden("A session that imports history does nothing else.", permission=HISTORY_IMPORT)
    return order


def party_of(work: Work, request: receiving.ReceiveDevice) -> Party:
    """The customer that a request names, known or new. Raises `Invalid` unless it is one of the two."""
    if request.party_id is not None and request.party is None:
        return work.get(store.parties, request.party_id)
    if request.party is not None and request.party_id is None:
        return add_party(work, work.new_id("party"), request.party)
    raise Invalid("The request is not valid.", ["party_id: Name either a known party or a new one."])


def device_of(work: Work, given: receiving.Device | None) -> Device | None:
    """The device as identified; one that cannot be read gets a provisional serial. Raises `Invalid`."""
    if given is None:
        return None
    serial = given.serial or ""
    if given.identity == "provisional" and not serial:
        serial = devices.provisional_serial(work.random(codes.CODE_BYTES))
    stored = devices.serial_of(given.identity, serial)
    return Device(given.category, given.brand, given.model, given.identity, stored, given.made_in)


def _check_not_here(work: Work, device: Device | None) -> None:
    """Raises `Conflict` naming the open order of the same device here; one elsewhere is named to nobody."""
    order = work.find(store.orders, open_serial=device.serial) if device else None
    if order is not None:
        raise Conflict("serial_open", "There is an open order for this serial.", order_id=order.id, code=order.code)


def _note_redo(work: Work, order: Order, device: Device | None) -> None:
    """Notes the order that this one repeats; another station's is named to nobody here."""
    if device is None or device.identity == "provisional":
        return
    before = work.system.last(store.orders, "device.serial", device.serial, "released_at")
    calendar = work.station.calendar
    released = before.released_at if before else None
    first = receipt.redo_of(before, calendar.day_of(released) if released else None, calendar.day_of(work.at))
    if before and before.station_id == work.station_id:
        order.redo_of = first
    else:
        order.redo_of_elsewhere = first


def _names(work: Work) -> dict[str, str]:
    return {
        "id": work.new_id(),
        "station_id": work.station_id,
        "code": codes.make_code(work.random(codes.CODE_BYTES)),
        "receipt_code": codes.make_receipt_code(work.random(codes.RECEIPT_CODE_BYTES)),
    }
