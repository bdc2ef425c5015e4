"""What is said of parts that go back to the head station."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "open_return": ("退回总站", "Return to the head station"),
        "recall_parts": ("召回备件", "Recall parts"),
    },
    codes={
        "return_reason": {
            "dead_stock": ("呆滞", "Dead stock"),
            "overdue": ("超期", "Overdue"),
            "surplus": ("多余", "Surplus"),
            "recall": ("召回", "Recall"),
        }
    },
)
