"""What is said of policies."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"publish_policy": ("发布规则", "Publish a policy version"), "list_policies": ("规则", "Policies")},
    fields={
        "policies.name": ("规则名称", "Policy"),
        "effective_from": ("生效时间", "Takes effect"),
        "values": ("规则内容", "Values"),
        "for_station_id": ("适用站点", "For the station"),
        "author_id": ("发布人", "Published by"),
    },
    codes={
        "policy": {
            "appeasements": ("安抚", "Appeasements"),
            "bench_reports": ("维修台报表", "Bench reports"),
            "calls": ("回访", "Calls"),
            "day": ("日结", "Day close"),
            "findings": ("垃圾数据", "Findings"),
            "payments": ("收款", "Payments"),
            "personal_data": ("客户个人信息", "Personal data"),
            "receipt": ("接机与承诺时间", "Receipt and promises"),
            "sessions": ("登录时长", "Sessions"),
            "spot_checks": ("抽查", "Spot checks"),
            "staff": ("人员", "Staff"),
            "stock": ("库存", "Stock"),
        }
    },
    refusals={
        "not_of_the_head": ("请指定总站在职人员。", "Somebody with a post of the head is named."),
        "policy_number": ("同时有人发布了规则, 请再试。", "Another version was published just now; try again."),
        "policy_too_soon": (
            "规则最早在发布 10 分钟后生效。",
            "A policy takes effect 10 minutes after it is published, or later.",
        ),
    },
    events={"policy_published.v1": ("规则已发布", "Policy published")},
)
