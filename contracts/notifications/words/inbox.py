"""What is said of messages."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"list_inbox": ("站内消息", "Inbox"), "read_message": ("标为已读", "Mark as read")},
    fields={
        "read": ("已读", "Read"),
        "inbox.kind": ("消息类型", "Kind of message"),
        "about": ("相关单据", "About"),
        "subject": ("标题", "Subject"),
        "text": ("内容", "Text"),
        "read_at": ("阅读时间", "Read"),
    },
)
