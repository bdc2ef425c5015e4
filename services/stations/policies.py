"""Policies: versioned rules with effective dates, for the network or for one station [S11]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contracts.errors import Invalid, Refused

NOTICE = timedelta(minutes=10)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
VALUES: dict[str, dict[str, str]] = {
    "receipt": {
        "bench_cut_off": "time",
        "bench_accept_until": "time",
        "dealer_same_day_until": "time",
        "dealer_ship_by": "time",
        "customer_working_days": "days",
        "special_working_days": "days",
    }
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "receipt": {
        "bench_cut_off": "16:00",
        "bench_accept_until": "16:00",
        "dealer_same_day_until": "17:30",
        "dealer_ship_by": "17:30",
        "customer_working_days": 1,
        "special_working_days": 3,
    }
}
"""What holds where a version leaves a value out."""
NOT_AFTER: dict[str, tuple[tuple[str, str], ...]] = {
    "receipt": (
        ("bench_accept_until", "bench_cut_off"),
        ("dealer_same_day_until", "dealer_ship_by"),
        ("customer_working_days", "special_working_days"),
    )
}
"""Pairs of values of which the first may not be greater: nothing is promised for earlier than it is taken in for."""


@dataclass
class PolicyVersion:
    """One version of a policy. It is never edited; the next version follows it."""

    id: str
    station_id: str
    name: str
    number: int
    for_station_id: str | None
    effective_from: datetime
    values: dict[str, Any]
    author_id: str
    version: int = 0


def check_effective(effective_from: datetime, now: datetime) -> None:
    """Refused unless there are 10 minutes for the version to reach every service."""
    if effective_from < now + NOTICE:
        raise Refused("policy_too_soon", "A policy takes effect 10 minutes after it is published, or later.")


def check_values(name: str, values: Mapping[str, Any]) -> None:
    """Raises `Invalid` naming every value that the policy does not know, is not of its kind or contradicts another."""
    known = VALUES[name]
    wrong = [f"values.{key}: Unknown." for key in values if key not in known]
    wrong += [
        f"values.{key}: Not {known[key]}." for key in values if key in known and not _fits(known[key], values[key])
    ]
    wrong = wrong or _contradictions(name, values)
    if wrong:
        raise Invalid("The request is not valid.", wrong)


def _contradictions(name: str, values: Mapping[str, Any]) -> list[str]:
    whole = {**DEFAULTS[name], **values}
    return [f"values.{less}: Greater than {more}." for less, more in NOT_AFTER[name] if whole[less] > whole[more]]


def _fits(kind: str, value: object) -> bool:
    if kind == "time":
        return isinstance(value, str) and _TIME.fullmatch(value) is not None
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 60  # noqa: PLR2004  # working days
