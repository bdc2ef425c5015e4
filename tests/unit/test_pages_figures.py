"""A KPI on the console: in its unit, held against its target, a dash where there is no data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gateway.pages.figures import Change, Figure, change_of, figure_of, figures_of
from tests.unit.reading import in_language

SHARE = {"unit": "share", "target": "0.95", "lower_is_better": False}


def a_kpi(**said: Any) -> dict[str, Any]:
    late = {"late_numerator": "0", "late_denominator": "0"}
    return (
        {"kpi": "on_time", "numerator": "19", "denominator": "20", "value": "0.95", "small_sample": True} | late | said
    )


def test_no_data_is_a_dash_and_neither_good_nor_bad() -> None:
    assert figure_of(a_kpi(value=None), SHARE) == Figure("\u2013")
    assert figures_of({}, {}, ["on_time"]) == {"on_time": Figure("\u2013")}


def test_a_share_at_its_target_meets_it_and_one_below_does_not() -> None:
    at_target = figure_of(a_kpi(), SHARE)
    assert (at_target.text, at_target.basis, at_target.meets, at_target.is_small) == ("95.0%", "19 / 20", True, True)
    assert figure_of(a_kpi(numerator="18", value="0.9"), SHARE).meets is False


def test_a_share_is_held_against_its_target_as_it_is_and_not_as_it_is_rounded() -> None:
    below = a_kpi(numerator="94999", denominator="100000", value="0.9500")
    assert (figure_of(below, SHARE).text, figure_of(below, SHARE).meets) == ("95.0%", False)


@pytest.mark.parametrize(
    ("value", "text"), [("0.9999", "99.9%"), ("0.0001", "0.1%"), ("1.0000", "100%"), ("0.0000", "0%")]
)
def test_less_than_all_is_not_shown_as_all_nor_more_than_nothing_as_nothing(value: str, text: str) -> None:
    assert figure_of(a_kpi(value=value), SHARE).text == text


def test_of_what_should_be_low_less_is_better() -> None:
    low = SHARE | {"lower_is_better": True, "target": "0.05"}
    assert figure_of(a_kpi(numerator="1", value="0.05"), low).meets
    assert figure_of(a_kpi(numerator="2", value="0.1"), low).meets is False


def test_without_a_target_a_figure_is_neither_good_nor_bad() -> None:
    assert figure_of(a_kpi(), SHARE | {"target": None}).meets is None


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [
        ("19", "18", Change(Decimal("0.05"), "share", is_good=True)),
        ("18", "19", Change(Decimal("-0.05"), "share", is_good=False)),
        ("19", "19", Change(Decimal(0), "share")),
    ],
)
def test_a_change_is_towards_the_target_or_away(now: str, before: str, change: Change) -> None:
    assert change_of(share_of(now), share_of(before), SHARE) == change


def test_of_what_should_be_low_a_rise_is_bad_and_without_a_target_it_is_neither() -> None:
    low, none = SHARE | {"lower_is_better": True}, SHARE | {"target": None}
    changes = [change_of(share_of("19"), share_of("18"), definition) for definition in (low, none)]
    assert [change and change.is_good for change in changes] == [False, None]


def test_where_either_period_has_no_data_nothing_is_said_of_a_change() -> None:
    none = figure_of(a_kpi(value=None), SHARE)
    assert change_of(none, share_of("19"), SHARE) is None
    assert change_of(share_of("19"), none, SHARE) is None


@pytest.mark.parametrize(
    ("more", "unit", "chinese", "english"),
    [
        ("0.018", "share", "+1.8 个点", "+1.8 points"),
        ("-0.05", "share", "\u22125.0 个点", "\u22125.0 points"),
        ("0.0001", "share", "+0.1 个点", "+0.1 points"),
        ("0", "share", "持平", "as before"),
        ("3", "count", "+3", "+3"),
        ("-90", "minutes", "\u22121.5 h", "\u22121.5 h"),
    ],
)
def test_a_change_is_said_with_its_sign_and_shares_by_points(more: str, unit: str, chinese: str, english: str) -> None:
    change = Change(Decimal(more), unit)
    assert [in_language(language, lambda: change.text) for language in ("zh", "en")] == [chinese, english]


def share_of(numerator: str) -> Figure:
    return figure_of(a_kpi(numerator=numerator, value="0.9"), SHARE)


def test_what_came_after_the_close_is_marked() -> None:
    assert figure_of(a_kpi(late_numerator="1"), SHARE).is_late


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("minutes", "90", "1.5 h"),
        ("money", "128", "¥128.00"),
        ("count", "3", "3"),
        ("mean", "4.5", "4.50"),
        ("per_month", "1.5", "1.50"),
    ],
)
def test_a_value_is_shown_in_its_unit(unit: str, value: str, text: str) -> None:
    assert figure_of(a_kpi(value=value), SHARE | {"unit": unit}).text == text
