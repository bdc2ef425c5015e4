"""A figure of the first page says when there are more than one page of a list holds."""

from __future__ import annotations

from gateway.pages.tiles import Count


def test_a_count_that_one_page_does_not_hold_is_at_least_so_many() -> None:
    assert [str(Count(200, is_more=True)), str(Count(200)), str(Count(0))] == ["200+", "200", "0"]


def test_a_sum_is_as_uncertain_as_its_parts() -> None:
    assert sum((Count(3), Count(200, is_more=True)), Count(0)) == Count(203, is_more=True)
    assert sum((Count(3), Count(4)), Count(0)) == Count(7)


def test_only_what_is_there_is_hot() -> None:
    assert [bool(Count(1)), bool(Count(0))] == [True, False]
