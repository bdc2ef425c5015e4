"""Mails on their way: claimed by one, tried again with longer waits, given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.language.errors import Refused
from services.notifications.rules.deliveries import CLAIM, FIRST_WAIT, GIVE_UP_AFTER, LONGEST_WAIT, Delivery

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def a_delivery(**more: object) -> Delivery:
    given = {"report_id": "r", "email": "a@example.com", "made_at": NOW, "queued_at": NOW, "next_try_at": NOW} | more
    return Delivery("d", "s", kind="revenue", staff_id="p", subject="s", text="t", **given)  # type: ignore[arg-type]


def test_only_one_takes_a_try() -> None:
    delivery = a_delivery()
    assert delivery.claim(NOW)
    assert not delivery.claim(NOW)
    assert not delivery.claim(NOW + CLAIM - timedelta(milliseconds=1))
    assert delivery.tries == 1


def test_a_try_that_never_ended_is_taken_again() -> None:
    delivery = a_delivery()
    delivery.claim(NOW)
    assert delivery.claim(NOW + CLAIM)


def test_waits_double_up_to_the_longest() -> None:
    delivery, waits = a_delivery(), []
    for _ in range(12):
        delivery.claim(delivery.next_try_at)
        delivery.put_off("away", NOW)
        waits.append(delivery.next_try_at - NOW)
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits[-1] == LONGEST_WAIT


def test_it_is_given_up_after_three_days_and_not_before() -> None:
    delivery = a_delivery()
    delivery.put_off("away", NOW + GIVE_UP_AFTER - timedelta(seconds=1))
    assert delivery.state == "queued"
    delivery.put_off("away", NOW + GIVE_UP_AFTER)
    assert (delivery.state, delivery.error) == ("failed", "away")


def test_what_was_sent_is_never_taken_again() -> None:
    delivery = a_delivery()
    delivery.claim(NOW)
    delivery.sent(NOW)
    assert not delivery.claim(NOW + 2 * CLAIM)
    with pytest.raises(Refused) as refusal:
        delivery.retry("a@example.com", NOW)
    assert refusal.value.reason == "delivery_sent"


def test_a_failed_mail_goes_to_the_address_that_holds_now() -> None:
    delivery = a_delivery()
    delivery.give_up("550 no such user")
    delivery.retry("b@example.com", NOW)
    assert (delivery.state, delivery.email) == ("queued", "b@example.com")
    assert delivery.claim(NOW)


def test_what_tells_an_old_address_never_goes_to_another() -> None:
    delivery = a_delivery(report_id=None)
    delivery.give_up("452 full")
    delivery.retry("b@example.com", NOW)
    assert (delivery.state, delivery.email) == ("queued", "a@example.com")


def test_without_an_address_nothing_can_be_sent() -> None:
    delivery = a_delivery(email=None, state="no_address")
    assert not delivery.claim(NOW)
    with pytest.raises(Refused) as refusal:
        delivery.retry(None, NOW)
    assert refusal.value.reason == "no_address"
