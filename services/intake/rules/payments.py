"""Payments: money taken for an order, and given back with a reason (rules §2). Amounts are CNY to the cent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contracts.language.errors import Refused

NOTHING = Decimal("0.00")
LEAST = Decimal("0.01")


@dataclass(frozen=True)
class PaymentPolicy:
    """One version of the payment policy, in whole CNY.

    `most_yuan` is the most that is taken at once (a scanned number is more), `desk_refund_yuan` the most that is given
    back of an order without a lead, `refund_alone_yuan` the most of it without a second person.
    """

    most_yuan: int = 50_000
    desk_refund_yuan: int = 50
    refund_alone_yuan: int = 200

    def check(self, amount: Decimal) -> None:
        """Refused above it."""
        if amount > self.most_yuan:
            raise Refused("above_limit", "More than may be taken at once.", most=f"{self.most_yuan}.00")

    def check_refund(self, amount: Decimal) -> None:
        """Refused above what the desk gives back of an order, all in all."""
        if amount > self.desk_refund_yuan:
            most = f"{self.desk_refund_yuan}.00"
            raise Refused("above_refund_limit", "A lead gives back more than that.", most=most)


@dataclass(frozen=True)
class RefundAsked:
    """What somebody asks another person to give back."""

    amount: Decimal
    reason: str
    at: datetime
    by: str


@dataclass
class Payment:
    """Money taken, or given back: a refund is negative. `day` is the business day, YYYY-MM-DD."""

    id: str
    station_id: str
    order_id: str
    method: str
    amount: Decimal
    day: str
    at: datetime
    by: str
    refunded: Decimal = NOTHING
    refund_of: str | None = None
    reason: str | None = None
    refund_asked: RefundAsked | None = None
    version: int = 0

    def ask_refund(self, asked: RefundAsked) -> None:
        """Asks another person to give back of it. Refused as `check_asking` does, and for more than is left."""
        self.check_asking(asked.by)
        self.check_refund(asked.amount)
        self.refund_asked = asked

    def withdraw_refund(self, by: str, *, lead: bool) -> None:
        """Who asked for it does so no longer, or a lead turns it down. Refused as `check_withdrawal` does."""
        self.check_withdrawal(by, lead=lead)
        self.refund_asked = None

    def refund(self, amount: Decimal) -> None:
        """Gives back of it. Refused for a refund, and for more than is left of what was taken."""
        self.check_refund(amount)
        self.refunded += amount
        self.refund_asked = None

    def check_asked(self, amount: Decimal, by: str) -> RefundAsked:
        """Refused where nobody asked for it, to who asked, and for more."""
        asked = self._asked()
        if by == asked.by:
            raise Refused("own_refund", "Somebody else than who asked gives it back.")
        if amount > asked.amount:
            raise Refused("more_than_asked", "More than was asked for.", asked=f"{asked.amount:.2f}")
        return asked

    def check_asking(self, by: str) -> None:
        """Refused for a refund, where nothing is left, and while another person asks for it."""
        self.check_refund()
        if self.refund_asked and self.refund_asked.by != by:
            raise Refused("refund_asked_already", "Another person asks for it already.")

    def check_withdrawal(self, by: str, *, lead: bool) -> None:
        """Refused where nobody asked for it, and to others than who did and a lead."""
        if by != self._asked().by and not lead:
            raise Refused("not_asker", "Who asked for it withdraws it, or a lead.")

    def check_refund(self, amount: Decimal = LEAST) -> None:
        """Refused for a refund, and for more than is left of what was taken."""
        if self.refund_of:
            raise Refused("is_refund", "A refund is not given back.")
        if amount > self.amount - self.refunded:
            left = f"{self.amount - self.refunded:.2f}"
            raise Refused("more_than_taken", "More than is left of the payment.", left=left)

    def _asked(self) -> RefundAsked:
        if self.refund_asked is None:
            raise Refused("refund_not_asked", "Another person asks for it first.")
        return self.refund_asked


def balance_of(payments: Iterable[Payment]) -> tuple[Decimal, Decimal, Decimal]:
    """What was taken, what of it was given back, and what is left."""
    amounts = [payment.amount for payment in payments]
    taken = sum((amount for amount in amounts if amount > 0), NOTHING)
    refunded = -sum((amount for amount in amounts if amount < 0), NOTHING)
    return taken, refunded, taken - refunded
