"""What is said of returns to the manufacturer."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "send_manufacturer_return": ("发出退件", "Send back"),
        "list_manufacturer_returns": ("厂家退件", "Returns to the manufacturer"),
    },
    fields={
        "waybill": ("运单号", "Waybill"),
        "manufacturer_returns.why": ("退件原因", "Why"),
        "ref": ("单据", "Reference"),
        "sent_by": ("发出人", "Sent by"),
        "sent_at": ("发送时间", "Sent"),
    },
    codes={"manufacturer_return_state": {"open": ("待发出", "To send"), "sent": ("已发出", "Sent")}},
    refusals={"return_sent": ("退件已发出。", "The return is on its way already.")},
)
