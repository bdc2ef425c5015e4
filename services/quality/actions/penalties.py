"""Penalties for upheld complaints: proposed, approved, appealed, final [B3 B4]."""

from __future__ import annotations

from contracts.language.errors import NotFound, Refused
from contracts.language.operation import ById
from contracts.quality import penalties
from services.quality import collections as store
from services.quality.actions.policies import policy_of
from services.quality.rules.appeasements import Appeasement
from services.quality.rules.compensations import Compensations, compensations_id_of, month_of
from services.quality.rules.deadlines import AppeasementPolicy
from services.quality.rules.penalties import Appeal, Decision, Penalty, Sanction
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work

DECIDING = frozenset({"general_manager", "supervisor", "base_lead"})


def propose_penalty(work: Work, request: penalties.ProposePenalty) -> Penalty:
    appeasement = work.get(store.appeasements, request.appeasement_id)
    sanction = Sanction(
        request.person_id,
        request.points,
        request.compensation,
        request.agreement,
        request.monthly_wage,
        request.station_points,
        request.station_amount,
    )
    if sanction.person_id:
        work.staff(sanction.person_id)
    appeasement.take_penalty(work.new_id(), penalty_state(work, appeasement), sanction.person_id)
    penalty = Penalty(
        id=work.new_id(),
        station_id=work.station_id,
        appeasement_id=appeasement.id,
        order_id=appeasement.order_id,
        **vars(sanction),
        evidence=request.evidence,
        month=month_of(work.station.calendar.day_of(work.at)),
        proposed_at=work.at,
        proposed_by=work.by,
        in_time=work.at <= appeasement.proposal_due_at,
    )
    _take_compensation(work, penalty)
    work.emit(work.add(store.penalties, penalty), penalties.penalty_proposed, penalties.PenaltyProposed.of(penalty))
    return penalty


def approve_penalty(work: Work, request: penalties.ApprovePenalty) -> Penalty:
    penalty = work.get(store.penalties, request.penalty_id)
    _, policy = policy_of(work, AppeasementPolicy)
    penalty.approve(Decision(request.agreed, request.note, work.at, work.by), policy.appeal_days)
    if penalty.state == "approved":
        work.emit(penalty, penalties.penalty_approved, penalties.PenaltyApproved.of(penalty))
    return emit_end(work, penalty)


def appeal_penalty(work: Work, request: penalties.AppealPenalty) -> Penalty:
    penalty = work.get(store.penalties, request.penalty_id)
    penalty.raise_appeal(Appeal(request.text, work.at, work.by), lead=_is_lead(work))
    return penalty


def decide_appeal(work: Work, request: penalties.DecideAppeal) -> Penalty:
    penalty = work.get(store.penalties, request.penalty_id)
    penalty.decide(Decision(request.upheld, request.note, work.at, work.by))
    return emit_end(work, penalty)


def check_proposal(work: Work, appeasement: Appeasement) -> None:
    appeasement.check_proposal(penalty_state(work, appeasement))


def check_approval(work: Work, penalty: Penalty) -> None:
    penalty.check_approval(work.by)
    work.check_second_person(penalty.proposed_by, penalty.person_id)


def check_appeal(work: Work, penalty: Penalty) -> None:
    penalty.check_appeal(work.by, work.at, lead=_is_lead(work))


def check_verdict(work: Work, penalty: Penalty) -> None:
    penalty.check_verdict(work.by)
    work.check_second_person(penalty.proposed_by, penalty.approved_by, penalty.person_id)
    _check_may_decide(work)


def get_penalty(view: View, request: ById) -> Penalty:
    penalty = view.get(store.penalties, request.id)
    if not _sees_all_penalties(view) and penalty.person_id != view.caller.account_id:
        raise NotFound("There is no such thing here.", kind=store.penalties.name)
    return penalty


def list_penalties(view: View, request: penalties.ListPenalties) -> Rows[Penalty]:
    person_id, own = request.person_id, view.caller.account_id
    if not _sees_all_penalties(view):
        person_id = own if person_id in (None, own) else ""
    return view.page(store.penalties, request, state=request.state, person_id=person_id)


def _check_may_decide(work: Work) -> None:
    """Who approves penalties decides, the general manager, and whom the policy names; refused to anybody else."""
    _, policy = policy_of(work, AppeasementPolicy)
    named = work.by == policy.third_person_id
    if not named and not DECIDING.intersection(work.posts):
        raise Refused("not_named_third", "The policy names another person who decides on appeals.")


def penalty_state(work: Work, appeasement: Appeasement) -> str | None:
    """Where the latest penalty for an appeasement stands; None where none was proposed."""
    return work.get(store.penalties, appeasement.penalty_id).state if appeasement.penalty_id else None


def emit_end(work: Work, penalty: Penalty) -> Penalty:
    """Says that a penalty counts, or does not, once that is decided."""
    if penalty.state in ("rejected", "lifted") and penalty.compensation is not None:
        _compensations_of(work, penalty).give_back(penalty.id)
    if penalty.state in ("final", "rejected", "lifted"):
        work.emit(penalty, penalties.penalty_final, penalties.PenaltyFinal.of(penalty, upheld=penalty.state == "final"))
    return penalty


def _take_compensation(work: Work, penalty: Penalty) -> None:
    if penalty.compensation is not None and penalty.monthly_wage is not None:
        _, policy = policy_of(work, AppeasementPolicy)
        taken = _compensations_of(work, penalty)
        taken.take(penalty.id, penalty.compensation, penalty.monthly_wage, policy)


def _compensations_of(work: Work, penalty: Penalty) -> Compensations:
    """What the person of a penalty is asked for in its month."""
    person_id = penalty.person_id or ""
    compensations_id = compensations_id_of(person_id, penalty.month)
    of_the_month = work.find(store.compensations, _id=compensations_id)
    return of_the_month or work.add(
        store.compensations, Compensations(compensations_id, work.station_id, person_id, penalty.month)
    )


def _is_lead(work: Work) -> bool:
    return "station_lead" in work.posts


def _sees_all_penalties(view: View) -> bool:
    return view.caller.network or "station_lead" in view.caller.posts
