"""What `notifications` does: addresses, mails, inbox, the day's reports."""

from __future__ import annotations

from contracts.intake import custody, day_reports, findings
from contracts.inventory import arrivals, requisitions, returns, store_days, transfers
from contracts.notifications import addresses, deliveries, inbox, reports
from contracts.quality import appeasements, audits, penalties
from contracts.repair import awaiting_parts, job_waits, jobs, unfinished_reports
from contracts.stations import staff
from services.notifications import collections as store
from services.notifications.actions import addresses as address_actions
from services.notifications.actions import deliveries as delivery_actions
from services.notifications.actions import inbox as inbox_actions
from services.notifications.actions.inbox import notified
from services.notifications.actions.reports import reported
from stationkit.process.entrypoints import command, consumes, daily, does, every, find, get, query
from stationkit.process.kit import Kit


class NotificationsService:
    """Who is told what, once."""

    name = "notifications"
    kit = Kit(store.COLLECTIONS)

    # --- addresses ---

    set_my_address = command(addresses.set_my_address, address_actions.set_my_address)
    get_my_address = query(addresses.get_my_address, address_actions.get_my_address)
    set_address = command(addresses.set_address, address_actions.set_address)

    # --- inbox ---

    list_inbox = query(inbox.list_inbox, inbox_actions.list_inbox)
    read_message = does(inbox.read_message, store.messages, inbox_actions.read_message, inbox_actions.check_reader)

    # --- reports and mails ---

    list_reports = find(reports.list_reports, store.reports)
    get_report = get(reports.get_report, store.reports)
    list_deliveries = find(deliveries.list_deliveries, store.deliveries)
    retry_delivery = does(
        deliveries.retry_delivery, store.deliveries, delivery_actions.retry_delivery, delivery_actions.check_address
    )
    send_mails = every(1.0, delivery_actions.send_mails)

    # --- what others tell, as reports ---

    report_awaiting_parts = consumes(awaiting_parts.awaiting_parts_reported, reported("awaiting_parts"))
    report_unfinished = consumes(unfinished_reports.unfinished_reported, reported("unfinished"))
    report_overnight = consumes(store_days.overnight_reported, reported("overnight"))
    report_desk_day = consumes(day_reports.desk_day_reported, reported("revenue", "devices"))

    # --- what others tell, as messages ---

    notify_device_overnight = consumes(custody.device_overnight, notified("device_overnight", "station_lead"))
    notify_requisition_opened = consumes(
        requisitions.requisition_opened, notified("requisition_opened", "base_lead", "supervisor")
    )
    notify_requisition_rejected = consumes(
        requisitions.requisition_rejected, notified("requisition_rejected", "storekeeper")
    )
    notify_return_requested = consumes(
        returns.return_requested, notified("return_requested", "station_lead", "base_lead")
    )
    notify_return_rejected = consumes(returns.return_rejected, notified("return_rejected", "storekeeper"))
    notify_loss_reported = consumes(arrivals.loss_reported, notified("loss_reported", "base_lead", "supervisor"))
    notify_loss_decided = consumes(arrivals.loss_decided, notified("loss_decided", "storekeeper", "station_lead"))
    notify_transfer_shipped = consumes(transfers.transfer_shipped, notified("transfer_shipped", "storekeeper"))
    notify_transfer_changed = consumes(transfers.transfer_changed, inbox_actions.notify_transfer_changed)
    notify_device_left = consumes(custody.device_left, notified("device_left", "station_lead"))
    notify_job_left = consumes(jobs.job_left, notified("job_left", "station_lead"))
    notify_finding_opened = consumes(findings.finding_opened, inbox_actions.notify_finding_opened)
    notify_finding_overdue = consumes(findings.finding_overdue, inbox_actions.notify_finding_overdue)
    notify_parts_arrived = consumes(job_waits.job_resumed, inbox_actions.notify_parts_arrived)
    notify_appeasement_opened = consumes(
        appeasements.appeasement_opened, notified("appeasement_opened", "station_lead", "base_lead")
    )
    notify_penalty_proposed = consumes(
        penalties.penalty_proposed, notified("penalty_proposed", "base_lead", "supervisor")
    )
    notify_penalty_approved = consumes(penalties.penalty_approved, inbox_actions.notify_penalty_approved)
    notify_penalty_final = consumes(penalties.penalty_final, inbox_actions.notify_penalty_final)
    notify_password_requested = consumes(staff.password_requested, inbox_actions.notify_password_requested)
    notify_password_reset = consumes(staff.password_reset, inbox_actions.notify_password_reset)
    notify_audit_finished = consumes(audits.audit_finished, notified("audit_finished", "station_lead"))
    warn_of_open_day = daily(
        "warn_of_open_day", lambda station: station.calendar.closes, inbox_actions.warn_of_open_day
    )
