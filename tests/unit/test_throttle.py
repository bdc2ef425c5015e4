"""Log-in attempts: how many failures there may be, per account, source and both, and what a success changes."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from contracts.language.errors import Throttled
from services.stations.rules.throttle import PER_ACCOUNT, PER_ACCOUNT_AND_SOURCE, PER_SOURCE, WINDOW, Throttle

WINDOW_BEGINS = datetime(2026, 11, 23, 1, tzinfo=UTC)
NOW = WINDOW_BEGINS + WINDOW / 3


class Counters:
    """Counters in memory; they do not end, for the throttle's windows are part of their names."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def count(self, key: str, until: datetime, by: int = 1) -> int:
        assert until > NOW
        self.counts[key] += by
        return self.counts[key]

    def counted(self, key: str) -> int:
        return self.counts[key]


class Unseen(Counters):
    """What the others count is not seen before one counts oneself: all ask at the same time."""

    def counted(self, key: str) -> int:  # noqa: ARG002  # whatever it is
        return 0


@pytest.fixture
def counters() -> Counters:
    return Counters()


def fail(counters: Counters, username: str, source: str, times: int) -> None:
    for _ in range(times):
        Throttle(counters, username, source).begin(NOW)


def is_let_in(counters: Counters, username: str, source: str, now: datetime = NOW) -> bool:
    throttle = Throttle(counters, username, source)
    try:
        throttle.begin(now)
    except Throttled:
        return False
    throttle.succeeded(now)
    return True


def test_one_source_may_fail_so_often_on_one_account(counters: Counters) -> None:
    fail(counters, "wang", "office", PER_ACCOUNT_AND_SOURCE - 1)
    assert is_let_in(counters, "wang", "office")
    fail(counters, "wang", "office", 1)
    assert not is_let_in(counters, "wang", "office")
    assert is_let_in(counters, "li", "office")
    assert is_let_in(counters, "wang", "home")


def test_one_source_may_fail_so_often_on_all_accounts_together(counters: Counters) -> None:
    for number in range(PER_SOURCE):
        assert is_let_in(counters, f"user{number}", "office")
        fail(counters, f"user{number}", "office", 1)
    assert not is_let_in(counters, "another", "office")
    assert is_let_in(counters, "another", "home")


def test_who_has_logged_in_from_a_source_is_let_in_whatever_is_guessed_there(counters: Counters) -> None:
    assert is_let_in(counters, "wang", "office")
    for number in range(PER_SOURCE):
        fail(counters, f"invented{number}", "office", 1)
    assert not is_let_in(counters, "new", "office")
    for _ in range(30):
        assert is_let_in(counters, "wang", "office")
    fail(counters, "wang", "office", PER_ACCOUNT_AND_SOURCE)
    assert not is_let_in(counters, "wang", "office")


def test_the_addresses_of_one_ipv6_network_are_one_source(counters: Counters) -> None:
    for number in range(PER_ACCOUNT_AND_SOURCE):
        fail(counters, "wang", f"2001:db8:7:1::{number:x}", 1)
    assert not is_let_in(counters, "wang", "2001:db8:7:1:ffff::1")
    assert is_let_in(counters, "wang", "2001:db8:7:2::1")


def test_an_ipv4_address_is_the_same_source_however_it_is_written(counters: Counters) -> None:
    fail(counters, "wang", "203.0.113.7", PER_ACCOUNT_AND_SOURCE)
    assert not is_let_in(counters, "wang", "::ffff:203.0.113.7")
    assert is_let_in(counters, "wang", "203.0.113.8")


def test_one_account_may_be_failed_on_so_often_by_all_sources_together(counters: Counters) -> None:
    for number in range(PER_ACCOUNT):
        assert is_let_in(counters, "wang", f"source{number}")
        fail(counters, "wang", f"source{number}", 1)
    assert not is_let_in(counters, "wang", "new")
    assert is_let_in(counters, "li", "new")


def test_strangers_do_not_lock_out_whoever_has_logged_in_from_there_before(counters: Counters) -> None:
    assert is_let_in(counters, "wang", "office")
    for number in range(PER_ACCOUNT):
        fail(counters, "wang", f"source{number}", 1)
    assert is_let_in(counters, "wang", "office")
    fail(counters, "wang", "office", PER_ACCOUNT_AND_SOURCE)
    assert not is_let_in(counters, "wang", "office")


def test_tries_that_all_begin_before_one_has_ended_are_no_more_than_tries_in_a_row() -> None:
    counters = Unseen()
    let_in = 0
    for _ in range(3 * PER_ACCOUNT_AND_SOURCE):
        with suppress(Throttled):
            Throttle(counters, "wang", "office").begin(NOW)
            let_in += 1
    assert let_in == PER_ACCOUNT_AND_SOURCE
    assert sorted(counters.counts.values()) == [PER_ACCOUNT_AND_SOURCE] * 3


def test_the_next_window_begins_with_nothing_counted(counters: Counters) -> None:
    fail(counters, "wang", "office", PER_ACCOUNT_AND_SOURCE)
    assert is_let_in(counters, "wang", "office", WINDOW_BEGINS + WINDOW)


def test_a_refusal_says_when_to_come_back(counters: Counters) -> None:
    fail(counters, "wang", "office", PER_ACCOUNT_AND_SOURCE)
    with pytest.raises(Throttled) as refusal:
        Throttle(counters, "wang", "office").begin(NOW)
    left = WINDOW_BEGINS + WINDOW - NOW
    assert refusal.value.params["retry_after"] == str(int(left.total_seconds()) + 1)


def test_no_counter_is_named_by_an_account_or_a_source(counters: Counters) -> None:
    fail(counters, "wang", "203.0.113.7", 1)
    assert not any("wang" in key or "203.0.113.7" in key for key in counters.counts)
