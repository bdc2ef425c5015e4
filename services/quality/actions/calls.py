"""Calls: opened, tried, ended [B2]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import orders as intake
from contracts.language.errors import Refused
from contracts.quality import calls
from services.quality import collections as store
from services.quality.actions.appeasements import open_appeasement
from services.quality.actions.policies import policy_of
from services.quality.rules.calls import SCORED_STAGE, Call, Checks
from services.quality.rules.deadlines import CallPolicy, call_due, retime
from services.quality.rules.orders import Order
from stationkit.unit_of_work.view import Rows, conditions_of

if TYPE_CHECKING:
    from contracts.language.operation import ById
    from stationkit.unit_of_work.view import View
    from stationkit.unit_of_work.work import Work


def record_attempt(work: Work, request: calls.RecordAttempt) -> Call:
    call = call_to_make(work, request)
    call.attempt(request.result, request.note, work.by, work.at)
    return call


def finish_call(work: Work, request: calls.FinishCall) -> Call:
    """Ends a call with its outcome; a score of 0 to 2 opens an appeasement in the same write."""
    call = call_to_make(work, request)
    outcome, note = request.outcome, request.note
    if outcome == "unreachable":
        _, policy = policy_of(work, CallPolicy, call.opened_at)
        call.give_up(note, work.by, work.at, work.station.calendar, policy)
    elif outcome == "refused" and not note:
        raise Refused("note_missing", "Say in a note what the customer said.")
    else:
        _record_answers(call, outcome, request)
        call.end(outcome, note, work.by, work.at)
    emit_ended(work, call)
    if call.is_dissatisfied:
        open_appeasement(work, call)
    return call


def open_call(work: Work, order: Order, stage: int) -> None:
    """Opens the order's call at a stage, once; none for stock and history."""
    call_id = calls.call_id_of(order.id, stage)
    if not order.is_called or work.find(store.calls, _id=call_id):
        return
    number, policy = policy_of(work, CallPolicy)
    due = call_due(stage, work.at, work.station.calendar, policy)
    call = Call(
        id=call_id,
        station_id=work.station_id,
        order_id=order.id,
        party_id=order.party_id,
        party_kind=order.party_kind,
        stage=stage,
        opened_at=work.at,
        policy_number=number,
        order_received_at=order.received_at,
        **vars(due),
    )
    order.awaits_third_call = order.awaits_third_call and stage != SCORED_STAGE
    work.emit(work.add(store.calls, call), calls.call_opened, calls.CallOpened.of(call))


def retime_call(work: Work, call: Call) -> None:
    """What was due under another calendar, under the policy of its opening."""
    _, policy = policy_of(work, CallPolicy, call.opened_at)
    if retime(call, call_due(call.stage, call.opened_at, work.station.calendar, policy)):
        work.emit(call, calls.call_rescheduled, calls.CallOpened.of(call))


def get_call(view: View, request: ById) -> calls.Call:
    return _with_changes(view, [view.get(store.calls, request.id)])[0]


def list_calls(view: View, request: calls.ListCalls) -> Rows[calls.Call]:
    page = view.page(store.calls, request, **conditions_of(request, {}))
    return Rows(_with_changes(view, page.items), page.next)


def call_to_make(work: Work, request: calls.FinishCall | calls.RecordAttempt) -> Call:
    """The call. Raises `NotFound` before its event, `Refused` to whoever served the customer."""
    call = work.get(store.calls, request.call_id)
    check_caller(work, call)
    return call


def check_caller(work: Work, call: Call) -> None:
    work.get(store.orders, call.order_id).check_caller(work.by)


def expire(work: Work, call: Call) -> None:
    """Ends an open call without a result."""
    call.expire(work.at)
    emit_ended(work, call)


def expire_calls(work: Work, _data: intake.OrderMoved) -> None:
    """Nobody calls whoever did not fetch the device."""
    for call in _calls_of_ended(work):
        expire(work, call)


def drop_calls(work: Work, _data: intake.OrderMoved) -> None:
    """No call is owed for an order that was cancelled."""
    for call in _calls_of_ended(work):
        call.drop(work.at)
        emit_ended(work, call)


def _calls_of_ended(work: Work) -> list[Call]:
    """The calls of an order that came to nothing which are still open; none follows."""
    order = work.get(store.orders, work.cause.source_id)
    order.awaits_third_call = False
    opened = (work.find(store.calls, _id=calls.call_id_of(order.id, stage)) for stage in calls.STAGES)
    return [call for call in opened if call is not None and call.state == "open"]


def emit_ended(work: Work, call: Call) -> None:
    """Tells how a call ended."""
    mismatches = call.checks.mismatches if call.checks else []
    ended = calls.CallEnded.of(call, outcome=call.state, caller_id=call.ended_by, mismatches=mismatches)
    work.emit(call, calls.call_ended, ended)


def _record_answers(call: Call, outcome: str, request: calls.FinishCall) -> None:
    if outcome == "done":
        checks = Checks(**vars(request.checks)) if request.checks is not None else None
        call.record_answers(checks, request.score, received=request.received)
    elif request.checks is not None or request.score is not None or request.received:
        raise Refused("nothing_heard", "A customer who refuses the call says nothing of the order.")


def _with_changes(view: View, shown: list[Call]) -> list[calls.Call]:
    """The calls with what was changed of their customers since the devices came in."""
    ids = {call.party_id for call in shown}
    changed = {party.id: party for party in view.all(store.parties, _id={"$in": [*ids]})}
    return [
        calls.Call.of(call, contact_changes=changed[call.party_id].changes_since(call.customer_since))
        if call.party_id in changed
        else calls.Call.of(call, contact_changes=())
        for call in shown
    ]
