"""Plays a plan: the clock goes to each moment, and at each everybody does what is planned, place by place."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zz.api import Refusal
from zz.simulation.acts import Names, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from zz.simulation.acts import Act
    from zz.simulation.plan import Plan
    from zz.simulation.setting import Days, Setting

AFTER_MIDNIGHT = 1


@dataclass(frozen=True)
class Failed:
    """An act that did not come about: refused by the platform, or resting on one that was."""

    act: Act
    why: str

    def for_machine(self) -> dict[str, Any]:
        """What, who, when, where, and why not."""
        act = self.act
        return {"what": act.what, "who": act.who, "day": act.day, "slot": act.slot, "said": act.said, "why": self.why}


class Player:
    """Carries out the acts of a plan; `failed` are those that did not come about, `moves` of the clock."""

    def __init__(self, setting: Setting, days: Days, plan: Plan) -> None:
        self.failed: list[Failed] = []
        self.moves = 0
        self._setting = setting
        self._days = days
        self._plan = plan
        self._names = Names(setting.ids | days.names(plan.days))
        self._number = {id(act): number for number, act in enumerate(plan.acts)}

    def play(self, on_step: Callable[[str, float], None]) -> None:
        """From the morning before the first day until after the last one has closed by itself."""
        done = 0
        with ThreadPoolExecutor(len(self._setting.cast.places)) as pool:
            for (day, at), acts in self._plan.moments():
                self._go_to(day, at)
                by_place: defaultdict[str, list[Act]] = defaultdict(list)
                for act in acts:
                    by_place[act.place].append(act)
                for failed in pool.map(self._play_all, by_place.values()):
                    self.failed += failed
                done += len(acts)
                on_step("", done / len(self._plan.acts))
        self._go_to(self._plan.days + 1, AFTER_MIDNIGHT)

    def _go_to(self, day: int, at: int) -> None:
        self._setting.clock.go_to(self._days.instant(day, at))
        self.moves += 1

    def _play_all(self, acts: list[Act]) -> list[Failed]:
        return [failed for act in acts if (failed := self._play_one(act))]

    def _play_one(self, act: Act) -> Failed | None:
        try:
            self._keep(act, self._carried_out(act))
        except Refusal as refusal:
            return Failed(act, f"{refusal.status} {refusal.reason or refusal.code}: {refusal.words}")
        except Unknown as unknown:
            return Failed(act, f"rests on {unknown}, which did not come about")
        return None

    def _carried_out(self, act: Act) -> Any:
        actor, said = self._setting.actors[act.who], self._names.fill(dict(act.said))
        return getattr(actor.once(str(self._number[id(act)])), act.what)(**said)

    def _keep(self, act: Act, answer: Any) -> None:
        """Gives what the plan names its meaning. Raises `Unknown` where a list lacks the item that is meant."""
        if act.where:
            conditions = self._names.fill(dict(act.where)).items()
            items = (item for item in answer["items"] if all(item[name] == value for name, value in conditions))
            answer = next(items, None)
            if answer is None:
                raise Unknown(f"an item that {act.what} finds")
        for name, path in act.keeps.items():
            self._names.keep(name, str(_field(answer, path)))


def _field(answer: Any, path: str) -> Any:
    """A field of an answer, `id`, or an item of one, `sample.0`."""
    for step in path.split("."):
        answer = answer[int(step)] if step.isdecimal() else answer[step]
    return answer
