"""Where the story is played: people at work through the API, and the business clock of their days."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from zz.api import PATIENCE_SECONDS, Api, Refusal
from zz.user_error import UserError
from zz.verbs import Message, Verbs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zz.demonstration.cast import House

CLOCK_SECONDS = 300.0
LOOK_AGAIN_SECONDS = 0.03
ON_ITS_WAY = frozenset({"order_in_repair", "device_not_on_bench", "not_engineer_of_job"})
"""Refusals that end when the other service's event is heard: that a job is finished, that the bench has the device."""


class Actor:
    """A person at work. The same story told again sends the same keys, so that nothing happens twice."""

    def __init__(self, api: Api, staff_id: str = "", story: str = "demonstration") -> None:
        self.id = staff_id
        self._api = api
        self._story = story

    def do(self, step: str, **ids: str) -> Verbs[Any]:
        """A command, known by that step of the story; `ids` need not be said again. Raises `Refusal`.

        Where it is refused because an event of another service has not arrived yet, it is tried again.
        """
        return Verbs(partial(self._until_heard, step), **ids)

    def once(self, step: str) -> Verbs[Any]:
        """The same, but every refusal counts."""
        return Verbs(partial(self.carry_out, step))

    @property
    def read(self) -> Verbs[Any]:
        return self._api.do

    @property
    def rows(self) -> Verbs[Iterator[Any]]:
        """Every item of a list."""
        return self._api.rows

    @property
    def first(self) -> Verbs[Any]:
        """The first item of a list, as soon as an event of another service has brought it. Raises `Trouble`."""
        return Verbs(self._first)

    def carry_out(self, step: str, message: Message) -> Any:
        """What `once` sends."""
        return self._api.carry_out(message, f"{self._story}-{step}")

    def _until_heard(self, step: str, message: Message) -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self.carry_out(step, message)
            except Refusal as refusal:
                if refusal.reason not in ON_ITS_WAY or time.monotonic() > deadline:
                    raise
            time.sleep(LOOK_AGAIN_SECONDS)

    def _first(self, message: Message) -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (items := self._api.carry_out(message)["items"]):
            if time.monotonic() > deadline:
                raise UserError(f"{message.path} is still empty after {PATIENCE_SECONDS:.0f} s.", "Run `zz doctor`.")
            time.sleep(LOOK_AGAIN_SECONDS)
        return items[0]


@dataclass(frozen=True)
class Head:
    """The people of the head station who have a part in the story, and the ids of the parts that they know, by code."""

    station_id: str
    supervisor: Actor
    base: Actor
    store: Actor
    bench: Actor
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Crew:
    """The people of one sub-station who have a part in the story, and its regular customers: party id by kind."""

    house: House
    station_id: str
    lead: Actor
    desk: Actor
    benches: tuple[Actor, Actor]
    store: Actor
    head: Head
    regulars: dict[str, str] = field(default_factory=dict)


class Clock:
    """The platform's business clock, which only goes forward.

    Who asks it first, while everything starts, waits until it is known. A long move is sent again until it is done.
    """

    def __init__(self, url: str, patience: float = CLOCK_SECONDS) -> None:
        self._api = Api(url, patience=patience)

    def check_movable(self) -> None:
        """Raises `UserError` on a platform whose clock is the wall's, or that does not come to tell the time."""
        try:
            self._api.do.get_clock()
        except Refusal as refusal:
            if refusal.status != HTTPStatus.NOT_FOUND:
                trouble = f"The platform does not tell its business time: {refusal}"
                raise UserError(trouble, "Run `zz status`; when all is ready, the same command again.") from refusal
            remedy = "Start it with ZZ_ENV=development; in production business time is the wall's."
            raise UserError("The business clock of this platform cannot be moved.", remedy) from refusal

    def read(self) -> datetime:
        """Business time."""
        return datetime.fromisoformat(self._api.do.get_clock()["now"])

    def go_to(self, moment: datetime) -> None:
        """Moves business time to a moment; where that is past, it stays.

        Raises `Refusal` where it stands still for as long as this is patient.
        """
        moved_by = None
        while (refusal := self._refused(moment)) is not None:
            before, moved_by = moved_by, self._api.do.get_clock()["offset_seconds"]
            if moved_by == before:
                raise refusal

    def _refused(self, moment: datetime) -> Refusal | None:
        """Why a move did not come to its end; None where it did."""
        try:
            self._api.do.move_clock(now=moment.isoformat())
        except Refusal as refusal:
            if refusal.reason == "clock_goes_forward":
                return None
            if refusal.code != "unavailable":
                raise
            return refusal
        return None
