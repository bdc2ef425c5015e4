"""The routes of `intake`."""

from __future__ import annotations

from contracts.intake import desk, orders, parties, receiving
from contracts.intake import order_events as intake
from gateway.route import Route

ROUTES = (
    Route("POST", "/parties", parties.register_party, 201),
    Route("GET", "/parties", parties.list_parties),
    Route("GET", "/parties/{party_id}", parties.get_party),
    Route("PATCH", "/parties/{party_id}", parties.edit_party),
    Route("POST", "/visits", parties.record_visit, 201),
    Route("GET", "/visits", parties.list_visits),
    Route("POST", "/orders", receiving.receive_device, 201),
    Route("GET", "/orders", intake.list_orders),
    Route("GET", "/orders/{order_id}", intake.get_order),
    Route("GET", "/orders/{order_id}/receipt", receiving.get_receipt),
    Route("POST", "/orders/{order_id}/offer", orders.offer_custody),
    Route("POST", "/orders/{order_id}/accept", orders.accept_custody),
    Route("POST", "/orders/{order_id}/decline", orders.decline_custody),
    Route("POST", "/orders/{order_id}/wait", orders.start_wait),
    Route("POST", "/orders/{order_id}/resume", orders.end_wait),
    Route("POST", "/orders/{order_id}/special", orders.approve_special),
    Route("POST", "/orders/{order_id}/notify", orders.notify_customer),
    Route("POST", "/orders/{order_id}/release", orders.release_order),
    Route("POST", "/orders/{order_id}/close", orders.close_order),
    Route("POST", "/orders/{order_id}/cancel", orders.cancel_order),
    Route("POST", "/orders/{order_id}/abandon", orders.abandon_order),
    Route("POST", "/orders/{order_id}/payments", desk.record_payment, 201),
    Route("GET", "/orders/{order_id}/payments", desk.get_order_payments),
    Route("GET", "/payments", desk.list_payments),
    Route("POST", "/payments/{payment_id}/refund", desk.refund_payment, 201),
    Route("GET", "/day-reports", desk.list_day_reports),
    Route("GET", "/day-reports/{report_id}", desk.get_day_report),
    Route("GET", "/shelves", desk.get_shelf_board),
)
