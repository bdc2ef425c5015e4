"""What is said of parts that go back to the head station."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "open_return": ("退回总站", "Return to the head station"),
        "approve_return": ("审批退回", "Approve or reject a return"),
        "recall_parts": ("召回备件", "Recall parts"),
    },
    fields={"agreed": ("决定", "Decision")},
    codes={
        "return_reason": {
            "dead_stock": ("呆滞", "Dead stock"),
            "overdue": ("超期", "Overdue"),
            "surplus": ("多余", "Surplus"),
            "recall": ("召回", "Recall"),
        }
    },
    refusals={"own_return": ("由另一人批准。", "Another person approves.")},
    events={
        "return_requested.v1": ("已申请退回", "Return requested"),
        "return_rejected.v1": ("退回已驳回", "Return rejected"),
    },
)
