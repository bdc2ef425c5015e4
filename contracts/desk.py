"""Payments and the day's reports of the front desk: what the service `intake` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.fields import Id, Money, Word
from contracts.intake import SERVICE
from contracts.operation import Event, EventData

METHODS = ("cash", "card", "wechat", "alipay", "transfer")


class PaymentRecorded(EventData):
    """Money was taken for an order, or given back: a refund is negative."""

    order_id = Id(required=True)
    method = Word(METHODS, required=True)
    amount = Money(required=True)
    day = fields.String(required=True)


class MethodTotal(EventData):
    """What came in by one way of paying."""

    method = Word(METHODS, required=True)
    taken = Money(required=True)
    refunded = Money(required=True)


class DeskDayReported(EventData):
    """The day's revenue (F10c) and devices (F11) when it closed; a later closing of the same day corrects it."""

    day = fields.String(required=True)
    closing = fields.Integer(required=True)
    methods = fields.List(fields.Nested(MethodTotal), required=True)
    total = Money(required=True)
    received = fields.Integer(required=True)
    in_repair = fields.Integer(required=True)
    awaiting_parts = fields.Integer(required=True)
    ready = fields.Integer(required=True)
    shipped = fields.Integer(required=True)
    collected = fields.Integer(required=True)


payment_recorded = Event(SERVICE, "payment_recorded.v1", PaymentRecorded, ("oversight",))
desk_day_reported = Event(SERVICE, "desk_day_reported.v1", DeskDayReported, ("notifications",))
