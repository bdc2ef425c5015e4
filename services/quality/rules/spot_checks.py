"""Spot checks: a sample of a week's orders that anyone can draw again, and what its checks showed [B2 B4]."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from contracts.language.errors import Refused
from services.quality.rules.calls import Checks

HUNDRED = 100


@dataclass(frozen=True)
class SpotCheckPolicy:
    """The policy `spot_checks` [B2]."""

    percent: int = 10
    at_least: int = 5


def draw(
    population: Iterable[str], seed: str, percent: int, at_least: int, first: Collection[str] = ()
) -> tuple[str, ...]:
    """The sample: the first by the hexadecimal SHA-256 of `<seed>|<order id>`, however the population was ordered.

    Those that are to be drawn `first` come before all others. So many are drawn as `percent` of a hundred, rounded up,
    but no fewer than `at_least`, and no more than there are.
    """
    by_hash = sorted(set(population), key=lambda order_id: sha256(f"{seed}|{order_id}".encode()).hexdigest())
    ordered = sorted(by_hash, key=lambda order_id: order_id not in first)
    size = -(-len(ordered) * percent // HUNDRED)
    return tuple(ordered[: max(size, at_least)])


@dataclass
class Result:
    """What the check of one order showed; `superseded` where a later one counts."""

    order_id: str
    checks: Checks
    score: int | None
    repair_days: int
    cycle_days: int
    note: str
    at: datetime
    by: str
    superseded: bool = False


@dataclass
class SpotCheck:
    """A sample of the orders that a station received in an ISO week, since the week's draw before this.

    First those of which a caller wrote that the customer refused the call: nobody heard what they would have said.
    """

    id: str
    station_id: str
    week: str
    number: int
    seed: str
    percent: int
    at_least: int
    policy_number: int
    population: tuple[str, ...]
    drawn_at: datetime
    drawn_by: str
    sample: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    version: int = 0
    results: list[Result] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sample = self.sample or draw(self.population, self.seed, self.percent, self.at_least, first=self.refused)

    @property
    def drawn(self) -> int:
        """How many orders are to be checked."""
        return len(self.sample)

    @property
    def checked(self) -> int:
        """How many of them are checked."""
        return sum(not result.superseded for result in self.results)

    def record(self, result: Result) -> None:
        """Adds a result; an earlier one of the same order is superseded, never edited. Refused outside the sample."""
        if result.order_id not in self.sample:
            raise Refused("not_in_sample", "The order is not in the sample.")
        others = [
            replace(earlier, superseded=True) if earlier.order_id == result.order_id else earlier
            for earlier in self.results
        ]
        self.results = [*others, result]


def not_yet_drawn_from(order_ids: Iterable[str], earlier: Iterable[SpotCheck]) -> tuple[str, ...]:
    """The orders that no earlier draw of the week had before it: nobody draws again until the sample pleases.

    Refused where there are none.
    """
    drawn_from = {order_id for check in earlier for order_id in check.population}
    left = tuple(order_id for order_id in order_ids if order_id not in drawn_from)
    if not left:
        raise Refused("no_orders", "Since the last draw no customer's device was received in that week.")
    return left
