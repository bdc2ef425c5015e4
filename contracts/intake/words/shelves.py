"""What is said of the shelves of a desk."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"get_shelf_board": ("查看货架", "See the shelves")},
    fields={
        "shelves.age": ("在站天数", "Days held"),
        "shelves.condition": ("修复情况", "Condition"),
        "count": ("台数", "Devices"),
        "orders": ("维修单", "Orders"),
    },
    codes={
        "shelf": {
            "repaired": ("已修复", "Repaired"),
            "unrepaired": ("未修复", "Unrepaired"),
            "awaiting_parts": ("待料", "Awaiting parts"),
        },
        "shelf_age": {
            "0": ("当天", "Today"),
            "1": ("1 天", "1 day"),
            "2-3": ("2 到 3 天", "2 to 3 days"),
            ">3": ("3 天以上", "Over 3 days"),
        },
    },
)
