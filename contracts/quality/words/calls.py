"""What is said of calls."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "record_attempt": ("记录未接通", "Record the attempt"),
        "finish_call": ("提交结果", "Record the result"),
        "get_call": ("查看回访", "Read a call"),
        "list_calls": ("回访", "Calls"),
    },
    fields={
        "result": ("结果", "Result"),
        "calls.name": ("姓名", "Name"),
        "calls.device": ("机器", "Device"),
        "calls.fault": ("故障", "Fault"),
        "calls.accessories": ("附件", "Accessories"),
        "checks": ("信息核对", "Checks"),
        "score": ("评分", "Score"),
        "calls.received": ("客户已拿到机器", "The customer has the device"),
        "stage": ("第几次回访", "Which call"),
        "first_due_at": ("首次拨打期限", "First attempt due"),
        "attempts": ("拨打记录", "Attempts"),
        "contact_changes": ("接机后修改的客户信息", "Contact changed since receipt"),
        "ended_at": ("结束时间", "Ended"),
        "ended_by": ("结束人", "Ended by"),
        "caller_id": ("拨打人", "Caller"),
        "mismatches": ("不符项", "Mismatches"),
    },
    codes={
        "stage": {
            "1": ("回访一: 接机后", "Call 1: received"),
            "2": ("回访二: 离站时", "Call 2: leaving"),
            "3": ("回访三: 客户拿到机器", "Call 3: with the customer"),
        },
        "call_state": {
            "open": ("待回访", "Open"),
            "done": ("已完成", "Done"),
            "unreachable": ("联系不上", "Unreachable"),
            "refused": ("客户拒访", "Refused"),
            "expired": ("过期", "Expired"),
            "not_owed": ("无需回访", "Not owed"),
        },
        "attempt": {
            "reached": ("接通", "Reached"),
            "no_answer": ("无人接听", "No answer"),
            "busy": ("占线", "Busy"),
            "switched_off": ("关机", "Switched off"),
            "wrong_number": ("号码错误", "Wrong number"),
            "call_back_later": ("稍后再打", "Call back later"),
        },
        "check": {
            "name": ("姓名", "Name"),
            "device": ("机器", "Device"),
            "fault": ("故障", "Fault"),
            "accessories": ("附件", "Accessories"),
        },
        "score": {
            "5": ("很满意", "very satisfied"),
            "4": ("满意", "satisfied"),
            "3": ("一般", "average"),
            "2": ("不满意", "dissatisfied"),
            "1": ("不满意", "dissatisfied"),
            "0": ("非常不满意", "very dissatisfied"),
        },
    },
    refusals={
        "call_of_stage": ("这张维修单已有这次回访。", "The order has this call already."),
        "call_open": ("回访还没有结束。", "The call is open."),
        "call_done": ("回访已完成。", "The call is done."),
        "call_unreachable": ("回访已按联系不上结束。", "The call ended as unreachable."),
        "call_refused": ("客户已拒绝回访。", "The customer refused the call."),
        "call_not_owed": ("维修单已取消, 无需回访。", "The order was cancelled; no call is owed."),
        "call_expired": ("回访已过期。", "The call has expired."),
        "checks_missing": (
            "请核对姓名, 机器, 故障和附件。",
            "Say what the customer says of name, device, fault, accessories.",
        ),
        "note_missing": ("请在备注里写明客户怎么说。", "Say in a note what the customer said."),
        "not_asked_yet": ("只有第三次回访询问评分和收机。", "Only the third call asks for score and receipt."),
        "nothing_heard": (
            "客户拒访, 不能填写核对和评分。",
            "A customer who refuses the call says nothing of the order.",
        ),
        "own_customer": ("不能回访自己接待的客户。", "Nobody calls customers whom they served."),
        "score_missing": ("第三次回访要有评分。", "The third call asks for a score."),
        "too_few_attempts": ("拨打次数或天数不够, 还不能算联系不上。", "Too few attempts to call them unreachable."),
    },
    events={
        "call_opened.v1": ("回访已建立", "Call opened"),
        "call_rescheduled.v1": ("回访时间已重算", "Call rescheduled"),
        "call_ended.v1": ("回访已结束", "Call ended"),
    },
)
