"""What is said of waits."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"start_wait": ("开始等待", "Start the wait"), "end_wait": ("结束等待", "End the wait")},
    fields={"wait": ("等待什么", "Waits for"), "channel": ("通知方式", "Told by")},
    codes={
        "wait": {
            "awaiting_parts": ("待料", "Awaiting parts"),
            "awaiting_customer": ("待客户", "Awaiting the customer"),
            "sent_out": ("外送", "Sent out"),
        },
        "channel": {
            "phone": ("电话", "Phone"),
            "sms": ("短信", "Text message"),
            "wechat": ("微信", "WeChat"),
            "counter": ("当面", "At the counter"),
        },
    },
    refusals={
        "due_missing": ("外送要写明应回时间。", "What is sent out is due back at a time."),
        "due_too_far": ("外送的应回时间太远。", "What is sent out is due back sooner."),
        "due_past": ("外送的应回时间已过。", "What is sent out is due back later than now."),
        "attempt_missing": ("请填写用什么方式联系了客户。", "Say how the customer was asked."),
        "work_ended": ("维修已结束, 不再等待。", "The bench has ended its work: there is nothing to wait for."),
        "waits_already": ("已在等待。", "The order waits for that already."),
        "waits_not": ("没有在等待。", "The order does not wait for that."),
    },
)
