"""A week's sample of orders, drawn and recorded by the head [B2]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.quality import spot_checks as spot_check_contract
from contracts.quality.spot_checks import DrawSpotCheck
from services.quality import collections as store
from services.quality.actions.policies import policy_of
from services.quality.rules.calls import Checks
from services.quality.rules.orders import NOT_CALLED
from services.quality.rules.spot_checks import Result, SpotCheck, SpotCheckPolicy, not_yet_drawn_from

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

SEED_BYTES = 16


def draw_spot_check(work: Work, request: DrawSpotCheck) -> SpotCheck:
    """Draws a week's sample by a seed that is kept; a later draw takes only what no earlier one had (B2)."""
    week = request.week
    earlier = work.all(store.spot_checks, week=week)
    orders = work.all(store.orders, week=week, party_kind={"$nin": NOT_CALLED})
    population = not_yet_drawn_from((order.id for order in orders), earlier)
    refused = {call.order_id for call in work.all(store.calls, order_id={"$in": [*population]}, state="refused")}
    policy_number, policy = policy_of(work, SpotCheckPolicy)
    spot_check = SpotCheck(
        id=work.new_id(),
        station_id=work.station_id,
        week=week,
        number=len(earlier) + 1,
        seed=work.random(SEED_BYTES).hex(),
        **vars(policy),
        policy_number=policy_number,
        population=population,
        refused=tuple(sorted(refused)),
        drawn_at=work.at,
        drawn_by=work.by,
    )
    return work.add(store.spot_checks, spot_check)


def record_spot_check(work: Work, request: spot_check_contract.RecordSpotCheck) -> SpotCheck:
    spot_check = work.get(store.spot_checks, request.spot_check_id)
    result = Result(
        order_id=request.order_id,
        checks=Checks(**vars(request.checks)),
        score=request.score,
        repair_days=request.repair_days,
        cycle_days=request.cycle_days,
        note=request.note,
        at=work.at,
        by=work.by,
    )
    spot_check.record(result)
    return spot_check
