"""Policies: what a version may say, from when, and that none contradicts itself [S11]."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.language.errors import Invalid, Refused
from contracts.stations.policies import POLICY_NAMES
from services.intake.rules.promises import ReceiptPolicy
from services.inventory.rules.ages import StockPolicy
from services.stations.rules.policies import DEFAULTS, NOTICE, VALUES, check_effective, check_values
from stationkit.messaging.tokens import IDLE_MINUTES
from stationkit.storage.documents import converter

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
TIMES = ("bench_cut_off", "bench_accept_until", "dealer_same_day_until", "dealer_ship_by")
DAYS = ("customer_working_days", "special_working_days")
clock_times = st.builds(lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.integers(0, 59))
versions = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(TIMES, clock_times) | dict.fromkeys(DAYS, st.integers(1, 60))
)


def wrong_in(values: dict[str, Any]) -> list[str]:
    with pytest.raises(Invalid) as error:
        check_values("receipt", values)
    fields_named = error.value.params["fields"]
    assert isinstance(fields_named, list)
    return fields_named


def is_taken(values: dict[str, Any]) -> bool:
    try:
        check_values("receipt", values)
    except Invalid:
        return False
    return True


def is_understood(values: dict[str, Any]) -> bool:
    try:
        converter.structure({**values, "version": 1}, ReceiptPolicy)
    except ExceptionGroup:
        return False
    return True


def test_a_policy_takes_effect_ten_minutes_after_it_is_published_or_later() -> None:
    check_effective(NOW + NOTICE, NOW)
    with pytest.raises(Refused) as refusal:
        check_effective(NOW + NOTICE - timedelta(milliseconds=1), NOW)
    assert refusal.value.reason == "policy_too_soon"


def test_every_policy_of_the_contract_has_its_values_and_defaults() -> None:
    assert set(VALUES) == set(DEFAULTS) == set(POLICY_NAMES)
    assert all(VALUES[name].keys() == DEFAULTS[name].keys() for name in POLICY_NAMES)


def test_the_defaults_are_those_by_which_promises_are_made() -> None:
    defaults = {field.name: field.default for field in fields(ReceiptPolicy) if field.default is not MISSING}
    plain = {name: value.isoformat("minutes") if isinstance(value, time) else value for name, value in defaults.items()}
    assert plain == DEFAULTS["receipt"]


@pytest.mark.parametrize("name", TIMES)
@pytest.mark.parametrize("value", ["24:00", "9:00", "16:60", "16:00:00", "", "noon", "1\uff16:00", 16, None, ["16:00"]])
def test_a_time_is_two_digits_colon_two_digits(name: str, value: object) -> None:
    assert wrong_in({name: value}) == [f"values.{name}: Not time."]


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("value", [0, -1, 61, 1.0, "1", True, None])
def test_days_are_a_whole_number_from_1_to_60(name: str, value: object) -> None:
    assert wrong_in({name: value}) == [f"values.{name}: Not days."]


def test_what_no_policy_knows_is_named() -> None:
    assert wrong_in({"lunch": "12:00", "bench_cut_off": "late"}) == [
        "values.lunch: Unknown.",
        "values.bench_cut_off: Not time.",
    ]


@pytest.mark.parametrize(
    ("values", "is_consistent"),
    [
        ({}, True),
        ({"bench_accept_until": "14:30"}, True),
        ({"bench_accept_until": "16:01"}, False),
        ({"bench_accept_until": "16:01", "bench_cut_off": "16:01"}, True),
        ({"bench_cut_off": "15:59"}, False),
        ({"bench_cut_off": "15:00", "bench_accept_until": "15:00"}, True),
        ({"dealer_same_day_until": "17:31"}, False),
        ({"dealer_ship_by": "17:29"}, False),
        ({"dealer_ship_by": "18:00", "dealer_same_day_until": "18:00"}, True),
        ({"customer_working_days": 3}, True),
        ({"customer_working_days": 4}, False),
        ({"customer_working_days": 4, "special_working_days": 4}, True),
        ({"customer_working_days": 2, "special_working_days": 1}, False),
    ],
)
def test_no_version_contradicts_itself_or_what_it_leaves_out(values: dict[str, Any], *, is_consistent: bool) -> None:
    assert is_taken(values) is is_consistent


@given(versions)
def test_whatever_is_published_is_understood_where_promises_are_made(values: dict[str, Any]) -> None:
    assert is_taken(values) is is_understood(values)


def test_a_pass_without_an_inspection_is_refused_or_recorded_and_nothing_else() -> None:
    for word in ("refuse", "record"):
        check_values("stock", {"forced_pass": word})
    for other in ("allow", "", 1, None, True):
        with pytest.raises(Invalid) as error:
            check_values("stock", {"forced_pass": other})
        assert error.value.params["fields"] == ["values.forced_pass: Not refuse_or_record."]


@pytest.mark.parametrize("minutes", [5, 720, 20_160])
def test_a_page_may_be_left_alone_from_five_minutes_to_fourteen_days(minutes: int) -> None:
    check_values("sessions", {"idle_minutes": minutes})


@pytest.mark.parametrize("minutes", [4, 0, -5, 20_161, 720.0, "720", True, None])
def test_a_page_may_be_left_alone_for_nothing_else(minutes: object) -> None:
    with pytest.raises(Invalid) as error:
        check_values("sessions", {"idle_minutes": minutes})
    assert error.value.params["fields"] == ["values.idle_minutes: Not idle_minutes."]


def test_a_token_that_does_not_say_so_stands_for_the_default() -> None:
    assert DEFAULTS["sessions"] == {"idle_minutes": IDLE_MINUTES}


def test_the_stock_policys_defaults_are_those_by_which_stock_ages() -> None:
    defaults = {field.name: field.default for field in fields(StockPolicy) if field.default is not MISSING}
    assert defaults == DEFAULTS["stock"]
