"""A call that is made ready: who calls, with which ids and body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.world.people import Person


@dataclass(frozen=True)
class Prepared:
    """A call that will succeed once. `body` holds a query's arguments; `caller` is None where no token is asked for."""

    caller: Person | None
    ids: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
