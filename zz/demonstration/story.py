"""The demonstration from its first to its last word: a network is founded and lives through three days."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from stationkit.ground.clock import wall_now
from zz.demonstration import draft, programme, stocking
from zz.demonstration.cast import HEAD, SUB_STATIONS
from zz.demonstration.founding import Founder
from zz.demonstration.play import MIDNIGHT, Play
from zz.demonstration.runner import Clock
from zz.demonstration.timetable import Timetable
from zz.local.paths import write_private

if TYPE_CHECKING:
    from pathlib import Path

    from zz.demonstration.founding import Account
    from zz.demonstration.play import OnStep
    from zz.demonstration.runner import Crew

SEED = 1
OPENS, STOCKED = "08:00", "08:30"


@dataclass(frozen=True)
class DemoNetwork:
    """What there is when the story is over."""

    url: str
    stations: int
    orders: int
    accounts: list[Account]


def play_story(url: str, founding_key: str, demo: Path, on_step: OnStep) -> DemoNetwork:
    """Makes the network, plays the three days, brings the clock back to the wall's time and writes the log-ins down.

    May be interrupted and called again: it goes on where it was. Raises `Trouble` where the platform is not in
    development, or has a network already.
    """
    clock = Clock(url)
    clock.check_movable()
    unfinished = demo.with_name(f"{demo.name}.unfinished")
    usernames = [person.username for house in (HEAD, *SUB_STATIONS) for person in house.people]
    story_draft = draft.load_or_make(unfinished, SEED, wall_now(), usernames)
    founder, timetable = Founder(url, story_draft.passwords, HEAD), Timetable(story_draft.told_at)
    crews = _found(founder, founding_key, clock, timetable, on_step)
    cast = list(programme.tales(crews, timetable, story_draft.seed))
    Play(timetable, cast).perform(clock, on_step)
    clock.go_to(wall_now())
    _write_log_ins(demo, url, founder.accounts)
    unfinished.unlink()
    return DemoNetwork(url, len(crews), sum(tale.orders for _, tale in cast), founder.accounts)


def _found(founder: Founder, founding_key: str, clock: Clock, timetable: Timetable, on_step: OnStep) -> list[Crew]:
    """The head station begins by the wall's clock; then business time goes to the morning the sub-stations open."""
    head_id = founder.found(founding_key)
    clock.go_to(timetable.instant(0, OPENS))
    head = founder.staff_head(head_id)
    founder.publish_cut_off(timetable.instant(1, MIDNIGHT))
    on_step(f"{HEAD.name} is founded", 0)
    with ThreadPoolExecutor(len(SUB_STATIONS)) as pool:
        crews = list(pool.map(lambda house: founder.crew(house, head), SUB_STATIONS))
    clock.go_to(timetable.instant(0, STOCKED))
    founder.set_addresses()
    stocking.stock(head, crews)
    on_step(f"{', '.join(house.name for house in SUB_STATIONS)} are open", 0)
    return crews


def _write_log_ins(demo: Path, url: str, accounts: list[Account]) -> None:
    body = {"url": url, "accounts": [asdict(account) for account in accounts]}
    write_private(demo, json.dumps(body, ensure_ascii=False, indent=1))
