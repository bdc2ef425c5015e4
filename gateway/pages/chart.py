"""Pictures of figures, as the points of SVG lines: a sparkline, and a chart with its grid, target and labels.

A day without data breaks a line; it is never drawn as 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

Values = Sequence[Decimal | None]
SPARK_WIDTH, SPARK_HEIGHT = 200, 36
WIDTH, HEIGHT = 860, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 750, 10, 192
GRID_LINES = 4
ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
DAYS_A_LABEL = 7
LABEL_HEIGHT = 16


@dataclass(frozen=True)
class Scale:
    """Where a value of `low` to `high` lies between two edges."""

    low: Decimal
    high: Decimal
    first: float
    last: float

    def __call__(self, value: Decimal) -> float:
        span = self.high - self.low
        part = float((value - self.low) / span) if span else 0.5
        return self.first + part * (self.last - self.first)


@dataclass(frozen=True)
class Line:
    """A line of a chart: `kind` says how it is drawn, `label` stands at its end, at `label_y`."""

    name: str
    kind: str
    path: str
    label: str = ""
    label_y: float = 0


@dataclass(frozen=True)
class Series:
    """What a line is drawn from: a value, or None, for each day."""

    name: str
    kind: str
    values: Values


@dataclass(frozen=True)
class Chart:
    """A chart: lines, those furthest back first, the target's height, grid and the days that are named."""

    lines: tuple[Line, ...]
    grid: tuple[tuple[float, Decimal], ...]
    days: tuple[tuple[float, str], ...]
    target_y: float | None
    dots: tuple[tuple[float, float, str], ...]


def sparkline(values: Values) -> str:
    """The path of a small line; nothing for fewer than two days with data."""
    there = [value for value in values if value is not None]
    if len(there) <= 1:
        return ""
    return _path(values, _places(len(values), 0, SPARK_WIDTH), Scale(min(there), max(there), SPARK_HEIGHT, 0))


def chart(series: Sequence[Series], days: Sequence[str], target: Decimal | None) -> Chart | None:
    """The lines of all series; None where none has data."""
    there = [value for line in series for value in line.values if value is not None]
    if not there:
        return None
    held = [*there, *([] if target is None else [target])]
    step = _step(held)
    scale = _scale(held, step)
    places = _places(len(days), LEFT, RIGHT)
    lines = [Line(line.name, line.kind, _path(line.values, places, scale)) for line in series]
    return Chart(
        lines=tuple(_labelled(lines, series, scale)),
        grid=tuple((scale(value), value) for value in _ticks(scale, step)),
        days=tuple((x, day[5:]) for x, day in list(zip(places, days, strict=True))[::-DAYS_A_LABEL][::-1]),
        target_y=None if target is None else scale(target),
        dots=tuple(_dots(series, places, scale)),
    )


def _places(count: int, first: float, last: float) -> list[float]:
    if count == 1:
        return [last]
    return [first + number * (last - first) / (count - 1) for number in range(count)]


def _path(values: Values, places: Sequence[float], scale: Scale) -> str:
    """Runs of days with data as lines; what lies between two runs is left out."""
    steps: list[str] = []
    is_down = False
    for x, value in zip(places, values, strict=True):
        if value is not None:
            steps.append(f"{'L' if is_down else 'M'}{x:.1f},{scale(value):.1f}")
        is_down = value is not None
    return "".join(steps)


def _scale(values: Sequence[Decimal], step: Decimal) -> Scale:
    """From the round number at or below the least to the one at or above the most."""
    low, high = min(values) // step * step, -(-max(values) // step) * step
    return Scale(low, max(high, low + step), BOTTOM, TOP)


def _step(values: Sequence[Decimal]) -> Decimal:
    """How far lines of the grid are apart: a round number, so that there are about four."""
    apart = (max(values) - min(values)) / GRID_LINES or Decimal("0.01")
    power = Decimal(1).scaleb(apart.adjusted())
    return next(power * round_number for round_number in ROUND if power * round_number >= apart)


def _ticks(scale: Scale, step: Decimal) -> Iterator[Decimal]:
    value = scale.low
    while value <= scale.high:
        yield value
        value += step


def _dots(series: Sequence[Series], places: Sequence[float], scale: Scale) -> Iterator[tuple[float, float, str]]:
    """Days with data that stand alone, and would be no line."""
    for line in series:
        around = [None, *line.values, None]
        for number, value in enumerate(line.values):
            if value is not None and around[number] is None and around[number + 2] is None:
                yield places[number], scale(value), line.kind


def _labelled(lines: Sequence[Line], series: Sequence[Series], scale: Scale) -> Iterator[Line]:
    """The lines that are not among the many have their name at their end, none over another."""
    taken: list[float] = []
    for line, source in zip(lines, series, strict=True):
        last = next((value for value in reversed(source.values) if value is not None), None)
        if line.kind == "station" or last is None:
            yield line
            continue
        y = _free(scale(last) + 4, taken)
        taken.append(y)
        yield Line(line.name, line.kind, line.path, line.name, y)


def _free(y: float, taken: Sequence[float]) -> float:
    for other in sorted(taken):
        if abs(y - other) < LABEL_HEIGHT:
            y = other + LABEL_HEIGHT if other + LABEL_HEIGHT < HEIGHT else other - LABEL_HEIGHT
    return y
