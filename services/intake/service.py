"""The wiring page of `intake`: parties, visits, orders, custody, payments, the desk's day."""

from __future__ import annotations

from contracts.intake import custody, day_reports, orders, parties, payments, receiving, shelves, visits
from contracts.intake import orders as contract
from contracts.language.operation import ById
from contracts.quality import calls as quality
from contracts.repair import jobs as repair
from contracts.stations import calendar, days
from services.intake import collections as store
from services.intake.actions import books, desk
from services.intake.rules import codes, devices
from services.intake.rules.day import DayReport
from services.intake.rules.orders import Order
from services.intake.rules.parties import Party, Visit
from services.intake.rules.payments import Payment
from stationkit.process.kit import Kit, command, consumes, query
from stationkit.unit_of_work.inbox import MarksIn
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work

LAST_CALL = 3


class IntakeService:
    """The front desk: who came, with what, and who holds it."""

    name = "intake"
    kit = Kit(store.COLLECTIONS, {"repair": MarksIn(store.orders, lambda envelope: envelope["data"]["order_id"])})

    # --- parties and visits ---

    @command(parties.register_party, creates=store.parties)
    def register_party(self, work: Work, request: parties.RegisterParty) -> Party:
        return work.add(store.parties, desk.new_party(work, work.new_id(), request))

    @command(parties.edit_party)
    def edit_party(self, work: Work, request: parties.EditParty) -> Party:
        party = work.get(store.parties, request.party_id)
        work.check_match(party)
        party.edit(request.name, request.phone, request.address)
        return party

    @query(parties.get_party)
    def get_party(self, view: View, request: ById) -> Party:
        return view.get(store.parties, request.id)

    @query(parties.list_parties)
    def list_parties(self, view: View, request: parties.ListParties) -> Rows[Party]:
        phone = devices.phone_of(request.phone) if request.phone is not None else None
        return view.page(store.parties, request, phone=phone, kind=request.kind)

    @command(visits.record_visit, creates=store.visits)
    def record_visit(self, work: Work, request: visits.RecordVisit) -> Visit:
        if request.party_id is not None:
            work.get(store.parties, request.party_id)
        if request.order_id is not None:
            work.get(store.orders, request.order_id)
        visit = Visit(
            id=work.new_id(),
            station_id=work.station_id,
            kind=request.kind,
            at=work.at,
            by=work.by,
            note=request.note,
            party_id=request.party_id,
            order_id=request.order_id,
        )
        return work.add(store.visits, visit)

    @query(visits.list_visits)
    def list_visits(self, view: View, request: visits.ListVisits) -> Rows[Visit]:
        return view.page(store.visits, request, kind=request.kind)

    # --- orders ---

    @command(receiving.receive_device, creates=store.orders)
    def receive_device(self, work: Work, request: receiving.ReceiveDevice) -> Order:
        order = desk.open_order(work, self.kit.system, request)
        work.emit(
            order,
            contract.order_received,
            orders.OrderReceivedData.of(
                order, category=order.device.category if order.device else None, received_by=work.by
            ),
        )
        return order

    @command(custody.offer_custody)
    def offer_custody(self, work: Work, request: custody.OfferCustody) -> Order:
        order = work.get(store.orders, request.order_id)
        engineer_id = desk.engineer_of(work, request)
        order.offer(
            request.to, engineer_id, work.by, work.at, lead="station_lead" in work.posts, at_desk=desk.is_at_desk(work)
        )
        return order

    @command(custody.accept_custody)
    def accept_custody(self, work: Work, request: custody.AcceptCustody) -> Order:
        order = work.get(store.orders, request.order_id)
        desk.tell_accepted(work, order, order.accept(work.by, work.at, at_desk=desk.is_at_desk(work)))
        return desk.tell_ready(work, order) if order.ready_at else order

    @command(custody.decline_custody)
    def decline_custody(self, work: Work, request: custody.DeclineCustody) -> Order:
        order = work.get(store.orders, request.order_id)
        order.decline(work.by, work.at, request.reason, at_desk=desk.is_at_desk(work))
        return order

    @command(orders.start_wait)
    def start_wait(self, work: Work, request: orders.StartWait) -> Order:
        order = work.get(store.orders, request.order_id)
        order.start_wait(request.wait, request.reason, work.at, work.by, request.due_at)
        return order

    @command(orders.end_wait)
    def end_wait(self, work: Work, request: orders.EndWait) -> Order:
        order = work.get(store.orders, request.order_id)
        order.end_wait(request.wait, request.reason, work.at, work.by)
        return desk.put_off(work, order)

    @command(orders.approve_special)
    def approve_special(self, work: Work, request: orders.Reason) -> Order:
        order = work.get(store.orders, request.order_id)
        order.approve_special(desk.promise_special(work, order), request.reason, work.at, work.by)
        return desk.put_off(work, order)

    @command(orders.notify_customer)
    def notify_customer(self, work: Work, request: orders.NotifyCustomer) -> Order:
        order = work.get(store.orders, request.order_id)
        order.notify(request.channel, work.at, work.by)
        return desk.tell(work, order, contract.customer_notified, request.channel)

    @command(orders.release_order)
    def release_order(self, work: Work, request: orders.ReleaseOrder) -> Order:
        order = work.get(store.orders, request.order_id)
        if request.how == "pickup":
            desk.check_pickup(order, self.kit.counters, request)
        missing = tuple(request.accessories_missing)
        order.give_out(request.how, request.waybill, missing, work.at, work.by)
        return desk.tell(work, order, contract.order_released, request.how)

    @command(orders.close_order)
    def close_order(self, work: Work, request: orders.CloseOrder) -> Order:
        order = work.get(store.orders, request.order_id)
        order.close(request.receipt, work.at, work.by)
        return desk.tell(work, order, contract.order_closed, request.receipt)

    @command(orders.cancel_order)
    def cancel_order(self, work: Work, request: orders.Reason) -> Order:
        order = work.get(store.orders, request.order_id)
        order.cancel(request.reason, work.at, work.by)
        return desk.tell(work, order, contract.order_cancelled, request.reason)

    @command(orders.abandon_order)
    def abandon_order(self, work: Work, request: orders.Reason) -> Order:
        order = work.get(store.orders, request.order_id)
        order.abandon(request.reason, work.at, work.by)
        return desk.tell(work, order, contract.order_abandoned, request.reason)

    @query(contract.get_order)
    def get_order(self, view: View, request: ById) -> Order:
        return view.get(store.orders, request.id)

    @query(receiving.get_receipt)
    def get_receipt(self, view: View, request: ById) -> Order:
        return view.get(store.orders, request.id)

    @query(contract.list_orders)
    def list_orders(self, view: View, request: orders.ListOrders) -> Rows[Order]:
        code = codes.check_code(request.code) if request.code is not None else None
        return view.page(
            store.orders,
            request,
            state=request.state,
            party_id=request.party_id,
            code=code,
            external_ref=request.external_ref,
            custody__holder_id=request.holder_id,
            device__serial=devices.spelled(request.serial) if request.serial is not None else None,
        )

    # --- payments, reports, shelves ---

    @command(payments.record_payment, creates=store.payments)
    def record_payment(self, work: Work, request: payments.RecordPayment) -> Payment:
        return books.take_payment(work, request)

    @command(payments.refund_payment, creates=store.payments)
    def refund_payment(self, work: Work, request: payments.RefundPayment) -> Payment:
        return books.refund_payment(work, request)

    @query(payments.get_order_payments)
    def get_order_payments(self, view: View, request: ById) -> payments.OrderPayments:
        return books.payments_of(view, request.id)

    @query(payments.list_payments)
    def list_payments(self, view: View, request: payments.ListPayments) -> Rows[Payment]:
        return view.page(store.payments, request, day=request.day, method=request.method)

    @query(day_reports.get_day_report)
    def get_day_report(self, view: View, request: ById) -> DayReport:
        return view.get(store.day_reports, request.id)

    @query(day_reports.list_day_reports)
    def list_day_reports(self, view: View, request: day_reports.ListDayReports) -> Rows[DayReport]:
        return view.page(store.day_reports, request, day=request.day)

    @query(shelves.get_shelf_board)
    def get_shelf_board(self, view: View, request: shelves.ReadShelfBoard) -> shelves.ShelfBoard:
        return books.shelf_board(view, request)

    # --- what others tell ---

    @consumes(calendar.year_published)
    def promise_again(self, work: Work, _data: calendar.YearPublished) -> None:
        self.kit.system.each(store.orders, work.cause, desk.promise_again, calendar_provisional=True)

    @consumes(days.day_closed)
    def close_day(self, work: Work, data: days.DayClosed) -> None:
        books.close_day(work, self.kit.system, data)

    @consumes(days.day_reopened)
    def reopen_day(self, work: Work, data: days.DayReopened) -> None:
        books.reopen_day(work, data.day)

    @consumes(quality.call_ended)
    def close_on_call(self, work: Work, data: quality.CallEnded) -> None:
        order = work.get(store.orders, data.order_id)
        received = data.stage == LAST_CALL and data.outcome == "done" and data.received
        if received and order.state == "released":
            order.close("call", work.at, data.caller_id or work.by)
            desk.tell(work, order, contract.order_closed, "call")

    @consumes(repair.job_finished)
    def end_of_work(self, work: Work, data: repair.JobFinished) -> None:
        order = work.get(store.orders, data.order_id)
        order.finish(data.outcome, data.reason, work.at, data.engineer_id)
        if order.ready_at:
            desk.tell_ready(work, order)

    @consumes(repair.job_waiting)
    def wait_for_parts(self, work: Work, data: repair.JobWaiting) -> None:
        order = work.get(store.orders, data.order_id)
        order.start_wait("awaiting_parts", ", ".join(data.parts), work.at, work.by)

    @consumes(repair.job_resumed)
    def go_on(self, work: Work, data: repair.JobResumed) -> None:
        order = work.get(store.orders, data.order_id)
        order.end_wait("awaiting_parts", "parts are here", work.at, work.by)
