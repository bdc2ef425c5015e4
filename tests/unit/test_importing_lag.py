"""How long is waited for news to have come: longer once it was asked in vain, slowly shorter where it was not."""

from __future__ import annotations

from zz.importing.lag import LEAST, MOST, Lag


def test_asking_in_vain_makes_the_wait_longer_than_what_was_waited_however_many_met_it_at_once() -> None:
    lag = Lag()
    waited = lag.seconds
    for _ in range(50):
        lag.was_short(waited)
    assert waited < lag.seconds < 2 * waited


def test_the_wait_gets_shorter_little_by_little_and_never_nothing() -> None:
    lag = Lag()
    before = lag.seconds
    lag.was_enough()
    assert 0.9 * before < lag.seconds < before
    for _ in range(10_000):
        lag.was_enough()
    assert lag.seconds == LEAST


def test_the_wait_does_not_grow_without_end() -> None:
    lag = Lag()
    lag.was_short(10 * MOST)
    assert lag.seconds == MOST
