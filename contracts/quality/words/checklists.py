"""What is said of checklists."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "publish_checklist": ("发布检查表", "Publish a checklist"),
        "list_checklists": ("检查表", "Checklists"),
    },
    fields={
        "checklists.code": ("检查项编号", "Item"),
        "text": ("内容", "Text"),
        "checklists.points": ("分值", "Points"),
        "checklists.name": ("检查表名称", "Name of the checklist"),
        "author_id": ("发布人", "Published by"),
        "published_at": ("发布时间", "Published"),
    },
    refusals={
        "checklist_number": ("同时有人发布了检查表, 请再试。", "Another version was published just now; try again."),
        "item_twice": ("每个检查项只写一次。", "An item stands on the checklist once."),
    },
)
