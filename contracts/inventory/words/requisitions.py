"""What is said of requisitions."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "open_requisition": ("申领备件", "Ask for parts"),
        "approve_requisition": ("批准调拨", "Approve"),
        "reject_requisition": ("驳回申领", "Reject"),
        "get_requisition": ("查看申领", "Read a requisition"),
        "list_requisitions": ("申领", "Requisitions"),
    },
    fields={"proposal_id": ("补货建议", "Reorder proposal"), "to_station_id": ("收货站点", "To")},
    codes={
        "requisition_state": {
            "requested": ("待批", "Requested"),
            "approved": ("已批准", "Approved"),
            "rejected": ("已驳回", "Rejected"),
            "filled": ("已满足", "Filled"),
        },
        "asked_for": {
            "awaiting_parts": ("待料", "Awaiting parts"),
            "minimum_stock": ("低于下限", "Minimum stock"),
            "usage": ("用量", "Usage"),
            "other": ("其他", "Other"),
        },
    },
    refusals={
        "own_requisition": ("由另一人批准。", "Another person approves."),
        "requisition_requested": ("申领待批。", "The requisition waits for a decision."),
        "requisition_approved": ("申领已批准。", "The requisition is approved."),
        "requisition_rejected": ("申领已驳回。", "The requisition is rejected."),
        "requisition_filled": ("申领已满足。", "The requisition is filled."),
        "same_station": ("不能从本站调给本站。", "A station sends no parts to itself."),
    },
    events={
        "requisition_opened.v1": ("已申领", "Requisition opened"),
        "requisition_approved.v1": ("申领已批准", "Requisition approved"),
        "requisition_rejected.v1": ("申领已驳回", "Requisition rejected"),
    },
)
