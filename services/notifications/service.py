"""The wiring page of `notifications`: addresses, mails, inbox, the day's reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from contracts.intake import desk
from contracts.intake import order_events as intake
from contracts.inventory import stock, transfers
from contracts.language.ids import derived_id
from contracts.notifications import mails as contract
from contracts.quality import calls as quality
from contracts.repair import awaiting
from services.notifications import collections as store
from services.notifications.actions import telling
from services.notifications.mailer import Mailer, NeverTaken, NotTakenNow, mailer
from services.notifications.rules.addresses import Address
from services.notifications.rules.deliveries import Delivery
from services.notifications.rules.inbox import Message
from services.notifications.rules.reports import Report
from stationkit.ground import failpoints
from stationkit.ground.clock import wall_now
from stationkit.process.kit import Kit, command, daily, every, on, query
from stationkit.unit_of_work.view import View
from stationkit.unit_of_work.work import Work

Request = dict[str, Any]
MAILS_A_ROUND = 50
TOLD_STATES = ("approved", "closed", "cancelled")
_log = structlog.get_logger()


class NotificationsService:
    """Who is told what, once."""

    name = "notifications"
    kit = Kit(store.COLLECTIONS)

    # --- addresses ---

    @command(contract.set_my_address)
    def set_my_address(self, work: Work, request: Request) -> Address:
        return _set_address(work, work.by, request)

    @query(contract.get_my_address)
    def get_my_address(self, view: View, _request: Request) -> Address:
        return view.get(store.addresses, telling.address_id(view.caller.account_id))

    @command(contract.set_address)
    def set_address(self, work: Work, request: Request) -> Address:
        return _set_address(work, work.staff(request["staff_id"]).id, request)

    # --- inbox ---

    @query(contract.list_inbox)
    def list_inbox(self, view: View, request: Request) -> Request:
        return view.page(store.messages, request, staff_id=view.caller.account_id, read=request.get("read"))

    @command(contract.read_message)
    def read_message(self, work: Work, request: Request) -> Message:
        message = work.get(store.messages, request["message_id"])
        message.mark_read(work.by, work.at)
        return message

    # --- reports and mails ---

    @query(contract.list_reports)
    def list_reports(self, view: View, request: Request) -> Request:
        return view.page(store.reports, request, kind=request.get("kind"), day=request.get("day"))

    @query(contract.get_report)
    def get_report(self, view: View, request: Request) -> Report:
        return view.get(store.reports, request["report_id"])

    @query(contract.list_deliveries)
    def list_deliveries(self, view: View, request: Request) -> Request:
        return view.page(store.deliveries, request, state=request.get("state"), kind=request.get("kind"))

    @command(contract.retry_delivery)
    def retry_delivery(self, work: Work, request: Request) -> Delivery:
        delivery = work.get(store.deliveries, request["delivery_id"])
        address = telling.address_of(self.kit, delivery.staff_id)
        delivery.retry(address.email if address else None, wall_now())
        return delivery

    @every(1.0)
    def send_mails(self) -> None:
        server = mailer()
        if server is None:
            return
        due: Request = {"state": "queued", "next_try_at": {"$lte": wall_now()}}
        for delivery in self.kit.system.all(store.deliveries, MAILS_A_ROUND, **due):
            if self._change(delivery, lambda known: known.claim(wall_now())):
                self._send(server, delivery)

    # --- what others tell, as reports ---

    @on(awaiting.awaiting_parts_reported)
    def report_awaiting_parts(self, work: Work, data: Request) -> None:
        telling.report(self.kit, work, "awaiting_parts", data)

    @on(awaiting.unfinished_reported)
    def report_unfinished(self, work: Work, data: Request) -> None:
        telling.report(self.kit, work, "unfinished", data)

    @on(stock.overnight_reported)
    def report_overnight(self, work: Work, data: Request) -> None:
        telling.report(self.kit, work, "overnight", data)

    @on(desk.desk_day_reported)
    def report_desk_day(self, work: Work, data: Request) -> None:
        telling.report(self.kit, work, "revenue", data)
        telling.report(self.kit, work, "devices", data)

    # --- what others tell, as messages ---

    @on(intake.device_overnight)
    def tell_device_overnight(self, work: Work, data: Request) -> None:
        telling.message(self.kit, work, "device_overnight", ("station_lead",), data)

    @on(transfers.requisition_opened)
    def tell_requisition_opened(self, work: Work, data: Request) -> None:
        telling.message(self.kit, work, "requisition_opened", ("base_lead", "supervisor"), data)

    @on(transfers.requisition_rejected)
    def tell_requisition_rejected(self, work: Work, data: Request) -> None:
        telling.message(self.kit, work, "requisition_rejected", ("storekeeper",), data)

    @on(transfers.transfer_shipped)
    def tell_transfer_shipped(self, work: Work, data: Request) -> None:
        telling.message(self.kit, work, "transfer_shipped", ("storekeeper",), data)

    @on(transfers.transfer_changed)
    def tell_transfer_changed(self, work: Work, data: Request) -> None:
        if data["state"] in TOLD_STATES:
            telling.message(self.kit, work, "transfer_changed", ("storekeeper",), data)

    @on(quality.appeasement_opened)
    def tell_appeasement_opened(self, work: Work, data: Request) -> None:
        telling.message(self.kit, work, "appeasement_opened", ("station_lead", "base_lead"), data)

    @on(quality.penalty_proposed)
    def tell_penalty_proposed(self, work: Work, data: Request) -> None:
        telling.message(self.kit, work, "penalty_proposed", ("base_lead", "supervisor"), data)

    @on(quality.penalty_approved)
    def tell_penalty_approved(self, work: Work, data: Request) -> None:
        people = (data["person_id"],) if data["person_id"] else ()
        telling.message_to(self.kit, work, "penalty_approved", people, data)

    @on(quality.penalty_final)
    def tell_penalty_final(self, work: Work, data: Request) -> None:
        telling.message(self.kit, work, "penalty_final", ("station_lead",), data)
        if data["person_id"]:
            telling.message_to(self.kit, work, "penalty_final", (data["person_id"],), data)

    @on(quality.audit_finished)
    def tell_audit_finished(self, work: Work, data: Request) -> None:
        telling.message(self.kit, work, "audit_finished", ("station_lead",), data)

    @daily("warn_of_open_day", lambda station: station.calendar.closes)
    def warn_of_open_day(self, work: Work, due: datetime) -> None:
        day = work.station.calendar.day_of(due).isoformat()
        about = {"aggregate_id": derived_id("day", work.station_id, day), "day": day}
        telling.message(self.kit, work, "day_open", ("station_lead",), about)

    # --- parts of the above ---

    def _send(self, server: Mailer, delivery: Delivery) -> None:
        try:
            server.send(delivery)
            failpoints.reach("after_mail", delivery.kind)
        except NotTakenNow as error:
            reason = str(error)
            _log.warning("mail_waits", delivery_id=delivery.id, error=reason)
            self._change(delivery, lambda known: known.put_off(reason, wall_now()))
        except NeverTaken as error:
            reason = str(error)
            _log.error("mail_refused", delivery_id=delivery.id, error=reason)
            self._change(delivery, lambda known: known.give_up(reason))
        else:
            self._change(delivery, lambda known: known.sent(wall_now()))

    def _change(self, delivery: Delivery, rule: Any) -> Any:
        return self.kit.system.change("send_mails", store.deliveries, delivery, wall_now(), lambda _, one: rule(one))


def _set_address(work: Work, staff_id: str, request: Request) -> Address:
    address_id = telling.address_id(staff_id)
    known = work.find(store.addresses, _id=address_id) or work.add(
        store.addresses, Address(address_id, work.station_id, staff_id)
    )
    known.set(request["email"], request["language"])
    return known
