"""How stations stand to each other: the worst first, and the figures by which each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gateway.pages.figures import Figure
from gateway.pages.kpis import HEAT

MOST_NAMED = 5


@dataclass(frozen=True)
class Standing:
    """A station with its figures, and how much is overdue there now."""

    station_id: str
    name: str
    figures: Mapping[str, Figure]
    overdue: int = 0
    transfers_overdue: int = 0
    is_head: bool = False

    @property
    def shortfall(self) -> tuple[Decimal, Decimal]:
        """How far it misses its targets in all: by figures of enough records, then by those of few (n < 30)."""
        few, enough = Decimal(0), Decimal(0)
        for figure in self._compared:
            if figure.is_small:
                few += figure.shortfall
            else:
                enough += figure.shortfall
        return enough, few

    @property
    def missed(self) -> list[str]:
        """The KPIs that miss their targets, those that do so by most first; few records speak last."""
        missed = [kpi for kpi in HEAT if kpi in self.figures and self.figures[kpi].shortfall]
        return sorted(missed, key=self._weight, reverse=True)

    @property
    def needs_attention(self) -> bool:
        """Whether a target is missed, or something is overdue."""
        return bool(self.missed) or self.overdue > 0 or self.transfers_overdue > 0

    @property
    def has_data(self) -> bool:
        """Whether there is anything to compare it by."""
        return any(figure.value is not None for figure in self._compared)

    @property
    def _compared(self) -> list[Figure]:
        return [self.figures[kpi] for kpi in HEAT if kpi in self.figures]

    def _weight(self, kpi: str) -> tuple[bool, Decimal]:
        return not self.figures[kpi].is_small, self.figures[kpi].shortfall


def worst_first(standings: Iterable[Standing]) -> list[Standing]:
    """The station that misses its targets by most first; few records decide only between equals, then what is late."""
    return sorted(standings, key=lambda it: (*(-part for part in it.shortfall), -it.overdue, it.name))


def named(ordered: Iterable[Standing]) -> list[Standing]:
    """The first few of them that have something to be said of."""
    return [standing for standing in ordered if standing.needs_attention][:MOST_NAMED]
