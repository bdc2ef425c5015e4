"""What several of quality's operations and hearers do within their unit of work: calls opened and ended, news told."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from contracts.language.errors import Refused
from contracts.quality import appeasements, calls, penalties
from contracts.quality import appeasements as penalty_contract
from services.quality import collections as store
from services.quality.rules.appeasements import Appeasement
from services.quality.rules.calls import SCORED_STAGE, Call, Checks
from services.quality.rules.deadlines import AppeasementPolicy, CallPolicy, appeasement_due, call_due
from services.quality.rules.orders import Order
from services.quality.rules.penalties import Penalty
from services.quality.rules.spot_checks import SpotCheckPolicy
from stationkit.storage.documents import converter

if TYPE_CHECKING:
    from datetime import datetime

    from stationkit.unit_of_work.work import Work

Policy = TypeVar("Policy", CallPolicy, AppeasementPolicy, SpotCheckPolicy)
_NAMES: dict[type, str] = {CallPolicy: "calls", AppeasementPolicy: "appeasements", SpotCheckPolicy: "spot_checks"}


def policy_of(work: Work, kind: type[Policy], at: datetime | None = None) -> tuple[int, Policy]:
    """The number and values of the policy in force now, or at an instant."""
    found = work.policy(_NAMES[kind], at)
    return found.number, converter.structure(dict(found.values), kind)


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
        first_due_at=due.first_due_at,
        due_at=due.due_at,
        policy_number=number,
    )
    order.awaits_third_call = order.awaits_third_call and stage != SCORED_STAGE
    work.emit(work.add(store.calls, call), calls.call_opened, calls.CallOpened.of(call))


def call_to_make(work: Work, request: calls.FinishCall | calls.RecordAttempt) -> Call:
    """The call. Raises `NotFound` before its event, `Refused` to whoever served the customer."""
    call = work.get(store.calls, request.call_id)
    work.get(store.orders, call.order_id).check_caller(work.by)
    return call


def finish(work: Work, call: Call, request: calls.FinishCall) -> None:
    """Ends a call with its outcome; a score of 0 to 2 opens an appeasement in the same write."""
    outcome, note = request.outcome, request.note
    if outcome == "unreachable":
        _, policy = policy_of(work, CallPolicy, call.opened_at)
        call.give_up(note, work.by, work.at, work.station.calendar, policy)
    else:
        _record_answers(call, outcome, request)
        call.end(outcome, note, work.by, work.at)
    tell_ended(work, call)
    if call.is_dissatisfied:
        _open_appeasement(work, call)


def expire(work: Work, call: Call | None) -> None:
    """Ends a call that is still open without a result."""
    if call is not None and call.state == "open":
        call.expire(work.at)
        tell_ended(work, call)


def expire_all(work: Work, order: Order) -> None:
    """Nobody calls for an order that came to nothing."""
    order.awaits_third_call = False
    for stage in calls.STAGES:
        expire(work, work.find(store.calls, _id=calls.call_id_of(order.id, stage)))


def tell_ended(work: Work, call: Call) -> None:
    """Tells how a call ended."""
    mismatches = call.checks.mismatches if call.checks else []
    ended = calls.CallEnded.of(call, outcome=call.state, caller_id=call.ended_by, mismatches=mismatches)
    work.emit(call, calls.call_ended, ended)


def penalty_state(work: Work, appeasement: Appeasement) -> str | None:
    """Where the latest penalty for an appeasement stands; None where none was proposed."""
    return work.get(store.penalties, appeasement.penalty_id).state if appeasement.penalty_id else None


def tell_end_of(work: Work, penalty: Penalty) -> Penalty:
    """Tells that a penalty counts, or does not, once that is decided."""
    if penalty.state in ("final", "rejected", "lifted"):
        work.emit(penalty, penalties.penalty_final, penalties.PenaltyFinal.of(penalty, upheld=penalty.state == "final"))
    return penalty


def _record_answers(call: Call, outcome: str, request: calls.FinishCall) -> None:
    if outcome == "done":
        checks = Checks(**vars(request.checks)) if request.checks is not None else None
        call.record_answers(checks, request.score, received=request.received)
    elif request.checks is not None or request.score is not None or request.received:
        raise Refused("nothing_heard", "A customer who refuses the call says nothing of the order.")


def _open_appeasement(work: Work, call: Call) -> None:
    number, policy = policy_of(work, AppeasementPolicy)
    score = call.score or 0
    due = appeasement_due(score, work.at, work.station.calendar, policy)
    appeasement = Appeasement(
        id=penalty_contract.appeasement_id_of(call.id),
        station_id=work.station_id,
        order_id=call.order_id,
        call_id=call.id,
        score=score,
        opened_at=work.at,
        contact_due_at=due.contact_due_at,
        finding_due_at=due.finding_due_at,
        proposal_due_at=due.proposal_due_at,
        policy_number=number,
    )
    work.emit(
        work.add(store.appeasements, appeasement),
        appeasements.appeasement_opened,
        appeasements.AppeasementOpened.of(appeasement),
    )
