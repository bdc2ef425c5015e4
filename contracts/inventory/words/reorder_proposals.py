"""What is said of what to order for awaited parts."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "acknowledge_awaiting_list": ("确认收到", "Acknowledge"),
        "order_proposed": ("按建议申领", "Order what is proposed"),
        "list_reorder_proposals": ("补货建议", "Reorder proposals"),
    },
    fields={
        "requisition_id": ("申领", "Requisition"),
        "lists": ("待料清单", "Awaiting-parts lists"),
        "reported_at": ("汇总时间", "Reported"),
        "acknowledged_by": ("确认人", "Acknowledged by"),
        "acknowledged_at": ("确认时间", "Acknowledged"),
    },
    codes={
        "proposal_state": {
            "reported": ("待确认", "Reported"),
            "acknowledged": ("已确认", "Acknowledged"),
            "ordered": ("已申领", "Ordered"),
        }
    },
    refusals={
        "list_reported": ("清单还没有确认。", "The lists are not acknowledged yet."),
        "list_acknowledged": ("清单已经确认过。", "The lists were acknowledged before."),
        "list_ordered": ("已按清单申领。", "What the lists need was ordered."),
        "nothing_to_order": ("所需备件都在库或已申领。", "Everything awaited is in store or on order."),
    },
)
