"""The receipt and the label of an order, as PDFs that are printed by a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, request

from contracts.intake import orders as intake
from contracts.intake import parties, receiving
from contracts.language.errors import Invalid
from contracts.language.words import LANGUAGES
from contracts.stations import stations
from gateway import request_handler
from gateway.filename import disposition
from gateway.prints.pdf_client import PdfClient
from gateway.prints.sheets import label_of, receipt_of
from gateway.prints.words import words

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

MEDIA_TYPE = "application/pdf"
POLICY = "base-uri 'none'; frame-ancestors 'none'"  # the browser's own viewer is an object within the page
Ask = Callable[..., dict[str, Any]]


def add(app: Flask, prefix: str) -> None:
    """Adds both; what they need is asked of the services with the caller's own token."""
    app.extensions["printer"] = PdfClient()
    app.add_url_rule(f"{prefix}/orders/<id:order_id>/receipt.pdf", "print_receipt", print_receipt)
    app.add_url_rule(f"{prefix}/orders/<id:order_id>/label.pdf", "print_label", print_label)


def print_receipt(order_id: str) -> Response:
    """The customer's receipt (F1 F2)."""
    language = _language()
    receipt = _ask(receiving.get_receipt, order_id=order_id)
    order = _ask(intake.get_order, order_id=order_id)
    party = _ask(parties.get_party, party_id=order["party_id"])
    station = _ask(stations.get_station, station_id=order["station_id"])
    return _printed("receipt", order, receipt_of(order, receipt, party, station, language))


def print_label(order_id: str) -> Response:
    """The label that goes on the device (F4)."""
    language = _language()
    order = _ask(intake.get_order, order_id=order_id)
    station = _ask(stations.get_station, station_id=order["station_id"])
    return _printed("label", order, label_of(order, station, language))


def _ask(operation: AnyOperation, **ids: str) -> dict[str, Any]:
    answer: dict[str, Any] = current_app.extensions["rpc"].call(operation, request_handler.call_of(ids))
    return answer


def _language() -> str:
    current_app.extensions["verifier"].caller(
        request_handler.token_of(request)
    )  # who may not ask learns nothing of how
    unknown = [f"{name}: Unknown field." for name in request.args if name != "lang"]
    languages = request.args.getlist("lang") or [LANGUAGES[0]]
    if unknown or len(languages) > 1 or languages[0] not in LANGUAGES:
        wrong = unknown or [f"lang: Must be one of: {', '.join(LANGUAGES)}."]
        raise Invalid("The request is not valid.", wrong)
    return languages[0]


def _printed(sheet: str, order: dict[str, Any], data: dict[str, Any]) -> Response:
    document = current_app.extensions["printer"].pdf(sheet, data)
    plain, chinese = (f"{name}-{order['code']}.pdf" for name in (sheet, words(LANGUAGES[0])[sheet]))
    headers = {"Content-Disposition": disposition("inline", plain, chinese), "Content-Security-Policy": POLICY}
    return Response(document, content_type=MEDIA_TYPE, headers=headers)
