"""Policies: versioned rules with effective dates, for the network or for one station [S11]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contracts.language.errors import Invalid, Refused

NOTICE = timedelta(minutes=10)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
MOST = {
    "age_days": 720,
    "days": 60,
    "hours": 720,
    "idle_minutes": 20_160,
    "minutes": 6000,
    "months": 24,
    "percent": 100,
    "times": 100,
    "yuan": 1_000_000,
}
"""The greatest whole number of each kind."""
LEAST = {"idle_minutes": 5}
"""The least whole number of a kind where it is not 1."""
WORDS = {"refuse_or_record": ("refuse", "record")}
"""What the values of a kind that is no number may be."""
VALUES: dict[str, dict[str, str]] = {
    "receipt": {
        "bench_cut_off": "time",
        "bench_accept_until": "time",
        "dealer_same_day_until": "time",
        "dealer_ship_by": "time",
        "customer_working_days": "days",
        "special_working_days": "days",
        "abandon_after_days": "age_days",
        "sent_out_days": "days",
    },
    "bench_reports": {"awaiting_list_by": "time"},
    "calls": {
        "attempt_opening_minutes": "minutes",
        "third_attempt_hours": "hours",
        "third_after_days": "days",
        "result_working_days": "days",
        "attempts": "times",
        "attempt_days": "times",
    },
    "day": {"close_early_minutes": "minutes"},
    "findings": {"due_working_days": "days"},
    "appeasements": {
        "very_dissatisfied_minutes": "minutes",
        "dissatisfied_minutes": "minutes",
        "finding_working_days": "days",
        "proposal_working_days": "days",
        "appeal_days": "days",
        "compensation_percent": "percent",
        "minimum_wage_yuan": "yuan",
        "third_person_id": "person",
    },
    "payments": {"most_yuan": "yuan", "desk_refund_yuan": "yuan", "refund_alone_yuan": "yuan"},
    "personal_data": {"exports_a_day": "times", "read_a_day": "times"},
    "sessions": {"idle_minutes": "idle_minutes"},
    "spot_checks": {"percent": "percent", "at_least": "times"},
    "staff": {"independent_days": "days"},
    "stock": {
        "dead_after_months": "months",
        "warn_after_days": "age_days",
        "fill_minutes": "minutes",
        "ship_within_working_days": "days",
        "receive_within_working_days": "days",
        "forced_pass": "refuse_or_record",
        "most_cost_yuan": "yuan",
    },
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "receipt": {
        "bench_cut_off": "16:00",
        "bench_accept_until": "16:00",
        "dealer_same_day_until": "17:30",
        "dealer_ship_by": "17:30",
        "customer_working_days": 1,
        "special_working_days": 3,
        "abandon_after_days": 30,
        "sent_out_days": 30,
    },
    "bench_reports": {"awaiting_list_by": "17:00"},
    "calls": {
        "attempt_opening_minutes": 240,
        "third_attempt_hours": 72,
        "third_after_days": 3,
        "result_working_days": 3,
        "attempts": 3,
        "attempt_days": 2,
    },
    "day": {"close_early_minutes": 0},
    "findings": {"due_working_days": 1},
    "appeasements": {
        "very_dissatisfied_minutes": 60,
        "dissatisfied_minutes": 240,
        "finding_working_days": 3,
        "proposal_working_days": 5,
        "appeal_days": 7,
        "compensation_percent": 20,
        "minimum_wage_yuan": 2740,
        "third_person_id": None,
    },
    "payments": {"most_yuan": 50_000, "desk_refund_yuan": 50, "refund_alone_yuan": 200},
    "personal_data": {"exports_a_day": 20, "read_a_day": 50},
    "sessions": {"idle_minutes": 720},
    "spot_checks": {"percent": 10, "at_least": 5},
    "staff": {"independent_days": 30},
    "stock": {
        "dead_after_months": 3,
        "warn_after_days": 75,
        "fill_minutes": 15,
        "ship_within_working_days": 1,
        "receive_within_working_days": 3,
        "forced_pass": "refuse",
        "most_cost_yuan": 20_000,
    },
}
"""What holds where a version leaves a value out."""
NOT_AFTER: dict[str, tuple[tuple[str, str], ...]] = {
    "receipt": (
        ("bench_accept_until", "bench_cut_off"),
        ("dealer_same_day_until", "dealer_ship_by"),
        ("customer_working_days", "special_working_days"),
    ),
    "bench_reports": (),
    "calls": (("attempt_days", "attempts"),),
    "appeasements": (
        ("very_dissatisfied_minutes", "dissatisfied_minutes"),
        ("finding_working_days", "proposal_working_days"),
    ),
    "day": (),
    "findings": (),
    "payments": (("desk_refund_yuan", "most_yuan"),),
    "personal_data": (),
    "sessions": (),
    "spot_checks": (),
    "staff": (),
    "stock": (),
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
    kinds = VALUES[name]
    wrong = [f"values.{key}: Unknown." for key in values if key not in kinds]
    wrong += [
        f"values.{key}: Not {kinds[key]}." for key in values if key in kinds and not _fits(kinds[key], values[key])
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
    if kind == "person":
        return value is None or (isinstance(value, str) and _ID.fullmatch(value) is not None)
    if kind in WORDS:
        return value in WORDS[kind]
    return isinstance(value, int) and not isinstance(value, bool) and LEAST.get(kind, 1) <= value <= MOST[kind]
