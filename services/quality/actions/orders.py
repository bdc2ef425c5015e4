"""What quality knows of orders, and which calls that opens [B2]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import orders as intake
from contracts.repair import jobs as repair
from services.quality import collections as store
from services.quality.actions.calls import expire, open_call
from services.quality.actions.penalties import emit_end
from services.quality.actions.policies import policy_of
from services.quality.rules.deadlines import CallPolicy
from services.quality.rules.orders import Order, week_of

if TYPE_CHECKING:
    from datetime import datetime

    from stationkit.unit_of_work.work import Work


def take_order(work: Work, data: intake.OrderReceivedData) -> None:
    order = Order(
        id=work.cause.source_id,
        station_id=work.station_id,
        party_id=data.party_id,
        party_kind=data.party_kind,
        received_at=work.at,
        week=week_of(work.station.calendar.day_of(work.at)),
        imported=work.imported,
        served_by=(data.received_by,),
    )
    open_call(work, work.add(store.orders, order), 1)


def note_engineers(work: Work, data: repair.JobFinished) -> None:
    """Everybody who worked on it served its customer, whoever finished it."""
    order = work.get(store.orders, data.order_id)
    for engineer_id in (data.engineer_id, *data.worked_by):
        order.serve(engineer_id)


def open_second_call(work: Work, _data: intake.OrderMoved) -> None:
    open_call(work, work.get(store.orders, work.cause.source_id), 2)


def open_calls_of_release(work: Work, data: intake.OrderMoved) -> None:
    order = work.get(store.orders, work.cause.source_id)
    order.serve(work.cause.source_actor)
    open_call(work, order, 2)
    if data.release == "pickup":
        open_call(work, order, 3)
    elif order.is_called:
        order.dispatch(work.station.calendar.day_of(work.at))


def open_third_call(work: Work, _data: intake.OrderMoved) -> None:
    open_call(work, work.get(store.orders, work.cause.source_id), 3)


def make_morning_round(work: Work, due: datetime) -> None:
    today, (_, policy) = work.station.calendar.day_of(due), policy_of(work, CallPolicy)
    for order in work.all(store.orders, awaits_third_call=True):
        if order.is_third_call_due(today, policy.third_after_days):
            open_call(work, order, 3)
    for call in work.all(store.calls, state="open", due_at={"$lt": due}):
        expire(work, call)
    for penalty in work.all(store.penalties, state="approved"):
        if penalty.become_final(due):
            emit_end(work, penalty)
