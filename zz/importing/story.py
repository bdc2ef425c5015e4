"""One record becomes an order: received, worked on and ended by the commands that anybody would give."""

from __future__ import annotations

from collections.abc import Generator
from functools import cached_property, partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal

from contracts.language.catalogue import OPERATIONS
from contracts.repair.jobs import job_id_of
from zz.api import Refusal
from zz.importing.comparison import differences
from zz.importing.invented import customer_of, desk_of, instants_of, serial_of
from zz.importing.plan import Step, remaining, steps_of
from zz.importing.sites import is_on_bench, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from zz.importing.lag import Lag
    from zz.importing.records import Record
    from zz.importing.sites import Site

Result = Literal["added", "continued", "known"]
Story = Generator[float, None, Result]
"""Yields the seconds in which there is nothing to do, as another service has to hear first; returns what came of it."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 5.0
PATIENCE_SECONDS = 180.0


class Left(Exception):
    """The record was not brought in, or not to its end: a stable `code`, and a sentence that says why."""

    code = "differs"


class NotConsumed(Left):
    """The services did not consume each other's events in all the time that this may take."""

    code = "not_heard"


def story_of(record: Record, site: Site, lag: Lag) -> Story:
    """The whole of it. Raises `Refusal`, `Left`, and `Trouble` when nobody answers."""
    return (yield from _Import(record, site, lag).run())


class _Import:
    def __init__(self, record: Record, site: Site, lag: Lag) -> None:
        self._record = record
        self._site = site
        self._lag = lag
        self._steps = steps_of(record)
        self._order: Mapping[str, Any] = {}

    @cached_property
    def _times(self) -> Mapping[str, datetime]:
        """When each step was, by its name."""
        names = ("receive", *(step.name for step in self._steps))
        instants = instants_of(self._record, self._site.hours, self._site.time_zone, len(names))
        return dict(zip(names, instants, strict=True))

    def run(self) -> Story:
        order = self._site.orders.get(self._record.ref)
        if order is None:
            yield from self._once_consumed("receive", self._receive)
            yield from self._carry_out(self._steps)
            return "added"
        self._order = order
        wrong = differences(self._record, order, self._site.time_zone, ended=False)
        if wrong:
            raise Left(f"The same id was brought in before with another {', '.join(wrong)}.")
        left = remaining(self._steps, order, self._job())
        yield from self._carry_out(left)
        return "continued" if left else "known"

    def _receive(self) -> None:
        record, customer = self._record, customer_of(self._record)
        device = {"category": record.category, "brand": record.brand, "model": record.model, "identity": "serial"}
        device["serial"] = serial_of(record)
        body = {
            "party": {"kind": "user", "name": customer.name, "phone": customer.phone},
            "device": device if record.made_in is None else {**device, "made_in": record.made_in},
            "fault": record.fault,
            "external_ref": record.ref,
        }
        self._order = self._send("receive", "receive_device", desk_of(record), body)

    def _carry_out(self, steps: Sequence[Step]) -> Generator[float, None, None]:
        for step in steps:
            waited = self._lag.seconds if step.after_news else 0.0
            if waited:
                yield waited
            yield from self._once_consumed(step.name, partial(self._do, step), waited)

    def _once_consumed(self, name: str, act: Callable[[], None], waited: float = 0.0) -> Generator[float, None, None]:
        """Acts when the service has heard what it must, for which so much time was given to it already."""
        is_first = True
        while not self._did(act):
            if waited > PATIENCE_SECONDS:
                raise NotConsumed(f"The services did not consume each other's events before {name}.")
            if waited:
                self._lag.was_short(waited)
            pause, is_first = min(waited or FIRST_PAUSE, LONGEST_PAUSE), False
            yield pause
            waited += pause
        if waited and is_first:
            self._lag.was_enough()

    def _did(self, act: Callable[[], None]) -> bool:
        """False where the service has not heard yet of job, outcome, engineer, or that the station takes history."""
        try:
            act()
        except Refusal as refusal:
            is_late = refusal.reason == "station_not_active" and self._site.takes_history
            if refusal.status == HTTPStatus.NOT_FOUND or refusal.reason == "order_in_repair" or is_late:
                return False
            raise
        return True

    def _do(self, step: Step) -> None:
        order_id = self._order["id"]
        body = dict(step.body)
        if "engineer_id" in body:
            body["engineer_id"] = self._site.staff[body["engineer_id"]]
        if step.name == "release":
            body |= {"receipt_code": self._receipt_code(), "serial": self._serial()}
        ids = {"order_id": order_id, "job_id": job_id_of(order_id)}
        asked_for = {name: ids[name] for name in OPERATIONS[step.verb].ids}
        self._send(step.name, step.verb, step.by, {**body, **asked_for})

    def _send(self, name: str, verb: str, role: str, body: Mapping[str, Any]) -> Any:
        history = {"occurred_at": self._times[name].isoformat(), "actor_id": self._site.staff[role]}
        key = key_of(self._record.group, self._record.ref, name)
        return getattr(self._site.api.do, verb)(**body, **history, key=key)

    def _receipt_code(self) -> str:
        if "receipt_code" in self._order:
            return str(self._order["receipt_code"])
        return str(self._site.api.do.get_receipt(order_id=self._order["id"])["receipt_code"])

    def _serial(self) -> str:
        return str(self._order["device"]["serial"]) if "device" in self._order else serial_of(self._record)

    def _job(self) -> Mapping[str, Any] | None:
        """The job of a known order, where it says how far the order has come."""
        order_id = self._order["id"]
        if not is_on_bench(self._order) or order_id in self._site.jobs:
            return self._site.jobs.get(order_id)
        try:
            job: dict[str, Any] = self._site.api.do.get_job(job_id=job_id_of(order_id))
        except Refusal as refusal:
            if refusal.status != HTTPStatus.NOT_FOUND:
                raise
            return None
        return job
