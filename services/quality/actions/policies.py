"""The policies of calls, appeasements and spot checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from services.quality.rules.deadlines import AppeasementPolicy, CallPolicy
from services.quality.rules.spot_checks import SpotCheckPolicy
from stationkit.storage.documents import converter

if TYPE_CHECKING:
    from datetime import datetime

    from stationkit.unit_of_work.work import Work


Policy = TypeVar("Policy", CallPolicy, AppeasementPolicy, SpotCheckPolicy)


_NAMES: dict[type, str] = {CallPolicy: "calls", AppeasementPolicy: "appeasements", SpotCheckPolicy: "spot_checks"}


def policy_of(work: Work, kind: type[Policy], at: datetime | None = None) -> tuple[int, Policy]:
    """The number and values of the policy in force now, or at an instant."""
    policy = work.policy(_NAMES[kind], at)
    return policy.number, converter.structure(dict(policy.values), kind)
