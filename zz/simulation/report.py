"""What a simulation says at its end: what was played, what was not, and whether every mail of the plan was sent."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zz.simulation.mails import Mails
    from zz.simulation.plan import Plan
    from zz.simulation.player import Player
    from zz.simulation.setting import Days, Setting

SENDING_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.2
SAID = ("prefix", "stations", "days", "first_day", "last_day", "acts", "moves")
COUNTED = {
    "orders": "receive_device",
    "jobs": "start_diagnosis",
    "borrows": "borrow_part",
    "transfers": "ship_transfer",
    "calls": "finish_call",
    "payments": "record_payment",
}


@dataclass(frozen=True)
class Report:
    """The end of a simulation. `mails` are the expected ones by station id, address and kind; `sent` the sent ones."""

    prefix: str
    stations: dict[str, str]
    days: int
    first_day: str
    last_day: str
    acts: int
    moves: int
    counts: dict[str, int]
    mails: dict[tuple[str, str, str], int]
    sent: dict[tuple[str, str, str], int]
    failed: list[dict[str, Any]]

    @property
    def is_good(self) -> bool:
        """Every act came about, and exactly the mails of the plan were sent."""
        return not self.failed and self.mails == self.sent

    @property
    def differing_mails(self) -> list[dict[str, Any]]:
        """Mails that were sent more or less often than the plan wants."""
        keys = sorted(self.mails.keys() | self.sent.keys())
        counts = ((key, self.mails.get(key, 0), self.sent.get(key, 0)) for key in keys)
        return [
            {"station_id": station, "address": address, "kind": kind, "expected": expected, "sent": sent}
            for (station, address, kind), expected, sent in counts
            if expected != sent
        ]

    def for_machine(self) -> dict[str, Any]:
        """As one JSON object."""
        by_kind: Counter[str] = Counter()
        for (_, _, kind), count in self.mails.items():
            by_kind[kind] += count
        said = {name: getattr(self, name) for name in SAID}
        mails = {"mails_expected": dict(by_kind), "mails_differing": self.differing_mails}
        return {**said, **self.counts, **mails, "failed": self.failed, "is_good": self.is_good}


def report(setting: Setting, days: Days, plan: Plan, player: Player) -> Report:
    """Counts what was played, and waits until no mail is on its way any more."""
    places = setting.cast.places if setting.accounts else dict.fromkeys(setting.cast.stations)
    lost = {id(failure.act) for failure in player.failed}
    done = Counter(act.what for act in plan.acts if id(act) not in lost)
    mails = _addressed(setting, Counter({key: count for key, count in plan.mails.items() if key[0] in places}))
    return Report(
        prefix=setting.cast.prefix,
        stations={place: setting.ids[place] for place in places},
        days=plan.days,
        first_day=days.name(1),
        last_day=days.name(plan.days),
        acts=sum(done.values()),
        moves=player.moves,
        counts={name: done[what] for name, what in COUNTED.items()},
        mails=mails,
        sent=_sent(setting, list(places)),
        failed=[failure.for_machine() for failure in player.failed],
    )


def _addressed(setting: Setting, mails: Mails) -> dict[tuple[str, str, str], int]:
    addresses = {
        setting.cast.who(place, person): person.email
        for place, house in setting.cast.places.items()
        for person in house.people
    }
    return {(setting.ids[place], addresses[who], kind): count for (place, who, kind), count in mails.items()}


def _sent(setting: Setting, places: list[str]) -> dict[tuple[str, str, str], int]:
    """What the platform's log says was sent to the simulation's own people about its days."""
    addresses = {
        setting.ids[setting.cast.who(place, person)]: person.email
        for place, house in setting.cast.places.items()
        for person in house.people
    }
    deadline, deliveries = time.monotonic() + SENDING_SECONDS, _deliveries(setting, places)
    while any(delivery["state"] == "queued" for delivery in deliveries) and time.monotonic() < deadline:
        time.sleep(LOOK_AGAIN_SECONDS)
        deliveries = _deliveries(setting, places)
    return dict(
        Counter(
            (delivery["station_id"], addresses[delivery["staff_id"]], delivery["kind"])
            for delivery in deliveries
            if delivery["state"] == "sent" and delivery["staff_id"] in addresses
        )
    )


def _deliveries(setting: Setting, places: list[str]) -> list[dict[str, Any]]:
    rows = setting.supervisor.rows
    return [delivery for place in places for delivery in rows.list_deliveries(station_id=setting.ids[place])]
