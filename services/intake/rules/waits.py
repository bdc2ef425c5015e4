"""The times in which an order waits, and for what (rules §2): the log is in the order in which they began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.language.errors import Refused


@dataclass
class Wait:
    """A time in which the order waited, and for what; `due_at` is when what was sent out is due back."""

    kind: str
    began: datetime
    reason: str
    ended: datetime | None = None
    due_at: datetime | None = None

    @property
    def is_on(self) -> bool:
        """Whether it goes on."""
        return self.ended is None


def waits_now(log: list[Wait]) -> list[str]:
    """What is waited for now."""
    return [wait.kind for wait in log if wait.is_on]


def since(log: list[Wait], kind: str) -> datetime | None:
    """Since when something is waited for, if it is now."""
    return next((wait.began for wait in log if wait.kind == kind and wait.is_on), None)


def over(log: list[Wait], kind: str) -> list[tuple[datetime, datetime]]:
    """The waits for something that are over, from when to when."""
    return [(wait.began, wait.ended) for wait in log if wait.kind == kind and wait.ended]


def begin(log: list[Wait], wait: Wait) -> None:
    """It waits, on top of what it may wait for already. Refused twice for the same.

    What is sent out is due back at a time, and that later than now.
    """
    if wait.kind in waits_now(log):
        raise Refused("waits_already", "The order waits for that already.", wait=wait.kind)
    if wait.kind == "sent_out" and wait.due_at is None:
        raise Refused("due_missing", "What is sent out is due back at a time.", wait=wait.kind)
    if wait.due_at is not None and wait.due_at <= wait.began:
        raise Refused("due_past", "What is sent out is due back later than now.", wait=wait.kind)
    log.append(wait)


def end(log: list[Wait], kind: str, at: datetime) -> None:
    """The wait is over. Refused where there is none."""
    if kind not in waits_now(log):
        raise Refused("waits_not", "The order does not wait for that.", wait=kind)
    end_all(log, at, (kind,))


def end_all(log: list[Wait], at: datetime, kinds: tuple[str, ...]) -> None:
    """Whatever of these is waited for is over."""
    for wait in log:
        if wait.is_on and wait.kind in kinds:
            wait.ended = at


def check_resume(log: list[Wait]) -> None:
    """Refused where it waits for nothing that a person ends: parts come by themselves."""
    if all(kind == "awaiting_parts" for kind in waits_now(log)):
        raise Refused("waits_not", "The order does not wait for anything.")
