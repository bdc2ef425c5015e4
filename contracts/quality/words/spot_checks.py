"""What is said of spot checks."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "draw_spot_check": ("抽取样本", "Draw a spot check"),
        "record_spot_check": ("记录抽查结果", "Record a check"),
        "get_spot_check": ("查看抽查", "Read a spot check"),
        "list_spot_checks": ("抽查", "Spot checks"),
    },
    fields={
        "week": ("周", "Week"),
        "checks": ("信息核对", "Checks"),
        "score": ("评分", "Score"),
        "repair_days": ("维修天数", "Days of repair"),
        "cycle_days": ("送修周期天数", "Days of the customer's cycle"),
        "spot_checks.drawn": ("样本数", "Drawn"),
        "checked": ("已核对", "Checked"),
        "superseded": ("已更正", "Superseded"),
        "drawn_at": ("抽取时间", "Drawn"),
        "drawn_by": ("抽取人", "Drawn by"),
        "seed": ("抽样种子", "Seed"),
        "percent": ("抽查比例", "Percent"),
        "at_least": ("最少抽查数", "At least"),
        "population": ("总数", "Population"),
        "refused": ("客户拒访", "Refused"),
        "sample": ("样本", "Sample"),
        "results": ("核对结果", "Results"),
    },
    refusals={
        "no_orders": (
            "上次抽取后, 该周没有新接机。",
            "Since the last draw no customer's device was received in that week.",
        ),
        "not_in_sample": ("维修单不在样本中。", "The order is not in the sample."),
        "spot_check_number": ("同时有人抽取了样本, 请再试。", "Another sample was drawn just now; try again."),
    },
)
