"""The overview: the sentence over it, how far figures are from their targets, the worst first, periods and pictures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.language.errors import Invalid
from contracts.oversight.kpis import KPIS
from contracts.oversight.words.kpis import WORDS
from gateway.pages import chart, headline, periods, scorecard, trend
from gateway.pages.figures import NONE, Figure, figure_of
from gateway.pages.kpis import HEAT
from gateway.pages.standing import Standing, named, worst_first
from gateway.pages.targets import AHEAD, FAR, MET, MISSED, NEAR, shade_of, shortfall_of, target_text
from services.oversight.rules.kpis import DEFINITIONS
from tests.unit.reading import in_language

TODAY = date(2026, 11, 25)
SHARE: dict[str, Any] = {"unit": "share", "target": "0.95", "lower_is_better": False}
ALL = SHARE | {"target": "1"}
LOW = SHARE | {"target": "0.05", "lower_is_better": True}
RATE = SHARE | {"unit": "per_month", "target": "1.5"}
COUNT = {"unit": "count", "target": "0", "lower_is_better": True}
BY_NAME = {definition.kpi: vars(definition) for definition in DEFINITIONS}


def share(numerator: int, denominator: int, definition: dict[str, Any] = SHARE) -> Figure:
    """A share that is so many of so many."""
    return figure_of(a_kpi(numerator, denominator), definition)


def a_kpi(numerator: int, denominator: int, kpi: str = "on_time") -> dict[str, Any]:
    value = str(Decimal(numerator) / denominator) if denominator else None
    late = {"late_numerator": "0", "late_denominator": "0"}
    parts = {"kpi": kpi, "numerator": str(numerator), "denominator": str(denominator), "value": value}
    return parts | late | {"small_sample": denominator < 30}


def test_every_figure_has_its_meaning_in_both_languages_as_the_service_says_it() -> None:
    assert {kpi: english for kpi, (_, english) in WORDS.codes["kpi_meaning"].items()} == {
        definition.kpi: definition.words for definition in DEFINITIONS
    }
    assert set(HEAT) <= set(KPIS)
    assert all(BY_NAME[kpi]["target"] for kpi in HEAT)


@pytest.mark.parametrize(
    ("value", "shade"),
    [
        ("1", AHEAD),
        ("0.975", AHEAD),
        ("0.9749", MET),
        ("0.95", MET),
        ("0.9499", NEAR),
        ("0.9001", NEAR),
        ("0.90", MISSED),
        ("0.8501", MISSED),
        ("0.85", FAR),
        ("0", FAR),
    ],
)
def test_a_share_is_shaded_by_steps_of_five_points_from_its_target(value: str, shade: int) -> None:
    assert shade_of(Decimal(value), SHARE) == shade


@pytest.mark.parametrize(
    ("definition", "value", "shade"),
    [
        (ALL, "1", AHEAD),
        (ALL, "0.99", NEAR),
        (LOW, "0.05", MET),
        (LOW, "0.10", MISSED),
        (LOW, "0", AHEAD),
        (RATE, "1.5", MET),
        (RATE, "1.35", MISSED),
        (RATE, "1.2", FAR),
        (COUNT, "0", MET),
        (COUNT, "1", MISSED),
        (COUNT, "2", FAR),
        (SHARE | {"target": None}, "0.1", 0),
    ],
)
def test_a_step_is_a_tenth_of_a_target_that_is_no_share_and_one_of_a_count(
    definition: dict[str, Any], value: str, shade: int
) -> None:
    assert shade_of(Decimal(value), definition) == shade


def test_a_figure_that_is_very_far_off_weighs_three_steps_and_one_that_meets_its_target_none() -> None:
    assert [shortfall_of(Decimal(value), SHARE) for value in ("0.95", "1", "0.90", "0.2")] == [0, 0, 1, 3]
    assert shortfall_of(Decimal(0), SHARE | {"target": None}) == 0


@pytest.mark.parametrize(
    ("definition", "text"),
    [
        (SHARE, "≥ 95%"),
        (ALL, "100%"),
        (LOW, "≤ 5%"),
        (RATE, "≥ 1.5"),
        (COUNT, "0"),
        (SHARE | {"target": "0.0475"}, "≥ 4.75%"),
        (SHARE | {"target": None}, ""),
    ],
)
def test_a_target_says_in_which_direction_it_is(definition: dict[str, Any], text: str) -> None:
    assert target_text(definition) == text


def a_station(name: str, *, overdue: int = 0, **figures: Figure) -> Standing:
    return Standing(name, name, dict.fromkeys(HEAT, NONE) | figures, overdue)


def test_the_station_that_misses_its_targets_by_most_is_first() -> None:
    stations = [
        a_station("well", on_time=share(40, 40)),
        a_station("bad", on_time=share(34, 40), bench_on_time=share(34, 40)),
        a_station("near", on_time=share(37, 40)),
    ]
    assert [station.name for station in worst_first(stations)] == ["bad", "near", "well"]


def test_few_records_decide_only_between_those_that_are_equal_otherwise() -> None:
    few = a_station("few", on_time=share(0, 3), bench_on_time=share(0, 3))
    enough, well = a_station("enough", on_time=share(37, 40)), a_station("well", on_time=share(40, 40))
    assert [station.name for station in worst_first([well, few, enough])] == ["enough", "few", "well"]


def test_what_is_overdue_decides_between_equals_then_the_name() -> None:
    stations = [a_station("b"), a_station("a"), a_station("late", overdue=1)]
    assert [station.name for station in worst_first(stations)] == ["late", "a", "b"]


def test_five_stations_at_most_are_named_and_none_of_which_nothing_is_to_be_said() -> None:
    bad = [a_station(str(number), on_time=share(0, 40)) for number in range(6)]
    assert len(named(bad)) == 5
    assert named([a_station("well", on_time=share(40, 40)), a_station("empty")]) == []


def test_what_a_station_misses_begins_with_the_furthest_and_has_few_records_last() -> None:
    station = a_station("a", on_time=share(37, 40), bench_on_time=share(30, 40), satisfaction=share(0, 3))
    assert station.missed == ["bench_on_time", "on_time", "satisfaction"]


def sentence(on_time: Figure, *stations: Standing, language: str = "zh") -> str:
    return in_language(language, lambda: headline.of_network(on_time, SHARE, "week", worst_first(stations)))


def test_the_sentence_says_how_far_off_and_who_needs_attention() -> None:
    bad = a_station("苏州观前", on_time=share(30, 40))
    said = "近 7 天按时完成 92.4%, 差目标 2.6 个点; 苏州观前最需要关注"
    assert sentence(share(924, 1000), bad, a_station("扬州")) == said
    assert sentence(share(924, 1000), a_station("X", overdue=1), language="en") == (
        "Last 7 days: 92.4% on time, 2.6 points short of the target; X needs attention most"
    )


def test_the_sentence_says_that_all_is_well_only_of_stations_with_data() -> None:
    assert sentence(share(40, 40), a_station("a", on_time=share(40, 40))) == (
        "近 7 天按时完成 100%, 达到目标; 没有站点未达标"
    )
    assert sentence(NONE, a_station("a")) == "近 7 天还没有到期的维修单"
    assert sentence(NONE) == "近 7 天还没有到期的维修单"


@pytest.mark.parametrize(
    ("word", "start", "before"),
    [
        ("today", date(2026, 11, 25), (date(2026, 11, 24), date(2026, 11, 24))),
        ("week", date(2026, 11, 19), (date(2026, 11, 12), date(2026, 11, 18))),
        ("month", date(2026, 11, 1), (date(2026, 10, 7), date(2026, 10, 31))),
        ("quarter", date(2026, 10, 1), (date(2026, 8, 6), date(2026, 9, 30))),
    ],
)
def test_a_period_ends_today_and_is_held_against_as_many_days_before(
    word: str, start: date, before: tuple[date, date]
) -> None:
    period = periods.chosen({"period": word}, TODAY)
    assert (period.start, period.end) == (start, TODAY)
    assert (period.before.start, period.before.end) == before
    assert len(period.days) == len(period.before.days)


def test_own_days_are_as_they_are_asked_for_and_seven_where_nothing_is() -> None:
    own = periods.chosen({"period": "custom", "start": "2026-11-02", "end": "2026-11-03"}, TODAY)
    assert own.days == ["2026-11-02", "2026-11-03"]
    assert periods.chosen({}, TODAY).word == "week"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [({"start": "abc"}, "start: Not a day, YYYY-MM-DD."), ({"start": "2026-12-01"}, "end: Not before the start.")],
)
def test_own_days_that_are_none_are_refused(arguments: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        periods.chosen({"period": "custom", **arguments}, TODAY)
    assert refused.value.params["fields"] == [field]


def values(*numbers: str | None) -> list[Decimal | None]:
    return [None if number is None else Decimal(number) for number in numbers]


def test_a_small_line_goes_from_the_least_to_the_most() -> None:
    assert chart.sparkline(values("1", "3", "2")) == "M0.0,36.0L100.0,0.0L200.0,18.0"
    assert chart.sparkline(values("2", "2")) == "M0.0,18.0L200.0,18.0"


def test_a_day_without_data_breaks_a_line_and_is_no_zero() -> None:
    assert chart.sparkline(values("1", None, "2", "1")) == "M0.0,36.0M133.3,0.0L200.0,36.0"


@pytest.mark.parametrize("numbers", [(), (None, None), ("1",), ("1", None)])
def test_fewer_than_two_days_are_no_line(numbers: tuple[str | None, ...]) -> None:
    assert chart.sparkline(values(*numbers)) == ""


def test_a_chart_has_round_heights_its_target_and_a_name_at_the_end_of_its_lines() -> None:
    lines = [chart.Series("other", "station", values("0.9", "1")), chart.Series("all", "network", values("0.8", "0.9"))]
    drawn = chart.chart(lines, ["2026-11-24", "2026-11-25"], Decimal("0.95"))
    assert drawn is not None
    assert [str(value) for _, value in drawn.grid] == ["0.80", "0.85", "0.90", "0.95", "1.00"]
    assert [y for y, _ in drawn.grid] == [192, 146.5, 101, 55.5, 10]
    assert drawn.target_y == 55.5
    assert [line.path for line in drawn.lines] == ["M52.0,101.0L750.0,10.0", "M52.0,192.0L750.0,101.0"]
    assert [line.label for line in drawn.lines] == ["", "all"]
    assert drawn.days == ((750, "11-25"),)


def test_names_at_the_ends_of_lines_do_not_lie_over_each_other() -> None:
    lines = [chart.Series("a", "worst", values("1", "2")), chart.Series("b", "network", values("1", "2"))]
    drawn = chart.chart(lines, ["2026-11-24", "2026-11-25"], None)
    assert drawn is not None
    assert abs(drawn.lines[0].label_y - drawn.lines[1].label_y) >= chart.LABEL_HEIGHT


def test_a_single_day_is_a_dot_and_no_data_is_no_chart() -> None:
    days = ["2026-11-23", "2026-11-24", "2026-11-25"]
    drawn = chart.chart([chart.Series("a", "network", values(None, "1", None))], days, None)
    assert drawn is not None
    assert [(x, kind) for x, _, kind in drawn.dots] == [(401, "network")]
    assert chart.chart([chart.Series("a", "network", values(None, None, None))], days, None) is None


def test_a_trend_has_the_worst_over_the_others_and_the_network_over_all_and_a_table_of_every_day() -> None:
    days = ["2026-11-24", "2026-11-25"]
    of_days = {day: {"on_time": a_kpi(30, 40)} for day in days}
    stations = {"a": of_days, "b": {days[0]: of_days[days[0]]}}

    def drawn() -> trend.Trend | None:
        sources = trend.of_network({"a": "A", "b": "B"}, "a", of_days, stations)
        return trend.trend_of("on_time", SHARE, days, sources)

    shown = in_language("en", drawn)
    assert shown is not None
    assert [(line.name, line.kind) for line in shown.drawn.lines] == [
        ("B", "station"),
        ("A", "worst"),
        ("Whole network", "network"),
    ]
    assert [figure.text for figure in shown.rows["B"]] == ["75.0%", "\u2013"]


def test_a_score_without_data_shows_no_change_and_no_line() -> None:
    (score,) = scorecard.scores({}, {"on_time": a_kpi(1, 2)}, {"on_time": SHARE}, ["on_time"], {"2026-11-25": {}})
    assert (score.figure, score.change, score.spark, score.target) == (NONE, None, "", "≥ 95%")


def test_of_what_is_due_day_by_day_only_what_has_data_is_shown() -> None:
    days = scorecard.every_day(["2026-11-24", "2026-11-25"], {"2026-11-25": {"on_time": a_kpi(1, 2)}})
    shown = scorecard.grid(days, {"on_time": SHARE, "call_1": ALL}, ("on_time", "call_1"))
    assert {kpi: [figure.text for figure in row.values()] for kpi, row in shown.items()} == {
        "on_time": ["\u2013", "50.0%"]
    }
