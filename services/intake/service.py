"""The wiring page of `intake`: parties, visits, orders, custody, payments, the desk's day."""

from __future__ import annotations

from typing import Any

from contracts.intake import desk as money
from contracts.intake import order_events as contract
from contracts.intake import orders, parties, receiving
from contracts.quality import calls as quality
from contracts.repair import jobs as repair
from contracts.stations import days
from services.intake import collections as store
from services.intake.actions import books, desk
from services.intake.rules import codes, devices
from services.intake.rules.day import DayReport
from services.intake.rules.orders import Order
from services.intake.rules.parties import Party, Visit
from services.intake.rules.payments import Payment
from stationkit.process.kit import Kit, command, on, query
from stationkit.unit_of_work.inbox import MarksIn
from stationkit.unit_of_work.view import View
from stationkit.unit_of_work.work import Work

Request = dict[str, Any]
LAST_CALL = 3


class IntakeService:
    """The front desk: who came, with what, and who holds it."""

    name = "intake"
    kit = Kit(store.COLLECTIONS, {"repair": MarksIn(store.orders, lambda envelope: envelope["data"]["order_id"])})

    # --- parties and visits ---

    @command(parties.register_party, creates=store.parties)
    def register_party(self, work: Work, request: Request) -> Party:
        return work.add(store.parties, desk.new_party(work, work.new_id(), request))

    @command(parties.edit_party)
    def edit_party(self, work: Work, request: Request) -> Party:
        party = work.get(store.parties, request["party_id"])
        work.check_match(party)
        party.edit(request.get("name"), request.get("phone"), request.get("address"))
        return party

    @query(parties.get_party)
    def get_party(self, view: View, request: Request) -> Party:
        return view.get(store.parties, request["party_id"])

    @query(parties.list_parties)
    def list_parties(self, view: View, request: Request) -> Request:
        phone = devices.phone_of(request["phone"]) if "phone" in request else None
        return view.page(store.parties, request, phone=phone, kind=request.get("kind"))

    @command(parties.record_visit, creates=store.visits)
    def record_visit(self, work: Work, request: Request) -> Visit:
        if "party_id" in request:
            work.get(store.parties, request["party_id"])
        if "order_id" in request:
            work.get(store.orders, request["order_id"])
        return work.add(
            store.visits, Visit(id=work.new_id(), station_id=work.station_id, at=work.at, by=work.by, **request)
        )

    @query(parties.list_visits)
    def list_visits(self, view: View, request: Request) -> Request:
        return view.page(store.visits, request, kind=request.get("kind"))

    # --- orders ---

    @command(receiving.receive_device, creates=store.orders)
    def receive_device(self, work: Work, request: Request) -> Order:
        order = desk.open_order(work, self.kit.system, request)
        work.emit(
            order,
            contract.order_received,
            **vars(order),
            category=order.device.category if order.device else None,
            received_by=work.by,
        )
        return order

    @command(orders.offer_custody)
    def offer_custody(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        engineer_id = desk.engineer_of(work, request)
        order.offer(
            request["to"],
            engineer_id,
            work.by,
            work.at,
            lead="station_lead" in work.posts,
            at_desk=desk.is_at_desk(work),
        )
        return order

    @command(orders.accept_custody)
    def accept_custody(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        desk.tell_accepted(work, order, order.accept(work.by, work.at, at_desk=desk.is_at_desk(work)))
        return desk.tell_ready(work, order) if order.ready_at else order

    @command(orders.decline_custody)
    def decline_custody(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.decline(work.by, work.at, request["reason"], at_desk=desk.is_at_desk(work))
        return order

    @command(orders.start_wait)
    def start_wait(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.start_wait(request["wait"], request["reason"], work.at, work.by, request.get("due_at"))
        return order

    @command(orders.end_wait)
    def end_wait(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.end_wait(request["wait"], request["reason"], work.at, work.by)
        return desk.put_off(work, order)

    @command(orders.approve_special)
    def approve_special(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.approve_special(desk.promise_special(work, order), request["reason"], work.at, work.by)
        return desk.put_off(work, order)

    @command(orders.notify_customer)
    def notify_customer(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.notify(request["channel"], work.at, work.by)
        return desk.tell(work, order, contract.customer_notified, request["channel"])

    @command(orders.release_order)
    def release_order(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        if request["how"] == "pickup":
            desk.check_pickup(order, self.kit.counters, request)
        missing = tuple(request["accessories_missing"])
        order.give_out(request["how"], request.get("waybill"), missing, work.at, work.by)
        return desk.tell(work, order, contract.order_released, request["how"])

    @command(orders.close_order)
    def close_order(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.close(request["receipt"], work.at, work.by)
        return desk.tell(work, order, contract.order_closed, request["receipt"])

    @command(orders.cancel_order)
    def cancel_order(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.cancel(request["reason"], work.at, work.by)
        return desk.tell(work, order, contract.order_cancelled, request["reason"])

    @command(orders.abandon_order)
    def abandon_order(self, work: Work, request: Request) -> Order:
        order = work.get(store.orders, request["order_id"])
        order.abandon(request["reason"], work.at, work.by)
        return desk.tell(work, order, contract.order_abandoned, request["reason"])

    @query(contract.get_order)
    def get_order(self, view: View, request: Request) -> Order:
        return view.get(store.orders, request["order_id"])

    @query(receiving.get_receipt)
    def get_receipt(self, view: View, request: Request) -> Order:
        return view.get(store.orders, request["order_id"])

    @query(contract.list_orders)
    def list_orders(self, view: View, request: Request) -> Request:
        code = codes.check_code(request["code"]) if "code" in request else None
        return view.page(
            store.orders,
            request,
            state=request.get("state"),
            party_id=request.get("party_id"),
            code=code,
            external_ref=request.get("external_ref"),
            custody__holder_id=request.get("holder_id"),
            device__serial=devices.spelled(request["serial"]) if "serial" in request else None,
        )

    # --- payments, reports, shelves ---

    @command(money.record_payment, creates=store.payments)
    def record_payment(self, work: Work, request: Request) -> Payment:
        return books.take_payment(work, request)

    @command(money.refund_payment, creates=store.payments)
    def refund_payment(self, work: Work, request: Request) -> Payment:
        return books.refund_payment(work, request)

    @query(money.get_order_payments)
    def get_order_payments(self, view: View, request: Request) -> Request:
        return books.payments_of(view, request["order_id"])

    @query(money.list_payments)
    def list_payments(self, view: View, request: Request) -> Request:
        return view.page(store.payments, request, day=request.get("day"), method=request.get("method"))

    @query(money.get_day_report)
    def get_day_report(self, view: View, request: Request) -> DayReport:
        return view.get(store.day_reports, request["report_id"])

    @query(money.list_day_reports)
    def list_day_reports(self, view: View, request: Request) -> Request:
        return view.page(store.day_reports, request, day=request.get("day"))

    @query(money.get_shelf_board)
    def get_shelf_board(self, view: View, request: Request) -> Request:
        return books.shelf_board(view, request)

    # --- what others tell ---

    @on(days.year_published)
    def promise_again(self, work: Work, _data: Request) -> None:
        self.kit.system.each(store.orders, work.cause, desk.promise_again, calendar_provisional=True)

    @on(days.day_closed)
    def close_day(self, work: Work, data: Request) -> None:
        books.close_day(work, self.kit.system, data)

    @on(days.day_reopened)
    def reopen_day(self, work: Work, data: Request) -> None:
        books.reopen_day(work, data["day"])

    @on(quality.call_ended)
    def close_on_call(self, work: Work, data: Request) -> None:
        order = work.get(store.orders, data["order_id"])
        received = data["stage"] == LAST_CALL and data["outcome"] == "done" and data["received"]
        if received and order.state == "released":
            order.close("call", work.at, data["caller_id"] or work.by)
            desk.tell(work, order, contract.order_closed, "call")

    @on(repair.job_finished)
    def end_of_work(self, work: Work, data: Request) -> None:
        order = work.get(store.orders, data["order_id"])
        order.finish(data["outcome"], data["reason"], work.at, data["engineer_id"])
        if order.ready_at:
            desk.tell_ready(work, order)

    @on(repair.job_waiting)
    def wait_for_parts(self, work: Work, data: Request) -> None:
        order = work.get(store.orders, data["order_id"])
        order.start_wait("awaiting_parts", ", ".join(data["parts"]), work.at, work.by)

    @on(repair.job_resumed)
    def go_on(self, work: Work, data: Request) -> None:
        order = work.get(store.orders, data["order_id"])
        order.end_wait("awaiting_parts", "parts are here", work.at, work.by)
