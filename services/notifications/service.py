"""The wiring page of `notifications`: addresses, mails, inbox, the day's reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from contracts.intake import custody as intake
from contracts.intake import day_reports
from contracts.inventory import requisitions, store_days, transfers
from contracts.language.ids import derived_id
from contracts.language.operation import ById, Nothing
from contracts.notifications import addresses, deliveries, inbox, reports
from contracts.quality import appeasements, audits, penalties
from contracts.repair import awaiting_parts, unfinished_reports
from services.notifications import collections as store
from services.notifications.actions import telling
from services.notifications.mailer import Mailer, NeverTaken, NotTakenNow, mailer
from services.notifications.rules.addresses import Address
from services.notifications.rules.deliveries import Delivery
from services.notifications.rules.inbox import Message
from services.notifications.rules.reports import Report
from stationkit.ground import failpoints
from stationkit.ground.clock import wall_now
from stationkit.process.kit import Kit, command, consumes, daily, every, query
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work

MAILS_A_ROUND = 50
TOLD_STATES = ("approved", "closed", "cancelled")
_log = structlog.get_logger()


class NotificationsService:
    """Who is told what, once."""

    name = "notifications"
    kit = Kit(store.COLLECTIONS)

    # --- addresses ---

    @command(addresses.set_my_address)
    def set_my_address(self, work: Work, request: addresses.SetAddress) -> Address:
        return _set_address(work, work.by, request)

    @query(addresses.get_my_address)
    def get_my_address(self, view: View, _request: Nothing) -> Address:
        return view.get(store.addresses, telling.address_id(view.caller.account_id))

    @command(addresses.set_address)
    def set_address(self, work: Work, request: addresses.SetStaffAddress) -> Address:
        return _set_address(work, work.staff(request.staff_id).id, request)

    # --- inbox ---

    @query(inbox.list_inbox)
    def list_inbox(self, view: View, request: inbox.ListInbox) -> Rows[Message]:
        return view.page(store.messages, request, staff_id=view.caller.account_id, read=request.read)

    @command(inbox.read_message)
    def read_message(self, work: Work, request: ById) -> Message:
        message = work.get(store.messages, request.id)
        message.mark_read(work.by, work.at)
        return message

    # --- reports and mails ---

    @query(reports.list_reports)
    def list_reports(self, view: View, request: reports.ListReports) -> Rows[Report]:
        return view.page(store.reports, request, kind=request.kind, day=request.day)

    @query(reports.get_report)
    def get_report(self, view: View, request: ById) -> Report:
        return view.get(store.reports, request.id)

    @query(deliveries.list_deliveries)
    def list_deliveries(self, view: View, request: deliveries.ListDeliveries) -> Rows[Delivery]:
        return view.page(store.deliveries, request, state=request.state, kind=request.kind)

    @command(deliveries.retry_delivery)
    def retry_delivery(self, work: Work, request: ById) -> Delivery:
        delivery = work.get(store.deliveries, request.id)
        address = telling.address_of(self.kit, delivery.staff_id)
        delivery.retry(address.email if address else None, wall_now())
        return delivery

    @every(1.0)
    def send_mails(self) -> None:
        server = mailer()
        if server is None:
            return
        due = {"$lte": wall_now()}
        for delivery in self.kit.system.all(store.deliveries, MAILS_A_ROUND, state="queued", next_try_at=due):
            if self._change(delivery, lambda known: known.claim(wall_now())):
                self._send(server, delivery)

    # --- what others tell, as reports ---

    @consumes(awaiting_parts.awaiting_parts_reported)
    def report_awaiting_parts(self, work: Work, data: awaiting_parts.AwaitingPartsReported) -> None:
        telling.report(self.kit, work, "awaiting_parts", data)

    @consumes(unfinished_reports.unfinished_reported)
    def report_unfinished(self, work: Work, data: unfinished_reports.UnfinishedReported) -> None:
        telling.report(self.kit, work, "unfinished", data)

    @consumes(store_days.overnight_reported)
    def report_overnight(self, work: Work, data: store_days.OvernightReported) -> None:
        telling.report(self.kit, work, "overnight", data)

    @consumes(day_reports.desk_day_reported)
    def report_desk_day(self, work: Work, data: day_reports.DeskDayReported) -> None:
        telling.report(self.kit, work, "revenue", data)
        telling.report(self.kit, work, "devices", data)

    # --- what others tell, as messages ---

    @consumes(intake.device_overnight)
    def tell_device_overnight(self, work: Work, data: intake.DeviceOvernight) -> None:
        telling.message(self.kit, work, "device_overnight", ("station_lead",), vars(data))

    @consumes(requisitions.requisition_opened)
    def tell_requisition_opened(self, work: Work, data: requisitions.RequisitionOpened) -> None:
        telling.message(self.kit, work, "requisition_opened", ("base_lead", "supervisor"), vars(data))

    @consumes(requisitions.requisition_rejected)
    def tell_requisition_rejected(self, work: Work, data: requisitions.RequisitionRejected) -> None:
        telling.message(self.kit, work, "requisition_rejected", ("storekeeper",), vars(data))

    @consumes(transfers.transfer_shipped)
    def tell_transfer_shipped(self, work: Work, data: transfers.TransferShipped) -> None:
        telling.message(self.kit, work, "transfer_shipped", ("storekeeper",), vars(data))

    @consumes(transfers.transfer_changed)
    def tell_transfer_changed(self, work: Work, data: transfers.TransferChanged) -> None:
        if data.state in TOLD_STATES:
            telling.message(self.kit, work, "transfer_changed", ("storekeeper",), vars(data))

    @consumes(appeasements.appeasement_opened)
    def tell_appeasement_opened(self, work: Work, data: appeasements.AppeasementOpened) -> None:
        telling.message(self.kit, work, "appeasement_opened", ("station_lead", "base_lead"), vars(data))

    @consumes(penalties.penalty_proposed)
    def tell_penalty_proposed(self, work: Work, data: penalties.PenaltyProposed) -> None:
        telling.message(self.kit, work, "penalty_proposed", ("base_lead", "supervisor"), vars(data))

    @consumes(penalties.penalty_approved)
    def tell_penalty_approved(self, work: Work, data: penalties.PenaltyApproved) -> None:
        people = (data.person_id,) if data.person_id else ()
        telling.message_to(self.kit, work, "penalty_approved", people, vars(data))

    @consumes(penalties.penalty_final)
    def tell_penalty_final(self, work: Work, data: penalties.PenaltyFinal) -> None:
        telling.message(self.kit, work, "penalty_final", ("station_lead",), vars(data))
        if data.person_id:
            telling.message_to(self.kit, work, "penalty_final", (data.person_id,), vars(data))

    @consumes(audits.audit_finished)
    def tell_audit_finished(self, work: Work, data: audits.AuditFinished) -> None:
        telling.message(self.kit, work, "audit_finished", ("station_lead",), vars(data))

    @daily("warn_of_open_day", lambda station: station.calendar.closes)
    def warn_of_open_day(self, work: Work, due: datetime) -> None:
        day = work.station.calendar.day_of(due).isoformat()
        about = derived_id("day", work.station_id, day)
        telling.message(self.kit, work, "day_open", ("station_lead",), {"day": day}, about)

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


def _set_address(work: Work, staff_id: str, request: addresses.SetAddress) -> Address:
    address_id = telling.address_id(staff_id)
    known = work.find(store.addresses, _id=address_id) or work.add(
        store.addresses, Address(address_id, work.station_id, staff_id)
    )
    known.set(request.email, request.language)
    return known
