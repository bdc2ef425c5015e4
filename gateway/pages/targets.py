"""How far a figure is from its target: in steps, and as one of five shades; what a target and a change look like.

A step is 5 points of a share, one of a count, and a tenth of the target of all else. Nothing is shaded that has no
target.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Definition = Mapping[str, Any]
FAR, MISSED, NEAR, MET, AHEAD = range(1, 6)
STEPS = {"share": Decimal("0.05"), "count": Decimal(1)}
FAR_STEPS = -2
LEAD = Decimal("0.5")
"""So many steps past its target a figure is ahead."""
MOST_STEPS = Decimal(3)
"""A figure that is farther off weighs no more: one bad figure alone puts no station behind all others."""


def steps_from(value: Decimal, definition: Definition) -> Decimal | None:
    """How many steps better than its target a value is, below 0 where it misses it; None without a target."""
    if definition["target"] is None:
        return None
    target = Decimal(definition["target"])
    better = target - value if definition["lower_is_better"] else value - target
    step = STEPS.get(definition["unit"], target / 10)
    return better / step if step else better


def shade_of(value: Decimal, definition: Definition) -> int:
    """The shade: 1 misses by two steps or more, 2 by one, 3 by less, 4 meets it, 5 is ahead; 0 without a target."""
    steps = steps_from(value, definition)
    if steps is None:
        return 0
    if steps < 0:
        return FAR if steps <= FAR_STEPS else MISSED if steps <= -1 else NEAR
    return AHEAD if steps >= LEAD or value == _best(definition) else MET


def shortfall_of(value: Decimal, definition: Definition) -> Decimal:
    """By how many steps it misses its target, at most three; 0 where it meets it or has none."""
    steps = steps_from(value, definition)
    return Decimal(0) if steps is None else min(max(-steps, Decimal(0)), MOST_STEPS)


def _best(definition: Definition) -> Decimal | None:
    """Better than which a share cannot be."""
    if definition["unit"] != "share":
        return None
    return Decimal(0) if definition["lower_is_better"] else Decimal(1)


def target_text(definition: Definition) -> str:
    """The target with its sign, such as `≥ 95%`; nothing where there is none, no sign where nothing is better."""
    if definition["target"] is None:
        return ""
    target = Decimal(definition["target"])
    shown = f"{(target * 100).normalize():f}%" if definition["unit"] == "share" else f"{target:f}"
    if target == _best(definition) or (definition["unit"] == "count" and not target):
        return shown
    return f"{'≤' if definition['lower_is_better'] else '≥'} {shown}"
