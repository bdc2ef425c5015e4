"""What follows from a bad score: contact, finding, close [B3]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.language.errors import Refused
from contracts.quality import appeasements
from services.quality import collections as store
from services.quality.actions.penalties import penalty_state
from services.quality.actions.policies import policy_of
from services.quality.rules.appeasements import REJECTED, Appeasement, Contact, Finding
from services.quality.rules.calls import Call
from services.quality.rules.deadlines import AppeasementPolicy, appeasement_due, retime

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def record_contact(work: Work, request: appeasements.RecordContact) -> Appeasement:
    appeasement = work.get(store.appeasements, request.appeasement_id)
    if appeasement.contact(Contact(request.done, request.answer, work.at, work.by)):
        in_time = appeasement.is_contacted_in_time
        contacted = appeasements.AppeasementContacted.of(appeasement, in_time=in_time)
        work.emit(appeasement, appeasements.appeasement_contacted, contacted)
    return appeasement


def record_finding(work: Work, request: appeasements.RecordFinding) -> Appeasement:
    """What was looked into. Raises `Refused` to whoever served the customer, or is named himself."""
    appeasement, responsible_id = work.get(store.appeasements, request.appeasement_id), request.responsible_id
    if responsible_id == work.by:
        raise Refused("own_case", "Nobody finds for or against himself.")
    if responsible_id:
        work.staff(responsible_id)
    appeasement.find(Finding(request.upheld, request.text, responsible_id, work.at, work.by))
    return appeasement


def close_appeasement(work: Work, request: appeasements.CloseAppeasement) -> Appeasement:
    appeasement = work.get(store.appeasements, request.appeasement_id)
    appeasement.close(penalty_state(work, appeasement), request.note, work.at)
    upheld = appeasement.finding is not None and appeasement.finding.upheld
    closed = appeasements.AppeasementClosed.of(appeasement, upheld=upheld)
    work.emit(appeasement, appeasements.appeasement_closed, closed)
    return appeasement


def check_finder(work: Work, appeasement: Appeasement) -> None:
    served_by = work.get(store.orders, appeasement.order_id).served_by
    if work.by in served_by:
        raise Refused("own_case", "Whoever served the customer does not look into it.")
    work.check_second_person(*served_by)


def check_closing(work: Work, appeasement: Appeasement) -> None:
    """That there is no penalty after all is said by nobody who served the customer or is named."""
    state = penalty_state(work, appeasement)
    appeasement.check_closing(state)
    if state == REJECTED:
        if work.by in _named_in(work, appeasement):
            raise Refused("own_case", "Whoever is named in it does not say that there is no penalty.")
        check_finder(work, appeasement)


def _named_in(work: Work, appeasement: Appeasement) -> tuple[str | None, ...]:
    """Who is responsible by the finding, and whom the latest penalty was for."""
    responsible_id = appeasement.finding.responsible_id if appeasement.finding else None
    person_id = work.get(store.penalties, appeasement.penalty_id).person_id if appeasement.penalty_id else None
    return responsible_id, person_id


def retime_appeasement(work: Work, appeasement: Appeasement) -> None:
    """What was due under another calendar, under the policy of its opening."""
    _, policy = policy_of(work, AppeasementPolicy, appeasement.opened_at)
    due = appeasement_due(appeasement.score, appeasement.opened_at, work.station.calendar, policy)
    if retime(appeasement, due):
        opened = appeasements.AppeasementOpened.of(appeasement)
        work.emit(appeasement, appeasements.appeasement_rescheduled, opened)


def open_appeasement(work: Work, call: Call) -> None:
    number, policy = policy_of(work, AppeasementPolicy)
    score = call.score or 0
    due = appeasement_due(score, work.at, work.station.calendar, policy)
    appeasement = Appeasement(
        id=appeasements.appeasement_id_of(call.id),
        station_id=work.station_id,
        order_id=call.order_id,
        call_id=call.id,
        score=score,
        opened_at=work.at,
        policy_number=number,
        **vars(due),
    )
    work.emit(
        work.add(store.appeasements, appeasement),
        appeasements.appeasement_opened,
        appeasements.AppeasementOpened.of(appeasement),
    )
