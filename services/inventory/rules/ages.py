"""How old stock is: dead after so many calendar months at the station, with a warning before that [P5 P10]."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from contracts.language.errors import Refused

MONTHS = 12


@dataclass(frozen=True)
class StockPolicy:
    """One version of the stock policy: when stock is dead, what counts as filled, when transfers are due, the gate.

    `most_cost_yuan` is the most that one piece costs at the gate, in whole CNY (a scanned number is more).
    """

    version: int
    dead_after_months: int = 3
    warn_after_days: int = 75
    fill_minutes: int = 15
    ship_within_working_days: int = 1
    receive_within_working_days: int = 3
    forced_pass: str = "refuse"  # noqa: S105  # no password: what becomes of goods that nobody inspected

    most_cost_yuan: int = 20_000

    def check_cost(self, unit_cost: Decimal) -> None:
        """Refused above it."""
        if unit_cost > self.most_cost_yuan:
            raise Refused("cost_above_limit", "No piece costs that much.", most=f"{self.most_cost_yuan}.00")

    @property
    def records_forced_pass(self) -> bool:
        """Whether goods may go to the store without an inspection, with the keeper liable [P13]."""
        return self.forced_pass == "record"  # noqa: S105  # as above


def last_living_day(since: date, months: int) -> date:
    """The day so many calendar months later, clamped to its month's end; on the next day the stock is dead."""
    year, month = divmod(since.year * MONTHS + since.month - 1 + months, MONTHS)
    return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))


def is_dead(since: date, today: date, policy: StockPolicy) -> bool:
    """Whether stock that is there since a day is dead on another."""
    return today > last_living_day(since, policy.dead_after_months)


def is_warned(since: date, today: date, policy: StockPolicy) -> bool:
    """Whether stock is near its end, or past it."""
    return today >= since + timedelta(days=policy.warn_after_days)
