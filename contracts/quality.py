"""Calls, appeasements, penalties, spot checks, audits: what the service `quality` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.fields import Id, Instant, Whole, Word
from contracts.operation import Event, EventData

SERVICE = "quality"
STAGES = (1, 2, 3)
CALL_OUTCOMES = ("done", "unreachable", "refused", "expired")


class CallOpened(EventData):
    """A call to a customer is due (B2)."""

    order_id = Id(required=True)
    stage = Whole(1, 3, required=True)
    first_due_at = Instant(required=True)
    due_at = Instant(required=True)


class CallEnded(EventData):
    """A call came to its end; `received` when the customer said at call 3 that they have the device."""

    order_id = Id(required=True)
    stage = Whole(1, 3, required=True)
    outcome = Word(CALL_OUTCOMES, required=True)
    in_time = fields.Boolean(required=True)
    score = Whole(0, 5, required=True, allow_none=True)
    received = fields.Boolean(required=True)
    due_at = Instant(required=True)
    caller_id = Id(required=True, allow_none=True)


class AppeasementOpened(EventData):
    """A customer was dissatisfied (score 0 to 2): they are to be contacted (B3)."""

    order_id = Id(required=True)
    score = Whole(0, 2, required=True)
    contact_due_at = Instant(required=True)


class AppeasementContacted(EventData):
    """The dissatisfied customer was contacted for the first time."""

    order_id = Id(required=True)
    in_time = fields.Boolean(required=True)


class AppeasementClosed(EventData):
    """What was found, and whether it was upheld."""

    order_id = Id(required=True)
    upheld = fields.Boolean(required=True)


class PenaltyProposed(EventData):
    """Somebody proposes a penalty on a person, a station or both (B3)."""

    appeasement_id = Id(required=True)
    person_id = Id(required=True, allow_none=True)
    points = fields.Integer(required=True)


class PenaltyFinal(EventData):
    """A penalty counts from now on, or does not."""

    person_id = Id(required=True, allow_none=True)
    points = fields.Integer(required=True)
    upheld = fields.Boolean(required=True)


class AuditFinished(EventData):
    """A station was audited by phone or on site: points of possible points (B4)."""

    kind = fields.String(required=True)
    points = fields.Integer(required=True)
    possible = fields.Integer(required=True)
    findings = fields.Integer(required=True)
    day = fields.String(required=True)


call_opened = Event(SERVICE, "call_opened.v1", CallOpened, ("oversight",))
call_ended = Event(SERVICE, "call_ended.v1", CallEnded, ("intake", "oversight"))
appeasement_opened = Event(SERVICE, "appeasement_opened.v1", AppeasementOpened, ("notifications", "oversight"))
appeasement_contacted = Event(SERVICE, "appeasement_contacted.v1", AppeasementContacted, ("oversight",))
appeasement_closed = Event(SERVICE, "appeasement_closed.v1", AppeasementClosed, ("oversight",))
penalty_proposed = Event(SERVICE, "penalty_proposed.v1", PenaltyProposed, ("notifications",))
penalty_final = Event(SERVICE, "penalty_final.v1", PenaltyFinal, ("notifications",))
audit_finished = Event(SERVICE, "audit_finished.v1", AuditFinished, ("notifications", "oversight"))
