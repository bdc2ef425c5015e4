"""A simulation from its seed to its report."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from zz.demonstration.runner import Clock
from zz.simulation import plan
from zz.simulation.player import Player
from zz.simulation.report import report
from zz.simulation.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from zz.demonstration.founding import Account
    from zz.simulation.report import Report
    from zz.simulation.setting import Ground


@dataclass(frozen=True)
class Extent:
    """How much is played."""

    stations: int
    days: int
    seed: int


def simulate(
    ground: Ground, extent: Extent, keep: Callable[[list[Account]], None], on_step: Callable[[str, float], None]
) -> Report:
    """Plays the days. `keep` gets the log-ins of a network that this founded. Raises `Trouble`."""
    clock = Clock(ground.url)
    clock.check_movable()
    setting = Setting(ground, clock, extent.seed, extent.stations)
    days = setting.found()
    if setting.accounts:
        keep(setting.accounts)
    planned = plan.make(setting.cast, extent.days, Random(setting.cast.prefix))
    on_step(f"{extent.stations} stations are open; {len(planned.acts)} acts are planned", 0)
    player = Player(setting, days, planned)
    player.play(on_step)
    on_step(f"{extent.days} days are played", 1)
    return report(setting, days, planned, player)
