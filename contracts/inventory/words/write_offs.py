"""What is said of write-offs."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "request_write_off": ("申请报损", "Ask for a write-off"),
        "approve_write_off": ("批准报损", "Approve a write-off"),
        "reject_write_off": ("驳回报损", "Refuse a write-off"),
        "list_write_offs": ("报损", "Write-offs"),
    },
    fields={
        "place": ("位置", "Place"),
        "requested_by": ("申请人", "Requested by"),
        "write_offs.requested_at": ("申请时间", "Requested"),
    },
    codes={
        "place": {"store": ("库房", "Store"), "defective": ("不良", "Defective"), "scrap": ("废料", "Scrap")},
        "write_off_state": {
            "requested": ("待批", "Requested"),
            "approved": ("已批准", "Approved"),
            "rejected": ("已驳回", "Rejected"),
        },
    },
    refusals={
        "own_write_off": ("由另一人批准。", "Another person approves."),
        "write_off_requested": ("报损待批。", "The write-off waits for a decision."),
        "write_off_approved": ("报损已批准。", "The write-off is approved."),
        "write_off_rejected": ("报损已驳回。", "The write-off is rejected."),
    },
)
