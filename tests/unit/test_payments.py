"""Payments and the desk's day: what may be given back, what a closed day refuses, and that it all adds up."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contracts.intake.day_reports import DeskDayReported
from contracts.intake.payments import METHODS
from contracts.language.errors import Refused
from contracts.language.payload import schema_of
from services.intake.rules.day import DayReport, DeviceCounts
from services.intake.rules.payments import Payment, PaymentPolicy, RefundAsked, balance_of
from services.stations.rules.policies import DEFAULTS

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
MONDAY = "2026-11-23"
COUNTS = DeviceCounts(received=3, in_repair=1, awaiting_parts=1, ready=1, shipped=0, collected=0)


def paid(amount: str) -> Payment:
    return Payment("payment", "station", "order", "cash", Decimal(amount), MONDAY, NINE, "desk")


def day() -> DayReport:
    return DayReport("day", "station", MONDAY)


def test_no_more_is_given_back_than_was_taken_to_the_cent() -> None:
    payment = paid("30.00")
    payment.refund(Decimal("10.01"))
    with pytest.raises(Refused) as refusal:
        payment.refund(Decimal("20.00"))
    assert (refusal.value.reason, refusal.value.params["left"]) == ("more_than_taken", "19.99")
    payment.refund(Decimal("19.99"))
    assert payment.refunded == Decimal("30.00")
    with pytest.raises(Refused):
        payment.refund(Decimal("0.01"))


def test_what_another_asked_for_is_given_back_once_and_no_more_than_that() -> None:
    payment = paid("500.00")
    with pytest.raises(Refused) as refusal:
        payment.check_asked(Decimal("500.00"), "lead")
    assert refusal.value.reason == "refund_not_asked"
    payment.ask_refund(RefundAsked(Decimal("300.00"), "a cheaper screen", NINE, "desk"))
    for amount, by, reason in (("300.00", "desk", "own_refund"), ("300.01", "lead", "more_than_asked")):
        with pytest.raises(Refused) as refusal:
            payment.check_asked(Decimal(amount), by)
        assert refusal.value.reason == reason
    assert payment.check_asked(Decimal("300.00"), "lead").by == "desk"
    payment.refund(Decimal("300.00"))
    with pytest.raises(Refused):
        payment.check_asked(Decimal("0.01"), "lead")


def test_what_somebody_asked_for_is_not_overwritten_by_another() -> None:
    payment = paid("500.00")
    first = RefundAsked(Decimal("300.00"), "a cheaper screen", NINE, "desk")
    payment.ask_refund(first)
    with pytest.raises(Refused) as refusal:
        payment.ask_refund(replace(first, amount=Decimal("500.00"), by="lead"))
    assert (refusal.value.reason, payment.refund_asked) == ("refund_asked_already", first)
    with pytest.raises(Refused) as refusal:
        payment.withdraw_refund("colleague", lead=False)
    assert (refusal.value.reason, payment.refund_asked) == ("not_asker", first)
    payment.ask_refund(replace(first, amount=Decimal("200.00")))
    for by, lead in (("desk", False), ("lead", True)):
        payment.withdraw_refund(by, lead=lead)
        with pytest.raises(Refused) as refusal:
            payment.withdraw_refund(by, lead=lead)
        assert refusal.value.reason == "refund_not_asked"
        payment.ask_refund(replace(first, by="lead"))


def test_what_comes_and_goes_after_the_close_is_on_the_report_and_shows_as_a_correction() -> None:
    report = day()
    report.correct(COUNTS, NINE)
    assert (report.devices, report.corrected_at) == (None, None)
    report.close(1, NINE, COUNTS)
    report.correct(replace(COUNTS, in_repair=0, ready=2), NINE)
    assert (report.devices, report.corrected_at) == (COUNTS, None)
    report.correct(replace(COUNTS, received=4, ready=2, collected=1), NINE)
    assert (report.devices, report.corrected_at) == (replace(COUNTS, received=4, collected=1), NINE)
    report.reopen()
    report.correct(COUNTS, NINE)
    assert report.devices != COUNTS
    report.close(2, NINE, COUNTS)
    assert (report.devices, report.corrected_at) == (COUNTS, None)


def test_nobody_asks_for_more_than_was_taken() -> None:
    with pytest.raises(Refused) as refusal:
        paid("30.00").ask_refund(RefundAsked(Decimal("30.01"), "a cheaper screen", NINE, "desk"))
    assert refusal.value.reason == "more_than_taken"


def test_a_refund_is_not_given_back() -> None:
    refund = paid("-10.00")
    refund.refund_of = "payment"
    with pytest.raises(Refused) as refusal:
        refund.refund(Decimal("0.01"))
    assert refusal.value.reason == "is_refund"


def test_the_balance_of_an_order_is_what_was_taken_less_what_was_given_back() -> None:
    amounts = balance_of([paid("0.10"), paid("0.20"), paid("-0.20")])
    assert amounts == (Decimal("0.30"), Decimal("0.20"), Decimal("0.10"))
    assert set(balance_of([])) == {Decimal(0)}


def test_a_days_total_is_the_sum_of_all_ways_of_paying() -> None:
    report = day()
    booked = [(method, Decimal(amount)) for method in METHODS for amount in ("0.10", "19.99", "-0.20")]
    for method, amount in booked:
        report.book(method, amount)
    assert report.total == sum(amount for _, amount in booked)
    assert {method.method for method in report.methods} == set(METHODS)
    assert {(method.taken, method.refunded) for method in report.methods} == {(Decimal("20.09"), Decimal("0.20"))}


def test_a_closed_day_takes_no_money_until_it_is_opened_again() -> None:
    report = day()
    report.close(1, NINE, COUNTS)
    for amount in ("1.00", "-1.00"):
        with pytest.raises(Refused) as refusal:
            report.book("cash", Decimal(amount))
        assert refusal.value.reason == "day_closed"
    assert report.total == 0
    report.reopen()
    report.book("cash", Decimal("1.00"))
    assert not report.close(1, NINE, COUNTS)
    assert report.close(2, NINE, COUNTS)
    assert (report.total, report.closing, report.closed) == (Decimal("1.00"), 2, True)


def test_what_is_taken_at_once_has_a_limit_to_the_cent() -> None:
    policy = PaymentPolicy()
    policy.check(Decimal("50000.00"))
    with pytest.raises(Refused) as refusal:
        policy.check(Decimal("50000.01"))
    assert (refusal.value.reason, refusal.value.params["most"]) == ("above_limit", "50000.00")
    PaymentPolicy(most_yuan=60_000).check(Decimal("50000.01"))


def test_the_policys_default_is_the_one_by_which_money_is_taken() -> None:
    assert {field.name: field.default for field in fields(PaymentPolicy)} == DEFAULTS["payments"]


def test_the_sum_of_many_great_amounts_fits_what_it_is_told_in() -> None:
    report = day()
    for method in METHODS:
        for _ in range(100):
            report.book(method, Decimal("999999999999.99"))
    data = {"methods": report.methods, "total": report.total, "day": MONDAY, "closing": 1, **vars(COUNTS)}
    schema = schema_of(DeskDayReported)
    assert schema.validate(schema.dump(data)) == {}
