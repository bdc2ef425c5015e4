"""The routes of `notifications`."""

from __future__ import annotations

from contracts.notifications import mails as notifications
from gateway.route import Route

ROUTES = (
    Route("GET", "/me/address", notifications.get_my_address),
    Route("PUT", "/me/address", notifications.set_my_address),
    Route("PUT", "/stations/{station_id}/staff/{staff_id}/address", notifications.set_address),
    Route("GET", "/inbox", notifications.list_inbox),
    Route("POST", "/stations/{station_id}/inbox/{message_id}/read", notifications.read_message),
    Route("GET", "/reports", notifications.list_reports),
    Route("GET", "/reports/{report_id}", notifications.get_report),
    Route("GET", "/deliveries", notifications.list_deliveries),
    Route("POST", "/stations/{station_id}/deliveries/{delivery_id}/retry", notifications.retry_delivery),
)
