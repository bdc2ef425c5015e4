"""What is said of awaiting-parts lists."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "submit_awaiting_list": ("发送待料清单", "Send the list"),
        "list_awaiting_lists": ("待料清单", "Awaiting-parts lists"),
    },
    fields={"sent_at": ("发送时间", "Sent"), "awaiting_parts.lists": ("各人清单", "Lists")},
    refusals={
        "day_not_open": ("今日不营业。", "The station does not open today."),
        "list_sent": ("今日待料清单已经发过。", "Today's list was sent."),
        "no_list_owed": ("今日不需要发待料清单。", "You owe no list today."),
    },
    events={"awaiting_parts_reported.v1": ("待料清单已汇总", "Awaiting parts reported")},
)
