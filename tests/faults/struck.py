"""A process that hangs at a named point, is killed there from outside and comes back."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.platform import Platform

REACHED_SECONDS = 30.0


@contextmanager
def armed(platform: Platform, points: dict[str, str]) -> Iterator[None]:
    """These services run with their failpoint; in the end every one of them has reached it and was killed there."""
    marks = {name: len(platform.log(name)) for name in points}
    for name, point in points.items():
        assert platform.stop(name) == 0
        platform.start(name, ZZ_FAILPOINT=point)
    yield
    for name, point in points.items():
        _wait_until_reached(platform, name, point, marks[name])
    for name in points:
        assert platform.kill(name) == -9
    for name in points:
        platform.start(name)
    for name in points:
        platform.wait_ready(name)


def in_background(send: Callable[[], Any]) -> Callable[[], Any]:
    """Sends while the caller goes on; what is returned waits for the answer."""
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(send()))
    thread.start()

    def answer() -> Any:
        thread.join()
        assert answers, "the request was not answered"
        return answers[0]

    return answer


def _wait_until_reached(platform: Platform, name: str, point: str, start: int) -> None:
    deadline = time.monotonic() + REACHED_SECONDS
    while "failpoint_reached" not in platform.log(name)[start:]:
        assert time.monotonic() < deadline, f"{name} did not reach {point}\n{platform.log(name)[-2000:]}"
        time.sleep(0.05)
