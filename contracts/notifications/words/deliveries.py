"""What is said of mails."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"list_deliveries": ("发送记录", "Mails"), "retry_delivery": ("重新发送", "Send again")},
    fields={
        "deliveries.kind": ("邮件类型", "Kind of mail"),
        "report_id": ("报表", "Report"),
        "tries": ("尝试次数", "Tries"),
        "made_at": ("生成时间", "Made"),
        "sent_at": ("发送时间", "Sent"),
        "error": ("失败原因", "Error"),
    },
    codes={
        "delivery_state": {
            "queued": ("待发送", "Queued"),
            "sent": ("已发送", "Sent"),
            "no_address": ("没有邮箱", "No address"),
            "failed": ("发送失败", "Failed"),
        }
    },
    refusals={
        "delivery_queued": ("邮件正在等待发送。", "The mail waits to be sent."),
        "delivery_sent": ("邮件已发送。", "The mail was sent."),
        "delivery_no_address": ("邮件没有收件邮箱。", "The mail has no address."),
        "delivery_failed": ("邮件发送失败。", "The mail has failed."),
        "no_address": ("此人没有邮箱。", "The person has no address for mails."),
    },
)
