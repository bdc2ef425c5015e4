"""What a person is asked to pay in a month: at most a fifth of its wage, and never into the minimum wage [B3]."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal

from contracts.language.errors import Refused
from contracts.language.ids import derived_id
from services.quality.rules.deadlines import AppeasementPolicy

HUNDRED = 100
FEN = Decimal("0.01")


@dataclass
class Compensations:
    """A person's compensations of a month of the station's calendar, by the penalty each belongs to."""

    id: str
    station_id: str
    person_id: str
    month: str
    amounts: dict[str, Decimal] = field(default_factory=dict)
    version: int = 0

    @property
    def total(self) -> Decimal:
        """All that is asked of the person for the month, decided or not."""
        return sum(self.amounts.values(), Decimal(0))

    def take(self, penalty_id: str, amount: Decimal, wage: Decimal, policy: AppeasementPolicy) -> None:
        """Adds what a penalty asks. Refused where the month's sum is above its share of the wage, or leaves too little.

        (Interim Provisions on Payment of Wages, article 16.)
        """
        share = wage * policy.compensation_percent / HUNDRED
        most = max(min(share, wage - policy.minimum_wage_yuan) - self.total, Decimal(0)).quantize(FEN, ROUND_DOWN)
        if amount > most:
            raise Refused("above_share_of_wage", "The month's wage does not allow for that much.", most=str(most))
        self.amounts[penalty_id] = amount

    def give_back(self, penalty_id: str) -> None:
        """What a penalty that came to nothing asked is asked no more."""
        self.amounts.pop(penalty_id, None)


def month_of(day: date) -> str:
    """The month of a day, `2026-11`."""
    return f"{day:%Y-%m}"


def compensations_id_of(person_id: str, month: str) -> str:
    """The id of a person's compensations of a month, known before there are any."""
    return derived_id("compensations", person_id, month)
