"""What is planned: acts of people at moments of days, each a request whose ids are names until it is played."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contracts.quality.appeasements import appeasement_id_of
from contracts.quality.calls import STAGES, call_id_of
from contracts.repair.jobs import job_id_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SLOT_MINUTES = 10
HEAD = "head"
OF_ORDER = ".order"
_NAME = re.compile(r"\{([^{}]+)\}")


class Unknown(Exception):
    """A name that no act before has given a meaning: the act that should have did not come about."""


def slot(hour: int, minute: int = 0) -> int:
    """The number of the ten minutes, counted from local midnight, in which a time of day lies."""
    return (hour * 60 + minute) // SLOT_MINUTES


@dataclass(frozen=True)
class Act:
    """One request: on day `day` (0 is the one before the first), in ten minutes `slot`, by whom.

    `what` is the operation, which is told what is `said`. Names in braces are replaced by what earlier acts kept under
    them. `keeps` gives fields of the reply a name; of a list, the one item is meant whose fields are those of `where`.
    """

    day: int
    slot: int
    who: str
    what: str
    said: Mapping[str, Any] = field(default_factory=dict)
    keeps: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The station of whoever acts: acts of one place are carried out one after the other."""
        return self.who.partition(".")[0]


class Names:
    """What the names of a plan stand for once it is played."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._known = dict(given)

    def keep(self, name: str, value: str) -> None:
        """Gives a name its meaning; with an order come its job, its calls and what the third one may open."""
        self._known[name] = value
        if name.endswith(OF_ORDER):
            story = name.removesuffix(OF_ORDER)
            self._known[f"{story}.job"] = job_id_of(value)
            for stage in STAGES:
                self._known[f"{story}.call{stage}"] = call_id_of(value, stage)
            self._known[f"{story}.appeasement"] = appeasement_id_of(call_id_of(value, STAGES[-1]))

    def fill(self, planned: Any) -> Any:
        """What is said with every name replaced. Raises `Unknown`."""
        if isinstance(planned, str):
            return _NAME.sub(lambda match: self._meaning(match[1]), planned)
        if isinstance(planned, dict):
            return {key: self.fill(value) for key, value in planned.items()}
        return [self.fill(value) for value in planned] if isinstance(planned, list | tuple) else planned

    def _meaning(self, name: str) -> str:
        if name not in self._known:
            raise Unknown(name)
        return self._known[name]
