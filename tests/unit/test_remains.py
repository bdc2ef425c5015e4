"""What is told of a station that is wound up: a change at once, that it is empty only after several rounds [S6]."""

from __future__ import annotations

from stationkit.unit_of_work.remains import ROUNDS_TO_EMPTY, Remains


def rounds(*counted: int) -> list[int]:
    """The counts that were told, by the number of the round."""
    remains = Remains("remains", "station")
    return [number for number, count in enumerate(counted, 1) if remains.take({"devices": count})]


def test_a_change_is_told_at_once_and_only_once() -> None:
    assert rounds(3, 3, 2, 2, 1) == [1, 3, 5]


def test_that_nothing_is_there_is_told_when_it_was_found_so_often_enough() -> None:
    assert rounds(*[0] * (ROUNDS_TO_EMPTY + 2)) == [ROUNDS_TO_EMPTY]


def test_what_appears_between_is_told_and_the_rounds_begin_again() -> None:
    assert rounds(*[0] * (ROUNDS_TO_EMPTY - 1), 1, *[0] * ROUNDS_TO_EMPTY) == [ROUNDS_TO_EMPTY, 2 * ROUNDS_TO_EMPTY]
