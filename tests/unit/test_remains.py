"""What may be told of a station that is wound up: a change at once, that it is empty only after several rounds [S6]."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from stationkit.unit_of_work.remains import ROUNDS_TO_EMPTY, RemainsWatch

if TYPE_CHECKING:
    from stationkit.unit_of_work.system import System


def told(*counted: int) -> list[int]:
    """The numbers of the rounds in which the count may be told."""
    watch = RemainsWatch(cast("System", None))
    return [number for number, count in enumerate(counted, 1) if watch.is_due("station", {"devices": count})]


def test_what_is_there_may_be_told_at_once() -> None:
    assert told(3, 2, 2) == [1, 2, 3]


def test_that_nothing_is_there_may_be_told_when_it_was_found_so_often_enough() -> None:
    assert told(*[0] * (ROUNDS_TO_EMPTY + 1)) == [ROUNDS_TO_EMPTY, ROUNDS_TO_EMPTY + 1]


def test_what_appears_between_begins_the_rounds_again() -> None:
    assert told(*[0] * (ROUNDS_TO_EMPTY - 1), 1, *[0] * ROUNDS_TO_EMPTY) == [ROUNDS_TO_EMPTY, 2 * ROUNDS_TO_EMPTY]
