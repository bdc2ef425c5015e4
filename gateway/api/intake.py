"""The routes of `intake`."""

from __future__ import annotations

from contracts import intake
from gateway.route import Route

ROUTES = (
    Route("POST", "/parties", intake.register_party, 201),
    Route("GET", "/parties", intake.list_parties),
    Route("GET", "/parties/{party_id}", intake.get_party),
    Route("PATCH", "/parties/{party_id}", intake.edit_party),
    Route("POST", "/visits", intake.record_visit, 201),
    Route("GET", "/visits", intake.list_visits),
    Route("POST", "/orders", intake.receive_device, 201),
    Route("GET", "/orders", intake.list_orders),
    Route("GET", "/orders/{order_id}", intake.get_order),
    Route("GET", "/orders/{order_id}/receipt", intake.get_receipt),
    Route("POST", "/orders/{order_id}/offer", intake.offer_custody),
    Route("POST", "/orders/{order_id}/accept", intake.accept_custody),
    Route("POST", "/orders/{order_id}/decline", intake.decline_custody),
    Route("POST", "/orders/{order_id}/wait", intake.start_wait),
    Route("POST", "/orders/{order_id}/resume", intake.end_wait),
    Route("POST", "/orders/{order_id}/special", intake.approve_special),
    Route("POST", "/orders/{order_id}/notify", intake.notify_customer),
    Route("POST", "/orders/{order_id}/release", intake.release_order),
    Route("POST", "/orders/{order_id}/close", intake.close_order),
    Route("POST", "/orders/{order_id}/cancel", intake.cancel_order),
    Route("POST", "/orders/{order_id}/abandon", intake.abandon_order),
)
