"""Checklists of audits, by number."""

from __future__ import annotations

from typing import Annotated

from marshmallow import validate

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Matching, Text, Whole
from contracts.language.noun import Noun
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import Reply, Request
from contracts.quality import SERVICE

ITEM_CODE = "[a-z0-9_]{1,40}"

checklists = Noun(SERVICE, "/checklists")


class ChecklistItem(Request):
    """One question of a checklist and the points it is worth."""

    code: Annotated[str, Matching(ITEM_CODE)]
    text: Annotated[str, Lines(300)]
    points: Annotated[int, Whole(1, 100)]


class PublishChecklist(Request):
    """A checklist's next version, for the whole network; earlier audits keep theirs."""

    name: Annotated[str, Text(80)]
    items: Annotated[tuple[ChecklistItem, ...], validate.Length(1, 100)]


class ChecklistRef(Reply):
    """The id and number of a published checklist."""

    id: Id
    version: int
    number: int


class Checklist(Reply):
    """One version of a checklist: never edited, only followed by the next."""

    id: Id
    name: str
    number: int
    items: tuple[ChecklistItem, ...]
    author_id: Id
    published_at: Instant


class ListChecklists(PageRequest):
    """Versions of a checklist."""

    sort: Annotated[str, sorted_by("name", "number", "published_at")] = "name"
    name: Annotated[str, Text(80)] | None = None


publish_checklist = checklists.create(
    "publish_checklist",
    "Publish a checklist version",
    PublishChecklist,
    ChecklistRef,
    permissions.CHECKLIST_PUBLISH,
    example={"name": "前台规范", "items": [{"code": "greeting", "text": "问候语规范", "points": 5}]},
)
list_checklists = checklists.list(
    "list_checklists", "List checklists", ListChecklists, Checklist, permissions.AUDIT_READ
)
