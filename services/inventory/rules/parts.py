"""The catalogue of parts: the head station's, read by every station [P4]."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.language.errors import Invalid
from contracts.language.identifiers import compact


@dataclass
class Part:
    """A part: what it is, what a piece costs, whether its used piece is owed to the manufacturer [P3]."""

    id: str
    station_id: str
    code: str
    name: str
    category: str
    unit_cost: Decimal
    from_manufacturer: bool
    core_owed: bool
    minimum: int
    maximum: int
    version: int = 0
    per_device: int = 2
    spelling: str = ""
    """The code as it is however it is typed."""

    def __post_init__(self) -> None:
        self.spelling = compact(self.code)
        self.check()

    def edit(self, changes: dict[str, Any]) -> None:
        """Changes what is given. Raises `Invalid` as a new part does."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.check()

    def check(self) -> None:
        """Raises `Invalid` where the minimum is above the maximum."""
        if self.minimum > self.maximum:
            raise Invalid("The request is not valid.", ["minimum: Greater than maximum."])
