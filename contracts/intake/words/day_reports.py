"""What is said of a desk's day."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "get_day_report": ("查看日报", "Read a desk's day report"),
        "list_day_reports": ("日报", "Day reports"),
    },
    fields={
        "taken": ("收款", "Taken"),
        "refunded": ("退款", "Given back"),
        "day_reports.received": ("接机", "Received"),
        "day_reports.in_repair": ("在修", "In repair"),
        "day_reports.awaiting_parts": ("待料", "Awaiting parts"),
        "day_reports.ready": ("待取或待发", "Ready"),
        "day_reports.shipped": ("发货", "Shipped"),
        "day_reports.collected": ("取机", "Collected"),
        "day_reports.closed": ("已日结", "Closed"),
        "day_reports.closed_at": ("日结时间", "Closed"),
        "corrected_at": ("更正时间", "Corrected"),
        "methods": ("按付款方式", "By method"),
        "day_reports.total": ("合计", "Total"),
        "devices": ("机器", "Devices"),
    },
    events={"desk_day_reported.v1": ("前台日报已出", "Desk's day reported")},
)
