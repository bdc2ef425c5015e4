"""Who counts as a second person: another account, not made nor given a password by the first lately (rules §7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from stationkit.messaging.tokens import Caller
from stationkit.storage.reference_data import StaffRecord
from stationkit.unit_of_work.admission import is_up_to_date
from stationkit.unit_of_work.second_person import DAYS, counts_as_second

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
LATELY = NOW - timedelta(days=DAYS) + timedelta(milliseconds=1)
LONG_AGO = NOW - timedelta(days=DAYS)


def person(
    created: tuple[str | None, datetime | None] = (None, None), reset: tuple[str | None, datetime | None] = (None, None)
) -> StaffRecord:
    return StaffRecord("base lead", "head", "李淑芬", ("base_lead",), True, NOW, *created, *reset)


def counts(of: StaffRecord, first: str = "supervisor") -> bool:
    return counts_as_second(of, first, NOW, DAYS)


def test_nobody_is_a_second_person_for_oneself() -> None:
    assert not counts(person(), "base lead")
    assert counts(person())


@pytest.mark.parametrize("since", [LATELY, NOW])
def test_whom_the_first_has_set_up_lately_is_none(since: datetime) -> None:
    assert not counts(person(created=("supervisor", since)))
    assert not counts(person(reset=("supervisor", since)))
    assert not counts(person(("manager", LONG_AGO), ("supervisor", since)))


def test_whom_the_first_has_set_up_long_ago_or_another_has_set_up_is_one() -> None:
    assert counts(person(created=("supervisor", LONG_AGO), reset=("supervisor", LONG_AGO)))
    assert counts(person(created=("manager", NOW), reset=("manager", NOW)))


def test_an_account_from_before_this_was_noted_is_one() -> None:
    assert counts(person(created=("supervisor", None)))


def test_a_service_lets_nobody_in_before_it_knows_who_gave_the_password() -> None:
    caller = Caller("base lead", "s", "head", "李淑芬", ("base_lead",), (), True, history=False, issued_at=NOW)
    assert is_up_to_date(person(), caller)
    assert is_up_to_date(person(), replace(caller, known_from=NOW))
    assert not is_up_to_date(person(), replace(caller, known_from=NOW + timedelta(seconds=1)))
