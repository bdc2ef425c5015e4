"""Several workers, many stories: each is told to its end, none of those who wait keeps a worker."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest

from zz.api import Refusal
from zz.importing.crew import OPEN_PER_WORKER, Crew
from zz.importing.records import Record
from zz.user_error import UserError

if TYPE_CHECKING:
    from zz.importing.story import Left, Result, Story


def _record(number: int) -> Record:
    day = date(2019, 1, 12)
    return Record(f"r_{number}", "Somewhere", day, "15", "Ikea", "lamp", None, "f", "closed", "repaired", None, "f", 2)


class Log:
    """What the crew told, and how many stories were begun at once."""

    def __init__(self) -> None:
        self.ended: dict[str, Result | Refusal | Left] = {}
        self.begun = self.most = 0
        self._turn = threading.Lock()

    def note(self, record: Record, result: Result | Refusal | Left) -> None:
        assert record.ref not in self.ended
        self.ended[record.ref] = result
        self.begun -= 1

    def story(self, *pauses: float, error: Exception | None = None) -> Story:
        with self._turn:
            self.begun += 1
            self.most = max(self.most, self.begun)
        yield from pauses
        if error:
            raise error
        return "added"


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_story_is_told_to_its_end_once(workers: int) -> None:
    log = Log()
    stories = [(_record(number), log.story(*([0.001] * (number % 4)))) for number in range(100)]
    Crew(stories, log.note, workers).run()
    assert len(log.ended) == 100
    assert set(log.ended.values()) == {"added"}


def test_one_worker_tells_others_while_one_waits_but_never_too_many_at_once() -> None:
    log = Log()
    Crew([(_record(number), log.story(0.01)) for number in range(50)], log.note, 1).run()
    assert log.most == OPEN_PER_WORKER


def test_a_refusal_ends_its_own_story_only() -> None:
    log, refusal = Log(), Refusal("POST /orders", 409, {"code": "conflict"})
    stories = [(_record(1), log.story(error=refusal)), (_record(2), log.story(0.001))]
    Crew(stories, log.note, 2).run()
    assert log.ended == {"r_1": refusal, "r_2": "added"}


def test_trouble_ends_everything_and_is_told() -> None:
    log = Log()
    stories = [
        (_record(0), log.story(error=UserError("gone", "start it"))),
        *((_record(n), log.story(60)) for n in (1, 2)),
    ]
    with pytest.raises(UserError, match="gone"):
        Crew(stories, log.note, 2).run()
    assert log.ended == {}


def test_nothing_to_tell_is_no_trouble() -> None:
    log = Log()
    Crew([], log.note, 4).run()
    assert log.ended == {}
