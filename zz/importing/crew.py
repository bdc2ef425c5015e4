"""Several workers bring stories in at once; who must wait in a story takes up another one meanwhile."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from zz.api import Refusal
from zz.importing.story import Left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zz.importing.records import Record
    from zz.importing.story import Result, Story

    Ended = Callable[[Record, Result | Refusal | Left], None]
    RecordStory = tuple[Record, Story]

OPEN_PER_WORKER = 12


class Crew:
    """Tells stories to their ends with a bounded number of workers, and a bounded number of stories begun.

    `ended` hears of each, one at a time: the result, or why the order was turned down. Any other failure ends all.
    """

    def __init__(self, stories: Iterable[RecordStory], ended: Ended, workers: int) -> None:
        self._fresh = iter(stories)
        self._ended = ended
        self._workers = workers
        self._waiting: list[tuple[float, int, RecordStory]] = []
        self._numbers = itertools.count()
        self._begun = 0
        self._changed = threading.Condition()
        self._stopped = False

    def run(self) -> None:
        """Returns when every story has ended. An interrupt lets the commands under way come to their end first."""
        with ThreadPoolExecutor(self._workers) as pool:
            working = [pool.submit(self._work) for _ in range(self._workers)]
            try:
                for worker in working:
                    worker.result()
            finally:
                self._stop()

    def _work(self) -> None:
        try:
            while (record_story := self._next()) is not None:
                self._go_on(record_story)
        finally:
            self._stop()

    def _next(self) -> RecordStory | None:
        """What can be gone on with now; None when there is nothing left to do."""
        with self._changed:
            while not self._stopped:
                due_in = self._waiting[0][0] - time.monotonic() if self._waiting else None
                if due_in is not None and due_in <= 0:
                    return heapq.heappop(self._waiting)[2]
                if self._begun < self._workers * OPEN_PER_WORKER and (fresh := next(self._fresh, None)):
                    self._begun += 1
                    return fresh
                if not self._begun:
                    return None
                self._changed.wait(due_in)
        return None

    def _go_on(self, record_story: RecordStory) -> None:
        record, story = record_story
        try:
            pause = next(story)
        except StopIteration as end:
            self._end(record, end.value)
        except (Refusal, Left) as reason:
            self._end(record, reason)
        else:
            with self._changed:
                heapq.heappush(self._waiting, (time.monotonic() + pause, next(self._numbers), record_story))
                self._changed.notify()

    def _end(self, record: Record, result: Result | Refusal | Left) -> None:
        with self._changed:
            self._begun -= 1
            self._ended(record, result)
            self._changed.notify_all()

    def _stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
