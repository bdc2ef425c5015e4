"""What is said of appeasements."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "record_contact": ("记录联系", "Record the contact"),
        "record_finding": ("提交结论", "Record the finding"),
        "close_appeasement": ("结案", "Close the case"),
        "get_appeasement": ("查看安抚", "Read an appeasement"),
        "list_appeasements": ("安抚", "Appeasements"),
    },
    fields={
        "done": ("做了什么", "What was done"),
        "answer": ("客户的答复", "The customer's answer"),
        "upheld": ("是否成立", "Upheld"),
        "text": ("内容", "Text"),
        "responsible_id": ("责任人", "Responsible person"),
        "call_id": ("回访", "Call"),
        "score": ("评分", "Score"),
        "contact_due_at": ("首次联系期限", "First contact due"),
        "finding_due_at": ("结论期限", "Finding due"),
        "proposal_due_at": ("处罚提出期限", "Proposal due"),
        "contacts": ("联系记录", "Contacts"),
        "finding": ("调查结论", "Finding"),
        "penalty_id": ("处罚", "Penalty"),
        "appeasements.closed_at": ("结案时间", "Closed"),
    },
    codes={
        "appeasement_state": {
            "open": ("待联系", "Open"),
            "contacted": ("已联系", "Contacted"),
            "found": ("已有结论", "Found"),
            "closed": ("已结案", "Closed"),
        }
    },
    refusals={
        "appeasement_of_call": ("这次回访已有安抚。", "The call has its appeasement already."),
        "appeasement_open": ("还没有联系客户。", "The customer was not contacted yet."),
        "appeasement_contacted": ("还没有调查结论。", "There is no finding yet."),
        "appeasement_found": ("已有调查结论。", "There is a finding already."),
        "own_case": ("不能处理自己接待的或涉及自己的投诉。", "Nobody decides on what they served, or are named in."),
        "why_no_penalty": ("处罚未获批准, 请写明为何不处罚。", "The penalty was rejected: say why there is none."),
        "appeasement_closed": ("安抚已结案。", "The appeasement is closed."),
        "not_upheld": ("投诉不成立。", "The complaint is not upheld."),
        "penalty_exists": ("已经提出处罚。", "A penalty is proposed already."),
        "penalty_missing": ("投诉成立, 须先决定处罚。", "An upheld complaint needs a decision on a penalty."),
    },
    events={
        "appeasement_opened.v1": ("安抚已建立", "Appeasement opened"),
        "appeasement_rescheduled.v1": ("安抚时间已重算", "Appeasement rescheduled"),
        "appeasement_contacted.v1": ("已联系客户安抚", "Customer contacted"),
        "appeasement_closed.v1": ("安抚已结案", "Appeasement closed"),
    },
)
