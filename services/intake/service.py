"""What `intake` does: parties, visits, orders, custody, payments, the desk's day."""

from __future__ import annotations

from datetime import time

from contracts.intake import (
    custody,
    day_reports,
    findings,
    order_search,
    orders,
    parties,
    payments,
    receiving,
    releases,
    shelves,
    visits,
    waits,
)
from contracts.quality import calls
from contracts.repair import job_waits, jobs
from contracts.stations import calendar, days, staff
from services.intake import collections as store
from services.intake.actions import custody as custody_actions
from services.intake.actions import day_reports as day_report_actions
from services.intake.actions import findings as finding_actions
from services.intake.actions import orders as order_actions
from services.intake.actions import parties as party_actions
from services.intake.actions import payments as payment_actions
from services.intake.actions import promises as promise_actions
from services.intake.actions import receiving as receiving_actions
from services.intake.actions import releases as release_actions
from services.intake.actions import remains as remain_actions
from services.intake.actions import search as search_actions
from services.intake.actions import shelves as shelf_actions
from services.intake.actions import waits as wait_actions
from services.intake.rules import codes, devices
from stationkit.process.entrypoints import command, consumes, daily, does, every, find, get, query
from stationkit.process.kit import Kit
from stationkit.unit_of_work.inbox import MarksIn
from stationkit.unit_of_work.remains import ROUND_SECONDS
from stationkit.unit_of_work.view import Filter


class IntakeService:
    """The front desk: who came, with what, and who holds it."""

    name = "intake"
    kit = Kit(store.COLLECTIONS, {"repair": MarksIn(store.orders, lambda envelope: envelope["data"]["order_id"])})

    tell_devices = every(ROUND_SECONDS, remain_actions.tell_devices)

    # --- parties, what is found in them, and visits ---

    register_party = command(parties.register_party, party_actions.register_party, creates=store.parties)
    edit_party = does(parties.edit_party, store.parties, party_actions.edit_party)
    get_party = get(parties.get_party, store.parties)
    list_parties = find(parties.list_parties, store.parties, phone=Filter(devices.phone_of))
    accept_finding = does(
        findings.accept_finding, store.findings, finding_actions.accept_finding, finding_actions.check_acceptance
    )
    get_finding = get(findings.get_finding, store.findings)
    list_findings = find(findings.list_findings, store.findings)
    name_overdue = daily(
        "findings_due", finding_actions.just_after_close, finding_actions.name_overdue, open_days=False
    )
    record_visit = command(visits.record_visit, party_actions.record_visit, creates=store.visits)
    list_visits = find(visits.list_visits, store.visits)

    # --- orders ---

    receive_device = command(receiving.receive_device, receiving_actions.receive_device, creates=store.orders)
    offer_custody = does(
        custody.offer_custody, store.orders, custody_actions.offer_custody, custody_actions.check_offer
    )
    accept_custody = does(
        custody.accept_custody, store.orders, custody_actions.accept_custody, custody_actions.check_offered
    )
    decline_custody = does(
        custody.decline_custody, store.orders, custody_actions.decline_custody, custody_actions.check_offered
    )
    withdraw_custody = does(
        custody.withdraw_custody, store.orders, custody_actions.withdraw_custody, custody_actions.check_withdrawal
    )
    take_over_custody = does(
        custody.take_over_custody, store.orders, custody_actions.take_over_custody, custody_actions.check_take_over
    )
    name_devices_left = consumes(staff.staff_changed, custody_actions.name_devices_left)
    start_wait = does(waits.start_wait, store.orders, wait_actions.start_wait, wait_actions.check_wait)
    end_wait = does(waits.end_wait, store.orders, wait_actions.end_wait, wait_actions.check_resume)
    approve_special = does(
        orders.approve_special, store.orders, order_actions.approve_special, order_actions.check_special
    )
    grant_special = does(orders.grant_special, store.orders, order_actions.approve_special, order_actions.check_special)
    notify_customer = does(releases.notify_customer, store.orders, release_actions.notify_customer)
    release_order = does(
        releases.release_order, store.orders, release_actions.release_order, release_actions.check_release
    )
    close_order = does(releases.close_order, store.orders, release_actions.close_order)
    cancel_order = does(orders.cancel_order, store.orders, order_actions.cancel_order, order_actions.check_cancel)
    request_abandonment = does(
        orders.request_abandonment, store.orders, order_actions.request_abandonment, order_actions.check_unfetched
    )
    abandon_order = does(
        orders.abandon_order, store.orders, order_actions.abandon_order, order_actions.check_abandonment
    )
    get_order = get(orders.get_order, store.orders, promise_actions.order_out)
    get_receipt = get(receiving.get_receipt, store.orders, receiving_actions.receipt_out)
    list_orders = find(
        orders.list_orders,
        store.orders,
        promise_actions.order_out,
        code=Filter(codes.check_code),
        holder_id="custody.holder_id",
        serial=Filter(devices.spelled, "device.serial"),
    )

    search_orders = query(order_search.search_orders, search_actions.search_orders)

    # --- payments, reports, shelves ---

    record_payment = does(
        payments.record_payment,
        store.orders,
        payment_actions.record_payment,
        payment_actions.check_payable,
        creates=store.payments,
    )
    request_refund = does(
        payments.request_refund, store.payments, payment_actions.request_refund, payment_actions.check_asking
    )
    withdraw_refund = does(
        payments.withdraw_refund, store.payments, payment_actions.withdraw_refund, payment_actions.check_withdrawal
    )
    refund_payment = does(
        payments.refund_payment,
        store.payments,
        payment_actions.refund_payment,
        payment_actions.check_refund,
        creates=store.payments,
    )
    get_order_payments = query(payments.get_order_payments, payment_actions.get_order_payments)
    list_payments = find(payments.list_payments, store.payments)
    get_day_report = get(day_reports.get_day_report, store.day_reports)
    list_day_reports = find(day_reports.list_day_reports, store.day_reports)
    get_shelf_board = query(shelves.get_shelf_board, shelf_actions.get_shelf_board)

    # --- what others say ---

    promise_again = consumes(calendar.year_published, promise_actions.promise_again)
    close_day = consumes(days.day_closed, day_report_actions.close_day)
    name_late_holders = daily("late_holders", lambda _station: time(23, 59, 59), day_report_actions.name_late_holders)
    correct_report = daily(
        "late_devices", lambda _station: time(23, 59, 59), day_report_actions.correct_report, open_days=False
    )
    reopen_day = consumes(days.day_reopened, day_report_actions.reopen_day)
    close_on_call = consumes(calls.call_ended, release_actions.close_on_call)
    end_of_work = consumes(jobs.job_finished, order_actions.end_of_work)
    wait_for_parts = consumes(job_waits.job_waiting, wait_actions.wait_for_parts)
    go_on = consumes(job_waits.job_resumed, wait_actions.go_on)
