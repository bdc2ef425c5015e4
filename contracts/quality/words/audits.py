"""What is said of audits."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "start_audit": ("开始稽查", "Start an audit"),
        "answer_item": ("填写检查项", "Answer an item"),
        "finish_audit": ("完成稽查", "Finish an audit"),
        "follow_up_audit": ("复查整改", "Follow up"),
        "get_audit": ("查看稽查", "Read an audit"),
        "list_audits": ("稽查", "Audits"),
    },
    fields={
        "audits.kind": ("稽查方式", "Kind of audit"),
        "checklist_id": ("检查表", "Checklist"),
        "audits.code": ("检查项编号", "Item"),
        "result": ("结果", "Result"),
        "evidence": ("依据", "Evidence"),
        "action": ("整改措施", "Corrective action"),
        "due_day": ("整改期限", "Due"),
        "audits.actions": ("整改措施", "Corrective actions"),
        "audits.done": ("已整改", "Done"),
        "audits.points": ("得分", "Points"),
        "possible": ("满分", "Possible points"),
        "follow_ups": ("复查记录", "Follow-ups"),
        "checklist_name": ("检查表名称", "Name of the checklist"),
        "checklist_number": ("检查表版次", "Number of the checklist"),
        "answers": ("填写结果", "Answers"),
        "findings": ("待整改项", "Findings"),
        "started_at": ("开始时间", "Started"),
        "started_by": ("稽查人", "Started by"),
        "finished_at": ("结束时间", "Finished"),
    },
    codes={
        "audit_kind": {"phone": ("电话", "By phone"), "on_site": ("现场", "On site")},
        "audit_result": {
            "met": ("合格", "Met"),
            "not_met": ("不合格", "Not met"),
            "not_applicable": ("不适用", "Not applicable"),
        },
        "audit_state": {
            "in_progress": ("稽查中", "In progress"),
            "finished": ("已完成, 待整改", "Finished, to follow up"),
            "followed_up": ("整改已复查", "Followed up"),
        },
    },
    refusals={
        "actions_missing": ("每个不合格项须有一条整改措施。", "Each item that is not met needs one corrective action."),
        "audit_in_progress": ("稽查还没有完成。", "The audit is not finished."),
        "audit_finished": ("稽查已完成。", "The audit is finished."),
        "audit_followed_up": ("整改已复查完毕。", "The audit is followed up."),
        "due_day_missing": (
            "未整改的项要写今日或以后的期限。",
            "An action that is not carried out is due today or later.",
        ),
        "item_unknown": ("没有这一项。", "There is no such item."),
        "items_open": ("还有检查项没有填写。", "Every item needs an answer."),
        "no_finding": ("这一项没有待复查的整改。", "No action of this item is open."),
    },
    events={"audit_finished.v1": ("稽查已完成", "Audit finished")},
)
