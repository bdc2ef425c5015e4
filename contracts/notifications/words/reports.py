"""What is said of the day's reports."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"list_reports": ("报表", "Reports"), "get_report": ("查看报表", "Read a report")},
    fields={
        "reports.kind": ("报表类型", "Kind of report"),
        "recipient_ids": ("收件人", "Recipients"),
        "made_at": ("生成时间", "Made"),
        "data": ("数据", "Data"),
    },
    codes={
        "report": {
            "awaiting_parts": ("待料清单", "Awaiting parts"),
            "unfinished": ("当天未修复机器", "Not repaired"),
            "overnight": ("配件过夜", "Parts overnight"),
            "revenue": ("收入日报", "Revenue"),
            "devices": ("机器日报", "Devices"),
            "address_changed": ("邮箱变更", "Address changed"),
        }
    },
)
