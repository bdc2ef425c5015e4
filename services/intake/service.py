"""The wiring page of `intake`: parties, visits, orders, custody."""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from typing import Any

from contracts import intake as contract
from contracts import repair
from contracts.errors import Invalid, Refused, Throttled
from services.intake import codes, devices, receipt, store
from services.intake.orders import Device, Order
from services.intake.parties import Party, Visit
from services.intake.promises import ReceiptPolicy, effective_due_at, promise, special_promise
from stationkit.clock import wall_now
from stationkit.documents import converter
from stationkit.inbox import MarksIn
from stationkit.kit import Kit, command, on, query
from stationkit.view import View
from stationkit.work import Work

Request = dict[str, Any]
PICKUP_TRIES = 5
PICKUP_WINDOW = timedelta(minutes=15)


class IntakeService:
    """The front desk: who came, with what, and who holds it."""

    name = "intake"
    kit = Kit(store.COLLECTIONS, {"repair": MarksIn(store.orders, lambda envelope: envelope["data"]["order_id"])})

    # --- parties and visits ---

    @command(contract.register_party, creates=store.parties)
    def register_party(self, work: Work, request: Request) -> Party:
        return work.add(store.parties, _party(work, work.new_id(), request))

    @command(contract.edit_party)
    def edit_party(self, work: Work, request: Request) -> Party:
        party = work.get(store.parties, request["party_id"])
        work.check_match(party)
        party.edit(request.get("name"), request.get("phone"), request.get("address"))
        return party

    @query(contract.get_party)
    def get_party(self, view: View, request: Request) -> Party:
        return view.get(store.parties, request["party_id"])

    @query(contract.list_parties)
    def list_parties(self, view: View, request: Request) -> Request:
        phone = devices.phone_of(request["phone"]) if "phone" in request else None
        return view.page(store.parties, request, "name", phone=phone, kind=request.get("kind"))

    @command(contract.record_visit, creates=store.visits)
    def record_visit(self, work: Work, request: Request) -> Visit:
        if "party_id" in request:
            work.get(store.parties, request["party_id"])
        if "order_id" in request:
            work.get(store.orders, request["order_id"])
        return work.add(
            store.visits, Visit(id=work.new_id(), station_id=work.station_id, at=work.at, by=work.by, **request)
        )

    @query(contract.list_visits)
    def list_visits(self, view: View, request: Request) -> Request:
        return view.page(store.visits, request, "at", kind=request.get("kind"))

    # --- orders ---

    @command(contract.receive_device, creates=store.orders)
    def receive_device(self, work: Work, request: Request) -> Order:
        party = _party_of(work, request)
        device = _device(work, request.get("device"))
        promised = promise(party.kind, work.at, work.station.calendar, _receipt_policy(work))
        order = receipt.open_order(_names(work), party, device, request, promised, work.at)
        order.imported, order.redo_of = work.imported, self._redo_of(work, device)
        order.note("received", work.at, work.by)
        work.add(store.orders, order)
        work.emit(order, contract.order_received, **vars(order), category=device.category if device else None)
        return order

    @command(contract.offer_custody)
    def offer_custody(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        engineer_id = request.get("engineer_id") if request["to"] == "engineer" else None
        if request["to"] == "engineer":
            if engineer_id is None:
                raise Refused("engineer_missing", "Say which engineer the device is offered to.")
            if "engineer" not in work.staff(engineer_id).posts:
                raise Refused("not_engineer", "That member of staff is not an engineer.")
        order.offer(request["to"], engineer_id, work.by, work.at, lead="station_lead" in work.posts)
        return order

    @command(contract.accept_custody)
    def accept_custody(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        before = order.accept(work.by, work.at)
        device = order.device
        if order.custody.holder == "engineer":
            work.emit(
                order,
                contract.bench_accepted,
                **vars(order),
                engineer_id=order.custody.holder_id,
                category=device.category if device else None,
                brand=device.brand if device else None,
                model=device.model if device else None,
            )
        else:
            work.emit(order, contract.desk_accepted, engineer_id=before)
        return self._moved(work, order)

    @command(contract.decline_custody)
    def decline_custody(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.decline(work.by, work.at, request["reason"])
        return order

    @command(contract.start_wait)
    def start_wait(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.start_wait(request["wait"], request["reason"], work.at, work.by, request.get("due_at"))
        return order

    @command(contract.end_wait)
    def end_wait(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.end_wait(request["wait"], request["reason"], work.at, work.by)
        return self._put_off(work, order)

    @command(contract.approve_special)
    def approve_special(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        policy = _receipt_policy(work, order)
        promised = special_promise(order.party_kind, order.received_at, work.station.calendar, policy)
        order.approve_special(promised, request["reason"], work.at, work.by)
        return self._put_off(work, order)

    @command(contract.notify_customer)
    def notify_customer(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.notify(request["channel"], work.at, work.by)
        return self._tell(work, order, contract.customer_notified, request["channel"])

    @command(contract.release_order)
    def release_order(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        if request["how"] == "pickup":
            self._check_pickup(order, request)
        missing = tuple(request["accessories_missing"])
        order.give_out(request["how"], request.get("waybill"), missing, work.at, work.by)
        return self._tell(work, order, contract.order_released, request["how"])

    @command(contract.close_order)
    def close_order(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.close(request["receipt"], work.at, work.by)
        return self._tell(work, order, contract.order_closed, request["receipt"])

    @command(contract.cancel_order)
    def cancel_order(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.cancel(request["reason"], work.at, work.by)
        return self._tell(work, order, contract.order_cancelled, request["reason"])

    @command(contract.abandon_order)
    def abandon_order(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.abandon(request["reason"], work.at, work.by)
        return self._tell(work, order, contract.order_abandoned, request["reason"])

    @query(contract.get_order)
    def get_order(self, view: View, request: Request) -> Order:
        return view.get(store.orders, request["order_id"])

    @query(contract.get_receipt)
    def get_receipt(self, view: View, request: Request) -> Order:
        return view.get(store.orders, request["order_id"])

    @query(contract.list_orders)
    def list_orders(self, view: View, request: Request) -> Request:
        code = codes.check_code(request["code"]) if "code" in request else None
        return view.page(
            store.orders,
            request,
            "received_at",
            state=request.get("state"),
            party_id=request.get("party_id"),
            code=code,
            external_ref=request.get("external_ref"),
            custody__holder_id=request.get("holder_id"),
            device__serial=request.get("serial"),
        )

    # --- what the bench tells ---

    @on(repair.job_finished)
    def end_of_work(self, work: Work, data: Request) -> None:
        order = work.get(store.orders, data["order_id"])
        order.finish(data["outcome"], data["reason"], work.at, data["engineer_id"])
        self._moved(work, order)

    @on(repair.job_waiting)
    def wait_for_parts(self, work: Work, data: Request) -> None:
        order = work.get(store.orders, data["order_id"])
        order.start_wait("awaiting_parts", ", ".join(data["parts"]), work.at, work.by)

    @on(repair.job_resumed)
    def go_on(self, work: Work, data: Request) -> None:
        order = work.get(store.orders, data["order_id"])
        order.end_wait("awaiting_parts", "parts are here", work.at, work.by)

    # --- parts of the above ---

    def _redo_of(self, work: Work, device: Device | None) -> str | None:
        if device is None or device.identity == "provisional":
            return None
        before = self.kit.system.find(store.orders, last_by="released_at", **{"device.serial": device.serial})
        calendar = work.station.calendar
        released = before.released_at if before else None
        return receipt.redo_of(before, calendar.day_of(released) if released else None, calendar.day_of(work.at))

    def _check_pickup(self, order: Order, request: Request) -> None:
        key = f"pickup:{order.id}"
        if self.kit.system.counted(key) >= PICKUP_TRIES:
            raise Throttled("Too many wrong pick-up codes.", retry_after=str(int(PICKUP_WINDOW.total_seconds())))
        code = codes.check_receipt_code(request.get("receipt_code", ""))
        if not compare_digest(code, order.receipt_code):
            self.kit.system.count(key, wall_now() + PICKUP_WINDOW)
            raise Refused("wrong_receipt_code", "The pick-up code is not that of this order.")
        if order.device and devices.serial_of(order.device.identity, request.get("serial", "")) != order.device.serial:
            raise Refused("wrong_serial", "The serial is not that of this order's device.")

    def _put_off(self, work: Work, order: Order) -> Order:
        waits = [(wait.began, wait.ended) for wait in order.wait_log if wait.kind == "awaiting_customer" and wait.ended]
        order.effective_due_at = effective_due_at(order.due_at, waits, work.station.calendar)
        return order

    def _moved(self, work: Work, order: Order) -> Order:
        if order.ready_at == work.at and order.state == "ready":
            self._tell(work, order, contract.order_ready, None)
        return order

    def _tell(self, work: Work, order: Order, event: Any, reason: str | None) -> Order:
        work.emit(order, event, state=order.state, outcome=order.outcome, reason=reason)
        return order


def _names(work: Work) -> dict[str, str]:
    return {
        "id": work.new_id(),
        "station_id": work.station_id,
        "code": codes.make_code(work.random(codes.CODE_BYTES)),
        "receipt_code": codes.make_receipt_code(work.random(codes.RECEIPT_CODE_BYTES)),
    }


def _party(work: Work, party_id: str, given: Request) -> Party:
    return Party(
        id=party_id,
        station_id=work.station_id,
        kind=given["kind"],
        name=given["name"],
        phone=devices.phone_of(given["phone"]),
        address=given.get("address"),
    )


def _party_of(work: Work, request: Request) -> Party:
    if ("party_id" in request) == ("party" in request):
        raise Invalid("The request is not valid.", ["party_id: Name either a known party or a new one."])
    if "party_id" in request:
        return work.get(store.parties, request["party_id"])
    return work.add(store.parties, _party(work, work.new_id("party"), request["party"]))


def _device(work: Work, given: Request | None) -> Device | None:
    if given is None:
        return None
    identity = given["identity"]
    if identity == "provisional":
        serial = given.get("serial") or devices.provisional_serial(work.random(codes.CODE_BYTES))
    else:
        serial = given.get("serial", "")
    return Device(**{**given, "serial": devices.serial_of(identity, serial)})


def _receipt_policy(work: Work, order: Order | None = None) -> ReceiptPolicy:
    policy = work.policy("receipt", order.received_at if order else None)
    return converter.structure({**policy.values, "version": policy.number}, ReceiptPolicy)
