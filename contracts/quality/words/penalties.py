"""What is said of penalties."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "propose_penalty": ("提出处罚", "Propose a penalty"),
        "approve_penalty": ("审批处罚", "Approve or reject a penalty"),
        "appeal_penalty": ("申诉", "Appeal"),
        "decide_appeal": ("裁定申诉", "Decide on an appeal"),
        "get_penalty": ("查看处罚", "Read a penalty"),
        "list_penalties": ("处罚", "Penalties"),
    },
    fields={
        "person_id": ("责任人", "Person"),
        "points": ("扣分", "Points"),
        "compensation": ("赔偿金额 (元)", "Compensation (CNY)"),
        "agreement": ("书面协议", "Written agreement"),
        "monthly_wage": ("当月工资 (元)", "Wage of the month (CNY)"),
        "month": ("月份", "Month"),
        "station_points": ("站点扣分", "Points of the station"),
        "station_amount": ("站点金额 (元)", "Amount of the station (CNY)"),
        "evidence": ("依据", "Evidence"),
        "agreed": ("决定", "Decision"),
        "text": ("内容", "Text"),
        "upheld": ("是否成立", "Upheld"),
        "appeasement_id": ("安抚", "Appeasement"),
        "proposed_at": ("提出时间", "Proposed"),
        "proposed_by": ("提出人", "Proposed by"),
        "approval": ("审批", "Approval"),
        "appeal_due_at": ("申诉期限", "Appeal due"),
        "appeal": ("申诉", "Appeal"),
        "verdict": ("裁定", "Verdict"),
    },
    codes={
        "penalty_state": {
            "proposed": ("待审批", "Proposed"),
            "approved": ("已批准", "Approved"),
            "rejected": ("已驳回", "Rejected"),
            "appealed": ("已申诉", "Appealed"),
            "final": ("已生效", "Final"),
            "lifted": ("已撤销", "Lifted"),
        }
    },
    refusals={
        "above_share_of_wage": (
            "超过当月工资允许的赔偿 (当月累计不超过工资的 20%, 且不低于最低工资)。",
            "The month's wage does not allow for that much.",
        ),
        "appeal_too_late": ("申诉期限已过。", "The time for an appeal is over."),
        "appealed_already": ("只能申诉一次。", "There is one appeal."),
        "not_a_third": ("申诉由第三人裁定。", "A third person decides on an appeal."),
        "not_named_in_finding": ("认定结论中没有此人。", "The finding does not name that person."),
        "not_named_third": ("由总经理或规则指定的人裁定。", "The general manager decides, or whom the policy names."),
        "not_agreed": ("个人赔偿须有书面协议。", "A person pays only as compensation that was agreed in writing."),
        "not_concerned": ("只有被处罚的一方可以申诉。", "Whom the penalty concerns may appeal."),
        "penalty_empty": ("请填写扣分或金额。", "A penalty has points or an amount."),
        "penalty_proposed": ("处罚待审批。", "The penalty waits for approval."),
        "penalty_approved": ("处罚已批准。", "The penalty is approved."),
        "penalty_rejected": ("处罚已驳回。", "The penalty is rejected."),
        "penalty_appealed": ("处罚已申诉, 等待裁定。", "The penalty is appealed against."),
        "penalty_final": ("处罚已生效。", "The penalty is final."),
        "penalty_lifted": ("处罚已撤销。", "The penalty is lifted."),
        "wage_mismatch": (
            "个人赔偿须写明当月工资, 没有赔偿则不写。",
            "A compensation is measured by the month's wage, and nothing else is.",
        ),
        "person_mismatch": (
            "扣分和赔偿须写明责任人, 写了责任人也要有扣分或赔偿。",
            "Points and compensation are a person's, and a person has one of them.",
        ),
    },
    events={
        "penalty_proposed.v1": ("处罚待审批", "Penalty proposed"),
        "penalty_approved.v1": ("处罚已批准", "Penalty approved"),
        "penalty_final.v1": ("处罚已定", "Penalty decided"),
    },
)
