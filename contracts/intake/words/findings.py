"""What is said of findings."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "accept_finding": ("按原样接受", "Accept as it is"),
        "get_finding": ("查看垃圾数据", "Read a finding"),
        "list_findings": ("垃圾数据", "Findings"),
    },
    fields={
        "rule": ("规则", "Rule"),
        "object_kind": ("单据类型", "Kind of object"),
        "object_id": ("单据", "Object"),
        "findings.field": ("字段", "Field"),
        "findings.author_id": ("录入人", "Entered by"),
        "overdue": ("逾期未处理", "Not in time"),
        "findings.ended_at": ("处理时间", "Ended"),
        "findings.ended_by": ("处理人", "Ended by"),
        "findings.due_day": ("到期日", "Due on"),
    },
    codes={
        "finding_state": {
            "open": ("待处理", "Open"),
            "overdue": ("已逾期", "Overdue"),
            "fixed": ("已更正", "Fixed"),
            "accepted_as_is": ("按原样接受", "Accepted as it is"),
        },
        "finding_rule": {
            "phone_not_in_plan": ("电话不在号段内", "Phone in no range that was given out"),
            "placeholder_name": ("姓名是占位词", "Placeholder for a name"),
        },
        "finding_kind": {"party": ("客户", "Customer")},
    },
    refusals={
        "finding_open": ("这一项已有待处理的垃圾数据。", "There is an open finding of this already."),
        "finding_overdue": ("已逾期。", "It is overdue."),
        "finding_fixed": ("已更正。", "It is fixed already."),
        "finding_accepted_as_is": ("已按原样接受。", "It was accepted as it is."),
        "own_finding": ("录入人不能接受自己的垃圾数据。", "Nobody accepts what they entered themselves."),
    },
    events={
        "finding_opened.v1": ("发现垃圾数据", "Finding opened"),
        "finding_overdue.v1": ("垃圾数据逾期未处理", "Finding overdue"),
        "finding_ended.v1": ("垃圾数据已处理", "Finding ended"),
    },
)
